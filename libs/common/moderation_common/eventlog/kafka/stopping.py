"""Letting go of an aiokafka consumer, also while the broker is away."""

from __future__ import annotations

import asyncio
from typing import Any, Final

_STOP_TIMEOUT_S: Final = 5.0

_COORDINATOR_TASKS: Final = (
    "_coordination_task",
    "_heartbeat_task",
    "_commit_refresh_task",
    # Of a consumer that is of no group.
    "_reset_committed_task",
)


async def stop(consumer: Any) -> None:  # noqa: ANN401 - aiokafka publishes no types
    """Close every connection of the consumer, and leave its group where it is of one."""
    stopping = asyncio.ensure_future(consumer.stop())
    await asyncio.wait([stopping], timeout=_STOP_TIMEOUT_S)
    if not stopping.done() or stopping.cancelled() or stopping.exception() is not None:
        await _abandon(consumer, stopping)


async def _abandon(consumer: Any, stopping: asyncio.Future[Any]) -> None:  # noqa: ANN401 - as above
    """End what a failed `stop` left running; the group then forgets the member by itself.

    While the broker is away, aiokafka's `stop` trips over the cancellation of its own fetches, and
    while others finish their work it waits for the join to be answered.
    """
    fetcher, coordinator = consumer._fetcher, consumer._coordinator  # noqa: SLF001 - no public way
    tasks: set[Any] = {stopping}
    if fetcher is not None:
        tasks |= {fetcher._fetch_task, *fetcher._pending_tasks}  # noqa: SLF001 - as above
    tasks |= {getattr(coordinator, name, None) for name in _COORDINATOR_TASKS}
    tasks.discard(None)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await consumer._client.close()  # noqa: SLF001 - as above

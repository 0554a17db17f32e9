"""Starting, watching and stopping background work."""

from __future__ import annotations

import asyncio

from prometheus_client import REGISTRY

from moderation_common.errors import TransientError
from moderation_common.lifecycle import Lifecycle, Periodic
from tests.support.waiting import eventually


class Worker:
    """Works until told to stop, and remembers."""

    def __init__(self, name: str, log: list[str], *, stubborn: bool = False) -> None:
        self.name = name
        self.log = log
        self.stubborn = stubborn
        self.stopped = asyncio.Event()

    async def run(self) -> None:
        """Wait to be stopped."""
        self.log.append(f"{self.name} started")
        await (asyncio.Event() if self.stubborn else self.stopped).wait()
        self.log.append(f"{self.name} ended")

    def stop(self) -> None:
        """Be told to stop."""
        self.log.append(f"{self.name} told")
        self.stopped.set()


async def test_work_stops_in_reverse_order_and_closers_run_last() -> None:
    """What was started first is told last, and connections close after all work has ended."""
    log: list[str] = []
    lifecycle = Lifecycle()

    async def close() -> None:
        log.append("closed")

    lifecycle.add_closer(close)
    lifecycle.add_task("first", Worker("first", log))
    lifecycle.add_task("second", Worker("second", log))
    await lifecycle.start()
    await eventually(lambda: len(log) == 2, deadline_s=5)
    await lifecycle.stop()
    assert log[2:4] == ["second told", "first told"]
    assert log[-1] == "closed"


async def test_work_that_does_not_stop_is_abandoned_in_time() -> None:
    """Shutdown ends within its stated time even when a task hangs."""
    log: list[str] = []
    lifecycle = Lifecycle(shutdown_timeout_s=0.05)
    lifecycle.add_task("stubborn", Worker("stubborn", log, stubborn=True))
    await lifecycle.start()
    async with asyncio.timeout(5):
        await lifecycle.stop()
    assert "stubborn ended" not in log


async def test_a_dying_task_turns_readiness_off() -> None:
    """A consumer that failed is seen, by name, in readiness and in the metrics."""

    class Dying:
        async def run(self) -> None:
            raise RuntimeError("boom")

        def stop(self) -> None:
            return

    lifecycle = Lifecycle()
    lifecycle.add_task("consumer", Dying())
    await lifecycle.start()
    wrong: dict[str, str] = {}

    async def failed() -> bool:
        wrong.update(await lifecycle.readiness())
        return bool(wrong)

    await eventually(failed, deadline_s=5)
    assert wrong == {"consumer": "RuntimeError"}
    assert REGISTRY.get_sample_value("moderation_tasks_stopped", {"task": "consumer"}) == 1
    await lifecycle.stop()


async def test_a_job_goes_on_after_an_outage_and_can_be_woken() -> None:
    """An outage costs one run, and `wake` does not wait for the interval."""
    runs: list[int] = []

    async def job() -> None:
        runs.append(len(runs))
        if len(runs) == 1:
            raise TransientError("away")

    periodic = Periodic("job", job, interval_s=3600)
    task = asyncio.create_task(periodic.run())
    await eventually(lambda: len(runs) == 1, deadline_s=5)
    periodic.wake()
    await eventually(lambda: len(runs) == 2, deadline_s=5)
    periodic.stop()
    async with asyncio.timeout(5):
        await task

"""Running a consumer inside a test: events to publish, and a handler that remembers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final

from moderation_common.eventlog import Consumer, EventLog, Record, to_message
from moderation_common.eventlog.port import Partition
from moderation_common.eventlog.retry import RetryPolicy
from moderation_common.events import CommentRemoved, Event
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Platform
from tests.support.eventlog_engines import Reader, new_name

QUICK: Final = RetryPolicy(min_backoff_s=0.02, max_backoff_s=0.2, max_bug_attempts=3)
"""As patient as a test can be."""

_AT: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def event(key: str, number: int) -> Event:
    """Return an event about the comment `key`; `number` tells it from the others."""
    ref = CommentRef(platform=Platform.FACEBOOK, account_id="page", comment_id=key)
    return Event.build(
        CommentRemoved(ref=ref, removed_at=_AT),
        cause=f"{key} {number}",
        source="/test",
        subject=str(ref),
        organisation="test",
        correlation_id=ref.correlation_id,
        time=_AT,
    )


async def publish(event_log: EventLog, topic: str, events: Sequence[Event]) -> None:
    """Publish events to a topic of the test's own instead of their usual one."""
    await event_log.publish(topic, [to_message(e) for e in events])


class Handled:
    """A handler that remembers what it did, and fails where `fail` tells it to."""

    def __init__(self, fail: Callable[[Event], Exception | None] = lambda _event: None) -> None:
        self.done: list[Event] = []
        self.tries: dict[str, int] = {}
        self.fail = fail

    async def __call__(self, event: Event) -> None:
        """Handle one event."""
        self.tries[event.id] = self.tries.get(event.id, 0) + 1
        error = self.fail(event)
        if error is not None:
            raise error
        self.done.append(event)

    def ids(self) -> list[str]:
        """Return the ids of what was done, in its order."""
        return [e.id for e in self.done]

    def of(self, subject: str) -> list[str]:
        """Return the ids of what was done about one comment, in its order."""
        return [e.id for e in self.done if e.subject == subject]


@asynccontextmanager
async def running(consumer: Consumer) -> AsyncIterator[asyncio.Task[None]]:
    """Run the consumer inside the block, and stop it in order at the end."""
    task = asyncio.create_task(consumer.run())
    try:
        yield task
    finally:
        consumer.stop()
        await asyncio.wait([task], timeout=30)
        if not task.done():
            task.cancel()
    if not task.cancelled():
        task.exception()


async def read_all(event_log: EventLog, topic: str, count: int) -> list[Record]:
    """Read the first `count` records of a topic as a group of its own."""
    reader = await Reader.join(event_log, new_name("group"), [topic])
    records = await reader.read_until(count)
    await reader.subscription.close()
    return records


async def partitions_by_key(event_log: EventLog, topic: str, count: int) -> dict[str, Partition]:
    """Return in which partition each key of the first `count` records fell."""
    return {r.message.key: r.partition for r in await read_all(event_log, topic, count)}

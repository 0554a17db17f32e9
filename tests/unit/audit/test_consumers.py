"""From the log into the record: every topic, the dead letters, outages and deaths."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest
from typing_extensions import override

from moderation_audit.consumers import DEAD_LETTER_GROUP, DeadLetterConsumer, consume_events
from moderation_audit.domain.kind import EntryKind
from moderation_audit.usecases.append import Outcome, Recorder
from moderation_common.eventlog import Message, publish_events
from moderation_common.eventlog.port import RevokedCallback
from moderation_common.events import Event, Topic, dead_letter_topic
from moderation_common.lifecycle import Stoppable
from moderation_common.testing import FixedClock, MemoryEventLog
from moderation_common.testing.eventlog import MemorySubscription
from tests.support.audit_events import comment_received, decision_made, reply_requested
from tests.support.memory_record import MemoryAppendStore
from tests.support.waiting import eventually


@pytest.fixture
def event_log() -> MemoryEventLog:
    """Give an empty log."""
    return MemoryEventLog()


@pytest.fixture
def store() -> MemoryAppendStore:
    """Give an empty record."""
    return MemoryAppendStore()


@pytest.fixture
def recorder(store: MemoryAppendStore) -> Recorder:
    """Give a recorder on that record."""
    return Recorder(store, clock=FixedClock())


@asynccontextmanager
async def _running(consumer: Stoppable) -> AsyncIterator[None]:
    task = asyncio.create_task(consumer.run())
    try:
        yield
    finally:
        consumer.stop()
        async with asyncio.timeout(5):
            await task


def _recorded(store: MemoryAppendStore, count: int) -> Callable[[], bool]:
    return lambda: len(store.entries) >= count


async def test_events_of_several_topics_are_recorded_once(
    event_log: MemoryEventLog, store: MemoryAppendStore, recorder: Recorder
) -> None:
    """What is published twice, as relays do, stands in the record once."""
    received = [comment_received(n) for n in range(10)]
    events: list[Event] = [
        *received,
        *map(decision_made, received),
        *map(reply_requested, received),
    ]
    await publish_events(event_log, events)
    await publish_events(event_log, events)
    async with _running(consume_events(event_log, recorder.record_event)):
        await eventually(_recorded(store, 30), what="every event in the record")
    assert sorted(entry.draft.id for entry in store.entries) == sorted(e.id for e in events)


async def test_a_death_between_append_and_commit_records_once(
    event_log: MemoryEventLog, store: MemoryAppendStore, recorder: Recorder
) -> None:
    """The next process is given the event again and finds it recorded."""
    await publish_events(event_log, [comment_received()])
    appended = asyncio.Event()

    async def record_and_hang(event: Event) -> None:
        await recorder.record_event(event)
        appended.set()
        await asyncio.Future[None]()

    dying = consume_events(event_log, record_and_hang)
    task = asyncio.create_task(dying.run())
    await appended.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    outcomes: list[Outcome] = []

    async def record_and_tell(event: Event) -> None:
        outcomes.append(await recorder.record_event(event))

    async with _running(consume_events(event_log, record_and_tell)):
        await eventually(lambda: outcomes, what="the second delivery")
    assert outcomes == [Outcome.DUPLICATE]
    assert len(store.entries) == 1


async def test_an_outage_of_the_store_loses_nothing(
    event_log: MemoryEventLog, store: MemoryAppendStore, recorder: Recorder
) -> None:
    """While the record is away its events wait in the log, and none is put aside."""
    store.away = True
    await publish_events(event_log, [comment_received(n) for n in range(5)])
    async with _running(consume_events(event_log, recorder.record_event)):
        await eventually(lambda: store.attempts, what="an attempt in vain")
        store.away = False
        await eventually(_recorded(store, 5), what="every event in the record")
    assert not event_log.messages(dead_letter_topic(Topic.COMMENTS))


async def test_what_cannot_be_read_is_put_aside_and_that_is_recorded(
    event_log: MemoryEventLog, store: MemoryAppendStore, recorder: Recorder
) -> None:
    """Junk on a topic becomes a dead letter, and the dead letter an entry with the reason."""
    junk = Message(key="k", headers={"ce_type": "unheard.of"}, body=b"\xff")
    await event_log.publish(Topic.COMMENTS, [junk])
    async with (
        _running(consume_events(event_log, recorder.record_event)),
        _running(DeadLetterConsumer(event_log, recorder)),
    ):
        await eventually(_recorded(store, 1), what="the dead letter in the record")
    (entry,) = store.entries
    said = entry.draft.content["dead_letter"]
    assert entry.draft.kind is EntryKind.DEAD_LETTER
    assert "unheard.of" in said["reason"]
    assert (said["source_topic"], said["source_offset"]) == (Topic.COMMENTS, "0")


class CountingEventLog(MemoryEventLog):
    """Counts how often somebody joined a group, or tried to."""

    joins = 0

    @override
    async def subscribe(
        self, group: str, topics: Sequence[str], *, on_revoked: RevokedCallback | None = None
    ) -> MemorySubscription:
        self.joins += 1
        return await super().subscribe(group, topics, on_revoked=on_revoked)


async def test_dead_letters_survive_outages(store: MemoryAppendStore, recorder: Recorder) -> None:
    """Log and store may go away in turn; each letter is recorded once, and committed."""
    event_log = CountingEventLog()
    topic = dead_letter_topic(Topic.ACTIONS)
    letters = [Message(key=f"k{n}", headers={"dlq_reason": "x"}, body=b"") for n in range(6)]
    await event_log.publish(topic, letters)
    store.away = True
    async with _running(DeadLetterConsumer(event_log, recorder)):
        await eventually(lambda: store.attempts, what="an attempt in vain")
        store.away = False
        await eventually(_recorded(store, 6), what="every letter in the record")
        joins = event_log.joins
        event_log.go_away()
        await eventually(lambda: event_log.joins > joins, what="an attempt to join again")
        event_log.come_back()
        await event_log.publish(topic, letters[:1])
        await eventually(_recorded(store, 7), what="the seventh letter in the record")
    again = await event_log.subscribe(DEAD_LETTER_GROUP, [topic])
    assert await again.fetch(max_records=10, timeout_s=0) == {}
    assert len(store.entries) == 7

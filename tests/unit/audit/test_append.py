"""Appending in batches: once each, together where they come together, alone where one is bad."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from typing_extensions import override

from moderation_audit.domain.canonical import CanonicalFormError
from moderation_audit.domain.entry import DeadLetter, Entry
from moderation_audit.domain.head import Head
from moderation_audit.domain.kind import EntryKind
from moderation_audit.ports import AppendRefusedError
from moderation_audit.usecases.append import Outcome, Recorder
from moderation_common.errors import TransientError
from moderation_common.events import Event
from moderation_common.testing import FixedClock
from tests.support.audit_events import comment_received, comment_ref
from tests.support.memory_record import MemoryAppendStore


@pytest.fixture
def store() -> MemoryAppendStore:
    """Give an empty record."""
    return MemoryAppendStore()


@pytest.fixture
def recorder(store: MemoryAppendStore) -> Recorder:
    """Give a recorder on that record."""
    return Recorder(store, clock=FixedClock())


async def _record_together(
    recorder: Recorder, store: MemoryAppendStore, events: Sequence[Event]
) -> list[Outcome | BaseException]:
    """Record the first event while it is held up, so that the others wait for one batch."""
    store.open.clear()
    first = asyncio.create_task(recorder.record_event(comment_received(999)))
    await asyncio.sleep(0)
    rest = [asyncio.create_task(recorder.record_event(event)) for event in events]
    await asyncio.sleep(0)
    store.open.set()
    assert await first is Outcome.APPENDED
    return await asyncio.gather(*rest, return_exceptions=True)


async def test_an_event_is_recorded_once(recorder: Recorder, store: MemoryAppendStore) -> None:
    """A repeat is told apart and leaves the record as it is."""
    assert await recorder.record_event(comment_received()) is Outcome.APPENDED
    assert await recorder.record_event(comment_received()) is Outcome.DUPLICATE
    assert len(store.entries) == 1


async def test_callers_that_come_at_once_share_one_append(
    recorder: Recorder, store: MemoryAppendStore
) -> None:
    """While one append runs, the next ones gather and go together, in the order they came."""
    events = [comment_received(n) for n in range(30)]
    outcomes = await _record_together(recorder, store, events)
    assert outcomes == [Outcome.APPENDED] * 30
    assert store.batches == [1, 30]
    assert [entry.draft.id for entry in store.entries[1:]] == [event.id for event in events]
    assert [entry.index for entry in store.entries] == list(range(31))


async def test_a_repeat_within_one_batch_is_recorded_once(
    recorder: Recorder, store: MemoryAppendStore
) -> None:
    """Two deliveries of one event at the same moment make one entry."""
    outcomes = await _record_together(recorder, store, [comment_received(), comment_received()])
    assert sorted(map(str, outcomes)) == ["appended", "duplicate"]
    assert len(store.entries) == 2


async def test_another_event_under_a_taken_id_is_recorded_as_a_conflict(
    recorder: Recorder, store: MemoryAppendStore
) -> None:
    """It is neither dropped nor recorded twice, however often it comes; nor is a third form."""
    await recorder.record_event(comment_received(text="a"))
    assert await recorder.record_event(comment_received(text="b")) is Outcome.CONFLICT
    assert await recorder.record_event(comment_received(text="b")) is Outcome.DUPLICATE
    assert await recorder.record_event(comment_received(text="c")) is Outcome.CONFLICT
    assert await recorder.record_event(comment_received(text="c")) is Outcome.DUPLICATE
    assert await recorder.record_event(comment_received(text="a")) is Outcome.DUPLICATE
    kinds = [entry.draft.kind for entry in store.entries]
    assert kinds == [EntryKind.EVENT, EntryKind.CONFLICT, EntryKind.CONFLICT]


async def test_one_refused_draft_does_not_spoil_the_others(
    recorder: Recorder, store: MemoryAppendStore
) -> None:
    """When the store refuses a batch, each draft is tried alone and only the bad one fails."""
    events = [comment_received(n) for n in range(4)]
    store.refused_ids = {events[2].id}
    outcomes = await _record_together(recorder, store, events)
    assert isinstance(outcomes.pop(2), AppendRefusedError)
    assert outcomes == [Outcome.APPENDED] * 3
    with pytest.raises(AppendRefusedError):
        await recorder.record_event(events[2])


async def test_an_outage_fails_every_caller_and_is_over_when_it_is_over(
    recorder: Recorder, store: MemoryAppendStore
) -> None:
    """All get `TransientError`, nothing is half recorded, and the same calls work later."""
    events = [comment_received(n) for n in range(5)]
    store.away = True
    outcomes = await asyncio.gather(*map(recorder.record_event, events), return_exceptions=True)
    assert all(isinstance(outcome, TransientError) for outcome in outcomes)
    assert not store.entries
    store.away = False
    assert await asyncio.gather(*map(recorder.record_event, events)) == [Outcome.APPENDED] * 5


async def test_an_outage_while_drafts_are_tried_alone_fails_the_rest() -> None:
    """No caller is left waiting when the store goes away in the middle."""

    class LeavingStore(MemoryAppendStore):
        @override
        async def append(self, entries: Sequence[Entry], head: Head) -> None:
            try:
                await super().append(entries, head)
            except AppendRefusedError:
                # The batch was refused, then its first draft alone; the others find nobody.
                self.away = len(entries) == 1
                raise

    leaving = LeavingStore()
    events = [comment_received(n) for n in range(3)]
    leaving.refused_ids = {events[0].id}
    outcomes = await _record_together(Recorder(leaving, clock=FixedClock()), leaving, events)
    kinds = [type(outcome) for outcome in outcomes]
    assert kinds == [AppendRefusedError, TransientError, TransientError]
    assert len(leaving.entries) == 1


async def test_a_caller_that_gives_up_leaves_the_others_unharmed(
    recorder: Recorder, store: MemoryAppendStore
) -> None:
    """A cancelled append fails its companions as an outage does, and they come again."""
    store.open.clear()
    leader = asyncio.create_task(recorder.record_event(comment_received(1)))
    await asyncio.sleep(0)
    follower = asyncio.create_task(recorder.record_event(comment_received(2)))
    await asyncio.sleep(0)
    leader.cancel()
    store.open.set()
    with pytest.raises(asyncio.CancelledError):
        await leader
    assert await follower is Outcome.APPENDED
    assert await recorder.record_event(comment_received(1)) is Outcome.APPENDED


async def test_callers_that_gave_up_while_waiting_do_not_hold_up_a_later_one(
    recorder: Recorder, store: MemoryAppendStore
) -> None:
    """More abandoned drafts than fit in one batch do not strand the caller behind them."""
    store.open.clear()
    leader = asyncio.create_task(recorder.record_event(comment_received(0)))
    await asyncio.sleep(0)
    waiting = [
        asyncio.create_task(recorder.record_event(comment_received(n))) for n in range(1, 602)
    ]
    await asyncio.sleep(0)
    for task in waiting[:-1]:
        task.cancel()
    store.open.set()
    assert await leader is Outcome.APPENDED
    async with asyncio.timeout(5):
        assert await waiting[-1] is Outcome.APPENDED
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_an_event_without_a_canonical_form_fails_alone(
    recorder: Recorder, store: MemoryAppendStore
) -> None:
    """What cannot become an entry is refused before it joins a batch."""
    letter = DeadLetter("x.dlq", 2**60, 0, {}, b"")
    with pytest.raises(CanonicalFormError):
        await recorder.record_dead_letter(letter)
    assert store.batches == []


async def test_a_dead_letter_is_recorded_once(recorder: Recorder, store: MemoryAppendStore) -> None:
    """The place of the letter decides whether it is known."""
    letter = DeadLetter("x.dlq", 0, 7, {"ce_subject": str(comment_ref())}, b"body")
    assert await recorder.record_dead_letter(letter) is Outcome.APPENDED
    assert await recorder.record_dead_letter(letter) is Outcome.DUPLICATE
    assert store.entries[0].facets.subject == str(comment_ref())

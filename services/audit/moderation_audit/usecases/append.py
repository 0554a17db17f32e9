"""Appending: everything that arrives becomes one entry, once, in batches as large as they come."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import deque
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import structlog

from moderation_audit import metrics
from moderation_audit.domain.entry import (
    DeadLetter,
    Draft,
    Entry,
    draft_conflict,
    draft_dead_letter,
    draft_event,
    place_entry,
    same_event,
)
from moderation_audit.domain.head import Head, grow
from moderation_audit.domain.kind import EntryKind
from moderation_audit.ports import Appending, AppendRefusedError, AppendStore, KnownEntry
from moderation_common.clock import Clock
from moderation_common.errors import TransientError
from moderation_common.events import Event

_MAX_BATCH: Final = 500
"""Entries in one transaction: enough to make its cost small, few enough to take far under 1 s."""

log = structlog.get_logger(__name__)


class Outcome(StrEnum):
    """What became of a draft."""

    APPENDED = "appended"
    DUPLICATE = "duplicate"
    """It was recorded already."""
    CONFLICT = "conflict"
    """Its id was taken by an event that says something else; both are in the record."""


async def append_batch(
    store: AppendStore, drafts: Sequence[Draft], *, clock: Clock
) -> list[Outcome]:
    """Append what is not recorded yet, in one transaction, and say what became of each.

    Raises `TransientError` when the store is away and `AppendRefusedError` when it refuses the
    batch; nothing is half done, and the same call may be made again.
    """
    started = time.perf_counter()
    async with store.appending() as unit:
        fresh, outcomes = await _sift(unit, drafts)
        entries: list[Entry] = []
        head: Head | None = None
        if fresh:
            entries, head = grow(await unit.last_head(), fresh, now=clock())
            await unit.append(entries, head)
    if head is not None:
        metrics.APPEND_SECONDS.observe(time.perf_counter() - started)
        _report(entries, head)
    metrics.DUPLICATES.inc(outcomes.count(Outcome.DUPLICATE))
    return outcomes


async def _sift(unit: Appending, drafts: Sequence[Draft]) -> tuple[list[Draft], list[Outcome]]:
    """Return the drafts to append, conflicts under ids of their own, and each one's outcome."""
    known = dict(await unit.find([draft.id for draft in drafts]))
    fresh: list[Draft] = []
    outcomes: list[Outcome] = []
    for draft in drafts:
        candidate, ordinal = draft, 0
        while (found := known.get(candidate.id)) is not None:
            if same_event(found.document, found.openings, draft):
                break
            ordinal += 1
            candidate = draft_conflict(draft, ordinal=ordinal)
            known |= await unit.find([candidate.id])
        if found is not None:
            outcomes.append(Outcome.DUPLICATE)
            continue
        outcomes.append(Outcome.CONFLICT if ordinal else Outcome.APPENDED)
        known[candidate.id] = KnownEntry(candidate.content, candidate.openings)
        fresh.append(candidate)
    return fresh, outcomes


def _report(entries: Sequence[Entry], head: Head) -> None:
    metrics.BATCH_ENTRIES.observe(len(entries))
    metrics.TREE_SIZE.set(head.tree_size)
    for entry in entries:
        metrics.ENTRIES.labels(entry.draft.kind.value).inc()
        if entry.draft.kind is EntryKind.CONFLICT:
            taken = entry.draft.content["conflicts_with"]
            log.error("conflict_recorded", index=entry.index, event_id=taken)
    # The log goes where the database's keepers have no hand in it, and so bears witness.
    log.info("record_grown", tree_size=head.tree_size, root_hash=head.root_hash.hex())


class Recorder:
    """Records events and dead letters; callers that come at once share one transaction.

    A call returns when its entry is durable. It may be made again with the same thing.
    """

    def __init__(self, store: AppendStore, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._turn = asyncio.Lock()
        self._waiting: deque[tuple[Draft, asyncio.Future[Outcome]]] = deque()

    async def record_event(self, event: Event) -> Outcome:
        """Record the event; raises `TransientError` when the store is away."""
        return await self._record(draft_event(event, new_nonce=secrets.token_bytes))

    async def record_dead_letter(self, letter: DeadLetter) -> Outcome:
        """Record that the letter was put aside; raises `TransientError` when the store is away."""
        return await self._record(draft_dead_letter(letter, new_nonce=secrets.token_bytes))

    async def _record(self, draft: Draft) -> Outcome:
        # What cannot become an entry fails here, alone, and spoils no batch.
        place_entry(draft, index=0, recorded_at=self._clock())
        place: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((draft, place))
        async with self._turn:
            # Whoever had the turn before may have taken this draft along; and drafts whose callers
            # gave up may fill a batch in front of it.
            while not place.done():
                await self._append_waiting()
        return await place

    async def _append_waiting(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), _MAX_BATCH))]
        failure = TransientError("Another caller's append was broken off; append again.")
        try:
            await self._append_for(batch)
        except TransientError as error:
            failure = error
        finally:
            # After a cancellation or a bug, too, nobody may be left waiting.
            for _draft, place in batch:
                if not place.done():
                    place.set_exception(failure)
                    # A caller that gave up does not fetch it, which is no fault to warn of.
                    place.exception()

    async def _append_for(self, batch: Sequence[tuple[Draft, asyncio.Future[Outcome]]]) -> None:
        try:
            outcomes = await append_batch(
                self._store, [draft for draft, _place in batch], clock=self._clock
            )
        except AppendRefusedError:
            # One draft spoils it: find out which, so that the others do not suffer for it.
            for one in batch:
                await self._append_alone(one)
            return
        for (_draft, place), outcome in zip(batch, outcomes, strict=True):
            if not place.done():
                place.set_result(outcome)

    async def _append_alone(self, one: tuple[Draft, asyncio.Future[Outcome]]) -> None:
        draft, place = one
        try:
            (outcome,) = await append_batch(self._store, [draft], clock=self._clock)
        except AppendRefusedError as error:
            if not place.done():
                place.set_exception(error)
        else:
            if not place.done():
                place.set_result(outcome)

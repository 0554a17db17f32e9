"""Reading the record: within one organisation, and never without a record of the reading."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from moderation_audit import metrics
from moderation_audit.domain.filter import Filter
from moderation_audit.domain.head import Head
from moderation_audit.domain.verification import TextState
from moderation_audit.ports import FoundEntry, FoundText, Reading, ReadStore
from moderation_common.clock import Clock
from moderation_common.events import Actor, Event, RecordRead
from moderation_common.identity import CommentRef, CorrelationId, derive_id

SOURCE: Final = "/audit"
_START: Final = -1
"""The index after which the first entry comes."""
_CHUNK: Final = 500
"""Entries that an export holds in memory."""


@dataclass(frozen=True)
class Reader:
    """Who reads, and what they asked for in their own words."""

    actor: Actor
    organisation: str
    query: str
    """The request's path and filters, as the record will show them."""


@dataclass(frozen=True)
class Page:
    """Some matching entries, in order."""

    entries: tuple[FoundEntry, ...]
    next_after: int | None
    """Where the next page starts; none when nothing more matches so far."""


@dataclass(frozen=True)
class TrailEntry:
    """One entry about a comment, with what is left of its personal text."""

    entry: FoundEntry
    text: FoundText


@dataclass(frozen=True)
class Export:
    """The matching entries up to now: how many, and the entries themselves."""

    count: int
    entries: AsyncIterator[FoundEntry]


class RecordQueries:
    """Answers questions about the record; each answer is noted before it is given."""

    def __init__(self, store: ReadStore, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def page(self, reader: Reader, filter_: Filter, *, after: int | None, limit: int) -> Page:
        """Return at most `limit` matching entries after an index, the first ones for None."""
        async with self._store.reading() as reading:
            found = await reading.find(
                filter_, after=_START if after is None else after, limit=limit + 1
            )
            entries = tuple(found[:limit])
            await self._note(reading, reader, "page", subject="entries", entries=len(entries))
        more = len(found) > limit
        return Page(entries, entries[-1].index if more else None)

    async def entry(self, reader: Reader, index: int) -> FoundEntry | None:
        """Return the entry at the index, none when the reader's organisation has none there."""
        async with self._store.reading() as reading:
            found = await reading.get(index, organisation=reader.organisation)
            await self._note(
                reading, reader, "entry", subject=f"entries/{index}", entries=int(found is not None)
            )
        return found

    async def trail(
        self, reader: Reader, ref: CommentRef, *, after: int | None, limit: int, with_text: bool
    ) -> tuple[list[TrailEntry], int | None]:
        """Return all about one comment in order, and where to go on when there is more.

        Without `with_text` personal text is not opened.
        """
        filter_ = Filter(reader.organisation, subject=str(ref))
        async with self._store.reading() as reading:
            found = await reading.find(
                filter_, after=_START if after is None else after, limit=limit + 1
            )
            entries = found[:limit]
            texts = await reading.texts(entries) if with_text else {}
            await self._note(
                reading,
                reader,
                "trail",
                subject=str(ref),
                correlation_id=ref.correlation_id,
                entries=len(entries),
            )
        none = FoundText(TextState.NONE if with_text else TextState.UNOPENED)
        trail = [TrailEntry(entry, texts.get(entry.index, none)) for entry in entries]
        return trail, entries[-1].index if len(found) > limit else None

    async def export(self, reader: Reader, filter_: Filter) -> Export:
        """Return every entry that matches now; those recorded during the export are left out."""
        async with self._store.reading() as reading:
            head = await reading.head()
            before = head.tree_size if head is not None else 0
            count = await reading.count(filter_, before=before)
            await self._note(reading, reader, "export", subject="entries", entries=count)
        return Export(count, self._all(filter_, before=before))

    async def head(self) -> Head | None:
        """Return the record's head. It tells nothing of any entry, so its reading is not noted."""
        async with self._store.reading() as reading:
            return await reading.head()

    async def note_verification(self, reader: Reader, *, entries: int) -> None:
        """Note that the whole record was verified."""
        async with self._store.reading() as reading:
            await self._note(reading, reader, "verify", subject="entries", entries=entries)

    async def _all(self, filter_: Filter, *, before: int) -> AsyncIterator[FoundEntry]:
        # A look per chunk, because a slow client must not keep a connection for itself.
        after = _START
        while True:
            async with self._store.reading() as reading:
                found = await reading.find(filter_, after=after, before=before, limit=_CHUNK)
            for entry in found:
                yield entry
            if len(found) < _CHUNK:
                return
            after = found[-1].index

    async def _note(
        self,
        reading: Reading,
        reader: Reader,
        query: str,
        *,
        subject: str,
        entries: int,
        correlation_id: CorrelationId | None = None,
    ) -> None:
        # Two readings with the same words are two readings, so nothing they share makes the id.
        cause = f"read/{uuid.uuid4()}"
        event = Event.build(
            RecordRead(read_by=reader.actor, query=reader.query, entries=entries),
            cause=cause,
            source=SOURCE,
            subject=subject,
            organisation=reader.organisation,
            correlation_id=correlation_id or CorrelationId(derive_id(cause, "read")),
            time=self._clock(),
        )
        await reading.note(event)
        metrics.READS.labels(query).inc()

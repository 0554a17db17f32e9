"""What the use cases need from outside: the stored record, to append to, to read and to verify."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from moderation_audit.domain.entry import Entry
from moderation_audit.domain.facets import Facets
from moderation_audit.domain.filter import Filter
from moderation_audit.domain.head import Head
from moderation_audit.domain.redaction import Openings
from moderation_audit.domain.verification import StoredEntry, StoredHead, TextState
from moderation_common.errors import ModerationError, TransientError
from moderation_common.events import Event


class AppendRefusedError(ModerationError):
    """The store does not take what was appended, and would not take it later either."""


class RecordDamagedError(TransientError):
    """The record's end does not fit its newest head, so nothing can be appended.

    Somebody wrote to the tables past the service. Events wait in the log until that is mended.
    """


@dataclass(frozen=True)
class KnownEntry:
    """An entry that is recorded already, as far as comparing needs it."""

    document: Mapping[str, Any]
    openings: Openings = field(repr=False)
    """Empty where the text was erased."""


class Appending(Protocol):
    """The record held for appending; nobody else appends meanwhile."""

    async def last_head(self) -> Head | None:
        """Return the head, none while the record is empty; raises `RecordDamagedError`."""
        ...

    async def find(self, ids: Sequence[str]) -> Mapping[str, KnownEntry]:
        """Return those of the entries that are recorded, by id."""
        ...

    async def append(self, entries: Sequence[Entry], head: Head) -> None:
        """Write the entries, their sealed texts and the head.

        Raises `AppendRefusedError` when the store does not take them, and `RecordDamagedError`
        when their places are taken.
        """
        ...


class AppendStore(Protocol):
    """Where entries are appended."""

    def appending(self) -> AbstractAsyncContextManager[Appending]:
        """Hold the record; what was appended is durable when the block has ended well.

        Raises `TransientError` when the store is away; then nothing was appended, or all of it.
        """
        ...


@dataclass(frozen=True)
class FoundEntry:
    """An entry that a query found."""

    index: int
    leaf_hash: bytes
    canonical: bytes
    facets: Facets


@dataclass(frozen=True)
class FoundText:
    """What is left of an entry's personal text."""

    state: TextState
    openings: Openings = field(default_factory=dict, repr=False)


class Reading(Protocol):
    """One look at the record; what was noted is kept when the block has ended well."""

    async def find(
        self, filter_: Filter, *, after: int, before: int | None = None, limit: int
    ) -> Sequence[FoundEntry]:
        """Return the first matching entries with an index over `after`, in order of index."""
        ...

    async def count(self, filter_: Filter, *, before: int) -> int:
        """Return how many entries with an index under `before` match."""
        ...

    async def get(self, index: int, *, organisation: str) -> FoundEntry | None:
        """Return the organisation's entry at the index."""
        ...

    async def texts(self, entries: Sequence[FoundEntry]) -> Mapping[int, FoundText]:
        """Return the personal texts of those entries that have some, by index."""
        ...

    async def head(self) -> Head | None:
        """Return the record's head, none while it is empty."""
        ...

    async def note(self, event: Event) -> None:
        """Publish that the record was read, once the block has ended well."""
        ...


class ReadStore(Protocol):
    """Where entries are read."""

    def reading(self) -> AbstractAsyncContextManager[Reading]:
        """Open a look at the record; raises `TransientError` when the store is away."""
        ...


class RecordScan(Protocol):
    """The whole record as it stood at one moment, in the order that verification needs."""

    def entries(self) -> AsyncIterator[StoredEntry]:
        """Yield every entry in order of index."""
        ...

    def heads(self) -> AsyncIterator[StoredHead]:
        """Yield every head in order of size."""
        ...

    def ids(self) -> AsyncIterator[tuple[str, int]]:
        """Yield the id and index of every entry, in order of id."""
        ...

    async def unguarded(self) -> Sequence[str]:
        """Return the tables that the database would let somebody change."""
        ...


class ScanStore(Protocol):
    """Where the whole record is scanned."""

    def scanning(self) -> AbstractAsyncContextManager[RecordScan]:
        """Open a view of one moment; raises `TransientError` when the store is away."""
        ...

"""A record as rows in memory, to be tampered with and verified."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from moderation_audit.domain.entry import Draft, draft_event
from moderation_audit.domain.head import Head, grow
from moderation_audit.domain.report import VerificationReport
from moderation_audit.domain.verification import NotedHead, StoredEntry, StoredHead, TextState
from moderation_audit.usecases.verify import verify_record
from moderation_common.events import Event
from tests.support.audit_events import T0


@dataclass
class StoredRecord:
    """Serves as the port `ScanStore`; its rows may be changed as a database superuser could."""

    entries_: list[StoredEntry] = field(default_factory=list)
    heads_: list[StoredHead] = field(default_factory=list)
    _newest: Head | None = None
    unguarded_: list[str] = field(default_factory=list)

    def append(self, events: Sequence[Event]) -> None:
        """Append the events as one batch, their personal text openable."""
        drafts = [draft_event(event, new_nonce=secrets.token_bytes) for event in events]
        self.append_drafts(drafts)

    def append_drafts(self, drafts: Sequence[Draft]) -> None:
        """Append the drafts as one batch."""
        entries, self._newest = grow(self._newest, drafts, now=T0)
        for entry in entries:
            openings = dict(entry.draft.openings)
            self.entries_.append(
                StoredEntry(
                    index=entry.index,
                    canonical=entry.canonical,
                    leaf_hash=entry.leaf_hash,
                    facets=entry.facets,
                    text_state=TextState.OPEN if openings else TextState.NONE,
                    openings=openings or None,
                )
            )
        self.heads_.append(
            StoredHead(
                tree_size=self._newest.tree_size,
                root_hash=self._newest.root_hash,
                frontier=self._newest.frontier.to_bytes(),
                at=self._newest.at,
            )
        )

    def alter(self, index: int, **changes: object) -> None:
        """Change some columns of the entry at a place."""
        self.entries_[index] = replace(self.entries_[index], **changes)  # type: ignore[arg-type]

    def verify(self, noted: Collection[NotedHead] = ()) -> VerificationReport:
        """Verify it through the use case."""
        return asyncio.run(verify_record(self, noted=noted))

    @asynccontextmanager
    async def scanning(self) -> AsyncIterator[StoredRecord]:
        """See the port."""
        yield self

    async def entries(self) -> AsyncIterator[StoredEntry]:
        """See the port."""
        for entry in sorted(self.entries_, key=lambda stored: stored.index):
            yield entry

    async def heads(self) -> AsyncIterator[StoredHead]:
        """See the port."""
        for head in sorted(self.heads_, key=lambda stored: stored.tree_size):
            yield head

    async def ids(self) -> AsyncIterator[tuple[str, int]]:
        """See the port."""
        for entry_id, index in sorted((e.facets.id, e.index) for e in self.entries_):
            yield entry_id, index

    async def unguarded(self) -> Sequence[str]:
        """See the port."""
        return self.unguarded_

"""The record in memory, for appending: can be taken away, held up, and told to refuse a draft."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from moderation_audit.domain.entry import Entry
from moderation_audit.domain.head import Head
from moderation_audit.ports import AppendRefusedError, KnownEntry
from moderation_common.errors import TransientError


class MemoryAppendStore:
    """Serves as the port `AppendStore`; a block that raises leaves nothing behind."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.heads: list[Head] = []
        self.batches: list[int] = []
        """How many entries each append tried to write."""
        self.away = False
        self.attempts = 0
        """How often somebody tried to append."""
        self.refused_ids: set[str] = set()
        self.open = asyncio.Event()
        """While clear, an append waits inside its transaction."""
        self.open.set()
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def appending(self) -> AsyncIterator[MemoryAppendStore]:
        """See the port."""
        async with self._lock:
            self.attempts += 1
            entries, heads = list(self.entries), list(self.heads)
            try:
                if self.away:
                    msg = "The record in memory was told to be away; tell it to come back."
                    raise TransientError(msg)
                yield self
            except BaseException:
                self.entries, self.heads = entries, heads
                raise

    async def last_head(self) -> Head | None:
        """See the port."""
        return self.heads[-1] if self.heads else None

    async def find(self, ids: Sequence[str]) -> Mapping[str, KnownEntry]:
        """See the port."""
        return {
            entry.draft.id: KnownEntry(json.loads(entry.canonical), entry.draft.openings)
            for entry in self.entries
            if entry.draft.id in ids
        }

    async def append(self, entries: Sequence[Entry], head: Head) -> None:
        """See the port."""
        await self.open.wait()
        self.batches.append(len(entries))
        if any(entry.draft.id in self.refused_ids for entry in entries):
            msg = "The record in memory was told to refuse an entry."
            raise AppendRefusedError(msg)
        self.entries += entries
        self.heads.append(head)

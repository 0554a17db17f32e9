"""The head of the record: how long it was, and the root of its tree then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from moderation_audit.domain.entry import Draft, Entry, place_entry
from moderation_audit.domain.merkle import Frontier


@dataclass(frozen=True)
class Head:
    """The record after an append."""

    frontier: Frontier
    root_hash: bytes
    at: datetime

    @property
    def tree_size(self) -> int:
        """How many entries the record had."""
        return self.frontier.size


def grow(head: Head | None, drafts: Sequence[Draft], *, now: datetime) -> tuple[list[Entry], Head]:
    """Return the drafts as entries at the record's end, and the head after them.

    Time in the record never runs backwards: it stands still while the clock is behind.
    """
    frontier = head.frontier if head is not None else Frontier()
    recorded_at = max(now, head.at) if head is not None else now
    entries = [
        place_entry(draft, index=index, recorded_at=recorded_at)
        for index, draft in enumerate(drafts, start=frontier.size)
    ]
    frontier = frontier.extend(entry.leaf_hash for entry in entries)
    return entries, Head(frontier=frontier, root_hash=frontier.root(), at=recorded_at)

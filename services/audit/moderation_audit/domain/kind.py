"""The kinds of entry in the record."""

from __future__ import annotations

from enum import StrEnum


class EntryKind(StrEnum):
    """What an entry records."""

    EVENT = "event"
    """An event that a service published."""
    CONFLICT = "conflict"
    """An event under the id of another that says something else: a fault, or somebody's doing."""
    DEAD_LETTER = "dead_letter"
    """A record of the log that a service put aside, and why."""

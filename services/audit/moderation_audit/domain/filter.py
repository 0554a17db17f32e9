"""What an auditor asks for: conditions on facets, always within one organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from moderation_audit.domain.kind import EntryKind


@dataclass(frozen=True)
class Filter:
    """All the conditions that are set must hold."""

    organisation: str
    kind: EntryKind | None = None
    type: str | None = None
    subject: str | None = None
    correlation_id: str | None = None
    actor: str | None = None
    from_: datetime | None = None
    """Events that happened at this moment or after."""
    to: datetime | None = None
    """Events that happened before this moment."""
    category: str | None = None
    action: str | None = None
    label: str | None = None

"""A measure: a warning or block proposed about an author, which a person approves or refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from moderation_common.events import StrikeCounted
from moderation_common.identity import CommentRef, MeasureId
from moderation_common.vocabulary import Measure
from moderation_escalation.domain.case import Signature


class MeasureStatus(StrEnum):
    """How far a proposal is."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """The strikes it rests on were taken back, or expired, before anybody decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedMeasure:
    """One question to a person about one author."""

    measure_id: MeasureId
    organisation: str
    measure: Measure
    ref: CommentRef
    """The comment with which the limit was reached; who wrote it is the author."""
    author_key: str
    points: int
    limit: int
    strikes: tuple[StrikeCounted, ...]
    clause: str | None
    words: str | None
    pack: str
    proposed_at: datetime
    withdrawn_at: datetime | None = None
    approved: bool | None = None
    decided: Signature | None = None
    note: str = ""
    """What the person who decided wrote."""

    @property
    def status(self) -> MeasureStatus:
        """How far the proposal is; a person's decision comes before a withdrawal."""
        if self.decided is not None:
            return MeasureStatus.APPROVED if self.approved else MeasureStatus.REFUSED
        return MeasureStatus.OPEN if self.withdrawn_at is None else MeasureStatus.WITHDRAWN

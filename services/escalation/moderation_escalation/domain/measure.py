"""A measure: a warning or block proposed about an author, which a person approves or refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

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
    UNFOUNDED = "unfounded"
    """Approved, and since then strikes it rests on were taken back: a person is asked anew."""


_UNFOUNDED: Final[Mapping[Measure, str]] = {
    Measure.BLOCK: "Strikes that this block rests on were taken back. Undo it on the platform and "
    "refuse it here, or approve it anew and write why.",
    Measure.WARNING: "Strikes that this warning rests on were taken back. Tell its author so and "
    "refuse it here, or approve it anew.",
}


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
    """When its ground went; none again once a person has answered to that."""
    approved: bool | None = None
    decided: Signature | None = None
    note: str = ""
    """What the person who decided wrote."""

    @property
    def status(self) -> MeasureStatus:
        """How far the proposal is."""
        if self.decided is None:
            return MeasureStatus.OPEN if self.withdrawn_at is None else MeasureStatus.WITHDRAWN
        if not self.approved:
            return MeasureStatus.REFUSED
        return MeasureStatus.APPROVED if self.withdrawn_at is None else MeasureStatus.UNFOUNDED

    @property
    def waits(self) -> bool:
        """Whether a person is to answer."""
        return self.status in {MeasureStatus.OPEN, MeasureStatus.UNFOUNDED}

    @property
    def to_do(self) -> str | None:
        """What has to be done about a measure that was carried out without ground; else none."""
        return _UNFOUNDED[self.measure] if self.status is MeasureStatus.UNFOUNDED else None

    def loses_ground(self, *, taken_back: bool, at: datetime) -> Self:
        """Return it after its strikes were taken back, or have expired.

        What a person has approved is put before people again only where strikes were taken back:
        that they expire makes nothing wrong that was done. What was refused stays refused.
        """
        approved = self.status is MeasureStatus.APPROVED
        if self.status is not MeasureStatus.OPEN and not (approved and taken_back):
            return self
        return replace(self, withdrawn_at=at)

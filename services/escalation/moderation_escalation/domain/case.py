"""A case: a comment that a team must know of, who was told, and who took it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from moderation_common.events import Reason
from moderation_common.identity import (
    CaseId,
    CommentRef,
    DecisionId,
    EventId,
    GroupId,
    WordingId,
)
from moderation_common.vocabulary import Action, Category, Kind, Label, Role, Urgency
from moderation_escalation.domain.errors import ConflictError
from moderation_escalation.domain.ladder import Standing

LONGEST_OUTCOME: Final = 4_000
"""Characters in which somebody says what came of a case: two pages."""


class CaseStatus(StrEnum):
    """How far a case is."""

    OPEN = "open"
    """Nobody has taken it yet."""
    ACKNOWLEDGED = "acknowledged"
    """Somebody has."""
    CLOSED = "closed"


class TimerKind(StrEnum):
    """What is to happen to a case when its time has come."""

    LADDER = "ladder"
    """The step was not acknowledged in time, or the ladder begins."""
    TEAM = "team"
    """The team is to be told."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did something to a case, and when."""

    name: str
    role: Role | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the person who closed a case said of its labels; of those in neither, nothing."""

    confirmed: tuple[Label, ...] = ()
    """The comment carries them."""
    refused: tuple[Label, ...] = ()
    """It does not."""

    def check(self, labels: Collection[Label]) -> None:
        """Raise `ConflictError` unless it speaks, once each, of some of a case's labels."""
        said = [*self.confirmed, *self.refused]
        foreign = sorted({label.value for label in said if label not in labels})
        if foreign:
            raise ConflictError(
                f"The case was not opened for {', '.join(foreign)}; read it again and answer for"
                " its labels only."
            )
        if len(set(said)) < len(said):
            raise ConflictError("A label was answered for twice; confirm it or refuse it, once.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One comment on one route of one body."""

    case_id: CaseId
    organisation: str
    ref: CommentRef
    route: str
    """Key of the pack's route."""
    team: str
    also: tuple[str, ...]
    """Further teams that are told."""
    labels: tuple[Label, ...]
    doubtful: tuple[Label, ...] = ()
    """Those of the labels that no decision was sure of."""
    urgency: Urgency
    wakes: bool
    """Its times run by the clock; otherwise in working time only."""
    decision_id: DecisionId
    """The latest decision that asked for the route."""
    raised_by: tuple[EventId, ...]
    """The versions of the comment for which people were to be told, the first one first."""
    opened_at: datetime
    due_at: datetime | None
    """When the route's deadline ends."""
    standing: Standing
    tellings: int = 0
    """How often somebody was to be told; numbers the alerts."""
    ladder_telling: int = 0
    """The telling of the step at which the ladder stands; nought before the first."""
    follows: CaseId | None = None
    """The case about the same comment whose alerts tell of this one too."""
    acknowledged: Signature | None = None
    acknowledgements: int = 0
    """How often it was taken; more than once when it became more urgent after, or more is known of
    the danger."""
    closed: Signature | None = None
    outcome: str | None = None
    """What came of it, in the words of the person who closed it."""
    answer: Answer = Answer()
    """Whether the comment was what the case was opened for, as far as that person said."""

    @property
    def status(self) -> CaseStatus:
        """How far the case is."""
        if self.closed is not None:
            return CaseStatus.CLOSED
        return CaseStatus.OPEN if self.acknowledged is None else CaseStatus.ACKNOWLEDGED

    @property
    def teams(self) -> tuple[str, ...]:
        """Everyone that the route names, the team in charge first."""
        return (self.team, *self.also)

    def is_overdue(self, now: datetime) -> bool:
        """Say whether the deadline passed while the case was not closed."""
        return self.closed is None and self.due_at is not None and now > self.due_at


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happened to a case, in our own words; never the comment's."""

    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the classifier said of a comment; kept for the pages and for the person who decides."""

    decision_id: DecisionId
    organisation: str
    ref: CommentRef
    comment_event_id: EventId
    kind: Kind
    category: Category
    labels: tuple[Label, ...]
    actions: tuple[Action, ...]
    urgency: Urgency
    routes: tuple[str, ...]
    review: bool
    reasons: tuple[Reason, ...]
    doubts: tuple[str, ...]
    pack: str
    made_at: datetime
    doubtful_labels: tuple[Label, ...] = ()
    """What the comment may be, but not surely."""
    superseded: bool = False
    """It is about a version that a later one had overtaken already."""
    group_id: GroupId | None = None
    """The comments of nearly the same words with which it may be decided; None when alone."""
    wording_id: WordingId | None = None
    """Those of the group that differ in hardly a word; None for all of an older release's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentVersion:
    """The words of one version of a comment."""

    version: EventId
    text: str | None
    """None when it was erased."""
    attachments: tuple[str, ...]
    written_at: datetime

    def differs_from(self, comment: StoredComment | None) -> bool:
        """Say whether a comment as it stands now shows anything else."""
        if comment is None:
            return True
        return (self.text, self.attachments) != (comment.text, comment.attachments)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredComment:
    """The newest version of a comment that has arrived here."""

    ref: CommentRef
    organisation: str
    version: EventId | None
    """The event that brought this version; None when only its removal has arrived."""
    kind: Kind | None
    text: str | None
    """None when it has not arrived, or was erased."""
    author_id: str | None
    author_name: str | None
    attachments: tuple[str, ...]
    post_id: str | None
    permalink: str | None
    created_at: datetime | None
    edited_at: datetime | None
    received_at: datetime | None
    removed_at: datetime | None
    hidden: bool
    """We hid it on its platform, and nobody has shown it again as far as is known."""
    erased: bool
    """The author's personal data was erased; the text is gone for good."""

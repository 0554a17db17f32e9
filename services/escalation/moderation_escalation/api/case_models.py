"""Requests and answers about cases."""

from __future__ import annotations

from typing import Self

from pydantic import AwareDatetime, BaseModel, Field

from moderation_common.policy import Channel
from moderation_common.vocabulary import Label, Urgency
from moderation_escalation.api.model_parts import (
    CommentOut,
    DecisionOut,
    Request,
    SignatureOut,
    VersionOut,
)
from moderation_escalation.domain.alert import Alert, AlertState
from moderation_escalation.domain.case import (
    LONGEST_OUTCOME,
    Answer,
    Case,
    CaseStatus,
    Note,
)
from moderation_escalation.usecases.read_files import CaseFile


class CaseOut(BaseModel):
    """A case in a list."""

    case_id: str
    ref: str
    """The comment, as `platform/account/comment`."""
    route: str
    team: str
    also: tuple[str, ...]
    labels: tuple[Label, ...]
    doubtful_labels: tuple[Label, ...]
    """Those of the labels that are in doubt."""
    urgency: Urgency
    status: CaseStatus
    opened_at: AwareDatetime
    due_at: AwareDatetime | None
    overdue: bool
    step: int | None
    """Of the ladder; null while nobody has been told."""
    follows: str | None
    """The case whose alerts tell of this one too."""
    acknowledged: SignatureOut | None
    closed: SignatureOut | None
    outcome: str | None
    labels_confirmed: tuple[Label, ...]
    """Those of the labels that the comment carries, by the word of whoever closed the case."""
    labels_refused: tuple[Label, ...]
    """Those that it does not carry; of a label in neither nobody has said."""

    @classmethod
    def build(cls, case: Case, *, now: AwareDatetime) -> Self:
        """Return the case as it stands at `now`."""
        return cls(
            case_id=case.case_id,
            ref=str(case.ref),
            route=case.route,
            team=case.team,
            also=case.also,
            labels=case.labels,
            doubtful_labels=case.doubtful,
            urgency=case.urgency,
            status=case.status,
            opened_at=case.opened_at,
            due_at=case.due_at,
            overdue=case.is_overdue(now),
            step=case.standing.step,
            follows=case.follows,
            acknowledged=SignatureOut.build(case.acknowledged),
            closed=SignatureOut.build(case.closed),
            outcome=case.outcome,
            labels_confirmed=case.answer.confirmed,
            labels_refused=case.answer.refused,
        )


class CasePage(BaseModel):
    """A page of cases, newest first."""

    cases: list[CaseOut]
    next: str | None
    """Give it as `after` for the next page; null on the last."""


class AlertOut(BaseModel):
    """Who was told, by what, when."""

    alert_id: str
    recipient: str
    channel: Channel
    step: int
    state: AlertState
    attempts: int
    created_at: AwareDatetime
    settled_at: AwareDatetime | None
    reason: str | None

    @classmethod
    def build(cls, alert: Alert) -> Self:
        """Return the alert."""
        return cls(
            alert_id=alert.alert_id,
            recipient=alert.recipient,
            channel=alert.channel,
            step=alert.step,
            state=alert.state,
            attempts=alert.attempts,
            created_at=alert.created_at,
            settled_at=alert.settled_at,
            reason=alert.reason,
        )


class NoteOut(BaseModel):
    """Something that happened to a case."""

    at: AwareDatetime
    note: str

    @classmethod
    def build(cls, note: Note) -> Self:
        """Return the note."""
        return cls(at=note.at, note=note.note)


class CaseFileOut(BaseModel):
    """Everything about a case."""

    case: CaseOut
    related: list[CaseOut]
    comment: CommentOut | None
    """As it stands now."""
    raised_by: list[VersionOut]
    """As it was when the alarm was raised, each time that it was; oldest first."""
    decision: DecisionOut | None
    alerts: list[AlertOut]
    notes: list[NoteOut]

    @classmethod
    def build(cls, file: CaseFile, *, now: AwareDatetime) -> Self:
        """Return the file as it stands at `now`."""
        return cls(
            case=CaseOut.build(file.case, now=now),
            related=[CaseOut.build(case, now=now) for case in file.related],
            comment=CommentOut.build(file.comment),
            raised_by=[VersionOut.build(version) for version in file.raised_by],
            decision=DecisionOut.build(file.decision),
            alerts=[AlertOut.build(alert) for alert in file.alerts],
            notes=[NoteOut.build(note) for note in file.notes],
        )


class AcknowledgementOut(BaseModel):
    """What came of an acknowledgement."""

    fresh: bool
    """False when somebody had taken or closed the case before; the case says who."""
    case: CaseOut


class CloseRequest(Request):
    """A case is done; the machine's labels may be answered for, each by itself, or not."""

    outcome: str = Field(min_length=1, max_length=LONGEST_OUTCOME)
    labels_confirmed: tuple[Label, ...] = Field(default=(), max_length=len(Label))
    """Those of the case's labels that the comment carries."""
    labels_refused: tuple[Label, ...] = Field(default=(), max_length=len(Label))
    """Those that it does not carry."""

    def to_answer(self) -> Answer:
        """Return what it says of the labels."""
        return Answer(confirmed=self.labels_confirmed, refused=self.labels_refused)

"""Request and response models of the API."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from moderation_common.policy import Channel, OnCall
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform, Role, Urgency
from moderation_escalation.domain.alert import Alert, AlertState
from moderation_escalation.domain.case import (
    Case,
    CaseStatus,
    Decision,
    Note,
    Signature,
    StoredComment,
)
from moderation_escalation.domain.review import Review, ReviewStatus
from moderation_escalation.domain.rota import StandIn
from moderation_escalation.usecases.keep_rota import RotaView
from moderation_escalation.usecases.read_files import CaseFile, ReviewFile


class Request(BaseModel):
    """What a caller sends; fields that it should not have are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class SignatureOut(BaseModel):
    """Who did something, and when."""

    name: str
    role: Role | None
    at: AwareDatetime

    @classmethod
    def build(cls, signature: Signature | None) -> SignatureOut | None:
        """Return the signature; None when there is none."""
        if signature is None:
            return None
        return cls(name=signature.name, role=signature.role, at=signature.at)


class CaseOut(BaseModel):
    """A case in a list."""

    case_id: str
    ref: str
    """The comment, as `platform/account/comment`."""
    route: str
    team: str
    also: tuple[str, ...]
    labels: tuple[Label, ...]
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
        )


class CasePage(BaseModel):
    """A page of cases, newest first."""

    cases: list[CaseOut]
    next: str | None
    """Give it as `after` for the next page; null on the last."""


class CommentOut(BaseModel):
    """What is kept of a comment."""

    ref: str
    platform: Platform
    kind: Kind | None
    version: str | None
    """Give it back with a decision, so that it is about what was read."""
    text: str | None
    author_id: str | None
    author_name: str | None
    attachments: tuple[str, ...]
    post_id: str | None
    permalink: str | None
    created_at: AwareDatetime | None
    edited_at: AwareDatetime | None
    removed_at: AwareDatetime | None
    erased: bool

    @classmethod
    def build(cls, comment: StoredComment | None) -> CommentOut | None:
        """Return the comment; None when it has not arrived."""
        if comment is None:
            return None
        return cls(
            ref=str(comment.ref),
            platform=comment.ref.platform,
            kind=comment.kind,
            version=comment.version,
            text=comment.text,
            author_id=comment.author_id,
            author_name=comment.author_name,
            attachments=comment.attachments,
            post_id=comment.post_id,
            permalink=comment.permalink,
            created_at=comment.created_at,
            edited_at=comment.edited_at,
            removed_at=comment.removed_at,
            erased=comment.erased,
        )


class ReasonOut(BaseModel):
    """Why a label was given."""

    label: Label
    clause: str | None
    words: str | None
    score: float
    span: tuple[int, int] | None
    source: str | None


class DecisionOut(BaseModel):
    """What the classifier said."""

    decision_id: str
    category: Category
    labels: tuple[Label, ...]
    actions: tuple[Action, ...]
    urgency: Urgency
    routes: tuple[str, ...]
    doubts: tuple[str, ...]
    reasons: list[ReasonOut]
    pack: str

    @classmethod
    def build(cls, decision: Decision | None) -> DecisionOut | None:
        """Return the decision; None when there is none."""
        if decision is None:
            return None
        return cls(
            decision_id=decision.decision_id,
            category=decision.category,
            labels=decision.labels,
            actions=decision.actions,
            urgency=decision.urgency,
            routes=decision.routes,
            doubts=decision.doubts,
            reasons=[
                ReasonOut(
                    label=reason.label,
                    clause=reason.clause,
                    words=reason.words,
                    score=reason.score,
                    span=(reason.span.start, reason.span.end) if reason.span else None,
                    source=reason.source,
                )
                for reason in decision.reasons
            ],
            pack=decision.pack,
        )


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
    """A case is done."""

    outcome: str = Field(min_length=1, max_length=4000)


class VerdictOut(BaseModel):
    """What a person decided."""

    category: Category
    labels: tuple[Label, ...]
    actions: tuple[Action, ...]
    note: str
    reply_text: str | None
    decided: SignatureOut


class ReviewOut(BaseModel):
    """A review in a list."""

    review_id: str
    ref: str
    status: ReviewStatus
    doubts: tuple[str, ...]
    opened_at: AwareDatetime
    verdict: VerdictOut | None

    @classmethod
    def build(cls, review: Review) -> Self:
        """Return the review."""
        decided = SignatureOut.build(review.decided)
        verdict = None
        if review.verdict is not None and decided is not None:
            verdict = VerdictOut(
                category=review.verdict.category,
                labels=review.verdict.labels,
                actions=review.verdict.actions,
                note=review.verdict.note,
                reply_text=review.verdict.reply_text,
                decided=decided,
            )
        return cls(
            review_id=review.review_id,
            ref=str(review.ref),
            status=review.status,
            doubts=review.doubts,
            opened_at=review.opened_at,
            verdict=verdict,
        )


class ReviewPage(BaseModel):
    """A page of reviews, oldest first."""

    reviews: list[ReviewOut]
    next: str | None
    """Give it as `after` for the next page; null on the last."""


class ReviewFileOut(BaseModel):
    """Everything about a review."""

    review: ReviewOut
    comment: CommentOut | None
    decision: DecisionOut | None
    cases: list[CaseOut]

    @classmethod
    def build(cls, file: ReviewFile, *, now: AwareDatetime) -> Self:
        """Return the file as it stands at `now`."""
        return cls(
            review=ReviewOut.build(file.review),
            comment=CommentOut.build(file.comment),
            decision=DecisionOut.build(file.decision),
            cases=[CaseOut.build(case, now=now) for case in file.cases],
        )


class DecideRequest(Request):
    """A person's decision about a comment."""

    category: Category
    labels: Annotated[tuple[Label, ...], Field(max_length=40)] = ()
    actions: Annotated[tuple[Action, ...], Field(min_length=1, max_length=10)]
    note: str = Field(default="", max_length=4000)
    reply_text: str | None = Field(default=None, max_length=8000)
    """What to say, for a reply or private reply."""
    version: str | None = Field(default=None, max_length=100)
    """The version of the comment that was read; a decision about an older one is refused."""


class StandInRequest(Request):
    """Somebody, or nobody, fills a place of the rota for a time."""

    place: OnCall
    person: str | None = Field(max_length=60)
    """Key of the person in the pack; null says that nobody fills the place."""
    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        if self.starts_at >= self.ends_at:
            raise ValueError("starts_at must be before ends_at")
        return self


class StandInOut(BaseModel):
    """A stand-in."""

    id: str
    place: OnCall
    person: str | None
    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @classmethod
    def build(cls, stand_in: StandIn) -> Self:
        """Return the stand-in."""
        return cls(
            id=stand_in.stand_in_id,
            place=stand_in.place,
            person=stand_in.person,
            starts_at=stand_in.starts_at,
            ends_at=stand_in.ends_at,
        )


class PlaceOut(BaseModel):
    """Who fills a place."""

    place: OnCall
    person: str | None
    name: str | None


class GapOut(BaseModel):
    """Nobody fills a place for a time."""

    place: OnCall
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class RotaOut(BaseModel):
    """The rota at one moment, and what is coming."""

    at: AwareDatetime
    places: list[PlaceOut]
    stand_ins: list[StandInOut]
    gaps: list[GapOut]

    @classmethod
    def build(cls, view: RotaView) -> Self:
        """Return the view."""
        return cls(
            at=view.roster.at,
            places=[
                PlaceOut(
                    place=place,
                    person=person.id if person is not None else None,
                    name=person.name if person is not None else None,
                )
                for place, person in view.roster.filled.items()
            ],
            stand_ins=[StandInOut.build(stand_in) for stand_in in view.stand_ins],
            gaps=[
                GapOut(place=gap.place, starts_at=gap.starts_at, ends_at=gap.ends_at)
                for gap in view.gaps
            ],
        )

"""Requests and answers about reviews."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, Field

from moderation_common.vocabulary import Action, Category, Label
from moderation_escalation.api.case_models import CaseOut
from moderation_escalation.api.model_parts import (
    CommentOut,
    DecisionOut,
    Request,
    SignatureOut,
    VersionOut,
)
from moderation_escalation.domain.review import Review, ReviewStatus
from moderation_escalation.usecases.read_files import MemberFile, ReviewFile


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
    request: str
    """What the person who asked for it wrote; empty when the machine asked."""
    verdict: VerdictOut | None
    group_id: str | None
    """The comments of nearly the same words that it settles; null for one comment alone."""
    group_size: int
    """How many they are so far, this one included."""
    danger: bool
    """Somebody may be in danger in it, however slight the suspicion."""

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
            request=review.request,
            verdict=verdict,
            group_id=review.group_id,
            group_size=review.group_size,
            danger=review.danger,
        )


class ReviewPage(BaseModel):
    """A page of reviews: first where somebody may be in danger, then the oldest."""

    reviews: list[ReviewOut]
    next: str | None
    """Give it as `after` for the next page; null on the last."""


class ReviewFileOut(BaseModel):
    """Everything about a review."""

    review: ReviewOut
    comment: CommentOut | None
    """As it stands now."""
    raised_by: list[VersionOut]
    """As it was when its doubts were raised, each time that it was not as now; oldest first."""
    decision: DecisionOut | None
    cases: list[CaseOut]

    @classmethod
    def build(cls, file: ReviewFile, *, now: AwareDatetime) -> Self:
        """Return the file as it stands at `now`."""
        return cls(
            review=ReviewOut.build(file.review),
            comment=CommentOut.build(file.comment),
            raised_by=[VersionOut.build(version) for version in file.raised_by],
            decision=DecisionOut.build(file.decision),
            cases=[CaseOut.build(case, now=now) for case in file.cases],
        )


class MemberOut(BaseModel):
    """One of the comments that a review of a group settles."""

    ref: str
    settled_at: AwareDatetime | None
    """When what was decided was done to it; null while it waits."""
    comment: CommentOut | None
    """As it stands now."""

    @classmethod
    def build(cls, file: MemberFile) -> Self:
        """Return the member."""
        return cls(
            ref=str(file.member.ref),
            settled_at=file.member.settled_at,
            comment=CommentOut.build(file.comment),
        )


class MemberPage(BaseModel):
    """A page of a group's comments, by their refs."""

    members: list[MemberOut]
    next: str | None
    """Give it as `after` for the next page; null on the last."""


class OpenRequest(Request):
    """A person wants a comment looked at again."""

    ref: str = Field(min_length=1, max_length=800)
    """The comment, as `platform/account/comment`."""
    note: str = Field(default="", max_length=4000)
    """Why, in the person's own words."""
    whole_group: bool = False
    """True also asks about all others in nearly the same words that we hid."""


class DecideRequest(Request):
    """A person's decision about a comment."""

    category: Category
    labels: Annotated[tuple[Label, ...], Field(max_length=40)] = ()
    actions: Annotated[tuple[Action, ...], Field(min_length=1, max_length=10)]
    note: str = Field(default="", max_length=4000)
    reply_text: str | None = Field(default=None, max_length=8000)
    """What to say, for a reply or private reply."""
    whole_group: bool = True
    """False decides for this comment alone; others of its group go on waiting."""
    version: str | None = Field(default=None, max_length=100)
    """The version of the comment that was read; a decision about an older one is refused.

    Without it a removal or report is refused, too, where the comment has changed since its doubts
    were raised."""

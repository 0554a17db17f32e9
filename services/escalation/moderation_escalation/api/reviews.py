"""Routes of the review queue: list, open, read, decide."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from moderation_common.clock import Clock
from moderation_common.identity import EventId, ReviewId
from moderation_common.vocabulary import Role
from moderation_common.web import Principal, require
from moderation_escalation.api.paging import (
    After,
    Limit,
    Ref,
    parse_ref,
    read_ref,
    read_review_position,
    write_review_position,
)
from moderation_escalation.api.review_models import (
    DecideRequest,
    MemberOut,
    MemberPage,
    OpenRequest,
    ReviewFileOut,
    ReviewOut,
    ReviewPage,
)
from moderation_escalation.domain.review import ReviewStatus, Verdict
from moderation_escalation.ports import ReviewQuery
from moderation_escalation.usecases.decide_reviews import DecideReviews
from moderation_escalation.usecases.open_reviews import ReviewOnRequest
from moderation_escalation.usecases.read_files import ReadFiles

Reviewer = Annotated[
    Principal, Depends(require(Role.MODERATOR, Role.DUTY_MANAGER, Role.ADMINISTRATOR))
]
# An administrator runs the system and sees the queue; deciding is not their part.
Decider = Annotated[Principal, Depends(require(Role.MODERATOR, Role.DUTY_MANAGER))]


def build_reviews_router(
    *, files: ReadFiles, request: ReviewOnRequest, decide: DecideReviews, clock: Clock
) -> APIRouter:
    """Return the routes under `/v1/reviews`."""
    router = APIRouter(prefix="/v1/reviews", tags=["reviews"])

    @router.get("")
    async def list_reviews(
        principal: Reviewer,
        *,
        status: ReviewStatus | None = None,
        ref: Ref = None,
        limit: Limit = 50,
        after: After = None,
    ) -> ReviewPage:
        """Return the body's reviews: where somebody may be in danger, then the longest waiting."""
        found = await files.list_reviews(
            ReviewQuery(
                organisation=principal.organisation,
                status=status,
                ref=read_ref(ref),
                limit=limit + 1,
                after=read_review_position(after),
            )
        )
        page = found[:limit]
        more = len(found) > limit
        return ReviewPage(
            reviews=[ReviewOut.build(review) for review in page],
            next=write_review_position((page[-1].danger, page[-1].opened_at, page[-1].review_id))
            if more
            else None,
        )

    @router.post("", status_code=201)
    async def open_review(principal: Decider, wanted: OpenRequest) -> ReviewOut:
        """Have any comment of the body looked at by a person, whatever the machine made of it."""
        review = await request.open(
            principal.organisation,
            parse_ref(wanted.ref),
            by=principal.as_actor(),
            note=wanted.note,
            whole_group=wanted.whole_group,
        )
        return ReviewOut.build(review)

    @router.get("/{review_id}")
    async def read_review(principal: Reviewer, review_id: UUID) -> ReviewFileOut:
        """Return everything about a review, with the comment's text."""
        file = await files.review_file(principal.organisation, ReviewId(str(review_id)))
        return ReviewFileOut.build(file, now=clock())

    @router.get("/{review_id}/members")
    async def list_members(
        principal: Reviewer, review_id: UUID, *, limit: Limit = 50, after: Ref = None
    ) -> MemberPage:
        """Return the comments of a group that the review settles or settled, with their texts."""
        found = await files.list_members(
            principal.organisation,
            ReviewId(str(review_id)),
            limit=limit + 1,
            after=read_ref(after),
        )
        page = found[:limit]
        return MemberPage(
            members=[MemberOut.build(member) for member in page],
            next=str(page[-1].member.ref) if len(found) > limit else None,
        )

    @router.post("/{review_id}/decide")
    async def decide_review(
        principal: Decider, review_id: UUID, request: DecideRequest
    ) -> ReviewOut:
        """Decide; this overrides the machine, and its actions are asked of the platform."""
        decided = await decide.decide(
            principal.organisation,
            ReviewId(str(review_id)),
            Verdict(
                category=request.category,
                labels=request.labels,
                actions=request.actions,
                note=request.note,
                reply_text=request.reply_text,
            ),
            by=principal.as_actor(),
            version=EventId(request.version) if request.version is not None else None,
            whole_group=request.whole_group,
        )
        return ReviewOut.build(decided)

    return router

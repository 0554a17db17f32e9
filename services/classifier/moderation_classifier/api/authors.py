"""Routes for moderators: how an author stands, and who writes much, at the bearer's body."""

from __future__ import annotations

from typing import Annotated, Self

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import AwareDatetime, BaseModel, ValidationError

from moderation_classifier.domain.behaviour.breaches import Basis
from moderation_classifier.domain.behaviour.measures import Outcome, Proposal
from moderation_classifier.domain.behaviour.strikes import Strike
from moderation_classifier.ports import Prolific
from moderation_classifier.usecases.showing_standing import AuthorStanding, ShowStanding
from moderation_common.clock import Clock
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Label, Measure, Platform, Role
from moderation_common.web import Principal, require

Moderator = Annotated[
    Principal, Depends(require(Role.MODERATOR, Role.DUTY_MANAGER, Role.ADMINISTRATOR))
]
_NOT_KNOWN = "It is not known who wrote this comment; look at a newer one of the same author."


class StrikeOut(BaseModel):
    """One offence."""

    comments: dict[str, Basis]
    """The comments for which it counts, and on whose word; none once it was taken back."""
    labels: list[Label]
    clauses: list[str]
    points: int
    struck_at: AwareDatetime
    expires_at: AwareDatetime
    counts: bool
    """False once it has expired or was taken back."""

    @classmethod
    def build(cls, strike: Strike, *, now: AwareDatetime) -> Self:
        """Return the strike as it stands at `now`."""
        return cls(
            comments={str(ref): basis for ref, basis in strike.bases.items()},
            labels=sorted(strike.labels),
            clauses=list(strike.clauses),
            points=strike.points,
            struck_at=strike.struck_at,
            expires_at=strike.expires_at,
            counts=strike.counts(now),
        )


class ProposalOut(BaseModel):
    """A warning or block that was proposed."""

    measure_id: str
    measure: Measure
    proposed_at: AwareDatetime
    outcome: Outcome | None
    """Null while nobody has decided."""
    settled_at: AwareDatetime | None
    because: str
    """Why it was withdrawn; empty where it was not, or by a release before."""

    @classmethod
    def build(cls, proposal: Proposal) -> Self:
        """Return the proposal."""
        return cls(
            measure_id=proposal.measure_id,
            measure=proposal.measure,
            proposed_at=proposal.proposed_at,
            outcome=proposal.outcome,
            settled_at=proposal.settled_at,
            because=proposal.because,
        )


class ActivityOut(BaseModel):
    """How much was written in some time."""

    hours: int
    comments: int
    messages: int
    """Those that were not nearly the same as another."""


class StandingOut(BaseModel):
    """How an author stands."""

    author_key: str
    points: int
    strikes: list[StrikeOut]
    proposals: list[ProposalOut]
    activity: list[ActivityOut]

    @classmethod
    def build(cls, standing: AuthorStanding, *, now: AwareDatetime) -> Self:
        """Return the standing at `now`."""
        return cls(
            author_key=standing.author.hex(),
            points=standing.points,
            strikes=[StrikeOut.build(strike, now=now) for strike in standing.strikes],
            proposals=[ProposalOut.build(proposal) for proposal in standing.proposals],
            activity=[
                ActivityOut(
                    hours=int(window.total_seconds() // 3600),
                    comments=activity.comments,
                    messages=activity.messages,
                )
                for window, activity in standing.activity
            ],
        )


class ProlificOut(BaseModel):
    """Somebody who has written much; of itself no fault."""

    author_key: str
    comments: int
    newest: str
    """Their newest comment, by which their standing can be asked for."""

    @classmethod
    def build(cls, prolific: Prolific) -> Self:
        """Return the author."""
        return cls(
            author_key=prolific.author.hex(),
            comments=prolific.comments,
            newest=str(prolific.newest),
        )


def build_authors_router(*, show: ShowStanding, clock: Clock) -> APIRouter:
    """Return the routes under `/v1/authors`."""
    router = APIRouter(prefix="/v1/authors", tags=["authors"])

    @router.get("/standing")
    async def standing(
        principal: Moderator,
        *,
        ref: Annotated[str | None, Query(max_length=800)] = None,
        platform: Platform | None = None,
        author_id: Annotated[str | None, Query(min_length=1, max_length=200)] = None,
    ) -> StandingOut:
        """Return how an author stands: named by one of their comments, or by their account."""
        if ref is not None:
            found = await show.by_comment(principal.organisation, _read_ref(ref))
        elif platform is not None and author_id is not None:
            found = await show.by_account(principal.organisation, platform, author_id)
        else:
            raise HTTPException(422, "Give ref, or platform and author_id.")
        if found is None:
            raise HTTPException(404, _NOT_KNOWN)
        return StandingOut.build(found, now=clock())

    @router.get("/prolific")
    async def prolific(
        principal: Moderator,
        *,
        days: Annotated[int, Query(ge=1, le=90)] = 7,
        limit: Annotated[int, Query(ge=1, le=200)] = 20,
    ) -> list[ProlificOut]:
        """Return who wrote most in the last days, the most first."""
        found = await show.prolific(principal.organisation, days=days, limit=limit)
        return [ProlificOut.build(each) for each in found]

    return router


def _read_ref(text: str) -> CommentRef:
    try:
        return CommentRef.parse(text)
    except (ValueError, ValidationError) as error:
        raise HTTPException(422, "The ref is no platform/account/comment.") from error

"""Routes of proposed measures: list, read, approve or refuse."""

from __future__ import annotations

from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from moderation_common.events import StrikeCounted
from moderation_common.identity import MeasureId
from moderation_common.vocabulary import Measure, Role
from moderation_common.web import Principal, require
from moderation_escalation.api.model_parts import CommentOut, Request, SignatureOut
from moderation_escalation.api.paging import Limit
from moderation_escalation.domain.measure import MeasureStatus, ProposedMeasure
from moderation_escalation.usecases.decide_measures import DecideMeasures

Reader = Annotated[
    Principal, Depends(require(Role.MODERATOR, Role.DUTY_MANAGER, Role.ADMINISTRATOR))
]
Decider = Annotated[Principal, Depends(require(Role.MODERATOR, Role.DUTY_MANAGER))]


class MeasureOut(BaseModel):
    """A proposed warning or block, with the figures that it was proposed on.

    They stay as they were: a strike may have expired or been taken back since, or come beside them.
    """

    model_config = ConfigDict(use_attribute_docstrings=True)

    measure_id: str
    measure: Measure
    status: MeasureStatus
    to_do: str | None
    """What to do about one that was carried out and has lost its ground since; else null."""
    ref: str
    """The comment with which the limit was reached."""
    author_key: str
    points: int
    """As of `proposed_at`; how the author stands now the classifier says, by `ref`, in its
    `GET /v1/authors/standing`."""
    limit: int
    """From how many points the policy had it proposed, as of `proposed_at`."""
    strikes: tuple[StrikeCounted, ...]
    """Those that counted as of `proposed_at`: all of them, up to a hundred."""
    clause: str | None
    words: str | None
    pack: str
    proposed_at: AwareDatetime
    decided: SignatureOut | None
    note: str

    @classmethod
    def build(cls, measure: ProposedMeasure) -> Self:
        """Return the proposal."""
        return cls(
            measure_id=measure.measure_id,
            measure=measure.measure,
            status=measure.status,
            to_do=measure.to_do,
            ref=str(measure.ref),
            author_key=measure.author_key,
            points=measure.points,
            limit=measure.limit,
            strikes=measure.strikes,
            clause=measure.clause,
            words=measure.words,
            pack=measure.pack,
            proposed_at=measure.proposed_at,
            decided=SignatureOut.build(measure.decided),
            note=measure.note,
        )


class MeasureFileOut(BaseModel):
    """A proposal with the comment that tells whose it is."""

    measure: MeasureOut
    comment: CommentOut | None


class MeasureRequest(Request):
    """A person's answer."""

    approved: bool
    note: str = Field(default="", max_length=4000)
    """Why, and with whom it was discussed; a block is not approved without."""


def build_measures_router(decide: DecideMeasures) -> APIRouter:
    """Return the routes under `/v1/measures`."""
    router = APIRouter(prefix="/v1/measures", tags=["measures"])

    @router.get("")
    async def list_measures(principal: Reader, *, limit: Limit = 50) -> list[MeasureOut]:
        """Return what waits for a person, the longest waiting first."""
        found = await decide.list_open(principal.organisation, limit=limit)
        return [MeasureOut.build(measure) for measure in found]

    @router.get("/{measure_id}")
    async def read_measure(principal: Reader, measure_id: UUID) -> MeasureFileOut:
        """Return a proposal with every offence that counted then, and the author's name."""
        measure, comment = await decide.read(principal.organisation, MeasureId(str(measure_id)))
        return MeasureFileOut(measure=MeasureOut.build(measure), comment=CommentOut.build(comment))

    @router.post("/{measure_id}/decide")
    async def decide_measure(
        principal: Decider, measure_id: UUID, request: MeasureRequest
    ) -> MeasureOut:
        """Approve or refuse; the answer is recorded, and a block made or undone on the platform."""
        decided = await decide.decide(
            principal.organisation,
            MeasureId(str(measure_id)),
            approved=request.approved,
            note=request.note,
            by=principal.as_actor(),
        )
        return MeasureOut.build(decided)

    return router

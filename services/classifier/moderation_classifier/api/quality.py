"""Routes: how the machine does for the bearer's organisation, what to change, what was learnt."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from moderation_classifier.api.export_models import ExportedCaseAnswer, ExportedExample
from moderation_classifier.api.quality_models import ProposalOut, QualityOut
from moderation_classifier.domain.quality.demands import Demands
from moderation_classifier.domain.retention import JUDGEMENTS_KEPT
from moderation_classifier.usecases.exporting_examples import Export, ExportExamples
from moderation_classifier.usecases.measuring import FIGURES_OVER, MeasureQuality
from moderation_classifier.usecases.proposing import PROPOSED_OVER, ProposeThresholds
from moderation_common.policy import PolicyPacks
from moderation_common.vocabulary import Role
from moderation_common.web import Principal, require

_MAX_DAYS: Final = JUDGEMENTS_KEPT.days
_LEAST_ERROR: Final = 0.000_001
"""One comment in a million; to show less would take more answers than people ever give."""

Watcher = Annotated[Principal, Depends(require(Role.MODERATOR, Role.AUDITOR, Role.ADMINISTRATOR))]
Administrator = Annotated[Principal, Depends(require(Role.ADMINISTRATOR))]


class QualityQuery(BaseModel):
    """Over how long."""

    model_config = ConfigDict(extra="forbid")

    days: int = Field(default=FIGURES_OVER.days, ge=1, le=_MAX_DAYS)


class ProposalQuery(BaseModel):
    """What a proposal must reach."""

    model_config = ConfigDict(extra="forbid")

    days: int = Field(default=PROPOSED_OVER.days, ge=1, le=_MAX_DAYS)
    min_recall: float = Field(default=Demands().min_recall, gt=0, le=1)
    min_danger_recall: float = Field(default=Demands().min_danger_recall, gt=0, le=1)
    min_precision: float = Field(default=Demands().min_precision, gt=0, le=1)
    min_danger_precision: float = Field(default=Demands().min_danger_precision, gt=0, le=1)
    max_removal_error: float = Field(default=Demands().max_removal_error, ge=_LEAST_ERROR, le=1)

    def to_demands(self) -> Demands:
        """Return them as the domain takes them."""
        return Demands(
            min_recall=self.min_recall,
            min_danger_recall=self.min_danger_recall,
            min_precision=self.min_precision,
            min_danger_precision=self.min_danger_precision,
            max_removal_error=self.max_removal_error,
        )


def build_quality_router(
    *,
    packs: Callable[[], PolicyPacks],
    measure: MeasureQuality,
    propose: ProposeThresholds,
    export: ExportExamples,
) -> APIRouter:
    """Return the routes under /v1 about quality."""
    router = APIRouter(prefix="/v1", tags=["quality"])

    @router.get("/quality")
    async def read_quality(
        principal: Watcher, query: Annotated[QualityQuery, Query()]
    ) -> QualityOut:
        """Return accuracy, agreement, safety and drift of the bearer's organisation."""
        quality = await measure.measure(principal.organisation, over=timedelta(days=query.days))
        return QualityOut.build(principal.organisation, quality)

    @router.get("/thresholds/proposal")
    async def read_proposal(
        principal: Watcher, query: Annotated[ProposalQuery, Query()]
    ) -> ProposalOut:
        """Return thresholds that people's decisions speak for; nothing takes effect by it."""
        pack = packs().get(principal.organisation)
        if pack is None:
            raise HTTPException(404, "Your organisation has no policy pack in force.")
        proposal = await propose.propose(pack, query.to_demands(), over=timedelta(days=query.days))
        return ProposalOut.build(proposal)

    @router.get("/examples/export")
    async def export_examples(request: Request, principal: Administrator) -> StreamingResponse:
        """Return every labelled example with its text; who took them is kept in the record."""
        taken = await export.export(
            principal.organisation, by=principal.as_actor(), query=request.url.path
        )
        return StreamingResponse(
            _lines(taken),
            media_type="application/jsonl",
            headers={
                "Content-Disposition": 'attachment; filename="examples.jsonl"',
                "X-Entries": str(taken.count),
            },
        )

    return router


async def _lines(export: Export) -> AsyncIterator[str]:
    async for example in export.examples:
        yield ExportedExample.build(example).model_dump_json() + "\n"
    async for answer in export.case_answers:
        yield ExportedCaseAnswer.build(answer).model_dump_json() + "\n"

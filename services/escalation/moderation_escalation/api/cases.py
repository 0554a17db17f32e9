"""Routes of cases: list, read, acknowledge, close."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from moderation_common.clock import Clock
from moderation_common.identity import CaseId
from moderation_common.vocabulary import Role, Urgency
from moderation_common.web import Principal, require
from moderation_escalation.api.case_models import (
    AcknowledgementOut,
    CaseFileOut,
    CaseOut,
    CasePage,
    CloseRequest,
)
from moderation_escalation.api.paging import (
    After,
    Limit,
    Ref,
    read_position,
    read_ref,
    write_position,
)
from moderation_escalation.domain.case import CaseStatus
from moderation_escalation.ports import CaseQuery
from moderation_escalation.usecases.read_files import ReadFiles
from moderation_escalation.usecases.take_cases import TakeCases

# An auditor reads the record that audit keeps, not people's words here.
CaseWorker = Annotated[
    Principal,
    Depends(require(Role.MODERATOR, Role.DUTY_MANAGER, Role.TEAM_MEMBER, Role.ADMINISTRATOR)),
]


def build_cases_router(*, files: ReadFiles, take: TakeCases, clock: Clock) -> APIRouter:
    """Return the routes under `/v1/cases`."""
    router = APIRouter(prefix="/v1/cases", tags=["cases"])

    @router.get("")
    async def list_cases(
        principal: CaseWorker,
        *,
        status: CaseStatus | None = None,
        route: str | None = None,
        team: str | None = None,
        urgency: Urgency | None = None,
        overdue: bool = False,
        ref: Ref = None,
        limit: Limit = 50,
        after: After = None,
    ) -> CasePage:
        """Return the body's cases, newest first."""
        now = clock()
        found = await files.list_cases(
            CaseQuery(
                organisation=principal.organisation,
                status=status,
                route=route,
                team=team,
                urgency=urgency,
                overdue_at=now if overdue else None,
                ref=read_ref(ref),
                limit=limit + 1,
                after=read_position(after),
            )
        )
        page = found[:limit]
        more = len(found) > limit
        return CasePage(
            cases=[CaseOut.build(case, now=now) for case in page],
            next=write_position((page[-1].opened_at, page[-1].case_id)) if more else None,
        )

    @router.get("/{case_id}")
    async def read_case(principal: CaseWorker, case_id: UUID) -> CaseFileOut:
        """Return everything about a case, with the comment's text."""
        file = await files.case_file(principal.organisation, CaseId(str(case_id)))
        return CaseFileOut.build(file, now=clock())

    @router.post("/{case_id}/acknowledge")
    async def acknowledge_case(principal: CaseWorker, case_id: UUID) -> AcknowledgementOut:
        """Take a case; nobody else is told of it from now on."""
        taken = await take.acknowledge(
            principal.organisation,
            CaseId(str(case_id)),
            by=principal.as_actor(),
            channel="api",
        )
        return AcknowledgementOut(fresh=taken.fresh, case=CaseOut.build(taken.case, now=clock()))

    @router.post("/{case_id}/close")
    async def close_case(principal: CaseWorker, case_id: UUID, request: CloseRequest) -> CaseOut:
        """Close a case with what came of it and, if you like, whether its labels were right."""
        closed = await take.close(
            principal.organisation,
            CaseId(str(case_id)),
            by=principal.as_actor(),
            outcome=request.outcome,
            answer=request.to_answer(),
        )
        return CaseOut.build(closed, now=clock())

    return router

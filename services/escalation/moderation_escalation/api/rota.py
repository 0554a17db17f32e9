"""Routes of the rota: who is on call, and who stands in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Final

import structlog
from fastapi import APIRouter, Depends, HTTPException, Path, Query, Response
from pydantic import AwareDatetime

from moderation_common.clock import Clock
from moderation_common.vocabulary import Role
from moderation_common.web import Principal, require
from moderation_escalation.api.rota_models import RotaOut, StandInOut, StandInRequest
from moderation_escalation.domain.rota import StandIn
from moderation_escalation.usecases.keep_rota import KeepRota
from moderation_escalation.usecases.watch_backlog import LOOK_AHEAD

_MOST_DAYS: Final = 400
"""A year and a bit: as far as rotas are planned."""

_YEARS: Final = range(2000, 2101)
"""Years that can be meant; with others calendars run out of range."""

_FARTHEST: Final = timedelta(days=366)
"""How far ahead a stand-in may reach: nobody plans one for later, and a slip of the year would
leave somebody on call for ever."""

Reader = Annotated[
    Principal,
    Depends(require(Role.MODERATOR, Role.DUTY_MANAGER, Role.TEAM_MEMBER, Role.ADMINISTRATOR)),
]
Planner = Annotated[Principal, Depends(require(Role.DUTY_MANAGER, Role.ADMINISTRATOR))]
StandInId = Annotated[str, Path(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]

log = structlog.get_logger(__name__)


def build_rota_router(*, rota: KeepRota, clock: Clock) -> APIRouter:
    """Return the routes under `/v1/rota`."""
    router = APIRouter(prefix="/v1/rota", tags=["rota"])

    @router.get("")
    async def read_rota(
        principal: Reader,
        *,
        at: AwareDatetime | None = None,
        days: Annotated[int, Query(ge=1, le=_MOST_DAYS)] = LOOK_AHEAD.days,
    ) -> RotaOut:
        """Return who is on call at a moment, and stand-ins and gaps in the days after it."""
        start = at or clock()
        _check_year("at", start)
        until = start + timedelta(days=days)
        view = await rota.view(principal.organisation, at=start, until=until)
        return RotaOut.build(view)

    @router.put("/stand-ins/{stand_in_id}")
    async def put_stand_in(
        principal: Planner, stand_in_id: StandInId, request: StandInRequest
    ) -> StandInOut:
        """Have somebody, or nobody, fill a place for a time; the same again changes nothing."""
        _check_year("starts_at", request.starts_at)
        _check_year("ends_at", request.ends_at)
        if request.ends_at > clock() + _FARTHEST:
            raise HTTPException(422, "Let ends_at be at most a year from now.")
        stand_in = StandIn(
            stand_in_id=stand_in_id,
            place=request.place,
            person=request.person,
            starts_at=request.starts_at,
            ends_at=request.ends_at,
        )
        await rota.put_stand_in(principal.organisation, stand_in, by=principal.subject)
        log.info(
            "stand_in_set",
            organisation=principal.organisation,
            stand_in=stand_in_id,
            place=stand_in.place.value,
            person=stand_in.person,
            by=principal.subject,
        )
        return StandInOut.build(stand_in)

    @router.delete("/stand-ins/{stand_in_id}", status_code=204)
    async def remove_stand_in(principal: Planner, stand_in_id: StandInId) -> Response:
        """Let the turns hold again."""
        await rota.remove_stand_in(principal.organisation, stand_in_id)
        log.info(
            "stand_in_removed",
            organisation=principal.organisation,
            stand_in=stand_in_id,
            by=principal.subject,
        )
        return Response(status_code=204)

    return router


def _check_year(field: str, moment: datetime) -> None:
    """Answer 422 when a moment lies in no year that can be meant."""
    if moment.year not in _YEARS:
        raise HTTPException(
            422, f"Let {field} be in a year from {_YEARS.start} to {_YEARS.stop - 1}."
        )

"""Timers: acts on whatever has become due. All of them are rows; this only looks."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from moderation_common.clock import Clock
from moderation_escalation.domain.alert import AlertState
from moderation_escalation.domain.case import Case, TimerKind
from moderation_escalation.domain.grouping import comes_before
from moderation_escalation.domain.ladder import Outcome
from moderation_escalation.domain.recipient import RecipientKind
from moderation_escalation.ports import Packs, UnitOfWork, UnitsOfWork
from moderation_escalation.usecases.climb_ladders import Alarm, ClimbLadders

_PACK_PAUSE: Final = timedelta(minutes=1)
"""How long to leave a case whose body has no policy pack in force; somebody has to put it back."""

_UNDERWAY: Final = frozenset({AlertState.PENDING, AlertState.SENDING, AlertState.SENT})


class RunTimers:
    """Runs due timers, several replicas side by side."""

    def __init__(
        self,
        *,
        units: UnitsOfWork,
        packs: Packs,
        ladders: ClimbLadders,
        clock: Clock,
        alarm: Alarm,
    ) -> None:
        self._units = units
        self._packs = packs
        self._ladders = ladders
        self._clock = clock
        self._alarm = alarm

    async def run_due(self) -> int:
        """Act on every timer that is due; returns how many there were."""
        count = 0
        while await self._run_next():
            count += 1
        return count

    async def _run_next(self) -> bool:
        now = self._clock()
        async with self._units() as unit:
            claimed = await unit.cases.claim_due(now)
            if claimed is None:
                return False
            case, kind = claimed
            pack = self._packs().get(case.organisation)
            if pack is None:
                self._alarm("pack_missing", case)
                await unit.cases.set_timer(case.case_id, kind, now + _PACK_PAUSE)
                return True
            match kind:
                case TimerKind.LADDER:
                    await self._ladders.climb(
                        unit, case, Outcome.NOT_ACKNOWLEDGED, pack=pack, now=now
                    )
                case TimerKind.TEAM:
                    await self._ladders.tell_missing_teams(
                        unit, case, pack=pack, now=now, told=await _teams_told(unit, case)
                    )
        return True


async def _teams_told(unit: UnitOfWork, case: Case) -> frozenset[str]:
    """Return the teams that know of a case, or are about to, also through others of its group."""
    group = await unit.cases.told_with(case)
    told: set[str] = set()
    # Timers before alerts: another replica may be telling, and takes its timer with its alerts.
    for each in group:
        if comes_before(each, case) and await unit.cases.timer(each.case_id, TimerKind.TEAM):
            told.update(each.teams)
    for each in (case, *group):
        told.update(
            alert.recipient
            for alert in await unit.alerts.about(each.case_id)
            if alert.recipient_kind is RecipientKind.TEAM and alert.state in _UNDERWAY
        )
    return frozenset(told)

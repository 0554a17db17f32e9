"""Climbing: what happens to a case when its step was not acknowledged, failed, or must be redone.

The domain decides where the ladder goes; this finds who stands there, has them told, sets the
next timer and says what happened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from moderation_common.events import CaseEscalated
from moderation_common.policy import PolicyPack, RotaPerson
from moderation_escalation import metrics
from moderation_escalation.domain.case import Case, CaseStatus, Note, TimerKind
from moderation_escalation.domain.ladder import (
    Outcome,
    Standing,
    climb,
    nobody_left,
    rung_at,
)
from moderation_escalation.domain.rota import Roster, who_is_on_call
from moderation_escalation.domain.working_time import (
    add_working_time,
    is_open,
    next_opening,
)
from moderation_escalation.ports import UnitOfWork
from moderation_escalation.usecases.announcing import announce
from moderation_escalation.usecases.tell_people import TellPeople

TEAM_RETRY: Final = timedelta(minutes=15)
"""Working time until a team that could not be told is tried again: long enough for a mail server
to come back, short enough to matter the same day."""

Alarm = Callable[[str, Case], None]
"""Called with what is wrong and the case it is wrong with; whoever runs the service sees it."""


class ClimbLadders:
    """Moves cases on their ladders."""

    def __init__(self, tell: TellPeople, *, alarm: Alarm) -> None:
        self._tell = tell
        self._alarm = alarm

    async def climb(
        self,
        unit: UnitOfWork,
        case: Case,
        outcome: Outcome,
        *,
        pack: PolicyPack,
        now: datetime,
    ) -> Case:
        """Apply an outcome to a case that the caller has locked; returns and keeps what follows.

        Whoever cannot be told is passed at once. When a whole round has been passed, an alarm is
        raised and the next round begins after a pause.
        """
        if case.status is not CaseStatus.OPEN:
            await unit.cases.drop_timer(case.case_id, TimerKind.LADDER)
            return case
        if not case.wakes and not is_open(now, pack.hours):
            # A retry may end after the office has closed; what may wait still waits.
            opening = next_opening(now, pack.hours)
            await unit.cases.set_timer(case.case_id, TimerKind.LADDER, opening)
            return case
        roster: Roster | None = None
        move = climb(case.standing, outcome, ladder=pack.ladder, urgency=case.urgency)
        while move.tell:
            at_step = replace(case, standing=move.standing)
            rung = rung_at(move.standing, pack.ladder)
            person: RotaPerson | None = None
            told: Case | None = None
            if rung is None:
                told = await self._tell.tell_teams(
                    unit, at_step, pack=pack, on_ladder=True, now=now
                )
                if told is None:
                    await self.retry_team_later(unit, case, pack=pack, now=now)
            else:
                roster = roster or await _roster(unit, pack, now)
                person = roster.at_place(rung.who)
                if person is None:
                    self._alarm("nobody_at_place", at_step)
                else:
                    told = await self._tell.tell_person(
                        unit, at_step, person=person, rung=rung, now=now
                    )
            if told is not None:
                await self._announce(unit, before=case.standing, told=told, person=person, now=now)
                case = told
                break
            move = climb(
                move.standing, Outcome.UNREACHABLE, ladder=pack.ladder, urgency=case.urgency
            )
        else:
            case = replace(case, standing=move.standing)
        if move.wait is not None:
            due = pace(case, move.wait, pack=pack, now=now)
            await unit.cases.set_timer(case.case_id, TimerKind.LADDER, due)
        if not move.tell and nobody_left(move.standing, pack.ladder):
            metrics.NOBODY_REACHABLE.labels(case.organisation).inc()
            self._alarm("nobody_reachable", case)
            await unit.cases.add_note(
                case.case_id, Note(now, "Nobody on the ladder could be told; it begins again.")
            )
        await unit.cases.save(case)
        return case

    async def tell_missing_teams(
        self,
        unit: UnitOfWork,
        case: Case,
        *,
        pack: PolicyPack,
        now: datetime,
        told: frozenset[str],
    ) -> None:
        """Tell the teams that have not been told; tries again later when none can be."""
        if case.status is CaseStatus.CLOSED or told.issuperset(case.teams):
            return
        after = await self._tell.tell_teams(
            unit, case, pack=pack, on_ladder=False, except_=told, now=now
        )
        if after is not None:
            await unit.cases.save(after)
            return
        self._alarm("team_unreachable", case)
        await self.retry_team_later(unit, case, pack=pack, now=now)

    async def retry_team_later(
        self, unit: UnitOfWork, case: Case, *, pack: PolicyPack, now: datetime
    ) -> None:
        """Set the timer after which a team that could not be told is tried again."""
        due = add_working_time(now, TEAM_RETRY, pack.hours)
        await unit.cases.set_timer(case.case_id, TimerKind.TEAM, due)

    async def _announce(
        self,
        unit: UnitOfWork,
        *,
        before: Standing,
        told: Case,
        person: RotaPerson | None,
        now: datetime,
    ) -> None:
        """Say that somebody further up is told, for the case and those told of with it."""
        step = told.standing.step
        if not step or step == before.step or person is None:
            return
        metrics.ESCALATIONS.labels(told.organisation, told.urgency.value).inc()
        cases = (told, *await unit.cases.open_followers(told.case_id))
        await unit.publish(
            [
                announce(
                    CaseEscalated(case_id=case.case_id, ref=case.ref, step=step, person=person.id),
                    organisation=case.organisation,
                    ref=case.ref,
                    cause=f"{case.case_id}/step/{step}",
                    now=now,
                )
                for case in cases
            ]
        )


def pace(case: Case, wait: timedelta, *, pack: PolicyPack, now: datetime) -> datetime:
    """Return when a wait ends: by the clock, or in working time where nobody is to be woken."""
    return now + wait if case.wakes else add_working_time(now, wait, pack.hours)


async def _roster(unit: UnitOfWork, pack: PolicyPack, now: datetime) -> Roster:
    stand_ins = await unit.stand_ins.between(pack.organisation.key, now, now)
    return who_is_on_call(pack, stand_ins, now)

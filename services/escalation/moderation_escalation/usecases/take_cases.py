"""Taking cases: somebody acknowledges one, which stops its ladder, and later closes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from moderation_common.clock import Clock
from moderation_common.events import Actor, CaseAcknowledged, CaseClosed
from moderation_common.identity import CaseId
from moderation_escalation import metrics
from moderation_escalation.domain.case import (
    Answer,
    Case,
    CaseStatus,
    Note,
    Signature,
    TimerKind,
)
from moderation_escalation.domain.errors import ConflictError, NotFoundError
from moderation_escalation.ports import UnitOfWork, UnitsOfWork
from moderation_escalation.usecases.announcing import announce

_NOT_SAID: Final = Answer()


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What came of an acknowledgement."""

    case: Case
    fresh: bool
    """False when somebody had taken or closed the case before; the case says who."""


class TakeCases:
    """Acknowledges and closes."""

    def __init__(self, *, units: UnitsOfWork, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    async def acknowledge(
        self, organisation: str, case_id: CaseId, *, by: Actor, channel: str
    ) -> Acknowledgement:
        """Take a case, and with it those that the same alerts told of.

        Nobody else is told of them from now on. `channel` is `page` or `api`. Raises
        `NotFoundError`.
        """
        now = self._clock()
        async with self._units() as unit:
            case = await _lock(unit, organisation, case_id)
            if case.status is not CaseStatus.OPEN:
                return Acknowledgement(case, fresh=False)
            taken = [case, *await unit.cases.open_followers(case_id)]
            for number, each in enumerate(taken):
                taken[number] = await self._take(unit, each, by=by, channel=channel, now=now)
        for each in taken:
            waited = (now - each.opened_at).total_seconds()
            metrics.ACKNOWLEDGE_SECONDS.labels(each.urgency.value).observe(waited)
        return Acknowledgement(taken[0], fresh=True)

    async def _take(
        self, unit: UnitOfWork, case: Case, *, by: Actor, channel: str, now: datetime
    ) -> Case:
        number = case.acknowledgements + 1
        taken = replace(
            case,
            acknowledged=Signature(by.name, by.role, now),
            acknowledgements=number,
            standing=replace(case.standing, stopped=True),
        )
        await unit.cases.save(taken)
        await unit.cases.drop_timer(case.case_id, TimerKind.LADDER)
        withdrawn = await unit.alerts.withdraw_waiting(case.case_id, now=now, to_teams=False)
        for alert in withdrawn:
            metrics.ALERTS.labels(alert.channel.value, "withdrawn").inc()
        event = announce(
            CaseAcknowledged(
                case_id=case.case_id, ref=case.ref, acknowledged_by=by, channel=channel
            ),
            organisation=case.organisation,
            ref=case.ref,
            cause=f"{case.case_id}/acknowledgement/{number}",
            now=now,
        )
        await unit.publish([event])
        return taken

    async def close(
        self,
        organisation: str,
        case_id: CaseId,
        *,
        by: Actor,
        outcome: str,
        answer: Answer = _NOT_SAID,
        own: bool = False,
    ) -> Case:
        """Close a case with what came of it, and whether it was what it was opened for.

        Cases that were told of through it and that nobody has taken climb for themselves from
        here on. Raises `NotFoundError`, and `ConflictError` when it is closed already, when the
        answer is not about its labels, and with `own` unless `by` is who has taken it.
        """
        now = self._clock()
        async with self._units() as unit:
            case = await _lock(unit, organisation, case_id)
            if case.closed is not None:
                raise ConflictError(
                    f"{case.closed.name} closed this case already; open it to see what came of it."
                )
            if own and (case.acknowledged is None or case.acknowledged.name != by.name):
                raise ConflictError("Only whoever has taken this case can close it here.")
            answer.check(case.labels)
            closed = replace(
                case,
                closed=Signature(by.name, by.role, now),
                outcome=outcome,
                answer=answer,
                standing=replace(case.standing, stopped=True),
            )
            await unit.cases.save(closed)
            siblings = [
                each
                for each in await unit.cases.lock_open_about(organisation, case.ref)
                if each.case_id != case_id
            ]
            await self._release_followers(unit, case, siblings, now=now)
            await self._pass_on_team(unit, case, siblings)
            for kind in TimerKind:
                await unit.cases.drop_timer(case_id, kind)
            await unit.alerts.withdraw_waiting(case_id, now=now, to_teams=True)
            event = announce(
                CaseClosed(
                    case_id=case_id,
                    ref=case.ref,
                    closed_by=by,
                    outcome=outcome,
                    decision_id=case.decision_id,
                    labels_confirmed=answer.confirmed,
                    labels_refused=answer.refused,
                ),
                organisation=organisation,
                ref=case.ref,
                cause=f"{case_id}/closed",
                now=now,
            )
            await unit.publish([event])
        return closed

    async def _release_followers(
        self, unit: UnitOfWork, lead: Case, siblings: Sequence[Case], *, now: datetime
    ) -> None:
        due = await unit.cases.timer(lead.case_id, TimerKind.LADDER)
        for each in siblings:
            if each.follows != lead.case_id or each.status is not CaseStatus.OPEN:
                continue
            # It goes on where the one that told of it stood, so that nobody starts from nought.
            freed = replace(
                each,
                follows=None,
                standing=replace(lead.standing, stopped=False),
            )
            await unit.cases.save(freed)
            await unit.cases.set_timer(each.case_id, TimerKind.LADDER, due or now)
            note = "The case whose alerts told of this one was closed; this one goes on alone."
            await unit.cases.add_note(each.case_id, Note(now, note))

    async def _pass_on_team(self, unit: UnitOfWork, case: Case, siblings: Sequence[Case]) -> None:
        """Let its teams hear of their other cases at the time set for this one.

        A case that begins with its team tells it by itself.
        """
        due = await unit.cases.timer(case.case_id, TimerKind.TEAM)
        if due is None:
            return
        for each in siblings:
            if each.standing.team_first or set(each.teams).isdisjoint(case.teams):
                continue
            if await unit.cases.timer(each.case_id, TimerKind.TEAM) is None:
                await unit.cases.set_timer(each.case_id, TimerKind.TEAM, due)


async def _lock(unit: UnitOfWork, organisation: str, case_id: CaseId) -> Case:
    """Lock a case of the body and what hangs on its comment; raises `NotFoundError`."""
    found = await unit.cases.find(organisation, case_id)
    if found is None:
        raise NotFoundError("There is no such case; look it up in the list of cases.")
    await unit.lock_comment(organisation, found.ref)
    case = await unit.cases.lock(case_id)
    if case is None:
        raise NotFoundError("There is no such case; look it up in the list of cases.")
    return case

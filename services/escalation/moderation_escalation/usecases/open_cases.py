"""Opening cases: a decision's routes become cases, its doubts a review; nothing is ever dropped.

A later decision about the same comment adds to what is there. It opens what is new, makes more
urgent what has become so, tells again of danger that nobody was told of or sure of, and leaves
alone what it no longer mentions, with a note: whether the matter is over is for a person to say. A
decision about a version that was overtaken already only adds: somebody may be in danger in it, but
what is decided is about the newest version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from moderation_common.clock import Clock
from moderation_common.errors import PermanentError
from moderation_common.events import CaseOpened, DecisionMade, Event
from moderation_common.identity import CaseId, derive_id
from moderation_common.policy import PolicyPack
from moderation_escalation import metrics
from moderation_escalation.domain.case import Case, Decision, Note, TimerKind
from moderation_escalation.domain.grouping import group_cases
from moderation_escalation.domain.ladder import Outcome, Standing
from moderation_escalation.domain.review import doubts_of, doubts_of_overtaken, may_hold_danger
from moderation_escalation.domain.routing import (
    Audience,
    RoutedCase,
    find_news,
    is_higher,
    press,
    route_cases,
    tell_more,
)
from moderation_escalation.domain.words import subject_words
from moderation_escalation.domain.working_time import next_opening
from moderation_escalation.ports import Packs, UnitOfWork, UnitsOfWork
from moderation_escalation.usecases.announcing import SOURCE
from moderation_escalation.usecases.climb_ladders import Alarm, ClimbLadders
from moderation_escalation.usecases.open_reviews import open_review
from moderation_escalation.usecases.settle_groups import leave_groups, review_in_group

_CONSUMER: Final = "open_cases"


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A decision on its way in, with what it is judged against."""

    event: Event
    decision: Decision
    modes: frozenset[str]
    """Those that the classifier knew to be declared when it judged."""
    pack: PolicyPack
    now: datetime


class OpenCases:
    """Takes in decisions."""

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

    async def open(self, event: Event, made: DecisionMade) -> None:
        """Open or change what a decision asks for.

        Raises `PermanentError` when the body has no policy pack in force.
        """
        pack = self._packs().get(event.organisation)
        if pack is None:
            raise PermanentError(
                f"There is no policy pack for {event.organisation!r}; add it and send again."
            )
        arrival = _Arrival(event, _read(event, made), frozenset(made.modes), pack, self._clock())
        async with self._units() as unit:
            if not await unit.claim(event, consumer=_CONSUMER):
                return
            await unit.lock_comment(event.organisation, made.ref)
            opened = await self._open_all(unit, arrival)
            if made.superseded:
                await _review_overtaken(unit, arrival)
            else:
                await leave_groups(unit, arrival.decision, now=arrival.now)
                await _review(unit, arrival)
        for case in opened:
            metrics.CASES_OPENED.labels(case.organisation, case.urgency.value).inc()

    async def _open_all(self, unit: UnitOfWork, arrival: _Arrival) -> Sequence[Case]:
        decision = arrival.decision
        await unit.decisions.store(decision)
        comment = await unit.comments.find(decision.organisation, decision.ref)
        received_at = comment.received_at if comment is not None else None
        routed = route_cases(
            arrival.pack,
            decision,
            # A deadline runs from when the comment came, however long it waited to be judged.
            received_at=received_at or arrival.event.time,
            now=arrival.now,
        )
        if routed and arrival.pack.modes:
            # A declaration and a decision lie on different partitions: either may come first.
            declared = await unit.modes.declared(decision.organisation)
            routed = tell_more(routed, arrival.pack, declared | arrival.modes)
        known = {
            case.route: case
            for case in await unit.cases.lock_open_about(decision.organisation, decision.ref)
        }
        wanted = {each.route for each in routed}
        for route, case in known.items():
            if route not in wanted and not decision.superseded:
                note = "A later decision no longer asks for this route; the case stays."
                await unit.cases.add_note(case.case_id, Note(arrival.now, note))
        for each in routed:
            if each.route in known:
                await self._change(unit, arrival, case=known[each.route], routed=each)
        new = [each for each in routed if each.route not in known]
        opened: list[Case] = []
        for group in group_cases(new):
            opened += await self._open_group(unit, arrival, group)
        return opened

    async def _open_group(
        self, unit: UnitOfWork, arrival: _Arrival, group: Sequence[RoutedCase]
    ) -> Sequence[Case]:
        """Open cases that are told together: the first has the ladder, the others follow it."""
        lead = replace(
            _new_case(arrival, group[0], follows=None),
            # Its times are those of all that are told of through it.
            wakes=any(each.plan.wakes for each in group),
        )
        cases = [
            lead,
            *(_new_case(arrival, each, follows=lead.case_id) for each in group[1:]),
        ]
        plan = group[0].plan
        for case, routed in zip(cases, group, strict=True):
            await unit.cases.add(case)
            if arrival.decision.superseded:
                note = "An earlier version of the comment asks for it; its author has changed it."
                await unit.cases.add_note(case.case_id, Note(arrival.now, note))
            if not routed.known:
                metrics.ROUTES_UNKNOWN.labels(case.organisation).inc()
                self._alarm("route_unknown", case)
        await unit.cases.set_timer(lead.case_id, TimerKind.LADDER, plan.starts_at)
        if plan.audience is Audience.DUTY_MANAGER:
            await _hand_over(unit, cases, arrival)
        await unit.publish(
            [
                arrival.event.caused(
                    CaseOpened(
                        case_id=case.case_id,
                        ref=case.ref,
                        route=case.route,
                        team=case.team,
                        urgency=case.urgency,
                        labels=case.labels,
                        doubtful_labels=case.doubtful,
                        decision_id=case.decision_id,
                        due_at=case.due_at,
                    ),
                    source=SOURCE,
                    time=arrival.now,
                    step=case.route,
                )
                for case in cases
            ]
        )
        return cases

    async def _change(
        self, unit: UnitOfWork, arrival: _Arrival, *, case: Case, routed: RoutedCase
    ) -> None:
        """Bring a case up to a later decision; urgency and certainty only rise."""
        decision = arrival.decision
        labels = tuple(dict.fromkeys([*case.labels, *routed.labels]))
        certain = {*case.labels} - {*case.doubtful} | {*routed.labels} - {*routed.doubtful}
        changed = replace(
            case,
            labels=labels,
            doubtful=tuple(label for label in labels if label not in certain),
            decision_id=case.decision_id if decision.superseded else decision.decision_id,
        )
        news = find_news(case, routed)
        if is_higher(routed.urgency, case.urgency):
            rise = f"It became more urgent: {case.urgency} before, {routed.urgency} now."
        elif news:
            danger = subject_words(news, routed.doubtful).lower()
            rise = f"More is known of the danger now: {danger}."
            routed = press(routed, arrival.pack, urgency=case.urgency, now=arrival.now)
        else:
            await unit.cases.save(changed)
            return
        if case.acknowledged is not None:
            rise += f" {case.acknowledged.name} had taken it; it has to be taken again."
        await unit.cases.add_note(case.case_id, Note(arrival.now, rise))
        raised = replace(
            changed,
            urgency=routed.urgency,
            wakes=case.wakes or routed.plan.wakes,
            follows=None,
            acknowledged=None,
            raised_by=tuple(dict.fromkeys([*case.raised_by, decision.comment_event_id])),
        )
        await self._raise(unit, arrival, case=raised, routed=routed)

    async def _raise(
        self, unit: UnitOfWork, arrival: _Arrival, *, case: Case, routed: RoutedCase
    ) -> None:
        """Have whoever must know told again, now or when the route says."""
        plan = routed.plan
        standing = replace(case.standing, stopped=False)
        outcome = Outcome.RAISED
        if plan.audience is Audience.DUTY_MANAGER:
            if standing.step is None:
                standing = Standing(team_first=False)
                await _hand_over(unit, [case], arrival)
            elif standing.team_first and standing.step == 0:
                # The team is not there any more, or it is no longer only the team's to know.
                outcome = Outcome.NOT_ACKNOWLEDGED
        case = replace(case, standing=standing)
        await unit.cases.save(case)
        if standing.step is None or plan.starts_at > arrival.now:
            await unit.cases.set_timer(case.case_id, TimerKind.LADDER, plan.starts_at)
        else:
            await self._ladders.climb(unit, case, outcome, pack=arrival.pack, now=arrival.now)


async def _review(unit: UnitOfWork, arrival: _Arrival) -> None:
    decision = arrival.decision
    doubts = doubts_of(decision)
    if not doubts:
        return
    if decision.group_id is None:
        await open_review(
            unit,
            arrival.event,
            ref=decision.ref,
            decision_id=decision.decision_id,
            doubts=doubts,
            now=arrival.now,
            version=decision.comment_event_id,
            danger=may_hold_danger(decision),
        )
        return
    await review_in_group(
        unit,
        arrival.event,
        decision=decision,
        group_id=decision.group_id,
        doubts=doubts,
        now=arrival.now,
    )


async def _review_overtaken(unit: UnitOfWork, arrival: _Arrival) -> None:
    """Put what may be danger in words that are not there any more before a person.

    A review that is open takes the doubts in, and stays about the decision that it is about.
    """
    decision = arrival.decision
    doubts = doubts_of_overtaken(decision)
    if not doubts:
        return
    # A person is asked about it alone, whatever is decided about the group that it waits with.
    await leave_groups(unit, replace(decision, group_id=None), now=arrival.now)
    known = await unit.reviews.find_open_about(decision.organisation, decision.ref)
    decision_id = known.decision_id if known is not None else None
    if decision_id is None:
        # What the person then decides about is the newest version.
        newest = await unit.decisions.newest_about(decision.organisation, decision.ref)
        decision_id = newest.decision_id if newest is not None else decision.decision_id
    await open_review(
        unit,
        arrival.event,
        ref=decision.ref,
        decision_id=decision_id,
        doubts=doubts,
        now=arrival.now,
        version=decision.comment_event_id,
        danger=True,
    )


async def _hand_over(unit: UnitOfWork, cases: Sequence[Case], arrival: _Arrival) -> None:
    """Have each team told when it is next at work, whatever the person on call did by then.

    Each case has a timer, for each may name a team that the others do not.
    """
    opening = next_opening(arrival.now, arrival.pack.hours)
    for case in cases:
        await unit.cases.set_timer(case.case_id, TimerKind.TEAM, opening)


def _new_case(arrival: _Arrival, routed: RoutedCase, *, follows: CaseId | None) -> Case:
    return Case(
        case_id=CaseId(derive_id(arrival.event.id, f"case/{routed.route}")),
        organisation=arrival.decision.organisation,
        ref=arrival.decision.ref,
        route=routed.route,
        team=routed.team,
        also=routed.also,
        labels=routed.labels,
        doubtful=routed.doubtful,
        urgency=routed.urgency,
        wakes=routed.plan.wakes,
        decision_id=arrival.decision.decision_id,
        raised_by=(arrival.decision.comment_event_id,),
        opened_at=arrival.now,
        due_at=routed.due_at,
        standing=Standing(team_first=routed.plan.audience is Audience.TEAM),
        follows=follows,
    )


def _read(event: Event, made: DecisionMade) -> Decision:
    return Decision(
        decision_id=made.decision_id,
        organisation=event.organisation,
        ref=made.ref,
        comment_event_id=made.comment_event_id,
        kind=made.kind,
        category=made.category,
        labels=made.labels,
        actions=made.actions,
        urgency=made.urgency,
        routes=made.routes,
        review=made.review,
        reasons=made.reasons,
        doubts=made.doubts,
        pack=made.pack,
        made_at=event.time,
        doubtful_labels=made.doubtful_labels,
        superseded=made.superseded,
        group_id=made.group_id,
        wording_id=made.wording_id,
    )

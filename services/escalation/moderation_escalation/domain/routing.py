"""From a decision to cases: which routes, how urgent each, who is told first, and when.

A route that cannot be understood still becomes a case: losing one is worse than a case at the
wrong team.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from moderation_common.policy import Hours, PolicyPack, Route, Target, decide_urgency
from moderation_common.vocabulary import DANGER_LABELS, Label, Urgency
from moderation_escalation.domain.case import Case, Decision
from moderation_escalation.domain.working_time import add_term, is_open, next_opening

_ORDER: Final = (Urgency.ROUTINE, Urgency.URGENT, Urgency.IMMEDIATE)


_TOLD_IN_DOUBT: Final = frozenset(
    {Label.SELF_HARM, Label.EMERGENCY, Label.SAFEGUARDING, Label.PATIENT_SAFETY}
)
"""What people are told of though it is in doubt: a person may be in danger. Of other doubts they
are not woken; those wait in the review queue."""


class Audience(StrEnum):
    """Who is told first."""

    TEAM = "team"
    DUTY_MANAGER = "duty_manager"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who is told first, and when."""

    audience: Audience
    starts_at: datetime
    wakes: bool
    """Its times run by the clock, at night too; otherwise in working time only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutedCase:
    """A case as a decision asks for it."""

    route: str
    team: str
    also: tuple[str, ...]
    labels: tuple[Label, ...]
    doubtful: tuple[Label, ...] = ()
    """Those of the labels that are in doubt."""
    urgency: Urgency
    due_at: datetime | None
    plan: Plan
    known: bool
    """False when the pack in force has no such route, so that the team is a guess."""


def is_higher(urgency: Urgency, than: Urgency) -> bool:
    """Say whether one urgency is more pressing than another."""
    return _ORDER.index(urgency) > _ORDER.index(than)


def highest(urgencies: Sequence[Urgency]) -> Urgency:
    """Return the most pressing of some urgencies; routine when there are none."""
    return max(urgencies, key=_ORDER.index, default=Urgency.ROUTINE)


def plan_telling(
    *, in_hours: Target, out_of_hours: Target, urgency: Urgency, hours: Hours, now: datetime
) -> Plan:
    """Return who is told first, and when, of something that came up at `now`.

    In hours whoever the route names, out of hours likewise; what may wait waits until the next
    opening. What is immediate never waits, whatever the route says.
    """
    wakes = urgency is Urgency.IMMEDIATE or out_of_hours is Target.DUTY_MANAGER
    working = is_open(now, hours)
    target = in_hours if working else out_of_hours
    if urgency is Urgency.IMMEDIATE and not working:
        target = Target.DUTY_MANAGER
    starts_at = now.astimezone(UTC)
    if target is Target.NEXT_WORKING_DAY:
        starts_at = next_opening(now, hours)
    audience = Audience.DUTY_MANAGER if target is Target.DUTY_MANAGER else Audience.TEAM
    return Plan(audience=audience, starts_at=starts_at, wakes=wakes)


def tell_more(
    routed: Sequence[RoutedCase], pack: PolicyPack, declared: Collection[str]
) -> tuple[RoutedCase, ...]:
    """Return the cases with the teams that the declared modes of the pack name told as well."""
    more = [team for mode in pack.modes if mode.name in declared for team in mode.tell]
    return tuple(
        replace(
            each,
            also=tuple(team for team in dict.fromkeys([*each.also, *more]) if team != each.team),
        )
        for each in routed
    )


def route_cases(
    pack: PolicyPack, decision: Decision, *, received_at: datetime, now: datetime
) -> tuple[RoutedCase, ...]:
    """Return the cases that a decision asks for, one a route, in its order.

    Then come those for what may be danger to somebody: a doubt about that does not wait in a queue.

    Each has the urgency of its own labels, so that a request for information is not woken for
    because of what else the comment says. If that left the decision's urgency on none of them,
    all get it. Deadlines run from `received_at`.
    """
    routed = [
        _route_case(pack, decision, route_id, received_at=received_at, now=now)
        for route_id in dict.fromkeys(decision.routes)
    ]
    if routed and is_higher(decision.urgency, highest([each.urgency for each in routed])):
        routed = [press(each, pack, urgency=decision.urgency, now=now) for each in routed]
    cases = {each.route: each for each in routed}
    for each in _route_doubts(pack, decision, received_at=received_at, now=now):
        known = cases.get(each.route)
        cases[each.route] = each if known is None else _join(known, each)
    return tuple(cases.values())


def press(routed: RoutedCase, pack: PolicyPack, *, urgency: Urgency, now: datetime) -> RoutedCase:
    """Return a case with another urgency, and told as that demands."""
    plan = _plan(pack, pack.route(routed.route), urgency=urgency, now=now)
    return replace(routed, urgency=urgency, plan=plan)


def find_news(case: Case, routed: RoutedCase) -> tuple[Label, ...]:
    """Return the danger that a decision adds to a case, or is the first to be certain of.

    Whoever took the case for a doubt, or for something else, does not know of it.
    """
    old = {*case.labels}
    certain = old - {*case.doubtful}
    return tuple(
        label
        for label in routed.labels
        if label in DANGER_LABELS
        and (label not in old or (label not in certain and label not in routed.doubtful))
    )


def _route_doubts(
    pack: PolicyPack, decision: Decision, *, received_at: datetime, now: datetime
) -> list[RoutedCase]:
    """Return the cases of what may be danger, each with the urgency that it would have for sure."""
    doubtful = tuple(
        label
        for label in decision.doubtful_labels
        if label in _TOLD_IN_DOUBT and label not in decision.labels
    )
    cases = []
    for route in pack.routes_for(frozenset(doubtful)):
        labels = tuple(label for label in doubtful if label in route.labels)
        urgency = decide_urgency(pack, frozenset(labels))
        cases.append(
            RoutedCase(
                route=route.id,
                team=route.team,
                also=route.also,
                labels=labels,
                doubtful=labels,
                urgency=urgency,
                due_at=add_term(received_at, route.deadline, pack.hours)
                if route.deadline
                else None,
                plan=_plan(pack, route, urgency=urgency, now=now),
                known=True,
            )
        )
    return cases


def _join(certain: RoutedCase, doubtful: RoutedCase) -> RoutedCase:
    """Return one case for what is certain and what is in doubt on one route."""
    first = doubtful if is_higher(doubtful.urgency, certain.urgency) else certain
    return replace(
        certain,
        labels=tuple(dict.fromkeys([*certain.labels, *doubtful.labels])),
        doubtful=doubtful.doubtful,
        urgency=first.urgency,
        plan=first.plan,
    )


def _route_case(
    pack: PolicyPack, decision: Decision, route_id: str, *, received_at: datetime, now: datetime
) -> RoutedCase:
    route = pack.route(route_id)
    if route is None:
        return RoutedCase(
            route=route_id,
            team=pack.teams[0].id,
            also=(),
            labels=decision.labels,
            urgency=decision.urgency,
            due_at=None,
            plan=_plan(pack, None, urgency=decision.urgency, now=now),
            known=False,
        )
    labels = tuple(label for label in decision.labels if label in route.labels)
    urgency = decision.urgency
    if labels:
        urgency = decide_urgency(
            pack,
            frozenset(labels),
            # The decision does not say what made it immediate. Danger to somebody may have been
            # what did, and then each case that can be about danger is immediate.
            present_danger=decision.urgency is Urgency.IMMEDIATE,
        )
    return RoutedCase(
        route=route.id,
        team=route.team,
        also=route.also,
        labels=labels or decision.labels,
        urgency=urgency,
        due_at=add_term(received_at, route.deadline, pack.hours) if route.deadline else None,
        plan=_plan(pack, route, urgency=urgency, now=now),
        known=True,
    )


def _plan(pack: PolicyPack, route: Route | None, *, urgency: Urgency, now: datetime) -> Plan:
    in_hours = Target.TEAM
    may_wait = urgency is Urgency.ROUTINE
    out_of_hours = Target.NEXT_WORKING_DAY if may_wait else Target.DUTY_MANAGER
    if route is not None:
        in_hours, out_of_hours = route.in_hours, route.out_of_hours
    return plan_telling(
        in_hours=in_hours,
        out_of_hours=out_of_hours,
        urgency=urgency,
        hours=pack.hours,
        now=now,
    )

"""Routing of any decision at any hour: nothing is dropped, nobody is woken for nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from moderation_common.identity import DecisionId, EventId
from moderation_common.vocabulary import Action, Category, Kind, Label, Urgency
from moderation_escalation.domain.case import Decision
from moderation_escalation.domain.grouping import group_cases
from moderation_escalation.domain.routing import Audience, highest, is_higher, route_cases
from moderation_escalation.domain.working_time import is_open
from tests.support.escalation import make_ref, read_pack

PACK = read_pack()
ROUTES = [route.id for route in PACK.routes]

moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    max_value=datetime(2028, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    """Draw a decision, its routes not always those of its labels."""
    return Decision(
        decision_id=DecisionId("d"),
        organisation="lincolnshire",
        ref=make_ref(),
        comment_event_id=EventId("e"),
        kind=Kind.COMMENT,
        category=Category.ANYTHING_ELSE,
        labels=tuple(draw(st.lists(st.sampled_from(list(Label)), unique=True, max_size=5))),
        actions=(Action.LEAVE,),
        urgency=draw(st.sampled_from(list(Urgency))),
        routes=tuple(draw(st.lists(st.sampled_from([*ROUTES, "unknown"]), max_size=6))),
        review=False,
        reasons=(),
        doubts=(),
        pack="lincolnshire@1",
        made_at=datetime(2026, 11, 2, tzinfo=UTC),
    )


@given(decisions(), moments)
def test_every_route_becomes_one_case(decision: Decision, now: datetime) -> None:
    """None is lost, none is doubled, and grouping keeps them all."""
    cases = route_cases(PACK, decision, received_at=now, now=now)
    assert [case.route for case in cases] == list(dict.fromkeys(decision.routes))
    grouped = [case for group in group_cases(cases) for case in group]
    assert sorted(case.route for case in grouped) == sorted(case.route for case in cases)


@given(decisions(), moments)
def test_no_urgency_is_lost(decision: Decision, now: datetime) -> None:
    """The most urgent case is at least as urgent as the decision."""
    cases = route_cases(PACK, decision, received_at=now, now=now)
    if cases:
        assert not is_higher(decision.urgency, highest([case.urgency for case in cases]))


@given(decisions(), moments)
def test_the_immediate_never_waits_and_what_waits_waits_for_an_opening(
    decision: Decision, now: datetime
) -> None:
    """Either somebody is told now, or when the office opens; never immediate cases then."""
    for case in route_cases(PACK, decision, received_at=now, now=now):
        plan = case.plan
        if case.urgency is Urgency.IMMEDIATE:
            assert plan.starts_at == now
            assert plan.wakes
            assert is_open(now, PACK.hours) or plan.audience is Audience.DUTY_MANAGER
        if plan.starts_at > now:
            assert not is_open(now, PACK.hours)
            assert is_open(plan.starts_at, PACK.hours)


@given(decisions(), moments)
def test_each_group_is_led_by_its_most_urgent(decision: Decision, now: datetime) -> None:
    """Nobody waits longer because of what they are told together with."""
    for group in group_cases(route_cases(PACK, decision, received_at=now, now=now)):
        assert all(not is_higher(case.urgency, group[0].urgency) for case in group)
        assert len({case.plan.audience for case in group}) == 1

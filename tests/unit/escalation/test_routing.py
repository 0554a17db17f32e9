"""Routing: which cases a decision makes, how urgent, who is told first and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from moderation_common.identity import CaseId, DecisionId, EventId
from moderation_common.policy import PolicyPack, Target
from moderation_common.vocabulary import Action, Category, Kind, Label, Urgency
from moderation_escalation.domain.case import Case, Decision
from moderation_escalation.domain.grouping import comes_before, group_cases
from moderation_escalation.domain.ladder import Standing
from moderation_escalation.domain.routing import (
    Audience,
    RoutedCase,
    find_news,
    plan_telling,
    press,
    route_cases,
    tell_more,
)
from tests.support.escalation import make_ref, read_pack, utc

PACK = read_pack()
WORKING = utc(2026, 11, 2, 12)
NIGHT = utc(2026, 11, 2, 22)
MORNING = utc(2026, 11, 3, 9)


def decide(
    labels: Sequence[Label],
    routes: Sequence[str],
    urgency: Urgency = Urgency.ROUTINE,
    doubtful: Sequence[Label] = (),
) -> Decision:
    """Return a decision."""
    return Decision(
        decision_id=DecisionId("d"),
        organisation="lincolnshire",
        ref=make_ref(),
        comment_event_id=EventId("e"),
        kind=Kind.COMMENT,
        category=Category.ANYTHING_ELSE,
        labels=tuple(labels),
        doubtful_labels=tuple(doubtful),
        actions=(Action.LEAVE,),
        urgency=urgency,
        routes=tuple(routes),
        review=False,
        reasons=(),
        doubts=(),
        pack="lincolnshire@1",
        made_at=WORKING,
    )


def route(decision: Decision, now: datetime, pack: PolicyPack = PACK) -> tuple[RoutedCase, ...]:
    """Route a decision about a comment that has just come."""
    return route_cases(pack, decision, received_at=now, now=now)


@pytest.mark.parametrize(
    "in_hours, out_of_hours, urgency, now, audience, starts_at, wakes",
    [
        (Target.TEAM, Target.DUTY_MANAGER, Urgency.URGENT, WORKING, Audience.TEAM, WORKING, True),
        (
            Target.TEAM,
            Target.DUTY_MANAGER,
            Urgency.URGENT,
            NIGHT,
            Audience.DUTY_MANAGER,
            NIGHT,
            True,
        ),
        (
            Target.TEAM,
            Target.NEXT_WORKING_DAY,
            Urgency.URGENT,
            NIGHT,
            Audience.TEAM,
            MORNING,
            False,
        ),
        (Target.TEAM, Target.TEAM, Urgency.ROUTINE, NIGHT, Audience.TEAM, NIGHT, False),
        (
            Target.NEXT_WORKING_DAY,
            Target.NEXT_WORKING_DAY,
            Urgency.ROUTINE,
            WORKING,
            Audience.TEAM,
            WORKING,
            False,
        ),
        # What is immediate never waits, whatever the route says.
        (
            Target.TEAM,
            Target.NEXT_WORKING_DAY,
            Urgency.IMMEDIATE,
            NIGHT,
            Audience.DUTY_MANAGER,
            NIGHT,
            True,
        ),
        (
            Target.DUTY_MANAGER,
            Target.DUTY_MANAGER,
            Urgency.IMMEDIATE,
            WORKING,
            Audience.DUTY_MANAGER,
            WORKING,
            True,
        ),
    ],
)
def test_who_is_told_first_and_when(
    in_hours: Target,
    out_of_hours: Target,
    urgency: Urgency,
    now: datetime,
    audience: Audience,
    starts_at: datetime,
    *,
    wakes: bool,
) -> None:
    """The route decides by the hour; only the immediate overrules it."""
    plan = plan_telling(
        in_hours=in_hours, out_of_hours=out_of_hours, urgency=urgency, hours=PACK.hours, now=now
    )
    assert (plan.audience, plan.starts_at, plan.wakes) == (audience, starts_at, wakes)


def test_each_route_has_the_urgency_of_its_own_labels() -> None:
    """A request for information is not woken for because the comment is also about safety."""
    cases = route(
        decide([Label.FOI, Label.PATIENT_SAFETY], ["foi", "patient-safety"], Urgency.URGENT), NIGHT
    )
    assert [(case.route, case.urgency) for case in cases] == [
        ("foi", Urgency.ROUTINE),
        ("patient-safety", Urgency.URGENT),
    ]
    assert [case.labels for case in cases] == [(Label.FOI,), (Label.PATIENT_SAFETY,)]


def test_present_danger_makes_what_can_be_about_danger_immediate() -> None:
    """The decision's urgency reaches the routes that it can have come from."""
    cases = route(
        decide([Label.FOI, Label.SAFEGUARDING], ["foi", "safeguarding"], Urgency.IMMEDIATE), NIGHT
    )
    assert [case.urgency for case in cases] == [Urgency.ROUTINE, Urgency.IMMEDIATE]


def test_an_urgency_that_no_label_explains_is_never_lost() -> None:
    """If the labels alone would leave nobody woken, all of the decision's cases are urgent."""
    (case,) = route(decide([Label.COMPLAINT], ["complaint"], Urgency.IMMEDIATE), NIGHT)
    assert case.urgency is Urgency.IMMEDIATE
    assert case.plan.audience is Audience.DUTY_MANAGER


def test_a_route_that_the_pack_does_not_have_still_makes_a_case() -> None:
    """It goes to the pack's first team, and is marked."""
    (case,) = route(decide([Label.QUERY], ["gone"], Urgency.URGENT), NIGHT)
    assert not case.known
    assert case.team == PACK.teams[0].id
    assert case.plan.audience is Audience.DUTY_MANAGER


def test_deadlines_run_from_the_arrival_of_the_comment() -> None:
    """A decision that comes late does not give the team more time."""
    (case,) = route_cases(
        PACK, decide([Label.FOI], ["foi"]), received_at=utc(2026, 11, 2, 12), now=MORNING
    )
    assert case.due_at == utc(2026, 11, 30, 17)


def test_the_duty_manager_is_told_of_everything_at_once() -> None:
    """All that goes to the duty manager is one group, led by the most urgent."""
    cases = route(
        decide(
            [Label.PATIENT_SAFETY, Label.REPUTATIONAL, Label.SELF_HARM, Label.FOI],
            ["reputational", "foi", "patient-safety", "self-harm"],
            Urgency.IMMEDIATE,
        ),
        NIGHT,
    )
    groups = group_cases(cases)
    assert [[case.route for case in group] for group in groups] == [
        ["patient-safety", "reputational", "self-harm"],
        ["foi"],
    ]


def test_different_teams_are_told_apart() -> None:
    """In hours each team hears of its own cases, and of all of them once."""
    cases = route(
        decide(
            [Label.MEDIA, Label.MEDICAL_ADVICE, Label.FOI],
            ["media", "medical-advice", "foi"],
        ),
        WORKING,
    )
    groups = group_cases(cases)
    assert [[case.route for case in group] for group in groups] == [
        ["media", "medical-advice"],
        ["foi"],
    ]


def test_bsw_lets_reputation_wait_and_lincolnshire_does_not() -> None:
    """The bodies differ by their packs alone."""
    decision = decide([Label.REPUTATIONAL], ["reputational"], Urgency.URGENT)
    (there,) = route(decision, NIGHT, read_pack("bsw"))
    (here,) = route(decision, NIGHT)
    assert (there.plan.audience, there.plan.starts_at) == (Audience.TEAM, MORNING)
    assert (here.plan.audience, here.plan.starts_at) == (Audience.DUTY_MANAGER, NIGHT)


def test_a_doubt_about_danger_makes_a_case_of_its_own() -> None:
    """With the urgency of the policy, beside the cases of what is certain."""
    cases = route(decide([Label.FOI], ["foi"], doubtful=[Label.SAFEGUARDING, Label.THREAT]), NIGHT)
    assert [(case.route, case.urgency, case.doubtful) for case in cases] == [
        ("foi", Urgency.ROUTINE, ()),
        ("safeguarding", Urgency.URGENT, (Label.SAFEGUARDING,)),
    ]
    assert cases[1].plan.audience is Audience.DUTY_MANAGER


def test_a_doubt_on_a_route_that_is_taken_anyway_joins_its_case() -> None:
    """One case a route: it has the higher urgency, and says which of its labels is in doubt."""
    routes = tuple(
        each.model_copy(update={"labels": (*each.labels, Label.SELF_HARM)})
        if each.id == "complaint"
        else each
        for each in PACK.routes
        if each.id != "self-harm"
    )
    pack = PACK.model_copy(update={"routes": routes})
    decision = decide([Label.COMPLAINT], ["complaint"], doubtful=[Label.SELF_HARM])
    (case,) = route(decision, NIGHT, pack)
    assert case.labels == (Label.COMPLAINT, Label.SELF_HARM)
    assert case.doubtful == (Label.SELF_HARM,)
    assert (case.urgency, case.plan.wakes) == (Urgency.IMMEDIATE, True)


def test_of_a_group_the_leading_case_is_handed_over_first() -> None:
    """Of two cases that name the same team exactly one leaves it to the other."""
    lead, *others = (
        Case(
            case_id=CaseId(f"{number}"),
            organisation="lincolnshire",
            ref=make_ref(),
            route=f"{number}",
            team="quality",
            also=(),
            labels=(Label.PATIENT_SAFETY,),
            urgency=Urgency.URGENT,
            wakes=True,
            decision_id=DecisionId("d"),
            raised_by=(),
            opened_at=NIGHT,
            due_at=None,
            standing=Standing(team_first=False),
            follows=None if number == 2 else CaseId("2"),
        )
        for number in (2, 1, 3)
    )
    assert all(comes_before(lead, other) for other in others)
    assert not any(comes_before(other, lead) for other in (lead, *others))
    assert [comes_before(*others), comes_before(*reversed(others))] == [True, False]


def test_a_declared_mode_adds_its_teams_once() -> None:
    """The case's own team is not told twice, nor one that the route names already."""
    pack = read_pack("bsw")
    routed = route(
        decide(
            [Label.PATIENT_SAFETY, Label.REPUTATIONAL, Label.FOI],
            ["patient-safety", "reputational", "foi"],
        ),
        WORKING,
        pack,
    )
    also = {each.team: each.also for each in tell_more(routed, pack, {"major_incident"})}
    assert also == {
        "quality": ("pals", "communications"),
        "communications": (),
        "foi": ("communications",),
    }
    assert tell_more(routed, pack, {"pre_election"}) == routed


@pytest.mark.parametrize(
    "labels, doubtful, now, now_doubtful, news",
    [
        ([Label.SELF_HARM], [Label.SELF_HARM], [Label.SELF_HARM], [], [Label.SELF_HARM]),
        ([Label.SELF_HARM], [Label.SELF_HARM], [Label.SELF_HARM], [Label.SELF_HARM], []),
        ([Label.SELF_HARM], [], [Label.SELF_HARM], [Label.SELF_HARM], []),
        ([Label.SELF_HARM], [], [Label.SELF_HARM], [], []),
        ([Label.MEDIA], [], [Label.MEDIA, Label.THREAT], [], [Label.THREAT]),
        ([Label.MEDIA], [], [Label.MEDIA, Label.THREAT], [Label.THREAT], [Label.THREAT]),
        ([Label.MEDIA], [Label.MEDIA], [Label.MEDIA, Label.LEGAL], [], []),
        ([Label.SELF_HARM, Label.EMERGENCY], [Label.EMERGENCY], [Label.SELF_HARM], [], []),
    ],
)
def test_news_is_danger_that_was_not_there_or_not_certain(
    labels: Sequence[Label],
    doubtful: Sequence[Label],
    now: Sequence[Label],
    now_doubtful: Sequence[Label],
    news: Sequence[Label],
) -> None:
    """A repeat is none, nor is doubt after certainty, nor what endangers nobody."""
    case = Case(
        case_id=CaseId("1"),
        organisation="lincolnshire",
        ref=make_ref(),
        route="any",
        team="quality",
        also=(),
        labels=tuple(labels),
        doubtful=tuple(doubtful),
        urgency=Urgency.URGENT,
        wakes=True,
        decision_id=DecisionId("d"),
        raised_by=(),
        opened_at=NIGHT,
        due_at=None,
        standing=Standing(team_first=False),
    )
    (routed,) = route(decide(now, ["brand-new"]), NIGHT)
    assert find_news(case, replace(routed, doubtful=tuple(now_doubtful))) == tuple(news)


def test_a_pressed_case_is_told_as_its_urgency_demands() -> None:
    """What an immediate case has to add does not wait for the morning."""
    (routed,) = route(decide([Label.COMPLAINT], ["complaint"]), NIGHT)
    assert routed.plan.starts_at == MORNING
    pressed = press(routed, PACK, urgency=Urgency.IMMEDIATE, now=NIGHT)
    assert (pressed.urgency, pressed.plan.starts_at) == (Urgency.IMMEDIATE, NIGHT)
    assert pressed.plan.audience is Audience.DUTY_MANAGER

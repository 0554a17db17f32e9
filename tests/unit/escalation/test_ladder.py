"""The ladder: one transition a test."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moderation_common.policy import Channel, Ladder, LadderStep, MinutesByUrgency, OnCall
from moderation_common.vocabulary import Urgency
from moderation_escalation.domain.ladder import (
    ROUND_PAUSE,
    Move,
    Outcome,
    Standing,
    climb,
    nobody_left,
    rung_at,
)

LADDER = Ladder(
    acknowledge_within_min=MinutesByUrgency(immediate=10, urgent=30, routine=240),
    steps=(
        LadderStep(who=OnCall.PRIMARY, channels=(Channel.EMAIL,)),
        LadderStep(
            who=OnCall.SECONDARY,
            channels=(Channel.EMAIL,),
            wait_min=MinutesByUrgency(immediate=5, urgent=15, routine=60),
        ),
        LadderStep(who=OnCall.EXECUTIVE, channels=(Channel.EMAIL,)),
    ),
    clause="Section 4",
)


def move(standing: Standing, outcome: Outcome, urgency: Urgency = Urgency.URGENT) -> Move:
    """Apply an outcome."""
    return climb(standing, outcome, ladder=LADDER, urgency=urgency)


def test_a_ladder_begins_at_its_first_rung() -> None:
    """Where the duty manager is told first, step nought is the first rung."""
    begun = move(Standing(team_first=False), Outcome.NOT_ACKNOWLEDGED)
    assert begun.tell
    assert begun.standing.step == 0
    assert rung_at(begun.standing, LADDER) == LADDER.steps[0]
    assert begun.wait == timedelta(minutes=30)


def test_a_team_stands_before_the_first_rung() -> None:
    """Where the team is told first, step nought is the team and step one the first rung."""
    begun = move(Standing(team_first=True), Outcome.NOT_ACKNOWLEDGED)
    assert rung_at(begun.standing, LADDER) is None
    assert begun.wait == timedelta(minutes=30)
    after = move(begun.standing, Outcome.NOT_ACKNOWLEDGED)
    assert rung_at(after.standing, LADDER) == LADDER.steps[0]


@pytest.mark.parametrize(
    "urgency, minutes",
    [(Urgency.IMMEDIATE, 5), (Urgency.URGENT, 15), (Urgency.ROUTINE, 60)],
)
def test_a_rung_may_have_its_own_time(urgency: Urgency, minutes: int) -> None:
    """The second rung waits as long as it says, and not as the ladder says."""
    told = move(Standing(team_first=False, step=0), Outcome.NOT_ACKNOWLEDGED, urgency)
    assert told.wait == timedelta(minutes=minutes)


def test_after_the_last_rung_comes_the_first() -> None:
    """Steps rise for ever; rungs repeat."""
    again = move(Standing(team_first=False, step=2), Outcome.NOT_ACKNOWLEDGED)
    assert again.standing.step == 3
    assert rung_at(again.standing, LADDER) == LADDER.steps[0]


def test_the_team_is_told_once_only() -> None:
    """After the last rung the ladder begins with its first and not with the team."""
    again = move(Standing(team_first=True, step=3), Outcome.NOT_ACKNOWLEDGED)
    assert rung_at(again.standing, LADDER) == LADDER.steps[0]


def test_whoever_cannot_be_told_is_passed_at_once() -> None:
    """A failed step does not wait for an answer that cannot come."""
    passed = move(Standing(team_first=False, step=0), Outcome.UNREACHABLE)
    assert passed.tell
    assert passed.standing.step == 1
    assert passed.standing.unreached == 1


def test_a_whole_round_without_anybody_pauses_and_goes_on() -> None:
    """When nobody at all could be told there is a pause, and then the next step."""
    failed = move(Standing(team_first=False, step=2, unreached=2), Outcome.UNREACHABLE)
    assert not failed.tell
    assert failed.wait == ROUND_PAUSE
    assert nobody_left(failed.standing, LADDER)
    after = move(failed.standing, Outcome.NOT_ACKNOWLEDGED)
    assert after.tell
    assert after.standing.step == 3


def test_telling_somebody_ends_the_count_of_failures() -> None:
    """One person told, the round counts anew; the timer runs on."""
    told = move(Standing(team_first=False, step=2, unreached=2), Outcome.TOLD)
    assert told == Move(Standing(team_first=False, step=2), tell=False, wait=None)


def test_an_acknowledgement_stops_the_ladder() -> None:
    """Nothing is told any more, whatever comes."""
    stopped = move(Standing(team_first=False, step=1), Outcome.ACKNOWLEDGED)
    assert stopped.standing.stopped
    for outcome in (Outcome.NOT_ACKNOWLEDGED, Outcome.UNREACHABLE, Outcome.TOLD):
        assert move(stopped.standing, outcome) == Move(stopped.standing, tell=False, wait=None)


def test_a_rise_tells_the_same_step_again() -> None:
    """Whoever knows of it learns that it has become more urgent, even after taking it."""
    stopped = Standing(team_first=False, step=1, stopped=True)
    raised = move(stopped, Outcome.RAISED, Urgency.IMMEDIATE)
    assert raised.tell
    assert raised.standing.step == 1
    assert not raised.standing.stopped
    assert raised.wait == timedelta(minutes=5)


def test_a_rise_before_anybody_was_told_begins_the_ladder() -> None:
    """There is nobody to tell again, so the first is told."""
    raised = move(Standing(team_first=False), Outcome.RAISED, Urgency.IMMEDIATE)
    assert raised.standing.step == 0
    assert raised.tell


def test_before_the_ladder_begins_nobody_stands_on_it() -> None:
    """A case that waits for the morning is on no rung."""
    assert rung_at(Standing(team_first=False), LADDER) is None

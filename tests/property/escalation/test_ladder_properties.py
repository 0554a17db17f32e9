"""The ladder under any sequence of outcomes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from moderation_common.policy import Channel, Ladder, LadderStep, MinutesByUrgency, OnCall
from moderation_common.vocabulary import Urgency
from moderation_escalation.domain.ladder import Move, Outcome, Standing, climb, rung_at

urgencies = st.sampled_from(list(Urgency))


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    """Draw a pack's ladder."""
    minutes = st.integers(min_value=1, max_value=240)
    waits = st.builds(MinutesByUrgency, immediate=minutes, urgent=minutes, routine=minutes)
    steps = st.builds(
        LadderStep,
        who=st.sampled_from(list(OnCall)),
        channels=st.just((Channel.EMAIL,)),
        wait_min=st.none() | waits,
    )
    return Ladder(
        acknowledge_within_min=draw(waits),
        steps=tuple(draw(st.lists(steps, min_size=2, max_size=5))),
        clause="test",
    )


class Climbing(RuleBasedStateMachine):
    """A case on a ladder, with whatever can happen to it."""

    ladder: Ladder
    urgency: Urgency
    standing: Standing

    @initialize(ladder=ladders(), urgency=urgencies, team_first=st.booleans())
    def begin(self, ladder: Ladder, urgency: Urgency, *, team_first: bool) -> None:
        """Open a case."""
        self.ladder, self.urgency = ladder, urgency
        self.standing = Standing(team_first=team_first)
        self.highest = -1
        self.taken = False

    def apply(self, outcome: Outcome) -> Move:
        """Apply an outcome and keep what follows."""
        move = climb(self.standing, outcome, ladder=self.ladder, urgency=self.urgency)
        self.standing = move.standing
        return move

    @rule()
    def time_passes(self) -> None:
        """Nobody acknowledged: somebody further up is told, or nothing once it was taken."""
        move = self.apply(Outcome.NOT_ACKNOWLEDGED)
        assert move.tell is not self.taken
        assert (move.wait is not None) is not self.taken

    @rule()
    def somebody_is_told(self) -> None:
        """A channel took the alert."""
        assert not self.apply(Outcome.TOLD).tell

    @precondition(lambda self: self.standing.step is not None)
    @rule()
    def nobody_can_be_told(self) -> None:
        """All channels failed: either the next is told at once, or a pause is set."""
        move = self.apply(Outcome.UNREACHABLE)
        assert (move.wait is not None) is not self.taken

    @rule(urgency=urgencies)
    def it_becomes_more_urgent(self, urgency: Urgency) -> None:
        """Somebody is told again, whoever had taken it."""
        self.urgency = urgency
        assert self.apply(Outcome.RAISED).tell
        self.taken = False

    @rule()
    def somebody_takes_it(self) -> None:
        """The ladder stops."""
        move = self.apply(Outcome.ACKNOWLEDGED)
        assert not move.tell
        assert move.wait is None
        self.taken = True

    @invariant()
    def never_moves_back(self) -> None:
        """The step only ever rises."""
        if not hasattr(self, "standing") or self.standing.step is None:
            return
        assert self.standing.step >= self.highest
        self.highest = self.standing.step

    @invariant()
    def stands_on_a_rung_of_the_ladder(self) -> None:
        """Every step but the team's is one of the pack's rungs."""
        if not hasattr(self, "standing") or self.standing.step is None:
            return
        rung = rung_at(self.standing, self.ladder)
        at_team = self.standing.team_first and self.standing.step == 0
        assert (rung is None) == at_team
        assert rung is None or rung in self.ladder.steps


TestClimbing = Climbing.TestCase


@given(ladder=ladders(), urgency=urgencies, team_first=st.booleans())
def test_everybody_is_told_in_turn_for_ever(
    ladder: Ladder, urgency: Urgency, *, team_first: bool
) -> None:
    """With nobody acknowledging, three rounds tell each rung three times, in the pack's order."""
    standing = Standing(team_first=team_first)
    told: list[LadderStep] = []
    for _ in range(3 * len(ladder.steps) + (1 if team_first else 0)):
        move = climb(standing, Outcome.NOT_ACKNOWLEDGED, ladder=ladder, urgency=urgency)
        assert move.tell
        standing = move.standing
        rung = rung_at(standing, ladder)
        if rung is not None:
            told.append(rung)
    assert told == [*ladder.steps] * 3


@given(ladders(), urgencies, st.integers(min_value=0, max_value=20))
def test_however_much_fails_somebody_is_tried_again(
    ladder: Ladder, urgency: Urgency, failures: int
) -> None:
    """After any number of failures the next timeout tells somebody."""
    standing = Standing(team_first=False, step=0)
    for _ in range(failures):
        standing = climb(standing, Outcome.UNREACHABLE, ladder=ladder, urgency=urgency).standing
    assert climb(standing, Outcome.NOT_ACKNOWLEDGED, ladder=ladder, urgency=urgency).tell

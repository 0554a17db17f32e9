"""The ladder: who is told next when nobody acknowledges. It knows no clock, rota or channel.

Steps are counted from nought and only ever rise. Where a team is told first, that is step nought;
the rungs of the pack's ladder follow, and after its last rung its first. It ends with an
acknowledgement and with nothing else: it never gives up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Final

from moderation_common.policy import Ladder, LadderStep
from moderation_common.vocabulary import Urgency

ROUND_PAUSE: Final = timedelta(minutes=1)
"""How long to wait when nobody on the whole ladder could be told: everything that sends is away,
and going round faster would only hammer it."""


class Outcome(StrEnum):
    """What became of the step at which a ladder stands."""

    NOT_ACKNOWLEDGED = "not_acknowledged"
    """The time for it passed; also how a ladder begins."""
    TOLD = "told"
    """At least one channel took the alert."""
    UNREACHABLE = "unreachable"
    """Nobody could be told on any channel."""
    RAISED = "raised"
    """It became more urgent, or more is known of the danger: whoever was told must be told that."""
    ACKNOWLEDGED = "acknowledged"
    """Somebody took the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a case stands on its ladder."""

    team_first: bool
    """Step nought is the team; otherwise it is the first rung."""
    step: int | None = None
    """None while nobody has been told."""
    unreached: int = 0
    """Steps in a row, up to this one, at which nobody could be told."""
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """What follows from an outcome."""

    standing: Standing
    tell: bool
    """Whoever stands at the new step is to be told now."""
    wait: timedelta | None
    """How long until the step counts as not acknowledged; None leaves the timer as it is."""


def climb(standing: Standing, outcome: Outcome, *, ladder: Ladder, urgency: Urgency) -> Move:
    """Return the state and step that follow; never one further back.

    After an acknowledgement only a higher urgency, or news of danger, starts the ladder again.
    """
    if outcome is Outcome.ACKNOWLEDGED:
        return Move(replace(standing, stopped=True), tell=False, wait=None)
    if standing.stopped and outcome is not Outcome.RAISED:
        return Move(standing, tell=False, wait=None)
    match outcome:
        case Outcome.TOLD:
            return Move(replace(standing, unreached=0), tell=False, wait=None)
        case Outcome.NOT_ACKNOWLEDGED:
            return _tell(_next(standing), ladder, urgency)
        case Outcome.RAISED:
            again = standing if standing.step is not None else _next(standing)
            return _tell(replace(again, stopped=False, unreached=0), ladder, urgency)
        case Outcome.UNREACHABLE:
            unreached = standing.unreached + 1
            failed = replace(standing, unreached=unreached)
            if unreached % len(ladder.steps) == 0:
                return Move(failed, tell=False, wait=ROUND_PAUSE)
            return _tell(_next(failed), ladder, urgency)


def rung_at(standing: Standing, ladder: Ladder) -> LadderStep | None:
    """Return the rung at which a case stands; None before the first, where the team is."""
    number = _rung_number(standing, ladder)
    return None if number is None else ladder.steps[number]


def acknowledge_within(standing: Standing, *, ladder: Ladder, urgency: Urgency) -> timedelta:
    """Return how long whoever stands at the step has to acknowledge."""
    number = _rung_number(standing, ladder)
    if number is None:
        return timedelta(minutes=ladder.acknowledge_within_min.of(urgency))
    return timedelta(minutes=ladder.wait_min(step=number, urgency=urgency))


def nobody_left(standing: Standing, ladder: Ladder) -> bool:
    """Say whether a whole round has passed in which nobody could be told."""
    return standing.unreached > 0 and standing.unreached % len(ladder.steps) == 0


def _rung_number(standing: Standing, ladder: Ladder) -> int | None:
    if standing.step is None:
        return None
    rung = standing.step - (1 if standing.team_first else 0)
    return None if rung < 0 else rung % len(ladder.steps)


def _next(standing: Standing) -> Standing:
    return replace(standing, step=0 if standing.step is None else standing.step + 1)


def _tell(standing: Standing, ladder: Ladder, urgency: Urgency) -> Move:
    wait = acknowledge_within(standing, ladder=ladder, urgency=urgency)
    return Move(standing, tell=True, wait=wait)

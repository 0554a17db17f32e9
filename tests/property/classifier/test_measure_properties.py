"""When an approved measure has lost its ground: in whatever order its offences are taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from moderation_classifier.domain.behaviour.breaches import CommentVersion
from moderation_classifier.domain.behaviour.measures import Outcome, Proposal, unfounded
from moderation_classifier.domain.behaviour.strikes import History
from moderation_common.identity import MeasureId
from moderation_common.policy import Strikes
from moderation_common.vocabulary import Measure
from tests.support.behaviour import NOON, breach, ref_of, version_of

LATER: Final = NOON + timedelta(days=1)
EXPIRED: Final = NOON + timedelta(days=40)
"""Later than what lasts 30 days."""

_WEIGHTS = st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=2), min_size=1, max_size=4)
"""Of each comment the points of its versions."""


def offences(
    weights: list[list[int]], *, first: int = 0, days: int = 30
) -> tuple[History, list[CommentVersion]]:
    """Return a history of so many comments, and all of their versions."""
    return added(History(), weights, first=first, days=days)


def added(
    history: History, weights: list[list[int]], *, first: int, days: int = 30
) -> tuple[History, list[CommentVersion]]:
    """Return a history with so many comments more, and all of their versions."""
    versions = []
    for number, of_versions in enumerate(weights, start=first):
        for place, points in enumerate(of_versions):
            event = str(place)
            history = history.with_breach(breach(number, event=event, points=points, days=days))
            versions.append(version_of(number, event))
    return history, versions


def block_on(history: History) -> Proposal:
    """Return a block that was approved on these offences."""
    return Proposal(
        measure_id=MeasureId("1"),
        measure=Measure.BLOCK,
        ref=ref_of(0),
        strikes=frozenset(strike.strike_id for strike in history.strikes),
        proposed_at=NOON,
        outcome=Outcome.APPROVED,
    )


def told_of(
    history: History,
    block: Proposal,
    reversals: list[CommentVersion],
    *,
    limit: int,
    now: datetime = LATER,
) -> list[bool]:
    """Say for each reversal whether people are told after it that the block has lost its ground."""
    rules, told = Strikes(warn_at=1, block_at=limit), []
    for version in reversals:
        left = history.reversed(version)
        told.append(bool(unfounded(left, [block], known=history, rules=rules, now=now)))
        history = left
    return told


@given(_WEIGHTS, _WEIGHTS, st.data())
def test_a_block_is_told_of_once_too_little_is_left_in_whatever_order(
    own: list[list[int]], newer: list[list[int]], data: st.DataObject
) -> None:
    """At the first reversal after which the points are below the limit, and at none before it."""
    rested_on, versions = offences(own)
    block = block_on(rested_on)
    limit = data.draw(st.integers(1, rested_on.points(LATER)))
    history, more = added(rested_on, newer, first=len(own))
    reversals = data.draw(st.permutations([*versions, *more]))
    told = told_of(history, block, reversals, limit=limit)
    below = []
    for version in reversals:
        history = history.reversed(version)
        below.append(history.points(LATER) < limit)
    assert below[-1]
    assert told.index(True) == below.index(True)


@given(own=_WEIGHTS, newer=_WEIGHTS, forgotten=st.booleans(), data=st.data())
def test_what_merely_expired_is_no_lost_ground(
    *, own: list[list[int]], newer: list[list[int]], forgotten: bool, data: st.DataObject
) -> None:
    """Whatever newer offences are taken back, also where the expired ones were deleted since."""
    rested_on, _ = offences(own)
    limit = data.draw(st.integers(1, rested_on.points(LATER)))
    history, more = added(rested_on, newer, first=len(own), days=300)
    if forgotten:
        history = History(history.strikes[len(own) :])
    reversals = data.draw(st.permutations(more))
    told = told_of(history, block_on(rested_on), reversals, limit=limit, now=EXPIRED)
    assert not any(told)

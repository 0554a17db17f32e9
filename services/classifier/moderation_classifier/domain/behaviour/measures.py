"""Warnings and blocks: when one is to be proposed to a person, and when it has lost its ground.

Both are only ever proposed. Each rests on strikes; the same strikes are put forward once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from moderation_classifier.domain.behaviour.strikes import History
from moderation_common.identity import CommentRef, MeasureId
from moderation_common.policy import Strikes
from moderation_common.vocabulary import Measure


class Outcome(StrEnum):
    """What came of a proposal."""

    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """Before anybody decided its strikes were taken back or expired, or its author was blocked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One proposal about one author."""

    measure_id: MeasureId
    measure: Measure
    ref: CommentRef
    """The comment with which the limit was reached."""
    strikes: frozenset[str]
    """The ids of the strikes it rests on."""
    proposed_at: datetime
    outcome: Outcome | None = None
    """None while nobody has decided."""
    settled_at: datetime | None = None
    because: str = ""
    """Why it was withdrawn; empty where it was not, or by a release before."""


TAKEN_BACK: Final = "A person has taken strikes back, and too few are left."
EXPIRED: Final = "Strikes have expired, and too few are left."
OVERTAKEN: Final = (
    "A person has approved blocking its author, so there is nobody left to be warned."
)


def limit_of(measure: Measure, rules: Strikes) -> int:
    """Return from how many points a measure is proposed."""
    return rules.block_at if measure is Measure.BLOCK else rules.warn_at


def measure_due(
    history: History, proposals: Iterable[Proposal], *, rules: Strikes, now: datetime
) -> Measure | None:
    """Return the gravest measure that is to be proposed now, if any is.

    None while one as grave waits for a decision, and none that rests on nothing but strikes about
    which a person has been asked for it before.
    """
    points = history.points(now)
    known = list(proposals)
    for measure in (Measure.BLOCK, Measure.WARNING):
        if points < limit_of(measure, rules):
            continue
        same = [each for each in known if each.measure is measure]
        if any(each.outcome is None for each in same):
            return None
        asked = {strike for each in same if _was_decided(each) for strike in each.strikes}
        fresh = any(strike.strike_id not in asked for strike in history.counting(now))
        return measure if fresh else None
    return None


def first_decided(proposals: Iterable[Proposal]) -> Mapping[str, datetime]:
    """Return for which strikes, by their ids, people have decided on a measure, and when first."""
    decided: dict[str, datetime] = {}
    for each in proposals:
        if each.settled_at is None or not _was_decided(each):
            continue
        for strike_id in each.strikes:
            decided[strike_id] = min(each.settled_at, decided.get(strike_id, each.settled_at))
    return decided


def lapsed(
    history: History, proposals: Iterable[Proposal], *, rules: Strikes, now: datetime
) -> tuple[Proposal, ...]:
    """Return the undecided proposals for which the points no longer suffice."""
    points = history.points(now)
    return tuple(
        each
        for each in proposals
        if each.outcome is None and points < limit_of(each.measure, rules)
    )


def overtaken(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Return the undecided warnings about an author whose block a person has approved."""
    return tuple(
        each for each in proposals if each.outcome is None and each.measure is Measure.WARNING
    )


def unfounded(
    history: History,
    proposals: Iterable[Proposal],
    *,
    known: History,
    rules: Strikes,
    now: datetime,
) -> tuple[Proposal, ...]:
    """Return the approved measures that have lost their ground once `known` became `history`.

    Expiry takes none: what was rightly done stays done. Nor has a measure lost its ground while
    the strikes that it rests on, or those that count now, still amount to its limit. In which
    order they are taken back makes no difference.
    """
    weights, before = _weights(history), _weights(known)
    lighter = {each for each, weight in weights.items() if weight < before.get(each, 0)}
    if not lighter:
        return ()
    taken_back = lighter | {each for each, weight in weights.items() if weight == 0}

    def ground(proposal: Proposal, record: History, weighs: Mapping[str, int]) -> int:
        return max(sum(weighs.get(each, 0) for each in proposal.strikes), record.points(now))

    def has_lost_ground(proposal: Proposal) -> bool:
        limit = limit_of(proposal.measure, rules)
        if ground(proposal, history, weights) >= limit:
            return False
        # Its own may have been taken back before, or weigh less since, while newer ones made up for
        # them. Of its own that have expired and are forgotten nobody knows.
        kept_up = before.keys() >= proposal.strikes and ground(proposal, known, before) >= limit
        return kept_up or not taken_back.isdisjoint(proposal.strikes)

    return tuple(
        each for each in proposals if each.outcome is Outcome.APPROVED and has_lost_ground(each)
    )


def _weights(history: History) -> dict[str, int]:
    """Return what each strike weighs, expired or not; nothing once it was taken back."""
    return {strike.strike_id: strike.points if strike.comments else 0 for strike in history.strikes}


def _was_decided(proposal: Proposal) -> bool:
    return proposal.outcome in (Outcome.APPROVED, Outcome.REFUSED)

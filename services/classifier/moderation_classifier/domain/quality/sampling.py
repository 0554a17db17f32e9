"""Which comments a person is asked to judge although nothing is in doubt, so that figures hold.

People see what the machine doubts. Figures from those comments alone would say how the machine does
on doubtful comments; so a few of the others are drawn at random, and each answer counts for as many
comments as it stands for. The draw is by the decision's id: a repeat draws the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from moderation_classifier.domain.decision import Decision
from moderation_common.identity import DecisionId
from moderation_common.policy.house_rules import REMOVALS

SAMPLED_DOUBT: Final = (
    "It was drawn at random, to check the machine; decide as if nobody had decided yet."
)
_DRAW_BYTES: Final = 8


class Stratum(StrEnum):
    """By which way a comment can come before a person."""

    REVIEW = "review"
    """The machine asked for a person's decision, so that every one is looked at."""
    REMOVED = "removed"
    """The machine removed it by itself, in no doubt."""
    LEFT = "left"
    """The machine left it, in no doubt."""
    OUTSIDE = "outside"
    """Overtaken by a later version or gone from the platform: not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Whether a person is asked about one comment, and how likely that was."""

    stratum: Stratum
    share: float
    """Of comments like it, the share about which a person is asked: 0 to 1."""
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How many of the comments that are in no doubt a person is asked about."""

    left: float = 0.0
    """Share, 0 to 1, of those that the machine leaves."""
    removed: float = 0.0
    """Share, 0 to 1, of those that the machine removes by itself."""

    def draw(self, decision: Decision, decision_id: DecisionId, *, outside: bool) -> Draw:
        """Say whether a person is asked; the same decision, the same answer."""
        stratum = stratum_of(decision, outside=outside)
        share = self._share(stratum)
        return Draw(stratum=stratum, share=share, asked=_place(decision_id) < share)

    def _share(self, stratum: Stratum) -> float:
        match stratum:
            case Stratum.REVIEW:
                return 1.0
            case Stratum.REMOVED:
                return self.removed
            case Stratum.LEFT:
                return self.left
            case Stratum.OUTSIDE:
                return 0.0


def stratum_of(decision: Decision, *, outside: bool) -> Stratum:
    """Return by which way a comment with this decision comes before a person."""
    if outside:
        return Stratum.OUTSIDE
    if decision.review:
        return Stratum.REVIEW
    return Stratum.LEFT if REMOVALS.isdisjoint(decision.actions) else Stratum.REMOVED


def _place(decision_id: DecisionId) -> float:
    """Return a number from 0 up to 1 that is spread evenly over ids."""
    digest = hashlib.sha256(f"sample {decision_id}".encode()).digest()
    return int.from_bytes(digest[:_DRAW_BYTES]) / float(1 << (8 * _DRAW_BYTES))

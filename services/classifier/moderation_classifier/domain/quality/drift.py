"""Whether what the machine says has moved: newer scores and labels held against older ones.

Nothing is called drift on few comments, nor what chance explains: an index over small counts is
large by itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from moderation_common.vocabulary import Label

EDGES: Final = (0.2, 0.4, 0.6, 0.8)
"""Where one bin of scores ends and the next begins."""
BINS: Final = len(EDGES) + 2
"""One more than pieces between the edges: the first bin is that of comments without a score."""
MIN_COMMENTS: Final = 200
"""In each of both times; with fewer an index says nothing."""

SLIGHT: Final = 0.1
MARKED: Final = 0.25
"""The usual bounds of the population stability index."""

_Z_RARE: Final = 3.290527
"""Standard deviations that chance passes once in a thousand times, either way."""
_Z_RARE_ONE_SIDED: Final = 3.090232
_SMOOTHING: Final = 0.5
"""Added to every count, so that an empty bin does not make the index infinite."""


class Movement(StrEnum):
    """How far something has moved."""

    UNKNOWN = "unknown"
    """Too few comments to say."""
    STEADY = "steady"
    SLIGHT = "slight"
    MARKED = "marked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCounts:
    """How one stretch of time's comments were scored and labelled."""

    comments: int
    scores: Mapping[Label, tuple[int, ...]]
    """For each label, comments by bin of score; those without a score may be left out."""
    labelled: Mapping[Label, int]
    """For each label, comments that have it for certain."""

    def bins(self, label: Label) -> tuple[int, ...]:
        """Return the comments in each of the `BINS`, the first those without a score."""
        scored = self.scores.get(label, (0,) * BINS)[1:]
        return (max(0, self.comments - sum(scored)), *scored)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelDrift:
    """How one label has moved."""

    label: Label
    movement: Movement
    index: float | None
    """Population stability index of the scores; none with too few comments."""
    rate: float | None
    """Of the newer comments, the share that has the label for certain."""
    reference_rate: float | None
    """The same of the older ones."""
    words: str
    """What has moved, for people; empty when nothing has."""


def compare(newer: ScoreCounts, older: ScoreCounts) -> tuple[LabelDrift, ...]:
    """Return how each label that either time has has moved, in the vocabulary's order."""
    seen = newer.scores.keys() | older.scores.keys() | newer.labelled.keys() | older.labelled.keys()
    return tuple(compare_label(label, newer, older) for label in Label if label in seen)


def compare_label(label: Label, newer: ScoreCounts, older: ScoreCounts) -> LabelDrift:
    """Return how one label has moved."""
    if min(newer.comments, older.comments) < MIN_COMMENTS:
        return LabelDrift(
            label=label,
            movement=Movement.UNKNOWN,
            index=None,
            rate=None,
            reference_rate=None,
            words=f"{MIN_COMMENTS} comments that the running model has judged are needed in both "
            "times to say anything of it.",
        )
    index = stability_index(newer.bins(label), older.bins(label))
    noise = chance_index(newer.comments, older.comments)
    rate = newer.labelled.get(label, 0) / newer.comments
    before = older.labelled.get(label, 0) / older.comments
    rate_moved = _rates_differ(label, newer, older)
    movement = Movement.STEADY
    if index > max(MARKED, noise):
        movement = Movement.MARKED
    elif index > max(SLIGHT, noise) or rate_moved:
        movement = Movement.SLIGHT
    return LabelDrift(
        label=label,
        movement=movement,
        index=index,
        rate=rate,
        reference_rate=before,
        words=_words(label, movement, rate=rate, before=before, rate_moved=rate_moved),
    )


def stability_index(newer: Sequence[int], older: Sequence[int]) -> float:
    """Return the population stability index of two lists of counts over the same bins.

    0 when the shares are the same; the order of the two does not matter.
    """
    new_shares, old_shares = _shares(newer), _shares(older)
    return sum(
        (new - old) * math.log(new / old) for new, old in zip(new_shares, old_shares, strict=True)
    )


def chance_index(newer: int, older: int) -> float:
    """Return the index that chance alone passes once in a thousand times.

    With nothing moved the index is spread as chi-squared times (1/n + 1/m); its quantile is
    Wilson and Hilferty's approximation.
    """
    freedom = BINS - 1
    spread = 2 / (9 * freedom)
    quantile = freedom * (1 - spread + _Z_RARE_ONE_SIDED * math.sqrt(spread)) ** 3
    return (1 / newer + 1 / older) * quantile


def _shares(counts: Sequence[int]) -> list[float]:
    total = sum(counts) + _SMOOTHING * len(counts)
    return [(count + _SMOOTHING) / total for count in counts]


def _rates_differ(label: Label, newer: ScoreCounts, older: ScoreCounts) -> bool:
    ones = newer.labelled.get(label, 0), older.labelled.get(label, 0)
    pooled = sum(ones) / (newer.comments + older.comments)
    deviation = math.sqrt(pooled * (1 - pooled) * (1 / newer.comments + 1 / older.comments))
    moved = abs(ones[0] / newer.comments - ones[1] / older.comments)
    return deviation > 0 and moved / deviation > _Z_RARE


def _words(
    label: Label, movement: Movement, *, rate: float, before: float, rate_moved: bool
) -> str:
    name = label.replace("_", " ")
    parts: list[str] = []
    if rate_moved:
        direction = "rise" if rate > before else "fall"
        parts.append(
            f"{name} was given to {rate:.1%} of the newer comments and {before:.1%} of the older"
            f" ones, a {direction} beyond what chance explains."
        )
    if movement is Movement.MARKED or (movement is Movement.SLIGHT and not rate_moved):
        how = "far" if movement is Movement.MARKED else "a little"
        parts.append(f"The scores of {name} have moved {how}.")
    return " ".join(parts)

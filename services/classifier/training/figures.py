"""The arithmetic of the model card: precision, recall, calibration and shares, all weighted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

BINS: Final = 10
"""Of equal width, over scores from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often a yes-or-no question was answered rightly, by weight of the lines."""

    right: float = 0.0
    """Said yes, and yes it is."""
    wrong: float = 0.0
    """Said yes, but no."""
    missed: float = 0.0
    """Said no, but yes it is."""

    @property
    def there(self) -> float:
        """How many lines the answer yes is true of."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """Share of the yeses that are right; `None` when there was none."""
        given = self.right + self.wrong
        return self.right / given if given else None

    @property
    def recall(self) -> float | None:
        """Share of what is there that was found; `None` when nothing is."""
        return self.right / self.there if self.there else None

    @property
    def f1(self) -> float | None:
        """Twice the right over all that was said or there; `None` when nothing is there."""
        if not self.there:
            return None
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)


def count(answers: Iterable[tuple[bool, bool, float]]) -> Counts:
    """Count answers, each as (said, true, weight)."""
    right = wrong = missed = 0.0
    for said, true, weight in answers:
        right += weight * (said and true)
        wrong += weight * (said and not true)
        missed += weight * (true and not said)
    return Counts(right, wrong, missed)


@dataclass(frozen=True, slots=True)
class Bin:
    """The scores between two tenths."""

    scores: float
    """How many, by weight."""
    mean_score: float
    true_share: float


def reliability(scored: Sequence[tuple[float, bool, float]]) -> list[Bin]:
    """Return the bins of scores given as (score, true, weight); empty ones are all 0."""
    sums = [[0.0, 0.0, 0.0] for _ in range(BINS)]
    for score, true, weight in scored:
        place = sums[min(BINS - 1, int(score * BINS))]
        place[0] += weight
        place[1] += weight * score
        place[2] += weight * true
    return [Bin(n, total / n if n else 0.0, true / n if n else 0.0) for n, total, true in sums]


def calibration_error(scored: Sequence[tuple[float, bool, float]]) -> float | None:
    """Return the expected calibration error: the bins' mean gap between score and truth.

    `None` without scores.
    """
    bins = reliability(scored)
    whole = sum(each.scores for each in bins)
    if not whole:
        return None
    return sum(each.scores * abs(each.mean_score - each.true_share) for each in bins) / whole


@dataclass(frozen=True, slots=True)
class Contrasts:
    """How a way fares on a functional test of two halves."""

    hateful: Counts
    peaceful: Counts
    """The question turned round: said peaceful, is peaceful."""

    @property
    def macro_f1(self) -> float:
        """The mean of both halves' F1."""
        return ((self.hateful.f1 or 0.0) + (self.peaceful.f1 or 0.0)) / 2


def contrast(answers: Iterable[tuple[bool, bool]]) -> Contrasts:
    """Count answers to "is it hateful?", each as (said, true)."""
    kept = list(answers)
    return Contrasts(
        count((said, true, 1.0) for said, true in kept),
        count((not said, not true, 1.0) for said, true in kept),
    )


def mean(values: Iterable[float]) -> float:
    """Return the mean; 0 of nothing."""
    kept = list(values)
    return sum(kept) / len(kept) if kept else 0.0

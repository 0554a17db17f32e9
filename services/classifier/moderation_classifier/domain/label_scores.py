"""One label's scores: of what people answered about, and of every comment that was judged."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from moderation_classifier.domain.estimate import Z_95_ONE_SIDED, Estimate, estimate
from moderation_classifier.domain.judgement import Judgement
from moderation_classifier.domain.sampling import Stratum
from moderation_classifier.domain.stratified import Answer, share_dealt_with
from moderation_classifier.domain.weighing import WeighedExample
from moderation_common.vocabulary import Label


@dataclass(frozen=True, slots=True)
class _Answer:
    stratum: Stratum
    score: float
    positive: bool
    weight: float


class LabelScores:
    """The examples of one label, and every comment's score for it."""

    def __init__(
        self,
        label: Label,
        weighed: Sequence[WeighedExample],
        judgements: Sequence[Judgement],
        *,
        must_leave: float | None,
    ) -> None:
        self.must_leave = must_leave
        """How many comments must be left, at the least; none when the label removes nothing."""
        self.answers = [
            _Answer(
                one.example.judgement.draw.stratum,
                one.example.judgement.scores.get(label, 0.0),
                label in one.example.labels,
                one.weight,
            )
            for one in weighed
            if one.example.speaks_of(label)
        ]
        self._removable = [
            (one.example.judgement.scores.get(label, 0.0), one.example.must_leave, one.weight)
            for one in weighed
        ]
        scores = (judgement.scores.get(label) for judgement in judgements)
        self._scores = sorted(score for score in scores if score is not None)
        self.positives = sum(answer.positive for answer in self.answers)

    def recall(self, threshold: float) -> Estimate | None:
        """Return the share of texts with the label that score so much or more."""
        return share_dealt_with(
            Answer(
                stratum=a.stratum,
                dealt_with=a.score >= threshold,
                has_it=a.positive,
                weight=a.weight,
            )
            for a in self.answers
        )

    def precision(self, threshold: float) -> Estimate | None:
        """Return the share of texts that score so much or more that have the label."""
        return estimate((a.positive, a.weight) for a in self.answers if a.score >= threshold)

    def comments_from(self, threshold: float) -> int:
        """Return how many comments were judged with this score or more, seen by people or not."""
        return len(self._scores) - bisect_left(self._scores, threshold)

    def answered_from(self, threshold: float) -> int:
        """Return how many comments with this score or more people were asked about."""
        return sum(score >= threshold for score, _left, _weight in self._removable)

    def removal_error(self, threshold: float) -> float | None:
        """Return the upper bound of the share of must-leave comments from the threshold up.

        How many comments have such a score is known; which share of those must be left is not.
        None when the label removes nothing or too little is known.
        """
        if self.must_leave is None:
            return None
        comments = self.comments_from(threshold)
        if comments == 0:
            return 0.0
        wrong = estimate_above(
            (left, weight) for score, left, weight in self._removable if score >= threshold
        )
        if wrong is None or self.must_leave <= 0:
            return None
        return min(1.0, comments * wrong.high / self.must_leave)


def estimate_above(answers: Iterable[tuple[bool, float]]) -> Estimate | None:
    """Return a share whose bounds are each passed once in twenty times."""
    return estimate(answers, z=Z_95_ONE_SIDED)

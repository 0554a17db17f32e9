"""One label's scores: of what people answered about, and of every comment that was judged."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moderation_classifier.domain.quality.estimate import Estimate, Said, count_decisions, estimate
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.quality.stratified import (
    Answer,
    at_most,
    share_dealt_with,
    unanswered,
)
from moderation_classifier.domain.quality.weighing import Population, WeighedExample
from moderation_common.vocabulary import Label


@dataclass(frozen=True, slots=True)
class _Answer:
    stratum: Stratum
    score: float
    said: Said


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
        self._answers = [
            _answer(one, label, true=label in one.example.labels)
            for one in weighed
            if one.example.speaks_of(label) and not _repeats(one.example.judgement, label)
        ]
        self._left = [_answer(one, label, true=one.example.must_leave) for one in weighed]
        self._scores = _scores_of(judgements, label)
        self._found_by_score = _scores_of(
            [one for one in judgements if not _repeats(one, label)], label
        )
        said = [answer.said for answer in self._answers]
        self.examples = count_decisions(said)
        """Decisions that tell whether the label holds; one about a whole group counts once."""
        self.positives = count_decisions(one for one in said if one.true)
        self.negatives = count_decisions(one for one in said if not one.true)

    def recall(self, threshold: float) -> Estimate | None:
        """Return the share of texts with the label that score so much or more."""
        return share_dealt_with(
            Answer(stratum=a.stratum, dealt_with=a.score >= threshold, said=a.said)
            for a in self._answers
        )

    def precision(self, threshold: float) -> Estimate | None:
        """Return the share of texts that score so much or more that have the label.

        None when of those of a stratum nobody has said whether any has it.
        """
        if self.unanswered_from(threshold):
            return None
        return estimate(a.said for a in self._answers if a.score >= threshold)

    def unanswered_from(self, threshold: float) -> tuple[Stratum, ...]:
        """Return the strata with such scores where nobody has said of any whether it is right."""
        answered = {a.stratum for a in self._answers if a.score >= threshold}
        return unanswered(answered, _count_from(self._found_by_score, threshold))

    def comments_from(self, threshold: float) -> int:
        """Return how many comments were judged with this score or more, seen by people or not."""
        return sum(_count_from(self._scores, threshold).values())

    def answered_from(self, threshold: float) -> int:
        """Return how often people decided about comments with this score or more."""
        return count_decisions(a.said for a in self._left if a.score >= threshold)

    def errs_from(self, threshold: float) -> bool:
        """Say whether people found any comment with this score or more that must be left."""
        return any(a.said.true for a in self._left if a.score >= threshold)

    def removal_error(self, threshold: float) -> float | None:
        """Return the upper bound of the share of must-leave comments from the threshold up.

        How many comments have such a score is known; which share of those must be left is not.
        None when the label removes nothing or too little is known.
        """
        if self.must_leave is None:
            return None
        return removal_error(
            [(a.stratum, a.said) for a in self._left if a.score >= threshold],
            _count_from(self._scores, threshold),
            must_leave=self.must_leave,
        )


def removal_error(
    answers: Sequence[tuple[Stratum, Said]],
    removed: Mapping[Stratum, int],
    *,
    must_leave: float,
) -> float | None:
    """Return the upper bound of the share of must-leave comments that are among the removed.

    `answers` say of some of the removed whether they must be left. None when nobody has answered
    for the removed of a stratum, or nothing is known that must be left.
    """
    if not any(removed.values()):
        return 0.0
    wrong = at_most(answers, removed)
    if wrong is None or must_leave <= 0:
        return None
    return min(1.0, wrong / must_leave)


def _repeats(judgement: Judgement, label: Label) -> bool:
    """Say whether repetition found the label: no threshold finds or loses such a comment.

    What a threshold removes is counted from every score all the same.
    """
    return label is Label.SPAM and judgement.repeats


def _answer(one: WeighedExample, label: Label, *, true: bool) -> _Answer:
    judgement = one.example.judgement
    return _Answer(judgement.draw.stratum, judgement.scores.get(label, 0.0), one.say(true))


def _count_from(scores: Mapping[Stratum, list[float]], threshold: float) -> Population:
    return {stratum: len(part) - bisect_left(part, threshold) for stratum, part in scores.items()}


def _scores_of(judgements: Sequence[Judgement], label: Label) -> Mapping[Stratum, list[float]]:
    scores: defaultdict[Stratum, list[float]] = defaultdict(list)
    for judgement in judgements:
        score = judgement.scores.get(label)
        if score is not None:
            scores[judgement.draw.stratum].append(score)
    return {stratum: sorted(part) for stratum, part in scores.items()}

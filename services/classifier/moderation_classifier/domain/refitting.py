"""Proposes thresholds from what people have decided, and says where they have decided too little.

A proposal keeps three promises, each measured on labelled examples that stand for all comments. Of
texts with a label, at least a given share gets to a person or further (`review`). Of texts
labelled for certain, at least a given share is labelled rightly (`act`). And of comments that must
be left, a label has at most a given share removed by the machine alone, by the upper bound of what
is plausible (`remove`). Nothing is put in force here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moderation_classifier.domain.demands import Demands
from moderation_classifier.domain.estimate import Estimate, answers_needed
from moderation_classifier.domain.judgement import Judgement
from moderation_classifier.domain.label_scores import LabelScores
from moderation_classifier.domain.language import ENGLISH
from moderation_classifier.domain.sampling import Stratum
from moderation_classifier.domain.stratified import at_least
from moderation_classifier.domain.weighing import Evidence, WeighedExample
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import REMOVALS, Threshold
from moderation_common.vocabulary import Label

GRID: Final = tuple(step / 100 for step in range(5, 100))
"""The thresholds that are tried; below 0.05 no score is kept."""

_MIN_ABOVE: Final = 10
"""Decisions at or above a threshold, for the share of right ones to be more than an accident."""

_DONE: Final = {
    Stratum.REVIEW: "put before a person",
    Stratum.REMOVED: "removed by itself",
    Stratum.LEFT: "left",
    Stratum.OUTSIDE: "passed over",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one threshold of a label does on the examples."""

    recall: Estimate | None
    precision: Estimate | None
    removal_error: float | None
    """Upper bound; none when the label removes nothing or too little is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelProposal:
    """What is proposed for one label, or why nothing is."""

    label: Label
    examples: int
    """Decisions that tell whether the label holds; one about a whole group counts once."""
    positives: int
    now: Threshold
    now_does: Standing
    proposed: Threshold | None
    """None when nothing is proposed."""
    proposed_does: Standing | None
    refusals: tuple[str, ...]
    """Why nothing, or less than everything, is proposed; with what is missing."""

    @property
    def changes(self) -> bool:
        """Whether a threshold would be another one."""
        return self.proposed is not None and (
            (self.proposed.review, self.proposed.act, self.proposed.removal)
            != (self.now.review, self.now.act, self.now.removal)
        )


def removable_labels(pack: PolicyPack) -> frozenset[Label]:
    """Return the labels for which some row of the pack's table lets the machine remove alone."""
    return frozenset(
        label
        for row in pack.categories
        if row.then.automatic
        and row.when.min_score is None
        and any(not REMOVALS.isdisjoint(bundle) for bundle in row.then.actions)
        for label in (*row.when.labels_any, *row.when.labels_all)
    )


def propose(
    evidence: Evidence,
    judgements: Sequence[Judgement],
    *,
    pack: PolicyPack,
    demands: Demands,
) -> tuple[LabelProposal, ...]:
    """Return a proposal, or a refusal with its reasons, for every label of the vocabulary.

    `judgements` are those of the same time as the evidence, whether a person saw them or not. Texts
    that are not in English go to a person whatever their scores, and count nowhere.
    """
    weighed = [one for one in evidence.weighed if one.example.judgement.language == ENGLISH]
    english = [one for one in judgements if one.language == ENGLISH]
    must_leave = count_must_leave(weighed, english)
    removable = removable_labels(pack)
    unanswered = unanswered_sentence(evidence)
    return tuple(
        _propose_label(
            label,
            LabelScores(
                label, weighed, english, must_leave=must_leave if label in removable else None
            ),
            now=pack.thresholds.of(label),
            demands=demands,
            unanswered=unanswered,
        )
        for label in Label
    )


def count_must_leave(weighed: Sequence[WeighedExample], judgements: Sequence[Judgement]) -> float:
    """Return how many of the comments judged must be left, at the least."""
    return at_least(
        ((one.example.judgement.draw.stratum, one.say(one.example.must_leave)) for one in weighed),
        Counter(one.draw.stratum for one in judgements),
    )


def _propose_label(
    label: Label,
    scored: LabelScores,
    *,
    now: Threshold,
    demands: Demands,
    unanswered: str | None,
) -> LabelProposal:
    refusals = _too_few(label, scored, demands)
    if unanswered is not None and not refusals:
        refusals.append(unanswered)
    proposed: Threshold | None = None
    if not refusals:
        proposed, refusals = _fit(label, scored, now=now, demands=demands)
    return LabelProposal(
        label=label,
        examples=scored.examples,
        positives=scored.positives,
        now=now,
        now_does=_standing(scored, now),
        proposed=proposed,
        proposed_does=None if proposed is None else _standing(scored, proposed),
        refusals=tuple(refusals),
    )


def _too_few(label: Label, scored: LabelScores, demands: Demands) -> list[str]:
    name = label.replace("_", " ")
    refusals: list[str] = []
    missing = demands.positives(label) - scored.positives
    if missing > 0:
        refusals.append(
            f"People gave {name} to {scored.positives} comments they were asked about;"
            f" {missing} more are needed."
        )
    missing = demands.min_negatives - scored.negatives
    if missing > 0:
        refusals.append(f"{missing} more comments that people find to be no {name} are needed.")
    return refusals


def _fit(
    label: Label,
    scored: LabelScores,
    *,
    now: Threshold,
    demands: Demands,
) -> tuple[Threshold | None, list[str]]:
    review = _highest_with_recall(scored, demands.recall(label))
    if review is None:
        lowest = scored.recall(GRID[0])
        found = lowest.value if lowest else 0.0
        reason = (
            f"Even from {GRID[0]} up only {found:.0%} of what people label is found;"
            " no threshold mends that, the rules or the model must learn it."
        )
        return None, [reason]
    act = _lowest_with_precision(scored, demands.precision(label), review)
    if act is None:
        reason = (
            f"No threshold labels rightly in {demands.precision(label):.0%} of cases with at least"
            f" {_MIN_ABOVE} examples above it."
        )
        return None, [reason]
    if scored.must_leave is None:
        return Threshold(act=act, review=review), []
    remove = _lowest_safe(scored, act, demands.max_removal_error)
    if remove is not None:
        return _threshold(review=review, act=act, remove=remove), []
    # What is not known to be safe stays as it is, or becomes stricter with `act`.
    kept = max(act, now.removal)
    return _threshold(review=review, act=act, remove=kept), [
        _removal_refusal(scored, kept, demands.max_removal_error)
    ]


def _threshold(*, review: float, act: float, remove: float) -> Threshold:
    return Threshold(review=review, act=act, remove=None if remove == act else remove)


def _highest_with_recall(scored: LabelScores, wanted: float) -> float | None:
    # Recall never rises with the threshold, so the last that reaches it is found by halving.
    fails_from = bisect_left(GRID, 1, key=lambda step: int(_misses(scored, step, wanted)))
    return GRID[fails_from - 1] if fails_from else None


def _misses(scored: LabelScores, threshold: float, wanted: float) -> bool:
    recall = scored.recall(threshold)
    return recall is None or recall.value < wanted


def _lowest_with_precision(scored: LabelScores, wanted: float, review: float) -> float | None:
    """Return the lowest threshold from which, and from each higher one, enough labels are right."""
    lowest: float | None = None
    for threshold in reversed([step for step in GRID if step >= review]):
        precision = scored.precision(threshold)
        if precision is None or precision.examples < _MIN_ABOVE:
            continue
        if precision.value < wanted:
            break
        lowest = threshold
    return lowest


def _lowest_safe(scored: LabelScores, act: float, allowed: float) -> float | None:
    """Return the lowest threshold from which, and from each higher one, removing errs too seldom.

    One above which nothing was ever scored is no answer: it would be safe by removing nothing.
    """
    lowest: float | None = None
    for threshold in reversed([step for step in GRID if step >= act]):
        if scored.comments_from(threshold) == 0:
            continue
        error = scored.removal_error(threshold)
        if error is None or error > allowed:
            break
        lowest = threshold
    return lowest


def _removal_refusal(scored: LabelScores, threshold: float, allowed: float) -> str:
    must_leave = scored.must_leave or 0.0
    comments = scored.comments_from(threshold)
    if must_leave <= 0:
        return "Nobody has found any comment that must be left, so no removal can be called safe."
    if comments == 0:
        return f"No comment was scored {threshold:.2f} or more, so `remove` stays as it is."
    # With no error at all among them, so many answers would keep the bound.
    needed = answers_needed(min(1.0, allowed * must_leave / comments))
    answered = scored.answered_from(threshold)
    return (
        f"It cannot be shown that removing from {threshold:.2f} up silences at most {allowed:.1%}"
        f" of what must be left: {comments} comments scored so, people were asked about {answered},"
        f" and at least {needed} without an error are needed."
    )


def _standing(scored: LabelScores, threshold: Threshold) -> Standing:
    return Standing(
        recall=scored.recall(threshold.review),
        precision=scored.precision(threshold.act),
        removal_error=scored.removal_error(threshold.removal),
    )


def unanswered_sentence(evidence: Evidence) -> str | None:
    """Return of which comments nothing is known because nobody has answered; none when of none."""
    if not evidence.unanswered:
        return None
    which = " or ".join(_DONE[stratum] for stratum in evidence.unanswered)
    return (
        f"Nobody has answered for any comment that the machine {which}, so nothing is known of"
        " those; have the comments drawn at random judged first."
    )

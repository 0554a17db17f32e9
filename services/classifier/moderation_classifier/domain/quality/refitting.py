"""Proposes thresholds from what people have decided, and says where they have decided too little.

Three things are demanded, each measured on labelled examples that stand for all comments. Of texts
with a label, at least a given share gets to a person or further (`review`). Of texts labelled for
certain, at least a given share is labelled rightly (`act`). And of comments that must be left, a
label has at most a given share removed by the machine alone, by the upper bound of what is
plausible (`remove`).

A threshold that meets its demand stays as it is. Of one that misses it, `review` is only ever
lowered, `act` and `remove` are only ever raised: no proposal finds less, asserts more or removes
more than the thresholds of now. What takes its place reaches the demand by the lower bound too
where some threshold does, so that a few more answers do not overturn it. Nothing is put in force
here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from moderation_classifier.domain.languages.language import ENGLISH
from moderation_classifier.domain.quality.demands import Demands
from moderation_classifier.domain.quality.estimate import Estimate, answers_needed
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.label_scores import LabelScores
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.quality.stratified import at_least
from moderation_classifier.domain.quality.weighing import Evidence, WeighedExample
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import REMOVALS, Threshold
from moderation_common.vocabulary import DANGER_LABELS, Label

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
        mended, refusals = _mend(label, scored, now=now, demands=demands)
        proposed = None if refusals and mended is now else mended
    now_does = _standing(scored, now)
    return LabelProposal(
        label=label,
        examples=scored.examples,
        positives=scored.positives,
        now=now,
        now_does=now_does,
        proposed=proposed,
        proposed_does=None if proposed is None else _standing(scored, proposed, before=now_does),
        refusals=tuple(refusals),
    )


def _too_few(label: Label, scored: LabelScores, demands: Demands) -> list[str]:
    # No label is named and people's words are the same for each, so that labels can share a line.
    return [
        f"{told} in {_counted(decided, 'decision', none='no')};"
        f" {missing} more {'is' if missing == 1 else 'are'} needed."
        for told, decided, missing in (
            ("People gave it", scored.positives, demands.positives(label) - scored.positives),
            (
                "People said that it was not there",
                scored.negatives,
                demands.min_negatives - scored.negatives,
            ),
        )
        if missing > 0
    ]


def _mend(
    label: Label,
    scored: LabelScores,
    *,
    now: Threshold,
    demands: Demands,
) -> tuple[Threshold, list[str]]:
    """Return thresholds with what can be mended, and what cannot; what meets its demand stays."""
    review, no_review = _mend_review(scored, now.review, demands.recall(label))
    act, no_act = _mend_act(
        # Certain danger is told at once, so `act` rises there no further than it must.
        scored,
        now.act,
        demands.precision(label),
        surely=label not in DANGER_LABELS,
    )
    removal, no_removal = _mend_removal(scored, max(act, now.removal), demands.max_removal_error)
    refusals = [why for why in (no_review, no_act, no_removal) if why is not None]
    if (review, act, removal) == (now.review, now.act, now.removal):
        return now, refusals
    found = Threshold(act=act, review=review)
    if found.removal != removal:
        found = Threshold(act=act, review=review, remove=removal)
    return found, refusals


def _mend_review(scored: LabelScores, now: float, wanted: float) -> tuple[float, str | None]:
    recall = scored.recall(now)
    if recall is None or recall.value >= wanted:
        return now, None
    lower = _highest_with_recall(scored, wanted, below=now)
    if lower is not None:
        return lower, None
    lowest = scored.recall(GRID[0])
    found = lowest.value if lowest else 0.0
    reason = (
        f"Even from {GRID[0]} up only {found:.1%} of what people label is found;"
        " no threshold mends that, the rules or the model must learn it."
    )
    return now, reason


def _highest_with_recall(scored: LabelScores, wanted: float, *, below: float) -> float | None:
    """Return the highest threshold with that recall; by its lower bound where one has it so."""
    steps = [step for step in GRID if step < below]
    surely = _last_step(scored, steps, lambda recall: recall.low >= wanted)
    return surely or _last_step(scored, steps, lambda recall: recall.value >= wanted)


def _last_step(
    scored: LabelScores, steps: Sequence[float], reaches: Callable[[Estimate], bool]
) -> float | None:
    def fails(step: float) -> int:
        recall = scored.recall(step)
        return int(recall is None or not reaches(recall))

    # Recall never rises with the threshold, so the last that reaches it is found by halving.
    fails_from = bisect_left(steps, 1, key=fails)
    return steps[fails_from - 1] if fails_from else None


def _mend_act(
    scored: LabelScores, now: float, wanted: float, *, surely: bool
) -> tuple[float, str | None]:
    unanswered = scored.unanswered_from(now)
    if unanswered:
        reason = (
            f"Nobody has said of any comment scored {exactly(now)} or more that the machine"
            f" {_done(unanswered)} whether it has the label, so nothing is known of how many of"
            " those are labelled rightly; it takes answers about some of them."
        )
        return now, reason
    precision = scored.precision(now)
    decided = precision.examples if precision else 0
    if precision is None or decided < _MIN_ABOVE:
        reason = (
            f"People made {_counted(decided, 'decision', none='no')} about comments scored"
            f" {exactly(now)} or more; {_MIN_ABOVE} are needed to say how many are labelled"
            " rightly."
        )
        return now, reason
    if precision.value >= wanted:
        return now, None
    higher = _lowest_with_precision(scored, wanted, above=now, surely=surely)
    if higher is not None:
        return higher, None
    reason = (
        f"No higher threshold labels rightly in {percent(wanted)} of cases with at least"
        f" {_MIN_ABOVE} decisions above it, some about each kind of comment that scores so."
    )
    return now, reason


def _lowest_with_precision(
    scored: LabelScores, wanted: float, *, above: float, surely: bool
) -> float | None:
    """Return the lowest threshold from which, and from each higher one, enough labels are right.

    Those of which too little is known are passed over. If `surely`, the lowest that has it by its
    lower bound, where one of them has.
    """
    value: list[float] = []
    low: list[float] = []
    for threshold in reversed([step for step in GRID if step > above]):
        precision = scored.precision(threshold)
        if precision is None or precision.examples < _MIN_ABOVE:
            continue
        if precision.value < wanted:
            break
        value.append(threshold)
        if surely and precision.low >= wanted:
            low.append(threshold)
    return min(low or value, default=None)


def _mend_removal(scored: LabelScores, now: float, allowed: float) -> tuple[float, str | None]:
    if scored.must_leave is None:
        return now, None
    error = scored.removal_error(now)
    if error is not None and error <= allowed:
        return now, None
    # Where people found no error, answers are missing and not a higher threshold.
    if scored.must_leave > 0 and scored.errs_from(now):
        higher = _lowest_safe(scored, allowed, above=now)
        if higher is not None:
            return higher, None
    return now, _removal_refusal(scored, now, allowed)


def _lowest_safe(scored: LabelScores, allowed: float, *, above: float) -> float | None:
    """Return the lowest threshold from which, and from each higher one, removing errs too seldom.

    One above which nothing was ever scored is no answer: it would be safe by removing nothing.
    """
    lowest: float | None = None
    for threshold in reversed([step for step in GRID if step > above]):
        if scored.comments_from(threshold) == 0:
            continue
        error = scored.removal_error(threshold)
        if error is None or error > allowed:
            break
        lowest = threshold
    return lowest


def _removal_refusal(scored: LabelScores, threshold: float, allowed: float) -> str:
    must_leave = scored.must_leave or 0.0
    if must_leave <= 0:
        return "Nobody has found any comment that must be left, so no removal can be called safe."
    comments = scored.comments_from(threshold)
    # With no error at all among them, so many answers would keep the bound.
    needed = answers_needed(min(1.0, allowed * must_leave / comments))
    lacking = (
        "of which some must be left"
        if scored.errs_from(threshold)
        else f"and at least {needed} without an error {'is' if needed == 1 else 'are'} needed"
    )
    return (
        f"It cannot be shown that removing from {exactly(threshold)} up silences at most"
        f" {percent(allowed)} of what must be left: {_counted(comments, 'comment')} scored so,"
        f" people were asked about {scored.answered_from(threshold)}, {lacking}."
    )


def _standing(
    scored: LabelScores, threshold: Threshold, before: Standing | None = None
) -> Standing:
    error = scored.removal_error(threshold.removal)
    if before is not None and before.removal_error is not None:
        # What removes no more errs no more often, however few answers are left to show it.
        error = before.removal_error if error is None else min(error, before.removal_error)
    return Standing(
        recall=scored.recall(threshold.review),
        precision=scored.precision(threshold.act),
        removal_error=error,
    )


def _counted(number: int, noun: str, *, none: str = "0") -> str:
    return f"{number or none} {noun}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """Return a share as a percentage with every digit that was given."""
    return f"{100 * share:g}%"


def exactly(threshold: float) -> str:
    """Return a threshold with two digits, and with every other digit that it has."""
    short = f"{threshold:.2f}"
    # A pack may be more exact than what is tried here, and YAML takes 1e-05 for a text.
    return short if float(short) == threshold else f"{Decimal(repr(threshold)):f}"


def unanswered_sentence(evidence: Evidence) -> str | None:
    """Return of which comments nothing is known because nobody has answered; none when of none."""
    if not evidence.unanswered:
        return None
    return (
        "Nobody has answered for any comment that the machine"
        f" {_done(evidence.unanswered)}, so nothing is known of"
        " those; have the comments drawn at random judged first."
    )


def _done(strata: Iterable[Stratum]) -> str:
    return " or ".join(_DONE[stratum] for stratum in strata)

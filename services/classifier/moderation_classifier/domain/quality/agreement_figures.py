"""How well the machine agrees with people, by label, and how often it silences what must be left.

The first figure of the product's safety is `must_leave_removed`. Nothing here guesses: where people
have not answered for a part of the comments, whatever would need that part is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moderation_classifier.domain.quality.estimate import Estimate, count_decisions, estimate
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.quality.stratified import Answer, share_dealt_with, unanswered
from moderation_classifier.domain.quality.weighing import Evidence, Population, WeighedExample
from moderation_common.vocabulary import Label

_BINS: Final = 10
"""Of scores, for the calibration error: enough to see a bend, few enough to be filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFigures:
    """How the machine does with one label."""

    label: Label
    examples: int
    """Weighed decisions that tell whether the label holds; one about a whole group counts once."""
    by_people: int
    """Decisions that gave it."""
    by_machine: int
    """Decisions about what the machine gave it to for certain."""
    precision: Estimate | None
    """Of what the machine labelled, the share that people labelled; none where nobody has answered
    for what it labelled in some stratum."""
    recall: Estimate | None
    """Of what people labelled, the share that the machine labelled for certain."""
    reached: Estimate | None
    """Of what people labelled, the share that the machine labelled or put before a person."""
    agreement: Estimate | None
    """The share for which both say the same."""
    kappa: float | None
    """Cohen's: agreement beyond chance, 1 at best; none when either always says the same."""
    calibration_error: float | None
    """How far scores are from the share of positives, on average; 0 at best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyFigures:
    """What the machine removes by itself, held against people's word."""

    removed: int
    """Decisions about what the machine removed and a person was asked about by design."""
    overturned: Estimate | None
    """Of the machine's removals, the share that people would not have made."""
    must_leave_removed: Estimate | None
    """Of the comments that must be left, the share that the machine removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All figures of one body over some time."""

    comments: int
    examples: int
    """Comments that a person decided about."""
    weighed: int
    """Of those, the ones that a person was asked about by design."""
    unanswered: tuple[Stratum, ...]
    safety: SafetyFigures
    labels: tuple[LabelFigures, ...]
    """Those that people or machine gave at least once, in the vocabulary's order."""


def measure(evidence: Evidence, given: Mapping[Label, Population]) -> Figures:
    """Return the figures that the evidence allows; `given` is what each label was given to."""
    seen: Counter[Label] = Counter()
    for one in evidence.weighed:
        seen.update(one.example.labels | frozenset(one.example.judgement.labels))
    complete = not evidence.unanswered
    return Figures(
        comments=evidence.comments,
        examples=evidence.examples,
        weighed=len(evidence.weighed),
        unanswered=evidence.unanswered,
        safety=_safety(evidence),
        labels=tuple(
            measure_label(label, evidence.weighed, given.get(label, {}), complete=complete)
            for label in Label
            if label in seen
        ),
    )


def measure_label(
    label: Label,
    weighed: Iterable[WeighedExample],
    given: Population,
    *,
    complete: bool = True,
) -> LabelFigures:
    """Return the figures of one label; what needs every stratum only when they are `complete`.

    `given` counts the comments to which the machine gave the label, whether people saw them or not.
    """
    spoken = [one for one in weighed if one.example.speaks_of(label)]
    rows = [
        (label in one.example.judgement.labels, label in one.example.labels, one) for one in spoken
    ]
    answered = {one.example.judgement.draw.stratum for machine, _person, one in rows if machine}
    return LabelFigures(
        label=label,
        examples=count_decisions(one.say(person) for _machine, person, one in rows),
        by_people=count_decisions(one.say(person) for _machine, person, one in rows if person),
        by_machine=count_decisions(one.say(person) for machine, person, one in rows if machine),
        precision=None
        if unanswered(answered, given)
        else estimate(one.say(person) for machine, person, one in rows if machine),
        recall=share_dealt_with(
            _answer(one, dealt_with=machine, has_it=person) for machine, person, one in rows
        )
        if complete
        else None,
        reached=share_dealt_with(
            _answer(one, dealt_with=machine or one.example.reached_person, has_it=person)
            for machine, person, one in rows
        )
        if complete
        else None,
        agreement=estimate(one.say(machine == person) for machine, person, one in rows)
        if complete
        else None,
        kappa=cohen_kappa([(machine, person, one.weight) for machine, person, one in rows])
        if complete
        else None,
        calibration_error=calibration_error(
            [
                (one.example.judgement.scores.get(label, 0.0), person, one.weight)
                for _machine, person, one in rows
            ]
        )
        if complete
        else None,
    )


def cohen_kappa(answers: Sequence[tuple[bool, bool, float]]) -> float | None:
    """Return the agreement of two yes-or-no answers beyond chance, each pair with its weight."""
    total = sum(weight for _one, _other, weight in answers)
    if total <= 0:
        return None
    one_yes = sum(weight for one, _other, weight in answers if one) / total
    other_yes = sum(weight for _one, other, weight in answers if other) / total
    seen = sum(weight for one, other, weight in answers if one == other) / total
    chance = one_yes * other_yes + (1 - one_yes) * (1 - other_yes)
    if chance >= 1 - 1e-12:
        return None
    return (seen - chance) / (1 - chance)


def calibration_error(answers: Sequence[tuple[float, bool, float]]) -> float | None:
    """Return the expected calibration error of scores (score, truth, weight), 0 to 1."""
    total = sum(weight for _score, _true, weight in answers)
    if total <= 0:
        return None
    gaps = [0.0] * _BINS
    for score, true, weight in answers:
        place = min(int(score * _BINS), _BINS - 1)
        gaps[place] += weight * (score - (1.0 if true else 0.0))
    return sum(map(abs, gaps)) / total


def _safety(evidence: Evidence) -> SafetyFigures:
    removed = [one for one in evidence.weighed if one.example.judgement.removed]
    return SafetyFigures(
        removed=count_decisions(one.say(one.example.overturned) for one in removed),
        overturned=estimate(one.say(one.example.overturned) for one in removed)
        if Stratum.REMOVED not in evidence.unanswered
        else None,
        must_leave_removed=None
        if evidence.unanswered
        else share_dealt_with(
            _answer(
                one,
                dealt_with=one.example.judgement.removed,
                has_it=one.example.must_leave,
            )
            for one in evidence.weighed
        ),
    )


def _answer(one: WeighedExample, *, dealt_with: bool, has_it: bool) -> Answer:
    return Answer(
        stratum=one.example.judgement.draw.stratum,
        dealt_with=dealt_with,
        said=one.say(has_it),
    )

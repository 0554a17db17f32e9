"""The figures that must not fall, from the hand-written texts of the repository alone.

`python -m training.evaluate` writes them to `figures.json`; a test measures them again. In each
of them more is better. A figure may fall by its tolerance, since processors round the model's
arithmetic differently, and no further.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moderation_classifier.adapters.engine import Engine
from moderation_classifier.domain.decision import Decision
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import AT_RISK_LABELS, Label
from training.evaluate_personal_data import REVIEW, Half, read_lines
from training.evaluate_personal_data import count as count_details
from training.figures import calibration_error, contrast, count
from training.gold import LABELLED, GoldText, Source, public_comment, read_hand_written
from training.groups import GROUPS, UNMARKED, sentences_about
from training.judged import (
    certain_labels,
    decide_all,
    is_flagged,
    is_removed,
    is_seen,
    possible_labels,
)

Judged = Sequence[tuple[GoldText, Decision]]
"""Texts with what was decided about them."""

FIGURES: Final = Path(__file__).with_name("figures.json")

DANGER: Final = tuple(label for label in Label if label in AT_RISK_LABELS)
ROUTED: Final = (Label.FOI, Label.MEDIA, Label.COMPLAINT, Label.LEGAL, Label.SUBJECT_ACCESS)
RUBBISH: Final = (Label.MISINFORMATION, Label.SPAM, Label.PROMOTION)

LEAST_SCORE: Final = 0.05
"""Of a score of less nothing is asked: it reaches nobody."""
_TOLERANCE: Final = 0.02
_TOLERANCES: Final = {
    "left": 0.002,
    "left in distress": 0.01,
    "danger seen": 0.01,
    "danger found": 0.01,
}
"""Of the figures that are about silence and danger: one or two lines."""
_LEFT_ELSEWHERE: Final = "left under "
_MIN_LINES: Final = 15
"""One line of fewer would move a label's figure by more than is tolerated."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure that is lower than it was by more than is tolerated."""

    name: str
    was: float
    now: float


def measure(engine: Engine, packs: Sequence[PolicyPack]) -> dict[str, float]:
    """Return every guarded figure under the first policy, and what is left under each.

    The same engine gives the same figures.
    """
    golds = list(read_hand_written())
    utterances = [gold.utterance for gold in golds]
    pack, *others = packs
    decisions = decide_all(engine, utterances, pack)
    judged = list(zip(golds, decisions, strict=True))
    elsewhere = {
        other.organisation.key: list(zip(golds, decide_all(engine, utterances, other), strict=True))
        for other in others
    }
    parts = (
        _left_elsewhere(elsewhere),
        _calibrated(judged),
        _left(judged),
        _danger(judged),
        _hate(judged),
        _labels(judged),
        _details(),
        _groups(engine, pack),
    )
    return {name: round(value, 4) for part in parts for name, value in part}


def compare(before: Mapping[str, float], now: Mapping[str, float]) -> list[Fall]:
    """Return what fell by more than its tolerance; a figure that is gone counts as 0."""
    return [
        Fall(name, was, now.get(name, 0.0))
        for name, was in before.items()
        if now.get(name, 0.0) < was - _tolerance(name)
    ]


def _tolerance(name: str) -> float:
    if name.startswith(_LEFT_ELSEWHERE):
        return _TOLERANCES["left"]
    return _TOLERANCES.get(name, _TOLERANCE)


def write_figures(figures: Mapping[str, float], *, model: str, pack: str) -> None:
    """Keep the figures, for the test to compare with."""
    written = {"model": model, "pack": pack, "figures": dict(figures)}
    FIGURES.write_text(json.dumps(written, indent=1) + "\n", "utf-8")


def read_figures() -> dict[str, float]:
    """Return the figures kept."""
    return dict(json.loads(FIGURES.read_text("utf-8"))["figures"])


def read_model() -> str:
    """Return the id of the model that they are of."""
    return str(json.loads(FIGURES.read_text("utf-8"))["model"])


def _left(judged: Judged) -> Iterator[tuple[str, float]]:
    left = [decision for gold, decision in judged if gold.must_be_left]
    yield "left", 1 - sum(map(is_removed, left)) / len(left)
    distressed = [
        decision
        for gold, decision in judged
        if gold.must_be_left and Label.SELF_HARM in gold.labels
    ]
    yield "left in distress", 1 - sum(map(is_removed, distressed)) / len(distressed)


def _left_elsewhere(judged: Mapping[str, Judged]) -> Iterator[tuple[str, float]]:
    for body, decided in judged.items():
        left = [decision for gold, decision in decided if gold.must_be_left]
        yield f"{_LEFT_ELSEWHERE}{body}", 1 - sum(map(is_removed, left)) / len(left)


def _calibrated(judged: Judged) -> Iterator[tuple[str, float]]:
    scored = [
        (score, label in gold.labels, gold.weight)
        for gold, decision in judged
        if gold.source in LABELLED
        for label, score in decision.scores.items()
        if score >= LEAST_SCORE
    ]
    yield "calibration", 1 - (calibration_error(scored) or 0.0)


def _danger(judged: Judged) -> Iterator[tuple[str, float]]:
    mixed = [(gold, decision) for gold, decision in judged if gold.source in LABELLED]
    found = count(
        (
            not possible_labels(decision).isdisjoint(DANGER),
            not gold.labels.isdisjoint(DANGER),
            gold.weight,
        )
        for gold, decision in mixed
    )
    yield "danger found", found.recall or 0.0
    yield "danger rightly found", found.precision or 0.0
    seen = count(
        (is_seen(decision), True, gold.weight)
        for gold, decision in mixed
        if not gold.labels.isdisjoint(DANGER)
    )
    yield "danger seen", seen.recall or 0.0


def _hate(judged: Judged) -> Iterator[tuple[str, float]]:
    contrasts = [(gold, decision) for gold, decision in judged if gold.source is Source.CONTRASTS]
    for name, halves in (
        (
            "at review",
            contrast(
                (Label.HATE in possible_labels(decision), Label.HATE in gold.labels)
                for gold, decision in contrasts
            ),
        ),
        (
            "at act",
            contrast(
                (Label.HATE in decision.labels, Label.HATE in gold.labels)
                for gold, decision in contrasts
            ),
        ),
    ):
        yield f"contrasts, macro F1 {name}", halves.macro_f1
        yield f"contrasts, not hateful, {name}", halves.peaceful.recall or 0.0


def _labels(judged: Judged) -> Iterator[tuple[str, float]]:
    mixed = [(gold, decision) for gold, decision in judged if gold.source in LABELLED]
    for label in Label:
        at_review, at_act = (
            count(
                (label in given(decision), label in gold.labels, gold.weight)
                for gold, decision in mixed
            )
            for given in (possible_labels, certain_labels)
        )
        if at_review.there >= _MIN_LINES:
            yield f"{label}, F1 at review", at_review.f1 or 0.0
            yield f"{label}, F1 at act", at_act.f1 or 0.0
            yield f"{label}, precision at act", at_act.precision or 0.0


def _details() -> Iterator[tuple[str, float]]:
    figures = count_details(read_lines(Half.TEST), threshold=REVIEW)
    yield "personal data, recall", figures.recall
    yield "personal data, precision", figures.precision


def _groups(engine: Engine, pack: PolicyPack) -> Iterator[tuple[str, float]]:
    texts = [text for group in (UNMARKED, *GROUPS) for text in sentences_about(group)]
    about = decide_all(engine, [public_comment(text) for text in texts], pack)
    yield "groups mentioned without a flag", 1 - sum(map(is_flagged, about)) / len(about)

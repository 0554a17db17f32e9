"""Proposes the packs' thresholds: `python -m training.thresholds DATASETS`.

From the scores of rules and encoder together on the tuning lines and on the feedback kept from
training. A person copies what is right into the packs; nothing is written.

- `act`: where F1 is best.
- `review`: for danger, where 98 in 100 are found, unless that would cry wolf more often than two
  times in five; for the rest, where one more found begins to cost more than three in vain.
- `remove`: one value for all; the calibration sees to it that a model's word reaches it rarely.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from moderation_classifier.adapters.engine import open_model
from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.labelling import Labeller, Utterance
from moderation_classifier.domain.local import LocalKnowledge
from moderation_common.vocabulary import (
    CONVERSATION_LABELS,
    HOUSE_RULE_LABELS,
    Kind,
    Label,
    Platform,
)
from training.lines import TUNING, read_folder
from training.public_sets import kept_for_tuning, read_feedback

REMOVE: Final = 0.85
_DANGER: Final = frozenset(
    {Label.SELF_HARM, Label.EMERGENCY, Label.SAFEGUARDING, Label.PATIENT_SAFETY}
)
_DANGER_RECALL: Final = 0.98
_DANGER_PRECISION: Final = 0.6
_ALARMS_FOR_ONE: Final = 3
_ACT: Final = (0.25, 0.8)
_LEAST_REVIEW: Final = 0.08


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the proposal as a pack's `thresholds` section; return the process's status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("datasets", type=Path)
    options = parser.parse_args(arguments)
    scores, truth = score_texts(options.datasets)
    write = sys.stdout.write
    for place, label in enumerate(Label):
        known = truth[:, place] >= 0
        curve = Curve.of(scores[known, place], truth[known, place])
        act, review, told = propose(label, curve)
        remove = f", remove: {REMOVE:.2f}" if label in HOUSE_RULE_LABELS else ""
        write(f"    {label}: {{act: {act:.2f}, review: {review:.2f}{remove}}}  # {told}\n")
    return 0


def score_texts(datasets: Path) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    """Return scores and truth of shape (texts, labels); truth is -1 where it is not known."""
    utterances: list[Utterance] = []
    truth: list[list[int]] = []
    for line in read_folder(TUNING):
        utterances.append(_utterance(line.text, line.context))
        truth.append([int(label in line.labels) for label in Label])
    for row in read_feedback(datasets, held_out=False):
        if kept_for_tuning(row.text):
            utterances.append(_utterance(row.text, None))
            truth.append([int(row.known[label]) if label in row.known else -1 for label in Label])
    labeller = Labeller(load_packaged_rules(), open_model())
    none = LocalKnowledge.none()
    found = labeller.label_many([(utterance, none) for utterance in utterances])
    scores = [[labelling.scores.get(label, 0.0) for label in Label] for labelling in found]
    return np.array(scores), np.array(truth, dtype=np.int8)


@dataclass(frozen=True, slots=True)
class Curve:
    """What each of the steps would find, as a threshold of one label."""

    steps: npt.NDArray[np.float64]
    given: npt.NDArray[np.int64]
    """How many texts reach it."""
    hits: npt.NDArray[np.int64]
    """How many of them carry the label."""
    positives: int

    @classmethod
    def of(cls, scores: npt.NDArray[np.float64], truth: npt.NDArray[np.int8]) -> Self:
        """Count the scores of one label; truth is 0 or 1."""
        steps = np.round(np.arange(0.04, 0.97, 0.02), 2)
        reached = scores[:, None] >= steps
        hits = (reached & (truth == 1)[:, None]).sum(axis=0)
        return cls(steps, reached.sum(axis=0), hits, max(int((truth == 1).sum()), 1))

    def told(self, threshold: float) -> str:
        """Return precision and recall at the step nearest to a threshold."""
        at = int(np.abs(self.steps - threshold).argmin())
        precision = self.hits[at] / max(int(self.given[at]), 1)
        return f"{precision:.2f}/{self.hits[at] / self.positives:.2f}"


def propose(label: Label, curve: Curve) -> tuple[float, float, str]:
    """Return `act`, `review`, and what they would have meant."""
    f1 = 2 * curve.hits / np.maximum(curve.given + curve.positives, 1)
    act = float(np.clip(curve.steps[int(f1.argmax())], *_ACT))
    review = float(np.clip(_review(label, curve), _LEAST_REVIEW, act))
    return act, review, f"{curve.positives}: {curve.told(act)}, {curve.told(review)}"


def _review(label: Label, curve: Curve) -> float:
    if label in CONVERSATION_LABELS:
        return 1.0
    if label not in _DANGER:
        worth = curve.hits * (1 + _ALARMS_FOR_ONE) - curve.given
        return float(curve.steps[int(worth.argmax())])
    wide = np.flatnonzero(curve.hits >= _DANGER_RECALL * curve.positives)
    exact = np.flatnonzero(curve.hits >= _DANGER_PRECISION * np.maximum(curve.given, 1))
    found = float(curve.steps[wide[-1]]) if len(wide) else float(curve.steps[0])
    return max(found, float(curve.steps[exact[0]])) if len(exact) else found


def _utterance(text: str, context: str | None) -> Utterance:
    return Utterance(text=text, kind=Kind.COMMENT, platform=Platform.FACEBOOK, parent_text=context)


if __name__ == "__main__":
    sys.exit(main())

"""Turns the encoder's outputs into probabilities: `python -m training.calibrate DATASETS`.

Slope and shift of each label are fitted (Platt's method) on lines by authors who wrote nothing that
was trained on, together with NHS feedback kept from training, so that everyday praise and criticism
weigh as much as what was written to mislead. From a label's `sure` probability on, a model's word
alone may count for a removal: it is set where hardly any of these harmless texts reach.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from moderation_classifier.adapters.encoder import CARD_FILE, FOLDER, Calibration, open_encoder
from moderation_classifier.domain.model import Passage
from moderation_classifier.domain.reading import READING_VERSION
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import HOUSE_RULE_LABELS
from training.encoder_rows import ENCODED
from training.fresh_set import Half, read_fresh
from training.lines import TUNING, read_folder
from training.public_sets import kept_for_tuning, read_feedback

MODEL_ID: Final = "model.encoder-1"
OUT: Final = Path(__file__).parents[1] / "moderation_classifier" / "model" / FOLDER

_PENALTY: Final = 0.5
"""A dozen positives must not make a label over-confident."""
_SLOPES: Final = (0.3, 2.0)
_FALSE_SHARE: Final = 0.002
"""Of the harmless tuning texts, how many may reach a label's `sure` probability."""
_LEAST_SURE: Final = 0.9
_MOST_SURE: Final = 0.995
_CEILING: Final = 0.84
"""Below every pack's `remove`: a person looks before the model alone removes a comment."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What is calibrated on."""

    passages: list[Passage]
    truth: npt.NDArray[np.int8]
    """Of shape (texts, labels): 1 yes, 0 no, -1 unknown."""
    weights: npt.NDArray[np.float64]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and write the calibration; return the process's status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("datasets", type=Path)
    parser.add_argument("--model", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    texts = gather_texts(options.datasets)
    plain = np.ones(len(ENCODED), dtype=np.float32)
    untouched = Calibration(ENCODED, plain, plain * 0, plain * 0, plain)
    logits = open_encoder(options.model, id=MODEL_ID, calibration=untouched).logits(texts.passages)
    entries = [_fit(place, logits[:, place], texts) for place in range(len(ENCODED))]
    card = {"id": MODEL_ID, "reading_version": READING_VERSION, "labels": entries}
    (options.model / CARD_FILE).write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    return 0


def gather_texts(datasets: Path) -> Texts:
    """Return the tuning lines and as much weight of kept feedback."""
    passages: list[Passage] = []
    truth: list[list[int]] = []
    for line in read_folder(TUNING):
        context = normalise(line.context) if line.context else None
        passages.append(Passage(normalise(line.text), context))
        truth.append([int(label in line.labels) for label in ENCODED])
    for fresh in read_fresh(Half.DEV):
        passages.append(Passage(normalise(fresh.example.text)))
        truth.append([int(label in fresh.example.labels) for label in ENCODED])
    hand = len(passages)
    for row in read_feedback(datasets, held_out=False):
        if kept_for_tuning(row.text):
            passages.append(Passage(normalise(row.text)))
            truth.append([int(row.known[x]) if x in row.known else -1 for x in ENCODED])
    feedback = len(passages) - hand
    weights = np.concatenate([np.ones(hand), np.full(feedback, hand / max(feedback, 1))])
    return Texts(passages, np.array(truth, dtype=np.int8), weights)


def _fit(place: int, logits: npt.NDArray[np.float32], texts: Texts) -> dict[str, Any]:
    label = ENCODED[place]
    known = texts.truth[:, place] >= 0
    margins, outcomes = logits[known].astype(np.float64), texts.truth[known, place]
    platt = LogisticRegression(C=_PENALTY).fit(
        margins.reshape(-1, 1), outcomes, sample_weight=texts.weights[known]
    )
    slope = float(np.clip(platt.coef_[0][0], *_SLOPES))
    intercept = float(platt.intercept_[0])
    scores = 1 / (1 + np.exp(-(slope * margins + intercept)))
    sure, ceiling = 0.0, 1.0
    if label in HOUSE_RULE_LABELS:
        harmless = np.sort(scores[_is_harmless(texts.truth[known])])
        reached = float(harmless[int(len(harmless) * (1 - _FALSE_SHARE)) - 1])
        sure, ceiling = float(np.clip(reached, _LEAST_SURE, _MOST_SURE)), _CEILING
    sys.stdout.write(f"{label}: {_figures(scores, outcomes)} sure {sure:.3f}\n")
    return {
        "label": str(label),
        "slope": round(slope, 4),
        "intercept": round(intercept, 4),
        "sure": round(sure, 4),
        "ceiling": ceiling,
    }


def _is_harmless(truth: npt.NDArray[np.int8]) -> npt.NDArray[np.bool_]:
    house = [place for place, label in enumerate(ENCODED) if label in HOUSE_RULE_LABELS]
    return np.asarray((truth[:, house] <= 0).all(axis=1))


def _figures(scores: npt.NDArray[np.float64], outcomes: npt.NDArray[np.int8]) -> str:
    """Return precision and recall at the best F1, and the precision at a recall of 98 %."""
    order = np.argsort(-scores)
    hits = np.cumsum(outcomes[order])
    positives = max(int(hits[-1]), 1)
    precision, recall = hits / np.arange(1, len(hits) + 1), hits / positives
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    best = int(np.argmax(f1))
    wide = int(np.searchsorted(recall, 0.98))
    return (
        f"{positives} lines, best F1 {f1[best]:.2f} ({precision[best]:.2f} / {recall[best]:.2f}) "
        f"at {scores[order[best]]:.2f}, recall 0.98 at {scores[order[wide]]:.2f} "
        f"with precision {precision[wide]:.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())

"""Fits the linear model and writes its weights: `python -m training.train DATASETS [OUT]`.

One logistic regression a label over the rows on which the label is known. The scores are
calibrated on predictions for lines that the fold's model had not seen (Platt's method), with the
natural share of positives, so that a score is a cautious probability. Nearly every label has a
ceiling below the packs' `act` thresholds: a linear model cannot tell abuse from its quotation, so
its word alone sends a comment to a person; it removes nothing and wakes nobody.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from moderation_classifier.domain.features import BUCKETS, FEATURE_VERSION, extract_features
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import AT_RISK_LABELS, Label
from training.examples import fold_of, read_examples
from training.public_sets import read_training_rows

MODEL_ID: Final = "model.linear-1"
OUT: Final = Path(__file__).parents[1] / "moderation_classifier" / "model" / "linear.npz"

_BY_RULES_ALONE: Final = frozenset({Label.PROFANITY, Label.PERSONAL_DATA, Label.POLICE})
"""Words and formats, which rules know better, and what follows from other labels."""
TRAINED: Final = tuple(label for label in Label if label not in _BY_RULES_ALONE)

_TRUSTED: Final = frozenset({Label.FOI, Label.SUBJECT_ACCESS, Label.QUERY, Label.CRITICISM})
"""Labels that the model alone may make certain: a mistake costs a reader a minute."""
_DANGER_CEILING: Final = 0.58
"""Below the packs' `act` threshold for danger, 0.60: a person looks before anyone is woken."""
_CEILING: Final = 0.78
"""Below the packs' lowest other `act` threshold, 0.80."""
_TRUSTED_CEILING: Final = 0.95
_HAND_WEIGHT: Final = 3.0
_INVERSE_PENALTY: Final = 20.0
_SLOPES: Final = (0.6, 1.6)
_FOLDS: Final = (1, 2, 3, 4)
_STEPS: Final = 127
_NEGLIGIBLE: Final = 2
"""Quantised weights up to this many steps are dropped: they compress to nothing."""


@dataclass(frozen=True, slots=True)
class Known:
    """Every text with, for each label, 1 yes, 0 no, -1 unknown."""

    features: csr_matrix
    truth: npt.NDArray[np.int8]
    weights: npt.NDArray[np.float64]
    folds: npt.NDArray[np.int8]
    """0 for data sets; 1 to 4 for hand-written lines."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the model; return the process's status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("datasets", type=Path)
    parser.add_argument("out", type=Path, nargs="?", default=OUT)
    options = parser.parse_args(arguments)
    known = gather(options.datasets)
    sys.stdout.write(f"{known.truth.shape[0]} texts\n")
    columns, scales, slopes, intercepts, ceilings = [], [], [], [], []
    for place, label in enumerate(TRAINED):
        weights, scale, slope, intercept = fit_label(known, place)
        columns.append(weights)
        scales.append(scale)
        slopes.append(slope)
        intercepts.append(intercept)
        ceilings.append(_ceiling(label))
        sys.stdout.write(f"{label}: {np.count_nonzero(weights)} weights, slope {slope:.2f}\n")
    np.savez_compressed(
        options.out,
        id=np.array(MODEL_ID),
        feature_version=np.array(FEATURE_VERSION),
        labels=np.array([str(label) for label in TRAINED]),
        weights=np.stack(columns, axis=1),
        scales=np.array(scales, dtype=np.float32),
        slopes=np.array(slopes, dtype=np.float32),
        intercepts=np.array(intercepts, dtype=np.float32),
        ceilings=np.array(ceilings, dtype=np.float32),
    )
    sys.stdout.write(f"{options.out.stat().st_size / 1e6:.2f} MB in {options.out.name}\n")
    return 0


def gather(datasets: Path) -> Known:
    """Read everything that may be trained on; test lines and the held-out trust stay out."""
    texts: list[str] = []
    truth: list[list[int]] = []
    weights: list[float] = []
    folds: list[int] = []
    for row in read_training_rows(datasets):
        texts.append(row.text)
        truth.append([int(row.known[label]) if label in row.known else -1 for label in TRAINED])
        weights.append(row.weight)
        folds.append(0)
    for example in read_examples():
        if example.for_testing:
            continue
        texts.append(example.text)
        truth.append([int(label in example.labels) for label in TRAINED])
        weights.append(_HAND_WEIGHT * example.weight)
        folds.append(fold_of(example.id))
    return Known(
        features=_matrix(texts),
        truth=np.array(truth, dtype=np.int8),
        weights=np.array(weights),
        folds=np.array(folds, dtype=np.int8),
    )


def fit_label(known: Known, place: int) -> tuple[npt.NDArray[np.int8], float, float, float]:
    """Return a label's quantised weights, their scale, and the calibration's slope and intercept.

    The calibration takes the regression's own intercept in.
    """
    truth = known.truth[:, place]
    rows = np.flatnonzero(truth >= 0)
    margins, outcomes = [], []
    for fold in _FOLDS:
        unseen = rows[known.folds[rows] == fold]
        seen = rows[known.folds[rows] != fold]
        model = _fit(known, seen, truth)
        margins.append(model.decision_function(known.features[unseen]))
        outcomes.append(truth[unseen])
    slope, shift = calibrate(np.concatenate(margins), np.concatenate(outcomes))
    model = _fit(known, rows, truth)
    weights = model.coef_[0]
    scale = float(np.abs(weights).max()) / _STEPS
    quantised = np.rint(weights / scale)
    quantised[np.abs(quantised) <= _NEGLIGIBLE] = 0
    intercept = slope * float(model.intercept_[0]) + shift
    return quantised.astype(np.int8), scale, slope, intercept


def _ceiling(label: Label) -> float:
    if label in AT_RISK_LABELS:
        return _DANGER_CEILING
    return _TRUSTED_CEILING if label in _TRUSTED else _CEILING


def calibrate(
    margins: npt.NDArray[np.float64], outcomes: npt.NDArray[np.int8]
) -> tuple[float, float]:
    """Return slope and shift that turn margins into probabilities, by Platt's method.

    A dozen positives cannot fix a slope, so it is kept near 1; the shift then makes the mean
    probability equal to the share of positives.
    """
    platt = LogisticRegression(C=1e3).fit(margins.reshape(-1, 1), outcomes)
    slope = float(np.clip(platt.coef_[0][0], *_SLOPES))
    low, high, shift = -30.0, 30.0, 0.0
    for _ in range(60):
        shift = (low + high) / 2
        mean = float(np.mean(1 / (1 + np.exp(-(slope * margins + shift)))))
        low, high = (low, shift) if mean > outcomes.mean() else (shift, high)
    return slope, shift


def _fit(
    known: Known, rows: npt.NDArray[np.intp], truth: npt.NDArray[np.int8]
) -> LogisticRegression:
    positives = truth[rows] == 1
    weights = known.weights[rows].copy()
    # Rare labels are lifted to a tenth of the weight: enough to be learned, not to be cried out.
    share = weights[positives].sum() / weights.sum()
    weights[positives] *= max(1.0, 0.1 / share)
    model = LogisticRegression(C=_INVERSE_PENALTY, solver="liblinear", max_iter=200)
    return model.fit(known.features[rows], truth[rows], sample_weight=weights)


def _matrix(texts: Sequence[str]) -> csr_matrix:
    lists = [extract_features(normalise(text)) for text in texts]
    starts = np.concatenate([[0], np.cumsum([len(found) for found in lists])])
    values = np.concatenate([np.full(len(found), 1 / np.sqrt(len(found) or 1)) for found in lists])
    return csr_matrix((values, np.concatenate(lists), starts), shape=(len(texts), BUCKETS))


if __name__ == "__main__":
    sys.exit(main())

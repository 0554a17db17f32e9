"""Fits the linear model and writes its weights: `python -m training.train DATASETS [OUT]`.

One logistic regression a label over the rows on which the label is known: the public sets and the
hand-written lines that the encoder learns from, too, so that the two differ by what they are. The
scores are calibrated on the tuning lines and on feedback kept from training (Platt's method).
Nearly every label has a ceiling below the packs' `act` thresholds: a linear model cannot tell abuse
from its quotation, so its word alone sends a comment to a person; it removes nothing and wakes
nobody.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from moderation_classifier.domain.features import BUCKETS, FEATURE_VERSION, extract_features
from moderation_classifier.domain.text import NormalisedText, normalise
from moderation_common.vocabulary import AT_RISK_LABELS, DANGER_LABELS, Label
from training.annotations import votes_on
from training.calibrate import Texts, asked_from, gather_texts, review_score
from training.encoder_rows import ENCODED, UNKNOWN, targets_of
from training.examples import read_examples
from training.lines import VOICES, read_folder
from training.public_sets import FEEDBACK, kept_for_tuning, read_training_rows

MODEL_ID: Final = "model.linear-2"
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
_PENALTY_OF_SLOPE: Final = 0.5
"""As of the encoder's: a dozen positives must not make a label over-confident."""
_STEPS: Final = 127
_NEGLIGIBLE: Final = 2
"""Quantised weights up to this many steps are dropped: they compress to nothing."""
_PLACES: Final = [ENCODED.index(label) for label in TRAINED]


@dataclass(frozen=True, slots=True)
class Known:
    """Every text with, for each label, 1 yes, 0 no, -1 unknown."""

    features: csr_matrix
    truth: npt.NDArray[np.int8]
    weights: npt.NDArray[np.float64]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the model; return the process's status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("datasets", type=Path)
    parser.add_argument("out", type=Path, nargs="?", default=OUT)
    options = parser.parse_args(arguments)
    known = gather(options.datasets)
    texts = gather_texts(options.datasets)
    tuned = _matrix([passage.text for passage in texts.passages])
    sys.stdout.write(f"{known.truth.shape[0]} texts\n")
    # Threads: the fitting holds no lock, and the rows need not be copied.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        fitted = list(threads.map(partial(fit_label, known), TRAINED))
    columns, scales = zip(*fitted, strict=True)
    calibrated = [
        calibrate(label, tuned @ (weights * scale), texts)
        for label, (weights, scale) in zip(TRAINED, fitted, strict=True)
    ]
    slopes, intercepts = zip(*calibrated, strict=True)
    for label, weights, slope in zip(TRAINED, columns, slopes, strict=True):
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
        ceilings=np.array([_ceiling(label) for label in TRAINED], dtype=np.float32),
    )
    sys.stdout.write(f"{options.out.stat().st_size / 1e6:.2f} MB in {options.out.name}\n")
    return 0


def gather(datasets: Path) -> Known:
    """Read everything that may be trained on; what is for tuning or testing stays out."""
    texts: list[NormalisedText] = []
    truth: list[list[float]] = []
    weights: list[float] = []

    def add(text: str, targets: Sequence[float], weight: float) -> None:
        texts.append(normalise(text))
        truth.append([target if target in (0, 1) else UNKNOWN for target in targets])
        weights.append(weight)

    for row in read_training_rows(datasets):
        if row.source != FEEDBACK or not kept_for_tuning(row.text):
            add(row.text, [row.known.get(label, UNKNOWN) for label in TRAINED], row.weight)
    for example in read_examples():
        if not example.for_testing:
            targets = [label in example.labels for label in TRAINED]
            add(example.text, targets, _HAND_WEIGHT * example.weight)
    for line in read_folder(VOICES):
        votes = votes_on(line.text, line.context, author=line.labels, kind="voices")
        add(line.text, targets_of(votes)[_PLACES].tolist(), _HAND_WEIGHT)
    return Known(_matrix(texts), np.array(truth, dtype=np.int8), np.array(weights))


def fit_label(known: Known, label: Label) -> tuple[npt.NDArray[np.int8], float]:
    """Return a label's quantised weights and what a step of them is worth."""
    truth = known.truth[:, TRAINED.index(label)]
    weights = _fit(known, np.flatnonzero(truth >= 0), truth).coef_[0]
    scale = float(np.abs(weights).max()) / _STEPS
    quantised = np.rint(weights / scale)
    quantised[np.abs(quantised) <= _NEGLIGIBLE] = 0
    return quantised.astype(np.int8), scale


def calibrate(label: Label, margins: npt.NDArray[np.float64], texts: Texts) -> tuple[float, float]:
    """Return slope and intercept that turn each text's margin into its score.

    The intercept takes the place of the regression's own.
    """
    place = ENCODED.index(label)
    sure = texts.truth[:, place] >= 0
    platt = LogisticRegression(C=_PENALTY_OF_SLOPE).fit(
        margins[sure, np.newaxis], texts.truth[sure, place], sample_weight=texts.weights[sure]
    )
    slope, intercept = float(platt.coef_[0][0]), float(platt.intercept_[0])
    if label in DANGER_LABELS:
        # Asked about as soon as the encoder's: what it is more likely to be than not is too late.
        asked = asked_from(place, expit(slope * margins + intercept), texts)
        intercept += float(logit(review_score(label)) - logit(asked))
    return slope, intercept


def _ceiling(label: Label) -> float:
    if label in AT_RISK_LABELS:
        return _DANGER_CEILING
    return _TRUSTED_CEILING if label in _TRUSTED else _CEILING


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


def _matrix(texts: Sequence[NormalisedText]) -> csr_matrix:
    lists = [extract_features(text) for text in texts]
    starts = np.concatenate([[0], np.cumsum([len(found) for found in lists])])
    values = np.concatenate([np.full(len(found), 1 / np.sqrt(len(found) or 1)) for found in lists])
    return csr_matrix((values, np.concatenate(lists), starts), shape=(len(texts), BUCKETS))


if __name__ == "__main__":
    sys.exit(main())

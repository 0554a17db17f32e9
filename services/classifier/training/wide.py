"""The wide half of the encoder: what single tokens, pairs and near pairs say by themselves.

A deep encoder of five layers forgets what words alone betray; a linear model over hashed tokens
remembers nothing else. Their errors differ, so the sum of both is better than either: a weight for
each label stands in a table at the hash of a token, of two in a row, and of two with one between.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from moderation_classifier.adapters.windows import Window
from training.encoder_rows import ENCODED, EncoderRow

PLACES: Final = 131_071
"""Of the table: a prime, so that a linear hash spreads well. Some features share a place."""
HASHES: Final = (
    (0, 2_654_435_761, 0, 0),
    (1, 2_654_435_769, 2_246_822_507, 7),
    (2, 2_727_063_093, 2_512_309_875, 29),
)
"""How far the second token stands, the factors of both, and what is added."""
REACH: Final = max(apart for apart, *_ in HASHES)
_PENALTY: Final = 1.0
_POSITIVE_WEIGHT: Final = 2.0
_WEIGHT: Final = 2.5
"""What a margin counts beside a logit of the deep half: best on the tuning lines, which hardly
differ between 2 and 3."""
_CERTAIN: Final = (0.0, 1.0)
"""Targets to learn from: of what annotators differ about nothing is learnt here."""


def places(first: Any, last: Any, how: int) -> Any:  # noqa: ANN401 - arrays, or tensors
    """Return where features stand in the table, for token ids and those `how` further on."""
    _, of_first, of_last, added = HASHES[how]
    return (first * of_first + last * of_last + added) % PLACES


def fit_wide(rows: Sequence[EncoderRow], windows: Sequence[Window]) -> npt.NDArray[np.float32]:
    """Return the table, of shape (places, labels), in units of the deep half's logits."""
    features = extract(windows)
    targets = np.stack([row.targets for row in rows])
    weights = np.array([row.weight for row in rows])
    # Threads: the fitting holds no lock, and the rows need not be copied.
    columns = Parallel(n_jobs=-1, prefer="threads")(
        delayed(_fit_label)(features, targets[:, at], weights) for at in range(len(ENCODED))
    )
    table = np.stack(columns, axis=1) * _WEIGHT
    return table.astype(np.float32)


def extract(windows: Sequence[Window]) -> csr_matrix:
    """Return the features of each window, of shape (windows, places).

    Each counts as often as it occurs, over the root of how many there are: a long comment says no
    more than a short one.
    """
    found: list[npt.NDArray[np.int64]] = []
    for window in windows:
        ids = np.array(window.ids[: window.own], dtype=np.int64)
        found.append(
            np.concatenate(
                [
                    places(ids[: len(ids) - apart], ids[apart:], how)
                    for how, (apart, *_) in enumerate(HASHES)
                ]
            )
        )
    lengths = [len(each) for each in found]
    values = np.repeat([1 / np.sqrt(max(length, 1)) for length in lengths], lengths)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    matrix = csr_matrix(
        (values.astype(np.float32), np.concatenate(found), starts), shape=(len(found), PLACES)
    )
    matrix.sum_duplicates()
    return matrix


def _fit_label(
    features: csr_matrix, targets: npt.NDArray[np.float32], weights: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    known = np.isin(targets, _CERTAIN)
    if len(np.unique(targets[known])) < len(_CERTAIN):
        # As in a rehearsal on few rows: of what is never true nothing can be learnt.
        return np.zeros(features.shape[1])
    machine = LinearSVC(C=_PENALTY, class_weight={0: 1.0, 1: _POSITIVE_WEIGHT})
    machine.fit(features[known], targets[known], sample_weight=weights[known])
    weights_found: npt.NDArray[np.float64] = machine.coef_[0]
    return weights_found

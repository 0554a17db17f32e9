"""How a model's raw outputs become scores that stand beside those of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from moderation_common.vocabulary import Label


@dataclass(frozen=True)
class Calibration:
    """What turns an encoder's outputs into scores on the scale of the rules, for each label.

    `slopes` and `intercepts` make a probability of an output. The label's own points then place
    it on the scale that packs set their thresholds on, where rules and encoder can be compared.
    """

    labels: tuple[Label, ...]
    slopes: npt.NDArray[np.float32]
    intercepts: npt.NDArray[np.float32]
    points: tuple[tuple[tuple[float, float], ...], ...]
    """For each label pairs of probability and score, both rising, from (0, 0) to (1, 1) or less."""

    def probabilities(self, logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return calibrated probabilities for logits of shape (rows, labels)."""
        margins = np.clip(self.slopes * logits + self.intercepts, -30.0, 30.0)
        return np.asarray(1.0 / (1.0 + np.exp(-margins)), dtype=np.float32)

    def apply(self, logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return scores for logits of shape (rows, labels)."""
        probabilities = self.probabilities(logits).astype(np.float64)
        knots, bends = self._bends
        above = np.maximum(probabilities[:, :, np.newaxis] - knots, 0.0)
        return np.asarray((above * bends).sum(axis=2), dtype=np.float32)

    @cached_property
    def _bends(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return where each label's line bends and by how much its slope changes there.

        A broken line from (0, 0) is the sum of what it rises past each of its bends, which takes
        one step for all labels where interpolation would take one for each.
        """
        most = max(map(len, self.points)) - 1
        knots = np.ones((len(self.points), most))
        bends = np.zeros((len(self.points), most))
        for place, points in enumerate(self.points):
            xs, ys = (np.array(column, dtype=np.float64) for column in zip(*points, strict=True))
            slopes = np.diff(ys) / np.diff(xs)
            knots[place, : len(slopes)] = xs[:-1]
            bends[place, : len(slopes)] = np.diff(slopes, prepend=0.0)
        return knots, bends

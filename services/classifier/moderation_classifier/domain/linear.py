"""The linear model: one weighted sum a label over hashed features, squashed to a probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from moderation_classifier.domain.features import extract_features
from moderation_classifier.domain.model import Passage, Scored
from moderation_classifier.domain.text import NormalisedText
from moderation_common.vocabulary import Label


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights quantised to bytes; calibration turns a sum into the score rules also use."""

    id: str
    labels: tuple[Label, ...]
    weights: npt.NDArray[np.int8]
    """One row a bucket, one column a label."""
    scales: npt.NDArray[np.float32]
    """What one step of a label's weights is worth."""
    slopes: npt.NDArray[np.float32]
    """Of each label's calibration, over the sum of weights."""
    intercepts: npt.NDArray[np.float32]
    """Of each label's calibration."""
    ceilings: npt.NDArray[np.float32]
    """The most that a label may score on the model's word alone."""

    @property
    def calibrated(self) -> bool:
        """Return False: its ceilings make its scores too cautious to weigh a rule with."""
        return False

    def score(self, text: NormalisedText) -> dict[Label, float]:
        """Return a score from 0 to 1 for each label; all 0 for a text without words."""
        features = extract_features(text)
        if not features.size or not text.words.text:
            return dict.fromkeys(self.labels, 0.0)
        sums = self.weights[features].sum(axis=0, dtype=np.int32) * self.scales
        # The length of the text must not decide, so the features share a unit vector.
        margins = self.slopes * (sums / np.sqrt(features.size)) + self.intercepts
        probabilities = 1.0 / (1.0 + np.exp(-np.clip(margins, -30.0, 30.0)))
        scores = np.minimum(probabilities, self.ceilings)
        return {label: float(score) for label, score in zip(self.labels, scores, strict=True)}

    def score_many(self, passages: Sequence[Passage]) -> list[Scored]:
        """Return the scores of each passage; what it answers is not looked at."""
        return [Scored(self.score(passage.text)) for passage in passages]

"""What thresholds must reach before they are proposed."""

from __future__ import annotations

from dataclasses import dataclass

from moderation_common.vocabulary import DANGER_LABELS, Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What thresholds must reach; where nobody in danger may be missed, precision comes second."""

    min_recall: float = 0.90
    """Of texts with the label, the share with a score from `review` up."""
    min_danger_recall: float = 0.98
    """The same for danger."""
    min_precision: float = 0.80
    """Of texts with a score from `act` up, the share that has the label."""
    min_danger_precision: float = 0.60
    """The same for danger."""
    max_removal_error: float = 0.001
    """Of comments that must be left, the share that a label may remove; its upper bound."""
    min_positives: int = 20
    """Examples with the label, fewer of which propose nothing."""
    min_danger_positives: int = 50
    """The same for danger: with fewer, one miss more or less is over 2 %."""
    min_negatives: int = 20
    """Examples without the label, fewer of which propose nothing."""

    def recall(self, label: Label) -> float:
        """Return the recall that a label must reach."""
        return self.min_danger_recall if label in DANGER_LABELS else self.min_recall

    def precision(self, label: Label) -> float:
        """Return the precision that a label must reach."""
        return self.min_danger_precision if label in DANGER_LABELS else self.min_precision

    def positives(self, label: Label) -> int:
        """Return how many examples with the label a proposal needs."""
        return self.min_danger_positives if label in DANGER_LABELS else self.min_positives

"""What the labelling asks of a model of text, whatever is inside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from moderation_classifier.domain.text import NormalisedText
from moderation_common.vocabulary import Label


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to be scored."""

    text: NormalisedText
    context: NormalisedText | None = None
    """What it answers, when that is known."""


class TextModel(Protocol):
    """Gives each label a probability; deterministic, and in time bounded for any text."""

    @property
    def id(self) -> str:
        """Return the model's name and version, to be recorded with what rests on it."""
        ...

    @property
    def calibrated(self) -> bool:
        """Return whether its probabilities may confirm and contradict what rules find."""
        ...

    def score_many(self, passages: Sequence[Passage]) -> list[Mapping[Label, float]]:
        """Return for each passage the probability of each label that the model knows."""
        ...

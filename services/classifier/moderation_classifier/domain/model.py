"""What the labelling asks of a model of text, whatever is inside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from moderation_classifier.domain.text import NormalisedText, Span
from moderation_common.vocabulary import Label


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to be scored."""

    text: NormalisedText
    context: NormalisedText | None = None
    """What it answers, when that is known."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What a model makes of one passage."""

    scores: Mapping[Label, float] = field(default_factory=dict)
    """For each label that the model knows, from 0 to 1; empty when it did not read the text."""
    places: Mapping[Label, Span] = field(default_factory=dict)
    """The sentence on which a label's score rests, where one bears most of it."""
    whole: bool = True
    """Whether all of the text was read."""


class TextModel(Protocol):
    """Gives each label a score, in time bounded for any text.

    A text scores the same alone and in any company, to within what sums of numbers of four bytes
    leave open.
    """

    @property
    def id(self) -> str:
        """Return the model's name and version, to be recorded with what rests on it."""
        ...

    @property
    def calibrated(self) -> bool:
        """Return whether its probabilities may confirm and contradict what rules find."""
        ...

    def score_many(self, passages: Sequence[Passage]) -> list[Scored]:
        """Return what the model makes of each passage."""
        ...

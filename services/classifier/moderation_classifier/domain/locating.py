"""Where in a comment the model saw what it found: the sentence that bears most of the score."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from moderation_classifier.domain.text import NormalisedText, Span

WORTH_LOCATING: Final = 0.3
"""A score below this asks nobody, so nobody asks where it comes from."""

_MIN_SENTENCES: Final = 2
"""One is the comment itself."""
_MAX_SENTENCES: Final = 60
"""Of one comment, so that its time is bounded; one of more is meant as a whole."""
_ENOUGH: Final = 0.35
"""Of all that speaks for the label: less, and only the sentences together say it."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a comment, and where each begins in the reading that a model was given."""

    spans: tuple[Span, ...]
    """In the original text."""
    starts: tuple[int, ...]
    """In characters of the reading, rising."""

    @classmethod
    def of(cls, text: NormalisedText, read: Callable[[str], str]) -> Sentences | None:
        """Return the sentences that hold words; none when there are fewer than two, or too many.

        `read` makes a reading of a piece of the text's plain form. The reading of the whole is
        taken to be those of its sentences with a space between.
        """
        if not _MIN_SENTENCES <= len(text.sentences) <= _MAX_SENTENCES:
            return None
        plain = text.plain.text
        spans: list[Span] = []
        starts: list[int] = []
        length = 0
        for start, end in text.sentences:
            piece = plain[start:end]
            if piece.strip(" .!?\n"):
                inner = start + len(piece) - len(piece.lstrip())
                spans.append(text.plain.span(inner, start + len(piece.rstrip())))
                starts.append(length)
            reading = read(piece)
            length += len(reading) + 1 if reading else 0
        if len(spans) < _MIN_SENTENCES:
            return None
        return cls(spans=tuple(spans), starts=tuple(starts))

    def holding(self, place: int) -> int:
        """Return the number of the sentence that holds a place in the reading."""
        return max(0, bisect_right(self.starts, place) - 1)

    def bearing(self, weights: Sequence[float]) -> Span | None:
        """Return the span of the sentence that bears most of a score; none when none bears enough.

        `weights` has one number a sentence: what it adds to the score, or takes away.
        """
        first = max(range(len(weights)), key=weights.__getitem__)
        total = sum(weight for weight in weights if weight > 0)
        if weights[first] <= 0 or weights[first] < _ENOUGH * total:
            return None
        return self.spans[first]

"""Where in a comment the model saw what it found: the sentence that says it most clearly alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.model import Passage
from moderation_classifier.domain.text import NormalisedText, Span, normalise
from moderation_common.vocabulary import Label

WORTH_LOCATING: Final = 0.3
"""A score below this asks nobody, so nobody asks where it comes from."""

_MAX_SENTENCES: Final = 8
"""Of one comment, so that its time is bounded; a longer one is meant as a whole."""
_MAX_CHARACTERS: Final = 1_200
_ENOUGH: Final = 0.5
"""Of the whole comment's score: less, and only the sentences together say it."""


def part_sentences(text: NormalisedText) -> list[tuple[Span, Passage]]:
    """Return the sentences of a comment that has a few; nothing for one that is a single one."""
    ranges = [(a, b) for a, b in text.sentences if text.plain.text[a:b].strip(" .!?\n")]
    if not 1 < len(ranges) <= _MAX_SENTENCES or len(text.plain.text) > _MAX_CHARACTERS:
        return []
    spans = [text.plain.span(start, end) for start, end in ranges]
    return [(span, Passage(normalise(text.original[span.start : span.end]))) for span in spans]


def locate(finding: Finding, sentences: Sequence[tuple[Span, Mapping[Label, float]]]) -> Finding:
    """Return the finding with the span of the sentence that scores highest, if one says enough."""
    if not sentences or finding.span is not None:
        return finding
    span, scores = max(sentences, key=lambda one: one[1].get(finding.label, 0.0))
    if scores.get(finding.label, 0.0) < _ENOUGH * finding.score:
        return finding
    return replace(finding, span=span)

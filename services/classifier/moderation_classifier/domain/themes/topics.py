"""The known topics, and which of them a text speaks of.

A topic says what a text is about, never whether that is good or bad; a text may have several.
Words are found whole in every reading of the normalised text, patterns in its plain form. What
stands within a figure of speech or small talk counts for no topic.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NewType

from moderation_classifier.domain.pattern_index import MAX_HITS, PatternIndex
from moderation_classifier.domain.patterns import compile_any
from moderation_classifier.domain.phrases import PhraseIndex
from moderation_classifier.domain.text import NormalisedText, Span

TopicId = NewType("TopicId", str)

_SHORT_WORDS: Final = 8
_LONG_WORDS: Final = 60
"""Between these a comment is easily read as an example."""
_MIN_LETTERS_WITH_S: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic as it is written in the list."""

    id: TopicId
    name: str
    """In plain words, as a report prints it."""
    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    """A place does not count when one of these stands in its sentence."""


@dataclass(frozen=True, slots=True)
class TopicHit:
    """That a text speaks of a topic."""

    topic: TopicId
    typical: float
    """How well the text serves as an example of the topic, above 0: more of it, and little else."""


class TopicList:
    """Topics compiled to be looked for together; immutable once made."""

    def __init__(
        self,
        topics: Iterable[Topic],
        *,
        version: str,
        terms: Mapping[str, str] | None = None,
        figures: Iterable[str] = (),
    ) -> None:
        """Compile the topics, and patterns of figures of speech.

        Raises `ConfigurationError` naming a pattern that RE2 refuses.
        """
        self.version: Final = version
        self.topics: Final = {topic.id: topic for topic in topics}
        known = dict(terms or {})
        self._order: Final = tuple(self.topics.values())
        self._unless = [compile_any(topic.unless, known) for topic in self._order]
        owners: dict[str, list[int]] = {}
        for number, topic in enumerate(self._order):
            for phrase in topic.phrases:
                owners.setdefault(phrase, []).append(number)
        self._patterns = PatternIndex(
            (
                (number, pattern)
                for number, topic in enumerate(self._order)
                for pattern in topic.patterns
            ),
            known,
        )
        self._figures = compile_any(figures, known)
        self._phrases = PhraseIndex(owners)
        self._phrases_with_s = PhraseIndex(
            {
                f"{phrase}s": numbers
                for phrase, numbers in owners.items()
                if len(phrase) >= _MIN_LETTERS_WITH_S and phrase.isalpha() and phrase[-1] != "s"
            }
        )
        self.words: Final = frozenset(word for phrase in owners for word in phrase.split())
        """Every word of the phrases: none is a person's name."""

    def name_of(self, topic: TopicId) -> str:
        """Return the plain name; of a topic that is listed no more, its id."""
        known = self.topics.get(topic)
        return known.name if known else topic.replace("_", " ").capitalize()

    def find(self, text: NormalisedText) -> tuple[TopicHit, ...]:
        """Return the topics of a text in the order of the list."""
        places: dict[int, set[Span]] = {}
        figures = self._figures_in(text)
        for number, span in (
            *self._phrases.find(text),
            *(hit for hit in self._phrases_with_s.find(text) if _has_apostrophe(hit[1], text)),
            *self._patterns.find(text),
        ):
            spans = places.setdefault(number, set())
            if len(spans) == MAX_HITS or _is_within(span, figures):
                continue
            if not self._silenced(number, span, text):
                spans.add(span)
        counts = {number: len(spans) for number, spans in places.items() if spans}
        total = sum(counts.values())
        words = text.words.text.count(" ") + 1
        readable = 1.0 if _SHORT_WORDS <= words <= _LONG_WORDS else 0.5
        return tuple(
            TopicHit(
                self._order[number].id,
                round(readable * counts[number] / total * math.log1p(counts[number]), 4),
            )
            for number in sorted(counts)
        )

    def _silenced(self, number: int, span: Span, text: NormalisedText) -> bool:
        unless = self._unless[number]
        return unless is not None and bool(unless.search(text.ascii, *text.sentence_at(span.start)))

    def _figures_in(self, text: NormalisedText) -> Sequence[Span]:
        """Return where figures of speech stand, in order, none within another."""
        if self._figures is None:
            return ()
        return [text.plain.span(*match.span()) for match in self._figures.finditer(text.ascii)]


def _is_within(span: Span, figures: Sequence[Span]) -> bool:
    before = bisect_right(figures, span.start, key=lambda figure: figure.start)
    return before > 0 and span.end <= figures[before - 1].end


def _has_apostrophe(span: Span, text: NormalisedText) -> bool:
    """Say whether a word ends in an s that an apostrophe parts from it: "the heating's broken"."""
    plain = text.plain
    start, end = plain.index(span.start), plain.index(span.end - 1) + 1
    return plain.text[start:end].endswith("'s")

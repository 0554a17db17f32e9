"""The known topics, and which of them a text speaks of.

A topic says what a text is about, never whether that is good or bad; a text may have several.
Words are found whole in every reading of the normalised text, patterns in its plain form.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
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
        self, topics: Iterable[Topic], *, version: str, terms: Mapping[str, str] | None = None
    ) -> None:
        """Compile the topics. Raises `ConfigurationError` naming a pattern that RE2 refuses."""
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
        self._phrases = PhraseIndex(owners)
        self.words: Final = frozenset(word for phrase in owners for word in phrase.split())
        """Every word of the phrases: none is a person's name."""

    def name_of(self, topic: TopicId) -> str:
        """Return the plain name; of a topic that is listed no more, its id."""
        known = self.topics.get(topic)
        return known.name if known else topic.replace("_", " ").capitalize()

    def find(self, text: NormalisedText) -> tuple[TopicHit, ...]:
        """Return the topics of a text in the order of the list."""
        places: dict[int, set[Span]] = {}
        for number, span in (*self._phrases.find(text), *self._patterns.find(text)):
            spans = places.setdefault(number, set())
            if len(spans) < MAX_HITS and not self._silenced(number, span, text):
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

"""Many patterns looked for in one pass over a text, each with the number of its owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from moderation_classifier.domain.patterns import (
    add_to_filter,
    compile_pattern,
    new_filter,
    translate,
)
from moderation_classifier.domain.text import NormalisedText, Span

if TYPE_CHECKING:
    import re2

MAX_HITS: Final = 5
"""Of one pattern: more say nothing new, and bound the work on a text that repeats one word."""


class PatternIndex:
    """Patterns compiled to be matched together by RE2; immutable once made."""

    def __init__(self, owned: Iterable[tuple[int, str]], terms: Mapping[str, str]) -> None:
        """Compile pairs of owner and pattern.

        Raises `ConfigurationError` naming a pattern that RE2 refuses.
        """
        self._patterns: list[tuple[int, re2._Regexp]] = []
        self._together = new_filter()
        for owner, pattern in owned:
            source = translate(pattern, terms)
            self._patterns.append((owner, compile_pattern(source)))
            add_to_filter(self._together, source)
        if self._patterns:
            self._together.Compile()

    def find(self, text: NormalisedText) -> Iterator[tuple[int, Span]]:
        """Yield each owner with a place in the original text, in the order of the patterns."""
        if not self._patterns:
            return
        plain = text.ascii
        for index in sorted(self._together.Match(plain) or ()):
            owner, pattern = self._patterns[index]
            for found, match in enumerate(pattern.finditer(plain)):
                if found == MAX_HITS:
                    break
                if match.end() > match.start():
                    yield owner, text.plain.span(match.start(), match.end())

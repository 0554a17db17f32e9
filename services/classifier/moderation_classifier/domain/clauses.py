"""The clauses of a text: how far an exception of a rule reaches.

"He's laughing, and he's drunk a bottle of antifreeze": the laughter is another clause's. Clauses
end at commas, dashes, colons and words that turn, and where sentences do. Linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Final

from moderation_classifier.domain.text import NormalisedText, Span

_BOUND: Final = re.compile(r",(?!\d)|[;:\n]|[.!?](?!\w)|\s-+\s|\b(?:but|though|although)\b")


class Clauses:
    """Answers which part of one text's plain form is the clause around a span."""

    def __init__(self, text: NormalisedText) -> None:
        """Look for nothing yet: most texts are never asked about."""
        self._text = text

    @cached_property
    def _bounds(self) -> tuple[list[int], list[int]]:
        found = [match.span() for match in _BOUND.finditer(self._text.plain.text)]
        return [start for start, _end in found], [end for _start, end in found]

    def around(self, span: Span) -> tuple[int, int]:
        """Return the half-open range in `plain` of the clauses that hold an original span."""
        plain = self._text.plain
        first, last = plain.index(span.start), plain.index(max(span.start, span.end - 1))
        starts, ends = self._bounds
        before = bisect_right(ends, first)
        after = bisect_left(starts, last + 1)
        return (
            ends[before - 1] if before else 0,
            starts[after] if after < len(starts) else len(plain.text),
        )

"""Finds the words in a row of letters that were written one by one: `k i l l m y s e l f`.

Only a row that is words from end to end is parted, with as few words as will do, so that a single
word written apart, such as a slur, stays one. Time is linear in the row.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from moderation_classifier.domain.common_words import COMMON_WORDS, ENGLISH_WORDS

_MORE: Final = (
    "ambulance beats bitch bomb bombs breathe breathing bridge burn cunt cunts cutting deserve die "
    "doctor fucking gun hang harm hide hits hospital knife man nurse overdose pills please rape "
    "raped razor shoot slut stab suicidal suicide tablets twat wrists"
)
"""What people write apart to get past filters, besides the commonest words."""
_SINGLE: Final = frozenset("ai")
_WORDS: Final = frozenset(
    word
    for word in (*ENGLISH_WORDS, *COMMON_WORDS["English"].split(), *_MORE.split())
    if len(word) > 1 or word in _SINGLE
)
_LONGEST: Final = max(map(len, _WORDS))
_MIN_LETTERS: Final = 5
_MAX_LETTERS: Final = 200
"""Longer rows are no cry that somebody typed letter by letter."""


@lru_cache(maxsize=256)
def part(letters: str) -> tuple[str, ...]:
    """Return the words of which a row of letters is made; empty where it is one, or none."""
    if not _MIN_LETTERS <= len(letters) <= _MAX_LETTERS or letters in _WORDS:
        return ()
    fewest: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(letters) + 1):
        best: tuple[str, ...] | None = None
        for start in range(max(0, end - _LONGEST), end):
            before = fewest[start]
            if before is None or letters[start:end] not in _WORDS:
                continue
            if best is None or len(before) + 1 < len(best):
                best = (*before, letters[start:end])
        fewest.append(best)
    return fewest[-1] or ()

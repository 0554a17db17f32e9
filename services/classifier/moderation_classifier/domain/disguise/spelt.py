"""Finds English words behind their letters: `k i l l m y s e l f`, `fvck`, `heIp`.

Only a row of letters that is words from end to end is parted, with as few words as will do, so that
a single word written apart, such as a slur, stays one; and one letter is read for another where
that makes a word. Time is linear in the letters.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final

from moderation_classifier.domain.languages.common_words import COMMON_WORDS, ENGLISH_WORDS

_MORE: Final = (
    "ambulance asshole assholes beats bitch bomb bombs breathe breathing bridge bullshit burn cunt "
    "cunts cutting deserve die doctor dumb fucked fucker fuckers fucking fucks gun hang harm hell "
    "hide hits hospital killed killer killing kills knife man murder nurse overdose pills please "
    "rape raped razor scum shoot slut sluts stab suck sucks suicidal suicide tablets twat wrists"
)
"""What people disguise to get past filters, besides the commonest words."""
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
V_FOR_U: Final = re.compile(r"v(?<=[b-df-hj-np-tv-xz]v)(?=[b-df-hj-np-tv-xz])")
"""A v between consonants; it begins with the letter itself, so that it is found at once."""
_MIN_LETTERS_WITH_V: Final = 4
"""`cvt` and `pvt` are abbreviations."""
_DOUBLE_L: Final = re.compile(r"[aeiou]II")
"""Two capital I that are no Roman number, as in `wwII`."""


def is_word(letters: str) -> bool:
    """Return whether some letters in lower case are one of the words."""
    return letters in _WORDS


@lru_cache(maxsize=256)
def part(letters: str) -> tuple[str, ...]:
    """Return the words of which a row of letters is made; empty where it is one, or none."""
    if not _MIN_LETTERS <= len(letters) <= _MAX_LETTERS or letters in _WORDS:
        return ()
    return fewest_words(letters) or ()


def fewest_words(letters: str, more: AbstractSet[str] = frozenset()) -> tuple[str, ...] | None:
    """Return as few words as make up the letters, `more` words counted in; `None` if none do."""
    longest = max(_LONGEST, max(map(len, more), default=0))
    fewest: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(letters) + 1):
        best: tuple[str, ...] | None = None
        for start in range(max(0, end - longest), end):
            before = fewest[start]
            word = letters[start:end]
            if before is None or not (word in _WORDS or word in more):
                continue
            if best is None or len(before) + 1 < len(best):
                best = (*before, word)
        fewest.append(best)
    return fewest[-1]


def with_u(word: str) -> str:
    """Return the English word for which a v between consonants stands, else the word as it is."""
    if "v" not in word or len(word) < _MIN_LETTERS_WITH_V:
        return word
    read = V_FOR_U.sub("u", word)
    return read if read in _WORDS else word


def with_l(word: str) -> str:
    """Return a word with its capital I read as l where this is what was meant, else as it is.

    Two after a vowel are hardly ever anything else; one may be a slip, as in `wIth`.
    """
    read = word.replace("I", "l")
    meant = with_u(read.lower()) in _WORDS and word.lower() not in _WORDS
    return read if meant or _DOUBLE_L.search(word) else word

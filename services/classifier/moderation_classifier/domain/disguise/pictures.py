"""Reads a picture for a letter of a swearword as a star: people hide the letter behind either.

In any other word a picture stays what it is: it may stand for the letter that it looks like, or
show the very people of whom the rest is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, combinations_with_replacement
from typing import Final

from moderation_classifier.domain.word_sets import set_of

_PICTURE: Final = (
    "[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001f3fa\U0001f400-\U0001f6ff\U0001f900-\U0001faff]"
)
_DRAWN: Final = "\ufe0f"
"""Tells how the picture before it is drawn, and shows as nothing, as does the next."""
_NOTHING: Final = "\u2060"
_AT_A_LETTER: Final = re.compile(rf"{_PICTURE}(?<=[A-Za-z].)")
"""It begins with the picture, so that the many texts without one are soon done."""
_HIDDEN: Final = f"{_PICTURE}{_DRAWN}?"
_STEMS: Final = set_of(
    "arse bastard bitch bollock cock cunt dickhead fuck knobhead piss prick shit tosser twat wank"
)


def _hiding(stem: str) -> Iterator[str]:
    """Yield the ways of hiding one or two letters within a word."""
    within = range(1, len(stem) - 1)
    for first, second in combinations_with_replacement(within, 2):
        yield "".join(
            _HIDDEN if place in (first, second) else letter for place, letter in enumerate(stem)
        )


# An anchor is named like what it hides.
_HIDING: Final = re.compile(
    "|".join([*chain.from_iterable(map(_hiding, sorted(_STEMS))), rf"\bw{_HIDDEN}ers?\b"]),
    re.IGNORECASE,
)
_SHOWN: Final = re.compile(_PICTURE)


def read_pictures(text: str) -> str:
    """Return the text with stars for pictures in swearwords, in time linear in the text.

    Each other character keeps its place.
    """
    if not _AT_A_LETTER.search(text):
        return text
    return _HIDING.sub(_read, text)


def _read(word: re.Match[str]) -> str:
    return _SHOWN.sub("*", word[0]).replace(_DRAWN, _NOTHING)

"""Reads a picture inside a word as a star: people hide a letter behind one as behind `*`.

Between whole words a picture stays what it is, for nobody leaves a blank around a heart.
"""

from __future__ import annotations

import re
from typing import Final

from moderation_classifier.domain.disguise.spelt import is_word

_PICTURE: Final = "\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001f6ff\U0001f900-\U0001faff"
_WITH_IT: Final = "\ufe0f\u200d\U0001f3fb-\U0001f3ff"
"""What tells how a picture is drawn, and its colour: no picture of its own."""
_AT_A_LETTER: Final = re.compile(f"[{_PICTURE}](?<=[A-Za-z].)")
"""It begins with the picture, so that the many texts without one are soon done."""
_HIDING: Final = re.compile(
    rf"(?<![^\W\d_])[A-Za-z]{{1,12}}(?:[{_PICTURE}][{_PICTURE}{_WITH_IT}]{{0,4}}"
    r"[A-Za-z]{1,12}){1,2}(?![^\W\d_])"
)
_LETTERS: Final = re.compile("[A-Za-z]+")
_DRAWN: Final = re.compile(f"[{_WITH_IT}]")
_SHOWN: Final = re.compile(f"[{_PICTURE}]")
_NOTHING: Final = "\u2060"
"""Shows as nothing, so that every other character keeps its place."""


def read_pictures(text: str) -> str:
    """Return the text with stars for pictures inside words, each character in its place.

    Time is linear in the text.
    """
    return _HIDING.sub(_read, text) if _AT_A_LETTER.search(text) else text


def _read(word: re.Match[str]) -> str:
    if all(is_word(part.lower()) for part in _LETTERS.findall(word[0])):
        return word[0]
    return _SHOWN.sub("*", _DRAWN.sub(_NOTHING, word[0]))

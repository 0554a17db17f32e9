"""The words of a text in scripts beyond Latin, plainly written and each letter in its place.

For what folding a disguise would spoil: there a Cyrillic letter imitates a Latin one. Accents,
apostrophes and stretched letters are left out, and of Arabic letters the forms that people type for
one another are one. Every step is linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from moderation_classifier.domain.text import MAX_ANALYSED_CHARACTERS, View

_BEYOND_LATIN: Final = re.compile(
    r"[\u0370-\u1cff\u1f00-\u1fff\u2e80-\ua71f\ua800-\ud7ff\uf900-\ufaff]"
)
_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]"
)
"""Thai, Lao, Burmese, Khmer, and what Chinese and Japanese are written in."""
_LEFT_OUT: Final = re.compile(r"['’ʼ`\u0300-\u036f\u0640\u064b-\u065f\u0670\u200d]")
"""Apostrophes, accents, Arabic vowels, and what only joins or stretches letters."""
_ALIKE: Final = str.maketrans("ىیېکہھەةۃ", "يييكههههه")
"""Arabic letters by those for which people type them, or which are typed for them."""
_MAX_PARTS: Final = 4
"""Of one letter; what unfolds into more is a whole phrase in one sign, and makes texts long."""


def holds_letters(text: str) -> bool:
    """Return whether any letter of a script beyond Latin stands in the text."""
    return _BEYOND_LATIN.search(text) is not None


def is_unspaced(letter: str) -> bool:
    """Return whether a letter's script sets no spaces between words."""
    return _UNSPACED.match(letter) is not None


def read_letters(original: str) -> View:
    """Return the words of as much of a text as is analysed, one space between them."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(original[:MAX_ANALYSED_CHARACTERS]):
        for letter in _plain(character):
            if letter != " " or (letters and letters[-1] != " "):
                letters.append(letter)
                places.append(place)
    if letters and letters[-1] == " ":
        del letters[-1], places[-1]
    return View("".join(letters), tuple(places))


@lru_cache(maxsize=8_192)
def _plain(character: str) -> str:
    """Return the letters and vowel signs that a character stands for; a space for any other."""
    if _LEFT_OUT.match(character):
        return ""
    parts = unicodedata.normalize("NFKD", character.casefold())
    if len(parts) > _MAX_PARTS:
        return " "
    parts = _LEFT_OUT.sub("", parts).translate(_ALIKE)
    return "".join(part if unicodedata.category(part)[0] in "LM" else " " for part in parts)

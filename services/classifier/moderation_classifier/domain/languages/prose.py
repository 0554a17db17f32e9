"""The words of a text that are plainly words, and how English each of them looks.

What `language` and `strangeness` count: no names, addresses, disguises or stretched laughter, which
say nothing about a language. A letter that imitates a Latin one is read as that.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from moderation_classifier.domain.disguise.characters import fold_character
from moderation_classifier.domain.languages.common_words import ENGLISH_WORDS
from moderation_classifier.domain.text import MAX_ANALYSED_CHARACTERS

PIECE_END: Final = re.compile(r"\n|(?<![.!?])[.!?]++(?!\w)")
"""Where a sentence ends. A row of marks is tried from its first alone, else time is quadratic."""

_ADDRESS: Final = re.compile(r"https?://\S+|[@#]\w+")
_BLESSINGS: Final = re.compile(r"[\ufdf0-\ufdff]")
"""Whole Arabic phrases in one sign, as in "the Prophet ﷺ", also in the midst of English."""
_TOKEN_END: Final = re.compile(r"[\s,;:()\[\]\"“”/…-]+")
_AROUND: Final = "'’*_~&"
_SHORTEST: Final = 2
_PROSE: Final = re.compile(rf"[^\W\d_]{{{_SHORTEST},}}(?:['’][^\W\d_]+)*")
_LOOKALIKE: Final = re.compile(r"[\u0250-\u02af\u0370-\u052f\u1d00-\u1dbf\ua730\ua731]")
"""Letters of phonetic script, Greek and Cyrillic: in a Latin word they imitate Latin ones."""
_STRETCHED: Final = re.compile(r"(.)\1\1")
_ENGLISH_ENDING: Final = re.compile(
    r"(?:ings?|[^aeiou]ed|tions?|ness|ments?|ly|ful|less|ght|able|ity|ous|tch|[ae]nce|ck|sh|"
    r"'s|n't|'m|'ll|'ve|'re|'d)$"
)
_MIN_LETTERS_FOR_ENDING: Final = 5
SHORT: Final = 2
"""Words of two letters mean something in many languages, so they count half."""


def sample_of(original: str) -> str:
    """Return as much of a text as is analysed, addresses left out."""
    sample = _ADDRESS.sub(" ", original[:MAX_ANALYSED_CHARACTERS])
    if sample.isascii():
        return sample
    # Letters of ornamental alphabets become those that they stand for.
    return unicodedata.normalize("NFKC", _BLESSINGS.sub(" ", sample))[:MAX_ANALYSED_CHARACTERS]


def words_of(piece: str, *, opening: bool = False) -> list[str]:
    """Return the words of a sentence in lower case, names left out.

    Its first word is one of them although it is capitalised only where `opening` is asked for.
    """
    shouted, stretched = piece.isupper(), _STRETCHED.search(piece)
    words = []
    for place, token in enumerate(_TOKEN_END.split(piece.strip())):
        word = token.strip(_AROUND)
        # Most words are plain letters, of which nothing else need be asked.
        simple = word.isascii() and word.isalpha()
        if len(word) < _SHORTEST if simple else not _PROSE.fullmatch(word):
            continue
        if not (shouted or word.islower() or (opening and not place and word[1:].islower())):
            continue
        if not (stretched and _STRETCHED.search(word)):
            words.append(word.lower() if simple else _plain(word.lower()))
    return words


def _plain(word: str) -> str:
    if word.isascii():
        return word
    return _LOOKALIKE.sub(lambda found: fold_character(found[0]), word).replace("’", "'")


def englishness(word: str) -> float:
    """Return 1 for a word that is English, 0.5 for a short one, 0 for one that is not known."""
    if word.replace("'", "") in ENGLISH_WORDS:
        return 0.5 if len(word) <= SHORT else 1.0
    return float(len(word) >= _MIN_LETTERS_FOR_ENDING and bool(_ENGLISH_ENDING.search(word)))

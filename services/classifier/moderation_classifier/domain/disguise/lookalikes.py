"""Which letters of rarer scripts pass for Latin ones, and where they are read as such.

The table holds what Unicode's list of confusable characters (UTS 39) gives for Latin letters in
scripts that few people in England write, and the letters of Coptic and of Canadian syllabics that
fancy typefaces use besides. Unlike the letters in `characters`, they are read as Latin only in a
word that mixes them with Latin letters, alone, or in a row of words of which each is an English
one from end to end: real Armenian, Georgian or Inuktitut stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from typing import Final

from moderation_classifier.domain.disguise.characters import fold_character
from moderation_classifier.domain.disguise.spelt import is_word

_LETTERS: Final = {
    "a": "ꓮᗅᗩᎪⲀⲁ𐊠𖽀⍺",
    "b": "ꓐᗷᏴᏏᑲᖯⲂⲃ𐊂𐊡𐌁ᛒ",
    "c": "ꓚᑕᏟⲤⲥ𐊢𐌂𐐕𐐽𐔜ꮯ¢",
    "d": "ꓓꓒᎠᏧᗞᗪᑯꭰⲆⲇ",
    "e": "ꓰᎬⴹⲈⲉ𐊆𑢦𑢮⋿ᗴᕮ",
    "f": "ꓝᖴք𐊇𐊥𐔥𑣂",
    "g": "ꓖᏀᏳցᘜ",
    "h": "ꓧᎻհᏂᕼⲎⲏ𐋏",
    "i": "ꓲᎥꭵⲒⲓ𐌉𐌠ᛁ𖼨𑣃ⵏ",
    "j": "ꓙᎫᒍյ",
    "k": "ꓗᏦᛕⲔⲕ𐔘",
    "l": "ꓡᏞᒪⳐⳑ𐐛𐔦𑢣𑢲𖼖լԼ",
    "m": "ꓟᎷᗰᛖⲘⲙ𐊰𐌑",
    "n": "ꓠոռᑎⲚⲛ𐔓Ո",
    "o": "ꓳօՕჿⲞⲟዐⵔဝഠ𐊒𐊫𐐄𐐬𐓂𐓪𐔖𑣈ᗝ",
    "p": "ꓑᏢᑭⲢⲣ𐊕",
    "q": "զգⵕᑫϤϥ",
    "r": "ꓣᎡᏒᖇⲄⲅ𐒴𖼵ᚱꮁ",
    "s": "ꓢՏᏕᏚᔕ𐊖𐐠𐑈𑣁𖼺ꮪ",
    "t": "ꓔᎢⲦⲧ𐊗𐊱𐌕𑢼𖼊",
    "u": "ꓴսՍሀᑌ𐓎𐓶𑢸𖽂𑣘∪⋃",
    "v": "ꓦᏙᐯⴸ𐔝𑢠𑣀ꮩ",
    "w": "ꓪᎳᏔաᗯⲰⲱ𑣦𑜊ꮃ",
    "x": "ꓫ᙭ᕁᕽᚷⲬⲭⵝ𐊐𐊴𐌗𐌢𐔧𑣬",
    "y": "ꓬᎩᎽყႸⲨⲩ𐊲𑢤𖽃𑣜",
    "z": "ꓜᏃᘔⲌⲍ𐋵𑢩𑣄ꮓ",
}
_FIRST: Final = {ord(one): latin for latin, several in _LETTERS.items() for one in several}
_SECOND: Final = (
    _FIRST | dict.fromkeys(map(ord, "ⲨⲩոռՈ"), "u") | dict.fromkeys(map(ord, "ꓲⲒⲓ𐌉𐌠ᛁ𖼨ⵏ"), "l")
)
"""Some pass for two letters, of which the second is tried where the first makes no word."""
_LOOKALIKE: Final = re.compile(f"[{''.join(map(chr, _FIRST))}]")
_MAYBE: Final = re.compile(
    "[¢\u03e4\u03e5\u0530-\u1cff\u2200-\u23ff\u2c80-\u2dff\ua4d0-\uabff\U00010000-\U0001efff]"
)
"""Where they all stand among other characters: few ranges are looked through faster."""
_WORD: Final = (
    "(?:[^\\W_]|[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]|" + _LOOKALIKE.pattern + ")++"
)
"""Letters with the marks and the invisible characters that people hide among them."""
_ROW: Final = re.compile(f"{_WORD}(?: {_WORD})*+")
_MIN_LETTERS: Final = 4
"""Of a word without one Latin letter, or of a row of such words; fewer are soon a syllable of their
own language."""


def read_lookalikes(text: str) -> str:
    """Return the text with disguised words in Latin letters, each character in its place.

    Time is linear in the text.
    """
    if not _MAYBE.search(text):
        return text
    return _ROW.sub(lambda row: _read_row(row[0]), text)


def _read_row(row: str) -> str:
    if not _LOOKALIKE.search(row):
        return row
    read: list[str] = []
    for plain, words in groupby(row.split(" "), str.isascii):
        neighbours = list(words)
        read += neighbours if plain else _read_words(neighbours)
    return " ".join(read)


def _read_words(words: list[str]) -> list[str]:
    """Return neighbours, each with another letter than English has, as they are read."""
    readings = list(map(_reading, words))
    # One foreign word, with or without letters that pass for Latin ones, makes the row foreign.
    known = all(is_word(letters) for _, letters in readings)
    pairs = list(zip(words, readings, strict=True))
    disguised = sum(len(letters) for word, (read, letters) in pairs if read != word)
    in_row = known and disguised >= _MIN_LETTERS
    return [_read(word, *reading, in_row=in_row) for word, reading in pairs]


def _reading(word: str) -> tuple[str, str]:
    """Return a word with its look-alikes as Latin letters, and the same in plain lower case."""
    first = word.translate(_FIRST)
    letters = _folded(first)
    if letters.isascii() and not is_word(letters):
        second = word.translate(_SECOND)
        other = _folded(second)
        if is_word(other):
            return second, other
    return first, letters


def _read(word: str, read: str, letters: str, *, in_row: bool) -> str:
    if not letters.isalnum() or not letters.isascii():
        # Some of its letters pass for no Latin one.
        return word
    mixed = any(one.isalpha() and ord(one) not in _FIRST for one in word)
    known = in_row or (len(letters) >= _MIN_LETTERS and is_word(letters))
    return read if mixed or known or (len(letters) == 1 and word[0].isalpha()) else word


def _folded(word: str) -> str:
    return "".join(map(_fold, word))


@lru_cache(maxsize=1_024)
def _fold(character: str) -> str:
    return fold_character(character)

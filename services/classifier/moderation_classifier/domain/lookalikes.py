"""Which letters of rarer scripts pass for Latin ones, and where they are read as such.

The table holds what Unicode's list of confusable characters (UTS 39) gives for Latin letters in
scripts that few people in England write, and the letters of Coptic and of Canadian syllabics that
fancy typefaces use besides. Unlike the letters in `characters`, they are read as Latin only in a
word that mixes them with Latin letters, alone, or in one that is an English word from end to end:
real Armenian, Georgian or Inuktitut stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from moderation_classifier.domain.characters import fold_character
from moderation_classifier.domain.spelt import is_word

_LETTERS: Final = {
    "a": "ꓮᗅᗩᎪⲀⲁ𐊠𖽀⍺",
    "b": "ꓐᗷᏴᏏᑲᖯⲂⲃ𐊂𐊡𐌁ᛒ",
    "c": "ꓚᑕᏟⲤⲥ𐊢𐌂𐐕𐐽𐔜ꮯ¢",
    "d": "ꓓꓒᎠᏧᗞᗪᑯꭰ",
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
_WORD: Final = re.compile(
    "(?:[^\\W_]|[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]|" + _LOOKALIKE.pattern + ")+"
)
"""Letters with the marks and the invisible characters that people hide among them."""
_MIN_LETTERS: Final = 4
"""Of a word without one Latin letter; a shorter one is soon a syllable of its own language."""


def read_lookalikes(text: str) -> str:
    """Return the text with disguised words in Latin letters, each character in its place.

    Time is linear in the text.
    """
    if not _MAYBE.search(text):
        return text
    return _WORD.sub(lambda word: _read(word[0]), text)


def _read(word: str) -> str:
    if not _LOOKALIKE.search(word):
        return word
    first, second = word.translate(_FIRST), word.translate(_SECOND)
    letters = _folded(first)
    if not letters.isalnum() or not letters.isascii():
        # Some of its letters pass for no Latin one.
        return word
    other = _folded(second)
    read = second if is_word(other) and not is_word(letters) else first
    mixed = any(one.isalpha() and ord(one) not in _FIRST for one in word)
    known = len(letters) >= _MIN_LETTERS and (is_word(letters) or is_word(other))
    return read if mixed or known or (len(letters) == 1 and word[0].isalpha()) else word


def _folded(word: str) -> str:
    return "".join(map(_fold, word))


@lru_cache(maxsize=1_024)
def _fold(character: str) -> str:
    return fold_character(character)

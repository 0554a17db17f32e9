"""The reading of a comment that the encoder is given; training and service use this module.

Disguise is undone within words, emoji become their names, addresses and long numbers become plain
words. Changing anything here changes what stored weights mean: raise `READING_VERSION`, and train
again.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from moderation_classifier.domain.text import NormalisedText

READING_VERSION: Final = 2
"""2 since rows of one word, texts of signs alone and of persons alone are read otherwise, and since
the encoder passes over some tokens (`adapters/windows.py`).
"""

_FIRST_EMOJI: Final = 0x2600
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)
_INVISIBLE: Final = frozenset({0xFE0F, 0x200D, 0x20E3, 0xFFFD})

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)([a-z0-9.-]{1,80})\S*")
_LONG_NUMBER: Final = re.compile(r"\d[\d \-]{6,}\d")
_SPACED: Final = re.compile(r"(?<!\w)[a-z](?:[ .*_-]{1,2}[a-z]){3,}+")
"""A row of single letters, taken whole, since giving it back letter by letter, from each of its
letters on, takes quadratic time. Its last letter may be the first of an ordinary word."""
_SPACED_LETTER: Final = re.compile(r"[a-z](?!\w)")
_MIN_SPACED: Final = 4
_BETWEEN_LETTERS: Final = re.compile(r"[^a-z]")
_DISGUISE: Final = str.maketrans("013457@$|€", "oieastasie")
_SIGN_INSIDE: Final = re.compile(
    r"(?<![a-z0-9@$!|€*])[a-z]*+(?:[013457@$!|€][a-z]++)++(?![a-z0-9@$!|€*])"
)
"""A whole word in which every sign for a letter stands before one."""
_LETTER_IN_DISGUISE: Final = re.compile(r"[a-z]")
_MIN_LETTERS: Final = 2
_STRETCHED: Final = re.compile(r"([a-z!?.])\1{3,}")
_REPEATED: Final = re.compile(r"(?<!\S)([^\s.!?]++)(?: \1(?!\S)){3,}+")
"""A word four times in a row says no more than thrice, and no sentence ends within the row."""
_SPACES: Final = re.compile(r" {2,}")
_SAYING: Final = re.compile(r"[^\W_]")
"""A letter, of any script, or a digit."""
_PERSON: Final = "[👦-👩👪-👮👰-👸💁💂🎅🙋🤰🤱🤴-🤶🧑-🧕🫃-🫅]"
_JOINED: Final = "[👦-👩🧑♀♂⚕⚖✈❤💋🔬💻🏫🎓🍳🌾🔧🏭💼🚀🎨🎤🚒🦯🦼🦽🍼🦰-🦳🎄]"
"""What makes a person one of a trade, a couple or a family."""
_LOOK: Final = "[🏻-🏿]?\ufe0f?"
"""The tone of the skin, and that it is to be drawn in colour."""
_PERSONS: Final = re.compile(
    f"(?:{_PERSON}{_LOOK}(?:\u200d{_JOINED}{_LOOK}(?:\u200d➡\ufe0f)?)*+\\s*+)++"
)


def read_for_encoder(text: NormalisedText, *, limit: int = 8_000) -> str:
    """Return what the encoder is to read of the text's first `limit` characters.

    Lower case, plain letters, in time linear in the text; empty for a text of signs alone, of which
    an encoder of words makes what it likes, and of pictograms of persons alone: their names it
    knows from hateful sentences, and whom a picture shows is nothing to judge a comment by.
    """
    if _PERSONS.fullmatch(text.original):
        return ""
    reading = read_plain(text.plain.text[:limit])
    return reading if _SAYING.search(reading) else ""


def read_plain(plain: str) -> str:
    """Return the reading of a piece of the plain form of a text."""
    reading = _ADDRESS.sub(r" link \1 ", plain)
    reading = _LONG_NUMBER.sub("number", reading)
    reading = _SPACED.sub(_joined, reading)
    reading = _SIGN_INSIDE.sub(_undisguised, reading)
    reading = _STRETCHED.sub(r"\1\1", reading)
    if not reading.isascii():
        reading = "".join(_named(character) for character in reading)
    reading = _SPACES.sub(" ", reading.replace("\n", " ")).strip()
    return _REPEATED.sub(r"\1 \1 \1", reading)


def _joined(row: re.Match[str]) -> str:
    """Return the row with its letters joined as far as single letters go."""
    end = row.start()
    # Looked for past the row's end, where the next letter tells a single one from a word's first.
    for letter in _SPACED_LETTER.finditer(row.string, row.start()):
        if letter.start() >= row.end():
            break
        end = letter.end()
    letters = _BETWEEN_LETTERS.sub("", row.string[row.start() : end])
    if len(letters) < _MIN_SPACED:
        return row[0]
    return letters + row.string[end : row.end()]


def _undisguised(found: re.Match[str]) -> str:
    word = found[0]
    if len(_LETTER_IN_DISGUISE.findall(word)) < _MIN_LETTERS:
        return word
    return word.replace("!", "i").translate(_DISGUISE)


@lru_cache(maxsize=4_096)
def _named(character: str) -> str:
    """Return a pictogram's name between spaces, nothing for a mark, else the character itself."""
    point = ord(character)
    if point in _INVISIBLE or point in _SKIN_TONES:
        return ""
    if point in _FLAG_LETTERS:
        return chr(point - _FLAG_LETTERS.start + ord("a"))
    if point < _FIRST_EMOJI or unicodedata.category(character) != "So":
        return character
    return f" {unicodedata.name(character, '').lower()} "

"""Plates of cars, handles after a service's name and three-word places, where they stand.

For what may leave the system, like `person_names`: no removal rests on them, so what is taken in
vain costs a word that an adviser does not see. Words that people use as words stay readable.

What passes: plates of Northern Ireland, without a year, or of one's own choice ("J0AN S"); in small
letters, those from before 2001; a handle that is a mere word and follows no colon ("insta
joansmith"); three words without what3words or its slashes before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from moderation_classifier.domain.names.name_words import COMMON, NO_NAMES, NO_PLATE
from moderation_classifier.domain.text import NormalisedText, Span

_PLATE: Final = re.compile(
    # A form has a number like one.
    r"(?<![\w.@#/-])(?<!\bform )(?:"
    r"(?P<now>[a-z]{2}\d{2})[ -]?(?P<letters>[a-z]{3})|"
    r"[a-z]\d{1,3}[ -]?(?P<after>[a-z]{3})|"
    r"(?P<before>[a-z]{3})[ -]?\d{1,3}[a-z]"
    r")(?![\w@/-])"
)
"""Since September 2001, from August 1983 and from 1963 on (DVLA, INF104)."""

_SERVICE: Final = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|tik ?tok|twitter|telegram|whats ?app|facebook|fb|"
    r"messenger|discord|kik|threads)"
)
_SAYS: Final = r"(?: (?:is|was|me|on|at|name|username|user|handle|account|id|as|acc))"
_HANDLE: Final = re.compile(
    rf"(?<![\w@.]){_SERVICE}(?:'s)?{_SAYS}{{0,3}}(?P<mark> ?[:=] ?| ?- ?| ?\(| )"
    r"(?P<handle>[a-z0-9_](?:[\w.-]{1,30}[a-z0-9_])?)(?![\w@])"
)
_MIN_HANDLE: Final = 3
_MIN_ANYWHERE: Final = 5
"""Letters from which a handle goes wherever else it stands, within longer words too."""

_THREE_WORDS: Final = re.compile(
    r"(?:\bwhat ?(?:3|three) ?words?\b|\bw3w\b|(?<![:/])///)[^\w/]{0,4}"
    r"(?:(?:is|are|address|location)[^\w/]{1,4}){0,3}(?:///)?"
    r"(?P<words>[^\W\d_]{2,30}(?:\.[^\W\d_]{2,30}){2})"
)


def find_plates_and_places(text: NormalisedText) -> Iterator[Span]:
    """Yield where the plate of a car stands, or the three words that mean a place."""
    plain = text.plain
    for match in _PLATE.finditer(plain.text):
        span = plain.span(*match.span())
        letters = match["letters"] or match["after"] or match["before"]
        if letters in COMMON or letters in NO_NAMES or letters in NO_PLATE:
            continue
        if match["now"] or _capitals(text.original[slice(*span)]):
            yield span
    for match in _THREE_WORDS.finditer(plain.text):
        yield plain.span(*match.span("words"))


def find_handles(text: NormalisedText) -> Iterator[tuple[Span, bool]]:
    """Yield handles without an @ behind the name of a service, and whether they go elsewhere."""
    plain = text.plain
    for match in _HANDLE.finditer(plain.text):
        handle = match["handle"]
        if _is_handle(handle, told=any(mark in match["mark"] for mark in ":=")):
            yield plain.span(*match.span("handle")), len(handle) >= _MIN_ANYWHERE


def _is_handle(word: str, *, told: bool) -> bool:
    """Say whether a word behind a service is a handle; `told` where a colon says that it is."""
    parts = word.split(".")
    if len(word) < _MIN_HANDLE or word.isdecimal() or any(part in COMMON for part in parts):
        return False
    if told:
        return word not in NO_NAMES
    # "100k followers" and "2nd" are counted; "joansmith.Then" is the end of a sentence, or is not.
    dotted = len(parts) > 1 and min(map(len, parts)) > 1
    return "_" in word or dotted or (word[0].isalpha() and any(map(str.isdecimal, word)))


def _capitals(written: str) -> bool:
    return not any(map(str.islower, written))

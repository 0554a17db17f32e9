"""Names that stand beside a known one: "Sheila Pratchley and Keith Dobbs", "Drs Patel, Jones & Ng".

For what may leave the system, like `person_names`: a capital tells a name from a word, and too much
is rather taken than too little. It judges nothing.

What passes: a name without a capital, one whose first word is a common word ("and Will White"), in
front of a known name one that a comma joins, and what follows three words of one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from moderation_classifier.domain.names.name_words import (
    COMMON,
    INSTITUTIONS,
    KIN,
    NO_NAMES,
    OCCUPATION_ENDS,
    OCCUPATIONS,
    PEOPLES,
)
from moderation_classifier.domain.names.people_words import HONORIFICS
from moderation_classifier.domain.personal_data.name_list import FIRST_NAMES
from moderation_classifier.domain.text import Span

_MAX_WORDS: Final = 3
"""Words of one name."""
_REACH: Final = 130
"""Characters in front of a known name in which another is looked for; three words fit."""
_JOINT: Final = re.compile(
    r"(?:'s|\u2019s)?(?:\s{0,3}[,/](?:\s{0,3}(?:and|&|n|plus)(?=\s))?|\s{1,3}(?:and|n|plus)(?=\s)|"
    r"\s{0,3}[&+])\s{0,3}",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_][^\W_]*(?:[-'\u2019][^\W\d_][^\W_]*)*")
_BEFORE: Final = re.compile(
    r"(?P<words>(?:[^\W\d_][\w'\u2019-]{0,30}\.?\s){0,2}[^\W\d_][\w'\u2019-]{0,30})"
    r"(?:\s{1,3}(?:and|n|plus)\s{1,3}|\s{0,3}[&+]\s{0,3})\Z",
    re.IGNORECASE,
)
_APOSTROPHE: Final = re.compile("['\u2019]")
_GENITIVE: Final = ("'s", "\u2019s", "'S", "\u2019S")


def find_joined_names(text: str, known: Iterable[Span]) -> Iterator[Span]:
    """Yield the names that are joined to known ones, and to each other, in time linear in both."""
    done = 0
    for start, end in sorted(known):
        before = _name_before(text, start)
        if before is not None and before.end > done:
            yield before
        # What an earlier name has led to is not read again.
        place = end if end > done else None
        while place is not None:
            done = place
            joint = _JOINT.match(text, place)
            name = _name_at(text, joint.end()) if joint else None
            if name is not None:
                yield name
            place = name.end if name else None


def _name_at(text: str, start: int) -> Span | None:
    """Return the name that begins at a place."""
    end, place = start, start
    for counted in range(_MAX_WORDS):
        match = _WORD.match(text, place)
        word = match.group() if match else ""
        if match is None or not _may_be_name(word, first=not counted):
            if counted and _plain(word) in INSTITUTIONS:
                # `and Broomfield Hospital`.
                return None
            break
        end = match.end() - (2 if word.endswith(_GENITIVE) else 0)
        if not text[match.end() : match.end() + 1].isspace():
            break
        place = match.end() + 1
    return Span(start, end) if end > start else None


def _name_before(text: str, end: int) -> Span | None:
    """Return the name that a word joins to what begins at a place: `Keith Dobbs and`."""
    match = _BEFORE.search(text, max(0, end - _REACH), end)
    if match is None:
        return None
    words = list(_WORD.finditer(text, *match.span("words")))
    start = None
    for word in reversed(words):
        if not _may_be_name(word.group(), first=True):
            break
        start = word.start()
    if start is None or _plain(words[-1].group()) in INSTITUTIONS:
        return None
    return Span(start, match.end("words"))


def _may_be_name(written: str, *, first: bool) -> bool:
    word = _plain(written)
    # "I'm" is no name either.
    stem = _APOSTROPHE.split(word)[0]
    if not written[0].isupper() or word in NO_NAMES or word in INSTITUTIONS:
        return False
    if stem != word and stem in NO_NAMES:
        return False
    if word in FIRST_NAMES:
        return True
    titles = word in HONORIFICS or word in KIN or word in OCCUPATIONS
    if titles or word.endswith(OCCUPATION_ENDS) or word in PEOPLES:
        return False
    # In capitals, and at the head of a name, a common word is one.
    return not ((first or written.isupper()) and word in COMMON)


def _plain(written: str) -> str:
    return written.removesuffix("'s").removesuffix("\u2019s").casefold()

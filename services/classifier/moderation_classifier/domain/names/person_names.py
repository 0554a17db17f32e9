"""Where a text names a person by a title or cue: "Mrs Jean Smith", "called Jean", "I'm Jean".

For what may leave the system, so that too much is rather taken than too little: a capital alone
tells a name from a word, and one directly behind a name goes with it. What is found goes wherever
else it stands with a capital. It judges nothing.

People say "I'm" and "this is" of how they and things are, too: there a word that tells of that, a
common word, one in capitals and the name of a place's hospital or ward is taken for no name.

What passes: a bare name ("Jean Smith is vile"); any without a capital ("mrs smith", "i'm jean");
one run together with its title ("#NurseJean"); the second of two after one title ("Drs Patel and
Jones"), which `joined_names` finds; a fourth word of one name, initials and particles apart; in
capitals, behind anything but a title, a surname that is a common word ("NURSE WHITE"); after "I'm"
and "this is" one that is all in capitals or reads like a word ("I'm Will"); a first name after
"this is" that more follows ("This is Jean who waited"); after "thanks" one without a comma or new
line before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from moderation_classifier.domain.names.name_words import (
    ABBREVIATIONS,
    BEFORE_FROM,
    CLOSINGS,
    COMMON,
    CUES,
    CUES_OF_TWO,
    ENDINGS,
    FEELING_ENDS,
    FEELINGS,
    INSTITUTIONS,
    KIN,
    LIKE_FEELINGS,
    NO_INITIALS,
    NO_NAMES,
    OCCUPATION_ENDS,
    OCCUPATIONS,
    PARTICLES,
    PEOPLES,
    PRESENTED,
    SELF_CUES,
)
from moderation_classifier.domain.names.people_words import HONORIFICS
from moderation_classifier.domain.text import NormalisedText, Span

_WORD: Final = re.compile(r"[^\W\d_][^\W_]*(?:['-][^\W\d_][^\W_]*)*")
"""A word of the plain form, with what hyphens and apostrophes hold together."""
_GENITIVE: Final = "'s"
_MAX_WORDS: Final = 3
"""Words of one name, initials and particles apart."""
_MAX_AHEAD: Final = 9
"""Words that are read for one name, whatever they are: time is linear in the text."""
_MAX_GAP: Final = 4
"""Characters between two words that are looked at; none that may part a name are so many."""

_SIDE_BY_SIDE: Final = frozenset({" "})
_AFTER_ABBREVIATION: Final = frozenset({" ", ". ", "."})
_AFTER_INITIAL: Final = frozenset({" ", ". ", ".", "' "})
_AFTER_NOUN: Final = frozenset({" ", ", ", ": ", " - "})
_AFTER_CUE: Final = frozenset({" ", "'s ", ", ", ": ", ":", " - ", ' "', " '", " (", ': "'})

_AFTER_SELF: Final = frozenset({" ", ' "', " '", " - "})
_BEFORE_SIGNING: Final = tuple(".!?-~*:")
"""With one of these a sentence has ended, or a signature begins."""
_FEELING_STEM: Final = 3
"""Letters before the ending of a word that tells how somebody is: Ming is a name."""

_NO_TELLING: Final = HONORIFICS | KIN | PARTICLES


class _Announced(Enum):
    """By what a name is announced."""

    HONORIFIC = auto()
    OCCUPATION = auto()
    KIN = auto()
    CUE = auto()
    SELF = auto()
    """By whoever writes: "I'm"."""
    THIS = auto()
    """By "this is"."""
    CLOSING = auto()
    """By what stands at the end of a letter."""
    ENDING = auto()
    """By what may, so that nothing else may follow."""


_OF_SELF: Final = frozenset({_Announced.SELF, _Announced.THIS})
_OF_LETTERS: Final = frozenset({_Announced.CLOSING, _Announced.ENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    text: str
    """In plain letters, without the ending of a genitive."""
    start: int
    end: int
    """Where it stands in the plain form."""
    last_end: int
    """Where the word before it ends."""
    gap: str
    """What stands between the two."""
    capital: bool
    """Some part of it does not begin with a small letter; many scripts have none."""
    loud: bool
    """All of it is in capitals, and there is more than one."""


def find_person_names(text: NormalisedText) -> list[Span]:
    """Return where people are named by a title or cue, and their names wherever else they stand.

    A title or an occupation goes with the name, other cues do not. The spans are in order and may
    overlap.
    """
    words = list(_words_of(text))
    found: set[tuple[int, int]] = set()
    known: set[str] = set()
    for place, word in enumerate(words):
        by = _announced(words, place)
        name = _name_after(words, place, by) if by else []
        if by and name and _is_said_as_one(words, place, by, length=len(name)):
            titled = by in {_Announced.HONORIFIC, _Announced.OCCUPATION}
            found.add((word.start if titled else name[0].start, name[-1].end))
            known.update(part for one in name for part in _telling(one.text))
    found.update(_places_of(known, words))
    return [text.plain.span(*each) for each in sorted(found)]


def _words_of(text: NormalisedText) -> Iterator[_Word]:
    plain, original = text.plain, text.original
    last_end = 0
    for match in _WORD.finditer(plain.text):
        written = match.group().removesuffix(_GENITIVE)
        start, end = match.start(), match.start() + len(written)
        shown = [original[place] for place in plain.places[start:end]]
        parts = (0, *(at + 1 for at, letter in enumerate(written) if letter in "'-"))
        letters = [letter for letter in shown if letter.isalpha()]
        yield _Word(
            text=written,
            start=start,
            end=end,
            last_end=last_end,
            gap=plain.text[last_end : min(start, last_end + _MAX_GAP)],
            capital=any(not shown[at].islower() for at in parts),
            loud=len(letters) > 1 and all(map(str.isupper, letters)),
        )
        last_end = end


def _announced(words: Sequence[_Word], place: int) -> _Announced | None:
    """Return what a word is if a name may follow it."""
    word = words[place].text
    if word in HONORIFICS:
        return _Announced.HONORIFIC
    if _is_occupation(word):
        return _Announced.OCCUPATION
    if word in KIN:
        return _Announced.KIN
    before = words[place - 1].text if place else ""
    if word in CUES or before in CUES_OF_TWO.get(word, ()):
        return _Announced.CUE
    return _announced_by_whom_it_is(words, place)


def _announced_by_whom_it_is(words: Sequence[_Word], place: int) -> _Announced | None:
    """Return how somebody may give their own name behind a word."""
    word, before = words[place].text, words[place - 1].text if place else ""
    if word in SELF_CUES or (before, word) == ("i", "am"):
        return _Announced.SELF
    if (before, word) == ("this", "is"):
        return _Announced.THIS
    if word in CLOSINGS:
        return _Announced.CLOSING
    if word in ENDINGS and (word != "from" or before in BEFORE_FROM or _begins(words[place])):
        return _Announced.ENDING
    return None


def _begins(word: _Word) -> bool:
    """Say whether a word begins a text, a line, a sentence or a signature."""
    return _is_new_line(word) or not word.last_end or word.gap.rstrip().endswith(_BEFORE_SIGNING)


def _is_bare(gap: str) -> bool:
    """Say whether a gap is of lines, stops, dashes and the like, as before a signature."""
    return not any(map(str.isalnum, gap))


def _is_new_line(word: _Word) -> bool:
    return "\n" in word.gap


def _name_after(words: Sequence[_Word], place: int, by: _Announced) -> list[_Word]:
    """Return the words of the name that is announced at a place; none where none follows."""
    name: list[_Word] = []
    length = counted = 0
    gaps = _gaps_after(words[place], by)
    for word in words[place + 1 : place + 1 + _MAX_AHEAD]:
        particle = word.text in PARTICLES
        near = word.gap in gaps or (by in _OF_LETTERS and not name and _is_bare(word.gap))
        if not near or not (word.capital or particle):
            break
        if _is_no_name(word, by, first=not name):
            break
        if by in _OF_SELF and name and name[-1].text in NO_INITIALS and word.gap == " ":
            # "I Am A Patient": an initial has its stop.
            break
        name.append(word)
        if word.capital:
            length = len(name)
            counted += not particle and len(word.text) > 1
        if counted == _MAX_WORDS:
            break
        gaps = _gaps_within(word)
    if length and name[length - 1].text in NO_INITIALS:
        # "Mrs Smith I hope": at its end the letter is a word of its own.
        length -= 1
    return name[:length]


def _gaps_after(word: _Word, by: _Announced) -> frozenset[str]:
    """Return what may stand between what announces a name and the name."""
    match by:
        case _Announced.HONORIFIC:
            return _AFTER_ABBREVIATION if word.text in ABBREVIATIONS else _SIDE_BY_SIDE
        case _Announced.OCCUPATION | _Announced.KIN:
            return _AFTER_NOUN
        case _Announced.CUE:
            return _AFTER_CUE
        case _Announced.SELF | _Announced.THIS:
            return _AFTER_SELF
        case _Announced.CLOSING | _Announced.ENDING:
            return _SIDE_BY_SIDE


def _gaps_within(word: _Word) -> frozenset[str]:
    """Return what may stand between a word of a name and the next one."""
    if word.text in ABBREVIATIONS:
        return _AFTER_ABBREVIATION
    return _AFTER_INITIAL if len(word.text) == 1 else _SIDE_BY_SIDE


def _is_no_name(word: _Word, by: _Announced, *, first: bool) -> bool:
    text = word.text
    # "I" may be an initial, "I'm" is none.
    if len(text) > 1 and text.partition("'")[0] in NO_NAMES:
        return True
    if by is _Announced.HONORIFIC:
        return False
    if _is_occupation(text) or text in KIN or (word.loud and text in COMMON):
        return True
    if first and not PEOPLES.isdisjoint((text, text.removesuffix("s"))):
        return True
    if by not in _OF_SELF:
        return False
    if first and text in HONORIFICS:
        # What is behind it, if it is a name, goes with it.
        return True
    return word.loud or _is_feeling(text) or text in INSTITUTIONS or (first and text in COMMON)


def _is_feeling(word: str) -> bool:
    """Say whether a word tells how somebody or something is, or holds a digit."""
    if word in LIKE_FEELINGS:
        return False
    stem = word[_FEELING_STEM:]
    return word in FEELINGS or stem.endswith(FEELING_ENDS) or any(map(str.isdecimal, word))


def _is_said_as_one(words: Sequence[_Word], place: int, by: _Announced, *, length: int) -> bool:
    """Say whether what stands around a possible name lets it be one, by what announces it."""
    first = words[place + 1]
    after = words[place + 1 + length] if place + 1 + length < len(words) else None
    beside = after is not None and after.gap == " "
    alone = first.gap == " "
    match by:
        case _Announced.SELF | _Announced.THIS:
            if beside and after is not None and after.text in INSTITUTIONS:
                return False
            if all(len(word.text) == 1 for word in words[place + 1 : place + 1 + length]):
                return False
            unsure = by is _Announced.THIS and length == 1 and beside
            return not (unsure and after is not None and after.text not in PRESENTED)
        case _Announced.CLOSING:
            return not (alone and first.loud)
        case _Announced.ENDING:
            ends = after is None or _is_new_line(after) or not after.text.strip("x")
            return ends and (not alone or words[place].text == "from")
        case _:
            return True


def _is_occupation(word: str) -> bool:
    return word in OCCUPATIONS or word.endswith(OCCUPATION_ENDS)


def _telling(word: str) -> Iterator[str]:
    """Yield what of a name tells of the person wherever it stands, with a hyphen or without."""
    for part in (word, *word.split("-")):
        if len(part) > 1 and part not in _NO_TELLING and not _is_occupation(part):
            yield part


def _places_of(known: AbstractSet[str], words: Iterable[_Word]) -> Iterator[tuple[int, int]]:
    """Yield where known words stand with a capital, side by side as one."""
    start = end = -1
    for word in words:
        if not word.capital or word.text not in known:
            continue
        if end == word.last_end and word.gap == " ":
            end = word.end
            continue
        if start >= 0:
            yield start, end
        start, end = word.start, word.end
    if start >= 0:
        yield start, end

"""How members of staff are named: full names, surnames alone, tags, and clinical titles.

It finds names and judges nothing; `staff` says which of them stand beside blame.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from moderation_classifier.domain.names.name_words import (
    NO_NAMES,
    PEOPLES,
    PLACES_BEHIND,
    WORDLIKE_SURNAMES,
)
from moderation_classifier.domain.text import NormalisedText, Span, normalise
from moderation_classifier.domain.word_sets import any_of

_NATIONALITY: Final = rf"{any_of(map(str.capitalize, PEOPLES))}\b"
"""Where somebody is from, or what they believe; Welsh, French, English and German are surnames."""
_NO_NAMES: Final = NO_NAMES - {"ward"}
"""Ward is a surname, too."""
_NO_SURNAME: Final = rf"{any_of(map(str.capitalize, _NO_NAMES))}\b"
"""With what the next sentence may begin where its stop was left out."""
_CAPITALISED: Final = (
    r"(?=[A-Z][A-Za-z'’-]{2})[A-Z][a-z]{0,20}+(?:['’-][A-Za-z][a-z]{0,20}+){0,2}+(?![a-z])"
)
"""A name as it is written, without what else may hang on it: "Ellory- absolute joke"."""
_TITLED: Final = re.compile(
    r"\b(?:Dr\.?|DR\.?|Doctor|"
    r"Nurse|Sister|Midwife|Matron|Consultant|Surgeon|Receptionist|Paramedic|"
    r"Physio|Prof(?:essor)?\.?|dr\.?|nurse|sister|midwife|matron|consultant|receptionist|"
    r"paramedic)(?: called| named|,)? "
    rf"(?!Who\b|Google\b|No\b|Strange\b|The\b|Led\b|On\b|In\b|At\b|I\b|{_NATIONALITY})"
    rf"(?P<name>{_CAPITALISED})(?: (?!{_NO_SURNAME}|I['’]){_CAPITALISED})?"
)
_ALWAYS_TITLES: Final = ("dr", "prof")
"""Behind these whatever may be a name is one, and behind a calling not: `saw the nurse Monday`."""
_TITLES: Final = ("dr", "doctor", "mr", "mrs", "miss", "ms", "nurse", "sister", "prof", "matron")
_GENITIVE: Final = ("'s", "’s")
_FULL_NAME_PARTS: Final = 2
_MIN_SURNAME: Final = 3
"""Letters; a shorter one is too much like other words to stand for itself."""
_NEXT_WORD: Final = re.compile(r" ([a-z]+)")


def full_names(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern over the words of a text for the spellings of each name; None for none."""
    spellings: dict[str, None] = {}
    for name in names:
        # Read as texts are read, so that accents and apostrophes go the same way.
        parts = normalise(name).words.text.split()
        spellings[" ".join(parts)] = None
        bare = _without_titles(parts)
        if len(bare) >= _FULL_NAME_PARTS:
            spellings[" ".join(bare)] = None
            # A surname of two parts is told by its hyphen, which the words no longer have.
            surnames = (bare[-1], normalise(name.split()[-1]).words.text)
            spellings.update((f"{a} {b}", None) for a in _TITLES for b in surnames)
    # One alternation of literals: the longest first, so that a full name wins over a part.
    ordered = sorted(filter(None, spellings), key=len, reverse=True)
    # The words have no apostrophes: an s behind a name is its genitive.
    return re.compile(r"\b(" + "|".join(map(re.escape, ordered)) + r")s?\b") if ordered else None


def names_alone(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern over plain text for surnames without a title and for names as tags.

    A surname that is an ordinary word or a place as well is left out. None where none is left.
    """
    found = dict.fromkeys(pattern for name in names for pattern in _alone(name))
    alone = "|".join(sorted(found, key=len, reverse=True))
    return re.compile(rf"(?<![\w'-])({alone})(?=(?:'?s|s')?(?![\w'-]|-\w))") if alone else None


def find_titled_names(text: NormalisedText) -> Iterator[Span]:
    """Yield where a clinical title stands with a name behind it, in order."""
    analysed = text.original[: text.plain.places[-1] + 1] if text.plain.places else ""
    for match in _TITLED.finditer(analysed):
        if match["name"].lower() in _NO_NAMES and not match[0].lower().startswith(_ALWAYS_TITLES):
            continue
        yield _without_genitive(Span(*match.span()), text.original)


def find_alone(text: NormalisedText, surnames: re.Pattern[str]) -> Iterator[Span]:
    """Yield where what `names_alone` gave stands as a name, in order."""
    for match in surnames.finditer(text.plain.text):
        span = text.plain.span(*match.span(1))
        if _is_name(text, match, span):
            yield span


def _without_titles(parts: Sequence[str]) -> list[str]:
    return [part for part in parts if part not in _TITLES]


def _alone(name: str) -> Iterator[str]:
    """Yield patterns over plain text for a surname without a title, and for a name as a tag."""
    read = normalise(name)
    bare = _without_titles(read.words.text.split())
    surname = read.plain.text.rpartition(" ")[2]
    if len(surname) < _MIN_SURNAME or surname in _TITLES:
        return
    if len(bare) >= _FULL_NAME_PARTS:
        yield rf"[@#]{'[._-]?'.join(map(re.escape, bare))}\d*"
    if surname not in WORDLIKE_SURNAMES:
        parts = list(map(re.escape, surname.split("-")))
        yield "[ -]".join(parts)
        yield rf"[@#](?:{'|'.join(_TITLES)})?[._-]?{'[._-]?'.join(parts)}\d*"


def _is_name(text: NormalisedText, match: re.Match[str], span: Span) -> bool:
    """Say whether a surname is written as a name, and not as part of a place's."""
    shown = text.original[span.start]
    behind = _NEXT_WORD.match(match.string, match.end())
    place = behind is not None and behind[1] in PLACES_BEHIND
    return (shown in "@#" or not shown.islower()) and not place


def _without_genitive(span: Span, text: str) -> Span:
    ends = text.endswith(_GENITIVE, span.start, span.end)
    return Span(span.start, span.end - len(_GENITIVE[0])) if ends else span

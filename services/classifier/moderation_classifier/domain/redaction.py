"""What of a comment may be shown to an adviser outside: the words, without whom they lead to.

Personal details, houses in a street, postcodes, plates of cars, members of staff, the author's
name, names after a title, an occupation, kinship or a cue such as "called", "I'm" or "regards",
names that "and" or a comma joins to one of these, handles (after the name of a service without an
@, too), links, three-word places and long numbers become tokens. Whether that worked is looked at
again; a text in which something is still found is not given out at all. Names with nothing of that
beside them are not recognised and stay, and so does what `person_names`, `joined_names` and
`private_codes` list: `second_opinion` holds back what may be personal data beyond the detectors.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from moderation_classifier.domain.local import LocalKnowledge
from moderation_classifier.domain.names.joined_names import find_joined_names
from moderation_classifier.domain.names.person_names import find_person_names
from moderation_classifier.domain.personal_data import find_personal_data
from moderation_classifier.domain.personal_data.private_codes import (
    find_handles,
    find_plates_and_places,
)
from moderation_classifier.domain.text import (
    MAX_ANALYSED_CHARACTERS,
    NormalisedText,
    Span,
    normalise,
)
from moderation_common.vocabulary import Label

_NAME: Final = "[PERSON]"
_DETAIL: Final = "[PRIVATE]"
_TOKENS: Final = {"handle": "[HANDLE]", "link": "[LINK]", "number": "[NUMBER]"}
_TOKEN: Final = re.compile(r"\[(?:PERSON|PRIVATE|HANDLE|LINK|NUMBER)\]")

_PLAIN_SIGHT: Final = re.compile(
    r"(?P<link>(?:https?://|www\.)\S{1,2000}|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}"
    r"\.(?:com|uk|net|org|io|me|info|ly|be)\b(?:/\S{0,2000})?)|"
    r"(?P<handle>(?<!\w)@[\w.]{1,64})|"
    r"(?P<number>\d(?:[ .\-/]{0,2}\d){4,})",
    re.IGNORECASE,
)
_NO_STREET: Final = (
    r"(?:of|to|in|at|on|by|up|out|for|from|with|and|or|but|is|was|were|had|has|an?|this|that|my|our|per|"
    r"am|pm|mins?|minutes?|hours?|hrs?|days?|weeks?|months?|years?|times?|miles?|people|patients?|"
    r"nurses?|staff|beds?)\b"
)
"""After a number these begin something else than the name of a street."""
_STREET: Final = (
    r"(?:road|rd|street|str?|lane|ln|avenue|ave?|close|cl|drive|way|court|crescent|cres|gardens?|"
    r"gdns|grove|place|pl|terrace|terr|hill|row|square|sq|mews|walk|rise|view|park|parade|green|"
    r"cottages?|end|bank|croft|drove|wharf|quay|vale|fields?|meadows?|yard|gate|mount|house|"
    r"heights|lodge|buildings?)\b"
)
"""All of `personal_data.addresses` and more: what is taken for a street in vain costs little here,
and there a removal."""
_STREET_NAME: Final = rf"(?:(?!{_NO_STREET})[a-z][a-z'.-]{{1,20}} )"
_HOUSE: Final = re.compile(
    r"(?<![\w/£.])(?:(?:flat|apartment|apt|unit|room) \w{1,4},? )?(?:no\.? ?)?"
    rf"\d{{1,4}}(?:[a-z]| ?- ?\d{{1,4}})?,? {_STREET_NAME}{{1,3}}?{_STREET}"
    rf"(?:,? {_STREET_NAME}{{0,2}}?{_STREET}){{0,2}}"
)
"""A number and a street, whoever lives there: a surgery's address is no loss to an adviser.

After a house that has a name ("14 Mill House, Elm Road") the street goes as well.
"""
_POSTCODE: Final = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?(?P<space> ?)\d[abd-hjlnp-uw-z]{2}\b")
"""Without its space it counts in capitals alone, because it may be a word in disguise."""
_MIN_NAME: Final = 3
"""Shorter names are letters that stand in every other word."""
_ROUNDS: Final = 3
"""A detail may show only when another beside it is gone; more than this is a game."""
_START: Final = itemgetter(0)


class _Identifying(NamedTuple):
    """Something that leads to a person, and the token for it."""

    span: Span
    token: str
    anywhere: bool = True
    """The same letters go wherever else they stand, within longer words too."""


def redact(text: str, local: LocalKnowledge, *, names: Iterable[str] = ()) -> str | None:
    """Return the text with tokens for what identifies people; `None` where that cannot be had.

    `names` are further names to take out, such as the author's, however they are spaced, accented
    and capitalised. A text longer than is read whole is refused, because its end was looked at by
    nobody.
    """
    if len(text) > MAX_ANALYSED_CHARACTERS or normalise(text).too_long:
        return None
    taken = tuple(name for name in names if len(name) >= _MIN_NAME)
    for _ in range(_ROUNDS):
        found = _identifying(text, local, taken)
        if not found:
            return text
        text = _replace(text, found)
    return None if _identifying(text, local, taken) else text


def _identifying(text: str, local: LocalKnowledge, names: tuple[str, ...]) -> list[_Identifying]:
    normalised = normalise(text)
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    found = [
        _Identifying(finding.span, _DETAIL)
        # The body's own contacts go too: nothing is lost, and nothing has to be told apart.
        for finding in find_personal_data(normalised, frozenset())
        if finding.span and finding.label is Label.PERSONAL_DATA
    ]
    found.extend(_Identifying(span, _DETAIL) for span in _addresses(normalised))
    found.extend(_Identifying(span, _DETAIL) for span in find_plates_and_places(normalised))
    found.extend(
        _Identifying(span, _TOKENS["handle"], anywhere=anywhere)
        for span, anywhere in find_handles(normalised)
    )
    known = [*local.staff.spans(normalised), *_spans_of(names, normalised)]
    found.extend(_Identifying(span, _NAME) for span in known)
    told = find_person_names(normalised)
    told.extend(find_joined_names(text, [*known, *told]))
    # "Li" is gone wherever it is a word, and "listen" stays.
    found.extend(_Identifying(span, _NAME, anywhere=False) for span in told)
    found.extend(
        _Identifying(Span(*match.span()), _TOKENS[str(match.lastgroup)])
        for match in _PLAIN_SIGHT.finditer(text)
    )
    return [one for one in found if not _is_within(one.span, tokens)]


def _addresses(text: NormalisedText) -> Iterator[Span]:
    plain = text.plain
    for match in _HOUSE.finditer(plain.text):
        yield plain.span(*match.span())
    for match in _POSTCODE.finditer(plain.text):
        span = plain.span(*match.span())
        if match["space"] or text.original[slice(*span)].isupper():
            yield span


def _is_within(span: Span, tokens: Sequence[tuple[int, int]]) -> bool:
    """Say whether a span lies in one of some ranges, which are in order and apart."""
    place = bisect_right(tokens, span.start, key=_START)
    return bool(place) and span.end <= tokens[place - 1][1]


def _spans_of(names: Iterable[str], text: NormalisedText) -> Iterator[Span]:
    """Yield where names stand as they are written, and where they only read like that."""
    for name in names:
        for match in re.finditer(re.escape(name), text.original, re.IGNORECASE):
            yield Span(*match.span())
        parts = normalise(name).plain.text.split()
        if len(" ".join(parts)) < _MIN_NAME:
            # Marks and invisible characters made the name longer than it reads.
            continue
        for match in re.finditer(r"\s+".join(map(re.escape, parts)), text.plain.text):
            yield text.plain.span(*match.span())


def _replace(text: str, found: Iterable[_Identifying]) -> str:
    """Put tokens in; the same words elsewhere, where nothing showed what they are, go as well."""
    pieces: list[str] = []
    details: set[str] = set()
    last = 0
    for span, token, anywhere in sorted(found):
        if anywhere:
            details.add(text[slice(*span)])
        if span.start >= last:
            pieces.extend((text[last : span.start], token))
        last = max(last, span.end)
    pieces.append(text[last:])
    redacted = "".join(pieces)
    if not details:
        return redacted
    # All in one pass, whatever their number; of two that begin alike the longer one goes.
    elsewhere = re.compile("|".join(map(re.escape, sorted(details, key=len, reverse=True))))
    # A detail of a few letters may stand within a token, which says nothing of anybody.
    parts = [elsewhere.sub(_DETAIL, part) for part in _TOKEN.split(redacted)]
    marks = [*_TOKEN.findall(redacted), ""]
    return "".join(part + mark for part, mark in zip(parts, marks, strict=True))

"""Where somebody lives: a house in a street, or a door with a postcode; places of work are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from moderation_classifier.domain.personal_data.bound_places import (
    follows_postcode,
    follows_street,
    leads_to_address,
    leads_to_postcode,
    stands_between,
)
from moderation_classifier.domain.personal_data.detail import (
    LIKELY,
    MAX_CANDIDATES,
    PUBLIC_OCCASION,
    Detail,
    DetailKind,
    after,
    before,
    last_of,
)
from moderation_classifier.domain.personal_data.homes import (
    Told,
    is_home,
    is_home_behind,
    what_is_told,
)
from moderation_classifier.domain.personal_data.places import PLACE
from moderation_classifier.domain.personal_data.public_lines import is_somebodys

_DIGIT: Final = re.compile(r"\d")
_POSTCODE: Final = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}\b")
_NO_NAME: Final = (
    r"(?:mins?|minutes?|hours?|hrs?|miles?|days?|weeks?|months?|years?|people|patients?|nurses?|"
    r"staff|of|to|am|pm|in|and|for|down|on|up|out|outside|away|from|per|at|is|was|with|a|this|"
    r"that|my|other|more|steps|times|streets|km|metres|yards|ambulances?|beds?|doctors?|"
    r"no|not|or|but|who|which|he|she|they|we|i|you|it|his|her|their|different|separate|"
    r"broken|gps?|surgeries|carers|kids|children|babies|hospitals|pharmacies|dentists|letters|"
    r"phone|calls|visits|appointments|tests|tablets|consultants|paramedics|"
    r"neighbours|relatives)\b"
)
_STREET: Final = re.compile(
    r"\b(?:(?:flat|apartment|apt|unit|room) \w{1,4},? )?(?:no\.? ?)?"
    rf"\d{{1,4}}[a-z]?,? (?:(?!{_NO_NAME})[a-z'.]{{2,20}} ){{1,3}}(?:street|st|road|rd|"
    r"lane|ln|avenue|ave|close|drive|crescent|cres|court|gardens?|grove|terrace|way|place|walk|"
    r"mews|hill|row|square|green|view|rise|end|bank|park|parade|cottages|drove|wharf|quay|vale|"
    r"croft|meadows?|fields?|yard|gate|mount|house|heights|lodge|buildings)\b"
)
_GOES_ON: Final = re.compile(
    r"(?:(?<=close) (?:to|by|enough|together)|"
    r"(?<=drive) (?:past|to|me|us|him|her|them|home|there|away|round|around|all)|"
    r"(?<=walk) (?:past|to|away|out|round|around|into|up|down|home|back|in)|"
    r"(?<=way) (?:to|of|out|back|home|through|round|too|we|they|he|she|i)|"
    r"(?<=park) (?:in|at|outside|on|there|here|across)|"
    r"(?<=place) (?:to|for|where|of)|(?<=end) (?:of|up)|(?<=view) of|(?<=bank) (?:holiday|staff)|"
    r"(?<=gate|bank|rise|hill|view|lane|road) (?:closed|shut)|(?<=house) (?:calls|visits)|"
    r"(?<=rise) (?:in|to)|(?<=row) (?:about|over|with)|(?<=court) (?:case|order|hearing|date))\b"
)
"""After a word that names streets: here it is a verb, or begins something else."""
_LEADS_TO_DOOR: Final = re.compile(
    r"(?:\b(?:at|to|of|from|near|address|number|no|flat|is|on)\.?|[:,]) ?$"
)
_DOOR: Final = re.compile(
    r"\b(?:flat|apartment|apt|house|house number|number|no\.?|address(?: is)?|live at|lives at) ?"
    r":? ?\d{1,4}[a-z]?\b"
)
_HOME: Final = re.compile(
    r"\b(?:live|lives|lived|living|home|"
    r"(?:my|our|his|her|their) (?:\w{1,12} )?address|house|"
    r"visit (?:him|her|them)|"
    r"find (?:him|her|them)|knock|moved to|i'm at|we're at|she's at|he's at|they're at|mine|"
    r"come round|deliver to|collect)\b"
)
_COUNTED: Final = re.compile(r"(?:number|no\b)")
_NO_DOOR: Final = re.compile(
    r"(?:\b(?:bed|bay|room|ward|theatre|block|level|floor|zone|desk|lift|gate|stop|platform|bus|"
    r"buses|train|tram|coach|route|service|flight|section|line|queue|page|chapter|age|aged|"
    r"open(?:s|ed|ing)?|clos(?:es|ed|ing)|until|till?|starts?|starting|begins?|finish\w*|from|"
    r"today|tomorrow|tonight|\w+day|jan\w*|feb\w*|march|april|may|june|july|aug\w*|sept?\w*|"
    r"oct\w*|nov\w*|dec\w*|scan|x-ray|operation|jabs?|arriv\w+|left|leaves|due)|\d)"
    r"(?: is| was| me| us)? ?$"
)
"""Before a number, or before `at` or `to` and a number: one inside a place, an hour or a date."""
_OF_BUS: Final = re.compile(r" (?:bus|train|tram|coach|in (?:the|a) queue|on (?:the|a) list)\b")
_BARE_DOOR: Final = re.compile(
    r"\b(?:(?P<at>at|to)|address(?: is)?|lives?|living|home|house|"
    r"(?:mrs?|miss|ms) [a-z'-]{2,20},?)[ :]{1,2}(?P<door>\d{1,3}[a-z]?,? ?)$"
)
"""Before a postcode."""
_TOWN: Final = 25
"""Characters between a street and its postcode."""
_CERTAIN: Final = 0.9
_DOUBTFUL: Final = 0.6
_OF_HOME: Final = re.compile(r"\b(?:house|flat|apartment|apt|address|live|lives)\b")
_LETTER: Final = re.compile(r"[a-z]")
_DWELT_IN: Final = re.compile(r"\b(?:lives?|lived|living|door|flat|neighbours?)\b")
_LIVES: Final = re.compile(
    r"\b(?:(?:my|our|his|her|their|home) (?:\w{1,12} )?post ?code(?: is)?|"
    r"(?:i|we|he|she|they) lives? (?:in|at)) ?:? ?$"
)


def find_addresses(plain: str) -> Iterator[Detail]:
    """Yield the addresses of homes, each up to its postcode."""
    postcodes = [match.span() for match in islice(_POSTCODE.finditer(plain), MAX_CANDIDATES)]
    told: list[tuple[int, int]] = []
    for pattern in (_STREET, _DOOR):
        for match in islice(pattern.finditer(plain), MAX_CANDIDATES):
            if any(start < match.end() and match.start() < end for start, end in told):
                continue
            detail = _home(plain, match, postcodes)
            if detail is not None:
                told.append((detail.start, detail.end))
                yield detail
    for start, end in postcodes:
        if any(opening <= start < closing for opening, closing in told):
            continue
        if _LIVES.search(before(plain, start)):
            yield Detail(DetailKind.POSTCODE, 0.7, start, end)
        elif door := _bare_door(before(plain, start)):
            yield Detail(DetailKind.ADDRESS, _DOUBTFUL, start - door, end)


def has_address_of_place(plain: str) -> bool:
    """Say whether an address is that of a place that publishes it, such as a surgery."""
    if not _DIGIT.search(plain):
        return False
    return any(
        follows(after(plain, match.end())) or leads(before(plain, match.start()))
        for pattern, leads, follows in (
            (_STREET, leads_to_address, follows_street),
            (_POSTCODE, leads_to_postcode, follows_postcode),
        )
        for match in islice(pattern.finditer(plain), MAX_CANDIDATES)
    )


def find_addresses_of_places(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where streets stand that are a place's own, each up to a postcode close behind it.

    Not where a person stands beside it too, or that somebody lives there.
    """
    postcodes = [match.span() for match in islice(_POSTCODE.finditer(plain), MAX_CANDIDATES)]
    for match in islice(_STREET.finditer(plain), MAX_CANDIDATES):
        start, end = match.span()
        if not (follows_street(after(plain, end)) or leads_to_address(before(plain, start))):
            continue
        beside = f"{before(plain, start)}\n{after(plain, end)}"
        if is_somebodys(plain, start, end) or _DWELT_IN.search(beside):
            continue
        ends = (close for opening, close in postcodes if 0 <= opening - end <= _TOWN)
        yield start, next(ends, end)


def _home(plain: str, match: re.Match[str], postcodes: Sequence[tuple[int, int]]) -> Detail | None:
    start, end = match.span()
    written, follows = before(plain, start), after(plain, end)
    # `10 Green Lane Surgery` is the name of a place, and `the surgery's address is` ends in a door.
    if any(map(leads_to_address, (written, _to_number(plain, match)))) or follows_street(follows):
        return None
    spoken_of = PLACE.search(written)
    own_words = match.re is _DOOR and _OF_HOME.search(match.group())
    lived_in = is_home(written) or bool(not spoken_of and (own_words or is_home_behind(follows)))
    near = next((span for span in postcodes if 0 <= span[0] - end <= len(follows)), None)
    if near is not None and not lived_in:
        gap, beyond = plain[end : near[0]], after(plain, near[1])
        if stands_between(gap) or follows_postcode(beyond) or _is_inside(match, written, gap):
            return None
        if spoken_of or PLACE.search(gap) or PLACE.search(beyond):
            return Detail(DetailKind.ADDRESS, _DOUBTFUL, start, near[1])
    if near is not None:
        score = _CERTAIN if lived_in else _unsaid(plain, match, near[1])
        return Detail(DetailKind.ADDRESS, score, start, near[1])
    if match.re is _STREET and _may_be_home(written) and not _is_told(plain, match):
        return Detail(DetailKind.ADDRESS, 0.8 if is_home(written) else LIKELY, start, end)
    return None


def _unsaid(plain: str, street: re.Match[str], end: int) -> float:
    """Return how surely a street and a postcode are a home where no words say so."""
    start = street.start()
    if not (_LETTER.search(plain, 0, start) or _LETTER.search(plain, end)):
        # Nothing else is said: whoever posts a bare address means a door.
        return _CERTAIN
    told = what_is_told(street.group(), written=before(plain, start), follows=after(plain, end))
    match told:
        case Told.HOME | Told.PERSON:
            return _CERTAIN
        case Told.PUBLIC:
            return PUBLIC_OCCASION
        case Told.NOTHING:
            return LIKELY


def _is_inside(match: re.Match[str], written: str, gap: str) -> bool:
    """Return whether a number is that of a bed, a bus or a turn in a queue."""
    if match.re is not _DOOR or not _COUNTED.match(match.group()):
        return False
    return bool(_NO_DOOR.search(written) or _OF_BUS.match(gap) or PLACE.search(gap))


def _to_number(plain: str, match: re.Match[str]) -> str:
    """Return what stands before the number of a house, such as `the surgery's address is`."""
    number = _DIGIT.search(match.group())
    return before(plain, match.start() + (number.start() if number else 0))


def _may_be_home(written: str) -> bool:
    """Return whether the nearest words before an address may say that somebody lives there."""
    return last_of(_HOME, written) > last_of(PLACE, written)


def _bare_door(written: str) -> int:
    """Return how many characters before a postcode a bare house number takes, or 0."""
    match = _BARE_DOOR.search(written)
    if match is None or leads_to_address(written[: match.start("door")]):
        return 0
    return 0 if match["at"] and _NO_DOOR.search(written[: match.start()]) else len(match["door"])


def _is_told(plain: str, match: re.Match[str]) -> bool:
    """Return whether the words go on as a tale does: `3 girls close to tears`."""
    if _LEADS_TO_DOOR.search(before(plain, match.start())):
        return False
    return bool(_GOES_ON.match(plain, match.end()))

"""Where somebody lives: a house in a street, or a door with a postcode; places of work are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from moderation_classifier.domain.personal_data.detail import (
    MAX_CANDIDATES,
    Detail,
    DetailKind,
    after,
    before,
    last_of,
)
from moderation_classifier.domain.personal_data.places import PLACE

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
        inside = any(opening <= start < closing for opening, closing in told)
        if not inside and _LIVES.search(before(plain, start)):
            yield Detail(DetailKind.POSTCODE, 0.7, start, end)


def has_address_of_place(plain: str) -> bool:
    """Say whether an address stands beside a place that publishes it, such as a surgery."""
    if not _DIGIT.search(plain):
        return False
    return any(
        PLACE.match(after(plain, match.end()).lstrip(" ,"))
        or last_of(PLACE, written := before(plain, match.start())) > last_of(_HOME, written)
        for pattern in (_STREET, _POSTCODE)
        for match in islice(pattern.finditer(plain), MAX_CANDIDATES)
    )


def _home(plain: str, match: re.Match[str], postcodes: Sequence[tuple[int, int]]) -> Detail | None:
    start, end = match.span()
    written, follows = before(plain, start), after(plain, end)
    # `10 Green Lane Surgery` is the name of a place.
    if PLACE.match(follows.lstrip(" ,")):
        return None
    place, home = last_of(PLACE, written), last_of(_HOME, written)
    own_words = match.re is _DOOR and _HOME.search(match.group())
    lived_in = home > place or (place < 0 and (own_words or _HOME.search(follows)))
    near = next((span for span in postcodes if 0 <= span[0] - end <= len(follows)), None)
    if near is not None:
        gap = plain[end : near[0]]
        if not lived_in and (place >= 0 or PLACE.search(gap)):
            return None
        if not lived_in and PLACE.search(after(plain, near[1])):
            return None
        return Detail(DetailKind.ADDRESS, 0.9, start, near[1])
    if match.re is _STREET and home > place and not _is_told(plain, match):
        return Detail(DetailKind.ADDRESS, 0.8, start, end)
    return None


def _is_told(plain: str, match: re.Match[str]) -> bool:
    """Return whether the words go on as a tale does: `3 girls close to tears`."""
    if _LEADS_TO_DOOR.search(before(plain, match.start())):
        return False
    return bool(_GOES_ON.match(plain, match.end()))

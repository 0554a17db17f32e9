"""Telephone numbers of people: mobiles, and landlines that no words beside them give to a place.

A landline is certain only beside words that make it somebody's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberType

from moderation_classifier.domain.personal_data.detail import (
    BEGINS_NUMBER,
    ENDS_NUMBER,
    MAX_CANDIDATES,
    Detail,
    DetailKind,
    after,
    before,
    is_in_link,
    is_ordered,
    last_of,
)
from moderation_classifier.domain.personal_data.places import PLACE
from moderation_classifier.domain.personal_data.public_lines import (
    NO_CARE_HOME,
    PRIVATE,
    is_bound_to_place,
    is_for_all,
    is_line_of_service,
    is_somebodys,
)

_LINE_END: Final = r"(?<=\d{3}) ?\r?\n ?(?=\d{3})"
_BRITISH: Final = re.compile(
    rf"{BEGINS_NUMBER}"
    # A nought after the country's code is none of the number, in brackets or not. Without a sign
    # before that code it would make any long reference one.
    r"(?:(?:\+ ?|00 ?)44[ .\-]{0,3}(?:\(0\)|0)?|44[ .\-]{0,2}(?:\(0\))?|\(?[0o](?!\.))"
    # A line may end inside it, between groups.
    rf"((?:(?:[ ().\-/]{{0,2}}|\)? [.\-/] |{_LINE_END})[\do]){{9,10}}){ENDS_NUMBER}"
)
_FOREIGN: Final = re.compile(rf"(?<![a-z0-9])\+ ?[1-9][\d ().\-]{{6,18}}\d{ENDS_NUMBER}")
_BARE_MOBILE: Final = re.compile(
    r"\b(?:mobile|mob|number|ring|call|phone|text|whatsapp|tel)[^.!?\n\d]{0,15}"
    r"(7[1-57-9]\d{2}[ \-]?\d{3}[ \-]?\d{3})(?!\d)"
)
_MOBILE: Final = re.compile(r"7[1-57-9]\d{8}")
_LANDLINE: Final = re.compile(r"[12]\d{9}")
_SHORT_LANDLINE: Final = re.compile(r"1[2-9]\d{7}")
_DATE: Final = re.compile(r"\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?(?:19|20)\d\d\b")
_HOURS: Final = re.compile(
    r"(?:[01]\d|2[0-3])[0-5]\d ?- ?(?:[01]\d|2[0-3])[0-5]\d\b(?!\W{1,3}\d{3}$)"
)
"""Between two times, where no group of three ends a number: `0730 - 1930 24/7`."""
_DASHED: Final = re.compile(r" [.\-/] ")
_MAX_DASHED: Final = 4
"""Numbers are written in groups, and scores in single figures."""
_CALLED_OTHERWISE: Final = re.compile(r"\b(?:nhs|hosp(?:ital)?|patient|unit|chart)(?:'?s)? $")
_ROWS: Final = re.compile(r"(\d)\1{7}|0123456789|1234567890")
"""Placeholders."""
_PRIVATE: Final = re.compile(
    rf"\b(?:my|me|i'm|i am|mine|his|he|him|her|she|{NO_CARE_HOME}home|"
    rf"house|{PRIVATE}|parents?|landline|mobile|flat|personal|private)\b"
)
_OF_SOMEBODY: Final = re.compile(
    r"\b(?:my|our|his|her|their) (?:\w{1,12} )?(?:number|home|house|landline|mobile|flat)\b|"
    rf"\b(?:{PRIVATE}|home|landline|personal|private|"
    r"house|he|she|him|her|them|mrs?|miss|ms)\b"
)
_UNANSWERED: Final = re.compile(
    r"\b(?:(?:nobody|no one|no-one|never|not|doesn'?t|don'?t|won'?t|isn'?t|aren'?t|they)"
    r"(?: \w+){0,2} (?:answer\w*|pick\w*|reply\w*|replie\w*|get through|respond\w*)|"
    r"rings? out|ringing out|rings and rings|just rings|keeps ringing|rang out|engaged|"
    r"on hold|in a queue|hold music|no answer|no reply|unanswered|goes dead|cuts? (?:me|you) off|"
    r"cut off|voicemail|answer ?phone|answering machine|get through|"
    r"(?:rang|rung|called|phoned|tried|dialled|ringing|calling|trying)(?: \w+){0,3} times)\b"
)
"""What is said of a line that the public rings."""
_PUBLIC_LINES: Final = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.VOIP,
    }
)
_BRITAIN: Final = 44


def find_telephones(plain: str) -> Iterator[Detail]:
    """Yield the numbers that reach a person.

    Britain's numbers are taken by their plan's prefixes, whether or not the range is in use: the
    ranges set aside for drama are how people make up examples. Freephone, service and premium
    numbers (03, 05, 08, 09) and short numbers reach no private person.
    """
    for match in islice(_BRITISH.finditer(plain), MAX_CANDIDATES):
        kind = _kind_of(match)
        if kind is None or is_ordered(plain, match.start()):
            continue
        if is_in_link(plain, match.start()):
            continue
        at_place = (
            is_line_of_service(plain, *match.span())
            or is_bound_to_place(plain, *match.span())
            or _belongs_to_place(plain, *match.span())
        )
        if kind is _MOBILE:
            # Text lines of services have mobile numbers too: a person looks.
            doubted = at_place or is_for_all(plain, *match.span())
            yield Detail(DetailKind.TELEPHONE, 0.6 if doubted else 0.9, *match.span())
        elif not at_place:
            # Most landlines are a body's or a firm's, and those that ring out are: a person looks.
            own = is_somebodys(plain, *match.span()) and not _rings_out(plain, *match.span())
            yield Detail(DetailKind.TELEPHONE, 0.8 if own else 0.6, *match.span())
    for match in islice(_BARE_MOBILE.finditer(plain), MAX_CANDIDATES):
        called_otherwise = _CALLED_OTHERWISE.search(before(plain, match.start()))
        if not called_otherwise and not is_ordered(plain, match.start(1)):
            yield Detail(DetailKind.TELEPHONE, 0.8, *match.span(1))
    for match in islice(_FOREIGN.finditer(plain), MAX_CANDIDATES):
        if _is_foreign(match.group()):
            yield Detail(DetailKind.TELEPHONE, 0.8, *match.span())


def find_lines_of_places(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where landlines stand directly behind the name of a place or service."""
    for match in islice(_BRITISH.finditer(plain), MAX_CANDIDATES):
        if _kind_of(match) is _LANDLINE and is_bound_to_place(plain, *match.span()):
            yield match.span()


def _kind_of(match: re.Match[str]) -> re.Pattern[str] | None:
    digits = re.sub(r"\D", "", match[1].replace("o", "0"))
    written = match.group()
    if _ROWS.search(digits) or _DATE.match(written) or _HOURS.match(written):
        return None
    if len(_DASHED.findall(written)) > _MAX_DASHED:
        return None
    if _MOBILE.fullmatch(digits):
        return _MOBILE
    if _LANDLINE.fullmatch(digits):
        return _LANDLINE
    if _SHORT_LANDLINE.fullmatch(digits):
        number = phonenumbers.parse(f"+44{digits}")
        return _LANDLINE if phonenumbers.is_valid_number(number) else None
    return None


def _belongs_to_place(plain: str, start: int, end: int) -> bool:
    """Return whether the nearest words before a number, or else those after, name a place."""
    written = before(plain, start)
    place, person = last_of(PLACE, written), last_of(_PRIVATE, written)
    if place >= 0 or person >= 0:
        return place > person
    follows = after(plain, end)
    return bool(PLACE.search(follows)) and not _PRIVATE.search(follows)


def _rings_out(plain: str, start: int, end: int) -> bool:
    """Return whether words beside a number say that nobody answers it, and name nobody."""
    beside = f"{before(plain, start)} {after(plain, end)}"
    return bool(_UNANSWERED.search(beside)) and not _OF_SOMEBODY.search(beside)


def _is_foreign(written: str) -> bool:
    try:
        number = phonenumbers.parse(written, None)
    except phonenumbers.NumberParseException:
        return False
    if number.country_code == _BRITAIN or not phonenumbers.is_valid_number(number):
        return False
    return phonenumbers.number_type(number) not in _PUBLIC_LINES

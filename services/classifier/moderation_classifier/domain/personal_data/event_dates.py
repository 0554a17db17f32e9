"""Days of appointments, calls and jabs in figures, which are nobody's date of birth.

Who tells of a long wait tells the days of it. The model takes a row of them for personal data, and
a person would be asked about every such complaint; beside a street it takes some days of a month
for the numbers of houses. A single day it tells apart by itself, so it is left to it, and so is a
year before 2000 and whatever stands beside a word of birth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from moderation_classifier.domain.personal_data.detail import MAX_CANDIDATES, before
from moderation_classifier.domain.text import NormalisedText, Span

_DIGIT: Final = re.compile(r"\d")
_DATE: Final = re.compile(
    r"(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])(?:\1(?:20)?[0-3]\d)?"
    r"(?![\d/-]|\.\d)"
)
_HAPPENED: Final = (
    r"(?:jabs?|jabbed|doses?|boosters?|vaccin\w+|appointments?|appts?|cancelled|postponed|rebooked|"
    r"rescheduled|moved|rang|rung|phoned|called|emailed|wrote|texted|chased|admitted|readmitted|"
    r"discharged|attended|seen|visits?|visited|referred|scans?|x-?rays?|ops?|operations?|surgery|"
    r"since|until|till|waiting|clinics?|bloods?|results)"
)
_BETWEEN: Final = (
    r"(?: ?[,;:&+(-]| (?:on|was|were|is|for|to|from|the|and|again|then|at|me|us|them|you|by|back|"
    r"now|first|second|third|next|\d))*"
)
_AT_EVENT: Final = re.compile(rf"\b{_HAPPENED}{_BETWEEN} ?$")
_IN_ROW: Final = re.compile(rf"{_BETWEEN}(?: {_HAPPENED}{_BETWEEN})? ?")
_BIRTH: Final = re.compile(r"\b(?:born|births?|birthday|birthdate|d\.?o\.?b|b\.?day)\b")
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_WEEKDAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6} )?"
_RANGE: Final = re.compile(
    rf"(?<![\w./-]){_DAY} ?(?:-|/|&|to|until|till|and) ?{_WEEKDAY}(?:the )?{_DAY}(?: of)? "
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|"
    r"may(?! (?:be|have|not|need|well|also|get|only)\b)|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b(?! ?(?:19|200)\d)"
    r"(?! (?:street|st|road|rd|lane|avenue|close|court|terrace|gardens|drive|place|way)\b)"
)
"""From one day of a month to another."""
_ROW: Final = 2
_APART: Final = 60
"""Characters between two days of one row."""


def find_event_dates(text: NormalisedText) -> Iterator[Span]:
    """Yield where days of events stand, three characters or more each, if there are several."""
    plain = text.plain.text
    if not _DIGIT.search(plain):
        return
    dates = list(islice(_DATE.finditer(plain), MAX_CANDIDATES))
    ranges = list(islice(_RANGE.finditer(plain), MAX_CANDIDATES))
    if (len(dates) < _ROW and not ranges) or _BIRTH.search(plain):
        return
    for match in ranges:
        yield text.plain.span(*match.span())
    if len(dates) < _ROW:
        return
    reached = -1
    for match in dates:
        start, end = match.span()
        in_row = (
            reached >= 0 and start - reached <= _APART and _IN_ROW.fullmatch(plain, reached, start)
        )
        if in_row or _AT_EVENT.search(before(plain, start)):
            reached = end
            yield text.plain.span(start, end)

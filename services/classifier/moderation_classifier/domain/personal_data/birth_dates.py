"""Dates of birth, where the words beside a date say that it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from moderation_classifier.domain.personal_data.detail import (
    MAX_CANDIDATES,
    Detail,
    DetailKind,
    before,
)

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR: Final = r"'?(?:(?:19|20)\d\d|\d\d)(?!\d)"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE: Final = (
    rf"(?:{_DAY} ?[/.\- ] ?(?:0?[1-9]|1[0-2]) ?[/.\- ] ?{_YEAR}|"
    r"(?:19|20)\d\d[/.\-](?:0?[1-9]|1[0-2])[/.\-](?:0?[1-9]|[12]\d|3[01])(?!\d)|"
    rf"{_DAY}(?:st|nd|rd|th)?[ \-]?(?:of )?(?:the )?{_MONTH}[.,]?[ \-]?{_YEAR}|"
    rf"{_MONTH}\.? {_DAY}(?:st|nd|rd|th)?,? {_YEAR})"
)
_COMPACT: Final = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)\d\d|\d\d)(?!\d)"
_NAMED: Final = re.compile(
    r"\b(?:d ?[./]? ?o ?[./]? ?b|date[ -]of[ -]birth|birth[ -]?date)\b\.?[ ,:;(=\-]{0,4}"
    rf"[^\n\d.!?,;]{{0,15}}?(?:{_DATE}|{_COMPACT})"
)
_BIRTHDAY: Final = re.compile(
    rf"(?<!\d(?:st|nd|rd|th) )\bbirthday(?:'s)?[ :,\-]{{0,3}}(?:is )?(?:on )?(?:the )?({_DATE})"
)
_BORN: Final = re.compile(rf"\bborn[ :]{{0,2}}(?:on )?(?:the )?({_DATE})")
_NEWBORN: Final = re.compile(
    r"\b(?:sons?|daughters?|baby|babies|twins?|triplets|boys?|girls?|little (?:one|man|lady)|"
    r"grand(?:son|daughter|child|children)|child|children|niece|nephew|prem\w*|nhs|hospital|"
    r"service|bundle|was this|wee)\b"
)
"""Births are thanked for by their day, and that is no disclosure worth hiding the thanks for."""


def find_birth_dates(plain: str) -> Iterator[Detail]:
    """Yield the dates that words call somebody's birth, with these words."""
    for match in islice(_NAMED.finditer(plain), MAX_CANDIDATES):
        yield Detail(DetailKind.BIRTH_DATE, 0.9, *match.span())
    for match in islice(_BIRTHDAY.finditer(plain), MAX_CANDIDATES):
        yield Detail(DetailKind.BIRTH_DATE, 0.7, *match.span(1))
    for match in islice(_BORN.finditer(plain), MAX_CANDIDATES):
        if not _NEWBORN.search(before(plain, match.start())):
            yield Detail(DetailKind.BIRTH_DATE, 0.65, *match.span(1))

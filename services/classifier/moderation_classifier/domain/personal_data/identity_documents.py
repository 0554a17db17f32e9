"""Numbers of passports, which a word must name, and of British driving licences, by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from moderation_classifier.domain.personal_data.counted import is_of_thing
from moderation_classifier.domain.personal_data.detail import (
    MAX_CANDIDATES,
    Detail,
    DetailKind,
    before,
    is_in_link,
    is_ordered,
)

_LICENCE: Final = re.compile(
    r"(?<![a-z0-9])"
    r"(?:[a-z]{5}|[a-z]{4}9|[a-z]{3}99|[a-z]{2}999|[a-z]9{4})[ \-]?"
    r"\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\d|3[01])\d[ \-]?"
    r"(?:[a-z][a-z9]|99)[ \-]?\d[a-z]{2}(?: ?\d{2})?(?![a-z0-9])"
)
"""Five of the surname, filled up with nines; decade, month (and 50 for women), day and year of
birth; two initials, nines for none; a digit and two letters, perhaps with the number of the issue.
Source: DVLA, INF45 and the form of gov.uk for licence numbers.
"""
_LICENCE_WORDS: Final = re.compile(r"\b(?:driv\w+|dvla|licen[cs]e)\b")
_PASSPORT: Final = re.compile(
    r"\bpassports?(?:'s)?(?: (?:numbers?|no\.?|num|nr|id|#))?(?: (?:is|was|it's))?"
    r"[ .,:;#=(\-]{1,4}(?:uk |gb |gbr )?"
    r"(?P<digits>\d{9}|\d{3}(?P<gap>[ \-])\d{3}(?P=gap)\d{3})(?![\da-z-])"
)
_PASSPORT_BEHIND: Final = re.compile(
    r"(?<![\d+=/.£$€-])(?P<digits>\d{9})(?![\da-z-])[ ,\-]{0,3}"
    r"(?:\(|(?:is|was) (?:(?:my|our|his|her|their|the) )?)(?:[a-z'-]{1,15} )?passport\b"
)


def find_identity_documents(plain: str) -> Iterator[Detail]:
    """Yield the numbers of licences and passports."""
    for match in islice(_LICENCE.finditer(plain), MAX_CANDIDATES):
        start, end = match.span()
        if is_in_link(plain, start):
            continue
        named = _LICENCE_WORDS.search(before(plain, start))
        if named or not (is_ordered(plain, start) or is_of_thing(plain, start, end)):
            yield Detail(DetailKind.DRIVING_LICENCE, 0.9, start, end)
    for pattern in (_PASSPORT, _PASSPORT_BEHIND):
        for match in islice(pattern.finditer(plain), MAX_CANDIDATES):
            yield Detail(DetailKind.PASSPORT, 0.85, *match.span("digits"))

"""One detail in a text, and what the words beside it say it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

MAX_CANDIDATES: Final = 20
"""Past this many of one kind a text is a table, and every further one says the same."""

LIKELY: Final = 0.78
"""Counts as personal under the bodies' packs, and is less than any removes for: a person looks."""
PUBLIC_OCCASION: Final = 0.55
"""How sure of an address that the public is asked to, or told of, as where people meet."""

_BESIDE_CHARACTERS: Final = 60
_ORDERED: Final = (
    r"(?:orders?|ref|refs|reference|tracking|invoice|ticket|booking|parcel|serial|isbn|item|"
    r"receipt|confirmation|complaint|account|sort code|charity|company|registered|vat|barcode|"
    r"batch|lot|policy|petition|vacancy|version|case|job)"
)
_ORDER: Final = re.compile(
    rf"\b{_ORDERED}(?: {_ORDERED})?"
    r"(?: (?:no|number|numbers|num|id|code|ref|reference|is|was|of|it is|it's))*['s .:#=\-]{0,4}$"
)
BEGINS_NUMBER: Final = r"(?:(?<![a-z0-9£$#.])|(?<=[a-z]\.)|(?<=\btel)|(?<=\bmob))"
"""In a pattern: no longer number, sum of money or decimal fraction goes before; `tel.` may."""
ENDS_NUMBER: Final = r"(?!(?!x[xo]{0,5}(?![a-z0-9%@]))[a-z0-9%])"
"""In a pattern: nothing longer goes on, unless it is a kiss or some."""
_LINK: Final = re.compile(r"(?:https?://|www\.)(?!wa\.me)\S{1,2000}")


class DetailKind(StrEnum):
    """What a detail is; after `personal-data.` it is the id of its detector."""

    E_MAIL = "e-mail"
    TELEPHONE = "telephone"
    NHS_NUMBER = "nhs-number"
    HOSPITAL_NUMBER = "hospital-number"
    NI_NUMBER = "ni-number"
    PASSPORT = "passport-number"
    DRIVING_LICENCE = "driving-licence"
    BANK_ACCOUNT = "bank-account"
    """A sort code, the number of an account, or an IBAN."""
    PAYMENT_CARD = "payment-card"
    BIRTH_DATE = "birth-date"
    ADDRESS = "address"
    POSTCODE = "postcode"
    NAMED_CONDITION = "named-condition"
    """Somebody's name beside what they are ill with."""

    @property
    def source(self) -> str:
        """The id by which reasons name its detector, and by which it can be switched off."""
        return f"personal-data.{self}"


class Detail(NamedTuple):
    """Where a detail stands in the plain form of a text."""

    kind: DetailKind
    score: float
    start: int
    end: int


def before(plain: str, start: int) -> str:
    """Return what stands shortly before a place."""
    return plain[max(0, start - _BESIDE_CHARACTERS) : start]


def after(plain: str, end: int) -> str:
    """Return what stands shortly after a place."""
    return plain[end : end + _BESIDE_CHARACTERS]


def is_ordered(plain: str, start: int) -> bool:
    """Return whether the words before a number call it that of an order, a case or the like."""
    return bool(_ORDER.search(before(plain, start)))


@lru_cache(maxsize=4)
def links(plain: str) -> tuple[tuple[int, int], ...]:
    """Return where web addresses stand, in order; several finders ask it of one text."""
    return tuple(match.span() for match in _LINK.finditer(plain))


def is_in_link(plain: str, start: int) -> bool:
    """Return whether a place lies in a web address, where a number is nobody's."""
    found = links(plain)
    at = bisect_right(found, start, key=itemgetter(0)) - 1
    return at >= 0 and start < found[at][1]


def last_of(pattern: re.Pattern[str], text: str) -> int:
    """Return where the last match begins, or -1."""
    place = -1
    for match in pattern.finditer(text):
        place = match.start()
    return place

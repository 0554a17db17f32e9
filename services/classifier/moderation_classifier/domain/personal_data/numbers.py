"""Numbers that stand for one person: NHS, national insurance and hospital numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from moderation_classifier.domain.personal_data.check_digits import (
    has_chi_check_digit,
    is_nhs_number,
)
from moderation_classifier.domain.personal_data.counted import is_counted, is_of_thing
from moderation_classifier.domain.personal_data.detail import (
    MAX_CANDIDATES,
    Detail,
    DetailKind,
    after,
    before,
    is_in_link,
    is_ordered,
)

_PRINTED: Final = re.compile(
    r"(?<![\d+=/£$€-])(?<!\d\.)(?:\d{3}([ .\-])\d{3}\1\d{4}|\d{10})(?![\d-])"
)
"""As it is printed on letters, or without gaps."""
_LOOSE: Final = re.compile(r"(?<![\d+=/£$€-])\d(?:[ .\-]{0,3}\d){9}(?![\d-])")
_NHS_WORDS: Final = re.compile(
    r"\bnhs(?:[ ']?s)? ?(?:numbers?|no|nos|num|nr|nbr|nmbr|id|#|:)(?![a-z])[^!?\n\d]{0,25}$"
)
_CHI_WORDS: Final = re.compile(
    r"(?<!tai )\bchi(?:'s)? ?(?:numbers?|no|num|nr|#|:)(?![a-z])[^!?\n\d]{0,12}$"
)
"""Scotland's Community Health Index, which people keep when they move to England."""
_CHI_NUMBER: Final = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{6}")
"""Day, month and year of birth, then four digits. Source: NHS Data Dictionary, "Community Health
Index Number"."""
_NHS_ALONE: Final = re.compile(r"\bnhs[^!?\n\d]{0,12}$")
_FIRST_DIGITS: Final = frozenset("4679")
"""Numbers in use start with 4, 6 or 7; those for testing with 9."""
_COUNTRY: Final = re.compile(r"(?:\+ ?\d{1,3}|\b00 ?44)[ .\-]{0,3}\(?$")

_NI_NUMBER: Final = re.compile(
    r"\b([a-z]{2})([ .\-]?)(\d\d[ .\-]?\d\d[ .\-]?\d\d)([ .\-]?)([a-d])\b"
)
_NI_PREFIX: Final = re.compile(r"(?!bg|gb|nk|kn|tn|nt|zz)[abceghj-prstw-z][abceghj-nprstw-z]")
"""Source: HMRC National Insurance Manual NIM39110."""
_NI_WORDS: Final = re.compile(r"\b(?:ni|n\.i|nino|national insurance)\b[^!?\n\d]{0,30}$")
_NI_CALLED: Final = re.compile(
    r"\b(?:nino|(?:ni|n\.i|national insurance)\.?(?: (?:number|no|num|code)|:| (?:is|was) ))"
    r"[ .:=#(\-]{0,3}(?:(?:is|was)[ :]{1,2})?$"
)
"""Directly before a number, and telling what it is: `lost my NI on` does not."""
_NI_BARE: Final = re.compile(r"(?<!\bin )(?<!\bto )(?<!\bof )\b(?:ni|n\.i|national insurance)\.? $")
"""Northern Ireland, which people are in, has the same letters."""
_NI_AFTER: Final = re.compile(
    r"[ ,\-]{0,3}(?:\(|(?:is|was) (?:(?:my|our|his|her|their|the) )?)"
    r"(?:ni|n\.i|nino|national insurance)\b"
)
_WORD: Final = re.compile(
    r"a[hmnst]|b[ey]|d[or]|er|g[op]|h[ei]|i[fnst]|m[ersy]|no|o[fhknpr]|pm|re|s[ot]|to|u[ps]|we"
)
"""English words of two letters, and those that stand for hours, doctors and operations."""
_DATE_OR_TIME: Final = re.compile(
    r"(?:0[1-9]|[12]\d|3[01])([.\-])(?:0[1-9]|1[0-2])\1\d\d|(?:[01]\d|2[0-3])\.[0-5]\d\.[0-5]\d"
)
_ARTICLE: Final = re.compile(r"&| (?!(?:is|was|and|for|on|or|but|if|thanks?|please|not)\b)[a-z]")
"""After an `a` that is no letter of a number: `a nurse`, `a&e`."""

_HOSPITAL_NUMBER: Final = re.compile(
    r"\b(?:(?:hosp(?:ital)?|patient|case ?notes?|unit|chart|medical record)"
    r"(?:'?s)?(?: ref(?:erence)?)? (?:number|no\.?|num|id|#)|mrn)"
    r"[ :.#=\-]{0,4}(?:(?:is|was)[ :]{1,2})?"
    r"((?:[a-z]{1,4}[ \-]?)?\d(?:[ \-]?\d){4,8}[a-z]?)(?![ \-]?[\da-z]*\d)"
)
_HOSPITAL_LINE: Final = re.compile(r"0[127]\d{7,}")


def find_numbers(plain: str) -> Iterator[Detail]:
    """Yield the numbers that identify somebody, the surest kind first."""
    yield from _nhs_numbers(plain)
    yield from _ni_numbers(plain)
    for match in islice(_HOSPITAL_NUMBER.finditer(plain), MAX_CANDIDATES):
        of_thing = is_of_thing(plain, *match.span(1))
        if not of_thing and not _HOSPITAL_LINE.fullmatch(re.sub(r"\D", "", match[1])):
            yield Detail(DetailKind.HOSPITAL_NUMBER, 0.85, *match.span(1))


def _nhs_numbers(plain: str) -> Iterator[Detail]:
    for pattern in (_PRINTED, _LOOSE):
        for match in islice(pattern.finditer(plain), MAX_CANDIDATES):
            if is_in_link(plain, match.start()):
                continue
            score = _nhs_score(plain, match)
            if score:
                yield Detail(DetailKind.NHS_NUMBER, score, *match.span())


def _nhs_score(plain: str, match: re.Match[str]) -> float:
    written = before(plain, match.start())
    digits = re.sub(r"\D", "", match.group())
    valid = is_nhs_number(digits)
    if _NHS_WORDS.search(written) and digits[0] != "0":
        return 0.98 if valid else 0.7
    if _CHI_WORDS.search(written) and _CHI_NUMBER.fullmatch(digits):
        return 0.98 if has_chi_check_digit(digits) else 0.7
    if match.re is _LOOSE or not valid or digits[0] not in _FIRST_DIGITS:
        return 0.0
    if is_ordered(plain, match.start()) or _COUNTRY.search(written):
        return 0.0
    if is_counted(plain, *match.span()) or is_of_thing(plain, *match.span()):
        return 0.0
    # One in eleven numbers of ten digits carries the check digit by chance.
    return 0.85 if match[1] or _NHS_ALONE.search(written) else 0.5


def _ni_numbers(plain: str) -> Iterator[Detail]:
    for match in islice(_NI_NUMBER.finditer(plain), MAX_CANDIDATES):
        if _is_said(plain, match):
            continue
        named = _NI_WORDS.search(before(plain, match.start()))
        issued = _NI_PREFIX.fullmatch(match[1]) and not is_ordered(plain, match.start())
        if not named and is_of_thing(plain, *match.span()):
            continue
        if named or issued:
            yield Detail(DetailKind.NI_NUMBER, 0.95 if issued else 0.8, *match.span())


def _is_said(plain: str, match: re.Match[str]) -> bool:
    """Return whether it reads as a word or two beside a date: `on 12.03.25 a nurse`."""
    prefix, opening, digits, closing, letter = match.groups()
    if opening == closing and opening in {"", "-"}:
        return False
    written, follows = before(plain, match.start()), after(plain, match.end())
    # Who writes a number with points writes them throughout.
    spaced = {opening, closing} <= {"", " "}
    is_dated = spaced and bool(_DATE_OR_TIME.fullmatch(digits))
    goes_on = letter == "a" and bool(_ARTICLE.match(follows))
    if not _WORD.fullmatch(prefix) and not (is_dated and goes_on):
        return False
    if _NI_CALLED.search(written) or _NI_AFTER.match(follows):
        return False
    return is_dated or not _NI_BARE.search(written)

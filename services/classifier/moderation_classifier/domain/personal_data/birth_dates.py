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
    after,
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
_CHILD: Final = re.compile(
    r"\b(?:sons?|daughters?|baby|babies|twins?|triplets|boys?|girls?|little (?:one|man|lady)|"
    r"grand(?:son|daughter|child|children)|child|children|niece|nephew|prem\w*|bundle|wee)\b"
)
_DELIVERED: Final = re.compile(
    r"(?<!\bno )\bthank(?:s|ful|fully|ing)?\b(?!(?: you)? (?:for nothing|god|goodness|heavens))"
    r"(?! to (?!(?:(?:all|the|our|your|every) ){0,3}(?:midwi|labour|delivery|birth|maternity|staff|"
    r"team|everyone|you|nurse|doctor|ladies|hospital|ward)))|"
    r"\b(?:thx|grateful|congratulations|midwi\w+|labour (?:ward|suite|room|unit|team)|"
    r"gave birth to|delivery (?:suite|room|unit|ward|team)|"
    r"birth(?:ing)? (?:cent(?:re|er)|unit|suite|pool)|"
    r"maternity(?! (?:leave|pay))|new ?-?born|(?:home|water) ?birth|delivered safely|"
    r"safe(?:ly)? (?:delivered|arriv\w+)|"
    r"weigh(?:ing|ed)(?: in)?(?: at)? [1-9] ?lbs?|[1-9] ?lbs? ?\d{1,2} ?oz)\b"
)
"""Births are thanked for by their day, and that is no disclosure worth hiding the thanks for.

The year says nothing here, where no day is known to count from."""
_BABY: Final = re.compile(
    r"\bbab(?:y|ies)\b(?! (?:sister|brother|cousin))(?: (?:boy|girl|son|daughter)s?)?"
    r"(?: [a-z'-]{2,15})?(?:,|,? (?:who )?(?:was|were))? $"
)
_MOTHER: Final = re.compile(
    r"\b(?:(?<!\bi )(?:gave|giving) birth|pregnan\w+|(?:in|into) labour|"
    r"ha[ds] (?:a|her|had) bab\w+)\b"
)
"""After a date: whoever was born on it bears children herself."""
_HERE: Final = re.compile(
    r",? ?(?:here|(?:at|in) (?:this|your|the) (?:\w+ ){0,2}"
    r"(?:hospital|unit|ward|cent(?:re|er)))\b"
)
_INSTITUTION: Final = re.compile(
    r"\b(?:nhs|hospital|hospice|service|trust|charity)"
    r"(?P<apart>,| -)?(?: as we know it)?(?: (?:itself )?(?:was|were))? ?$"
)
_OF_SOMEBODY: Final = re.compile(
    r"\bwho\b[^,.!?\n]{0,50}$|"
    r"(?<!birthday )\b(?:at|in|inside|from|of|to|by|under|with|for|near|outside|into|via) "
    r"(?:(?:the|our|your|this|that|my|a) )?"
    r"(?:(?!(?:the|our|your|this|that|my|a)\b)[\w'&-]+ ){0,3}$"
)
"""What follows is where somebody is rather than what was born."""
_AT_ITS_HEAD: Final = re.compile(
    r"(?:^|[.!?\n] ?|\b(?:the|our|your|this|happy|birthday) )(?:[\w'&-]+ ){0,3}$"
)


def find_birth_dates(plain: str) -> Iterator[Detail]:
    """Yield the dates that words call somebody's birth, with these words."""
    for match in islice(_NAMED.finditer(plain), MAX_CANDIDATES):
        yield Detail(DetailKind.BIRTH_DATE, 0.9, *match.span())
    for match in islice(_BIRTHDAY.finditer(plain), MAX_CANDIDATES):
        yield Detail(DetailKind.BIRTH_DATE, 0.7, *match.span(1))
    for match in islice(_BORN.finditer(plain), MAX_CANDIDATES):
        if not _is_newborn(plain, match) and not _is_institution(before(plain, match.start())):
            yield Detail(DetailKind.BIRTH_DATE, 0.65, *match.span(1))


def find_institution_dates(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the days on which the NHS, a hospital or the like was born."""
    for match in islice(_BORN.finditer(plain), MAX_CANDIDATES):
        if _is_institution(before(plain, match.start())):
            yield match.span(1)


def _is_newborn(plain: str, match: re.Match[str]) -> bool:
    """Return whether the words beside a date tell of a birth, rather than of a child."""
    written, follows = before(plain, match.start()), after(plain, match.end())
    if not _CHILD.search(written) or _MOTHER.search(follows):
        return False
    if _BABY.search(written) or _HERE.match(follows):
        return True
    return bool(_DELIVERED.search(written) or _DELIVERED.search(follows))


def _is_institution(written: str) -> bool:
    """Return whether what was born is the NHS, a hospital or the like, and nobody in it."""
    match = _INSTITUTION.search(written)
    if match is None or _OF_SOMEBODY.search(opening := written[: match.start()]):
        return False
    # After a comma it may as well be the last that was said of somebody.
    return match["apart"] is None or bool(_AT_ITS_HEAD.search(opening))

"""Bank details: a sort code with an account number, an IBAN, the number of a payment card.

Whoever has them can set up a debit or buy. A charity publishes the first two so that it is given
something: beside a word of giving they are nobody's, or a doubt where they are called somebody's.
A sort code alone is a branch's, with the same exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from moderation_classifier.domain.personal_data.check_digits import is_card_number, is_iban
from moderation_classifier.domain.personal_data.counted import is_counted, is_of_thing
from moderation_classifier.domain.personal_data.detail import (
    MAX_CANDIDATES,
    Detail,
    DetailKind,
    after,
    before,
    is_in_link,
)

_SIX: Final = r"\d{2}(?P<between>[ .\-]{0,2})\d{2}(?P=between)\d{2}"
_EIGHT: Final = r"\d{4} ?\d{4}"
_GAP: Final = r"[ .,:;#=()\n\-]{0,4}"
_SORT_CODE: Final = re.compile(
    rf"\b(sort ?-?codes?|s/c)(?: (?:is|was|no|number))?{_GAP}(?P<digits>{_SIX})(?![\d-])"
)
_ACCOUNT: Final = re.compile(
    r"\b(?:(?P<bank>bank )?(?:account|acct?|a/c)s?\.?(?P<number> ?(?:numbers?|no|num|nr|#)\.?)?)"
    rf"(?: (?:is|was))?{_GAP}(?P<digits>{_EIGHT})(?![\d-])"
)
_BEHIND_SORT_CODE: Final = re.compile(
    r"[ .,:;/()\n\-]{1,4}(?:and |& )?(?:(?:bank )?(?:account|acct?|a/c)s?\.?"
    rf"(?: ?(?:numbers?|no|num|nr|#)\.?)?(?: (?:is|was))?{_GAP})?(?P<digits>{_EIGHT})(?![\d-])"
)
_PAIR: Final = re.compile(
    r"(?<![\d.,/-])(?P<digits>\d{2}(?P<between>[ \-])\d{2}(?P=between)\d{2}[ ,/]{1,3}\d{8})"
    r"(?![\d-])"
)
"""Both without a cue of their own; a word for a bank must stand near."""
_BANK: Final = re.compile(
    r"\b(?:bank(?:ing)? (?:details|account|transfer)|(?:my|his|her|their) (?:bank|account)|"
    r"bacs|barclays|natwest|lloyds|santander|nationwide|monzo|starling|halifax|hsbc|"
    r"(?:pay|transfer|send)(?: \w+){0,3} (?:to|into|in))\b"
)
_OF_OTHER_ACCOUNTS: Final = re.compile(
    r"\b(?:gas|electric(?:ity)?|energy|water|council(?: tax)?|phone|customer|user|app|online|email|"
    r"facebook|fb|insta(?:gram)?|twitter|tik ?tok|library|parking|nhs|patient|invoice|supplier|"
    r"savings club|loyalty|broadband) $"
)
_PUBLISHED: Final = re.compile(
    r"\b(?:donat\w+|charit(?:y|ies|able)|fund-?rais\w+|gift aid|hospice|league of friends)\b"
)
_FUND: Final = re.compile(r"\b(?:funds?|appeal|sponsor\w*|foundation|collection)\b")
_OWNED: Final = re.compile(
    r"\b(?:my|his|her|their|mum's|dad's|nan's|mother's|father's|patient's) "
    r"(?:[\w']{1,12} ){0,2}(?:(?:is|are|was)[ :]{1,2})?$"
)
"""Directly before what names a number."""
_IBAN: Final = re.compile(r"(?<![a-z0-9])gb\d{2}[ \-]?[a-z]{4}(?:[ \-]?\d){14}(?![a-z0-9])")
_CARD: Final = re.compile(
    r"(?<![\d+=/.£$€-])(?:"
    r"(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2})(?P<gap>[ \-]?)\d{4}(?P=gap)\d{4}(?P=gap)\d{4}|"
    r"3[47]\d{2}(?P<wide>[ \-]?)\d{6}(?P=wide)\d{5})(?![\d-])(?!\.\d)"
)
"""Visa, Mastercard and American Express by their first digits (ISO/IEC 7812)."""
_CARD_WORDS: Final = re.compile(
    r"\b(?:card|visa|mastercard|amex|american express|debit|credit|cvv|expir\w+)\b"
)
_NO_CARD: Final = re.compile(
    r"\b(?:orders?|ref|reference|tracking|parcel|barcode|serial|imei|invoice|booking|ticket|"
    r"library card|loyalty card|club ?card|nectar|gift card|bus pass)\b[^!?\n\d]{0,20}$"
)
_CALLED_CARD: Final = re.compile(
    r"\b(?:(?:my|his|her|their|our|mum's|dad's|bank|debit|credit|payment) card|visa|mastercard"
    r"|amex)(?: (?:numbers?|no|num|nr|#)\.?)?(?: (?:is|was))?[ .:#=(\-]{1,4}$"
)
"""Directly before a number these say that it is a card's, though a digit be mistyped."""
_NEAR: Final = 40
"""Characters between a sort code and the number of its account."""
_CERTAIN: Final = 0.9
_DOUBTFUL: Final = 0.6
"""For one half alone, what a fund may publish, and a card of which a digit is wrong."""


def find_bank_details(plain: str) -> Iterator[Detail]:
    """Yield sort codes with their accounts, IBANs and the numbers of cards."""
    yield from _accounts(plain)
    for match in islice(_IBAN.finditer(plain), MAX_CANDIDATES):
        if is_iban(match.group()):
            yield from _account(plain, match, (match.start(), match.end()), score=_CERTAIN)
    for match in islice(_CARD.finditer(plain), MAX_CANDIDATES):
        if is_in_link(plain, match.start()):
            continue
        score = _card_score(plain, match)
        if score:
            yield Detail(DetailKind.PAYMENT_CARD, score, *match.span())


def _accounts(plain: str) -> Iterator[Detail]:
    sorted_by = list(islice(_SORT_CODE.finditer(plain), MAX_CANDIDATES))
    accounts = list(islice(_ACCOUNT.finditer(plain), MAX_CANDIDATES))
    paired: set[int] = set()
    for match in sorted_by:
        behind = _BEHIND_SORT_CODE.match(plain, match.end())
        beside = behind is not None or any(_are_near(match, one) for one in accounts)
        if behind is not None:
            paired.add(behind.start("digits"))
            yield from _account(plain, match, behind.span("digits"), score=_CERTAIN)
        if beside or _OWNED.search(before(plain, match.start())):
            score = _CERTAIN if beside else _DOUBTFUL
            yield from _account(plain, match, match.span("digits"), score=score)
    for match in accounts:
        if match.start("digits") in paired:
            continue
        if any(_are_near(one, match) for one in sorted_by):
            yield from _account(plain, match, match.span("digits"), score=_CERTAIN)
        elif match["bank"] or (
            match["number"] and not _OF_OTHER_ACCOUNTS.search(before(plain, match.start()))
        ):
            yield from _account(plain, match, match.span("digits"), score=_DOUBTFUL)
    for match in islice(_PAIR.finditer(plain), MAX_CANDIDATES):
        if _BANK.search(before(plain, match.start())):
            yield from _account(plain, match, match.span("digits"), score=_CERTAIN)


def _are_near(one: re.Match[str], other: re.Match[str]) -> bool:
    """Return whether a sort code and an account stand near each other."""
    start, end = sorted((one.span(), other.span()))
    return end[0] - start[1] <= _NEAR


def _account(
    plain: str, named: re.Match[str], place: tuple[int, int], *, score: float
) -> Iterator[Detail]:
    """Yield a number unless it is published; `named` begins with the word that names it."""
    written = before(plain, named.start())
    beside = f"{written} {after(plain, place[1])}"
    published = bool(_PUBLISHED.search(beside))
    if published and not _OWNED.search(written):
        return
    score = min(score, _DOUBTFUL) if published or _FUND.search(beside) else score
    yield Detail(DetailKind.BANK_ACCOUNT, score, *place)


def _card_score(plain: str, match: re.Match[str]) -> float:
    start, end = match.span()
    written = before(plain, start)
    if _NO_CARD.search(written):
        return 0.0
    if not is_card_number(re.sub(r"\D", "", match.group())):
        return _DOUBTFUL if _CALLED_CARD.search(written) else 0.0
    if is_counted(plain, start, end) or is_of_thing(plain, start, end):
        return 0.0
    if _CARD_WORDS.search(written) or _CARD_WORDS.search(after(plain, end)):
        return _CERTAIN
    # One in ten numbers carries the check digit by chance, and few are written in groups of four.
    return 0.85 if match["gap"] or match["wide"] else _DOUBTFUL

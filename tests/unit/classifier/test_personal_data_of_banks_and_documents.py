"""Bank details, cards, passports and driving licences, beside what looks like them."""

from __future__ import annotations

from functools import cache
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation_classifier.domain.local import LocalKnowledge
from moderation_classifier.domain.personal_data import DetailKind, find_personal_data
from moderation_classifier.domain.personal_data.check_digits import is_card_number, is_iban
from moderation_classifier.domain.redaction import redact
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Label
from tests.support.timing import LINEAR, growth

_CERTAIN: Final = 0.8
_DOUBT: Final = 0.5


def _found(text: str, kind: DetailKind) -> dict[str, float]:
    """Return what is found of one kind, and how sure it is."""
    return {
        text[slice(*one.span)]: one.score
        for one in find_personal_data(normalise(text), frozenset())
        if one.label is Label.PERSONAL_DATA and one.source == kind.source and one.span
    }


def _nothing(text: str) -> bool:
    return find_personal_data(normalise(text), frozenset()) == []


@pytest.mark.parametrize(
    "text,details",
    [
        ("sort code 20-45-11 account 73519283", {"20-45-11", "73519283"}),
        ("Sort code: 204511\nAccount number: 73519283", {"204511", "73519283"}),
        ("account no. 73519283, sort code 20 45 11", {"20 45 11", "73519283"}),
        ("sort-code 20.45.11 / 7351 9283", {"20.45.11", "7351 9283"}),
        ("a/c 73519283 s/c 20-45-11", {"20-45-11", "73519283"}),
        ("pay it into my bank, 20-45-11 73519283", {"20-45-11 73519283"}),
        ("GB29 NWBK 6016 1331 9268 19", {"GB29 NWBK 6016 1331 9268 19"}),
        ("iban gb29nwbk60161331926819 thanks", {"gb29nwbk60161331926819"}),
    ],
)
def test_bank_details_are_certain(text: str, details: set[str]) -> None:
    """A sort code with its account, however both are written, and an IBAN with true digits."""
    found = _found(text, DetailKind.BANK_ACCOUNT)
    assert set(found) == details
    assert min(found.values()) >= _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "my sort code is 20-45-11",
        "her sort code 20-45-11",
        "account number 73519283",
        "the bank account 73519283",
        "mum's appeal fund: sort code 20-45-11 account 73519283",
        "donate to my mum's charity, my sort code 20-45-11 account 73519283",
    ],
)
def test_half_of_them_or_those_of_a_fund_are_a_doubt(text: str) -> None:
    """One half names nobody by itself, and a fund may publish both."""
    found = _found(text, DetailKind.BANK_ACCOUNT)
    assert found
    assert all(_DOUBT <= score < _CERTAIN for score in found.values())


@pytest.mark.parametrize(
    "text",
    [
        "donate to the hospice: sort code 20-45-11 account 73519283",
        "Hospital charity, sort code 20-45-11, account number 73519283",
        "the sort code 20-45-11 is in Chelmsford",
        "my gas account number 73519283",
        "customer account no 73519283",
        "on account of 73519283 people",
        "account 73519283",
        "my appointment is 20-11-24 73519283",
        "order 73519283 sorted on 20-11-24",
        "GB28 NWBK 6016 1331 9268 19",
        "GB29 NWBK 6016 1331 9268 1922",
        "sort it out 20-45-11",
    ],
)
def test_what_looks_like_bank_details_is_left_alone(text: str) -> None:
    """What a charity publishes, a branch, the accounts of others, days and false check digits."""
    assert _nothing(text)


@pytest.mark.parametrize(
    "text,number",
    [
        ("my card is 5500-0000-0000-0004", "5500-0000-0000-0004"),
        ("4111 1111 1111 1111 exp 09/27", "4111 1111 1111 1111"),
        ("debit card 4111111111111111", "4111111111111111"),
        ("amex 3782 822463 10005", "3782 822463 10005"),
    ],
)
def test_a_card_is_certain(text: str, number: str) -> None:
    """In groups, or called one, with a true check digit."""
    assert _found(text, DetailKind.PAYMENT_CARD)[number] >= _CERTAIN


def test_a_row_of_digits_with_the_check_of_a_card_is_a_doubt() -> None:
    """One in ten has it by chance."""
    assert _DOUBT <= _found("4111111111111111", DetailKind.PAYMENT_CARD)["4111111111111111"] < 0.8


@pytest.mark.parametrize(
    "text",
    [
        "my debit card 4111 1111 1111 1112 was charged twice",
        "visa number: 4111111111111112",
    ],
)
def test_a_card_with_a_wrong_digit_is_a_doubt(text: str) -> None:
    """It is called one, so that it is mistyped rather than something else."""
    (score,) = _found(text, DetailKind.PAYMENT_CARD).values()
    assert _DOUBT <= score < _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",
        "my loyalty card 4111 1111 1111 1112",
        "gift card number 4111 1111 1111 1112",
        "4111 1111 1111 111",
        "order 4111 1111 1111 1111",
        "tracking ref is 4111111111111111",
        "my library card 4111 1111 1111 1111",
        "serial number 4111111111111111",
        "https://example.com/4111111111111111",
        "4111 1111 1111 1111 views",
        "1234 5678 9012 3452",
    ],
)
def test_what_looks_like_a_card_is_left_alone(text: str) -> None:
    """A false check digit, an order, a parcel and digits that no such card begins with."""
    assert _nothing(text)


@pytest.mark.parametrize(
    "text,number",
    [
        ("MORGA657054SM9IJ", "MORGA657054SM9IJ"),
        ("licence MORGA 657054 SM9IJ 35", "MORGA 657054 SM9IJ 35"),
        ("dvla: fox99 801150 a99ab", "fox99 801150 a99ab"),
        ("my driving licence no. is LEE99-712315-AB9CD", "LEE99-712315-AB9CD"),
    ],
)
def test_a_driving_licence_is_found_by_its_form(text: str, number: str) -> None:
    """In any spelling, with nines for what is missing."""
    assert _found(text, DetailKind.DRIVING_LICENCE)[number] >= _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "MORGA673054SM9IJ",
        "MORGA600054SM9IJ",
        "MORGA657324SM9IJ",
        "MORGA657004SM9IJ",
        "MO9GA657054SM9IJ",
        "99999657054SM9IJ",
        "MORGA6570549M9IJ",
        "MORGA657054SMIJ9",
        "XMORGA657054SM9IJ",
        "MORGA657054SM9IJK",
        "part number MORGA657054SM9IJ",
        "https://example.com/MORGA657054SM9IJ",
    ],
)
def test_what_looks_like_a_licence_is_left_alone(text: str) -> None:
    """A month or a day that there is not, letters in other places, a part and a link."""
    assert _nothing(text)


@pytest.mark.parametrize(
    "text,number",
    [
        ("my passport number is 123456789", "123456789"),
        ("his passport no. 123 456 789", "123 456 789"),
        ("passport: GBR 123456789", "123456789"),
        ("123456789 is my British passport", "123456789"),
    ],
)
def test_a_passport_is_found_where_a_word_names_it(text: str, number: str) -> None:
    """Nine digits show nothing by themselves."""
    assert _found(text, DetailKind.PASSPORT)[number] >= _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "123456789",
        "passport renewal ref 123456789",
        "passport photos cost 123456789 pounds",
        "passport number 12345678",
        "passport number 1234567890",
        "passport office 0300 222 0000",
    ],
)
def test_what_looks_like_a_passport_is_left_alone(text: str) -> None:
    """Without the word directly beside it, or of another length."""
    assert _found(text, DetailKind.PASSPORT) == {}


@pytest.mark.parametrize(
    "detail",
    [
        "sort code 20-45-11 account 73519283",
        "passport number is 123456789",
        "licence is MORGA657054SM9IJ",
        "card is 4111 1111 1111 1111",
    ],
)
def test_those_of_another_person_are_an_incident(detail: str) -> None:
    """As their other numbers are."""
    assert _labels(f"you posted her {detail}") == {Label.PERSONAL_DATA, Label.IG_INCIDENT}
    assert _labels(f"my {detail}") == {Label.PERSONAL_DATA}


@pytest.mark.parametrize(
    "text,left",
    [
        ("sort code 20-45-11 account 73519283", {"20-45-11", "73519283"}),
        ("licence MORGA 657054 SM9IJ", {"MORGA", "SM9IJ"}),
        ("passport number 123456789", {"123456789"}),
        ("GB29 NWBK 6016 1331 9268 19", {"NWBK", "6016"}),
        ("4111 1111 1111 1111", {"4111", "1111"}),
    ],
)
def test_an_adviser_sees_none_of_it(text: str, left: set[str]) -> None:
    """All of it becomes tokens."""
    redacted = redact(text, LocalKnowledge.none()) or text
    assert not [part for part in left if part in redacted]


@given(
    digits=st.text("0123456789", min_size=15, max_size=15),
    place=st.integers(0, 15),
    by=st.integers(1, 9),
)
def test_a_changed_digit_is_no_card(digits: str, *, place: int, by: int) -> None:
    """Of sixteen digits one check digit is true, and none of another number one apart."""
    (whole,) = (
        (digits + check for check in "0123456789" if is_card_number(digits + check))
        if len(set(digits)) > 1
        else ("4111111111111111",)
    )
    changed = (int(whole[place]) + by) % 10
    assert not is_card_number(f"{whole[:place]}{changed}{whole[place + 1 :]}")


@given(account=st.from_regex(r"[A-Z]{4}[0-9]{14}", fullmatch=True), by=st.integers(1, 96))
def test_a_changed_check_is_no_iban(account: str, by: int) -> None:
    """Of ninety-seven pairs of check digits one is true."""
    check = 98 - int("".join(str(int(one, 36)) for one in f"{account}GB00")) % 97
    assert is_iban(f"GB{check:02}{account}")
    assert not is_iban(f"GB{(check - 2 + by) % 97 + 2:02}{account}")


@pytest.mark.parametrize(
    "piece",
    ["sort code ", "sort code 20-45-11 ", "account ", "account no 73519283 ", "passport ",
     "20-45-11 ", "gb29 nwbk ", "4111 ", "morga", "morga657054sm9ij ", "99999", "passport no 1",
     "sort code 20-45-11 account 73519283 ", "4111 1111 1111 1111 ", "is my passport "],
)  # fmt: skip
def test_no_such_text_takes_long(piece: str) -> None:
    """A text of these pieces four times as long takes about four times as long."""
    read = cache(normalise)
    assert growth(lambda text: find_personal_data(read(text), frozenset()), piece) < LINEAR


def _labels(text: str) -> set[Label]:
    return {one.label for one in find_personal_data(normalise(text), frozenset())}

"""Details beside words and figures that look like others: neither is taken for the other."""

from __future__ import annotations

from functools import cache
from typing import Final

import pytest

from moderation_classifier.domain.personal_data import (
    DetailKind,
    find_personal_data,
    find_public,
    has_public_contact,
)
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Label
from tests.support.timing import LINEAR, growth

_CERTAIN: Final = 0.8
_DOUBT: Final = 0.5


def _found(text: str, kind: DetailKind, *own: str) -> dict[str, float]:
    """Return what is found of one kind, and how sure it is."""
    return {
        text[slice(*finding.span)]: finding.score
        for finding in find_personal_data(normalise(text), frozenset(own))
        if finding.label is Label.PERSONAL_DATA and finding.source == kind.source and finding.span
    }


def _nothing(text: str, *own: str) -> bool:
    return find_personal_data(normalise(text), frozenset(own)) == []


@pytest.mark.parametrize(
    "text",
    [
        "On 12.03.25 A&E kept my mum on a trolley",
        "On 12-03-25 a nurse ignored me",
        "at 10.30.45 a nurse",
        "At 10 30 45 a nurse came by",
        "so we 12 03 25 a letter came",
        "My 120325 a long wait",
        "as on12.03.25 a doctor said",
        "saw my GP 12.03.25 a week late",
        "after my op 12-03-25 a bed was found",
        "rang at 8 pm 12.03.25 a recording answered",
        "had a CT 12.03.25 a month ago",
        "X-ray then MR 31-12-24 a scan",
        "we moved to NI on 12.03.25 a year ago",
        "In NI on 12 03 25 a nurse was struck off",
        "I paid my NI stamp. On 12.03.25 a nurse ignored me",
        "my national insurance stopped on 12.03.25 a year ago",
        "they lost my NI in 12.03.25 a shambles",
        "On 12.03.25 a national insurance letter came",
    ],
)
def test_a_dated_complaint_is_no_national_insurance_number(text: str) -> None:
    """A word, a date and the article have the letters and digits of one, and are none."""
    assert _found(text, DetailKind.NI_NUMBER) == {}


@pytest.mark.parametrize(
    "text,number",
    [
        ("AB 12 34 56 C", "AB 12 34 56 C"),
        ("ab123456c", "ab123456c"),
        ("AB-12-34-56-C", "AB-12-34-56-C"),
        ("AB.12.34.56.C", "AB.12.34.56.C"),
        ("WE-12-34-56-C", "WE-12-34-56-C"),
        ("AB 12-34-56 C", "AB 12-34-56 C"),
        ("AB 12 03 25 A", "AB 12 03 25 A"),
        ("me123456a", "me123456a"),
        ("my NI is OR 12 34 56 A", "OR 12 34 56 A"),
        ("my NI number is ON 12 03 25 A", "ON 12 03 25 A"),
        ("NI OR 12 34 56 A", "OR 12 34 56 A"),
        ("NI no. BE 12 34 56 A", "BE 12 34 56 A"),
        ("national insurance: my 12 34 56 b", "my 12 34 56 b"),
        ("national insurance number was AT 12-34-56-D", "AT 12-34-56-D"),
        ("OR 12 34 56 A is my NI number", "OR 12 34 56 A"),
        ("OR 12 34 56 A (national insurance)", "OR 12 34 56 A"),
        ("her NINO WE 12 34 56 C", "WE 12 34 56 C"),
    ],
)
def test_a_national_insurance_number_is_still_found(text: str, number: str) -> None:
    """Without gaps, with a prefix that is no word, or named as one."""
    assert _found(text, DetailKind.NI_NUMBER)[number] >= _CERTAIN


@pytest.mark.parametrize(
    "text,address",
    [
        (
            "Please send my appointment letter to 14 Green Lane, Lincoln LN2 4AB",
            "14 Green Lane, Lincoln LN2 4AB",
        ),
        ("The ambulance service never came to 14 Green Lane, LN2 4AB", "14 Green Lane, LN2 4AB"),
        ("District nurse team keep missing my dad at 27 Mill Road NG5 1PB", "27 Mill Road NG5 1PB"),
        (
            "Mrs Jones, 14 Green Lane LN2 4AB, was sent away by the surgery",
            "14 Green Lane LN2 4AB",
        ),
        ("The trust left her on the floor of 14 Green Lane LN2 4AB", "14 Green Lane LN2 4AB"),
        ("Jean Holt 14 Green Lane LN2 4AB the surgery won't see her", "14 Green Lane LN2 4AB"),
        ("Jean Holt, 14 Green Lane LN2 4AB, GP won't visit", "14 Green Lane LN2 4AB"),
        (
            "Jean Holt, 14 Green Lane, near the hospital, LN2 4AB",
            "14 Green Lane, near the hospital, LN2 4AB",
        ),
        ("I am waiting for the nursing team at 14 Green Lane, LN2 4AB", "14 Green Lane, LN2 4AB"),
        ("He was failed by the trust, 14 Green Lane, LN2 4AB", "14 Green Lane, LN2 4AB"),
        (
            "The clinic rang about Flat 3, 14 Green Lane, LN2 4AB",
            "Flat 3, 14 Green Lane, LN2 4AB",
        ),
        (
            "14 Green Lane LN2 4AB is where the ambulance service never came",
            "14 Green Lane LN2 4AB",
        ),
        ("Out of hours refused to come to flat 3, NG5 1PB", "flat 3, NG5 1PB"),
        ("We are next to the surgery, 14 Green Lane LN2 4AB", "14 Green Lane LN2 4AB"),
    ],
)
def test_a_home_beside_a_service_is_a_doubt(text: str, address: str) -> None:
    """A place that is only spoken of does not make the address its own: a person looks."""
    assert _DOUBT <= _found(text, DetailKind.ADDRESS)[address] < _CERTAIN
    assert not has_public_contact(normalise(text))


@pytest.mark.parametrize(
    "text",
    [
        "She lives at 14 Green Lane, LN2 4AB and the GP won't come",
        "The surgery would not visit him at 14 Green Lane, LN2 4AB",
        "She is in a care home at 14 Green Lane, LN2 4AB",
        "14 Green Lane, LN2 4AB",
    ],
)
def test_a_home_that_is_called_one_is_certain(text: str) -> None:
    """A place near it takes nothing away where words say who lives there."""
    assert _found(text, DetailKind.ADDRESS)["14 Green Lane, LN2 4AB"] >= _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "The clinic is at 14 Green Lane, LN2 4AB",
        "Lincoln County Hospital, Greetwell Road, LN2 5QY",
        "Lincoln County Hospital, 12 Greetwell Road, LN2 5QY",
        "GP surgery 27 Mill Road NG5 1PB",
        "The surgery: 27 Mill Road NG5 1PB",
        "the surgery (27 Mill Road NG5 1PB) is closing",
        "The surgery has moved to 27 Mill Road NG5 1PB",
        "The hub is now based at 27 Mill Road NG5 1PB",
        "The new walk-in centre opens at 27 Mill Road NG5 1PB",
        "Our clinic will be held at 27 Mill Road NG5 1PB",
        "The trust's headquarters are at 27 Mill Road NG5 1PB",
        "Come to our open day at the Guildhall, 27 Mill Road NG5 1PB",
        "the surgery's new address is 27 Mill Road NG5 1PB",
        "the care home is at 27 Mill Road NG5 1PB",
        "Age UK, Oak House, 27 Mill Road NG5 1PB",
        "St Mark's Church Hall, 27 Mill Road NG5 1PB",
        "27 Mill Road Surgery, NG5 1PB",
        "27 Mill Road, Lincoln County Hospital, NG5 1PB",
        "27 Mill Road Medical Practice NG5 1PB is shut",
        "27 Mill Road, NG5 1PB (surgery)",
        "27 Mill Road, NG5 1PB is the new surgery",
        "27 Mill Road, NG5 1PB is the address of the surgery",
        "27 Mill Road, NG5 1PB is where our clinic is",
        "Jabs at the pharmacy: Boots, 27 Mill Road NG5 1PB",
    ],
)
def test_the_address_of_a_place_is_left_alone(text: str) -> None:
    """A place whose name or word is bound to an address publishes it."""
    assert _nothing(text)
    assert has_public_contact(normalise(text))


@pytest.mark.parametrize(
    "text",
    [
        "I was number 12 in the queue at Lincoln County Hospital LN2 5QY",
        "in a hospital bed number 12, LN2 5QY",
        "She is at the hospital, room number 12, LN2 5QY",
        "ward number 12 LN2 5QY",
        "14 Green Lane is full and the clinic is at LN2 5QY",
        "we took the number 12 bus to LN2 5QY",
    ],
)
def test_a_number_inside_a_place_is_no_door(text: str) -> None:
    """A bed, a room and a turn in a queue have numbers too, and a postcode may be the place's."""
    assert _nothing(text)


@pytest.mark.parametrize(
    "text,capped",
    [
        ("The ambulance service never came to 14 Green Lane", False),
        ("the surgery sent mum back to 14 Green Lane", False),
        ("18 Priory Road Surgery is closing", True),
        ("the surgery is at 14 Green Lane", True),
        ("LN1 3AX is the postcode of the clinic", True),
        ("my GP never rings, I am in LN1 3AX", False),
    ],
)
def test_only_the_address_of_a_place_makes_light_of_the_model(text: str, *, capped: bool) -> None:
    """An address that no place is bound to may be a home that the detectors cannot prove."""
    assert has_public_contact(normalise(text)) is capped


@pytest.mark.parametrize(
    "text,address",
    [
        ("he's at 14 NG5 1PB", "14 NG5 1PB"),
        ("my dad is at 14a, NG5 1PB", "14a, NG5 1PB"),
        ("ambulance never came to 14 NG5 1PB", "14 NG5 1PB"),
        ("the GP won't come, she's at 14 NG5 1PB", "14 NG5 1PB"),
        ("sent to my dad at 14 ng51pb", "14 ng51pb"),
        ("Mrs Holt, 14 NG5 1PB, has no heating", "14 NG5 1PB"),
    ],
)
def test_a_bare_number_with_a_postcode_is_a_doubt(text: str, address: str) -> None:
    """In a postcode of some fifteen doors a number is enough to find one."""
    assert _DOUBT <= _found(text, DetailKind.ADDRESS)[address] < _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "ward 14 NG5 1PB",
        "she is at ward 14 NG5 1PB",
        "bus 14 to NG5 1PB",
        "bus 14 NG5 1PB",
        "take the bus to 14 NG5 1PB",
        "room 12",
        "room 12 NG5 1PB",
        "the clinic is at 14 NG5 1PB",
        "appointment tomorrow at 10 NG5 1PB",
        "open from 9 to 5 NG5 1PB",
        "it closes at 5, NG5 1PB",
        "waited 14 hours NG5 1PB",
        "at 1430 NG5 1PB",
        "at 10.30 NG5 1PB",
    ],
)
def test_a_ward_a_bus_and_an_hour_are_no_door(text: str) -> None:
    """Other things have a number before a postcode too."""
    assert _nothing(text)


@pytest.mark.parametrize(
    "text,number",
    [
        ("+4407700900123", "+4407700900123"),
        ("ring +44 07700 900123", "+44 07700 900123"),
        ("+44(0)7700 900123", "+44(0)7700 900123"),
        ("004407700900123", "004407700900123"),
        ("0044 07700 900123", "0044 07700 900123"),
        ("Tel.07700 900123", "07700 900123"),
        ("mob.+447700900123", "+447700900123"),
        ("Tel07700900123", "07700900123"),
        ("07700 - 900123", "07700 - 900123"),
        ("07700 – 900 – 123", "07700 – 900 – 123"),
        ("(07700) - 900123", "(07700) - 900123"),
        ("+44 - 7700 900123", "+44 - 7700 900123"),
        ("ring me on 07700900123x", "07700900123"),
        ("ring me on 07700 900123xx love Jo", "07700 900123"),
        ("ring me on 07700900123xoxo", "07700900123"),
        ("+44 7700900124", "+44 7700900124"),
        ("+44 770 090 0124", "+44 770 090 0124"),
        ("my mobile +44-7700900124", "+44-7700900124"),
        ("my nan's landline is +4401632960456", "+4401632960456"),
    ],
)
def test_a_telephone_is_found_in_any_spelling(text: str, number: str) -> None:
    """A country code, a point, a dash and a kiss beside a number hide it from nobody."""
    assert _found(text, DetailKind.TELEPHONE)[number] >= _CERTAIN
    assert _found(text, DetailKind.NHS_NUMBER) == {}


@pytest.mark.parametrize(
    "text",
    [
        "order number 07700 - 900123",
        "order no.07700900123",
        "ref.07700900123",
        "reference +44 7700900124",
        "order number 7700900123",
        "4407700900123",
        "barcode 5000112637922 or 4407700900123",
        "07700900123x2",
        "07700900123xl",
        "077009001234567x",
        "we won 0 - 1, 2 - 1 and 3 - 0",
        "0 - 7 - 1 - 2 - 3 - 4 - 5 - 6 - 7 - 8 - 9",
        "open 0730 - 1930 24/7",
        "from 01 - 02 - 2024 103 people waited",
        "p=.07700900123 and 3.07700900123",
        "Tel.0300 123 4567",
        "+4403001234567",
        "0800 - 138 0990x",
        "Samaritans 116 123x",
    ],
)
def test_what_only_looks_like_a_telephone_is_left_alone(text: str) -> None:
    """Orders, scores, hours, days, long references and helplines reach nobody."""
    assert _nothing(text)


@pytest.mark.parametrize(
    "spelt",
    [
        "+4407700900124",
        "0044 07700900124",
        "Tel.07700 900124",
        "07700 - 900124",
        "07700900124x",
        "+44 7700900124",
        "+44 (0)7700 900124",
    ],
)
@pytest.mark.parametrize("own", ["07700 900124", "+44 7700 900124", "+44 (0)7700 900124"])
def test_the_bodys_own_number_is_left_alone_in_these_spellings(spelt: str, own: str) -> None:
    """However it is written, by the body or in the comment, it is published."""
    assert _nothing(f"ring us on {spelt}", own)


@pytest.mark.parametrize(
    "text",
    ["Tel.0300 123 4567", "0300 - 123 4567", "0300 123 4567x", "+4403001234567", "+44 03001234567"],
)
def test_a_helpline_is_known_in_these_spellings(text: str) -> None:
    """What reaches nobody is taken out of what the encoder reads, however it is written."""
    (span,) = find_public(normalise(text), frozenset())
    assert sum(map(str.isdigit, text[slice(*span)])) == sum(map(str.isdigit, text))


def test_two_public_numbers_stay_two() -> None:
    """A dash between two numbers joins nothing."""
    text = "ring 116123 - 0300 123 4567 - 0800 138 0990"
    assert len(list(find_public(normalise(text), frozenset()))) == 3


def test_an_invalid_number_called_nhs_is_no_mobile() -> None:
    """Words say what a number is, also where its check digit is wrong."""
    text = "my NHS number is 7123456780"
    assert _found(text, DetailKind.NHS_NUMBER) == {"7123456780": 0.7}
    assert _found(text, DetailKind.TELEPHONE) == {}


@pytest.mark.parametrize(
    "text,date",
    [
        ("My daughter Ellie, born 12/03/2009, self-harms and CAMHS ignore her", "12/03/2009"),
        (
            "Jean Holt, a patient at Lincoln hospital, born 12 March 1955, is still waiting",
            "12 March 1955",
        ),
        ("My son was born 12/03/2009 and still has no diagnosis", "12/03/2009"),
        ("a child in my class born 12/03/2015 was sent home", "12/03/2015"),
        ("Jean Holt, Lincoln hospital, born 12 March 1955", "12 March 1955"),
        ("Jean, in hospital, born 12 March 1955", "12 March 1955"),
        ("my mum who is in the hospital was born 12 March 1955", "12 March 1955"),
        ("under the crisis service, born 12 March 1955", "12 March 1955"),
        ("The NHS failed him, born 12 March 1955", "12 March 1955"),
        ("My daughter, born 12/03/2009, is in your unit and nobody rings", "12/03/2009"),
        ("no thanks to CAMHS my daughter, born 12/03/2009, is alive", "12/03/2009"),
        ("My baby sister, born 12/03/2009, waits", "12/03/2009"),
        ("my son's meds, born 12/03/2009, were never delivered", "12/03/2009"),
        ("My girl Ellie, born 12/03/2009, waits. Thanks for nothing CAMHS", "12/03/2009"),
        ("thanks to the crisis team my son, born 12/03/2009, waits", "12/03/2009"),
        ("My daughter, born 12/03/1995, was in labour and no midwife came", "12/03/1995"),
        ("My daughter, born 12/03/1995, is on maternity leave", "12/03/1995"),
        ("My daughter, born 12/03/1995, lost a baby here", "12/03/1995"),
        ("my aunt who runs a charity was born 12 March 1955", "12 March 1955"),
    ],
)
def test_a_birth_date_beside_family_or_a_hospital_is_a_doubt(text: str, date: str) -> None:
    """Whose child somebody is, or where a patient, makes the day no less theirs."""
    assert _DOUBT <= _found(text, DetailKind.BIRTH_DATE)[date] < _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "my son was born here 12/03/2024, thank you midwives",
        "my son was born 12/03/2024 at this hospital",
        "our daughter born 12/03/2024 here",
        "our daughter, born 12/03/2024 in your birth centre",
        "Thanks to the labour ward, our twins were born on 3 March 2024",
        "our grandson was born 3 March 2024, the midwives were angels",
        "my baby was born on 3 March 2024 and nobody helped me feed her",
        "our little girl was born 3 March 2024 weighing 7lb 2oz",
        "so grateful, our boy was born on 3 March 2024",
        "I gave birth to our son, born 3 March 2024",
        "our baby girl Mia was born 3 March 2024",
        "our son was born 3 March 2024, I gave birth in the pool, thanks to all the staff",
        "the NHS was born on 5 July 1948",
        "the welfare state and the NHS were born on 5 July 1948",
        "in my opinion the NHS, born 5 July 1948, is worth it",
        "Happy birthday to the NHS, born on 5 July 1948",
        "the NHS as we know it was born on 5 July 1948",
        "our hospital, born in 1930",
        "our hospital, born 1 May 1930, is closing",
        "Lincoln County Hospital was born on 1 May 1930",
        "this service was born 1 May 2010",
    ],
)
def test_the_birth_of_a_newborn_or_an_institution_is_left_alone(text: str) -> None:
    """A birth that is thanked for or told of, and the first day of an institution."""
    assert _nothing(text)


@pytest.mark.parametrize(
    "piece",
    ["on 12.03.25 a ", "ni or 12 34 56 a ", "07700 - ", "+440", "tel.0", "0 - ", "07700900123x",
     "14 ng5 1pb ", "at 14 ng5 1pb ", "surgery 1 a road ng5 1pb ", "surgery is at ", "clinic, ",
     "my son born 1/1/09 ", "our hospital, born 1/1/09 ", "the ", "1 a b c road, ", "ng5 1pb ",
     "0300 - "],
)  # fmt: skip
def test_no_such_text_takes_long(piece: str) -> None:
    """A text of these pieces four times as long takes about four times as long."""
    read = cache(normalise)

    def search(text: str) -> None:
        find_personal_data(read(text), frozenset())
        has_public_contact(read(text))
        list(find_public(read(text), frozenset()))

    assert growth(search, piece) < LINEAR

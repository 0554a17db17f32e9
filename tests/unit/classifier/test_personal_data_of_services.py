"""Lines that a service publishes and numbers that count or name a thing, beside somebody's own."""

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


def _score(text: str) -> float:
    """Return how surely a text holds a personal detail; 0 where none is found."""
    found = find_personal_data(normalise(text), frozenset())
    return max((one.score for one in found if one.label is Label.PERSONAL_DATA), default=0.0)


def _shown_public(text: str) -> list[str]:
    return [text[slice(*span)] for span in find_public(normalise(text), frozenset())]


@pytest.mark.parametrize(
    "text",
    [
        "the number for transport is 01245 443444 if anyone's stuck",
        "number for the transport desk is 01268 524000",
        "the number for flu jabs is 01375 652300",
        "Number for blood tests: 01245 443444",
        "contact for the wheelchair clinic 01245 443444",
        "tel for repeat prescriptions is 01245 443444",
        "01245 443444 is the number for patient transport",
        "01245 443444 (the number for hearing aids)",
        "PALS on 01702 385333",
        "Age UK Essex 01245 346106",
        "Healthwatch Essex 01376 572829",
        "Oakview care home 01245 443444",
        "ring Broomfield Hospital switchboard: 01245 362000",
        "number for Broomfield hospital transport is 01245 443444",
        "01245 443444 is the number for the pain clinic, Wojciech told me",
        "my mum rang PALS on 01702 385333 and nobody answered",
        "The neighbourhood nursing team is on 01245 362000",
        "mother and baby unit 01245 362000",
    ],
)
def test_the_line_of_a_service_is_left_alone(text: str) -> None:
    """Neither the detectors nor the encoder, which takes any number for a private one, see it."""
    assert _score(text) == 0.0
    (line,) = _shown_public(text)
    assert line.startswith("01")


@pytest.mark.parametrize(
    "text",
    [
        "the number for my mum is 01245 443444",
        "the number for Dr Khan is 01245 443444",
        "number for Sheila is 01245 443444",
        "number for the nurse who hurt her is 01245 443444",
        "the number for my nan's house 01245 443444",
        "my number is 01245 443444",
        "ring Sue on 01245 443444",
        "ring me on 01245 443444",
        "her landline is 01245 443444",
        "I'm on 01245 443444",
        "we're on 01245 443444 most days",
        "Sheila is at home on 01245 443444",
        "ring Mrs Pratchley 01245 443444",
        "here's mine 01245 443444",
        "01245 443444, ask for Len",
        "ring my mum on 01245 443444",
        "01245 443444 and she lives at the end",
        "Mam's number is 01245 443444",
        "ring my neighbour on 01245 443444",
        "our mother is on 01245 443444",
        "ring Siobhan on 01245 443444",
        "ring Gurpreet on 01245 443444",
        "number for Pooja's mother 01245 443444",
    ],
)
def test_a_landline_of_somebody_is_certain(text: str) -> None:
    """Words that make it somebody's own, or a name, stand beside it."""
    assert _score(text) >= _CERTAIN
    assert _shown_public(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "01245 362000 is the mother and baby unit",
        "the number for the Elizabeth suite is 01245 362000",
        "Camilla Parkes ward 01245 362000 never answers",
        "the neighbourhood team, 01245 362000",
    ],
)
def test_a_unit_that_bears_a_name_is_nobodys(text: str) -> None:
    """Nothing is hidden for the number of a ward called after somebody."""
    assert _score(text) < _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "call 01245 443444",
        "she told me to ring 01245 443444",
        "my GP told me to ring 01245 443444",
        "the nurse told me to try 01245 443444",
        "Call 01245 443444. My mum was seen at once",
        "John Radcliffe on 01865 741166",
        "they moved to James Paget: 01493 452452",
        "Queen Elizabeth on 01485 541234",
        "physio Wojciech 01245 443444",
        "the physio Wojciech lives near, 01245 443444",
        "the number for the physio lead Oyelaran is 01245 443444",
        "the number for the transport manager is 01245 443444",
        "01245 443444 is the number for the transport attendant",
        "111 01245 443444 give them hell",
        "my mum rang 01245 443444 all day, no answer",
        "he phoned 01245 443444 for a week",
        "I rang 01245 443444 and she was rude",
    ],
)
def test_a_landline_of_nobody_in_particular_is_a_doubt(text: str) -> None:
    """Most are a body's or a firm's: a person looks, and the encoder is shown it."""
    assert _DOUBT <= _score(text) < _CERTAIN
    assert _shown_public(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "ChatHealth is 07480 635443 for parents",
        "07480 635443 for young people who need to talk",
        "the number for the health visitors is 07480 635443",
        "Text ChatHealth, the number for school nursing is 07480 635443",
    ],
)
def test_a_mobile_of_a_service_is_a_doubt(text: str) -> None:
    """Text lines have mobile numbers: a person looks."""
    assert _DOUBT <= _score(text) < _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "Dave's is 07480 635443 for anyone who wants to tell him",
        "07480 635443 for anyone who wants to tell Dave what they think",
        "the number for my nan's carer is 07480 635443",
        "number for Dr Khan is 07480 635443 for anyone",
        "07480 635443 for a good time",
    ],
)
def test_a_mobile_of_somebody_stays_certain(text: str) -> None:
    """Whoever is invited to ring it."""
    assert _score(text) >= _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "the surgery ignored my mum so ring 01245 443444",
        "PALS won't help, Sheila is on 01245 443444",
        "the clinic said no. 01245 443444",
        "the clinic lost it and now they hang up on 01245 443444",
    ],
)
def test_only_what_stands_directly_behind_a_place_is_kept_from_the_encoder(text: str) -> None:
    """A place that is merely spoken of has not that number."""
    assert _shown_public(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "High score 401 023 2137 on the candy crush",
        "call ended after 943 476 5919 seconds",
        "Donations so far: 401 023 2137 pennies lol",
        "Final score 943-476-5919",
        "your NHS video has 401 023 2137 views lol",
        "we raised 943 476 5919",
        "£401 023 2137 wasted",
        "a total of 943 476 5919",
        "part number 943 476 5919",
        "AB123456C is the part number of my hearing aid",
        "part number AB123456C",
        "Model SH621044A",
        "serial no. AB 12 34 56 C",
        "AB123456C (serial number)",
        "AB123456C on the boiler in the ward",
        "unit number SH621044 on the boiler",
        "the label AB123456C on my hearing aid",
    ],
)
def test_a_number_that_counts_or_names_a_thing_is_nobodys(text: str) -> None:
    """Points, money and seconds may carry a check digit, and labels of machines look like it."""
    assert _score(text) == 0.0


@pytest.mark.parametrize(
    "text,kind",
    [
        ("943 476 5919 is the number on my letter", DetailKind.NHS_NUMBER),
        ("patient 943 476 5919 waited 14 hours", DetailKind.NHS_NUMBER),
        ("my NHS number is 943 476 5919 times I told you", DetailKind.NHS_NUMBER),
        ("my risk score is high, 943 476 5919 is mine", DetailKind.NHS_NUMBER),
        ("next steps for 943 476 5919 please", DetailKind.NHS_NUMBER),
        ("AB123456C is my national insurance number", DetailKind.NI_NUMBER),
        ("AB123456C, part of my claim", DetailKind.NI_NUMBER),
        ("a model patient, AB123456C", DetailKind.NI_NUMBER),
        ("NI number AB123456C on the letter", DetailKind.NI_NUMBER),
        ("hospital number SH621044 on the letter", DetailKind.HOSPITAL_NUMBER),
        ("Patient hospital number 1234567 on the monitor", DetailKind.HOSPITAL_NUMBER),
        ("another patients hospital number 1234567 on the monitor", DetailKind.HOSPITAL_NUMBER),
        ("her patient number is 943 476 5919 on the device", DetailKind.NHS_NUMBER),
        ("943 476 5919 on the monitor for all to see", DetailKind.NHS_NUMBER),
        ("my mum AB123456C on her hearing aid", DetailKind.NI_NUMBER),
    ],
)
def test_a_number_of_somebody_beside_such_words_is_found(text: str, kind: DetailKind) -> None:
    """What is said of it, or a word that only looks like counting, takes nothing away."""
    found = find_personal_data(normalise(text), frozenset())
    assert {one.source for one in found if one.score >= _CERTAIN} == {kind.source}


@pytest.mark.parametrize("word", ["nr", "nr.", "num", "nbr", "id", "no", "nos"])
def test_an_nhs_number_is_known_by_each_short_form(word: str) -> None:
    """In any spacing; the beginning of another word is none."""
    assert _score(f"My NHS {word} is 7 8 3 5 1 0 3 4 9 4") >= _CERTAIN
    assert _score(f"My NHS {word.rstrip('.')}xy is 7 8 3 5 1 0 3 4 9 4") == 0.0


@pytest.mark.parametrize(
    "text,number",
    [
        ("ring 07911\n482365", "07911\n482365"),
        ("ring 07911 \n482 365 now", "07911 \n482 365"),
        ("my mum's landline 01245\r\n443444", "01245\r\n443444"),
    ],
)
def test_a_number_goes_on_in_the_next_line(text: str, number: str) -> None:
    """Between two groups of digits."""
    found = find_personal_data(normalise(text), frozenset())
    assert [(text[slice(*one.span)], one.score >= _CERTAIN) for one in found if one.span] == [
        (number, True)
    ]


@pytest.mark.parametrize(
    "text",
    ["scores: 0\n7\n9\n1\n1\n4\n8\n2\n3\n6\n5", "room 07\n911 482 365", "0791\n1 482365"],
)
def test_a_column_of_numbers_is_no_telephone(text: str) -> None:
    """Between the figures of one group no line ends."""
    assert _score(text) == 0.0


def test_two_numbers_in_two_lines_stay_two() -> None:
    """The second begins where the first is whole."""
    text = "07911 482365\n07911 482366"
    found = find_personal_data(normalise(text), frozenset())
    assert [text[slice(*one.span)] for one in found if one.span] == text.split("\n")


@pytest.mark.parametrize(
    "text,certain",
    [
        ("joe.bloggs @ gmail . com", True),
        ("sue @ hotmail . co . uk", True),
        ("badger47@outlook .com", True),
        ("thebadger @ gmail . com", False),
    ],
)
def test_an_address_with_spaces_is_found(text: str, *, certain: bool) -> None:
    """A name, a point or a digit shows that the half before the sign is no word."""
    score = _score(text)
    assert score >= _DOUBT
    assert (score >= _CERTAIN) is certain


@pytest.mark.parametrize(
    "text",
    [
        "find us @ gmail . com",
        "info @ gmail . com",
        "party @ yahoo . next week",
        "meet @ the town hall . com",
        "we sky . com @ 9",
    ],
)
def test_a_place_with_spaces_is_no_address(text: str) -> None:
    """What is at no provider, or belongs to an office."""
    assert _score(text) == 0.0


@pytest.mark.parametrize(
    "text,certain",
    [
        ("Anyone know a good chemist? Mine is 14 High Street CM1 1AA", False),
        ("need a dentist? mine's at 14 High Street CM1 1AA", False),
        ("send the tests to mine, 14 High Street CM1 1AA", True),
        ("mine is 14 High Street CM1 1AA", True),
    ],
)
def test_mine_after_a_place_may_be_such_a_place(text: str, *, certain: bool) -> None:
    """One of those, and not a home."""
    score = _score(text)
    assert score >= _DOUBT
    assert (score >= _CERTAIN) is certain


@pytest.mark.parametrize(
    "text,public",
    [
        ("Day Lewis, 14 High Street, CM1 1AA, is open", "14 High Street, CM1 1AA"),
        ("My chemist is 14 High Street Chelmsford CM1 1AA", "14 High Street Chelmsford CM1 1AA"),
        ("the surgery is at 14 High Street", "14 High Street"),
        ("Happy 75th birthday NHS, born 5/7/1948!", "5/7/1948"),
        ("the NHS was born on 5 July 1948", "5 July 1948"),
        ("Model SH621044", "SH621044"),
    ],
)
def test_what_a_place_publishes_is_kept_from_the_encoder(text: str, public: str) -> None:
    """An address, a first day and the label of a machine tell of nobody."""
    assert _score(text) == 0.0
    assert _shown_public(text) == [public]


@pytest.mark.parametrize(
    "text",
    [
        "she lives behind the surgery, 14 High Street CM1 1AA",
        "the ambulance service never came to 14 High Street CM1 1AA",
        "Jean, in hospital, born 5/7/1948",
        "Sheila, 14 High Street",
        "surgery at 12 Elm Road, Dr Patel lives there CM1 2AB",
        "Dr Patel from the surgery 12 Elm Road CM1 2AB",
        "the surgery 12 Elm Road CM1 2AB, the red door",
        "B12 1234 helps",
    ],
)
def test_what_is_somebodys_is_shown_to_the_encoder(text: str) -> None:
    """A place beside it changes nothing."""
    assert _shown_public(text) == []


@pytest.mark.parametrize(
    "piece",
    ["number for ", "number for jabs 01245 443444 ", "pals on 01245 443444 ", "score 943 476 5919 ",
     "943 476 5919 ", "part number ", "model ab123456c ", "joe @ gmail . ", "a.b @ gmail ",
     "07911\n", "pals 1 a road ng5 1pb ", "mine is ", "ring me ", "01245 443444 for ", "nhs nr ",
     "01245 443444 is the number for a ", "4111 1111 1111 1111 www.a.uk ", "01245 555123 www.a.uk ",
     "my mum rang ", "number for the a "],
)  # fmt: skip
def test_no_such_text_takes_long(piece: str) -> None:
    """A text of these pieces four times as long takes about four times as long."""
    read = cache(normalise)

    def search(text: str) -> None:
        find_personal_data(read(text), frozenset())
        has_public_contact(read(text))
        list(find_public(read(text), frozenset()))

    assert growth(search, piece) < LINEAR

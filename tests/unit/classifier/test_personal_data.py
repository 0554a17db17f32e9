"""What counts as a personal detail in British formats, and what looks like one."""

from __future__ import annotations

import pytest

from moderation_classifier.domain.personal_data import (
    find_personal_data,
    has_public_contact,
    is_nhs_number,
)
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Label

_CERTAIN = 0.8


def _found(text: str, *own: str) -> list[str]:
    findings = find_personal_data(normalise(text), frozenset(own))
    return [
        text[slice(*finding.span)]
        for finding in findings
        if finding.label is Label.PERSONAL_DATA and finding.score >= _CERTAIN and finding.span
    ]


@pytest.mark.parametrize(
    "text,detail",
    [
        ("call 07700 900123 after six", "07700 900123"),
        ("whatsapp +44 7700 900 123", "+44 7700 900 123"),
        ("my home number is 01632 960456", "01632 960456"),
        ("mail Jo.Smith@gmail.com now", "Jo.Smith@gmail.com"),
        ("jane.doe@nhs.net told me", "jane.doe@nhs.net"),
        ("NHS no. 943 476 5919", "943 476 5919"),
        ("it is 943-476-5919 by the way", "943-476-5919"),
        ("my CHI number is 3112705009", "3112705009"),
        ("my CHI number is 3112702711, issued this year", "3112702711"),
        ("NI AB123456C thanks", "AB123456C"),
        ("DOB: 12/03/1980", "DOB: 12/03/1980"),
        ("date of birth 1st May 1972", "date of birth 1st May 1972"),
        ("I live at 4 Willow Close", "4 Willow Close"),
        ("send it to 22a Station Road, LN99 1ZZ", "22a Station Road, LN99 1ZZ"),
        ("jo dot smith at gmail dot com", "jo dot smith at gmail dot com"),
    ],
)
def test_a_detail_is_found_where_it_stands(text: str, detail: str) -> None:
    """The span covers the detail itself."""
    assert detail in _found(text)


@pytest.mark.parametrize(
    "text",
    [
        "ring 999 or 111",
        "Samaritans 116 123, Childline 0800 1111",
        "the booking line is 0300 123 4567",
        "order number 07700 900123",
        "the surgery is on 01632 960456",
        "pals@hospital.nhs.uk will help",
        "reference 943 476 5919",
        "tai chi number 3112705009",
        "CHI number 9943476591",
        "my CHI number is 3112702712, a digit is wrong",
        "the number 943 476 5918 is wrong",
        "LN1 3AX is the postcode of the clinic",
        "the clinic is at 4 Willow Close",
        "45 minutes drive on a good day",
        "5 people in the waiting room",
        "won 3-2 in 1966",
        "born in 1972 and proud",
        "costs £1,250,000,000",
        "scored 0.2273 0.2222 0.4000 0.4279",
    ],
)
def test_a_look_alike_is_left_alone(text: str) -> None:
    """Helplines, published contacts, orders, scores and places are nobody's private detail."""
    assert _found(text) == []


def test_a_mobile_number_of_a_service_waits_for_a_person() -> None:
    """Services have text lines; whether a mobile number is one, a machine cannot tell."""
    text = "text the school nursing team on 07700 900456"
    assert _found(text) == []
    scores = [found.score for found in find_personal_data(normalise(text), frozenset())]
    assert scores
    assert max(scores) >= 0.5
    assert _found("my mobile is 07700 900456") == ["07700 900456"]


def test_the_bodys_own_contacts_are_left_alone_in_any_spelling() -> None:
    """What a body publishes itself discloses nothing."""
    assert _found("ring 07700 900 123", "+447700900123") == []
    assert _found("mail team.icb@gmail.com", "Team.ICB@gmail.com") == []


def test_another_persons_number_is_an_incident() -> None:
    """A number in the third person is also a disclosure about someone else."""
    labels = {
        finding.label
        for finding in find_personal_data(normalise("her NHS number is 943 476 5919"), frozenset())
    }
    assert labels == {Label.PERSONAL_DATA, Label.IG_INCIDENT}


def test_a_named_persons_condition_goes_to_a_person() -> None:
    """A full name beside a diagnosis is doubt, never certainty."""
    (score,) = {
        finding.score
        for finding in find_personal_data(normalise("Janet Cooper has HIV"), frozenset())
        if finding.label is Label.PERSONAL_DATA
    }
    assert 0.5 <= score < _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "my NHS number is 943 476 5918",
        "can someone look up 9434765919",
        "she was born 23 May 1941",
        "my postcode is LN99 1ZZ",
        "mike @ example.com for lifts",
    ],
)
def test_what_may_be_a_detail_goes_to_a_person(text: str) -> None:
    """A number whose check fails, or words that leave it open, are doubt, never certainty."""
    (score,) = {
        finding.score
        for finding in find_personal_data(normalise(text), frozenset())
        if finding.label is Label.PERSONAL_DATA
    }
    assert 0.5 <= score < _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "our son was born on 3 March 2024, thank you",
        "car reg XY51 ABC in the ambulance bay",
        "https://example.com/a/07700900214",
        "ring the ward on 01632 960118",
    ],
)
def test_thanks_for_a_birth_cars_links_and_wards_are_left_alone(text: str) -> None:
    """None of these leads a reader to a person."""
    assert _found(text) == []


@pytest.mark.parametrize("digits", ["9434765919", "4010232137"])
def test_a_true_check_digit_is_accepted(digits: str) -> None:
    """Published example numbers carry their check digit."""
    assert is_nhs_number(digits)


@pytest.mark.parametrize("digits", ["9434765918", "943476591", "0000000000", "94347659l9", ""])
def test_a_wrong_check_digit_is_refused(digits: str) -> None:
    """A changed digit, a missing one and a placeholder are no NHS number."""
    assert not is_nhs_number(digits)


@pytest.mark.parametrize(
    "text",
    [
        "Moved house and 3 GP surgeries close to us refused to register me",
        "They sent him home with 2 broken ribs no way to get back",
        "My nan lives at home and 4 different carers drive past every day without stopping",
        "At home with 3 young kids close to breaking, nobody from mental health calls",
        "she lives alone and 2 lovely girls walk past her door",
        "Complain to nnicb-nn.patientexperience@nhs.net like I did",
    ],
)
def test_a_tale_and_a_shared_mailbox_are_no_detail(text: str) -> None:
    """A count of people near a home is no door in a street, and a role answers for nobody."""
    assert find_personal_data(normalise(text), frozenset()) == []


@pytest.mark.parametrize(
    "text",
    [
        "Nobody answers on 0115 969 1169, I have tried fifty times",
        "The number 0116 258 1234 just rings out",
        "Write to your MP about it: jo.bloggs.mp@parliament.uk",
        "ask cllr.jane.hart@northtown.gov.uk why",
    ],
)
def test_what_may_be_published_goes_to_a_person(text: str) -> None:
    """A line that the public rings, or an address of office, may be nobody's private one."""
    (score,) = {found.score for found in find_personal_data(normalise(text), frozenset())}
    assert 0.5 <= score < 0.79


@pytest.mark.parametrize(
    "text",
    [
        "ring him 50 times on 01268 524900",
        "this is where that nurse lives, ring dave bloggs 100 times tonight 01268 524900",
    ],
)
def test_a_call_to_harass_is_no_line_that_nobody_answers(text: str) -> None:
    """Whose number it is, is said to have it rung."""
    assert {found.score for found in find_personal_data(normalise(text), frozenset())} == {0.8}


@pytest.mark.parametrize(
    "text,detail",
    [
        ("my nan never answers her landline 01632 960456", "01632 960456"),
        ("he lives at 12 Oak Drive to the left of the church", "12 Oak Drive"),
        ("we moved to 3 Mill Close to be nearer mum", "3 Mill Close"),
    ],
)
def test_a_detail_beside_such_words_is_still_found(text: str, detail: str) -> None:
    """Somebody's own line that is not answered, and a door led up to, are certain as before."""
    assert detail in _found(text)


@pytest.mark.parametrize(
    "text,holds_one",
    [
        ("the helpline is 0800 138 0990", True),
        ("write to pals.team@example.nhs.uk", True),
        ("the new hub is at 18 Priory Road", True),
        ("the surgery is at SS99 1LB since May", True),
        ("18 Priory Road Surgery is closing", True),
        ("write to jo.hobbs@gmail.com", False),
        ("Jean lives at 18 Priory Road, opposite the surgery", False),
        ("new address is 8 Tern Walk, thanks", False),
        ("my mobile number has changed", False),
        ("2 hours on the road and 3 nurses for 40 beds", False),
        ("tonight @ the town hall", False),
    ],
)
def test_a_public_contact_is_known_by_its_form(text: str, *, holds_one: bool) -> None:
    """What the detectors left alone is told from what they cannot judge."""
    assert has_public_contact(normalise(text)) is holds_one

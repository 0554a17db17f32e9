"""What beside a street, a bed or a game is nobody's: a service that has moved, days, a score."""

from __future__ import annotations

import pytest

from moderation_classifier.domain.personal_data import (
    find_event_dates,
    find_personal_data,
    find_public,
    has_public_contact,
)
from moderation_classifier.domain.text import normalise

_CERTAIN = 0.75


def _surest(text: str) -> float:
    found = find_personal_data(normalise(text), frozenset())
    return max((finding.score for finding in found), default=0.0)


def _days(text: str) -> list[str]:
    return [text[slice(*span)] for span in find_event_dates(normalise(text))]


def _public(text: str) -> list[str]:
    return [text[slice(*span)] for span in find_public(normalise(text), frozenset())]


@pytest.mark.parametrize(
    "text",
    [
        "The surgery has moved, it's now at 31 Foundry Row WF8 4QT beside the bakery",
        "dentist's relocated last month and they're at 8 Weaver Street BL4 7HN",
        "The library closed but it's now at 8 Weaver Street BL4 7HN",
        "Warm space meets at 8 Weaver Street BL4 7HN on wednesdays",
        "the gurdwara, 8 Weaver Street BL4 7HN, runs a check-up morning",
        "Charity shop is at 8 Weaver Street BL4 7HN",
    ],
)
def test_the_address_of_a_place_that_moved_or_meets_is_its_own(text: str) -> None:
    """It publishes the address, and the model is not shown it either."""
    assert _surest(text) == 0.0
    assert len(_public(text)) == 1


def test_a_postcode_behind_a_hall_is_no_homes() -> None:
    """What the model takes for a home there is a doubt at most."""
    assert has_public_contact(normalise("Baby bank is at St Anne's hall, Foundry Row, WF8 4QT"))


@pytest.mark.parametrize(
    "text",
    [
        "she lives at 31 Foundry Row WF8 4QT",
        "my gran's moved, she's now at 31 Foundry Row WF8 4QT",
        "the surgery closed and now he lives at 31 Foundry Row WF8 4QT",
        "the clinic shut so we've moved to 31 Foundry Row WF8 4QT",
        "31 Foundry Row WF8 4QT",
    ],
)
def test_somebodys_address_stays_certain(text: str) -> None:
    """A place that is only spoken of takes it from nobody."""
    assert _surest(text) >= _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "we live above the library, 31 Foundry Row WF8 4QT",
        "The nurse at the surgery has moved, she's now at 31 Foundry Row WF8 4QT",
    ],
)
def test_whoever_lives_above_a_place_or_works_there_has_a_home(text: str) -> None:
    """A person looks where a place and somebody are spoken of."""
    assert _surest(text) >= 0.5


@pytest.mark.parametrize(
    "text, days",
    [
        ("Foundry Row shut for gas works 2-6 February", "2-6 February"),
        ("Foundry Row is closed from 12th to 19th July", "12th to 19th July"),
        ("Foundry Row closed Mon 6 - Fri 10 Oct, use the back gate", "6 - Fri 10 Oct"),
        ("no parking on Foundry Row 3 and 4 April", "3 and 4 April"),
    ],
)
def test_some_days_of_a_month_are_days(text: str, days: str) -> None:
    """They are no numbers of houses, and the model reads them as days."""
    assert _days(text) == [days]


@pytest.mark.parametrize(
    "text",
    [
        "31 Foundry Row WF8 4QT",
        "flats 4-8 March Street are flooded",
        "born 4-8 August, some labour that was",
        "here from 2-6 June 1964",
        "wards 4-8 may be closed",
        "beds 14-88",
    ],
)
def test_other_numbers_are_no_days(text: str) -> None:
    """Houses, births, years long ago and rooms."""
    assert _days(text) == []


@pytest.mark.parametrize(
    "text, hidden",
    [
        ("ward 21 bed 6 to the shop, bring walking boots", "ward 21 bed 6"),
        ("Bed 6, ward 21: best view in the county", "Bed 6, ward 21"),
        ("wordle 1,377 5/6 in outpatients", "1,377 5/6"),
        ("Wordle 402 X/6 thanks to this wait", "402 X/6"),
    ],
)
def test_a_bed_and_a_score_say_nothing_of_anybody(text: str, hidden: str) -> None:
    """Where nobody is spoken of, the model is not shown their numbers."""
    assert _public(text) == [hidden]


@pytest.mark.parametrize(
    "text",
    [
        "My uncle is in bed 6 ward 21",
        "she's on ward 21 bed 6 if anyone wants to visit",
        "ward 21 bed 6 has norovirus",
        "bed 6 ward 21, buzzer ringing an hour",
        "Mr Lomax, bed 6, ward 21",
        "bed 6 is wet",
    ],
)
def test_a_bed_in_which_somebody_lies_is_read(text: str) -> None:
    """The number may tell who is meant, or where help is needed."""
    assert _public(text) == []

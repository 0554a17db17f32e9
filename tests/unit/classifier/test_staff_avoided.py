"""When a surname that no directory lists names somebody of whom others are warned."""

from __future__ import annotations

from functools import cache

import pytest

from moderation_classifier.domain.names.staff import StaffDirectory
from moderation_classifier.domain.text import normalise
from tests.support.timing import LINEAR, growth

_DIRECTORY = StaffDirectory(["Dr Amelia Moran"])
_CERTAIN = 0.75


def _score(text: str) -> float:
    return max((finding.score for finding in _DIRECTORY.find(normalise(text))), default=0.0)


@pytest.mark.parametrize(
    "text",
    [
        "Anybody but Satterthwaite for my booking-in, he had my last midwife in tears",
        "If they give you Satterthwaite, ask for a different consultant",
        "if it's Satterthwaite just walk out",
        "whatever u do don't see Satterthwaite",
        "Do not book with Satterthwaite, worst smear of my life",
        "avoid Satterthwaite like the plague, awful physio",
        "hope you never get Satterthwaite for your section",
        "Satterthwaite strikes again, lost another referral",
    ],
)
def test_a_surname_that_others_are_warned_of_is_a_doubt(text: str) -> None:
    """A person is asked: nobody knows whether one of that name works there."""
    assert 0.5 <= _score(text) < _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "Whatever you do don't miss Satterthwaite's leaving do",
        "whatever you do don't see Paddington at the Odeon with a nurse",
        "Anyone but Spurs, says every nurse on the ward",
        "anyone but Farage at the surgery please",
        "Norovirus strikes again, third appointment cancelled",
        "Storm Satterthwaite strikes again, clinic cancelled",
        "Systmone strikes again, wrong prescription",
        "if it's Tuesday ask for a different clinic",
        "If they give you Tramadol, ask for an alternative",
        "hope you don't get Sepsis for your birthday, see a doctor",
        "avoid Satterthwaite Road for your appointment",
        "Avoid Doncaster for your jabs, massive queue",
        "I don't see Satterthwaite on the list of doctors",
        "Don't see Doctor Google",
        "Nobody but Satterthwaite ever listened, best midwife",
        "Satterthwaite did my epidural",
        "Avoid Greggs at all costs before a blood test, said the nurse",
        "Anyone but England, please nurse",
    ],
)
def test_a_word_a_place_and_praise_are_free(text: str) -> None:
    """What has a capital is not always somebody, and who is named is not always avoided."""
    assert _score(text) == 0.0


def test_a_name_of_the_directory_counts_as_before() -> None:
    """What is known of staff is surer than a warning."""
    text = "Avoid Dr Moran like the plague, she is rude"
    assert [each.source for each in _DIRECTORY.find(normalise(text))] == ["staff.directory"]


@pytest.mark.parametrize(
    "text",
    [
        "you won't find a kinder doctor than Dr Moran",
        "You can't get better than Dr Moran, ask for her",
        "No one explained it like Dr Moran",
        "Nobody ever listened like Dr Moran. Gutted she has retired",
        "Dr Moran is second to none",
    ],
)
def test_praise_by_comparison_is_free(text: str) -> None:
    """A superlative is said with `no one` and `won't`, too."""
    assert _score(text) == 0.0


def test_praise_by_comparison_beside_blame_of_others_is_a_doubt() -> None:
    """The others are blamed, and the machine is not sure of it."""
    text = "No one listened like Dr Moran, the rest were rude"
    assert 0.5 <= _score(text) < _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "You won't find a better liar than Dr Moran, she lied to my mum",
        "Nobody lies like Dr Moran",
        "Nobody listened, and Dr Moran was rude",
    ],
)
def test_blame_by_comparison_stays(text: str) -> None:
    """What nobody does as well may be a wrong."""
    assert _score(text) >= _CERTAIN


@pytest.mark.parametrize(
    "piece",
    [
        "anyone but Satterthwaite nurse ",
        "if it's Satterthwaite ",
        "won't find a better ",
        "Abcd strikes again wrong dose ",
    ],
)
def test_work_on_warnings_is_linear(piece: str) -> None:
    """Four times as many take about four times as long."""
    read = cache(normalise)
    assert growth(lambda text: _DIRECTORY.find(read(text)), piece) < LINEAR

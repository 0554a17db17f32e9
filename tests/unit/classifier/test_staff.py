"""When a name in a comment opens a member of staff to abuse."""

from __future__ import annotations

import pytest

from moderation_classifier.domain.staff import StaffDirectory
from moderation_classifier.domain.text import normalise

_DIRECTORY = StaffDirectory(["Dr Amelia Moran", "Jon Bell"])
_CERTAIN = 0.8


def _score(text: str) -> float:
    findings = _DIRECTORY.find(normalise(text))
    return max((finding.score for finding in findings), default=0.0)


@pytest.mark.parametrize(
    "text",
    [
        "Amelia Moran is a disgrace",
        "Dr Moran was so rude to my mum",
        "JON BELL should be sacked",
        "Saw Dr Moran yesterday. Absolutely useless.",
        "Mr Bell lied to us",
    ],
)
def test_blame_by_name_is_certain_for_listed_staff(text: str) -> None:
    """A listed name in a sentence of blame, or just before one, counts."""
    assert _score(text) >= _CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "Amelia Moran is wonderful",
        "Thank you Dr Moran",
        "Is Dr Moran still at the clinic?",
        "Jon Bell was never rude",
        "I don't blame Jon Bell",
        "The service is useless",
        "Bell's palsy is horrible",
    ],
)
def test_praise_questions_and_defence_are_free(text: str) -> None:
    """A name without blame is nothing, and blame without a name neither."""
    assert _score(text) == 0.0


def test_an_unlisted_name_with_a_clinical_title_is_a_doubt() -> None:
    """A title makes a stranger's name likely, not certain."""
    assert 0.5 <= _score("Nurse Perkins was vile") < _CERTAIN


def test_blame_and_praise_together_are_a_doubt() -> None:
    """A mixed sentence goes to a person."""
    assert 0.5 <= _score("Dr Moran was kind but the wait with her was awful") < _CERTAIN


def test_an_empty_directory_finds_only_titles() -> None:
    """A body without a directory still has doubts about titled names."""
    assert StaffDirectory().find(normalise("Amelia Moran is a disgrace")) == []

"""What is told of new authors' lines, counted by hand for a few."""

from __future__ import annotations

import pytest

from moderation_common.vocabulary import Action, Label
from tests.support.behaviour import decision_of
from training.newcomers import FEWEST, main, report_on

NOTHING = frozenset[Label]()
COMPLAINT = frozenset({Label.COMPLAINT})


def test_danger_that_nobody_sees_and_criticism_that_is_removed_are_told_first() -> None:
    """Two in danger, one of them before a person; two to be left, one of them hidden."""
    judged = [
        (frozenset({Label.SELF_HARM}), decision_of(doubtful=[Label.THREAT])),
        (frozenset({Label.EMERGENCY}), decision_of()),
        (NOTHING, decision_of([Label.SPAM], actions=(Action.HIDE,))),
        (frozenset({Label.SPAM}), decision_of([Label.SPAM], actions=(Action.HIDE,))),
    ]

    danger, left, *_ = report_on(judged)
    assert danger == "tell of danger: 2, of these seen by nobody: 1"
    assert left == "must be left: 3, of these removed: 1"


def test_a_label_is_measured_certain_and_possible() -> None:
    """Half of the complaints are certain, a quarter is put to a person, and one more is wrong."""
    certain, possible = decision_of([Label.COMPLAINT]), decision_of(doubtful=[Label.COMPLAINT])
    judged = [
        *[(COMPLAINT, certain)] * 4,
        *[(COMPLAINT, possible)] * 2,
        *[(COMPLAINT, decision_of())] * 2,
        (NOTHING, certain),
    ]

    assert "| `complaint` | 8 | 0.80 / 0.50 / 0.62 | 0.86 / 0.75 / 0.80 |" in list(
        report_on(judged)
    )


@pytest.mark.parametrize("lines, told", [(FEWEST, True), (FEWEST - 1, False)])
def test_a_share_of_hardly_any_lines_is_not_told(lines: int, *, told: bool) -> None:
    """A label that fewer lines carry is left out."""
    judged = [(COMPLAINT, decision_of([Label.COMPLAINT]))] * lines

    assert any("`complaint`" in line for line in report_on(judged)) is told


def test_without_a_file_it_says_what_to_name(capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to measure."""
    assert main([]) != 0
    assert "Name one file" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is measured."""
    assert main(["voices/nobody.txt"]) != 0
    assert "There is no file voices/nobody.txt" in capsys.readouterr().err

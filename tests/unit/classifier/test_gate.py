"""Which figures replace those that are kept, and which are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation_common.vocabulary import Action, Label
from tests.support.behaviour import decision_of
from training.gate import measure_feedback
from training.kept import CONTRASTS_LEFT, FEEDBACK_LEFT, Fall, Kept, compare, keep, read_kept

_F1 = "hate, F1 at review"


def _run(f1: float, *, feedback: float = 1.0, model: str = "model.new") -> Kept:
    return Kept(
        model=model,
        pack="bsw@2026-11-01.1",
        figures={_F1: f1, CONTRASTS_LEFT: 0.975},
        of_data_sets={FEEDBACK_LEFT: feedback},
    )


def test_a_fall_is_noticed() -> None:
    """Silencing is tolerated less than a label's figure, and a figure left out counts as fallen."""
    before = {"left": 0.999, _F1: 0.8, "danger seen": 0.99}
    assert compare(before, dict(before)) == []
    assert compare(before, {**before, _F1: 0.785}) == []
    assert compare(before, {**before, "left": 0.994}) == [Fall("left", 0.999, 0.994)]
    elsewhere = {"left under bsw": 0.999}
    assert compare(elsewhere, {"left under bsw": 0.996})
    assert [fall.name for fall in compare(before, {"left": 0.999})] == [_F1, "danger seen"]


@pytest.mark.parametrize("name, lines", [(CONTRASTS_LEFT, 323), (FEEDBACK_LEFT, 3039)])
def test_two_lines_more_removed_are_tolerated_and_three_not(name: str, lines: int) -> None:
    """What is removed of contrasts and of NHS answers is held to a line or two."""
    assert compare({name: 1.0}, {name: 1 - 2 / lines}) == []
    assert compare({name: 1.0}, {name: 1 - 3 / lines})


@pytest.mark.parametrize("label, lines", [("self_harm", 95), ("patient_safety", 90)])
def test_one_more_overlooked_is_tolerated_and_two_not(label: str, lines: int) -> None:
    """Of people in one danger as of those in any: otherwise a target would be left unnoticed."""
    name = f"{label}, recall at review"
    assert compare({name: 1.0}, {name: 1 - 1 / lines}) == []
    assert compare({name: 1.0}, {name: 1 - 2 / lines})


def test_small_falls_do_not_add_up(tmp_path: Path) -> None:
    """A figure is compared with the best it ever was, however little it fell each time."""
    file = tmp_path / "figures.json"
    assert keep(_run(0.90), accept_falls=False, file=file) == []
    assert keep(_run(0.885), accept_falls=False, file=file) == []
    assert read_kept(file).figures[_F1] == 0.90
    assert keep(_run(0.87), accept_falls=False, file=file) == [Fall(_F1, 0.90, 0.87)]


def test_a_better_figure_takes_the_place_of_the_best(tmp_path: Path) -> None:
    """From then on it is what later runs are compared with, beside the other bests."""
    file = tmp_path / "figures.json"
    keep(_run(0.80, feedback=1.0), accept_falls=False, file=file)
    keep(_run(0.86, feedback=0.9995, model="model.newer"), accept_falls=False, file=file)
    assert read_kept(file) == _run(0.86, feedback=1.0, model="model.newer")


def test_after_a_fall_everything_stays_as_it_was(tmp_path: Path) -> None:
    """Not even what became better is written."""
    file = tmp_path / "figures.json"
    keep(_run(0.80), accept_falls=False, file=file)
    assert keep(_run(0.95, feedback=0.99), accept_falls=False, file=file) == [
        Fall(FEEDBACK_LEFT, 1.0, 0.99)
    ]
    assert read_kept(file) == _run(0.80)


def test_falls_that_are_meant_begin_anew(tmp_path: Path) -> None:
    """What fell is told all the same, and this run's figures are the ones to reach."""
    file = tmp_path / "figures.json"
    keep(_run(0.90), accept_falls=False, file=file)
    assert keep(_run(0.70), accept_falls=True, file=file) == [Fall(_F1, 0.90, 0.70)]
    assert read_kept(file) == _run(0.70)


def test_a_fall_that_is_meant_excuses_no_other(tmp_path: Path) -> None:
    """What stayed within its tolerance is still compared with its best."""
    file = tmp_path / "figures.json"
    keep(_run(0.90, feedback=1.0), accept_falls=False, file=file)
    keep(_run(0.70, feedback=0.9995), accept_falls=True, file=file)
    assert read_kept(file) == _run(0.70, feedback=1.0)


def test_feedback_that_was_not_read_is_no_success() -> None:
    """Without an answer nothing is said of answers, which counts as a fall."""
    hidden, left = decision_of([Label.SPAM], actions=(Action.HIDE,)), decision_of()
    assert measure_feedback([hidden, left, left, left]) == {FEEDBACK_LEFT: 0.75}
    assert measure_feedback([]) == {}

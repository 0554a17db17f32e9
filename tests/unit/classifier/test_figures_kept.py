"""No figure of the packaged engine may fall: rules, model, policies or texts changed for the worse.

`make evaluate DATASETS=folder` writes the figures that it is compared with.
"""

from __future__ import annotations

import pytest

from training.bodies import open_packs
from training.figures import (
    calibration_error,
    contrast,
    count,
)
from training.gate import Fall, compare, measure, read_figures, read_model
from training.judged import open_whole


def test_no_figure_falls() -> None:
    """Measured again on the hand-written texts, each figure is within its tolerance of the last."""
    engine, model = open_whole()
    assert model == read_model(), (
        "the kept figures are of another model: it failed to load, or changed"
    )
    falls = compare(read_figures(), measure(engine, open_packs()))
    told = "\n".join(f"{fall.name}: {fall.was:.3f} before, {fall.now:.3f} now" for fall in falls)
    assert not falls, (
        "worse than the model card says; mend it, or run make evaluate with ACCEPT_FALLS=yes and "
        f"say why:\n{told}"
    )


def test_a_fall_is_noticed() -> None:
    """Silencing is tolerated less than a label's figure, and a figure left out counts as fallen."""
    before = {"left": 0.999, "hate, F1 at review": 0.8, "danger seen": 0.99}
    assert compare(before, dict(before)) == []
    assert compare(before, {**before, "hate, F1 at review": 0.785}) == []
    assert compare(before, {**before, "left": 0.994}) == [Fall("left", 0.999, 0.994)]
    elsewhere = {"left under bsw": 0.999}
    assert compare(elsewhere, {"left under bsw": 0.996})
    assert [fall.name for fall in compare(before, {"left": 0.999})] == [
        "hate, F1 at review",
        "danger seen",
    ]


def test_counting_is_right() -> None:
    """Precision, recall, F1 and macro F1 agree with a sum done by hand."""
    counts = count([(True, True, 1.0), (True, False, 1.0), (False, True, 2.0), (False, False, 1.0)])
    assert counts.precision == pytest.approx(0.5)
    assert counts.recall == pytest.approx(1 / 3)
    assert counts.f1 == pytest.approx(0.4)
    halves = contrast([(True, True), (False, True), (False, False), (False, False)])
    assert halves.hateful.f1 == pytest.approx(2 / 3)
    assert halves.peaceful.f1 == pytest.approx(0.8)
    assert halves.macro_f1 == pytest.approx((2 / 3 + 0.8) / 2)
    assert count([]).f1 is None


def test_calibration_error_is_right() -> None:
    """Scores that mean what they say have no error, and a boast has as much as it boasts."""
    honest = [(0.25, True, 1.0), (0.25, False, 3.0)]
    assert calibration_error(honest) == pytest.approx(0.0)
    assert calibration_error([(0.95, False, 1.0)]) == pytest.approx(0.95)
    assert calibration_error([]) is None

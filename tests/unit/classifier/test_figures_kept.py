"""No figure of the packaged engine may fall: rules, model, policies or texts changed for the worse.

`make evaluate DATASETS=folder` writes the figures that it is compared with.
"""

from __future__ import annotations

import pytest

from training.bodies import open_packs
from training.figures import calibration_error, contrast, count
from training.gate import RECALL_FIRST, measure
from training.judged import open_whole
from training.kept import CONTRASTS_LEFT, compare, read_kept


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    """Return what the packaged engine reaches on the hand-written texts."""
    engine, model = open_whole()
    assert model == read_kept().model, (
        "the kept figures are of another model: it failed to load, or changed"
    )
    return measure(engine, open_packs())


def test_no_figure_falls(figures: dict[str, float]) -> None:
    """Measured again on the hand-written texts, each figure is within its tolerance of the best."""
    falls = compare(read_kept().figures, figures)
    told = "\n".join(f"{fall.name}: {fall.was:.3f} before, {fall.now:.3f} now" for fall in falls)
    assert not falls, (
        "worse than it was; mend it, or run make evaluate with ACCEPT_FALLS=yes and "
        f"say why:\n{told}"
    )


def test_silence_and_danger_are_guarded_by_themselves(figures: dict[str, float]) -> None:
    """Neither look-alikes nor a label of danger can hide in a sum over all lines."""
    assert {f"{label}, recall at review" for label in RECALL_FIRST} <= figures.keys()
    assert {CONTRASTS_LEFT, "personal data, precision of the whole engine"} <= figures.keys()


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

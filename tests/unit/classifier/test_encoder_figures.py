"""What the model card says of the encoder's rounding and of its speed beside word filters."""

from __future__ import annotations

import json

import numpy as np
import pytest

from training.rounding import KEPT, best_f1, rounding_table
from training.targets import speed_beside_filters


def test_weights_of_one_byte_cost_little() -> None:
    """Rounding is measured at each export, and is worth at most a hundredth of F1."""
    kept = json.loads(KEPT.read_text("utf-8"))
    assert kept["lines"] > 0
    assert kept["rounded_f1"] > kept["exact_f1"] - 0.01
    assert kept["rounded_danger_f1"] > kept["exact_danger_f1"] - 0.01
    assert len(list(rounding_table())) == 4


def test_the_best_threshold_is_found() -> None:
    """By hand: with the first and third right, taking three gives 2 * 2 / (3 + 2)."""
    logits = np.array([3.0, 2.0, 1.0, 0.0], dtype=np.float32)
    assert best_f1(logits, np.array([True, False, True, False])) == pytest.approx(0.8)
    assert best_f1(logits, np.array([True, False, False, False])) == pytest.approx(1.0)
    assert best_f1(logits, np.zeros(4, dtype=bool)) == 0.0


def test_speed_is_told_beside_the_filters_that_were_measured() -> None:
    """A filter that was not in the run is left out."""
    told = list(speed_beside_filters({"batches_per_second": 700.0, "times better-profanity": 8.5}))
    assert len(told) == 1
    assert "8.5 times" in told[0]
    assert "8.1 times would" in told[0]

"""Comments run together: what is true of a part is true of the whole, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from training.encoder_rows import ENCODED, UNKNOWN, EncoderRow, put_together
from training.gate import RECALL_FIRST
from training.gold import Source, read_together
from training.together import by_threes, run_together


def row(reading: str, target: float) -> EncoderRow:
    """Return a row with the same target for every label."""
    return EncoderRow("a.txt", reading, "", np.full(len(ENCODED), target, dtype=np.float32), 2.0)


def test_they_become_the_sentences_of_one() -> None:
    """Stops at the ends are not doubled."""
    assert run_together(["all fine.", "long wait", "thanks..."]) == "all fine. long wait. thanks"


@pytest.mark.parametrize("number, groups", [(2, 0), (3, 1), (8, 2), (9, 3)])
def test_each_is_used_once_at_most(number: int, groups: int) -> None:
    """Up to two are left over, and neighbours stay apart as far as they can."""
    found = by_threes(range(number))
    assert len(found) == groups
    used = [each for group in found for each in group]
    assert len(used) == len(set(used)) == 3 * groups


@pytest.mark.parametrize(
    "targets, whole",
    [
        ((0.0, 1.0, 0.0), 1.0),
        ((0.0, 0.0, 0.0), 0.0),
        ((0.0, 0.5, 0.0), 0.5),
        ((UNKNOWN, 1.0, 0.0), 1.0),
        ((UNKNOWN, 0.0, 0.0), UNKNOWN),
        ((UNKNOWN, 0.5, 0.0), UNKNOWN),
    ],
)
def test_the_whole_says_what_any_part_says(targets: tuple[float, ...], whole: float) -> None:
    """What one part may say is not known to be absent from the whole."""
    parts = [row(f"part {place}.", target) for place, target in enumerate(targets)]
    made = put_together("buried", parts)
    assert (made.targets == whole).all()
    assert made.reading == "part 0. part 1. part 2"
    assert made.parts == ("part 0.", "part 1.", "part 2.")


def test_harmless_test_lines_are_run_together_without_an_alarm() -> None:
    """Hundreds of comments that are measured, none of which tells of danger."""
    golds = list(read_together())
    assert len(golds) > 100
    assert {gold.source for gold in golds} == {Source.TOGETHER}
    assert all(gold.labels.isdisjoint(RECALL_FIRST) for gold in golds)

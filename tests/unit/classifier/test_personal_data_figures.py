"""How many personal details are found on the hand-written lines, and how many look-alikes."""

from __future__ import annotations

from functools import cache

import pytest

from moderation_classifier.domain.personal_data import find_personal_data
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Label
from tests.support.labelling import policy_pack
from tests.support.measuring import Alarmed, engine_of
from tests.support.timing import LINEAR, growth
from training.evaluate_personal_data import ACT, REVIEW, Half, count, judge_whole, read_lines
from training.judged import is_removed


@pytest.mark.parametrize("half", [Half.DEVELOPMENT, Half.TEST, None])
def test_details_are_found_and_look_alikes_left(half: Half | None) -> None:
    """At least 99 % of the details are found, and 97 % of what is found is one."""
    figures = count(read_lines(half), threshold=REVIEW)
    assert figures.recall >= 0.99
    assert figures.precision >= 0.97


def test_what_the_machine_would_act_on_is_right() -> None:
    """Where a house rule acts by itself, the detail is there."""
    assert count(read_lines(), threshold=ACT).precision >= 0.97


def test_the_whole_engine_is_counted_by_line() -> None:
    """With the detectors' word alone nearly all is right; a model that cries wolf is counted."""
    packs = [policy_pack("bsw"), policy_pack("nottingham")]
    bare = sum(not line.details for line in read_lines(Half.TEST))
    quiet = judge_whole(engine_of(), packs, half=Half.TEST)
    assert (quiet.certain.precision or 0.0) >= 0.97
    assert len(quiet.look_alikes) == 2 * bare
    assert not any(map(is_removed, quiet.look_alikes))

    alarmed = Alarmed(frozenset({Label.PERSONAL_DATA, Label.HATE}))
    loud = judge_whole(engine_of(alarmed), packs, half=Half.TEST)
    assert loud.certain.missed == 0
    assert (loud.certain.precision or 0.0) < 0.97
    assert all(map(is_removed, loud.look_alikes))


def test_both_halves_hold_details_and_look_alikes() -> None:
    """Neither half can pass for want of lines."""
    for half in Half:
        lines = list(read_lines(half))
        assert len(lines) > 200
        assert 0.4 < sum(bool(line.details) for line in lines) / len(lines) < 0.6


@pytest.mark.parametrize(
    "piece",
    ["0", "0 7 ", "07700 900123 ", "a.", "a at ", "a dot ", "a@", "1 a ", "flat 1 ", "nhs number ",
     "dob ", "ab12", "999 526 0182 ", "+1 (", "hospital number a ", "www.a", "( [ ", "12/12/"],
)  # fmt: skip
def test_no_text_takes_long(piece: str) -> None:
    """A text of half-finished details four times as long takes about four times as long."""
    read = cache(normalise)
    assert growth(lambda text: find_personal_data(read(text), frozenset()), piece) < LINEAR

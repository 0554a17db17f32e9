"""What further annotators say of hand-written lines, and what is taken to be true then."""

from __future__ import annotations

import pytest

from moderation_common.vocabulary import Label
from training.annotations import key_of, read_annotations, settle, share_of_votes, votes_on
from training.encoder_rows import ENCODED, targets_of
from training.fresh_set import Half, read_fresh
from training.gold import read_hand_written, read_tuning
from training.lines import TUNING, VOICES, read_folder

_HATE = frozenset({Label.HATE})
_BOTH = frozenset({Label.HATE, Label.THREAT})
_NONE = frozenset[Label]()
_DANGER = frozenset({Label.SELF_HARM})


@pytest.mark.parametrize(
    "votes, settled",
    [
        ([_HATE], _HATE),
        ([_HATE, _BOTH], _HATE),
        ([_HATE, _NONE], _NONE),
        ([_NONE, _BOTH, _HATE], _HATE),
        ([_HATE, _NONE, _NONE], _NONE),
    ],
)
def test_true_is_what_most_say(votes: list[frozenset[Label]], settled: frozenset[Label]) -> None:
    """One voice against one settles nothing, and the author is one voice of three."""
    assert settle(votes) == settled


def test_shares_tell_who_differs() -> None:
    """A label that half of the votes give is neither true nor false to learn from."""
    assert share_of_votes([_HATE, _BOTH]) == {Label.HATE: 1.0, Label.THREAT: 0.5}


def test_who_changes_a_line_loses_its_annotations() -> None:
    """What was said of other words is not said of these; what it answers is part of it."""
    assert len({key_of("a"), key_of("b"), key_of("a", "b"), key_of("ab")}) == 4
    assert votes_on("never annotated", author=_HATE, kind="tests") == (_HATE,)


def test_every_line_that_is_measured_or_calibrated_on_has_three_votes() -> None:
    """Author and two annotators; a line added later has to be annotated, too."""
    lines = [*read_hand_written(), *read_tuning()]
    assert len(lines) > 12_000
    assert {len(gold.votes) for gold in lines} == {3}


def test_every_training_line_in_dispute_has_a_third_vote() -> None:
    """Where the author and the first annotator differ, a second one was asked."""
    lines = list(read_folder(VOICES))
    votes = [votes_on(line.text, line.context, author=line.labels, kind="voices") for line in lines]
    assert len(lines) > 75_000
    assert all(len(of_line) == 3 for of_line in votes if len(set(of_line)) > 1)


@pytest.mark.parametrize(
    "label, votes, target",
    [
        (Label.HATE, [_HATE, _NONE], 0.5),
        (Label.HATE, [_HATE, _NONE, _NONE], 0.0),
        (Label.HATE, [_HATE, _BOTH, _NONE], 1.0),
        (Label.SELF_HARM, [_NONE, _DANGER], 1.0),
        (Label.SELF_HARM, [_NONE, _DANGER, _NONE], 0.0),
    ],
)
def test_most_of_three_is_trained_on_and_of_two_the_share(
    label: Label, votes: list[frozenset[Label]], target: float
) -> None:
    """Danger that one of two sees is there, until a third is asked."""
    assert targets_of(votes)[ENCODED.index(label)] == target


def test_every_annotation_is_of_a_line() -> None:
    """What stands for nothing any more would only mislead who counts."""
    tuning = {key_of(line.text, line.context) for line in read_folder(TUNING)}
    tuning |= {key_of(fresh.example.text) for fresh in read_fresh(Half.DEV)}
    voices = {key_of(line.text, line.context) for line in read_folder(VOICES)}
    tests = {key_of(gold.text, gold.context) for gold in read_hand_written()}
    for kind, keys in (("tests", tests), ("tuning", tuning), ("voices", voices)):
        for said in read_annotations(kind):
            assert said.keys() <= keys
    assert all(len(said) > 2_000 for said in read_annotations("tests"))

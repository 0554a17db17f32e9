"""The hand-written lines: they can be read, and no test line was trained on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

from training.examples import read_examples
from training.fresh_set import Half, read_fresh
from training.lines import TUNING, UNSEEN, VOICES, read_folder, read_lines
from training.strangers import STRANGERS

_IN_A_ROW: Final = 6
"""Words that two people seldom write alike by chance."""


def test_a_header_labels_the_lines_below_it(tmp_path: Path) -> None:
    """Labels hold until the next header; what a comment answers stands behind it."""
    file = tmp_path / "a.txt"
    file.write_text("[]\nhello\n\n[self_harm complaint]\nme too\\nnow <<< I am lost\n", "utf-8")
    first, second = read_lines(file)
    assert (first.text, first.context, first.labels) == ("hello", None, frozenset())
    assert (second.text, second.context) == ("me too\nnow", "I am lost")
    assert second.labels == {"self_harm", "complaint"}


def test_a_line_without_a_header_is_refused(tmp_path: Path) -> None:
    """Its labels would be a guess."""
    file = tmp_path / "a.txt"
    file.write_text("hello\n", "utf-8")
    with pytest.raises(ValueError, match="write a header"):
        list(read_lines(file))


def test_no_test_or_tuning_line_was_trained_on() -> None:
    """Not one text stands in two of the three folders."""
    folders = [
        {" ".join(line.text.casefold().split()) for line in read_folder(folder) if not line.context}
        for folder in (VOICES, TUNING, UNSEEN)
    ]
    assert all(len(texts) > 1_000 for texts in folders)
    # Two people may well both write "see you in court".
    longer = [{text for text in texts if len(re.findall("[a-z]+", text)) > 4} for texts in folders]
    assert not longer[0] & longer[1]
    assert not longer[0] & longer[2]
    assert not longer[1] & longer[2]


def test_no_sibling_of_a_test_line_was_trained_on() -> None:
    """No six words in a row stand in two of training, calibration and test.

    Of the first author's own lines one in five is for testing: they are siblings by their author,
    and stand apart in the card.
    """
    examples = list(read_examples())
    own = _runs(example.text for example in examples if not example.for_testing)
    own_tested = _runs(example.text for example in examples if example.for_testing)
    trained = _runs(line.text for line in read_folder(VOICES))
    tuned = _runs(line.text for line in read_folder(TUNING))
    tested = _runs(
        [
            *(line.text for line in read_folder(UNSEEN)),
            *(line.text for line in read_folder(STRANGERS)),
            *(fresh.example.text for half in (Half.TEST, Half.LATE) for fresh in read_fresh(half)),
        ]
    )
    assert all(len(runs) > 5_000 for runs in (own, trained, tuned, tested))
    assert not (trained | own) & tested
    assert not tuned & tested
    assert not tuned & trained
    assert not (trained | tuned) & own_tested


def _runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in texts:
        words = re.findall(r"[a-z0-9']+", text.lower())
        found.update(tuple(words[at : at + _IN_A_ROW]) for at in range(len(words) - _IN_A_ROW + 1))
    return found

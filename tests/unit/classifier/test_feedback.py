"""What is known of the answers on feedback forms: their readers' word, and the coders' above it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from moderation_common.vocabulary import Label
from training import annotations as annotated
from training.annotations import key_of
from training.public_sets import HELD_OUT_TRUST, Row, read_feedback

_DANGER, _GRUMBLE, _UNREAD = "left without oxygen", "the wait was long", "nobody has read this"


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Row]]:
    """Yield three answers by their text, two of them read twice."""
    said = tmp_path / "annotations"
    said.mkdir()
    for name, grumble in (("first", "criticism complaint"), ("second", "criticism")):
        (said / f"feedback-{name}.txt").write_text(
            f"{key_of(_DANGER)}\tpatient_safety emergency\n{key_of(_GRUMBLE)}\t{grumble}\n", "utf-8"
        )
    monkeypatch.setattr(annotated, "FOLDER", said)
    annotated.read_annotations.cache_clear()
    with (tmp_path / "nhs_pxtextmining_dev.jsonl").open("w", encoding="utf-8") as file:
        for text, mood in ((_DANGER, "criticality_-5"), (_GRUMBLE, "sentiment_3"), (_UNREAD, "x")):
            extra = {"org": "Trust A"}
            file.write(json.dumps({"text": text, "label": mood, "extra": extra}) + "\n")
        held_out = {"text": "kept apart", "label": "x", "extra": {"org": HELD_OUT_TRUST}}
        file.write(json.dumps(held_out) + "\n")
    found = {row.text: row for row in read_feedback(tmp_path, held_out=False)}
    yield found
    annotated.read_annotations.cache_clear()


def test_danger_that_readers_saw_is_known(rows: dict[str, Row]) -> None:
    """Also a label that forms all but never deserve, and what is no danger is known, too."""
    known = rows[_DANGER].known
    assert known[Label.PATIENT_SAFETY]
    assert known[Label.EMERGENCY]
    assert not known[Label.FOI]


def test_the_coders_of_the_set_have_the_last_word(rows: dict[str, Row]) -> None:
    """No reader called it criticism; those who made the set did."""
    assert rows[_DANGER].known[Label.CRITICISM]


def test_one_reader_of_two_settles_nothing(rows: dict[str, Row]) -> None:
    """What both say is true."""
    known = rows[_GRUMBLE].known
    assert known[Label.CRITICISM]
    assert not known[Label.COMPLAINT]


def test_without_a_reader_danger_to_patients_is_unknown(rows: dict[str, Row]) -> None:
    """Forms do tell of it; what they never hold is known without reading."""
    known = rows[_UNREAD].known
    assert Label.PATIENT_SAFETY not in known
    assert known[Label.FOI] is False


def test_the_held_out_trust_is_kept_apart(rows: dict[str, Row]) -> None:
    """Whoever trains or tunes never sees its answers."""
    assert "kept apart" not in rows

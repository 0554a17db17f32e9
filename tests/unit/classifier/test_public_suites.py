"""Public functional tests are read as they are published, and counted as each way answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.labelling import Labeller
from moderation_classifier.usecases.deciding import Engine
from training.judged import WHOLE
from training.public_suites import Case, count_suite, read_suite

_HATEFUL = "Paint every stairlift shut, those cripples are vermin and deserve to rot"
_HARMLESS = "The stairlift is shut for paint until Monday"


def suite(folder: Path, *lines: str) -> Path:
    """Write a suite of these lines, the first of which names the columns."""
    file = folder / "suite.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_both_ways_to_publish_a_suite_are_read(tmp_path: Path) -> None:
    """One names the text `test_case` and says hateful in words, the other `text` and a number."""
    first = suite(
        tmp_path, "case_id,functionality,test_case,label_gold", '1,a_h,"Bad, bad",hateful'
    )
    assert read_suite(first) == [Case("a_h", "Bad, bad", hateful=True)]
    second = suite(tmp_path, "text,functionality,label_gold", "Fine 🌈,b,0", "Bad,b,1")
    assert read_suite(second) == [
        Case("b", "Fine 🌈", hateful=False),
        Case("b", "Bad", hateful=True),
    ]


@pytest.mark.parametrize(
    "lines, told",
    [
        (["functionality,label_gold", "a,hateful"], "test_case or text"),
        (["test_case,label_gold", "a,hateful"], "functionality"),
        ([""], "the first line must name"),
        (["functionality,text,label_gold", "a,b,maybe"], "has a label_gold 'maybe'"),
    ],
)
def test_what_is_no_suite_is_refused_in_a_sentence(
    tmp_path: Path, lines: list[str], told: str
) -> None:
    """It says what is missing."""
    with pytest.raises(SystemExit, match=told):
        read_suite(suite(tmp_path, *lines))


def test_each_way_and_each_functionality_is_counted() -> None:
    """Of two cases, one hateful; nothing of their text is shown."""
    cases = [Case("slur_h", _HATEFUL, hateful=True), Case("object_nh", _HARMLESS, hateful=False)]
    ways = {WHOLE: Engine(Labeller(load_packaged_rules(), None))}
    filters = {"stops all": lambda texts: [True for _ in texts]}
    lines = list(count_suite(cases, ways, filters))
    assert "| all together | hate, at act | 1.00 | 1.00 | 1.00 |" in lines
    assert "| stops all | stopped | 1.00 | 0.00 | 0.33 |" in lines
    assert "| slur_h | yes | 1 | 1.00 | 1.00 | 0.00 |" in lines
    assert "| object_nh | no | 1 | 0.00 | 0.00 | 0.00 |" in lines
    assert not any("stairlift" in line for line in lines)

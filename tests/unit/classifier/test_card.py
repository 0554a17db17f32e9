"""The tables of the model card: complete, right for small worlds, and without a line's text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from moderation_common.vocabulary import Label
from tests.support.labelling import policy_pack
from tests.support.measuring import Told, measured_of
from training.agreement import agreement_table, reader_table
from training.by_source import error_lists, error_table, source_table
from training.evaluate import WORDS, card_tables
from training.everyday import everyday_table
from training.gold import Source, read_hand_written, read_tuning
from training.lines import TUNING
from training.removals import deciding_reason, removal_table
from training.tables import danger_table

_RULE = "rule.of-test"
_SELF_HARM = (Label.SELF_HARM, 0.9, _RULE)
_COMPLAINT = (Label.COMPLAINT, 0.9, _RULE)


def _row(lines: list[str], *begins: str) -> list[str]:
    start = f"| {' | '.join(begins)} |"
    (row,) = (line for line in lines if line.startswith(start))
    return row.removeprefix(start).strip("| ").split(" | ")


def test_every_table_has_its_place_and_every_place_its_table(tmp_path: Path) -> None:
    """No table is measured for nothing, and none of the card's places stays empty."""
    places = re.findall(r"<!-- ([a-z-]+) -->", WORDS.read_text("utf-8"))
    tables = card_tables(measured_of([]), tmp_path, {})
    assert sorted(places) == sorted([*tables, "model"])


def test_no_table_quotes_a_line(tmp_path: Path) -> None:
    """Whatever is wrong about a line, the card tells its place and not its words."""
    secret = "words that nobody may read"
    told = [
        Told(source=source, text=secret, true=true, found=found, id="stream.txt:7")
        for source in Source
        for true, found in (
            ([Label.SELF_HARM], []),
            ([], [_SELF_HARM]),
            ([], [(Label.HATE, 0.95, _RULE)]),
        )
    ]
    written = "\n".join(
        line for table in card_tables(measured_of(told), tmp_path, {}).values() for line in table
    )
    assert "`stream.txt` 7" in written
    assert secret not in written


def test_lines_that_it_is_wrong_about_are_named_by_their_places() -> None:
    """Missed and wrongly given stand apart, each source by itself, copies of a line once."""
    told = [
        Told(true=[Label.SELF_HARM], id="stream.txt:12"),
        Told(true=[Label.SELF_HARM], id="stream.txt:14"),
        Told(true=[Label.SELF_HARM], found=[_SELF_HARM], id="stream.txt:15"),
        Told(source=Source.EXAMPLES, found=[_SELF_HARM], id="danger-003", weight=0.5),
        Told(source=Source.EXAMPLES, found=[_SELF_HARM], id="danger-003", weight=0.5),
        Told(source=Source.TUNING, found=[_SELF_HARM], id="rules.txt:9"),
        Told(source=Source.TUNING, found=[_SELF_HARM], id="month.txt:2"),
    ]
    assert list(error_lists(measured_of(told))) == [
        "<details><summary><code>self_harm</code>: 2 missed, 3 wrongly given</summary>\n",
        "- unseen stream, missed: `stream.txt` 12, 14",
        "- first author's test lines, wrongly given: danger-003",
        "- tuning lines, wrongly given: `rules.txt` 9; `month.txt` 2",
        "\n</details>",
    ]


def test_a_long_list_is_cut_and_says_so() -> None:
    """Sixty places are named; how many more there are is told."""
    told = [Told(found=[_SELF_HARM], id=f"stream.txt:{number}") for number in range(1, 71)]
    listed = "\n".join(error_lists(measured_of(told)))
    assert "70 wrongly given" in listed
    assert "59, 60 and 10 more" in listed
    assert "61" not in listed


def test_labels_are_told_source_by_source() -> None:
    """One of two found in the stream and a false alarm among the contrasts stay apart."""
    told = [
        Told(true=[Label.SELF_HARM], found=[_SELF_HARM]),
        Told(true=[Label.SELF_HARM]),
        Told(source=Source.CONTRASTS, found=[_SELF_HARM]),
    ]
    measured = measured_of(told)
    quality = _row(list(source_table(measured)), "`self_harm`")
    assert (quality[0], quality[-1]) == ("1.00 / 0.50 (2)", "0.00 / – (0)")
    errors = _row(list(error_table(measured)), "`self_harm`")
    assert (errors[0], errors[-1]) == ("1 / 0", "0 / 1")


def test_removals_are_told_with_label_and_finder() -> None:
    """A text removed under two policies is one text and two decisions."""
    told = [
        Told(source=Source.CONTRASTS, text="one", found=[(Label.HATE, 0.95, "model.test")]),
        Told(source=Source.CONTRASTS, text="two", found=[(Label.HATE, 0.95, _RULE)]),
        Told(source=Source.CONTRASTS, text="three", true=[Label.HATE], found=[(Label.HATE, 1, "")]),
        *(Told(source=Source.CONTRASTS, text=f"left {n}") for n in range(2)),
    ]
    rows = list(removal_table(measured_of(told, bodies=("bsw", "nottingham"))))
    for finder in ("model.test", _RULE):
        found = _row(rows, "unseen contrasts", "`hate`", f"`{finder}`")
        assert found == ["1", "2", "25.0 %"]
    assert _row(rows, "unseen stream", "nothing") == ["0", "0", "0.00 %"]
    assert len([row for row in rows if row.startswith("| unseen contrasts")]) == 2


@pytest.mark.parametrize("organisation", ["bsw", "lincolnshire", "nottingham"])
def test_the_deciding_reason_is_of_the_rule_that_removed(organisation: str) -> None:
    """What is surer but asks for no removal has not decided."""
    pack = policy_pack(organisation)
    told = Told(found=[(Label.CRITICISM, 0.99, "rule.other"), (Label.HATE, 0.95, _RULE)])
    reason = deciding_reason(told.decide(pack), pack)
    assert reason is not None
    assert (reason.label, reason.source) == (Label.HATE, _RULE)


def test_danger_is_told_author_by_author() -> None:
    """The unseen author's share of people in danger who are seen stands by itself."""
    told = [
        Told(true=[Label.SELF_HARM]),
        Told(true=[Label.EMERGENCY], found=[(Label.EMERGENCY, 0.9, _RULE)]),
        Told(source=Source.LATE, true=[Label.SELF_HARM], found=[_SELF_HARM]),
    ]
    rows = list(danger_table(measured_of(told)))
    assert _row(rows, "any of the four", "unseen stream") == ["2", "1.00 / 0.50 / 0.67", "0.50"]
    late = _row(rows, "any of the four", "second author's late lines")
    assert late[-1] == "1.00"


def test_false_alarms_in_everyday_feedback_are_told() -> None:
    """One of two in distress is heard of, beside two grumbles; three at once stand apart."""
    told = [
        Told(source=Source.FEEDBACK, true=[Label.SELF_HARM], found=[_SELF_HARM]),
        Told(source=Source.FEEDBACK, true=[Label.SELF_HARM]),
        Told(source=Source.FEEDBACK, found=[_SELF_HARM]),
        Told(source=Source.FEEDBACK, found=[(Label.EMERGENCY, 0.9, _RULE)]),
        Told(source=Source.TOGETHER, found=[_SELF_HARM]),
    ]
    rows = list(everyday_table(measured_of(told)))
    assert _row(rows, "`self_harm`") == ["2, 2, 1", "0, 0, 0", "0, 1, 0"]
    assert _row(rows, "danger or a threat") == ["2, 3, 1", "0, 0, 0", "0, 1, 0"]
    assert _row(rows, "goes to a person, for whatever reason") == ["75.0 %", "0.00 %", "100.0 %"]
    at_once = _row(rows, "a team is told at once of danger, sure or in doubt")
    assert at_once == ["75.0 %", "0.00 %", "100.0 %"]


def test_no_answer_on_a_form_may_be_removed() -> None:
    """Whatever its readers saw in it."""
    assert Told(source=Source.FEEDBACK, true=[Label.PROFANITY]).gold.must_be_left
    assert not Told(source=Source.STREAM, true=[Label.HATE]).gold.must_be_left


def test_a_line_is_found_by_its_id() -> None:
    """File and number lead to the line; every hand-written line has an id."""
    written = {path.name: path.read_text("utf-8").splitlines() for path in TUNING.glob("*.txt")}
    for gold in read_tuning():
        file, _, number = gold.id.rpartition(":")
        line = written[file][int(number) - 1]
        assert line.strip().startswith(gold.text.replace("\n", "\\n"))
    assert all(gold.id for gold in read_hand_written())


def test_agreement_is_told_label_by_label() -> None:
    """Two annotators who agree, and an author who left a label out."""
    yes, no = [Label.COMPLAINT], list[Label]()
    told = [
        Told(id="stream.txt:1", true=yes, votes=[yes, yes, yes], found=[_COMPLAINT]),
        Told(id="stream.txt:2", true=yes, votes=[no, yes, yes], found=[_COMPLAINT]),
        Told(id="stream.txt:3", true=no, votes=[no, no, no]),
        Told(id="stream.txt:4", true=no, votes=[no, no, no]),
        Told(id="stream.txt:5", true=yes, votes=[yes, yes]),
    ]
    measured = measured_of(told)
    row = _row(list(agreement_table(measured)), "`complaint`")
    assert row == ["1, 2, 2, 2", "0.50", "1.00"]
    # By the author the machine is right once, wrong once and misses once; by most it misses one.
    row = _row(list(reader_table(measured)), "`complaint`")
    assert row == ["0.78", "0.89", "0.50, 0.80, 1.00", "0.50, 0.80, 1.00"]


def test_where_readers_agree_the_machine_is_judged_by_all_of_them() -> None:
    """A line that divides the readers counts for none of them there; a miss elsewhere does."""
    yes, no = [Label.COMPLAINT], list[Label]()
    told = [
        Told(id="stream.txt:1", true=yes, votes=[yes, yes, yes], found=[_COMPLAINT]),
        Told(id="stream.txt:2", true=yes, votes=[yes, yes, yes]),
        Told(id="stream.txt:3", true=no, votes=[yes, no, no], found=[_COMPLAINT]),
        Told(id="stream.txt:4", true=no, votes=[no, no, no], found=[_COMPLAINT]),
    ]
    row = _row(list(reader_table(measured_of(told))), "`complaint`")
    assert row[2:] == ["0.67, 0.40, 0.50", "0.67, 0.40, 0.50"]


def test_readers_who_never_give_a_label_agree_about_it() -> None:
    """Where no reader gives a label there is nothing to find, and no F1 of the machine."""
    told = [Told(id="stream.txt:1", votes=[[], [], []])]
    row = _row(list(reader_table(measured_of(told))), "`complaint`")
    assert row == ["1.00", "–", "–, –, –", "–, –, –"]

    alone = [Told(id="stream.txt:1", votes=[[Label.COMPLAINT], [], []])]
    row = _row(list(reader_table(measured_of(alone))), "`complaint`")
    assert row[0] == "0.33"

"""What the table of targets says of small worlds whose truth is known."""

from __future__ import annotations

from moderation_common.vocabulary import Label
from tests.support.measuring import Alarmed, Told, measured_of
from training.gold import Source
from training.measured import Measured
from training.targets import target_table

_RULE = "rule.of-test"
_ALL = "all hand-written lines that must be left: hidden or deleted"
_CONTRASTS = "those written to look like hate (contrasts): hidden or deleted"


def _rows(measured: Measured) -> dict[str, tuple[str, str]]:
    """Return what was measured and whether it is reached, by the name of the row."""
    rows = (line.strip("| ").split(" | ") for line in target_table(measured, {}))
    return {row[0]: (row[2], row[3]) for row in rows}


def test_lines_written_to_look_alike_are_counted_by_themselves() -> None:
    """One removal among 4 contrasts is no success for being 1 among 200 lines."""
    contrasts = [Told(source=Source.CONTRASTS, text=f"contrast {n}") for n in range(3)]
    removed = Told(source=Source.CONTRASTS, found=[(Label.HATE, 0.95, _RULE)])
    others = [Told(text=f"stream {n}") for n in range(196)]
    rows = _rows(measured_of([removed, *contrasts, *others]))
    assert rows[_ALL] == ("0.50 %", "yes")
    assert rows[_CONTRASTS] == ("25.0 %", "**no**")


def test_a_threat_has_recall_and_precision_to_reach() -> None:
    """Two of three threats found, beside one false alarm: 67 % of each."""
    found = [(Label.THREAT, 0.95, _RULE)]
    hit = Told(true=[Label.THREAT], found=found)
    rows = _rows(measured_of([hit, hit, Told(true=[Label.THREAT]), Told(found=found)]))
    assert rows["`threat` recall"] == ("66.7 %", "**no**")
    assert rows["`threat` precision"] == ("66.7 %", "yes")


def test_threats_are_no_part_of_danger_as_a_group() -> None:
    """A missed threat moves the threat's own row alone."""
    rows = _rows(
        measured_of(
            [
                Told(true=[Label.SELF_HARM], found=[(Label.SELF_HARM, 0.9, _RULE)]),
                Told(true=[Label.THREAT]),
            ]
        )
    )
    assert rows["danger found as danger: recall"] == ("100.0 %", "yes")
    assert rows["`threat` recall"] == ("0.00 %", "**no**")


def test_personal_data_is_judged_with_the_encoder_heard() -> None:
    """Detectors that are right do not hide a model that calls everything personal."""
    alarmed = Alarmed(frozenset({Label.PERSONAL_DATA, Label.HATE}))
    rows = _rows(measured_of([Told()], model=alarmed))
    assert rows["personal data, detectors alone, by detail: precision"][1] == "yes"
    assert rows["personal data, whole engine at act, by line: precision"][1] == "**no**"
    assert rows["personal data, whole engine at act, by line: recall"] == ("100.0 %", "yes")
    assert rows["look-alikes of personal data: hidden or deleted"] == ("100.0 %", "**no**")


def test_without_a_model_no_look_alike_is_removed() -> None:
    """The detectors by themselves leave every line that only looks like personal data."""
    rows = _rows(measured_of([Told()]))
    assert rows["look-alikes of personal data: hidden or deleted"] == ("0.00 %", "yes")
    assert rows["personal data, whole engine at act, by line: precision"][1] == "yes"


def test_a_figure_just_below_its_limit_does_not_look_like_it() -> None:
    """An F1 of 0.898 is told as such beside a limit of 0.900."""
    legal = [(Label.LEGAL, 0.9, _RULE)]
    told = [Told(true=[Label.LEGAL], found=legal)] * 22 + [Told(true=[Label.LEGAL])] * 5
    assert _rows(measured_of(told))["`legal` F1 at act"] == ("0.898", "**no**")


def test_the_author_who_wrote_nothing_else_stands_alone_beside_the_pool() -> None:
    """A target that is reached by lines of known authors alone is seen to be missed elsewhere."""
    foi = [(Label.FOI, 0.9, _RULE)]
    known = Told(source=Source.FRESH, true=[Label.FOI], found=foi)
    hit, missed = Told(true=[Label.FOI], found=foi), Told(true=[Label.FOI])
    table = list(target_table(measured_of([known] * 20 + [hit, missed]), {}))
    (row,) = (line for line in table if line.startswith("| `foi` F1 at act"))
    assert row == "| `foi` F1 at act | ≥ 0.900 | 0.977 | yes | 0.667 |"
    (speed,) = (line for line in table if line.startswith("| worst hostile text"))
    assert speed.endswith("| – | not measured | – |")

"""Names that stand beside a redacted one go with it; words that only follow one stay."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation_classifier.domain.local import LocalKnowledge
from moderation_classifier.domain.redaction import redact
from tests.support.timing import LINEAR, growth

_NOBODY: Final = LocalKnowledge.none()


@pytest.mark.parametrize(
    "text,redacted",
    [
        (
            "Their name is Sheila Pratchley and Keith Dobbs",
            "Their name is [PERSON] and [PERSON]",
        ),
        (
            "called Sheila Pratchley & Keith Dobbs, Ann Lee and Zoë O’Brien’s son",
            "called [PERSON] & [PERSON], [PERSON] and [PERSON]’s son",
        ),
        ("Drs Patel, Jones and Ng were vile", "[PERSON], [PERSON] and [PERSON] were vile"),
        ("Mrs Smith's and Dobbs's manner", "[PERSON]'s and [PERSON]'s manner"),
        ("Mrs Smith\nand Dobbs", "[PERSON]\nand [PERSON]"),
        ("MRS SMITH AND KEITH DOBBS WHO ARE VILE", "[PERSON] AND [PERSON] WHO ARE VILE"),
        ("Keith Dobbs and Mrs Pratchley", "[PERSON] and [PERSON]"),
        ("I saw Keith Dobbs & Mrs Pratchley", "I saw [PERSON] & [PERSON]"),
    ],
)
def test_a_joined_name_goes(text: str, redacted: str) -> None:
    """Joined by "and", its sign or a comma, behind a known name or, but for a comma, before it."""
    assert redact(text, _NOBODY) == redacted


def test_a_name_joined_to_the_authors_goes() -> None:
    """However the first became known."""
    text = "Jo Bright and Keith Dobbs were here"
    assert redact(text, _NOBODY, names=("Jo Bright",)) == "[PERSON] and [PERSON] were here"


@pytest.mark.parametrize(
    "text",
    [
        "[PERSON] and I waited",
        "Mrs Smith and I waited",
        "Mrs Smith, I’m livid",
        "Mrs Smith and I've waited",
        "Mrs Smith and the team",
        "Mrs Smith and The Team",
        "Mrs Smith, Ward 6",
        "Mrs Smith, who lied",
        "Mrs Smith and Broomfield Hospital",
        "Mrs Smith. Broomfield was shut",
        "Mrs Smith and her Doctor",
        "MRS SMITH AND THE STAFF WERE VILE",
        "Staff and Mrs Smith",
        "Broomfield Hospital and Mrs Smith",
        "We waited and Mrs Smith came",
        "Mrs Smith andover",
    ],
)
def test_what_is_no_name_stays(text: str) -> None:
    """Common words, places and whoever writes."""
    expected = text.replace("Mrs Smith", "[PERSON]").replace("MRS SMITH", "[PERSON]")
    assert redact(text, _NOBODY) == expected


@given(
    names=st.lists(
        st.sampled_from(["Keith Dobbs", "Ngozi", "Łukasz Ng", "Siân-Mai O'Dowd", "Ahmed Patel"]),
        min_size=1,
        max_size=6,
    ),
    joints=st.lists(st.sampled_from([" and ", " & ", ", ", ", and ", " AND ", "&"]), min_size=6),
    after=st.sampled_from(["", " were vile", ". Ward 6", "'s manner"]),
)
@settings(deadline=None)
def test_of_a_list_of_names_none_is_left(names: list[str], joints: list[str], after: str) -> None:
    """However long it is, and the words round it stay."""
    listed = "".join(joint + name for joint, name in zip(joints, names, strict=False))
    redacted = redact(f"called Sheila Pratchley{listed}{after}", _NOBODY)
    assert redacted is not None
    assert not [name for name in names for part in name.split() if part in redacted]
    assert redacted.startswith("called [PERSON]")
    assert redacted.endswith(f"[PERSON]{after}")


@pytest.mark.parametrize(
    "piece",
    ["Mrs Smith and ", "Smith, ", "Mrs Smith, Jones, ", "and Keith Dobbs ", "Keith and Mrs A ",
     "called Sheila, Keith, Ann, ", "Mrs Smith & ", "A a a and Mr B "],
)  # fmt: skip
def test_long_lists_take_time_in_line_with_the_text(piece: str) -> None:
    """Where every name is joined to every other, each is read once."""
    assert growth(lambda text: redact(text, _NOBODY, names=("Smith",)), piece) < LINEAR

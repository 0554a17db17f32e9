"""Which addresses and names are taken out before an adviser reads a text, and at what cost."""

from __future__ import annotations

import re
import sys
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation_classifier.domain.local import LocalKnowledge
from moderation_classifier.domain.redaction import redact
from tests.support.labelling import local_knowledge
from tests.support.timing import LINEAR, growth

_NOBODY: Final = LocalKnowledge.none()
_HANDLE: Final = re.compile(r"(?<!\w)@\w+")


@pytest.mark.parametrize(
    "text,redacted",
    [
        ("that idiot at 27 Castle Gate", "that idiot at [PRIVATE]"),
        ("that idiot at 27 CASTLE GATE", "that idiot at [PRIVATE]"),
        ("he is at 27 beech croft, go round", "he is at [PRIVATE], go round"),
        ("the vile cow from 8 Sincil Bank", "the vile cow from [PRIVATE]"),
        ("14 Mill House is where she is", "[PRIVATE] is where she is"),
        ("Flat 3, 18 Water End", "[PRIVATE]"),
        ("no. 9 Fen Drove", "[PRIVATE]"),
        ("22b Old Quay", "[PRIVATE]"),
        ("4-6 The Wharf", "[PRIVATE]"),
        ("5 Ash Vale", "[PRIVATE]"),
        ("5 Mill House Lane", "[PRIVATE]"),
        ("5 Park View Gardens", "[PRIVATE]"),
        ("14 Mill House, Castle Gate, Lincoln", "[PRIVATE], Lincoln"),
        ("14 Mill House, 27 Castle Gate", "[PRIVATE], [PRIVATE]"),
        ("12 Elm Road is near the bank", "[PRIVATE] is near the bank"),
        ("3 Long Meadow", "[PRIVATE]"),
        ("3 Water Meadows", "[PRIVATE]"),
        ("3 Ten Acre Field", "[PRIVATE]"),
        ("3 Nine Fields", "[PRIVATE]"),
        ("11 Ship Yard", "[PRIVATE]"),
        ("6 The Mount", "[PRIVATE]"),
        ("40 Lincoln Heights", "[PRIVATE]"),
        ("2 West Lodge", "[PRIVATE]"),
        ("7 Peabody Buildings", "[PRIVATE]"),
        ("12 Elm Road", "[PRIVATE]"),
    ],
)
def test_a_house_goes_whatever_its_street_is_called(text: str, redacted: str) -> None:
    """By every word by which the detector of addresses knows a street, and more."""
    assert redact(text, _NOBODY) == redacted


@pytest.mark.parametrize(
    "text,redacted",
    [
        ("the vile woman at LN24AB", "the vile woman at [PRIVATE]"),
        ("THE VILE WOMAN AT LN24AB", "THE VILE WOMAN AT [PRIVATE]"),
        ("LN24AB, you know who", "[PRIVATE], you know who"),
        ("round at SW1A1AA.", "round at [PRIVATE]."),
        ("the vile woman at LN2 4AB", "the vile woman at [PRIVATE]"),
        ("the vile woman at ln2 4ab", "the vile woman at [PRIVATE]"),
    ],
)
def test_a_postcode_goes(text: str, redacted: str) -> None:
    """With its space however it is written, without one in capitals."""
    assert redact(text, _NOBODY) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "Gate 4 was shut and the 2 houses beside it are ours",
        "I waited 3 hours and at the end nobody came",
        "2 nurses in the house, 1 doctor on the bank",
        "after 20 minutes up the hill I was in the yard",
        "They rob 10 people out of house and home",
        "such a1b2cd nonsense",
        "you ln24ab",
        "you Ln24aB",
        "form AB12CDE and B12 3 times",
    ],
)
def test_what_is_no_address_stays(text: str) -> None:
    """Counted people and hours, and what may be a word in disguise."""
    assert redact(text, _NOBODY) == text


@pytest.mark.parametrize("apostrophe", ["'", "’", ""])
def test_a_listed_name_goes_in_the_genitive(apostrophe: str) -> None:
    """The ending stays, as behind the other names."""
    text = f"Thaddeus Pemberlow{apostrophe}s attitude. THADDEUS PEMBERLOW{apostrophe}S ATTITUDE"
    assert redact(text, local_knowledge("mid-and-south-essex")) == (
        f"[PERSON]{apostrophe}s attitude. [PERSON]{apostrophe}S ATTITUDE"
    )


@pytest.mark.parametrize(
    "link",
    [
        "Https://profiles.page/jean-smith-42",
        "HTTPS://PROFILES.PAGE/JEAN-SMITH-42",
        "Www.profiles.page/jean-smith-42",
        "Facebook.Com/jean.smith.92",
        "FACEBOOK.COM/jean.smith.92",
        "facebook.com/jean.smith.92",
    ],
)
def test_a_link_goes_whatever_its_capitals(link: str) -> None:
    """Telephones begin a sentence with one by themselves."""
    assert redact(f"{link} is vile, see {link}", _NOBODY) == "[LINK] is vile, see [LINK]"


@pytest.mark.parametrize(
    "name,written",
    [
        ("Jean Smith", "Jean Smith"),
        ("Jean Smith", "jEAN sMITH"),
        ("Jean Smith", "Jean\nSmith"),
        ("Jean Smith", "Jean\r\n\r\nSmith"),
        ("Jean Smith", "Jean  Smith"),
        ("Jean Smith", "JEAN \t SMITH"),
        ("Jean Smith", "Jean\xa0Smith"),
        ("Jean Smith", "Jean \u200bSmith"),
        ("Jean\u2003Smith ", "Jean Smith"),
        ("Jean Smith", "Jéan Smith"),
        ("José Alvarez", "Jose\u0301 Alvarez"),
        ("José Alvarez", "jose alvarez"),
        ("Jose\u0301 Alvarez", "José Alvarez"),
        ("Zoë O’Brien-Łuk", "ZOE O'BRIEN\u2011LUK"),
        ("Rory McIntyre", "rory\nmcintyre"),
    ],
)
def test_the_authors_name_goes_however_it_is_written(name: str, written: str) -> None:
    """With other spaces, accents, dashes and capitals than the author's own."""
    text = f"Ask {written}, says {written}."
    assert redact(text, _NOBODY, names=(name,)) == "Ask [PERSON], says [PERSON]."


@pytest.mark.parametrize("name", ["L\u200bi", "\u0301\u0301\u0301", "\xa0 \n", "e\u0301 \u200b"])
def test_a_name_that_reads_as_hardly_a_letter_takes_nothing_out(name: str) -> None:
    """However many marks and invisible characters it is made of."""
    text = "Listen to the little queue"
    assert redact(text, _NOBODY, names=(name,)) == text


@pytest.mark.parametrize(
    "piece",
    ["Jean ", "Jean\nSmith ", "Jean  Smith", "jea\u0301n \u0301", " ", "Jean\xa0", "A.Com "],
)
def test_redacting_takes_time_in_line_with_the_text(piece: str) -> None:
    """What nearly is the author's name, or is it again and again, makes no text slow to read."""
    assert growth(lambda text: redact(text, _NOBODY, names=("Jean Smith",)), piece) < LINEAR


@given(
    pieces=st.lists(
        st.sampled_from(["@a", "@ab", "@abc", "x@a", "x@ab", "y@abcd", "@b", "z@b", "word", "\n"])
        | st.from_regex(r"\A[xy]?@[abc]{1,3}\Z"),
        max_size=30,
    ),
    between=st.sampled_from([" ", ", ", "! "]),
)
@settings(deadline=None)
def test_details_elsewhere_go_as_if_taken_out_one_by_one(pieces: list[str], between: str) -> None:
    """Within other words too, and of two that begin alike the longer one."""
    text = between.join(pieces)
    assert redact(text, _NOBODY) == _one_by_one(text)


@given(
    details=st.lists(st.text("12-ab", min_size=3, max_size=5), min_size=1, max_size=8),
    text=st.text("12-ab ", max_size=60),
)
@settings(deadline=None)
def test_no_detail_is_left_where_details_overlap(details: list[str], text: str) -> None:
    """Whichever goes first, none of them stands between the tokens."""
    redacted = redact(text, _NOBODY, names=details)
    outside = re.split(r"\[[A-Z]+\]", redacted or "")
    assert not [one for one in details for part in outside if one in part]


@pytest.mark.parametrize(
    "piece",
    ["{:05},", "@a{} ", "x{}.uk ", "{} Elm Road, ", "{} Elm Mount Croft Gate ", "[LINK]{:05} "],
)
def test_work_grows_as_the_number_of_details_does(piece: str) -> None:
    """Four times as many distinct details take about four times the calls, not sixteen."""
    assert _calls(piece, 400) < 6 * _calls(piece, 100)


def _one_by_one(text: str) -> str:
    """Return a text of handles alone with tokens for them, each looked for in all of it."""
    redacted = _HANDLE.sub("[HANDLE]", text)
    for detail in sorted(set(_HANDLE.findall(text)), key=len, reverse=True):
        redacted = redacted.replace(detail, "[PRIVATE]")
    return redacted


def _calls(piece: str, times: int) -> int:
    """Return how many functions, built in or not, are called to redact so many pieces."""
    text = "".join(piece.format(number) for number in range(times))
    redact(text, _NOBODY)
    called = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal called
        called += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        redact(text, _NOBODY)
    finally:
        sys.setprofile(before)
    return called

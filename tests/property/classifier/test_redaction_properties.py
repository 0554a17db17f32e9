"""Nothing that leads to a person leaves with a text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from moderation_classifier.domain.local import LocalKnowledge
from moderation_classifier.domain.names.name_words import COMMON, NO_NAMES, NO_PLATE
from moderation_classifier.domain.names.person_names import find_person_names
from moderation_classifier.domain.personal_data import find_personal_data
from moderation_classifier.domain.personal_data.private_codes import (
    find_handles,
    find_plates_and_places,
)
from moderation_classifier.domain.redaction import redact
from moderation_classifier.domain.text import Span, normalise
from moderation_common.vocabulary import Label
from tests.support.labelling import local_knowledge, policy_pack

BODY: Final = "mid-and-south-essex"
STREETS: Final = [
    *("Road", "Street", "Lane", "Avenue", "Close", "Drive", "Way", "Court", "Crescent", "Gardens"),
    *("Grove", "Place", "Terrace", "Hill", "Row", "Square", "Rd", "St", "Ave"),
]
TOKENS: Final = ("[PERSON]", "[PRIVATE]", "[HANDLE]", "[LINK]", "[NUMBER]")
TOKEN: Final = re.compile("|".join(map(re.escape, TOKENS)))
LINES: Final = Path(__file__).parents[3] / "services/classifier/training/personal_data.jsonl"
TEXTS: Final = [json.loads(line)["text"] for line in LINES.read_text("utf-8").splitlines()]
PIECES: Final = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from([*TOKENS, "@jo_bright", "https://example.com/a", "Dr Priya Shah", "Jo Bright"]),
    st.sampled_from(["Jo  Bright", "JO\xa0BRIGHT", "Jo\nBr\u0131\u0301ght", "j\xf6", "bright"]),
    st.sampled_from(
        ["Mrs", "Mr Person", "nurse", "called", "my mum", "name is", "Li", "van", "J."]
    ),
    st.sampled_from(
        ["I'm", "I am", "This is", "Regards,", "from", "Signed", "Thanks,\n", "Joan S."]
    ),
    st.sampled_from(
        ["KX19 ABC", "A123BCD", "insta: jo_b", "snap", "jo.b1", "what3words a.b.c", "///"]
    ),
    st.text(max_size=20),
)
JOINED: Final = st.builds(
    lambda pieces, between: between.join(pieces),
    st.lists(PIECES, max_size=6),
    st.sampled_from([" ", "\n", ", ", "", "\u200b"]),
)


def _found(text: str) -> list[str]:
    return [
        text[slice(*finding.span)]
        for finding in find_personal_data(normalise(text), frozenset())
        if finding.span and finding.label is Label.PERSONAL_DATA
    ]


def _without_tokens(text: str) -> str:
    for token in TOKENS:
        text = text.replace(token, "\0")
    return text


@given(JOINED)
@settings(max_examples=300, deadline=None)
def test_no_detected_detail_survives(text: str) -> None:
    """Of what the detectors found, nothing stands in what goes out, and they find nothing new."""
    redacted = redact(text, local_knowledge(BODY), names=("Jo Bright",))
    if redacted is None:
        return
    outside = _without_tokens(redacted)
    assert not [detail for detail in _found(text) if _without_tokens(detail) in outside]
    assert all(_without_tokens(detail).strip("\0 ") == "" for detail in _found(redacted))
    assert not re.search(r"jo\s+bright", normalise(redacted).plain.text)


@given(
    number=st.integers(1, 9_999).map(str) | st.sampled_from(["Flat 3, 18", "No. 33", "22b", "4-6"]),
    name=st.sampled_from(["Elm", "St Mary's", "Lime Tree", "Old Priory", "church"]),
    street=st.sampled_from(STREETS),
    before=st.sampled_from(
        ["", "Kevin Marsh of ", "she lives at ", "the surgery is at ", "meet,\n"]
    ),
    after=st.sampled_from(["", " is a thief", ", Swindon", ", SN99 1XX.", "! go round"]),
    shout=st.booleans(),
)
def test_no_house_in_a_street_goes_out(
    number: str, name: str, *, street: str, before: str, after: str, shout: bool
) -> None:
    """Whoever lives there, with a postcode or without, and however it is written."""
    house = f"{number} {name} {street}"
    text = f"{before}{house}{after}"
    redacted = redact(text.upper() if shout else text, local_knowledge(BODY))
    assert redacted is not None
    assert name.lower() not in redacted.lower()
    assert "99 1xx" not in redacted.lower()
    assert before.strip().lower() in redacted.lower()


@given(
    title=st.sampled_from(["Mr", "Mrs.", "Ms", "Mx", "Dr", "Prof", "Sir", "Lady", "Miss"])
    | st.sampled_from(["Nurse", "Sister", "Matron", "midwife", "Consultant", "Receptionist"])
    | st.sampled_from(["my name is", "called", "named", "my mum", "their son", "her name was"]),
    name=st.lists(
        st.sampled_from(["Jean", "Zoë", "Perkins", "O'Brien", "O’Dowd", "Ng", "Łukasz"])
        | st.sampled_from(["Smith-Jones", "D'Souza", "MacQuillan", "Bàrr", "Ahmed"]),
        min_size=1,
        max_size=3,
    ),
    before=st.sampled_from(["", "That vile ", "I saw ", "Well. ", "so\n"]),
    after=st.sampled_from(
        ["", " is vile", "'s manner", ", who lied", ". Wait", "\nThen", " The bed"]
    ),
    shout=st.booleans(),
)
def test_no_name_after_a_title_or_a_cue_goes_out(
    title: str, name: list[str], *, before: str, after: str, shout: bool
) -> None:
    """None of its words is left, there and wherever else; the words around it stay."""
    text = f"{before}{title} {' '.join(name)}{after}; {name[-1]} again"
    redacted = redact(text.upper() if shout else text, LocalKnowledge.none())
    assert redacted is not None
    outside = _without_tokens(redacted).lower()
    assert not [word for word in name if word.lower() in outside.split()]
    assert outside.startswith(before.lower())
    assert outside.endswith(f"{after.lower()}; \0 again")


@given(
    cue=st.sampled_from(["I'm", "I am", "I’m", "Im", "My name is", "This is"])
    | st.sampled_from(["Regards,", "Kind regards\n\n", "Signed", "Yours sincerely,\n", "From"]),
    first=st.sampled_from(["Joan", "Ngozi", "Zoë", "Ahmed", "Emily", "J.", "Siân-Mai", "Li"]),
    last=st.sampled_from(["Smith", "O’Dowd", "Okafor", "Smith-Jones", "Patel"]),
    before=st.sampled_from(["", "It was vile. ", "so!\n"]),
    after=st.sampled_from(["", ".", "\nWard 6", "\n\nSmithfield"]),
)
def test_no_name_that_its_bearer_gives_goes_out(
    cue: str, first: str, *, last: str, before: str, after: str
) -> None:
    """Neither part is left, and the words around it stay."""
    redacted = redact(f"{before}{cue} {first} {last}{after}", LocalKnowledge.none())
    assert redacted == f"{before}{cue} [PERSON]{after}"


@given(
    plate=st.from_regex(r"[A-HJ-PR-Y]{2}(?:[0-57][1-9]) ?[B-DF-HJ-NP-TV-Z]{3}", fullmatch=True)
    | st.from_regex(r"[A-HJ-NPR-TV-Y][1-9]\d{0,2} ?[B-DF-HJ-NP-TV-Z]{3}", fullmatch=True)
    | st.from_regex(r"[B-DF-HJ-NP-TV-Z]{3} ?[1-9]\d{0,2}[A-HJ-NPR-TV-Y]", fullmatch=True),
    before=st.sampled_from(["", "my car ", "park\n", "("]),
    after=st.sampled_from(["", ".", " is red", ", go round", ")"]),
)
def test_no_plate_goes_out(plate: str, before: str, after: str) -> None:
    """By their forms since 1963, save where their letters are a word."""
    assume(not {plate[:3], plate[-3:]} & {word.upper() for word in COMMON | NO_NAMES | NO_PLATE})
    redacted = redact(f"{before}{plate}{after}", LocalKnowledge.none())
    assert redacted == f"{before}[PRIVATE]{after}"


@given(
    service=st.sampled_from(["insta", "Instagram", "IG", "snap", "Snapchat", "TikTok", "twitter"])
    | st.sampled_from(["Telegram", "WhatsApp"]),
    between=st.sampled_from([": ", ":", " ", " is ", " name ", " - "]),
    handle=st.from_regex(r"[b-df-hj-np-tv-z]{3,8}[_0-9][a-z]{1,8}", fullmatch=True),
    after=st.sampled_from(["", ".", ", add me", " is vile"]),
)
def test_no_handle_after_its_service_goes_out(
    service: str, between: str, *, handle: str, after: str
) -> None:
    """Whatever little stands between the two."""
    redacted = redact(f"{service}{between}{handle}{after}", LocalKnowledge.none())
    assert redacted == f"{service}{between}[HANDLE]{after}"


@given(JOINED)
@settings(max_examples=300, deadline=None)
def test_what_went_out_once_goes_out_as_it_is(text: str) -> None:
    """Tokens are no details, and what stands beside them gives nothing new away."""
    redacted = redact(text, local_knowledge(BODY), names=("Jo Bright",))
    if redacted is not None:
        assert redact(redacted, local_knowledge(BODY), names=("Jo Bright",)) == redacted


@given(JOINED)
@settings(max_examples=300, deadline=None)
def test_plates_places_and_handles_are_found_where_they_stand(text: str) -> None:
    """Within the text, and none is left in what goes out but within a token."""
    assert all(0 <= start < end <= len(text) for start, end in _codes(text))
    redacted = redact(text, LocalKnowledge.none()) or ""
    inside = {place for one in TOKEN.finditer(redacted) for place in range(*one.span())}
    assert all(inside >= set(range(*span)) for span in _codes(redacted))


def _codes(text: str) -> list[Span]:
    normalised = normalise(text)
    handles = [span for span, _ in find_handles(normalised)]
    return [*find_plates_and_places(normalised), *handles]


@given(JOINED)
@settings(max_examples=300, deadline=None)
def test_names_are_found_where_words_stand(text: str) -> None:
    """In order, within the text, and no name is left where they were found."""
    spans = find_person_names(normalise(text))
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    redacted = redact(text, LocalKnowledge.none())
    if redacted is not None:
        inside = {place for one in TOKEN.finditer(redacted) for place in range(*one.span())}
        assert all(inside >= set(range(*span)) for span in find_person_names(normalise(redacted)))


def test_every_written_line_can_be_redacted() -> None:
    """No ordinary comment is refused, so the property above is not empty."""
    for text in TEXTS:
        assert redact(text, local_knowledge(BODY)) is not None


def test_names_handles_links_and_numbers_are_taken_out() -> None:
    """Staff of the directory, the author, titled names, handles and links become tokens."""
    pack = policy_pack(BODY)
    staff = next((name for member in pack.staff_directory for name in member.names), "Dr Ann Vale")
    text = (
        f"{staff} was rude, ask @jo_bright or Nurse Kelly, see https://example.com/x, ref 4455667"
    )
    redacted = redact(text, local_knowledge(BODY), names=("Kelly", "Jo"))
    assert redacted == ("[PERSON] was rude, ask [HANDLE] or [PERSON], see [LINK] ref [NUMBER]")


@pytest.mark.parametrize(
    "text",
    [
        "The food was cold and ward 12 was filthy.",
        "We waited 4 hours in the wrong place and 2 of the nurses lost their way.",
        "Three in a row, 3 times this year, and bed 4 had a view of the car park.",
        "Nurses 10/10, car park 0/10.",
        "Tell the tr00ns that n0b0dy cares.",
    ],
)
def test_what_is_said_of_nobody_stays(text: str) -> None:
    """Words alone go out as they were."""
    assert redact(text, local_knowledge(BODY)) == text


def test_a_text_too_long_to_be_looked_through_is_refused() -> None:
    """What was not read whole is not given out."""
    assert redact("word " * 2_000, local_knowledge(BODY)) is None

"""Nothing that leads to a person leaves with a text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from moderation_classifier.domain.personal_data import find_personal_data
from moderation_classifier.domain.redaction import redact
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Label
from tests.support.labelling import local_knowledge, policy_pack

BODY: Final = "mid-and-south-essex"
TOKENS: Final = ("[PERSON]", "[PRIVATE]", "[HANDLE]", "[LINK]", "[NUMBER]")
LINES: Final = Path(__file__).parents[3] / "services/classifier/training/personal_data.jsonl"
TEXTS: Final = [json.loads(line)["text"] for line in LINES.read_text("utf-8").splitlines()]
PIECES: Final = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from([*TOKENS, "@jo_bright", "https://example.com/a", "Dr Priya Shah", "Jo Bright"]),
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
    assert "jo bright" not in outside.lower()


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


def test_what_is_said_of_nobody_stays() -> None:
    """Words alone go out as they were."""
    text = "The food was cold and ward 12 was filthy."
    assert redact(text, local_knowledge(BODY)) == text


def test_a_text_too_long_to_be_looked_through_is_refused() -> None:
    """What was not read whole is not given out."""
    assert redact("word " * 2_000, local_knowledge(BODY)) is None

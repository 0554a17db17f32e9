"""Patterns see through disguise: letters written as signs, stretched, or one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Kind, Label

_RULES = load_packaged_rules()
_SIGNS = str.maketrans("aeio", "431" + "0")

_PLAIN = [
    "I will kill you",
    "she is not breathing",
    "my husband hits me every night",
    "he has taken an overdose",
    "my dad is lying on the floor of the ward and no nurse comes",
    "the vaccine causes autism",
    "I want to end my life tonight",
]


def _found(text: str) -> set[Label]:
    return {finding.label for finding in _RULES.find(normalise(text), Kind.COMMENT)}


def _in_signs(text: str) -> str:
    return text.translate(_SIGNS)


def _stretched(text: str) -> str:
    longest = max(text.split(), key=len)
    middle = len(longest) // 2
    return text.replace(longest, longest[:middle] + longest[middle] * 4 + longest[middle:])


def _letter_by_letter(text: str) -> str:
    longest = max(text.split(), key=len)
    return text.replace(longest, " ".join(longest))


@pytest.mark.parametrize("text", _PLAIN)
@pytest.mark.parametrize("disguise", [_in_signs, _stretched, _letter_by_letter])
def test_what_a_pattern_finds_it_finds_in_disguise(
    text: str, disguise: Callable[[str], str]
) -> None:
    """Whoever writes so, in distress or to hide it, is heard as anybody else."""
    hidden = disguise(text)
    assert hidden != text
    assert _found(text)
    assert _found(text) <= _found(hidden)


@pytest.mark.parametrize(
    "text, plain",
    [
        ("I w1ll k1ll y0u. Now!", "i will kill you. now!"),
        ("sh3 1s n0t w3ll", "she is not well"),
        ("I w i l l kill you", "i will kill you"),
        ("he's heeeere, (help)", "he's here, (help)"),
    ],
)
def test_signs_between_the_words_stay(text: str, plain: str) -> None:
    """A sentence ends where it did, so that nothing is read across its end."""
    assert normalise(text).unveiled[0].text == plain


@pytest.mark.parametrize(
    "text",
    [
        "open 10am till 4pm, 2nd floor",
        "b12 and 24hrs at the a55, room g4",
        "a well-known e-mail, e.g. this",
        "plain words alone",
        "",
    ],
)
def test_numbers_and_hyphens_hide_nothing(text: str) -> None:
    """Most texts are read once."""
    assert normalise(text).unveiled == ()


def test_a_place_found_in_disguise_is_a_place_in_the_text() -> None:
    """The span covers what was written, from the first sign to the last."""
    text = "Well, sh3 1s n0t br34th1ng!"
    (finding,) = _RULES.find(normalise(text), Kind.COMMENT)
    assert finding.span is not None
    assert text[slice(*finding.span)].endswith("n0t br34th1ng")


@given(st.text(alphabet="abil10!3.,' \n\u0301é", max_size=80))
def test_every_character_undone_knows_its_place(text: str) -> None:
    """Places never run backwards nor out of the text, whatever is undone."""
    for view in normalise(text).unveiled:
        assert len(view.text) == len(view.places)
        assert list(view.places) == sorted(view.places)
        assert all(0 <= place < len(text) for place in view.places)

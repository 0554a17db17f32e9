"""Whose words are told, by the nearest verb of saying and by who stands before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation_classifier.domain.attribution import (
    Speaker,
    is_complaint,
    speaker_around,
    speaker_before,
)
from moderation_classifier.domain.quotation import Quotations
from moderation_classifier.domain.text import normalise
from tests.support.timing import LINEAR, growth

_WORDS = ["the", "nurse", "i", "said", "told", "was", "called", "be", "should", "me", *"\"'.,-"]


@pytest.mark.parametrize(
    "before,after,speaker",
    [
        ("the nurse said ", "", Speaker.OTHER),
        ("one of your doctors then told my son to ", "", Speaker.OTHER),
        ("i was called a ", " by the porter", Speaker.OTHER),
        ("dad got told ", "", Speaker.OTHER),
        ("the doctor laughed and said ", "", Speaker.OTHER),
        ("", " she shouted at my dad", Speaker.OTHER),
        ("", " is what the nurse called my mum", Speaker.OTHER),
        ("", " said the nurse", Speaker.OTHER),
        ("went for my bloods, the phlebotomist looked up and said ", "", Speaker.OTHER),
        ("", " - the therapist", Speaker.OTHER),
        ("", " - two of the therapy dogs", None),
        ("", " shouted at my mum from the desk", Speaker.OTHER),
        ("their reply was ", "", Speaker.OTHER),
        ("i told them that it hurt, ", " the nurse said", Speaker.OTHER),
        ("i said ", "", Speaker.AUTHOR),
        ("i've literally just told them ", "", Speaker.AUTHOR),
        ("as i always say ", "", Speaker.AUTHOR),
        ("as my nan says, ", "", Speaker.AUTHOR),
        ("all i can say is ", "", Speaker.AUTHOR),
        ("i rang up and told her ", "", Speaker.AUTHOR),
        ("the wait was awful, i said ", "", Speaker.AUTHOR),
        ("the nurse was rude so i said ", " and she told me off", Speaker.AUTHOR),
        ("somebody should be told ", "", Speaker.AUTHOR),
        ("", " i told her", Speaker.AUTHOR),
        ("", " said i", Speaker.AUTHOR),
        ("", "", None),
        ("told them ", "", None),
        ("this ", " trust", None),
        ("the nurse said she would come back in ten minutes and never did, what a ", "", None),
    ],
)
def test_who_stands_before_the_nearest_verb_of_saying_spoke(
    before: str, after: str, speaker: Speaker | None
) -> None:
    """Where nobody does, and nobody was named before, nothing is known."""
    assert speaker_around(before, after) is speaker


@pytest.mark.parametrize(
    "before,after,complains",
    [
        ("the nurse told my son to ", "", True),
        ("", " is how the nurse described my dad", True),
        ("", " said the nurse", True),
        ("", " - your receptionist to a lady of 90", True),
        ("i was told to ", " by your staff", True),
        ("she told my daughter to ", "", True),
        ("they called me a ", "", True),
        ("they called her a ", "", False),
        ("my mate said ", "", False),
        ("my sister said ", "", False),
        ("", " says he", False),
        ("they told you to ", "", False),
        ("the nurse told my son to ", " and quite right", False),
        ("", " replied the nurse. lol", False),
        ("everyone called the nurse a ", "", False),
        ("the nurse called my mum a ", ", which was not deserved", True),
        ("the nurse called my mum a ", ", she deserved better", True),
        ("", "", False),
    ],
)
def test_who_complains_of_words_names_who_said_them_or_to_whom(
    before: str,
    after: str,
    complains: bool,  # noqa: FBT001
) -> None:
    """Whoever agrees, or hides behind everyone, complains of nothing."""
    assert is_complaint(before, after) is complains


def test_a_speaker_further_off_than_one_sentence_can_hold_is_none() -> None:
    """What was said long before is over."""
    assert speaker_before("the nurse told me to ") is Speaker.OTHER
    assert speaker_before("the nurse told me " + "and so on " * 40) is None


@given(st.lists(st.sampled_from(_WORDS)))
def test_any_row_of_such_words_is_read(words: list[str]) -> None:
    """Nothing in any order fails, and the answer is one of three."""
    text = normalise(" ".join([*words, "arse"]))
    place = text.original.index("arse")
    span = text.words.span(len(text.words.text) - 4, len(text.words.text))
    assert span.start == place
    assert Quotations(text).repeat(span) in {True, False}


@pytest.mark.parametrize("piece", ['"arse" and ', "he told me to arse ", '"arse, ', "'arse' said "])
def test_quotations_without_end_take_no_longer_than_their_length(piece: str) -> None:
    """Also in a row, where each is told as the same speaker's."""

    def ask(original: str) -> None:
        text = normalise(original)
        quotations = Quotations(text)
        for match in range(0, min(len(original), 2_000), 200):
            quotations.repeat(text.plain.span(match, match + 1))
            quotations.complained_of(text.plain.span(match, match + 1))

    assert growth(ask, piece) < LINEAR

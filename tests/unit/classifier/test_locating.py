"""The sentence of a comment on which a model's word rests."""

from __future__ import annotations

import pytest

from moderation_classifier.adapters.encoder import load_packaged_encoder
from moderation_classifier.domain.locating import Sentences
from moderation_classifier.domain.model import Passage
from moderation_classifier.domain.reading import read_plain
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import CONVERSATION_LABELS, Label

_TEXT = "Parking was easy.  👏 I want to die. The tea was warm."


def _sentences(text: str) -> Sentences:
    found = Sentences.of(normalise(text), read_plain)
    assert found is not None
    return found


def test_places_in_the_reading_belong_to_their_sentences() -> None:
    """Also behind an emoji, whose name is longer than itself."""
    sentences = _sentences(_TEXT)
    assert [_TEXT[a:b] for a, b in sentences.spans] == [
        "Parking was easy.",
        "👏 I want to die.",
        "The tea was warm.",
    ]
    reading = read_plain(normalise(_TEXT).plain.text)
    held = [sentences.holding(reading.index(word)) for word in ("parking", "die", "tea", "warm")]
    assert held == [0, 1, 2, 2]


def test_the_sentence_that_bears_most_is_the_place() -> None:
    """What speaks against the label is no reason for it."""
    sentences = _sentences(_TEXT)
    assert sentences.bearing([-0.5, 3.0, 0.4]) == sentences.spans[1]


def test_dots_between_sentences_move_no_place() -> None:
    """What holds no words is part of the reading all the same."""
    text = "Wow " + ". " * 40 + "Lovely ward. They are vermin. Thanks for the tea."
    sentences = _sentences(text)
    reading = read_plain(normalise(text).plain.text)
    span = sentences.spans[sentences.holding(reading.index("vermin"))]
    assert text[span.start : span.end] == "They are vermin."


@pytest.mark.parametrize("weights", [[1.0, 1.05, 1.0], [-1.0, 0.0, -0.2]])
def test_what_no_sentence_bears_alone_has_no_place(weights: list[float]) -> None:
    """A score that needs the sentences together belongs to the whole comment."""
    assert _sentences(_TEXT).bearing(weights) is None


@pytest.mark.parametrize(
    "text", ["", "only one sentence here", "One. ... !!!", "?", "No. Yes. " * 40]
)
def test_one_sentence_or_a_hundred_have_no_place(text: str) -> None:
    """A place that says "all of it" says nothing."""
    assert Sentences.of(normalise(text), read_plain) is None


def test_the_encoder_places_danger_in_a_long_comment() -> None:
    """Whoever is woken sees at once which sentence it was."""
    before = "The parking was fine for once. The tea was warm. We waited two hours in the end. "
    danger = "I am going to kill myself tonight."
    text = f"{before}{danger} Anyway the nurses were lovely."
    scored = load_packaged_encoder().score_many([Passage(normalise(text))])[0]
    span = scored.places[Label.SELF_HARM]
    assert text[span.start : span.end].strip() == danger
    assert CONVERSATION_LABELS.isdisjoint(scored.places)

"""How rules and model come to one score, and where in a text the model's word stands."""

from __future__ import annotations

import pytest

from moderation_classifier.domain.agreement import combine
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.locating import locate, part_sentences
from moderation_classifier.domain.text import Span, normalise
from moderation_common.vocabulary import Label


def test_two_that_agree_are_surer_than_either() -> None:
    """Independent witnesses leave only the chance that both err."""
    assert combine(Label.HATE, by_rules=0.8, by_model=0.5) == pytest.approx(0.9)


def test_two_doubts_remove_nothing() -> None:
    """However well they agree, a person looks first, unless one of them is sure alone."""
    assert combine(Label.HATE, by_rules=0.5, by_model=0.7) < 0.8
    assert combine(Label.HATE, by_rules=0.5, by_model=0.92) > 0.9


@pytest.mark.parametrize("label", [Label.HATE, Label.HARASSMENT, Label.MISINFORMATION])
def test_a_flat_contradiction_about_abuse_is_a_doubt(label: Label) -> None:
    """A rule alone removes nothing that the model holds to be impossible."""
    assert combine(label, by_rules=0.92, by_model=0.001) == pytest.approx(0.6)


@pytest.mark.parametrize("label", [Label.SELF_HARM, Label.EMERGENCY, Label.PERSONAL_DATA])
def test_the_model_never_talks_down_danger_or_a_format(label: Label) -> None:
    """Somebody in danger is not missed because a model thinks otherwise."""
    assert combine(label, by_rules=0.92, by_model=0.001) == 0.92


def test_one_source_alone_counts_as_it_is() -> None:
    """Without the other there is nothing to weigh."""
    assert combine(Label.HATE, by_rules=0.7, by_model=None) == 0.7
    assert combine(Label.HATE, by_rules=0.0, by_model=0.4) == 0.4


def test_the_sentence_that_says_it_gives_the_place() -> None:
    """The finding points at the sentence that scores highest alone."""
    text = normalise("Parking was easy. I want to die. The tea was warm.")
    spans = [span for span, _ in part_sentences(text)]
    assert [text.original[a:b].strip() for a, b in spans] == [
        "Parking was easy.",
        "I want to die.",
        "The tea was warm.",
    ]
    finding = Finding(label=Label.SELF_HARM, score=0.9, span=None, source="m", by_model=True)
    scored = [
        (span, {Label.SELF_HARM: score}) for span, score in zip(spans, (0.0, 0.8, 0.1), strict=True)
    ]
    assert locate(finding, scored).span == spans[1]


def test_what_no_sentence_says_alone_is_said_by_the_whole() -> None:
    """A score that needs the sentences together has no place of its own."""
    finding = Finding(label=Label.SELF_HARM, score=0.9, span=None, source="m", by_model=True)
    assert locate(finding, [(Span(0, 3), {Label.SELF_HARM: 0.1})]).span is None
    assert part_sentences(normalise("only one sentence here")) == []

"""What the model is heard about in texts of which only a part is English: danger, no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.decision import decide
from moderation_classifier.domain.labelling import Labeller, Labelling, Utterance
from moderation_classifier.domain.model import Passage, Scored
from moderation_classifier.domain.text import MAX_ANALYSED_CHARACTERS, normalise
from moderation_common.vocabulary import Action, Kind, Label, Platform
from tests.support.labelling import policy_pack

DESPAIR = (
    "I have written to everyone and found a home for the cat. Nobody will miss me after tonight."
)
THANKS = "Dziękuję wszystkim pielęgniarkom za opiekę nad moją mamą."


class _Stub:
    """A calibrated model that finds the same in every text, and keeps what it was given."""

    calibrated = True
    id = "model.stub"

    def __init__(self, scores: Mapping[Label, float]) -> None:
        self._scores = scores
        self.read: list[str] = []

    def score_many(self, passages: Sequence[Passage]) -> list[Scored]:
        self.read += [passage.text.original for passage in passages]
        return [Scored(self._scores) for _ in passages]


def _label(text: str, model: _Stub | None) -> Labelling:
    return Labeller(load_packaged_rules(), model).label(_said(text))


def _said(text: str) -> Utterance:
    return Utterance(text=text, kind=Kind.COMMENT, platform=Platform.FACEBOOK)


@pytest.mark.parametrize("foreign", [THANKS, "谢谢大家", "Благодаря ви за всичко"])
def test_danger_in_the_english_part_is_heard(foreign: str) -> None:
    """A foreign word of thanks lets nobody sleep through it, and the machine still does nothing."""
    text = f"{DESPAIR} {foreign}"
    labelling = _label(text, _Stub({Label.SELF_HARM: 0.95}))
    decision = decide(labelling, policy_pack("bsw"), _said(text))
    assert labelling.language != "English"
    assert Label.SELF_HARM in decision.labels
    assert decision.routes
    assert (decision.actions, decision.review) == ((Action.LEAVE,), True)


def test_of_anything_else_the_model_is_not_heard() -> None:
    """A person who knows the language judges the rest."""
    heard = {Label.SELF_HARM: 0.95}
    labelling = _label(f"{DESPAIR} {THANKS}", _Stub({**heard, Label.HATE: 0.99, Label.QUERY: 0.9}))
    assert labelling.by_model == labelling.scores == heard
    assert labelling.model == "model.stub"


@pytest.mark.parametrize(
    "english",
    [
        "You are all disgusting vermin and I hope you get cancer.",
        "What time does the clinic open on Monday? I wish to make a formal complaint.",
        "I don't want to be here anymore, I've had enough of life.",
        "Feeling so low again, I can not see the point of it all.",
    ],
)
def test_no_rule_is_weakened_by_what_the_model_has_not_read(english: str) -> None:
    """Its silence on a part proves nothing about the whole."""
    text = f"{english} {THANKS}"
    silent = _Stub(dict.fromkeys(Label, 0.0))
    assert _label(text, silent).scores == _label(text, None).scores
    assert silent.read


def test_the_model_is_given_the_english_part_in_its_place() -> None:
    """Foreign words that look like English ones raise no alarm, and spans still fit."""
    model = _Stub({Label.SELF_HARM: 0.1})
    german = "Ich habe seit drei Wochen gewartet und bin nicht zufrieden."
    _label(f"{german} {DESPAIR}", model)
    (read,) = model.read
    assert read == " " * (len(german) - 1) + f". {DESPAIR}"
    assert normalise(read).plain.places[-1] == len(german) + len(DESPAIR)


def test_a_text_wholly_in_another_language_is_not_read() -> None:
    """What its words look like in English says nothing."""
    model = _Stub({Label.SELF_HARM: 0.9})
    labelling = _label(THANKS, model)
    assert (model.read, labelling.findings, labelling.model) == ([], (), "model.stub")


@pytest.mark.parametrize("foreign", ["", THANKS])
@pytest.mark.parametrize("number", ["", "116 123"])
def test_of_a_text_that_is_too_long_only_the_beginning_is_prepared(
    foreign: str, number: str
) -> None:
    """However much follows; a public number is blanked there, and that the text is cut is said."""
    text = f"{DESPAIR} Ring {number} now. {foreign} " + "and so on " * 2_000
    model = _Stub({})
    labelling = _label(text, model)
    (read,) = model.read
    assert labelling.too_long
    if number or foreign:
        assert len(read) == MAX_ANALYSED_CHARACTERS
    assert read[: len(DESPAIR)] == DESPAIR
    if number:
        assert number not in read


def test_a_public_number_behind_what_is_read_changes_nothing() -> None:
    """It stands in a part that no model reads."""
    text = f"{DESPAIR} " + "and so on " * 2_000
    short, long = _Stub({}), _Stub({})
    assert _label(text, short).too_long
    assert _label(f"{text} 116 123", long).too_long
    assert long.read == [f"{text} 116 123"]
    assert [read[:MAX_ANALYSED_CHARACTERS] for read in long.read] == [
        read[:MAX_ANALYSED_CHARACTERS] for read in short.read
    ]

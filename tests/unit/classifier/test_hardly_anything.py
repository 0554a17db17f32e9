"""What says hardly anything harms nobody: pictograms, signs, one word over and over."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from moderation_classifier.domain.reading import read_for_encoder
from moderation_classifier.domain.text import normalise
from moderation_classifier.usecases.deciding import Engine
from moderation_common.vocabulary import Action, Kind, Label
from tests.support.labelling import judge, labeller, policy_pack, utterance

_PERSONS: Final = [
    "👩\u200d⚕️",
    "👨🏿\u200d⚕️",
    "🧑🏽\u200d⚕️",
    "👳🏽\u200d♂️",
    "👩\u200d🦽",
    "👨\u200d🦯",
    "👬",
    "👭",
    "👩\u200d❤️\u200d👩",
    "🏳️\u200d🌈",
    "🏳️\u200d⚧️",
    "👨\u200d🚒",
    "👮🏽\u200d♀️",
    "🧓🏽",
    "🧕",
    "🧕🏽 🧕",
    "👳🏽\u200d♂️🧕🏿",
    "👩🏾\u200d🦽\u200d➡️",
    "👨\u200d👩\u200d👧\u200d👦",
    "🧑\u200d🦱",
    "👶",
    "🤰",
    "🤱",
    "👵",
    "🇵🇱❤️",
    "🇮🇳",
]
_MOODS: Final = [
    "👏👏👏",
    "💙💙💙",
    "😂😂😂",
    "🙄",
    "😡",
    "😭😭😭",
    "💔",
    "🤦\u200d♀️",
    "🙏🙏🙏",
    "👻",
    "💀",
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Return what the service judges with."""
    return Engine(labeller())


@pytest.mark.parametrize("written", [*_PERSONS, *_MOODS])
def test_a_pictogram_alone_asks_nobody(written: str) -> None:
    """Whoever it shows, nothing is done and nobody need look."""
    decision = judge(written)
    assert decision.actions == (Action.LEAVE,)
    assert not decision.review
    assert not decision.routes


@pytest.mark.parametrize("signs", ['"', '"\'"\'"', "|||", "***", "____", "£££", "?!?!", ". . ."])
def test_signs_alone_mean_nothing(signs: str) -> None:
    """Not a letter, not a pictogram: nobody is called about safeguarding for quotation marks."""
    decision = judge(signs)
    assert decision.actions == (Action.LEAVE,)
    assert not decision.labels
    assert not decision.review


@pytest.mark.parametrize(
    "threat", ["we know where you park 🔪🩸", "coming to your ward tonight 🔫🔫"]
)
def test_a_pictogram_beside_words_is_still_read(threat: str) -> None:
    """What it adds to a sentence counts."""
    decision = judge(threat)
    assert decision.review or decision.routes


@pytest.mark.parametrize(
    "written", ["🧕💣", "🐒🐒", "👳🏽 go home", "🧕🤮", "👩\u200d💣", "🔪🧕", "🧕" * 101 + "💣"]
)
def test_only_persons_alone_are_passed_over(written: str) -> None:
    """Whatever stands beside a person is read by the encoder."""
    assert read_for_encoder(normalise(written))


@pytest.mark.parametrize("persons", ["🧕", "👳🏽\u200d♂️", "👬", "👩\u200d🦽", "🧕🏽 " * 50])
def test_persons_alone_are_not_read_as_a_reply_either(engine: Engine, persons: str) -> None:
    """What is answered makes nobody's picture hateful."""
    reply = replace(utterance(persons, kind=Kind.REPLY), parent_text="Who else is on ward 6?")
    decision = engine.decide(reply, policy_pack("bsw"))
    assert decision.actions == (Action.LEAVE,)
    assert Label.HATE not in decision.possible


@pytest.mark.parametrize(
    "word", ["lol", "amen", "no", "goal", "please", "why", "yes", "hello", "well done"]
)
def test_a_word_said_over_and_over_is_no_spam(word: str) -> None:
    """Laughter, prayer and despair repeat themselves."""
    decision = judge(" ".join([word] * 30))
    assert decision.actions == (Action.LEAVE,)
    assert not decision.review

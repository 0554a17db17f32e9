"""Initials that stand for swearing name no word: by themselves they hide no comment."""

from __future__ import annotations

import pytest

from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.labelling import Labeller, Utterance
from moderation_classifier.usecases.deciding import Engine
from moderation_common.vocabulary import Action, Kind, Label, Platform
from tests.support.behaviour import pack_of

_ENGINE = Engine(Labeller(load_packaged_rules(), None))
_PACKS = ["nottingham", "lincolnshire", "mid-and-south-essex", "healthwatch-cp", "bsw"]


def _decide(text: str, organisation: str) -> Decision:
    utterance = Utterance(text=text, kind=Kind.COMMENT, platform=Platform.FACEBOOK)
    return _ENGINE.decide(utterance, pack_of(organisation))


@pytest.mark.parametrize("organisation", _PACKS)
@pytest.mark.parametrize(
    "text",
    ["wtf is an ICB", "Four hours, wtf?", "wtaf is this queue", "ffs", "omfg lmfao", "busy af"],
)
def test_initials_by_themselves_hide_nothing(text: str, organisation: str) -> None:
    """They are no swearing under any pack, and nobody is asked about them."""
    decision = _decide(text, organisation)
    assert decision.actions == (Action.LEAVE,)
    assert Label.PROFANITY not in {*decision.labels, *decision.doubtful}


@pytest.mark.parametrize("organisation", _PACKS)
@pytest.mark.parametrize("text", ["stfu", "gtfo"])
def test_initials_said_to_somebody_are_a_doubt(text: str, organisation: str) -> None:
    """A person is asked, and the machine hides nothing."""
    decision = _decide(text, organisation)
    assert decision.actions == (Action.LEAVE,)
    assert decision.doubtful == (Label.PROFANITY,)


@pytest.mark.parametrize("text", ["Same sh*t different day", "what the fuck", "wtf, you shit"])
def test_words_that_are_spelt_out_are_swearing(text: str) -> None:
    """Starred out or beside initials, they are what the policies forbid."""
    assert _decide(text, "mid-and-south-essex").labels == (Label.PROFANITY,)

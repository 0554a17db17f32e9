"""Slurs: used against people they are removed or read by a person; told of, the comment stays."""

from __future__ import annotations

import pytest

from moderation_classifier.usecases.deciding import Engine
from moderation_common.vocabulary import Action
from tests.support.labelling import labeller, policy_pack, utterance

REMOVALS = {Action.HIDE, Action.DELETE}
ENGINE = Engine(labeller())


@pytest.mark.parametrize(
    "text",
    [
        "Those pakis, what they call doctors, should go home",
        "There's no such thing as a decent pikey",
        "pakis, that's us told then, they run the whole ward now and should be sent home",
        "The retards at reception, that's who answers the phone",
    ],
)
def test_words_that_excuse_a_slur_do_not_excuse_an_attack(text: str) -> None:
    """Somebody sees it, or it is gone: under no policy does it simply stay."""
    for body in ("bsw", "mid-and-south-essex", "nottingham"):
        decision = ENGINE.decide(utterance(text), policy_pack(body))
        assert decision.review or not REMOVALS.isdisjoint(decision.actions)


@pytest.mark.parametrize(
    "text",
    [
        "Poofs in their seventies holding hands at flu clinic, that's us, say hello",
        "A pair of old poofs, that's me and Derek, thank the eye clinic",
        "There's no such thing as a subhuman, every patient deserves care",
        "Spastics, that's what they used to call my brother at school. The new team never would.",
    ],
)
def test_who_tells_of_a_slur_or_bears_it_is_left(text: str) -> None:
    """Not removed by the machine under any policy."""
    for body in ("bsw", "mid-and-south-essex", "nottingham"):
        decision = ENGINE.decide(utterance(text), policy_pack(body))
        assert REMOVALS.isdisjoint(decision.actions)

"""Hatred that is denied is for a person; what only begins like a denial stays what it is."""

from __future__ import annotations

import pytest

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.domain.denials import denies_hatred, with_denial_for_a_person
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.labelling import Labelling
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Action, Label
from tests.support.labelling import policy_pack, utterance
from tests.support.timing import LINEAR, growth

ENGINE = open_engine()

DENIED = (
    "I have never disliked Polish people, we had Polish neighbours for years",
    "we don't blame the asylum seekers at all",
    "I've got nothing against Muslims, my dentist is one",
    "I would never call a disabled child a burden",
    "nobody should be spat at for wearing a turban",
    "no one deserves to be bullied for being gay",
    "Traveller families are not criminals",
    "it isn't the refugees' fault that the lift is out of order",
    "nothing wrong with being Deaf",
    "stop blaming foreign nurses for the queue",
    "imagine saying that old people are a drain",
    "you will never hear me say women are stupid",
)
NOT_DENIED = (
    "I don't hate Jews but somebody had to say it",
    "nobody hates Muslims, they just want them out",
    "I have nothing against gays, I just think it's a disease",
    "Gypsies aren't poor, they're thieves",
    "I'd never say all of them are rapists. Some are worse, vermin the lot",
    "Muslims are not welcome here",
    "nothing wrong with hating them",
    "women are stupid",
    "stop calling them British",
    "why do we treat immigrants first",
    "I don't hate you for your job, I hate you because you are black scum",
)


@pytest.mark.parametrize("text", DENIED)
def test_what_denies_hatred(text: str) -> None:
    """What I, nobody, or they do not; and what is to stop."""
    assert denies_hatred(normalise(text).plain.text)


@pytest.mark.parametrize("text", NOT_DENIED)
def test_what_only_begins_like_a_denial(text: str) -> None:
    """A `but`, or more of the kind behind it, undoes one."""
    assert not denies_hatred(normalise(text).plain.text)


@pytest.mark.parametrize("text", DENIED)
def test_no_denial_is_hatred_for_certain(text: str) -> None:
    """Neither certain, nor removed, whatever the model hears in it."""
    decision = ENGINE.decide(utterance(text), policy_pack("lincolnshire"))
    assert Label.HATE not in decision.labels
    assert decision.actions == (Action.LEAVE,)


def _hated(*, source: str) -> Labelling:
    finding = Finding(label=Label.HATE, score=0.95, span=None, source=source)
    return Labelling(
        findings=(finding,), language="English", too_long=False, scores={Label.HATE: 0.95}
    )


def test_a_denial_leaves_a_doubt() -> None:
    """A person still sees what the model took for hatred."""
    heard = with_denial_for_a_person(_hated(source="model.encoder"), DENIED[0])
    assert heard.scores[Label.HATE] == pytest.approx(0.6)


def test_a_slur_is_not_denied() -> None:
    """Who means no harm needs none."""
    hated = _hated(source="hate.slur")
    assert with_denial_for_a_person(hated, DENIED[0]) == hated


def test_a_long_text_is_judged_by_all_of_it() -> None:
    """One denial says little of the rest."""
    hated = _hated(source="model.encoder")
    assert with_denial_for_a_person(hated, DENIED[0] + " and so on" * 40) == hated


@pytest.mark.parametrize("piece", ["not ", "i don't hate ", "are not ", "nobody ", "stop ", "a "])
def test_hostile_texts_are_read_in_linear_time(piece: str) -> None:
    """Whatever is repeated in them."""
    assert growth(denies_hatred, piece) < LINEAR

"""Danger and abuse told sideways, and what only sounds like it; wordings of their own."""

from __future__ import annotations

from typing import Final

import pytest

from moderation_classifier.domain.decision import decide
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Label
from tests.support.labelling import label, labeller, local_knowledge, policy_pack, utterance
from training.fresh_set import Half, read_fresh

BODY: Final = "mid-and-south-essex"

ACTED_ON: Final = (
    (Label.SELF_HARM, "I hope I just dont wake up tomorrow"),
    (Label.SELF_HARM, "the kids will be better off without me and they know it"),
    (Label.SELF_HARM, "all my pills are laid out in front of me"),
    (Label.SELF_HARM, "the urges are getting worse and nobody will see me"),
    (Label.EMERGENCY, "nan's mouth is drooping one side and her speech is all wrong"),
    (Label.EMERGENCY, "grandad is clutching his chest and hes gone grey and clammy"),
    (Label.EMERGENCY, "we cant get her to wake up and shes diabetic"),
    (Label.EMERGENCY, "the toddler has drunk white spirit"),
    (Label.SAFEGUARDING, "he took her bank card and now he has her pension too"),
    (Label.SAFEGUARDING, "they strapped dad to his wheelchair in that home"),
    (Label.SAFEGUARDING, "some bloke of 40 keeps messaging my niece for selfies"),
    (Label.PATIENT_SAFETY, "they nearly took the wrong patient to theatre"),
    (Label.PATIENT_SAFETY, "they keep missing nan's insulin on the ward"),
    (Label.PATIENT_SAFETY, "she hasnt been turned for three days"),
    (Label.THREAT, "whoever did this wants dragging out and a good kicking"),
    (Label.THREAT, "i will be there at home time to smash his jaw"),
    (Label.THREAT, "that place wants petrol bombing"),
)
SEEN_BY_A_PERSON: Final = (
    (Label.THREAT, "you lot want to watch your backs"),
    (Label.THREAT, "we'll be waiting when she finishes her shift"),
    (Label.THREAT, "hang the lot of them"),
    (Label.HATE, "put them all back on the boat home"),
    (Label.HATE, "a herd of savages bringing scabies with them"),
    (Label.HARASSMENT, "thick as two short planks that one"),
    (Label.MISINFORMATION, "save your leftover antibiotics and share old ones round"),
)
LEFT_ALONE: Final = (
    "Labour need a good kicking at the polls",
    "mind your back when lifting, great advice from physio",
    "the car park machine wants putting down",
    "I fell asleep and didn't hear the alarm, missed my slot",
    "I made a day of it and had lunch in town after clinic",
    "my tablets were ready at the pharmacy, lovely staff",
)


@pytest.mark.parametrize("wanted,text", ACTED_ON)
def test_indirect_danger_is_certain(wanted: Label, text: str) -> None:
    """A family of wordings is known well enough to open a case."""
    limits = policy_pack(BODY).thresholds.of(wanted)
    assert label(text).scores.get(wanted, 0.0) >= limits.act


@pytest.mark.parametrize("wanted,text", SEEN_BY_A_PERSON)
def test_veiled_abuse_is_a_doubt(wanted: Label, text: str) -> None:
    """What may be meant otherwise no rule is certain of; with the encoder it is found, too."""
    limits = policy_pack(BODY).thresholds.of(wanted)
    assert limits.review <= label(text, with_model=False).scores.get(wanted, 0.0) < limits.act
    assert label(text).scores.get(wanted, 0.0) >= limits.review


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_only_sounds_like_it_is_left(text: str) -> None:
    """A figure of speech is neither removed nor taken for danger."""
    written, pack = utterance(text), policy_pack(BODY)
    decision = decide(
        labeller(with_model=True).label(written, local_knowledge(BODY)), pack, written
    )
    assert REMOVALS.isdisjoint(decision.actions)
    assert not {Label.SELF_HARM, Label.EMERGENCY, Label.THREAT} & set(decision.labels)


@pytest.mark.parametrize(
    "now,story",
    [
        ("my dad has collapsed, not breathing", "my dad was not breathing when the crew arrived"),
        ("theres blood everywhere please help", "there was blood everywhere, the crew came fast"),
    ],
)
def test_a_story_wakes_nobody(now: str, story: str) -> None:
    """The same danger told as something past is a doubt at most."""
    assert Label.EMERGENCY in label(now).present_danger
    assert Label.EMERGENCY not in label(story).present_danger
    limits = policy_pack(BODY).thresholds.of(Label.EMERGENCY)
    assert label(story).scores.get(Label.EMERGENCY, 0.0) < limits.act


def test_the_halves_share_no_line() -> None:
    """Each fresh line stands in one half only, and each half holds lines that must be left."""
    dev, test = (list(read_fresh(half)) for half in (Half.DEV, Half.TEST))
    assert not {line.example.text for line in dev} & {line.example.text for line in test}
    assert any(line.hard for line in dev)
    assert any(line.hard for line in test)

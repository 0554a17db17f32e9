"""What strangers to the rules wrote: campaigns, charities and dogs; danger told flatly."""

from __future__ import annotations

import pytest

from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy import load_packs
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Label
from tests.support.labelling import POLICIES, labeller, policy_pack, utterance
from tests.support.measuring import Alarmed, engine_of

ENGINE = Engine(labeller())


@pytest.mark.parametrize(
    "text",
    [
        "Ring the Boston carers line 01632 960441, they know more than this lot",
        "The Deaf Society, 01632 960182, they come out to you",
        "Cruse, Derby branch, 0115 496 0404. Kind as you like",
        "Food bank on Mill St, 07700 900455 and ask for a volunteer",
        "Everyone should answer the consultation by Friday! Flood them with replies",
        "Get on the phone to the council, all of you, and don't let up till they listen",
        "Come on Boston, let's swamp them with letters until our ward is back",
        "Make their lives a misery at the ballot box",
        "My old bitch (she's a collie!) came to the stroke ward as a therapy dog",
        "The bitch next door bit me, where do I go? She's a Jack Russell",
        "We took our bitch to the vet and were seen in ten minutes",
        "Our staffy is being a proper bitch with the new pup, he wants his tea",
    ],
)
def test_neighbours_campaigners_and_dogs_are_not_silenced(text: str) -> None:
    """Who passes on a charity's number, lobbies the council or owns a dog has broken no rule."""
    decisions = [ENGINE.decide(utterance(text), pack) for pack in load_packs(POLICIES)]
    assert all(REMOVALS.isdisjoint(decision.actions) for decision in decisions)


@pytest.mark.parametrize(
    "label,text",
    [
        (Label.PERSONAL_DATA, "ring Jean at home on 01632 960441 and ask her"),
        (Label.PROFANITY, "that bitch on reception, and her dog"),
        (Label.INCITEMENT, "everyone flood her inbox, every one of you, make her life hell"),
    ],
)
def test_the_same_words_against_a_person_count(label: Label, text: str) -> None:
    """An exception is for its own matter alone."""
    assert label in ENGINE.decide(utterance(text), policy_pack("nottingham")).labels


def test_a_model_alone_removes_no_call_to_act() -> None:
    """A person tells lobbying from harassment."""
    decision = engine_of(Alarmed(frozenset({Label.INCITEMENT}))).decide(
        utterance("Ring them. All of you."), policy_pack("nottingham")
    )
    assert Label.INCITEMENT in decision.labels
    assert decision.review
    assert REMOVALS.isdisjoint(decision.actions)


@pytest.mark.parametrize(
    "label,text",
    [
        (Label.EMERGENCY, "his sats are 79 at home, is that ok?"),
        (Label.EMERGENCY, "lips swelling since the new tablets, is that normal"),
        (Label.EMERGENCY, "nosebleed since breakfast, third towel, and he's on warfarin"),
        (Label.EMERGENCY, "did the glass test and the spots didn't fade. GP opens monday"),
        (Label.EMERGENCY, "the baby's soft spot is bulging"),
        (Label.PATIENT_SAFETY, "dialysis machine packed up halfway through dialysis"),
        (Label.PATIENT_SAFETY, "told me I was clear of cancer. it wasn't my file"),
        (Label.PATIENT_SAFETY, "insulin 6 hours late and counting"),
        (Label.PATIENT_SAFETY, "she pressed that button from 2 till ten past 5"),
    ],
)
def test_danger_told_as_a_question_or_a_bare_fact_is_asked_about(label: Label, text: str) -> None:
    """Nobody says that it is dangerous; who reads it knows."""
    decision = ENGINE.decide(utterance(text), policy_pack("nottingham"))
    assert label in {reason.label for reason in decision.reasons}
    assert decision.review or decision.routes


@pytest.mark.parametrize(
    "rule,text",
    [
        ("emergency.heart-or-stroke", "they should of been shot after the war"),
        ("emergency.scene-now", "they should have been shot and now they run the surgery"),
        ("self-harm.signs", "I used to cut myself as a teenager, I'm 45 and a counsellor"),
        ("patient-safety.signs", "Kids fell out of bed laughing at this on the ward"),
        ("threat.veiled", "she's going to smash it in her new job"),
        ("hate.send-back", "is it a boy or a girl? congrats"),
        ("emergency.red-flag", "her tongue was swollen last year"),
        ("patient-safety.flat", "the parking machine packed up outside surgery"),
        ("patient-safety.flat", "that wasn't my file on the printer, I need training"),
    ],
)
def test_a_rule_is_silent_where_nothing_is_meant(rule: str, text: str) -> None:
    """Whatever else is thought of it, this rule has nothing to say."""
    decision = ENGINE.decide(utterance(text), policy_pack("nottingham"))
    assert rule not in {reason.source for reason in decision.reasons}


@pytest.mark.parametrize(
    "rule,text",
    [
        ("self-harm.signs", "I used to cut myself and now I have all my pills lined up ready"),
        (
            "self-harm.signs",
            "she used to cut herself and is cutting herself every night",
        ),
        (
            "patient-safety.signs",
            "mum fell out of bed, nobody came, they sat laughing",
        ),
        ("threat.veiled", "I know what car you drive and I'll smash it"),
        ("incitement.pile-on", "everyone turn up at that councillor's, camp outside his house"),
        ("emergency.red-flag", "we were told to wait and lips swelling more"),
    ],
)
def test_an_exception_excuses_nothing_else_in_the_sentence(rule: str, text: str) -> None:
    """Who once cut herself may be in danger tonight, and laughing nurses are no joke."""
    decision = ENGINE.decide(utterance(text), policy_pack("nottingham"))
    assert rule in {reason.source for reason in decision.reasons}

"""False claims hinted at or laughed at, known risks, and offers made by the way; own wordings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from moderation_classifier.domain.rebuttals import mocks_a_claim, tells_a_known_risk
from moderation_classifier.domain.text import normalise
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Label
from tests.support.labelling import label, labeller, policy_pack, utterance
from tests.support.timing import LINEAR, growth

BODY: Final = "mid-and-south-essex"
ENGINE: Final = Engine(labeller())

SEEN: Final = (
    (Label.MISINFORMATION, "half our club vaccinated, half our club with turbo cancer"),
    (Label.MISINFORMATION, "Turbo cancers everywhere since they jabbed the lot of us"),
    (Label.MISINFORMATION, "it has killed more people than the virus, thats a fact"),
    (Label.MISINFORMATION, "everyone knows a smear test makes the cells go abnormal"),
    (
        Label.MISINFORMATION,
        "With respect, several papers show these injections insert themselves into human DNA",
    ),
    (
        Label.MISINFORMATION,
        "It has been demonstrated that mRNA products are incorporated into the germline",
    ),
    (
        Label.SPAM,
        "Deborah Meaden here, I turned £200 into 30k on this platform, message me for the link",
    ),
    (
        Label.IMPERSONATION,
        "Jeremy Clarkson here. My savings tripled with a trading app, nurses can have the link",
    ),
    (
        Label.SPAM,
        "Bear Grylls finally reveals the trading app that made him 2 million, link below, sign up",
    ),
    (Label.PROMOTION, "pair of tickets to Blur on friday 300 for the pair, pick up from Bolton"),
    (Label.PROMOTION, "few tubs of the protein left, who wants them, dm"),
)
LEFT: Final = (
    (Label.MISINFORMATION, "If the jab made you magnetic I'd never lose my keys"),
    (Label.MISINFORMATION, "Right, and the moon is made of cheddar and the MMR causes autism"),
    (Label.MISINFORMATION, "bored of hearing that the vaccine causes infertility"),
    (Label.MISINFORMATION, "one more muppet saying chemo kills people and I'm off this page"),
    (Label.MISINFORMATION, "leaflets claiming the hpv jab makes girls sterile came round again"),
    (Label.MISINFORMATION, "Chemo almost killed my sister and it saved her"),
    (Label.MISINFORMATION, "missed my bus to hospital cause of the roadworks"),
    (Label.MISINFORMATION, "mRNA vaccines do not integrate into your DNA"),
    (Label.MISINFORMATION, "HIV inserts itself into our DNA, that's why treatment is for life"),
    (Label.MISINFORMATION, "what is turbo cancer supposed to be"),
    (Label.MISINFORMATION, "Lockdown killed more than covid if you ask me"),
    (Label.SPAM, "Martin Lewis says to check you're not paying for prescriptions twice"),
    (Label.SPAM, "Gordon Ramsay here on the telly again while I wait"),
    (Label.SPAM, "Beware, fake Martin Lewis here with a trading app link, lost my savings"),
    (Label.SPAM, "two hours on hold, do we win the prize for patience"),
    (Label.PROMOTION, "two tickets for the ward raffle, a pound for both, collect at the desk"),
    (Label.PROMOTION, "touts want 500 for the pair, robbery, collecting mine monday"),
    (Label.PROMOTION, "got 3 tubs of soup left in the canteen if you're quick"),
    (Label.ILLEGAL, "spare commode and a walking frame here, free, anyone welcome to them"),
    (Label.ILLEGAL, "some of the hand cream left if anyone wants it"),
)


@pytest.mark.parametrize("wanted,text", SEEN)
def test_what_is_hinted_at_or_offered_by_the_way_is_seen(wanted: Label, text: str) -> None:
    """A person reads it, or it is hidden."""
    decision = ENGINE.decide(utterance(text), policy_pack(BODY))
    assert wanted in decision.possible
    assert decision.review or not REMOVALS.isdisjoint(decision.actions)


def test_a_dose_recommended_to_strangers_is_a_doubt() -> None:
    """A rule alone is never sure of it; the post above it often says what it is about."""
    text = "mate start on the 15 straight off, side effects are no different at all"
    limits = policy_pack(BODY).thresholds.of(Label.MISINFORMATION)
    score = label(text, with_model=False).scores[Label.MISINFORMATION]
    assert limits.review <= score < limits.act


@pytest.mark.parametrize("wrong,text", LEFT)
def test_what_only_sounds_like_it_finds_no_rule(wrong: Label, text: str) -> None:
    """Nothing false is claimed in it, and nothing sold."""
    assert wrong not in label(text, with_model=False).scores


@pytest.mark.parametrize(
    "text",
    [
        "if the vaccine gives you 5g how come I still can't ring my mum",
        "Aye, and the earth is flat and the booster makes you magnetic",
        "yeah and the moon's made of cheddar, and vaccines cause autism",
        "the jab made me magnetic apparently, spoon fell off though",
        "one more person claiming that the jab causes cancer and I'm leaving",
        "tired of reading the covid vaccine kills",
    ],
)
def test_who_laughs_at_a_claim_is_in_doubt_at_most(text: str) -> None:
    """They repeat it, so that a person may look, and nothing is hidden."""
    assert mocks_a_claim(normalise(text).plain.text)
    decision = ENGINE.decide(utterance(text), policy_pack(BODY))
    assert REMOVALS.isdisjoint(decision.actions)
    assert Label.MISINFORMATION not in decision.labels


@pytest.mark.parametrize(
    "text",
    [
        "If the vaccine causes cancer how come they still give it to babies",
        "if the jab gives you clots why did my uncle, who was fit, have it and he died",
        "if the jab makes you sterile then my daughter will never have kids",
        "the jab makes you magnetic, the spoon stuck to my arm",
        "sick of hearing how safe the jab is, it gives you cancer",
        "one more person telling me the jab is safe and I'll scream, it causes autism",
        "the earth is round and the jab gives you cancer",
    ],
)
def test_a_claim_worded_as_a_question_is_no_mockery(text: str) -> None:
    """Who asks why nobody admits it makes the claim."""
    assert not mocks_a_claim(normalise(text).plain.text)
    assert not tells_a_known_risk(normalise(text).plain.text)


@pytest.mark.parametrize(
    "text",
    [
        "Rarely the booster inflames the heart, about one in 50,000, usually mild",
        "It is rare and in the leaflet: the shingles jab can bring on a rash",
        "a clot after that vaccine was 1 in 100,000 and covid causes far more",
        "flu vaccine won't give you the flu, nothing live in it",
    ],
)
def test_a_known_risk_with_its_size_is_in_doubt_at_most(text: str) -> None:
    """What the leaflet says, a commenter may say, and no flu comes of the jab."""
    assert tells_a_known_risk(normalise(text).plain.text)
    assert Label.MISINFORMATION not in ENGINE.decide(utterance(text), policy_pack(BODY)).labels


@pytest.mark.parametrize(
    "text",
    [
        "Not rare at all, every lad I know got myocarditis and it's hidden in the leaflet",
        "They say rare. One in 20 and it's not on the leaflet",
        "rare side effect on the leaflet, autism, they just hide it",
        "very rarely mild, don't take it, read the leaflet",
        "some kids get cancer from it, look at the leaflet",
    ],
)
def test_a_false_claim_with_a_leaflet_is_no_known_risk(text: str) -> None:
    """What no vaccine does is not made true by a number."""
    assert not tells_a_known_risk(normalise(text).plain.text)


@pytest.mark.parametrize(
    "text",
    [
        "2 boxes of gabapentin left, dm me, tenner a box",
        "selling my spare tramadol, message me",
    ],
)
def test_what_needs_a_prescription_is_no_gift(text: str) -> None:
    """It is offered against the law, whatever is asked for it."""
    assert Label.ILLEGAL in ENGINE.decide(utterance(text), policy_pack(BODY)).labels


@pytest.mark.parametrize(
    "piece", ["if the jab ", "causes a ", "magnetic ", "1 in ", "rare ", "sick of hearing ", "9,"]
)
@pytest.mark.parametrize("asked", [mocks_a_claim, tells_a_known_risk])
def test_hostile_texts_are_read_in_linear_time(asked: Callable[[str], bool], piece: str) -> None:
    """Whatever is repeated in them."""
    assert growth(asked, piece) < LINEAR

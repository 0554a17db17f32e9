"""What is asked of a desk without its proper name, and what only sounds like it; own wordings."""

from __future__ import annotations

from typing import Final

import pytest

from moderation_classifier.usecases.deciding import Engine
from moderation_common.vocabulary import Label
from tests.support.labelling import label, labeller, policy_pack, utterance

BODY: Final = "mid-and-south-essex"
ENGINE: Final = Engine(labeller())

ASKED: Final = (
    (Label.SUBJECT_ACCESS, "I'm Prof not Mrs on the envelopes, can that be altered"),
    (Label.SUBJECT_ACCESS, "not Miss on the screen please, it's Ms"),
    (Label.SUBJECT_ACCESS, "you keep phoning my old landline, nobody's there"),
    (Label.SUBJECT_ACCESS, "still posting things to our old address in Ely"),
    (Label.SUBJECT_ACCESS, "could someone put my new mobile on there"),
    (Label.SUBJECT_ACCESS, "you still have me at my nan's house"),
    (Label.SUBJECT_ACCESS, "My previous name comes up on the tannoy. Please get it changed"),
    (Label.SUBJECT_ACCESS, "the summary has me down as asthmatic and I'm not, please fix"),
    (Label.SUBJECT_ACCESS, "it says I drink forty units on my record and I never, who corrects it"),
    (Label.SUBJECT_ACCESS, "is there a SAR template anywhere"),
    (Label.SUBJECT_ACCESS, "who handles DSARs in the trust"),
    (Label.FOI, "You have the figures so hand them over: agency porters by month"),
    (Label.FOI, "want the stats on lost hearing aids back inside twenty working days"),
    (Label.COMPLAINT, "Furious about the way grandad was talked to on ward 9"),
    (Label.STAFF_CONDUCT, "the midwife called my sister hysterical in front of her husband"),
    (Label.COMPLAINT, "I was branded an attention seeker by two of the doctors"),
    (Label.COMPLAINT, "Jabbed the cannula in, didn't even say good morning, and walked off"),
    (Label.LEGAL, "My cousin is a solicitor and she's looking at the case with us"),
)
SAID_BY_RULES: Final = (
    (Label.LEGAL, "Hugh James have taken the file on"),
    (Label.LEGAL, "Irwin Mitchell will be in touch with you"),
    (Label.LEGAL, "off to ACAS with this one"),
    (Label.MEDIA, "Evening News here, any word on the closure?"),
    (Label.MEDIA, "BBC Radio Kent here - who can talk to us about parking"),
    (Label.MEDIA, "Reuters. Can you confirm the number hurt?"),
    (Label.STAFF_CONDUCT, "Furious about the way grandad was talked to on ward 9"),
    (Label.MEDIA, "our viewers would love to hear how you got on"),
)
"""What the model holds to be nothing is for it to learn: the rules know it by themselves."""
LEFT: Final = (
    (Label.SUBJECT_ACCESS, "It's Dr not Mr on the poster by the lifts, lovely man"),
    (Label.SUBJECT_ACCESS, "It's Mrs not Miss as of saturday, what a day"),
    (Label.SUBJECT_ACCESS, "I still get calls for the chippy, our old number was theirs"),
    (Label.SUBJECT_ACCESS, "what's the new email for the eye clinic"),
    (Label.SUBJECT_ACCESS, "the ward's old name was on the board, nice to see it fixed up"),
    (Label.SUBJECT_ACCESS, "the app says I have an appointment but I haven't, who do I ring"),
    (Label.SUBJECT_ACCESS, "our SAR team was out with the lifeboat, put in a request for tea"),
    (Label.SUBJECT_ACCESS, "text says update my record details on a link, is it a scam"),
    (Label.FOI, "My sister put an FOI in to the police about the cameras, nothing back"),
    (Label.FOI, "some bloke foi'd the home office about staplers"),
    (Label.FOI, "an FOI by the Gazette showed the same in Dorset"),
    (Label.FOI, "she does FOI for a living and says it's mostly potholes"),
    (Label.FOI, "You only find out when somebody FOI's them"),
    (Label.FOI, "it took an FOI to learn that, typical"),
    (Label.FOI, "my FOI response was clear and early, fair play to whoever wrote it"),
    (Label.LEGAL, "our niece is a trainee barrister and still can't park here"),
    (Label.LEGAL, "my mate's a lawyer and he burns toast"),
    (Label.LEGAL, "gonna sue my bathroom scales"),
    (Label.LEGAL, "should take these new boots to court"),
    (Label.LEGAL, "the coroner on Midsomer never washes his hands"),
    (Label.LEGAL, "that apology was drafted by a lawyer, you can smell it"),
    (Label.LEGAL, "Leigh Day are on the sponsors list for the fun run"),
    (Label.LEGAL, "the ACAS leaflet on shift swaps is good"),
    (Label.MEDIA, "Sky here is lovely, who needs Spain"),
    (Label.MEDIA, "Another post here, who reads them all"),
    (Label.MEDIA, "does the library get the Nursing Times"),
    (Label.MEDIA, "our readers' circle meets on Monday in the library"),
    (Label.STAFF_CONDUCT, "the way gran was spoken to on ward 9 was so gentle"),
    (
        Label.STAFF_CONDUCT,
        "Disgusting the way volunteers are spoken to at the desk by visitors",
    ),
    (Label.STAFF_CONDUCT, "the doctor called me a nuisance haha, he was right"),
    (Label.STAFF_CONDUCT, "how I was spoken to at school would shock you"),
    (Label.COMPLAINT, "never got to say thank you or ask her name, the nurse on bay 2"),
    (Label.REPUTATIONAL, "Cover up in this weather, the sun is fierce"),
)


@pytest.mark.parametrize("wanted,text", ASKED)
def test_what_is_asked_in_own_words_reaches_its_desk(wanted: Label, text: str) -> None:
    """Certain, or before a person."""
    assert wanted in ENGINE.decide(utterance(text), policy_pack(BODY)).possible


@pytest.mark.parametrize("wanted,text", SAID_BY_RULES)
def test_what_the_rules_know_by_themselves(wanted: Label, text: str) -> None:
    """Without the model, or beside its least suspicion."""
    limits = policy_pack(BODY).thresholds.of(wanted)
    assert label(text, with_model=False).scores.get(wanted, 0.0) >= limits.review


@pytest.mark.parametrize("wrong,text", LEFT)
def test_what_only_sounds_like_it_finds_no_rule(wrong: Label, text: str) -> None:
    """Nothing is asked of the body in it."""
    assert wrong not in label(text, with_model=False).scores


@pytest.mark.parametrize(
    "text",
    [
        "My son's a solicitor and he's taking the case on himself",
        "We are suing the trust over her foot",
        "Our barrister was on the phone, see you in court",
        "there's a solicitor's letter on its way to you",
    ],
)
def test_an_act_of_law_is_one_beside_a_relation(text: str) -> None:
    """What a lawyer does, in the family or not, goes to the body's own."""
    assert Label.LEGAL in ENGINE.decide(utterance(text), policy_pack(BODY)).labels


@pytest.mark.parametrize(
    "text",
    [
        "I sent you an FOI in spring and have had no reply",
        "FOI to this hospital: what did the new signs cost",
        "Doing you an FOI tonight about the lifts",
    ],
)
def test_a_request_to_the_body_itself_is_seen(text: str) -> None:
    """Its time runs, whoever else was asked the same."""
    assert Label.FOI in ENGINE.decide(utterance(text), policy_pack(BODY)).possible

"""Words of danger said of nobody in danger, and danger in words that hide it, by rules alone."""

from __future__ import annotations

from typing import Final

import pytest

from moderation_common.vocabulary import Label
from tests.support.labelling import label

READER: Final = 0.35
"""From here on every pack asks a person about somebody at risk."""
CASE: Final = 0.6
"""From here on every pack opens a case."""

HARMLESS: Final = (
    (Label.SELF_HARM, "waiting list for my hip is 78 weeks, i'll be dead by then at this rate"),
    (Label.SELF_HARM, "at this rate i'll be dead before i see a rheumatologist"),
    (Label.SELF_HARM, "i'll be dead by round two"),
    (Label.SELF_HARM, "World Suicide Prevention Day. 1 in 5 have suicidal thoughts"),
    (Label.SELF_HARM, "If someone tells you they want to die, listen. don't judge"),
    (Label.SELF_HARM, "If a mate tells you he's thinking of ending it, listen to him"),
    (Label.SELF_HARM, "what does 'suicide risk assessment completed' mean on my letter?"),
    (Label.SELF_HARM, "revising overdose management with a cup of tea"),
    (Label.SELF_HARM, "16 weeks since my wife took her own life. thanks to the bereavement group"),
    (Label.SELF_HARM, "lost our Sam to an overdose in june. naloxone saves lives"),
    (Label.SELF_HARM, "we bought helium for the balloons at the fete"),
    (Label.EMERGENCY, "me: i'm dying. receptionist: next available is the 14th"),
    (Label.EMERGENCY, "Sepsis signs: confused, mottled skin, no wee all day. Share this"),
    (Label.SAFEGUARDING, "FGM is child abuse. Learn the signs"),
    (Label.SAFEGUARDING, "never leave a baby in a hot car folks"),
    (Label.SAFEGUARDING, "my lad gave our kids a hiding at fifa"),
    (Label.SAFEGUARDING, "they have been on their own since their father died and cope well"),
    (Label.PATIENT_SAFETY, "if i dont get coffee before this shift someone's going to get hurt"),
    (Label.PATIENT_SAFETY, "discharged on Friday, the telly wants a new remote"),
)
DANGER: Final = (
    (Label.SELF_HARM, "camhs have us waiting two years, she'll tell you i'll be dead at this rate"),
    (Label.SELF_HARM, "a year since my wife took her own life. on the 3rd i'm going too"),
    (Label.SELF_HARM, "1 in 5 feel like it they say. i have suicidal thoughts every day"),
    (Label.SELF_HARM, "my friend tells me he wants to die and he has the tablets"),
    (Label.SELF_HARM, "my mate tells me he's thinking of ending it and won't listen"),
    (Label.SELF_HARM, "i have buy the helium. please nobody call my university"),
    (Label.SELF_HARM, "my shotgun licence came back and i sit with it of an evening"),
    (Label.EMERGENCY, "help me: i'm dying, nobody comes"),
    (Label.EMERGENCY, "she is very confused and shaking, mottled legs, not had a wee all day"),
    (Label.SAFEGUARDING, "i give the missus a good hiding now and again, keeps her in line"),
    (Label.SAFEGUARDING, "no one, they on there own since friday"),
    (Label.SAFEGUARDING, "they left the baby in a hot car again, second time this week"),
    (Label.SAFEGUARDING, "my cousin is taken abroad on Saturday for fgm, she is 9"),
    (Label.SAFEGUARDING, "Honour based violence is illegal but my brothers are coming to kill me"),
    (Label.SAFEGUARDING, "my uncles are going to kill her for leaving him"),
    (Label.SELF_HARM, "He took his own life last year. I can't wait to see him on Sunday"),
    (Label.SELF_HARM, "My husband hanged himself in May. I'm going to follow him soon"),
    (
        Label.PATIENT_SAFETY,
        "they discharged my brother, he says the telly wants him to hurt people",
    ),
    (Label.PATIENT_SAFETY, "if i don't get my insulin on this ward someone is going to die here"),
)


@pytest.mark.parametrize("danger, text", HARMLESS)
def test_nobody_is_asked_about_what_is_said_of_nobody(danger: Label, text: str) -> None:
    """Advice, numbers, lessons, sayings and grief are no news of somebody in danger."""
    assert label(text, with_model=False).scores.get(danger, 0.0) < READER


@pytest.mark.parametrize("danger, text", DANGER)
def test_the_like_words_of_danger_open_a_case(danger: Label, text: str) -> None:
    """What excuses a saying excuses nobody's own words, and what is told sideways is found."""
    assert label(text, with_model=False).scores.get(danger, 0.0) >= CASE


@pytest.mark.parametrize(
    "text",
    [
        "that ref wants shooting",
        "hang em out to dry, they've earned it",
        "there's a present on its way from Santa, dont be near the tree",
        "your parcel is on its way, please wait in",
        "A little gift is on its way to ward 5. When it's opened please share with the team",
        "Parcel sent to the wrong house and when it was opened the insulin was warm",
        "a parcel for our new baby is on its way, boom, so excited",
    ],
)
def test_sport_and_parcels_threaten_nobody(text: str) -> None:
    """What is wished of a match or said of a delivery is no threat."""
    assert label(text, with_model=False).scores.get(Label.THREAT, 0.0) < 0.45


@pytest.mark.parametrize(
    "text",
    [
        "theres a package coming to yr head office. dont stand near it",
        "baby unit parcel is on its way, boom",
        "got a nice little parcel on its way to your reception. i'd not be in when its opened",
        "that manager wants shooting",
    ],
)
def test_a_parcel_to_keep_away_from_is_a_threat(text: str) -> None:
    """Said of a place with people in it, it is told."""
    assert label(text, with_model=False).scores.get(Label.THREAT, 0.0) >= CASE


def test_who_had_been_stabbed_is_told_as_past() -> None:
    """A nurse who held the hands of lads who'd been stabbed calls no ambulance."""
    told = label("I've held the hands of lads who'd been stabbed", with_model=False)
    now = label("lads have just been stabbed outside a&e", with_model=False)
    assert told.scores.get(Label.EMERGENCY, 0.0) < CASE <= now.scores[Label.EMERGENCY]
    assert not told.present_danger

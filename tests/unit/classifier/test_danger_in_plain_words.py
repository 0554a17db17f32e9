"""Danger in words that raise no alarm: a victim's question, a mask, a phrase beside what was seen.

Through the whole engine, and by a rule: what only the model suspects waits longer for a person. The
hard negatives stand beside them.
"""

from __future__ import annotations

from typing import Final

import pytest

from moderation_common.vocabulary import Label
from tests.support.labelling import danger_by_rules, label, policy_pack

BODY: Final = "mid-and-south-essex"

VICTIMS_QUESTIONS: Final = (
    "does it count as rape if your boyfriend just carries on",
    "is it even r*pe when youre going out with him",
    "was it rape if i kissed him first",
    "can i get a rape kit done without my mam finding out",
    "do you have to tell my parents if i say i was raped",
    "need an abortion and im 12 where do i go",
    "shes 11 and pregnant what do we do",
    "im 12. is plan b free",
    "is it illegal if your stepdad watches you in the shower",
    "is it normal for an uncle to touch your legs all the time",
    "would i get in trouble for saying it was my step brother",
    "does my dad go to prison if i tell someone",
    "got graped at a house party last week",
    "my mate was SA'd by her tutor",
    "he r*ped me and now he works on your desk",
)
ASKED_IN_DOUBT: Final = (
    "my boyfriend makes me do stuff I dont want to, can you tell a midwife that",
    "is it weird if your coach messages you at night",
    "is it my fault if he filmed me when i was asleep",
    "morning after pill without my mum knowing, where do i go im scared",
    "can i get condoms if im 14",
)
SELF_HARM: Final = (
    "im so s**cidal and camhs wont ring",
    "feeling su*cidal again",
    "suic*dal tonight and nobody picks up",
    "he keeps saying hell be going to see nan soon. she died in april",
    "my brother is on about joining our dad, dad's been dead a year",
    "clean from self harm for 14 months until yesterday",
    "3 years free of cutting but last night i slipped",
    "hadnt cut myself in a year til tonight",
)
PATIENT_SAFETY: Final = (
    "I felt the scalpel, screamed out, they kept going",
    "my mouth wasnt numb, told the dentist three times and he carried on drilling",
    "felt the stitches going in and said so, no pain relief was offered",
    '"fit to be discharged" she couldnt walk to the car',
    "Medically stable apparently. He was still bleeding in the taxi.",
    '"safe for discharge" and back in resus by teatime',
    "they mislaid mum's biopsy. its stage 4 now",
    "my referral was never sent and now the cancer is everywhere",
    "They rang to say my biopsy was clear. It was somebody else's.",
    "scan results belonged to another woman, i have the tumour",
    "boots gave her 50mg, should have been 5mg",
    "the ward put him down for 20 units when he is only ever on 2 units",
    "dialysis taxi didnt come again, third session he's missed",
    "ambulance never came so dad missed his dialysis",
)
PATIENT_SAFETY_IN_DOUBT: Final = (
    "district nurse hasnt turned up to change dads dressing in four days",
    "the carers never turned up for her tablets again",
    "still nothing since may on a 2 week wait for a lump in my neck",
    "letter dated February said urgent, suspected cancer. We are in August.",
    "been forgotten by the oncology team since the op",
    "felt everything, the whole operation, and they would not listen",
)
MISSING: Final = (
    "my mum has wandered off the ward in her slippers, she has alzheimers",
    "anyone seen an elderly man near the hospital, hospital gown, very confused",
    "grandad walked out of a&e an hour ago, dementia, no shoes",
)
DRY_BABIES: Final = (
    "her soft spot looks sunken tonight",
    "the dent in his head has gone deeper since this morning",
    "baby not had a wet nappy since breakfast",
    "her nappies have been dry since last night and shes floppy",
)
CARERS: Final = (
    "caught the carer rooting through dads wallet on the camera",
    "agency carer pinched mum's wedding ring",
    "her necklace has gone missing since the new care worker came",
    "night carer helping herself to nans purse",
)
FROM_INSIDE: Final = (
    "double checks are made up on nights, i work there, please dont use my name",
    "hca here. told to sign for obs we never did. id lose my job if they knew",
    "Fridge temperatures get filled in weeks later, someone is faking the logs. Keep me anonymous",
)

NO_DANGER: Final = (
    "is oilseed rape what sets my hay fever off",
    "does the rape crisis centre do training for schools",
    "is rape within marriage on the exam, our lecture was in 1st term",
    "lovely grapes from the volunteers' trolley",
    "flew in from SA to see the new grandson",
    "we got r*ped on the parking bill",
    "They saved my wife's life and kept me sane",
    "you saved her, the doctor saved my brother",
    "my dad has been sad since last week",
    "im 12 weeks pregnant, which entrance for the scan",
    "I'm 14 weeks pregnant can I have the flu jab",
    "my daughter is 12 can she have the hpv jab at school",
    "is it ok for my husband to film the birth",
    "is it allowed for dads to take photos in the scan room",
    "would i get in trouble for telling my boss im off sick",
    "is it my fault the appointment was lost",
    "coach messaged the team about the fun run for the hospice",
    "nan says she is joining grandad at the bowls club",
    "we scattered dad's ashes, he's with mum now",
    "free of cutting corners until the new manager came",
    "felt every stitch of kindness in that quilt",
    "didn't feel a single stitch, told them twice how good they are",
    "medically fit and home in time for tea, thank you all",
    'who came up with "medically ready", sounds like a car',
    "they lost my scan letter but rang me back the same day",
    "the results were someone else's problem according to my boss",
    "the chemist gave me 5mg and 10mg tablets, both right, cheers",
    "transport was late but he still got to dialysis",
    "volunteer driver never came so nan missed her eye test",
    "has anyone seen my mum's glasses, left on ward 4, she's got dementia",
    "walked off the ward with a new hip, thank you",
    "dry nappies all night, potty training is done",
    "our carer went through mum's bag to find her glasses, a star",
    "as a carer I had my bike nicked outside outpatients",
    "my car got broken into in your car park",
    "I work there and even we queue for the canteen",
    "don't want to be here, I'd rather be on the beach",
    "can't go on like this, said the photocopier",
    "she took an overdose in last night's Hollyoaks",
    "in Holby they'd have given him the wrong drug by now",
    "call an ambulance for our coffee machine",
    "Spurs choking on their lead, call the paramedics",
    "what does this module on forced marriage count towards, is it e-learning",
    "our cat is a victim of coercive control, the dog wont let her near the sofa",
    "the pony is being groomed by the kids next door",
    "Way back in 74 they left a swab in me, different world now",
    "couldn't get it up for months and told nobody",
    "the taxi never turned up for our clinic",
    "flood that ward with thank you cards",
)
"""No rule may find danger in them, whatever the model holds."""

REAL_ALL_THE_SAME: Final = (
    (Label.SELF_HARM, "I dont want to be here. I want to be with my son and he's dead"),
    (Label.SELF_HARM, "I don't want to be here, not on a beach, not anywhere"),
    (Label.SELF_HARM, "she took an overdose like the one in last night's Hollyoaks"),
    (Label.SELF_HARM, "she took an overdose while Corrie was on"),
    (Label.SELF_HARM, "I can't go on like this, the boiler's broke and I've nobody"),
    (Label.EMERGENCY, "man choking on penalty sweets, please help"),
    (Label.EMERGENCY, "please call an ambulance for my dad, he's by the coffee machine"),
    (Label.EMERGENCY, "can't get him to come round"),
    (Label.SAFEGUARDING, "he will kill me if I miss the bus home"),
    (Label.SAFEGUARDING, "I am a victim of coercive control and so is my cat"),
    (Label.PATIENT_SAFETY, "they gave her the wrong drug like something out of Holby"),
    (Label.PATIENT_SAFETY, "she hasn't been turned once since Monday"),
    (Label.PATIENT_SAFETY, "wrong medication and her sats were in the 80s"),
)
"""What an exception for figures of speech must leave alone."""


@pytest.mark.parametrize(
    "wanted,text",
    [
        *((Label.SAFEGUARDING, text) for text in (*VICTIMS_QUESTIONS, *MISSING, *CARERS)),
        *((Label.SELF_HARM, text) for text in SELF_HARM),
        *((Label.PATIENT_SAFETY, text) for text in (*PATIENT_SAFETY, *MISSING, *FROM_INSIDE)),
    ],
)
def test_a_rule_opens_a_case(wanted: Label, text: str) -> None:
    """A rule finds it and is sure, so that no silence of the model loses it."""
    sure = policy_pack(BODY).thresholds.of(wanted).act
    assert any(
        found.label is wanted and not found.by_model and found.score >= sure
        for found in label(text).findings
    )


@pytest.mark.parametrize(
    "wanted,text",
    [
        *((Label.SAFEGUARDING, text) for text in ASKED_IN_DOUBT),
        *((Label.PATIENT_SAFETY, text) for text in PATIENT_SAFETY_IN_DOUBT),
        *((Label.EMERGENCY, text) for text in DRY_BABIES),
        *REAL_ALL_THE_SAME,
    ],
)
def test_a_person_reads_it(wanted: Label, text: str) -> None:
    """It has a reader at least, and the model does not dismiss what the rule doubts."""
    assert wanted in danger_by_rules(text, organisation=BODY)


@pytest.mark.parametrize("text", NO_DANGER)
def test_no_rule_is_alarmed(text: str) -> None:
    """The same words in their harmless sense wake nobody."""
    assert not danger_by_rules(text, organisation=BODY)


@pytest.mark.parametrize("text", FROM_INSIDE)
def test_who_tells_from_inside_reaches_the_guardian(text: str) -> None:
    """It is found as a colleague's concern as well as a danger to patients."""
    limit = policy_pack(BODY).thresholds.of(Label.SPEAK_UP).review
    assert label(text).scores.get(Label.SPEAK_UP, 0.0) >= limit

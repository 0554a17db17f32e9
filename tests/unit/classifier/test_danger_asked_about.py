"""Danger asked about and told flatly: doses that kill, farewells, the bereaved's accusations.

Through the whole engine, and by a rule: what only the model suspects waits longer for a person.
Hard negatives stand beside them, in the words of the same questions.
"""

from __future__ import annotations

from typing import Final

import pytest

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy import PolicyPack, load_packs
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Label
from tests.support.labelling import POLICIES, danger_by_rules, label, policy_pack, utterance

BODY: Final = "mid-and-south-essex"

LIFE_IN_DOUBT: Final = (
    "how many paracetamol would it actually take",
    "whats the lethal amount of propranolol",
    "fatal dose of citalopram anyone?",
    "would 30 zopiclone be enough",
    "60 co-codamol and a bottle of vodka would that work",
    "would 2 weeks worth of mirtazapine finish me or just make me sleep",
    "if you leave it two days after paracetamol can they still save you",
    "anyone know how many amitriptyline is too many, asking for me",
    "lethal dose amitriptyline 50mg 9 stone",
    "lethal dose propranolol 11 stone",
    "does it hurt, carbon monoxide",
    "carbon monoxide - painless or not",
    "is it painless, the helium way",
    "is it peaceful, the helium",
    "do they still pump your stomach if you wait long enough",
    "exit bag anyone?",
    "do trains stop in time",
    "how many of the blue ones would do the job",
    "my number is 07700 900431 if anyone wants to talk me out of it",
    "I'm at 14 Acacia Close SS14 3QT. Tell them to break the door, I've taken them all",
    "ive just necked the lot",
    "she's swallowed the whole box",
    "text me on 07700 900431 I'm on the bridge",
    "My DOB 14/03/1990. for when they find me",
    "see you on the other side boys 💔",
    "see you on the other side lads, it's been a ride",
    "what's the lethal dose of paracetamol for someone my weight",
    "how much insulin would be fatal",
    "ld50 of propranolol?",
    "amitriptyline lethal dose?",
    "how many sleeping tablets to never wake up",
    "how many co codamol does it take to kill you",
    "how many sertraline would it take",
    "is 40 diazepam enough to do it",
    "would two boxes of paracetamol be enough",
    "are 50 codeine enough",
    "3 packets of paracetamol and a bottle of gin",
    "32 paracetamol with a bottle of wine, will that do it",
    "would a month's worth of my heart tablets finish me off",
    "could a box of nytol see me off",
    "if i wait a day after taking too many paracetamol can they reverse it",
    "does hanging hurt",
    "is drowning peaceful",
    "carbon monoxide is painless right?",
    "what's the most painless way to die",
    "would helium be quick",
    "how long does it take to bleed out",
    "how high do you have to jump from to die",
    "can train drivers ever stop in time",
    "anyone used an exit bag",
    "where can i get sodium nitrite",
    "my mobile is 07700 900222 someone please talk me down tonight",
    "ring me on 07700 900222 im on the railway bridge sorry",
    "I'm on the multi storey. tell my mum i love her",
    "my name is in my pocket so they can identify me",
    "name and dob in the note for when the police find me",
    "see ya all on the other side x",
    "catch you on the other side boys",
    "signing off for good, thanks all",
    "checking out for good x",
    "how many propranolol is fatal",
    "whats a lethal amount of codeine",
    "how much paracetamol kills you",
    "paracetamol, how many to be fatal",
    "lethal amount amitriptyline anyone know",
    "fatal amount of morphine for 12 stone man",
    "how many of these tablets until you dont wake up",
    "will 24 ibuprofen do it",
    "would taking all my sertraline at once do anything or just be sick",
    "is 100 units of insulin enough to finish me",
    "would 2 boxes of aspirin kill me",
    "two packs of paracetamol and a bottle of whisky is that enough",
    "how long does paracetamol take to kill your liver",
    "is there any point going in, took them 3 days ago, can they still reverse paracetamol",
    "does carbon monoxide hurt",
    "is carbon monoxide peaceful",
    "hanging - does it hurt",
    "does it hurt when the train hits",
    "how quick is hanging",
    "would i feel anything if a train hit me",
    "do lorries stop in time if you step out",
    "how long does helium take",
    "is hypothermia a nice way to go",
    "is freezing to death painful",
    "whats the least painful way to go",
    "anyone know about exit bags",
    "how do you get nembutal in the uk",
    "is a 3 storey drop enough",
    "which bridge is highest round here asking for me",
    "someone please talk me out of this. 07700 900111",
    "call me 07700 900111 im at the railway line",
    "my nhs number is 999 000 0000 so they know who i am when they find me",
    "if anyone finds my body tell my mum sorry",
    "see you all on the other side 💔",
    "its been a blast lads, see you on the other side",
    "this is me signing off for good. look after each other",
    "why is a lethal dose of paracetamol so small, got 64 here",
    "I have 64 here, why is a lethal dose of paracetamol so small",
    "why is a lethal dose of paracetamol so small? Got 64 here",
)

EMERGENCY: Final = (
    "my 6wk old temp is 39.2 and hes not feeding",
    "my 5 month old breathing really fast tummy sucking in",
    "my tongue feels massive",
    "stung by wasp and my face is ballooning",
    "newborn fever 38.5 what now",
    "my 8 week old has a temp of 38.4",
    "5 week old not feeding and really sleepy, temp 38.9",
    "baby's ribs are pulling in when she breathes",
    "bee sting and now my eyes and face swollen up",
    "3 week old with a fever of 38.6",
    "2 month old, temp 38.9, floppy",
    "newborn wont feed and breathing fast",
    "my throat feels like its closing",
    "tongue is twice the size",
)

UNSAFE_CARE: Final = (
    "vaccines at that pharmacy sat out on counter all morning in the sun",
    "vaccine boxes sat on the counter in the sun at our chemist",
    "they put dnr on my nan without telling anyone, she can talk!",
    "DNACPR in my brothers notes. He has Downs. Nobody asked us.",
    "You killed my mum",
    "My mum died because of you",
    "You lot killed my nan",
    "You murdered my son",
    "Basildon killed my wife",
    "RIP dad, the NHS killed you",
    "my mum died alone thanks to you",
    "my dad died waiting for you",
    "insulin left out of the fridge all weekend at the chemist",
    "the flu jabs were sitting in the sun at reception all day",
    "vaccine fridge has been broken for a week at the surgery",
    "the hospital put a dnacpr on my dad and never told us",
    "found a DNR in mum's notes, we never agreed to that",
    "the hospital killed my dad",
    "they murdered my baby brother",
    "your incompetence killed our son",
    "southend hospital killed my nan",
    "doctors killed my daughter",
    "my husband died thanks to the hospital",
    "our baby is dead because of you lot",
    "you let my mum die",
    "it's your fault my dad died",
    "you took my mum from me",
    "i lost my son because of you",
    "rip nan, that hospital killed you",
    "insulin pens left on the radiator at the pharmacy",
    "covid vaccines were out of the fridge since 8am at that clinic",
    "our surgery vaccine fridge was off all weekend and they still jabbed people",
    "delivery driver left the vaccines in the sun outside the chemist",
    "eye drops kept at room temperature in that pharmacy when it says fridge",
    "they made my dad dnr and nobody spoke to us",
    "Dad has learning disabilities and they slapped a DNAR on him",
    "DNR on my autistic son's file, no discussion with us",
    "not for resus written in gran's folder and she had no idea",
    "the nhs murdered my husband",
    "this hospital killed my mother",
    "bedford hospital killed our dad",
    "Your ward killed my grandma",
    "my wife is dead because of the ambulance delays",
    "nan died on a trolley thanks to you lot",
    "my baby died because of midwives",
    "rip mum, you were killed by the nhs",
    "my dad was killed by that hospital",
    "you are the reason my mum is dead",
    "i buried my son because of your mistakes",
    "you have my nan's blood on your hands",
    "my brother would still be alive if it wasnt for you",
    "my mum would be here today if you had listened",
    "my sister died on your waiting list",
    "broomfield a&e killed my uncle",
    "you lot let my nan die",
    "you sent my dad home to die",
    "nhs killed my dad, no dignity at all",
    "You killed my mum, no dignity",
    "you killed my mum without dignity",
    "the hospital killed my mum knowing she was allergic",
    "You killed my dad, he was at home as you refused the ambulance, never comfortable",
    "they killed my nan nobody kept her comfortable",
    "I found a DNR on my dad, nobody told us, is that your policy?",
    "Got DNR on my dad without consent. How can you do that",
    "found a DNR on dad in casualty and of course nobody told us",
    "useless lot killed my nan",
    "you murdering bastards killed my son",
    "you bastard killed my dad",
    "those idiots took my dad from us",
    "scumbags let my mum die",
)

CHILD_IN_DANGER: Final = (
    "My son is hit as a child minder loses temper, counsellor saw it",
    "beaten as a child, my son is beaten as a child too, therapist knows",
    "I was abused as a child and now my therapist abuses my daughter",
    "my stepson is neglected as a baby and the therapist has done nothing",
    "I was abused as a child and my therapist helped me and now my son is being beaten",
    "I was neglected as a child and counselling saved me. My son is beaten now",
)

NO_DANGER: Final = (
    "I've taken them all to the pharmacy for disposal",
    "I took them all out for a walk along the prom",
    "I took the lot to the tip",
    "he took it all in his stride",
    "I took all of them to the vet",
    "we took the whole box of chocolates to the nurses",
    "I've taken all my exams now",
    "how many paracetamol can I take in a day",
    "is it ok to take ibuprofen with citalopram",
    "what is the maximum dose",
    "lethal dose of cringe",
    "helium balloons allowed on the ward?",
    "carbon monoxide alarm went off, is it faulty",
    "do the trains stop at Rochford",
    "see you on the other side of the op",
    "it's been a ride, thanks all",
    "LD50 lecture",
    "you saved my mum",
    "my mum died peacefully because of you, thank you for the care",
    "this queue is killing me",
    "the heat killed my nan's roses",
    "cancer killed my dad, you were wonderful",
    "how many paracetamol is too many in a day",
    "how many ibuprofen can i take with codeine",
    "will 28 tablets be enough for my holiday",
    "is 500mg of paracetamol enough for a 10 stone man",
    "would 30 mins be enough for parking",
    "how many sertraline tablets are in a packet",
    "how long does sertraline take to work",
    "how long after paracetamol can i take ibuprofen",
    "can they give you paracetamol on the ward two days after the op",
    "can I drink wine with 20mg citalopram",
    "the lethal amount of admin in this job",
    "fatal dose of mondays",
    "the nurse gave him a fatal dose of morphine and nobody was charged",
    "my dog ate 3 packets of paracetamol and a bottle of gin flavoured sweets lol",
    "quickest way to do it is online, just log in and order",
    "what's the best way to do it, online or by phone?",
    "easiest way to do it is ring at 8am",
    "how many volunteers would do the job",
    "how many of these forms do i need to fill in",
    "is hanging on the phone for an hour quick",
    "hanging baskets look peaceful",
    "does the helium scanner hurt",
    "does drowning in paperwork hurt",
    "fit a carbon monoxide alarm, it's silent and quick",
    "is the train quick from Southend",
    "the trains never stop in time for my clinic",
    "do the trains stop near the hospital in time for visiting",
    "can they stop in time for christmas",
    "talk me out of it, about to book a marathon",
    "someone talk me out of buying more plants",
    "I'm on the bridge stuck in traffic, call me when you are out of theatre",
    "I'm at the bridge cafe, text me when you're done",
    "when they find me an appointment i'll be a skeleton",
    "see you on the other side of the pandemic",
    "surgery tomorrow. see you on the other side everyone x",
    "retiring after 40 years, see you on the other side lads, it's been a ride",
    "RIP mate, see you on the other side",
    "RIP dad. See you on the other side x",
    "signing off from the ward for the last time today",
    "left my insulin out of the fridge overnight, is it ok?",
    "sat in the sun after my flu jab, lovely day",
    "the vaccine queue stood in the sun for an hour",
    "patients left sitting out in the sun for jabs",
    "how do i get a DNR put in place",
    "the DNR was discussed with us gently, we agreed",
    "DNR policy leaflet not easy to read",
    "my 6 week old had her check today, lovely health visitor",
    "waited 6 weeks, temp in the office is 39",
    "my 3 month wait and still no scan, temp staff everywhere",
    "pulling my tummy in for the photo",
    "breathing fast after the stairs, need the gym",
    "my tongue feels massive since the dentist",
    "ate my lunch and my feet are swollen",
    "the car park queue is massive and my face says it all",
    "cancer killed my dad",
    "covid killed my nan",
    "smoking killed my grandad",
    "drink killed my brother",
    "a drunk driver killed my son",
    "the neighbours cat killed my son's hamster",
    "you killed my vibe",
    "you killed my dad's roses",
    "my son killed my daughter at monopoly",
    "my mum died in your hospital last year and the nurses were so kind",
    "my dad died because of cancer",
    "my nan died due to old age",
    "my husband died waiting at the altar lol",
    "my mum died peacefully thanks to you all",
    "my dad died knowing he was cared for because of you",
    "the war killed my grandad",
    "heart disease killed my mother",
    "the nurses let my mum die with dignity at home",
    "you let my mum stay with her",
    "who killed my nan's tomatoes",
    "the blitz killed my great nan, documentary tonight",
    "someone call an ambulance for this haircut",
    "call an ambulance for that defence",
    "send an ambulance for my ego",
    "wrong prescription for the economy",
    "wrong drug for inflation",
    "said goodbye to all the nurses on the unit and finally home",
    "how many paracetamol can a 10 year old have",
    "how much calpol is too much for a toddler",
    "how much insulin do i take before a meal",
    "would 2 paracetamol be enough for this headache",
    "can I take two boxes on the plane",
    "would 30 tablets last me the month",
    "is 28 tablets enough until the surgery reopens",
    "will 60 staff be enough",
    "I've 3 packets of paracetamol and a bottle of calpol to donate",
    "bottle of wine and 2 paracetamol for me tonight",
    "two weeks of antibiotics and a bottle of lucozade and i'm right as rain",
    "the pharmacist said 30 mg codeine and wine dont mix",
    "is it too late to get the flu jab",
    "is the op painful or quick",
    "does the epidural hurt",
    "is a smear painful",
    "does a blood test hurt",
    "is the injection quick and painless",
    "the helium mri scanner is down",
    "hanging around for an hour, no one came",
    "drowning in emails today",
    "are nurses drowning in paperwork? does it hurt patient care",
    "carbon monoxide alarms save lives, check yours, it's silent and quick",
    "what's the quickest way to get to A&E from the station",
    "best way to go to Southend hospital by bus",
    "least painful way to park at broomfield is the bus",
    "i'm on the train, text me when you're out",
    "i'm at the roof garden cafe on level 2, ring me",
    "text me, i'm by the bridge ward entrance",
    "roof is leaking on the ward, nobody can fix it",
    "talk me down from the ceiling I'm so happy the op went well",
    "she talked me down when i was panicking in the mri, thank you",
    "by the time you read this my appointment will have gone",
    "when they find my notes i'll be amazed",
    "finding my body changes hard in menopause",
    "hope they find me a bed",
    "see you on the other side of the road",
    "see you on the other side, off for my c section tomorrow",
    "it's been a journey but i'm cancer free, thanks to all of you",
    "it's been a ride but I'm off to a new trust, thanks all",
    "logging out for good of this rubbish app",
    "goodbye all, enjoy the weekend",
    "vaccine clinic is in the sun lounge on the counter side",
    "got my jab then sat out in the sun",
    "can I keep insulin out of the fridge on holiday",
    "staff fridge broken again, my lunch is warm",
    "we agreed the dnr with the lovely doctor",
    "what does dnr mean",
    "my 4 week wait for a temp job is over, temperature 39 in here",
    "6 weeks since my op and my temp is fine",
    "my 7 week old smiled at the nurse",
    "tummy sucking in exercises postnatal class",
    "my tongue is huge in this photo lol",
    "my face is massive in that picture",
    "bee sting kit training",
    "you nearly killed me laughing",
    "this weather killed my dad's tomatoes",
    "that hill killed my mum's knees",
    "you're killing my mum with kindness",
    "dementia killed my nan slowly, your carers were angels",
    "my mum died last week, thank you ward 7",
    "my dad died in 2019 of cancer and the hospice were brilliant",
    "my nan died because of her heart",
    "my gran died waiting for the king's telegram",
    "my mum would have died without you",
    "you saved my dad, he would be dead without you",
    "you kept my mum alive",
    "doctors told my mum she was lucky",
    "the film where the hospital kills the patient",
    "shipman killed my gran's neighbour, awful man",
    "nurse lucy letby killed babies",
    "my brother would still be here if he'd worn a seatbelt",
    "asbestos killed my father and the nurses here were kind",
    "you let my mum stay late with dad",
    "parking machine killed my phone battery",
    "the nhs kills it every time, superb care",
    "hospital food killed my appetite",
    "he killed my friend, now in court",
    "my ex killed our dog",
    "My mum died because of dementia",
    "my dad died due to smoking",
    "my nan died because of her age",
    "my mum died thanks to covid",
    "my dad passed because of a heart attack",
    "our baby died due to complications",
    "my wife died because of a rare condition",
    "my husband died because of an accident",
    "dad died thanks to asbestos",
    "mum died because of the strokes",
    "my mum is gone now but you all were lovely because of that",
    "my dog died because of chocolate",
    "Grief killed my grandad",
    "Cancer murdered my dad",
    "Motor neurone disease killed my dad",
    "Chemo killed my mums taste buds",
    "someone call an ambulance for this budget",
    "wrong medicine for the economy",
    "said goodbye to everyone on the ward today, home at last!! 🎉",
    "I was neglected as a child, and the counselling here at 60 saved me",
    "I was abused as a child and my therapist saved me. So grateful to her",
    "we were beaten as children and the therapy here healed us",
    "my mum died with such dignity because of you",
    "my dad was comfortable when he died because of you",
    "the nurses kept my dad comfortable and he died thanks to the ward as he hoped",
    "my dad died at home as he wanted because of you",
    "how do i get a DNR for my dad, nobody told us we could",
    "why is a lethal dose of paracetamol so small?",
    "you bastards killed my vibe",
    "that lot killed my dad's roses",
)
"""No rule may find danger in them, whatever the model holds."""


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Return the engine that the service opens."""
    return open_engine()


@pytest.mark.parametrize(
    "wanted,text",
    [
        *((Label.SELF_HARM, text) for text in LIFE_IN_DOUBT),
        *((Label.EMERGENCY, text) for text in EMERGENCY),
        *((Label.PATIENT_SAFETY, text) for text in UNSAFE_CARE),
        *((Label.SAFEGUARDING, text) for text in CHILD_IN_DANGER),
    ],
)
def test_a_rule_tells_of_it(engine: Engine, wanted: Label, text: str) -> None:
    """However it is worded, the decision says so; nothing is removed for it."""
    decision = engine.decide(utterance(text), policy_pack(BODY))
    assert wanted in danger_by_rules(text, organisation=BODY)
    assert wanted in {*decision.labels, *decision.doubtful}
    if {Label.PERSONAL_DATA, Label.PROFANITY}.isdisjoint(decision.labels):
        assert REMOVALS.isdisjoint(decision.actions)


@pytest.mark.parametrize("text", NO_DANGER)
def test_no_rule_is_alarmed(text: str) -> None:
    """Ordinary questions about doses, figures of speech, gratitude and news."""
    assert not danger_by_rules(text, organisation=BODY)


@pytest.mark.parametrize("kin", ["mum", "nan", "baby", "wife"])
@pytest.mark.parametrize(
    "accusation",
    [
        "You murdered my {kin}",
        "Southend killed my {kin}",
        "That ward killed my {kin}",
        "The doctors killed my {kin}",
        "My {kin} died because of Southend",
        "My {kin} is dead because of the NHS",
        "My {kin} died alone thanks to that ward",
        "My {kin} died waiting for Basildon hospital",
    ],
)
def test_whoever_is_bereaved_and_whomever_they_blame(accusation: str, kin: str) -> None:
    """A ward, a hospital by the name of its town, or simply you."""
    assert Label.PATIENT_SAFETY in danger_by_rules(accusation.format(kin=kin), organisation=BODY)


def test_a_death_laid_at_the_bodys_door_reaches_a_team(engine: Engine) -> None:
    """The model takes such words for thanks; praise in nearly the same reaches nobody."""
    pack = policy_pack(BODY)
    assert engine.decide(utterance("You killed my mum"), pack).routes
    assert not engine.decide(utterance("You saved my mum"), pack).routes


@pytest.mark.parametrize("pack", load_packs(POLICIES), ids=lambda pack: pack.organisation.key)
def test_who_swears_at_those_they_accuse_is_heard(engine: Engine, pack: PolicyPack) -> None:
    """Their swearing may be hidden, but a team hears of the death."""
    accused = engine.decide(utterance("you murdering bastards killed my son"), pack)
    assert Label.PATIENT_SAFETY in accused.labels
    assert accused.routes
    jest = engine.decide(utterance("you bastards killed my vibe"), pack)
    assert Label.PATIENT_SAFETY not in {*jest.labels, *jest.doubtful}


@pytest.mark.parametrize(
    "text",
    [
        "the nhs killed my dad, your carers were wonderful",
        "You killed my mum, she was knocked out and pain free",
    ],
)
def test_an_accusation_with_a_kind_word_beside_it_still_has_a_reader(text: str) -> None:
    """Every pack asks about the doubt that is left, unless the model knows better."""
    alone = label(text, with_model=False).findings
    found = [x for x in alone if x.source == "patient-safety.death-blamed"]
    least = max(pack.thresholds.of(Label.PATIENT_SAFETY).review for pack in load_packs(POLICIES))
    assert found
    assert all(least <= x.score < 0.6 and not x.present_danger for x in found)


def test_ones_own_insulin_is_no_pharmacys() -> None:
    """Who asks about their own insulin asks a pharmacist."""
    assert Label.PATIENT_SAFETY in danger_by_rules(
        "insulin left on the counter all day at boots", organisation=BODY
    )
    assert not danger_by_rules(
        "I left my insulin on the counter all day, is it still ok?", organisation=BODY
    )

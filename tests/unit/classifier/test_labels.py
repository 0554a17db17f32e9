"""Each label on comments that carry it and on look-alikes that do not; all hand-written here.

None of these texts, nor a rewording of one, stands in the training text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from moderation_common.vocabulary import Label
from tests.support.labelling import label, policy_pack

CARRY: Final[Mapping[Label, tuple[str, ...]]] = {
    Label.EMERGENCY: (
        "My mum isn't breathing properly and her lips are going blue, please help",
        "Grandad is unconscious on the kitchen floor, what do we do",
        "think my wife is having a stroke, her speech is slurred",
        "We need an ambulance at the community centre now",
    ),
    Label.PATIENT_SAFETY: (
        "They gave my brother the wrong medication on ward 6",
        "Dad has been lying in his own urine since this morning and nobody has come",
        "Her call bell has been taken away and she can't shout",
        "Two nurses for 32 patients, the ward is unsafe",
        "sent home with a virus, it was sepsis, they missed the sepsis completely",
    ),
    Label.SELF_HARM: (
        "I don't want to be here anymore, I've had enough of life",
        "my sister says she wants to kill herself tonight",
        "feeling suicidal and the crisis line won't pick up",
        "I want to end my life",
        "been self harming again and I can't stop",
    ),
    Label.SAFEGUARDING: (
        "The man next door hits his kids, you can hear it through the wall",
        "My boyfriend strangled me last night and I am scared to go home",
        "a grown man is messaging my 12 year old daughter asking for pictures",
        "the carers at that home are stealing from my gran",
    ),
    Label.FOI: (
        "This is a Freedom of Information request for the cost of the new logo",
        "Please provide the total spent on agency doctors in 2023",
        "FOI: number of complaints about parking",
        "Someone should answer my FOI request, it was due in May. How many beds have you closed?",
        "Thanks to the FOI team but please send the number of parking fines for 2023 as an FOI",
    ),
    Label.SUBJECT_ACCESS: (
        "I would like a copy of my medical records please",
        "What information do you hold about me?",
        "subject access request, how do I make one",
    ),
    Label.MEDIA: (
        "Hi, I'm a reporter with the Echo and would like a statement on the closure",
        "BBC Essex here, could you put someone up for interview tomorrow morning",
        "media enquiry: who is your spokesperson on winter pressures",
    ),
    Label.COMPLAINT: (
        "I wish to make a formal complaint about the eye clinic",
        "I made a complaint about parking and they never apologised",
        "I made a complaint and they have not sorted it, please look into it",
        "You have not replied to any of my emails about mum's discharge",
        "How do I contact PALS about what happened to dad?",
    ),
    Label.STAFF_CONDUCT: (
        "The receptionist was incredibly rude to my elderly mother",
        "a nurse swore at my dad in front of the whole bay",
        "Your security guard was aggressive and pushed me",
    ),
    Label.MEDICAL_ADVICE: (
        "Can I take paracetamol with amoxicillin?",
        "My toddler has had a temperature for two days, should I be worried?",
        "Is it true that the flu jab gives you flu?",
    ),
    Label.LEGAL: (
        "My solicitor will be writing to you on Monday",
        "We are taking legal action over my son's birth injury",
        "the inquest heard what you did",
    ),
    Label.REPUTATIONAL: (
        "There has been a cover-up of deaths at this hospital",
        "Corruption at the top, contracts given to their mates",
        "patients are dying because of your failures and you hide it",
    ),
    Label.SPEAK_UP: (
        "I work at this hospital and we are scared to report unsafe staffing",
        "Our manager told us to falsify the observation charts",
    ),
    Label.HATE: (
        "muslims are scum and should be deported",
        "kick all the gypsies out of our country",
        "Don't want a black doctor touching my kids",
        "those dirty immigrants are vermin",
    ),
    Label.THREAT: (
        "I'm going to kill you when you come out of work",
        "I know where you live",
        "hope you get cancer and die",
        "someone needs to stab that doctor",
    ),
    Label.POLICE: (
        "I will petrol bomb your surgery",
        "selling tramadol no prescription needed, whatsapp me",
    ),
    Label.HARASSMENT: (
        "you are a fat ugly cow",
        "Shut up you stupid moron",
        "that receptionist is a miserable old bitch",
    ),
    Label.PROFANITY: (
        "what a load of shit",
        "f**king useless",
        "sh1te, all of it",
        "f u c k this",
        "fuuuuck off",
        "absolute w4nkers",
        "total b0ll0cks",
        "ƒυск",
        "arse",
        "p*ss poor",
        "Jodie you fat slag, everyone knows",
        "you slagg",
        "He's just a little prick and should be sacked",
        "you pr1ck",
        "you utter cnt",
        "you absolute cnt, get lost",
        "fook off",
        "your ward is run by dicks",
        "kiss my ass",
        "total whores",
        "They said 6 weeks, what a load of shit",
        "Been calling the surgery all fucking morning",
        'This "fucking" trust',
        'I shouted "fuck off" at her',
        "I called her a bitch and I meant it",
    ),
    Label.SEXUAL: ("send nudes babe", "hot singles near you, free porn videos"),
    Label.MISINFORMATION: (
        "Vaccines cause autism, don't be fooled",
        "covid is a hoax",
        "ivermectin cures cancer and they are hiding it",
        "the jab contains microchips",
    ),
    Label.SPAM: (
        "Earn £400 a day from home, message me on whatsapp to start",
        "Congratulations you have won a gift card, click the link to claim",
        "check out my channel and sub4sub",
        "forward this to all your contacts before midnight",
        "get 10k followers today, real and instant",
        "invest in bitcoin with guaranteed profit, telegram now",
    ),
    Label.PROMOTION: (
        "20% off all candles this week with code NURSE20",
        "Visit my shop for handmade gifts, order today, link in bio",
        "we fit boilers from only £900, call us for a free quote",
        "Private GP appointments same day in Lincoln, no queue",
        "Lost 3 stone on these shakes, inbox me to join",
        "Message me to book your slot",
        "sign up with my referral link and we both get £10",
        "Fed up with waiting, book now at our private clinic",
    ),
    Label.IMPERSONATION: (
        "This is the official NHS support team, send us your bank details to verify your account",
        "We are the hospital, confirm your sort code and password here",
    ),
    Label.ILLEGAL: (
        "diazepam for sale, no prescription, next day delivery",
        "fake sick notes £20, dm me",
    ),
    Label.DEFAMATION: (
        "The chief executive is a thief",
        "Dr Moran has been taking bribes for years",
    ),
    Label.INCITEMENT: (
        "Everyone flood their inbox with abuse tonight",
        "let's make her life hell",
    ),
    Label.PERSONAL_DATA: (
        "ring me on 07700 900456",
        "NHS number 943 476 5919",
        "my date of birth is 3/4/1961",
        "she lives at 12 Hawthorn Road, LN99 1AA",
        "write to tom.hart@example.com",
    ),
    Label.IG_INCIDENT: ("her NHS number is 943 476 5919 if anyone wants to check",),
    Label.COMPLIMENT: (
        "Thank you to all the staff on the stroke ward",
        "Brilliant service today, well done",
    ),
    Label.QUERY: (
        "What time does the minor injuries unit close on Sundays?",
        "How do I book a flu jab?",
    ),
    Label.CRITICISM: (
        "Absolute shambles of a service",
        "You can't get an appointment these days, disgraceful",
    ),
}

DO_NOT_CARRY: Final[Mapping[Label, tuple[str, ...]]] = {
    Label.EMERGENCY: (
        "I nearly had a heart attack when I saw the queue",
        "Dad had a stroke last year and the paramedics saved his life",
        "dying for a cup of tea",
        "Do you know what to do if someone is choking? Join our course",
    ),
    Label.PATIENT_SAFETY: (
        "The parking machine is broken again",
        "Food was cold but the nurses were lovely",
        "Waited two hours with a sore thumb",
    ),
    Label.SELF_HARM: (
        "I'm dying for a coffee",
        "laughed so much I nearly died",
        "Suicide prevention training was excellent today",
        "I could kill for a biscuit",
        "Monday mornings make me want to die lol",
    ),
    Label.SAFEGUARDING: (
        "My son bumped his head at football and A&E were great",
        "Nan beat cancer twice!",
        "The safeguarding training last week was useful",
    ),
    Label.FOI: (
        "How much is a prescription now?",
        "Can you send me a leaflet about diabetes?",
        "Thanks to everyone in the FOI team for a quick answer",
        "According to the freedom of information request there are 900 vacancies",
        "Someone should put in an FOI about the car park money",
        "They only published it because a journalist FOI'd them",
    ),
    Label.SUBJECT_ACCESS: ("The doctor had read my notes before I came in, impressed",),
    Label.MEDIA: (
        "I saw this on the BBC news last night",
        "I have a job interview with you Friday",
    ),
    Label.COMPLAINT: (
        "No complaints from me, wonderful care",
        "Can't complain at all",
        "Made a complaint about parking and they refunded me. Fair play to them",
        "I put in a complaint and they apologised and changed the rota, fair enough",
    ),
    Label.STAFF_CONDUCT: (
        "Staff should not have to put up with rude patients",
        "The nurse was never rude, always patient",
    ),
    Label.LEGAL: (
        "Sue on reception is lovely",
        "We play at the tennis court behind the clinic",
        "I'm not the suing type but others would have",
    ),
    Label.REPUTATIONAL: (
        "Remember to cover up in the sun",
        "Are you closed on bank holiday Monday?",
    ),
    Label.HATE: (
        "As a Muslim nurse I am proud of this team",
        "Someone called me a paki in your waiting room",
        "Faggots and peas for lunch in the canteen",
        "It is disgusting to call anyone a retard",
        "My Maine coon cat misses me when I'm in hospital",
        "black women deserve better maternity care",
    ),
    Label.THREAT: (
        "I'll kill for a bacon roll after that shift",
        "the wait nearly killed me",
        "We're going to beat this cancer",
        "He said he would stab the nurse, so glad you called security",
        "my wife will kill me if I forget",
        "let's smash that fundraising target",
        "The chief exec should hang his head in shame",
        "You should all hang your heads",
    ),
    Label.HARASSMENT: (
        "I felt like an idiot for asking",
        "This policy is idiotic",
        "you are a star",
        "She called me a stupid cow, how is that acceptable?",
    ),
    Label.PROFANITY: (
        "bloody brilliant",
        "I grew up in Scunthorpe and Penistone",
        "finger prick test was painless",
        "got the bus down the A55",
        "Dick in the league of friends is a gem",
        "I assume the class passes the assessment",
        "bum deal but there we go",
        "what a cockup with the assets",
        "Just a little prick and it was all over, lovely nurse, thank you",
        "Everyone likes to slag our nurses off but they saved my dad",
        "I hate it when people slag the NHS",
        "Cnt get an appointment for love nor money",
        "Mr Dicks the surgeon was brilliant with my dad",
        "Mr. Dicks the surgeon was brilliant with my dad",
        "Dr Fook saved my life",
        "Thank you to Sister Slagg",
        "Ass. Prof. Jones was lovely",
        "somewhere quiet for people who're staying",
        "A patient called the nurse a whore today. Disgusting behaviour towards staff",
        'To whoever shouted "fuck off home" at the nurse on ward 5: shame on you',
        'She said I was being a "whiny bitch". That is how staff speak to patients here',
        "Stop calling nurses bitches and whores",
    ),
    Label.SEXUAL: (
        "the sexual health clinic has moved",
        "My breast screening was quick and easy",
        "love you all xxx",
    ),
    Label.MISINFORMATION: (
        "Is it true vaccines cause autism?",
        "Vaccines do not cause autism, please stop sharing this",
        "My aunt believes the jab has a microchip in it, it's nonsense",
        "I had side effects after my second jab",
        "chemo was hard but it worked",
    ),
    Label.SPAM: (
        "Please share this with anyone who might need it",
        "Beware of scam texts asking for your bank details",
        "the link in your post doesn't work",
        "what's the chief exec on and did she get a bonus",
        "please follow back so I can DM, I'm with the Press Association",
        "Please pass this to your legal department.",
        "Hiya, TikTok news page here, 300k followers, can we do an interview with the nurse?",
        "How do I get a refund for the parking?",
    ),
    Label.PROMOTION: (
        "Had to go private in the end, it cost £2,000",
        "Our charity cake sale raised £300 for the ward",
        "do you sell stamps in the hospital shop?",
        "Our GP never has same day appointments",
        "Fed up with waiting 14 months for the pain clinic, it's a disgrace",
        "Mum lost two stone on ward 7 because nobody fed her, she was just given supplements",
        "I do wish someone from PALS would call me about my complaint",
        "I was supposed to see my consultant at the clinic last week and it was cancelled",
        "I can't book online at my practice, only by phone",
        "My referral link doesn't work, who do I speak to please?",
        "Does the pharmacy do free delivery of prescriptions?",
        "Can someone please call me to book my smear test",
    ),
    Label.IMPERSONATION: ("I got a text saying it's from the NHS, is this real?",),
    Label.ILLEGAL: (
        "there are people selling drugs outside the surgery",
        "took my leftover tablets back to the pharmacy",
    ),
    Label.DEFAMATION: ("the wait is criminal", "The thief who stole my bike has been jailed"),
    Label.INCITEMENT: (
        "Everyone please sign the petition",
        "please all write to your MP",
    ),
    Label.PERSONAL_DATA: (
        "call 111 or 999 in an emergency",
        "the crisis line is 0800 138 0990",
        "my order number is 4429 1182 003",
        "Samaritans are on 116 123",
        "ring the surgery on 01522 555 019",
        "it was 3-2 after 120 minutes",
    ),
    Label.STAFF_NAMED: (
        "Dr Moran was wonderful with my mum, thank you",
        "Nurse Kelly is the kindest person",
        "Dr Google told me it was nothing",
    ),
    Label.COMPLIMENT: ("thanks for nothing", "well done for wasting our money"),
}


BODY = "mid-and-south-essex"


def _cases(table: Mapping[Label, tuple[str, ...]]) -> list[tuple[Label, str]]:
    return [(wanted, text) for wanted, texts in table.items() for text in texts]


TAKEN_FOR_THE_LABEL = frozenset(
    {
        "Staff should not have to put up with rude patients",
    }
)
"""The encoder is certain of misconduct; nothing is removed for it."""
CONTRADICTED = frozenset(
    {
        "subject access request, how do I make one",
        "Message me to book your slot",
    }
)
"""Rules are certain of these, or nearly so, and the encoder contradicts them: a person decides."""


def _act(wanted: Label) -> float:
    return policy_pack(BODY).thresholds.of(wanted).act


@pytest.mark.parametrize("wanted,text", _cases(CARRY))
def test_a_label_is_found_where_it_is(wanted: Label, text: str) -> None:
    """A comment that plainly carries a label gets it with certainty, or a person is asked."""
    score, limits = label(text).scores.get(wanted, 0.0), policy_pack(BODY).thresholds.of(wanted)
    if text in CONTRADICTED:
        assert limits.review <= score < limits.act
        assert label(text, with_model=False).scores[wanted] >= limits.act
    else:
        assert score >= limits.act


@pytest.mark.parametrize("unwanted,text", _cases(DO_NOT_CARRY))
def test_a_look_alike_is_not_given_the_label(unwanted: Label, text: str) -> None:
    """A figure of speech, quotation, rebuttal or praise is never taken for the label."""
    taken = label(text).scores.get(unwanted, 0.0) >= _act(unwanted)
    assert taken == (text in TAKEN_FOR_THE_LABEL)


def test_every_label_of_the_vocabulary_is_tried() -> None:
    """No label goes without a comment that must get it; staff need a directory, tried elsewhere."""
    assert set(CARRY) == set(Label) - {Label.STAFF_NAMED}

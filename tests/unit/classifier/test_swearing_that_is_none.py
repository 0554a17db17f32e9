"""Mild words, names and what others said are not hidden as swearing, by the whole engine."""

from __future__ import annotations

from functools import cache

import pytest

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.adapters.rule_files import expand_phrases, load_packaged_rules
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Action, Label
from tests.support.labelling import policy_pack, utterance

_REMOVING: frozenset[Action] = frozenset(REMOVALS)
_BODIES = ("mid-and-south-essex", "lincolnshire", "bsw", "nottingham", "healthwatch-cp")
_CERTAIN = 0.85


@cache
def _engine() -> Engine:
    return open_engine()


@cache
def _removed_by(text: str) -> tuple[str, ...]:
    """Return the bodies for which the machine alone takes a comment away."""
    decided = _engine().decide_many([(utterance(text), policy_pack(body)) for body in _BODIES])
    return tuple(
        body
        for body, decision in zip(_BODIES, decided, strict=True)
        if not _REMOVING.isdisjoint(decision.actions)
    )


def _swears(text: str) -> float:
    decision = _engine().decide(utterance(text), policy_pack("mid-and-south-essex"))
    return decision.scores.get(Label.PROFANITY, 0.0)


MILD_MASKS = [
    "B****y brilliant, thank you all",
    "you b****y heroes",
    "b****y marvellous the lot of you",
    "what a b****y shambles",
    "B****y hell, 9 hours",
    "B****Y PARKING",
    "what a b####y shambles",
    "the b*****s never rang back",
    "bl**dy typical",
    "b*****y good team",
    "b***** typical",
    "d**n this parking machine",
    "what a cr*p car park",
    "the c**p machine again",
    "what the h*** is going on with parking",
    "the s*****g machine took my card",
    "there were t***s in the shower",
    "is it normal for my p***s to be sore",
    "sat on my b*m for hours",
]
STRONG_MASKS = [
    "b****es the lot of them",
    "those b***hes",
    "you b**ch",
    "f***ing useless",
    "f*****g shambles",
    "f**k this",
    "absolute sh*t",
    "absolute s**t",
    "you c**t",
    "total b*****d",
    "tw*ts",
    "you w****r",
    "p*ss poor",
    "p**s poor",
    "a load of b*ll*cks",
]


@pytest.mark.parametrize("text", MILD_MASKS)
def test_a_mask_that_fits_a_mild_word_is_that_word(text: str) -> None:
    """`b****y` is bloody before it is anything worse."""
    assert not _removed_by(text)
    assert _swears(text) < _CERTAIN


@pytest.mark.parametrize("text", STRONG_MASKS)
def test_a_mask_that_fits_strong_words_alone_is_swearing(text: str) -> None:
    """The four bodies that hide swearing hide it still."""
    assert len(_removed_by(text)) == len(_BODIES) - 1


@pytest.mark.parametrize(
    "word", ["bloody", "bugger{,s,ed}", "crap{,py}", "damn{,ed}", "sod{,s,ding}", "git{,s}", "hell"]
)
def test_no_mask_of_a_mild_word_is_found_by_any_rule(word: str) -> None:
    """However it is starred out, from its second letter on, its first and last letter left."""
    rules = load_packaged_rules()
    for plain in expand_phrases(word):
        mask = plain[0] + "*" * (len(plain) - 2) + plain[-1]
        owners = [rule for rule in rules.rules if mask in rule.phrases]
        assert all(mask in rule.spared for rule in owners)


NAMES = [
    "Does the Twatt practice do blood tests?",
    "I live in Twatt, which pharmacy is open?",
    "Is there a bus to Twatt on Sundays?",
    "Twatt church hall is where we had our jabs",
    "The bus from Twatt to the hospital was late",
    "Which surgery covers Minge Lane in Upton?",
    "Minge Lane closed for roadworks",
    "which surgery covers minge lane in upton?",
    "Slag Lane is closed, use the other entrance",
    "Dr Minge at the eye clinic was so patient with me",
    "Thank you to Mrs Anna Minge for her kindness",
    "Wankers Corner clinic in Oregon",
    "My mum visited Fucking Austria last year",
    "the bus along slag lane is late",
    "My cousin works at a hospital near Fucking in Austria",
    "Our Penistone practice and the one in Bitchfield are both lovely",
]
PERHAPS_NAMES = [
    "Fucking Lane is closed",
    "Wanker Lane is closed for roadworks",
    "We live near Bell End in Worcestershire",
    "driving past Twatt on the way to the Balfour hospital",
    "minge lane closed for roadworks",
    "Twatt, Birsay, Dounby: none of them has a GP now",
]
NO_NAMES = [
    "Dr Twat",
    "Dr Wanker never rings back",
    "Nurse Bitch was on again",
    "Wanker Lane closed again you wankers",
    "Fucking surgery never answers",
    "Fucking road works outside A&E again",
    "Shit road works",
    "You Twatt",
    "Absolute Twatt",
    "what a twatt",
    "you Bell End",
    "you minge",
    "FUCKING LANE CLOSED AGAIN",
    "No Fucking Way",
    "Fucking Austria can have you",
    "dirty slag street trash",
]


@pytest.mark.parametrize("text", NAMES)
def test_a_place_or_a_person_of_that_name_is_left(text: str) -> None:
    """Nobody chose where they live for the word."""
    assert not _removed_by(text)
    assert _swears(text) < _CERTAIN


@pytest.mark.parametrize("text", PERHAPS_NAMES)
def test_a_strong_word_written_as_a_street_is_for_a_person(text: str) -> None:
    """It may be one, or its new name in anger."""
    assert not _removed_by(text)
    assert all(_engine().decide(utterance(text), policy_pack(body)).review for body in _BODIES)


@pytest.mark.parametrize("text", NO_NAMES)
def test_an_insult_in_the_form_of_a_name_stays_one(text: str) -> None:
    """A title makes no name of it, nor does a second word spare the next."""
    assert len(_removed_by(text)) == len(_BODIES) - 1


SAID_BY_OTHERS = [
    '"lazy bitch" is what the nurse called my mum. I want someone to ring me',
    'The nurse told my son to "shut the fuck up". I want an apology.',
    'The doctor called me "a fat sh*t". Is that how you train them?',
    'Consultant said "stop being such a f*cking baby" to a cancer patient',
    '"old bastard in bed 6" is how the nurse described my dad',
    'The nurse said to my dad "Shut your f*cking mouth"',
    "\u2018Shut your f*cking mouth\u2019 he shouted at my dad",
    "\u2018Don\u2019t be such a fucking baby\u2019 the nurse said to my son",
    "\u201cYou lazy bitch!\u201d That is what the nurse said to my mum.",
    '"lazy" and "fat bitch" is what she called me',
    'Her exact words were "fuck off, you are wasting my time"',
    '"oh piss off" - your receptionist to a lady of 90',
    'I said I was in pain and the nurse told me to "shut the fuck up"',
    "I said I was in pain and the nurse told me to shut the fuck up",
    "The nurse told my son to shut the fuck up. I want an apology.",
    "I was told to fuck off by your receptionist",
    "I did not expect to be told to fuck off by your staff",
    "No one should be told to fuck off at work",
    "She told my daughter to f*** off. She's six.",
    "I asked for help and she called me a lazy bitch",
]
SAID_BY_THE_AUTHOR = [
    'as I say "fuck you all"',
    "in the words of my nan: fuck the NHS",
    'as my nan says, "fuck the NHS"',
    "I told them to fuck off",
    "I ended up telling your staff to fuck off",
    "Told them to fuck off",
    "I rang up and told them to fuck off",
    "The lot of you should be told to fuck off",
    'All I can say is "fuck the NHS"',
    'Said "fuck this" and left',
    'Rang the surgery and said "fuck you"',
    'The receptionist was rude so I said "fuck this" and left',
    '"fuck you" I said to the nurse',
    'I shouted "fuck off" at the nurse who called me',
    'my exact words were "fuck off"',
    'This "fucking" trust',
    "The nurse told me to fuck off. What a bitch.",
    'The nurse said "not today", fuck the lot of you',
]


@pytest.mark.parametrize("text", SAID_BY_OTHERS)
def test_who_complains_of_swearing_may_repeat_it(text: str) -> None:
    """The words are evidence; at most a person looks."""
    assert not _removed_by(text)


@pytest.mark.parametrize("text", SAID_BY_THE_AUTHOR)
def test_marks_around_ones_own_swearing_excuse_nothing(text: str) -> None:
    """Whose words they are counts, and not how they are set."""
    assert len(_removed_by(text)) == len(_BODIES) - 1


PRETEXTS = [
    'They call you "fat bitch" and rightly so',
    'My mate said "the fat cunt on reception"',
    '"Fuck you all, fucking cunts" replied the nurse. lol',
    '"Fuck all paedo nurses" says he',
    "they told you to fuck off",
    "everyone called her a cunt and I agree she is",
    "the word cunt describes your nurse",
]
COMPLAINTS = [
    'The nurse told my son to "shut the fuck up". I want an apology.',
    '"old bastard in bed 6" is how the nurse described my dad',
    '"oh piss off" - your receptionist to a lady of 90',
    "I was told to fuck off by your receptionist",
    "She told my daughter to f*** off. She's six.",
    '"Get the fuck out" said your porter to us',
    "I did not expect to be told to fuck off by your staff",
]


@pytest.mark.parametrize("text", PRETEXTS)
def test_swearing_put_in_nobodys_mouth_is_for_a_person(text: str) -> None:
    """Nobody complains of it there, so that somebody looks, and nothing goes."""
    decision = _engine().decide(utterance(text), policy_pack("mid-and-south-essex"))
    assert decision.review
    assert Label.PROFANITY in decision.possible
    assert not _removed_by(text)


@pytest.mark.parametrize("text", COMPLAINTS)
def test_a_complaint_that_quotes_staff_asks_nobody_about_its_words(text: str) -> None:
    """What staff are said to have said is evidence."""
    assert _swears(text) < 0.5
    assert not _removed_by(text)


@pytest.mark.parametrize(
    "text",
    [
        "Stop calling the staff useless twats",
        "Stop calling nurses lazy bitches, they work 14 hours",
        "People calling the receptionists fat slags need to grow up",
        "people keep calling doctors lazy bastards, it's not fair",
    ],
)
def test_what_people_are_asked_to_stop_calling_staff_is_not_hidden(text: str) -> None:
    """Of several no article tells that it is what they are called."""
    assert _removed_by(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Stop calling me you useless twats",
        "Stop calling my mum at 6am you twats",
        "Keep calling the surgery and nobody answers, useless twats",
        "Stop calling the nurses. Twats.",
        "Stop calling the nurses back you twats",
    ],
)
def test_whoever_is_rung_up_is_called_nothing(text: str) -> None:
    """The twins: the author swears at whoever rings, or does not answer."""
    assert "mid-and-south-essex" in _removed_by(text)

"""What a body's policy does, and does not do, by machine alone where somebody is named.

Through the whole engine: a rule's doubt and a model that is sure of the same name agree easily.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Final

import pytest

from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.names.staff import StaffDirectory
from moderation_classifier.domain.text import normalise
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Label
from tests.support.labelling import labeller, policy_pack, utterance

_ESSEX: Final = "mid-and-south-essex"
_BODIES: Final = ("bsw", "healthwatch-cp", "lincolnshire", _ESSEX, "nottingham")
_LISTED: Final = {
    "bsw": "Percival Bathwick-Stone",
    "healthwatch-cp": "Araminta Fenwillow",
    "lincolnshire": "Dr Fernsby-Marsh",
    _ESSEX: "Dr Pemberlow",
    "nottingham": "Sister Quillfeather",
}
_NAMES: Final = ("Dr Patel", "Nurse Jones", "Dr Siobhan O'Brien")
_NEUTRAL: Final = (
    "{} told me the clinic is closing",
    "{} said the wait would be 40 weeks",
    "Took my son to {}",
    "{} retired and was never replaced",
    "I was meant to see {} on Tuesday",
    "{} has gone on maternity leave",
)
_ABOUT_SOMETHING_ELSE: Final = (
    "Disgusting.",
    "Disgusting what this government has done.",
    "Useless parking as always.",
    "Useless, lying management.",
    "What a disgrace this trust is.",
    "The receptionist was rude and she ignored me.",
    "Absolutely appalling waiting times.",
    "You lot should be ashamed.",
)
_DOUBTS: Final = (
    "{} told me the clinic is closing. Disgusting.",
    "{} was bullied out by incompetent managers",
    "Disgusting that {} has to work in that building",
    "Disgusting {} has to work in that building",
    "It's disgraceful how you treat {}, she works 14 hour days",
    "Racist abuse of {} is vile, she deserves better",
    "Shame {} is leaving",
    "Awful {} is leaving",
    "{} refused to give up on me when everybody else dismissed me",
    "The way the trust treats {} is a disgrace",
    "The way they treated {} is disgusting",
    "Losing {} is a disgrace",
    "Sacking {} was disgraceful",
    "This government is a disgrace, {} deserves better",
    "The managers are useless, {} is the only one who cares",
    "Management should resign, {} deserves an apology",
    "I was dismissed for months until finally seen by {}",
    "I was ignored by the hospital and then saved by {}",
    "People who say {} is useless are lying",
    "My neighbour says {} is rude but she was never rude to me",
    "{} was suspended for speaking out. Disgusting.",
    "{} was sacked by a useless board",
    "{} rang me. They lied to us about the hospital.",
    "{} told my mum she was lazy",
    "{} said he was ashamed of the trust",
    "{} said she was sacked for telling the truth",
    "{} works so hard. You are a disgrace to the NHS",
    "{} works in that horrible building with the minister. He lied to us all.",
    "{} retired when Boris was in. He lied to us all.",
    "{}'s treatment by this trust is disgusting",
    "{} ignored the useless managers and got me a bed",
    "{} ignored the red tape",
    "Waited three hours to see {}. Absolutely useless.",
    "Saw {} about the parking. Useless.",
    "My appointment with {} was cancelled again. Disgraceful.",
    "{}, you lot in the office are a disgrace",
    "{} is a victim of racist abuse",
    "{} is the latest doctor this useless trust has lost",
    "{} replaced the worst doctor in town",
    "I wasn't dismissed by {} for once",
    "The nurse with {} was rude",
    "The receptionist for {}, who was rude, hung up",
    "If {} lied then so did the whole board",
    "Disgusting cuts announced by {} yesterday",
    "Appalling staffing figures from {}",
    "Whoever is bullying {} should be ashamed",
    "{} rang me herself when the hospital ignored me",
    "{} noticed that the other surgery misdiagnosed me",
    "How do I make a complaint about being refused an appointment with {}?",
    "{} warned that the ward was unsafe",
    "{} was bullied out of her job",
    "Disgusting how {} is treated by this trust",
    "{} was kind but the wait with her was awful",
    "{} left and the service has been a joke since",
    "{} is back from leave, shame about the parking",
    "My consultant {} is off, what a joke this rota is",
    "People were horrible to {}",
    "{}, awful parking",
    "Saw {}. Shame about the queue.",
    "{} refused to discharge mum until she was safe",
    "{} refused to let mum go home alone",
    "{} refused to treat me like a number",
    "Saw {}. He refused to discharge her before the scan.",
    "{} touched us all",
    "{} never ignored me when the others refused to see me",
    "{}'s receptionist is rude",
    "{}'s rude and useless receptionist",
    "I was bullied by {}'s staff",
    "Useless {}'s receptionist",
    "After being ignored by {} I gave up",
)
"""With them every kind of doubt that `test_staff` knows."""

_OTHERWISE: Final = (
    "{} is evil, she made me do fifty squats",
    "{} is cruel, twenty more press-ups and I was walking again",
    "{} is corrupt, he lets me win at cards",
    "{} can be rude, but who is not at 4am",
    "{} touched my shoulder kindly",
    "{} touched my hand as my mum died",
    "{} killed all of us with laughter",
    "{} must resign if Arsenal lose again",
    "I blame {} that I can walk again",
    "I blame {}, I smile all day now",
    "I blame {} for making me love this place",
    "I blame {} for making us laugh until we cried",
    "I blame {} for my new running habit",
    "I blame {} for my recovery",
    "I blame {} for getting me hooked on physio",
    "I blame {} for the smile on my face",
    "{} killed my pain",
    "{} shouted at me to run from the fire",
    "{} shouted at us to get out",
    "{} screamed at me to duck",
    "{} shouted at my mum to push and the baby came",
    "{} shouted at everyone to get back when the roof fell",
    "{} mocked us in the panto",
    "{} bullied me in the school play",
    "{} was rude, apparently, but I never saw it",
    "{} is useless, they say",
    "{} was rude, so I'm told",
    "Allegedly {} lied to patients",
    "{} should not be trusted with my biscuits",
    "{} must resign himself to a pay cut",
    "{} is a disgrace at karaoke",
    "{} is useless at darts",
    "{} is hopeless at golf",
    "{} is evil in the Christmas show",
    "{} lied to me about the surprise party",
    "{} lied to us about my surprise birthday cake",
    "{} ruined me for every other doctor",
    "{} ignored me when I said I was fine and sent me for a scan",
    "{} bullied me into giving up smoking",
    "{} bullied my dad into taking his tablets",
    "{} refused me another biscuit",
    "{} refused to take any credit",
    "{} refused to take my money",
    "{} failed me on my driving test",
    "{} is dangerous with a cake slice",
    "{} is dangerous on the dance floor",
    "{} is lazy on Sundays, like all of us",
    "{} is drunk on success",
    "{} is terrible at taking compliments",
    "{} should resign from the quiz team",
    "{} should be sacked from the cricket team",
    "{} must resign as captain of the bowls club",
    "{} laughed at me and I laughed back",
    "{} barked at us in the dog sketch",
    "{} butchered me at chess",
    "{} mocked me up a splint",
    "{} neglected their family to be with us",
    "{} neglected his own family for us",
    "{} is lying, it's her birthday",
    "{} lied, I do not look well, ha ha",
    "{} is a waste of space in goal",
    "{} was rude in my dream",
    "{} was drunk at her own retirement party",
    "{} is a racist in the film",
    "{} was rude to the press who hounded us",
    "{} was rude to me in training, as the actor of a bad patient",
    "{} is rude, just kidding",
    "{} is useless, only joking",
    "{} is a liar, I do not believe she is 60",
    "{} shouted at me to breathe",
    "{} screamed at us to stay awake",
    "{} refused me nothing",
    "I blame {} for us naming the baby after her",
    "I blame {} for my new hip and my happy dance",
    "I was ignored by {} at the fancy dress do",
    "I was killed by {} at laser tag",
    "I was butchered by {} at chess",
    "I was mocked by {} in the panto",
    "I was refused by {} when I tried to pay",
)
"""Blame in another sense, that the machine took for plain blame of the name."""


@cache
def _engine() -> Engine:
    return Engine(labeller())


def _decided(texts: list[str], organisation: str) -> list[Decision]:
    pack = policy_pack(organisation)
    return _engine().decide_many([(utterance(text), pack) for text in texts])


def _removed(texts: list[str], organisation: str) -> list[str]:
    """Return which of some texts the machine removes by itself."""
    decided = zip(texts, _decided(texts, organisation), strict=True)
    return [text for text, decision in decided if not REMOVALS.isdisjoint(decision.actions)]


@pytest.mark.parametrize("organisation", _BODIES)
def test_what_is_said_of_something_else_is_never_removed_for_a_name(organisation: str) -> None:
    """A doctor who is mentioned hides nobody's complaint about the car park or the government."""
    names = (*_NAMES, _LISTED[organisation])
    texts = [
        f"{neutral.format(name)}. {complaint}"
        for name, neutral, complaint in product(names, _NEUTRAL, _ABOUT_SOMETHING_ELSE)
    ]
    assert len(texts) >= 180
    assert _removed(texts, organisation) == []


@pytest.mark.parametrize("organisation", _BODIES)
def test_a_doubt_of_whom_blame_is_removes_nothing(organisation: str) -> None:
    """However sure the model is that a name stands beside blame."""
    names = (*_NAMES, _LISTED[organisation])
    texts = [doubt.format(name) for name, doubt in product(names, _DOUBTS)]
    assert _removed(texts, organisation) == []


@pytest.mark.parametrize("name", ["Dr Pemberlow", "Thaddeus Pemberlow"])
def test_blame_in_another_sense_removes_nothing(name: str) -> None:
    """Hearsay, warnings, plays, games, jests and thanks are not hidden by the machine alone."""
    assert _removed([text.format(name) for text in _OTHERWISE], _ESSEX) == []


@pytest.mark.parametrize("name", ["Dr Pemberlow", "Thaddeus Pemberlow"])
def test_blame_in_another_sense_is_still_put_before_a_person(name: str) -> None:
    """It may be meant, so that it is a doubt and no more."""
    scores = {
        text: max(
            found.score for found in StaffDirectory([name]).find(normalise(text.format(name)))
        )
        for text in _OTHERWISE
    }
    assert {text: score for text, score in scores.items() if not 0.55 <= score <= 0.75} == {}


@pytest.mark.parametrize(
    "text",
    [
        "I blame {} for my mum's death",
        "I blame {} for ruining my life",
        "{} killed my nan",
        "{} killed my mum in the hospital",
        "{} shouted at my mum on the ward",
        "{} shouted at me to shut up",
        "{} mocked my daughter in front of everyone",
        "{} was rude to my mum at the clinic",
        "{} was rude on the phone",
        "{} is useless at his job",
        "{} is a disgrace to the NHS",
        "{} is dangerous in theatre",
        "{} was drunk on duty",
        "{} lied to my mum about the scan",
        "{} ignored my dad for hours",
        "{} refused my mum pain relief",
        "{} refused me an appointment",
        "{} should not be trusted with patients",
        "{} should not be trusted with vulnerable people",
        "{} must resign now",
        "{} should resign from the hospital",
        "{} should be sacked from the NHS",
        "{} is evil and made me cry",
        "{} touched my breasts",
        "I blame {}, my mum died",
    ],
)
def test_blame_that_stands_near_the_other_senses_is_kept(text: str) -> None:
    """The twins of what is a doubt: plain blame goes on being protected from."""
    assert _removed([text.format("Dr Pemberlow")], _ESSEX)


@pytest.mark.parametrize(
    "text",
    [
        "{} is useless and lied to my mum",
        "{} is a lying disgrace",
        "{} is a disgrace",
        "{} was so rude to my mum",
        "{} completely ignored my mum",
        "I was bullied by {}",
        "The rude and lazy {}",
        "Worst doctor I have ever met: {}",
        "Disgusting behaviour from {}",
        "You should be ashamed {}",
        "Saw {}. She lied to my face.",
        "Saw {} and she refused to look at my leg",
        "Saw {} yesterday. Absolutely useless.",
        "Avoid {} at all costs. He's rude, he doesn't listen.",
        "{}. Useless.",
        "{}, you are a liar",
        "{} should be struck off",
        "{} should never be allowed near patients",
        "The fact that {} ignored my mum is disgusting",
        "Honestly {}'s attitude is disgusting",
        "Spoke to {} who was rude",
    ],
)
@pytest.mark.parametrize("name", ["Dr Pemberlow", "Thaddeus Pemberlow", "Dr. Pemberlow"])
def test_listed_staff_who_are_plainly_blamed_are_protected(text: str, name: str) -> None:
    """The body's rule on naming its staff is kept by the machine where nobody else can be meant."""
    assert _removed([text.format(name)], _ESSEX)


@pytest.mark.parametrize(
    "text",
    [
        "Pemberlow is a disgrace, avoid him",
        "Estuary-Finch should resign, she lied to us",
        "It was Dr Thaddeus Pemberlow who missed the sepsis, not the nurses",
        "T. Pemberlow ought to be struck off",
        "@ThaddeusPemberlow you killed my nan",
        "#DrPemberlow is a liar",
        "That useless Cobbleworth again",
        "PEMBERLOW IS A LIAR",
        "Pemberlow's attitude is disgusting",
    ],
)
def test_a_surname_alone_or_in_a_tag_is_put_before_a_person(text: str) -> None:
    """Others may bear it, so that nothing is removed, but somebody listed is not left alone."""
    (decision,) = _decided([text], _ESSEX)
    assert decision.review
    assert REMOVALS.isdisjoint(decision.actions)
    assert Label.STAFF_NAMED in decision.possible

"""Wordings that rules once took for something else, each with its serious twin; rules alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from moderation_classifier.domain.names.staff import StaffDirectory
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Label
from tests.support.labelling import label

ACT: Final = 0.75
"""What most packs act on; below it a person is asked at most."""
DOUBT: Final = 0.35
"""Below every pack's `review`."""

SERIOUS: Final[Mapping[Label, tuple[str, ...]]] = {
    Label.THREAT: (
        "he wants hanging for this",
        "that nurse deserves shooting",
        "he could do with a right battering",
        "I know where you live",
        "I know where you live, so watch yourself",
        "I know where you live. Sleep well.",
        "I know where you live you stupid cow",
        "we know where you park and where your kids go to school",
    ),
    Label.POLICE: (
        "he wants hanging for this",
        "I know where you live, so be careful",
    ),
    Label.PATIENT_SAFETY: (
        "There was blood on the floor of the ward all night",
        "no food in two days on your ward",
        "no oxygen in resus again",
    ),
    Label.LEGAL: (
        "My solicitor will be in touch",
        "My solicitor's office will be writing to you",
        "ive rang irwin mitchell. see you there",
        "We have instructed Leigh Day",
    ),
    Label.HATE: (
        "this is the great replacement in action",
        "the great replacement isn't a theory, look at your waiting room",
        "send the lot of them back home on the next boat",
        "that one is a retard",
    ),
    Label.SPAM: (
        "copy and paste this to ten people or bad luck",
        "Copy and paste to your wall: from midnight Facebook will charge you",
    ),
    Label.PROMOTION: ("Handmade hearts, order now from my Etsy shop, link in bio",),
    Label.PROFANITY: ("what a cl*sterf*ck", "absolute m*therf*ckers", "b*ll*cks to that"),
    Label.COMPLIMENT: (
        "Fantastic news!",
        "Wonderful. The nurses were so gentle.",
        "Only 20 minutes in A&E, brilliant service",
        "He is only 8 months and they were wonderful with him",
    ),
    Label.FOI: (
        "FOI: number of complaints about parking",
        "I'll FOI you",
        "how do I submit an FOI?",
        "What became of my F.O.I. from March?",
        "Cost of the new logo last year. FOI",
        "FOI",
    ),
}
DOUBTED_AT_MOST: Final[Mapping[Label, tuple[str, ...]]] = {
    Label.THREAT: (
        "They want hanging for what they charge in that car park",
        "They deserve shooting for closing the cottage hospital",
        "whoever designed this form wants shooting",
        "We know where you live now, see you at the coffee morning",
    ),
    Label.HATE: ("Great Replacement, ward by ward",),
    Label.SPAM: ("copy and paste to your wall if you love the NHS",),
    Label.PROMOTION: (
        "Knitted hearts, order now from my Etsy shop, every penny goes to the neonatal unit",
        "Knitted hearts, order now from my Etsy shop. All proceeds to the neonatal unit!",
    ),
}
LEFT: Final[Mapping[Label, tuple[str, ...]]] = {
    Label.THREAT: (
        "that lift could do with a right battering",
        "I know where you live Nana, I'll bring the prescription round",
        "We know where you live NHS app, and you still can't find me a dentist",
    ),
    Label.POLICE: (
        "They want hanging for what they charge in that car park",
        "I know where you live Nana, see you Sunday",
        "We know where you live NHS app, and you still can't find me a dentist",
    ),
    Label.PATIENT_SAFETY: (
        "Blood on your hands, closing the only stroke unit for 40 miles",
        "Next door is 80, there's no food in, rats, and he won't open the door",
    ),
    Label.SAFEGUARDING: (
        "Who do I ring if I'm worried about an elderly neighbour in the heat? Just for future",
    ),
    Label.LEGAL: (
        "My solicitor's office overlooks the hospital",
        "I work for a solicitors",
        "My niece is a solicitor in Hull",
        "Irwin Mitchell sponsored our fun run",
    ),
    Label.HATE: (
        "Send the lot of them back to school",
        "My son is obsessed with the great replacement and I am frightened for him",
        "great replacement hip, up the stairs in a week",
    ),
    Label.FOI: (
        "O atendimento foi muito bom",
        "Meu pai foi para o hospital e ninguém ligou",
        "nao sei como foi",
    ),
    Label.COMPLIMENT: (
        "Fantastic news! Only 14 hours this time.",
        "Wonderful. Only 9 hours this time.",
        "Great news, just eight weeks for a blood test",
        "Brilliant, only three years on the waiting list",
    ),
}


def _cases(table: Mapping[Label, tuple[str, ...]]) -> list[tuple[Label, str]]:
    return [(about, text) for about, texts in table.items() for text in texts]


def _score(about: Label, text: str) -> float:
    return label(text, with_model=False).scores.get(about, 0.0)


@pytest.mark.parametrize("about,text", _cases(SERIOUS))
def test_the_serious_wording_is_certain(about: Label, text: str) -> None:
    """What is meant as it stands still gets its label."""
    assert _score(about, text) >= ACT


@pytest.mark.parametrize("about,text", _cases(DOUBTED_AT_MOST))
def test_what_is_hardly_meant_is_put_to_a_person(about: Label, text: str) -> None:
    """The machine acts on none of it, and somebody may look."""
    assert DOUBT <= _score(about, text) < ACT


@pytest.mark.parametrize("about,text", _cases(LEFT))
def test_the_look_alike_is_left(about: Label, text: str) -> None:
    """Nobody is asked about it by the rules."""
    assert _score(about, text) < DOUBT


@pytest.mark.parametrize(
    "text",
    [
        "retard is such a nasty word",
        "Retard is a horrible word to use",
        "What an ugly word retard is",
        '"Retard" is not a nice thing to call anybody',
    ],
)
def test_a_word_that_is_condemned_is_a_mention(text: str) -> None:
    """Whoever says that it is an ugly word uses it of nobody."""
    assert _score(Label.HATE, text) < ACT


@pytest.mark.parametrize(
    "text",
    ["he is such a retard, a nasty man", "that retard is a nasty piece of work, in a word"],
)
def test_a_person_that_is_condemned_is_no_mention(text: str) -> None:
    """The same adjectives of a person excuse nothing."""
    assert _score(Label.HATE, text) >= ACT


@pytest.mark.parametrize(
    "text",
    [
        "My doctor was Nigerian, my midwife Polish, and whoever calls them lazy is an idiot",
        "The midwife Portuguese, the nurse Filipina, the receptionist rude",
    ],
)
def test_where_somebody_is_from_is_no_surname(text: str) -> None:
    """A title before a nationality names nobody."""
    assert not StaffDirectory().find(normalise(text))


def test_a_surname_that_is_a_nationality_as_well_still_names() -> None:
    """Doctors are called French and Welsh."""
    assert StaffDirectory().find(normalise("Dr Welsh was rude"))

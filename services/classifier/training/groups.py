"""Whether mentioning a group of people raises a score: neutral sentences, the group exchanged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Group:
    """How the sentences name one group."""

    many: str
    one: str


UNMARKED: Final = Group("people", "a person")

GROUPS: Final = (
    Group("Black people", "a Black person"),
    Group("Asian people", "an Asian person"),
    Group("white people", "a white person"),
    Group("Chinese people", "a Chinese person"),
    Group("Roma and Traveller people", "a Traveller"),
    Group("Muslims", "a Muslim"),
    Group("Jews", "a Jew"),
    Group("Hindus", "a Hindu"),
    Group("Sikhs", "a Sikh"),
    Group("Christians", "a Christian"),
    Group("gay men", "a gay man"),
    Group("lesbians", "a lesbian"),
    Group("trans people", "a trans person"),
    Group("women", "a woman"),
    Group("men", "a man"),
    Group("disabled people", "a disabled person"),
    Group("autistic people", "an autistic person"),
    Group("deaf people", "a deaf person"),
    Group("people with schizophrenia", "a person with schizophrenia"),
    Group("wheelchair users", "a wheelchair user"),
    Group("pensioners", "a pensioner"),
    Group("teenagers", "a teenager"),
    Group("immigrants", "an immigrant"),
    Group("refugees", "a refugee"),
    Group("Polish people", "a Polish person"),
    Group("Nigerians", "a Nigerian"),
    Group("homeless people", "a homeless person"),
)

SENTENCES: Final = (
    "I am {one} and I had my blood test at the new clinic this morning.",
    "Will there be parking for {many} at the open day on Saturday?",
    "My neighbour is {one} and volunteers at the hospital shop.",
    "There were a lot of {many} in the waiting room today.",
    "Does the leaflet say anything about {many} over forty?",
    "As {one} I found the receptionist friendly and clear.",
    "More {many} should come forward for their screening letter.",
    "My daughter works with {many} in the community team.",
    "I think {many} wait too long for an appointment here.",
    "The talk on Tuesday is about health checks for {many}.",
    "{many_first} asked for later opening hours and the practice agreed.",
    "I sat next to {one} on the bus to the infirmary and we had a good chat.",
    "Not every doctor listens to {many}, and that needs to change.",
    "The survey counted how many {many} use the walk-in centre.",
    "Is it true that {many} are invited for the jab from October?",
    "My brother married {one} and they are expecting in June.",
)

DEMANDS: Final = (
    "{many_first} deserve to be believed when they say that it hurts.",
    "All {many} should be asked about this, and they never are.",
    "There are too many {many} still waiting to be seen.",
    "You need to get rid of the form that keeps {many} away.",
    "Stop sending {many} back and forth between two departments.",
    "{many_first} are always told to be patient, and now they want an answer.",
    "No more excuses: {many} need a bigger clinic.",
    "Whoever shouts at {many} in a waiting room should be thrown out.",
)
"""Harmless words that stand mostly in hateful sentences, where haters are collected."""


def sentences_about(group: Group) -> list[str]:
    """Return every neutral sentence with the group in its place."""
    return _about(group, SENTENCES)


def demands_for(group: Group) -> list[str]:
    """Return what may be demanded for a group, in words that haters use, too."""
    return _about(group, DEMANDS)


def _about(group: Group, sentences: tuple[str, ...]) -> list[str]:
    first = group.many[0].upper() + group.many[1:]
    return [
        sentence.format(many=group.many, one=group.one, many_first=first) for sentence in sentences
    ]

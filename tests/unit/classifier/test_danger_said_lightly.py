"""What people say of their own death or harm, seriously and lightly, by rules alone.

Laughing beside plain words takes nothing back: whoever is desperate often laughs about it. It
excuses only what is said of a petty thing, or in the frame "makes me want to ...".
"""

from __future__ import annotations

from typing import Final

import pytest

from moderation_common.vocabulary import Label
from tests.support.labelling import label

CERTAIN: Final = 0.85
CASE: Final = 0.6
"""From here on every pack opens a case."""

PLAIN: Final = (
    "i've tried to kill myself twice this year lol",
    "suicidal again lol 😂",
    "suicidal since the book club ended lol",
    "lol took another overdose last night woke up disappointed 😂",
    "cut my arms to bits again haha what a mess",
    "I'm suicidal and I've been in your queue for six hours",
    "I tried to hang myself, and your training taught nobody to ring back",
    "been in the A&E queue since nine and I want to kill myself",
    "every Monday I want to end my life",
    "of course I am suicidal, I told the charity and I told you",
    "took an overdose on Friday",
    "haha I self harmed again",
    "necked forty tablets and woke up lol",
    "the pain will never end and I want to die",
    "I'm not joking, I want to die",
)
LAUGHED: Final = (
    "I want to die haha 😂",
    "going to kill myself lol",
    "still want to be dead lmao, i wish i was dead",
    "haha nobody would care, i want to end my life",
    "I really hope I don't wake up tomorrow haha",
    "they'd all be better off without me lol",
)
OF_A_PETTY_THING: Final = (
    "I want to die haha this hold music",
    "I want to die lol another webinar",
    "Monday mornings make me want to die lol",
    "that queue is making me want to kill myself haha",
    "the parking here makes me want to hang myself",
    "your hold music makes me suicidal lol",
)
NOT_MEANT: Final = (
    "I'm not suicidal, just tired",
    "I would never kill myself",
    "I nearly died laughing",
    "I overdosed on chocolate lol",
    "took an overdose of Christmas pudding, I mean cheese, sorry nurse",
    "killing myself laughing at this photo",
    "I cut my arms on the brambles, minor injuries were kind",
    "I want to be dead honest with you",
    "I want to die at home with my family",
    "going to do it myself then",
    "Suicide prevention training was excellent",
)
CORRECTING: Final = (
    'can we please stop saying "committed" suicide?',
    "Please don't use the phrase commit suicide in your leaflets",
    "people do not commit suicide, they die by it",
)


def _score(text: str) -> float:
    return label(text, with_model=False).scores.get(Label.SELF_HARM, 0.0)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_are_certain_beside_laughing_and_small_nouns(text: str) -> None:
    """Neither laughing nor a queue, a charity or a Monday takes plain words back."""
    assert _score(text) >= CERTAIN


@pytest.mark.parametrize("text", LAUGHED)
def test_a_wish_to_die_that_is_laughed_about_opens_a_case(text: str) -> None:
    """It may be banter; somebody looks."""
    assert _score(text) >= CASE


@pytest.mark.parametrize("text", OF_A_PETTY_THING)
def test_a_petty_cause_is_a_doubt_at_most(text: str) -> None:
    """Hold music makes nobody die."""
    assert _score(text) < CASE


@pytest.mark.parametrize("text", [*NOT_MEANT, *CORRECTING])
def test_words_that_mean_no_harm_open_no_case(text: str) -> None:
    """Denials, idioms, accidents and talk about the words are a doubt at most."""
    assert _score(text) < CASE


@pytest.mark.parametrize(
    "text",
    [
        "k*ll mys*lf",
        "gonna k*ll mys*lf tonight",
        "k1ll myself",
        "thinking about su1cide again",
        "im s*icidal",
        "going to unalive myself",
        "un4live myself",
    ],
)
def test_masked_words_are_read(text: str) -> None:
    """Stars and numbers for letters, which people use to pass filters, hide nothing."""
    assert _score(text) >= CASE


def test_a_masked_word_alone_is_a_doubt() -> None:
    """Nothing says whose it is: a person looks."""
    assert 0.5 <= _score("su1cide") < CASE


@pytest.mark.parametrize(
    "text",
    [
        "it is embarrassing to say but I want to die",
        "mental health awareness week and I want to kill myself",
        "on hold for an hour, I want to die, same hold music",
    ],
)
def test_what_is_seldom_meant_is_still_asked_about(text: str) -> None:
    """An excuse that a person in danger may use as well leaves a doubt."""
    assert 0.5 <= _score(text) < CASE


def test_laughing_lowers_a_wish_and_no_more() -> None:
    """The same wish said without laughing is certain."""
    assert _score("I want to die haha") < _score("I want to die")


def test_somebody_who_laughs_about_an_overdose_is_in_danger_now() -> None:
    """Urgency is not lost to a smile."""
    assert Label.SELF_HARM in label("took another overdose lol", with_model=False).present_danger

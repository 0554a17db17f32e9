"""Danger of long ago, told by somebody who is well: no team is woken, and no cry is missed."""

from __future__ import annotations

from typing import Final

import pytest

from moderation_classifier.domain.recovered import tells_of_recovery
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Label
from tests.support.labelling import judge, label

OVER: Final = (
    "10 years ago i tried to end my life. today i held my first grandchild. keep going",
    "2 yrs clean from self harm today",
    "overdosed at 17. now im a mental health nurse. recovery is possible",
    "tried to jump off the bridge in 2015, a stranger talked me down. I'd love to thank him",
    "survivor of domestic abuse here, left him 2016, best thing i ever did",
    "my ex used to hit me. he's in prison now and me and kids are happy x",
    "Attempted suicide 2012. your home treatment team saved me and i'm forever grateful",
    "When Ellie was 2 she stopped breathing and your crew saved her. Ellie is 9 now",
    "took 30 tablets when i was 15. i'm a paramedic now",
)
GOES_ON: Final = (
    "I tried to kill myself 3 years ago and recovered, now it's all back",
    "when i was 15 i took an overdose and they saved me. shouldn't have bothered. done now",
    "Attempted in 2019, saved my life, wish they hadnt",
    "used to cut myself as a teen. started doing it again, no shame",
    "my uncle abused me when i was 9. i'm a mum now. he has a new family and two girls",
    "I was abused at 7 by the man who coaches the under 9s. i'm fine now",
    "ten years sober, keep going everyone. my son told me he wants to die",
    "clean for 2 years but tonight i've got the blade",
    "10 years ago today i tried to end my life. i get it right today. so grateful to you all",
    "So proud of everyone who saved me in 2018. I've written to each of you. It's my time",
    "3 years ago i tried, you saved me. i am so grateful. today i go and join him",
    "2 years clean today and i threw it away",
    "abused at 9, counselling saved me, i'm happy now. My little girl is beaten at school",
    "used to self harm in my teens, it gets better. my son tried it on Friday",
    "I took an overdose in 2020, can anyone tell me where to go? i'm fine now",
    "baby stopped breathing, crew brought him back, is 2 now and having another one",
    "nan fell at 9 and the carers drag her about, she's 92 now and so happy here before",
    "at 9 mum collapsed in the kitchen, she is 92 now",
    "My uncle raped me in 1995. He runs a youth club. I'm fine now.",
    "Mum died by suicide years ago. I am happy, I will follow her.",
    "Six years free from self harm. Today I'm slicing.",
    "Ten years ago i took an overdose. Today I celebrate by taking 60 paracetamol",
    "Ten years sober. Today I am drinking bleach.",
    "i tried it 8 years ago and never looked back. Now I'm on the chair.",
    "she used to hit the shops daily, the home tie her to a chair, it gets better they say",
)
ONE_HALF_ONLY: Final = (
    "ten years ago i tried to end my life",
    "I'm a mental health nurse now and so grateful to the team",
    "i tried to kill myself. keep going they said",
)


@pytest.mark.parametrize("text", OVER)
def test_what_is_long_over_and_told_by_the_well_is_a_recovery(text: str) -> None:
    """Long ago, well, and no sign of anything that goes on."""
    assert tells_of_recovery(normalise(text))


@pytest.mark.parametrize("text", [*GOES_ON, *ONE_HALF_ONLY])
def test_what_goes_on_or_is_half_told_is_none(text: str) -> None:
    """A sign of what goes on wins, and neither a year nor being well is enough alone."""
    assert not tells_of_recovery(normalise(text))


@pytest.mark.parametrize("text", [OVER[0], *OVER[2:6]])
def test_no_team_is_told_of_a_recovery(text: str) -> None:
    """No rule makes it a case, and a person reads it all the same."""
    decision = judge(text, organisation="bsw")
    assert not {Label.SELF_HARM, Label.SAFEGUARDING} & {*decision.labels, *decision.doubtful}
    assert decision.review


def test_without_the_model_rules_speak_as_ever() -> None:
    """Where nothing can tell a recovery from a cry, a person hears of both."""
    assert label(OVER[0], with_model=False).scores[Label.SELF_HARM] >= 0.35


def test_a_cry_within_a_recovery_is_told() -> None:
    """Words of now beside a story of long ago tell a team at once."""
    assert Label.SELF_HARM in judge(GOES_ON[0], organisation="bsw").labels


def test_a_long_story_is_judged_like_any_other() -> None:
    """Who writes at length says more than that all is well."""
    assert not tells_of_recovery(normalise(f"{OVER[0]} {'Lovely garden. ' * 50}"))

"""Swearing behind masks, hate in code, threats left half unsaid; and what only sounds like them."""

from __future__ import annotations

from functools import cache

import pytest

from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.disguise.pictures import read_pictures
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.rules import RuleSet
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import Action, Kind, Label
from tests.support.labelling import judge
from tests.support.timing import LINEAR, growth

_DOUBT = 0.5
_REMOVES = 0.85


@cache
def _rules() -> RuleSet:
    return load_packaged_rules()


def _found(text: str) -> list[Finding]:
    return _rules().find(normalise(text), Kind.COMMENT)


def _score(text: str, label: Label) -> float:
    return max((each.score for each in _found(text) if each.label is label), default=0.0)


def _sources(text: str) -> set[str]:
    return {each.source for each in _found(text)}


@pytest.mark.parametrize(
    "text",
    [
        "the pair of wnkrs at the till",
        "total bllks from start to end",
        "what a bstrd of a car park",
        "utter b🎱ll🎱cks",
        "fu🍀king freezing",
        "sh💥t show",
        "t🌴ats",
        "what absolute w⚓️ers",
        "m*therf🌶️cker",
    ],
)
def test_swearing_without_its_vowels_or_behind_a_picture_is_found(text: str) -> None:
    """As it is with stars."""
    assert _score(text, Label.PROFANITY) >= _REMOVES


@pytest.mark.parametrize(
    "text",
    [
        "kurwa mac, three hours",
        "merde, missed the bus",
        "oh sht",
        "scheiße, wrong clinic",
        "nobody could be arsed to ring back",
        "I'm past being a*sed",
        "stop arsing about with the bookings",
    ],
)
def test_mild_swearing_and_what_may_be_another_word_is_for_a_person(text: str) -> None:
    """A doubt, and no removal."""
    assert _DOUBT <= _score(text, Label.PROFANITY) < _REMOVES


@pytest.mark.parametrize(
    "text",
    [
        "a coarse remark, parsed and rehearsed, about his backside",
        "cobblers, sod it, my bum is numb in Scunthorpe over shitake",
        "the whole crew on bay 2 is badass",
        "one bad ass physio, best there is",
        "this team kicks ass every shift",
        "she said merde for the dancers before the show",
        "thanks❤️all of you",
        "so❤️proud🎉of them",
        "lol😂mate",
        "rode on an ass in the nativity",
    ],
)
def test_what_is_no_swearing_is_none(text: str) -> None:
    """Words that hold one, praise, and hearts without blanks."""
    assert _score(text, Label.PROFANITY) < _DOUBT


@pytest.mark.parametrize(
    "text",
    ["he was a complete ass to the porter", "a badass nurse and such an ass of a manager"],
)
def test_what_somebody_is_called_stays_swearing(text: str) -> None:
    """Praise in one word excuses no other."""
    assert _score(text, Label.PROFANITY) >= _REMOVES


@pytest.mark.parametrize(
    "written,read",
    [
        ("f🦊ck", "f*ck"),
        ("Sh⭐t happens", "Sh*t happens"),
        ("b🏐ll🏐cks", "b*ll*cks"),
        ("so le💲bian of you", "so le💲bian of you"),
        ("a👩🏾‍🎨artist", "a👩🏾‍🎨artist"),
        ("cha✌️✌️y", "cha✌️✌️y"),
        ("w⚓\ufe0fers", "w*\u2060ers"),
        ("love❤️you", "love❤️you"),
        ("🎉yes🎉", "🎉yes🎉"),
        ("a 🎱 b", "a 🎱 b"),
        ("", ""),
    ],
)
def test_a_picture_in_a_swearword_is_a_star(written: str, read: str) -> None:
    """Elsewhere it stays, and every character keeps its place."""
    assert read_pictures(written) == read
    assert len(read_pictures(written)) == len(written)


@pytest.mark.parametrize("piece", ["a🎱", "ab🎱🎱🎱🎱", "🎱", "a", "a\ufe0f🎱"])
def test_pictures_are_read_in_linear_time(piece: str) -> None:
    """However many words and pictures touch one another."""
    assert growth(read_pictures, piece) < LINEAR


@pytest.mark.parametrize(
    "text",
    [
        "Grew up in Penistone, moved to Twatt, retired to Bell End",
        "Cockermouth, Lickey End, Bell End: the bus stops nowhere else",
        "the road to Bell End is flooded",
        "Wetwang then Bell End on the same day",
    ],
)
def test_a_place_among_places_is_not_hidden(text: str) -> None:
    """A person may look, and nothing goes."""
    assert {Action.HIDE, Action.DELETE}.isdisjoint(judge(text).actions)


@pytest.mark.parametrize("text", ["you absolute Bell End", "what a twatt", "you pair of twats"])
def test_whoever_is_called_so_is_still_called_so(text: str) -> None:
    """No capital makes a village of it."""
    assert _score(text, Label.PROFANITY) >= _REMOVES


@pytest.mark.parametrize(
    "text",
    [
        "j*ws are a pl4gue, j*ws are sc*m",
        "imm*grants are p4rasites",
        "g*ys are a d1sease",
        "someone should deport the m*slims",
    ],
)
def test_a_mask_on_the_people_hides_no_attack(text: str) -> None:
    """Whether the other word is masked as well or not."""
    assert "hate.masked-group" in _sources(text)


@pytest.mark.parametrize(
    "text",
    [
        "m*slims are welcome at the open day",
        "queues are a c4ncer on this town",
        "calling j*ws vermin is racist",
        "my g*y son is a star",
    ],
)
def test_a_mask_alone_is_no_attack(text: str) -> None:
    """Some mask words that they fear a filter for."""
    assert "hate.masked-group" not in _sources(text)


@pytest.mark.parametrize(
    "text",
    [
        "proud of who we are lads 14/88",
        "RAHOWA soon",
        "time for mass remigration, this clinic first",
        "oh look, two more cultural enrichers at the desk",
        "thirteen per cent of the town and ninety per cent of the stabbings",
        "waiting room was full of skypes",
        "best asylum plan there is: one way tickets",
        "hand the lot of them, all of them, a one-way ticket",
        "they come to clinic with bin bags over their faces",
        "those women with pillowcases over their faces",
    ],
)
def test_hate_in_code_is_for_a_person(text: str) -> None:
    """Also where the model hears nothing in it; the machine alone removes none of it."""
    decision = judge(text)
    assert Label.HATE in decision.possible
    assert decision.review
    assert _score(text, Label.HATE) < _REMOVES


@pytest.mark.parametrize(
    "text",
    [
        "ward 14/88 beds are all taken",
        "scored 14/88 on the mock",
        "bed 12, ward 88, bring a map",
        "size 14 dress, 88 quid, bargain",
        "remigration is a far right slogan, look it up",
        "13 percent of us waited 50 minutes",
        "I did too many googles about my symptoms",
        "zoom, skype and google all failed on the day",
        "a one way ticket to Malaga, I retire on Friday",
        "we bought one way tickets and a caravan",
        "half our nurses are leaving on a one way ticket to australia",
        "the culture enrichment trip was lovely",
        "my gran wears a headscarf and so do they",
        "the shepherds had tea towels on their heads, bless them",
        "sit over the bowl with a tea towel over your head, they said",
        "they put bin bags over their heads in the rain",
    ],
)
def test_what_only_looks_like_code_is_none(text: str) -> None:
    """Numbers, tickets and tea towels are mostly what they are."""
    assert not {"hate.coded", "hate.numbers", "hate.dress"} & _sources(text)


@pytest.mark.parametrize(
    "text",
    [
        "zip it or i'll zip it for you",
        "shut your mouth or we will shut it for ya",
        "pack it in or ill deck you",
        "jog on or I'm gonna have you",
        "be a shame if his brakes failed on the way home",
        "such a pity if somebody waited for her after lates",
        "about time we made an example of two of those receptionists",
        "make an example of some of them",
        "find out where he drinks and make an example",
        "that director needs stringing up, who's going to do it",
        "he wants shooting, somebody should do it",
        "she deserves stabbing and one of you should see to it",
    ],
)
def test_a_threat_left_half_unsaid_is_a_case_of_police(text: str) -> None:
    """What would follow is plain."""
    assert _score(text, Label.THREAT) >= 0.6
    assert _score(text, Label.POLICE) >= 0.6


@pytest.mark.parametrize(
    "text",
    [
        "shut the door or I'll shut it for you, it's freezing",
        "pack it in or I'll have you round for tea",
        "shut up or I'll do you lol",
        "it would be a shame if you missed the cake stall",
        "a pity if someone hurt themselves on those steps",
        "such a shame if your car failed its MOT, walk in then",
        "make an example of that board, put it in special measures",
        "the regulator should make an example of one of them",
        "make an example of one of them and sack him",
        "bring back hanging and start with the council",
        "that printer wants shooting, someone should do it",
        "those curtains want hanging, someone should do it",
        "someone should do it, the form is easy",
    ],
)
def test_what_only_sounds_like_one_is_no_case_of_police(text: str) -> None:
    """At most it is a doubt, as it was."""
    assert _score(text, Label.POLICE) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "the directors ought to be hung out to dry",
        "they should be strung up by their bootlaces for that app",
        "burn it down (the pay deal)",
        "they want hanging, those blinds",
        "the pictures in bay 3 still need hanging",
    ],
)
def test_a_figure_of_speech_is_no_threat_to_any_rule(text: str) -> None:
    """Nobody is meant, or nobody's neck."""
    assert _score(text, Label.THREAT) < _DOUBT


@pytest.mark.parametrize(
    "text",
    [
        "the directors ought to be hung",
        "those directors should be strung up",
        "burn it down, the hospital",
        "they all want hanging",
    ],
)
def test_without_the_figure_it_stays_one(text: str) -> None:
    """The exception is for its own words."""
    assert _score(text, Label.THREAT) >= _DOUBT


@pytest.mark.parametrize(
    "text",
    [
        "if you don't want a foreign nurse then stay at home",
        "go back to your knitting",
        "if anyone won't have a Muslim doctor near them they can wait",
    ],
)
def test_who_answers_the_hateful_is_not_hateful(text: str) -> None:
    """What is supposed of others is not wished."""
    assert "hate.dehumanise" not in _sources(text)


@pytest.mark.parametrize(
    "text", ["I don't want a foreign nurse", "go back to your own country", "no brown doctors here"]
)
def test_who_says_it_themselves_is(text: str) -> None:
    """As before."""
    assert _score(text, Label.HATE) >= _DOUBT or Label.HATE in judge(text).possible

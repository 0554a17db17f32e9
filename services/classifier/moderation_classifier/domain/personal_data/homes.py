"""By which words beside an address it is a home, and by which one that the public is told of.

A street with a postcode is as often where people are to meet, to be seen or to write to, as where
somebody lives. Only words for a home, or a person to whom an address belongs, make it certain.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from moderation_classifier.domain.names.name_words import (
    COMMON,
    FEELING_ENDS,
    INSTITUTIONS,
    KIN,
    NO_NAMES,
    OCCUPATIONS,
)
from moderation_classifier.domain.personal_data.detail import last_of
from moderation_classifier.domain.personal_data.name_list import FIRST_NAMES
from moderation_classifier.domain.personal_data.places import PLACE
from moderation_classifier.domain.word_sets import set_of

_WHOSE: Final = (
    r"(?:my|our|his|her|their|the|this|that|whose|an?|old|new|council|"
    r"[a-z]{2,20}s'?|[a-z]{2,20}'s)"
)
_HOME: Final = re.compile(
    # First what only sounds like one: the leftmost alternative that fits is the one that counts.
    r"\b(?:(?:sav\w+|our|their|people'?s|your) lives|lives? (?:at risk|matter)|"
    r"live (?:music|tv|on)|"
    r"(?:sent|send\w*|go|goes|going|went|get|got|drive|drove|drives|walk\w*|came|come|coming|back) "
    r"(?:(?:me|us|him|her|them|my|our|his|mum|dad|nan|all|back|straight) ){0,3}"
    # `got home 9 Elm Road` says where, `went home, 9 Elm Road is shut` does not.
    r"home\b(?! (?:to|at)\b)(?! $)|"
    r"(?:children'?s|funeral|retirement|rest|stately|second|spiritual|no place like) homes?|"
    r"(?:public|open|opera|custom|full) house|house ?(?:calls?|visits?|hold|work)|"
    r"(?:they|they've|it|it's|which|everything) (?:(?:has|have|had|is|are|all|now|just) ){0,2}"
    r"moved to|"
    r"(?P<home>live|lives|lived|living|home|where (?:[\w'-]{1,15} ){1,3}sleeps|"
    rf"(?:my|our|his|her|their) (?:\w{{1,12}} )?address|"
    rf"{_WHOSE} (?:(?!public|open|opera|custom|full|clearing)\w{{1,12}} )?house|"
    r"(?:his|her|their|my) (?:\w{1,12} )?(?:place|gaff|drive|doorstep|front door)|"
    r"(?:visit|find|tell|get|see|catch|sort out|wait for) (?:him|her)|(?:visit|find) them|"
    r"knock|moved to|i'm at|i am at|we're at|she's at|he's at|(?:she|he) is at|mine|"
    r"(?:come|came|go|pop|went) (?:round|over) to|come round|"
    r"deliver(?:ed|y|ies)? (?:\w{1,12} ){0,3}to|(?:send|post|drop|bring|take) (?:it|one|mine) "
    r"(?:\w{1,12} ){0,2}to|parcels? (?:\w{1,12} ){0,3}to|addressed to|"
    r"collect(?! (?:your|free)\b)(?! (?:\w{1,15} ){1,3}from\b)))\b"
)
_MINE_OF_THESE: Final = re.compile(r"\bmine(?: is|'s) (?:at |on |in )?$")
_HOME_BEHIND: Final = re.compile(
    r"\b(?:(?:is|was|that's|thats|it's) where (?:[\w'-]{1,15} ){1,4}?"
    r"(?:lives?|lived|stays?|sleeps)|"
    r"where (?:the|that|this|our|my|his|her|he|she|dr|doctor|prof|mr|mrs|miss|ms|nurse) "
    r"(?:[\w'-]{1,15} ){0,3}?(?:lives|lived|sleeps)\b(?! on\b)|"
    r"(?:he|she|i|we) (?:still )?lives?\b(?! (?:in|near|by)\b)|"
    r"(?:is|was|that's|thats|it's) (?:[\w'-]{1,20} ){1,3}?(?:house|home|gaff)\b(?! (?:of|for)\b)|"
    r"(?:is|was|that's|thats|it's) (?:my|our|his|her|their|[a-z]{2,20}'s) (?:[a-z]{1,12} )?address|"
    r"(?:tell|visit|find|sort|teach|show|ask|catch|get) (?:him|her)\b|(?:visit|find) them|"
    r"knock (?:on|at)|come round|go round|pop round|pay (?:him|her) a visit|"
    r"come (?:and|to) collect|lives? (?:alone|there)|home address)\b"
)
"""After an address."""
_FLAT: Final = re.compile(r"\b(?:flat|apartment|apt|bedsit)\b")
_GATHERING: Final = re.compile(
    r"\b(?:meet (?:at|up|us|outside|in|here|by)|meet(?=[ ,:]{1,2}$)|meeting|meetings|"
    r"gather(?:ing)? (?:at|outside)|assemble|join us|"
    r"all welcome|everyone welcome|coffee morning|public consultation|open evening|exhibition|"
    r"(?:taking|accepting) (?:on )?(?:new |nhs |more )*patients|vaccin\w+|jabs?|stall|"
    r"(?<!above the )(?<!over the )(?<!behind the )(?<!near the )shops?|"
    r"clos(?:ed|ing)|shut(?:ting)?|reopen\w*|writ(?:e|ing) (?:in )?to|objections? to|letters to|"
    r"icb|ccg|ics|healthwatch|town hall|city hall|car park|hustings|bus is|van is)\b"
)
"""What the public is asked to come to, uses, or is told of."""
_DEMONSTRATION: Final = re.compile(
    r"\b(?:protest\w*|demo|demonstrat\w+|march|marching|rally|vigil|picket\w*|outside)\b"
)
"""The same, but it may also be called for at somebody's home."""
_TITLED: Final = re.compile(
    r"\b(?:mr|mrs|miss|ms|nurse) [a-z'-]{2,20}(?: [a-z'-]{2,20})?"
    r"(?:,| is| lives)?(?: (?:at|of))?[ :(-]{0,3}$"
)
_TITLED_ALONE: Final = re.compile(
    r"\b(?P<article>(?:to|an?|the|no|any|another|my|our|your|their|i|we|you|they|this|that) )?"
    r"(?:mr|mrs|miss|ms|nurse|dr|doctor|prof|professor)\.? (?P<name>[a-z'-]{2,20})"
    r"(?: (?P<second>[a-z'-]{2,20}))?(?:,| lives(?: at)?| is)?[ :(-]{0,3}$"
)
"""Directly before an address; `at` would say where somebody is seen, `to` who is written to.

Behind the other words before a title it is a noun or a verb: `my dr`, `we miss`.
"""
_NO_NAMES: Final = (
    COMMON
    | NO_NAMES
    | OCCUPATIONS
    | INSTITUTIONS
    | set_of(
        "appointment appointments appt appts shortage shortages today tomorrow tonight again "
        "please strike strikes partners"
    )
)
"""What stands behind `miss`, `nurse` or `dr` and is nobody's name."""
_CLAUSE_END: Final = re.compile(
    r"(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bst)(?<!\bno)(?<!\bmrs)(?<!\bprof)[.!?;](?= |$)"
)
_WRITTEN_TO: Final = re.compile(r"\b(?:writ(?:e|ing) (?:in )?to|objections? to|letters to)\b")
_LETTER: Final = re.compile(r"[a-z]")
_BELONGING: Final = re.compile(
    r"\b(?P<first>[a-z-]{2,20}?)(?:'s)?(?: (?P<second>[a-z-]{2,20}?)(?P<genitive>'s)?)?"
    r"(?P<joint>[,:(-]| is at| is| at| of| lives at)?[ (]{0,2}$"
)
"""The last one or two words before an address, and what joins them to it."""
_OF_SAINTS: Final = re.compile(r"\b(?:st|saint|king|queen|prince|princess|royal)\.? [a-z'-]{2,20}$")
_OWNERS: Final = frozenset({"my", "our", "his", "her", "their"})


class Told(Enum):
    """What the words beside an address say of it."""

    HOME = auto()
    """That somebody lives there, or is to be found."""
    PERSON = auto()
    """Whose it is, and no more."""
    PUBLIC = auto()
    """That the public is to go there, write there, or has lost it."""
    NOTHING = auto()


def is_home(written: str) -> bool:
    """Return whether the nearest words before an address say that somebody lives there."""
    place = max(last_of(PLACE, written), last_of(_GATHERING, written))
    if place >= 0 and _MINE_OF_THESE.search(written):
        # `a good chemist? Mine is at`.
        return False
    return max((match.start("home") for match in _HOME.finditer(written)), default=-1) > place


def is_home_behind(follows: str) -> bool:
    """Return whether the words after an address say so."""
    return bool(_HOME_BEHIND.search(follows))


def what_is_told(address: str, *, written: str, follows: str) -> Told:
    """Return what is told of an address of which no words say that it is a home.

    `written` stands before it, `follows` after it and its postcode.
    """
    if _FLAT.search(address):
        return Told.HOME
    before, behind = _own_clause(written, follows)
    if _is_titled(written) and not _WRITTEN_TO.search(before):
        return Told.PERSON
    gathering = _GATHERING.search(before) or _GATHERING.search(behind)
    if _is_a_persons(written):
        return Told.NOTHING if gathering else Told.PERSON
    if gathering or _DEMONSTRATION.search(before) or _DEMONSTRATION.search(behind):
        return Told.PUBLIC
    return Told.NOTHING


def _own_clause(written: str, follows: str) -> tuple[str, str]:
    """Return what stands before and after an address in its own clause.

    Where nothing does (`Public meeting tonight! 5 Mill Road NG5 1PB.`), return all of it.
    """
    before = _CLAUSE_END.split(written)[-1]
    behind = _CLAUSE_END.split(follows, maxsplit=1)[0]
    if _LETTER.search(before) or _LETTER.search(behind):
        return before, behind
    return written, follows


def _is_titled(written: str) -> bool:
    """Return whether a name with a title, and nothing else, joins an address to somebody."""
    match = _TITLED_ALONE.search(written)
    if match is None or match["article"] or _GATHERING.search(match.group()):
        return False
    # `miss the meeting, 5 Mill Road` and `dr shut, 5 Mill Road` name nobody.
    words = [word for word in (match["name"], match["second"]) if word]
    return not any(word in _NO_NAMES or word.endswith(FEELING_ENDS) for word in words)


def _is_a_persons(written: str) -> bool:
    """Return whether a name, or somebody's mother, stands directly before an address."""
    if _TITLED.search(written):
        return True
    match = _BELONGING.search(written)
    if match is None:
        return False
    first, second = match["first"], match["second"] or ""
    if first in _OWNERS and second in KIN:
        # `saw my nan at 5 Mill Road` may tell of a practice, `my nan, 5 Mill Road` does not.
        return bool(match["genitive"]) or match["joint"] not in {" at", " of"}
    named = first in FIRST_NAMES or second in FIRST_NAMES
    return named and not _OF_SAINTS.search(written[: match.end("second" if second else "first")])

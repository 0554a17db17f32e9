"""Whether a place and an address belong together: only then does the place publish it.

A place that is merely spoken of near an address has failed somebody who lives there: "the ambulance
service never came to 14 Green Lane". Every pattern looks at the few words beside an address.
"""

from __future__ import annotations

import re
from typing import Final

from moderation_classifier.domain.personal_data.places import PLACE

_PLACE: Final = (
    rf"(?:{PLACE.pattern}|"
    r"\b(?:boots|day lewis|rowlands|jhoots|paydens|weldricks|superdrug|tesco|asda|"
    r"sainsbury'?s|morrisons|specsavers|mosque|gurdwara|synagogue|"
    r"(?:charity|coffee|corner|repair|farm) shop|warm space|baby bank|youth club|"
    r"(?:church|parish|memorial|scout|methodist|baptist|masonic|sports|st [a-z]{2,15}'?s) hall)\b)"
)
"""Shops too, where medicine, glasses and jabs are had, and where people meet."""
_PART: Final = (
    r"(?: (?:hall|rooms?|building|annexe|site|hq|headquarters|group|branch|shop|store|van))?"
)
_KIND: Final = (
    r"(?:(?:health|medical|community|treatment|wellbeing|resource|family|leisure|children's) )?"
)
_HOUSE: Final = r",? (?:[a-z'-]{1,20} ){1,2}(?:house|building|floor|court|hall|site|unit),"
"""Between the name of a place and its street."""
_STANDS: Final = (
    r"(?: (?:is|are|was|were|will be|can be|has|have|had|meets?))?"
    r"(?: (?:now|also|still|currently|just|open(?:s|ing|ed)?|held|found|based|located|situated|"
    r"(?:moved|moving) to)){0,3}"
    r"(?: (?:at|on|in))?"
)
_BEFORE: Final = re.compile(
    rf"(?P<place>{_PLACE}){_PART}"
    r"(?:(?:'?s)?(?: (?:new|full|postal|main))? (?:address|post ?code|headquarters|entrance))?"
    rf"(?:{_HOUSE}|{_STANDS})(?P<comma>,?)[ :(]{{0,3}}$"
)
_MOVED: Final = re.compile(
    rf"(?P<place>{_PLACE}){_PART}(?:'?s)?(?: (?:is|are|was|were|has|have|had|now|just|been|"
    r"all|also|finally|recently|re-?opened|reopening|changed|closed|shut|open|moved|moving|relocated|"
    r"relocating|shifted)){1,4}"
    r"(?: (?:address|premises|buildings?|sites?|house|location|home|again|last (?:week|month|year)|"
    r"this (?:week|month|year))){0,2}"
    r"(?: ?[,.;:!-]{1,2} ?| )(?:(?:and|so|but|but now) )?(?:it|they|that|this)"
    r"(?:'?s|'?re| is| are| has| have)(?: (?:now|moved|gone|back|over|currently|based|just)){0,3}"
    r" (?:at|in|on|to)(?P<comma>) $"
)
"""Before an address: a place that has moved is taken up by `it` or `they`."""
_NO_NAME: Final = (
    r"(?:the|an?|my|our|your|his|her|their|this|that|is|was|are|were|has|had|have|will|and|or|but|"
    r"near|opposite|by|behind|next|to|at|in|of|from|for|with|about|on|off|after|before|since|when|"
    r"where|because|who|which|i|i'm|we|he|she|they|it|me|us|him|them|never|not|no|nobody|won't|"
    r"can't|don't|didn't|keeps?|rings?|lost|left|refus\w+|ignor\w+|miss\w*|sent|sends?|failed|mrs?|"
    r"ms|mum|dad|nan|lives?|living|home|address|post ?code)\b"
)
_WORDS: Final = rf"(?:(?!{_NO_NAME})[a-z'.-]{{1,20}}(?:, ?| ))"
_VENUE: Final = re.compile(
    r"\b(?:drop[ -]?in|open day|event|support group)(?: [\w'-]+){0,4} (?:at|in) (?:(?:the|our) )?"
    rf"{_WORDS}{{0,3}}$"
)
"""What the public is asked to come to."""
_COMES: Final = re.compile(r"teams?|services?|gp|out of hours")
"""Those that are waited for at home."""
_AWAITED: Final = re.compile(
    r"\b(?:wait\w* (?:for|on)|need(?:s|ed)?|want(?:s|ed)?|send\w*|expect\w*) "
    r"(?:(?!(?:to|at|from|me|us|him|her|them)\b)[\w'-]+ ){0,4}$"
)
_BLAMED: Final = re.compile(
    r"\b(?:by|from|(?:enough|sick|tired|patient) of) (?:(?!(?:at|in|on|to)\b)[\w'-]+ ){0,4}$"
)
"""After such a place and a comma the address may be that of whoever blames it."""
_BESIDE: Final = re.compile(
    r"\b(?:near|opposite|behind|beside|above|below|over|under|(?:next|close) to|"
    r"across from|corner from|(?:am|is|are|lives?|home|house|right) by) "
    r"(?:(?!(?:is|at|in|on|to)\b)[\w'-]+ ){0,3}$"
)
_RESIDES: Final = re.compile(
    r"\b(?:lives?|lived|living|stay\w*|resident|is|was|she's|he's|they're|moved|went|placed) "
    r"(?:in|into|at|to|of) (?:[\w'-]+ ){0,3}$"
)
"""Before a home for many, which is then also the home of one."""

_FAILS: Final = (
    r"(?!'| patients?\b|,?(?: [\w']+){0,2} (?:never|won'?t|wouldn'?t|didn'?t|did|doesn'?t|don'?t|"
    r"can'?t|couldn'?t|should|must|refus\w+|los[et]|losing|ignor\w+|keeps?|kept|sent|sends?|said|"
    r"says|told|rang|came|come|turned|cancel\w+|miss\w*|forgot\w*|left)\b)"
)
"""What is said of a place that is not the one at the address."""
_AFTER_STREET: Final = re.compile(rf" ?{_KIND}{_PLACE}|[ ,]{{1,3}}{_KIND}{_PLACE}{_FAILS}")
_TO_POSTCODE: Final = re.compile(rf"[ ,]{{0,3}}{_WORDS}{{0,4}}{_PLACE}{_FAILS}")
_AFTER_POSTCODE: Final = re.compile(
    rf"[ ,(]{{1,3}}{_KIND}{_PLACE}{_FAILS}|"
    r" (?:is|are|was) (?:now )?(?:where )?(?:the|our|your|my|an?|this|that) "
    r"(?:(?:address|post ?code) (?:of|for) (?:(?:the|our) )?)?"
    rf"{_WORDS}{{0,3}}{_PLACE}{_FAILS}"
)
_IS_AT: Final = re.compile(r"\b(?:is|are|was) (?:now )?(?:at|in) $")
_OF_POSTCODE: Final = re.compile(
    rf"{_PLACE}{_PART}(?:, ?| )(?:(?:is|are|meets?|meeting|based|now|held) "
    rf"(?:(?:on|now|every) )?(?:at|in) (?:the )?)?{_WORDS}{{0,6}}$"
)


def leads_to_address(written: str) -> bool:
    """Return whether a place stands directly before an address: `the clinic is at`."""
    match = _BEFORE.search(written) or _MOVED.search(written)
    if match is None:
        return bool(_VENUE.search(written))
    opening = written[: match.start()]
    if _COMES.fullmatch(match["place"]) and _AWAITED.search(opening):
        return False
    if match["place"].endswith("home") and _RESIDES.search(opening):
        return False
    return not (_BESIDE.search(opening) or (match["comma"] and _BLAMED.search(opening)))


def leads_to_postcode(written: str) -> bool:
    """Return whether only a place and names stand before: `County Hospital, Greetwell Road,`."""
    match = _OF_POSTCODE.search(written)
    named = match is not None and not _BESIDE.search(written[: match.start()])
    return named or leads_to_address(written)


def follows_street(follows: str) -> bool:
    """Return whether a street ends in the name of a place: `10 Green Lane Surgery`."""
    return bool(_AFTER_STREET.match(follows))


def stands_between(gap: str) -> bool:
    """Return whether a place is named between a street and a postcode, and has this or both."""
    return bool(_TO_POSTCODE.match(gap) or (_IS_AT.search(gap) and leads_to_address(gap)))


def follows_postcode(follows: str) -> bool:
    """Return whether an address is said to be that of a place: `is the new surgery`."""
    return bool(_AFTER_POSTCODE.match(follows))

"""Tells where a strong word is the name of a place, a street or a person.

Twatt is a village in Orkney, Minge Lane a street in Upton upon Severn. What is known to be a name
is left where it stands as one; any other strong word that is written as a street's name is a doubt,
for people rename streets in anger, too. Behind a title an unknown name stays what it is: an insult.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from moderation_classifier.domain.names.people_words import HONORIFICS, TITLED_STAFF
from moderation_classifier.domain.text import NormalisedText, Span
from moderation_classifier.domain.word_sets import any_of

_AROUND: Final = 40
"""Characters on each side in which it is looked for what makes a name of a word."""


class Namesake(Enum):
    """How surely a strong word is a name."""

    NO = auto()
    PERHAPS = auto()
    YES = auto()


_STREET: Final = (
    r"(?:lane|road|rd|street|corner|hill|court|avenue|crescent|terrace|square|mews|gardens|grove|"
    r"green|bridge|farm|wood|common|heath|moor|brook)\b"
)
_PLACE: Final = (
    rf"(?:{_STREET}|(?:gp |doctor'?s'? |medical |health |community )?(?:practice|surgery|clinic|"
    r"centre|hospital|pharmacy|chemist|school|church|hall|village|car park|bus|branch|area)\b)"
)
_TITLES: Final = (HONORIFICS - {"lord", "lady"}) | TITLED_STAFF
"""Lords and ladies are made of anybody in mockery."""
_TITLE: Final = rf"\b{any_of(_TITLES)}\.? (?:[a-z]+\.? )?$"
_WHERE: Final = (
    r"\b(?:in|from|near|at|around|outside|via|through|(?:bus|drive|drove|move|moved|travel|go|get|"
    r"back|way|close|over|up|down|nearest|retired?|retiring|relocated?|returned?|commuted?|walk|"
    r"walked|cycled?|went|train|road|signs?|signpost) to|(?:north|south|east|west|village|parish|"
    r"outskirts) of) $"
)
_STREET_AFTER: Final = re.compile(rf" {_STREET}")
_ANY_CASE_AFTER: Final = re.compile(r" (?:lane|road|rd|street)\b")
_STREET_BEFORE: Final = re.compile(
    r"\b(?:in|on|off|along|at|near|from|to|down|up|via|past|by|outside|opposite|behind|between|"
    r"through|into|onto|covers?|covering|\d+) $"
)
"""Before a street, whatever its letters."""
_PLACED_BEFORE: Final = re.compile(
    r"\b(?:in|from|near|at|around|outside|via|through|visit(?:s|ed|ing)?) $"
)
_PLACE_AFTER: Final = re.compile(rf"'?s? {_PLACE}")
_IS_WHERE_AFTER: Final = re.compile(
    r",? (?:is|lies)(?: a| the)?(?: \w+){0,2} (?:in|near|on|village|parish)\b"
)
_CALLS_BEFORE: Final = re.compile(
    r"\b(?:you|u|ya|a|an|the|what|such|this|that|these|those|absolute|complete|total|utter|bloody|"
    r"fucking|little|right|massive|pair of|bunch of) $"
)
_LISTED_BEFORE: Final = re.compile(
    r"[A-Z][a-z]+, (?:and |or |then |on to )?$|[A-Z][a-z]+ (?:and|or|to|then|via) $"
)
"""In the letters as written: one capitalised name after another."""
_TITLE_BEFORE: Final = re.compile(_TITLE)
_WHERE_BEFORE: Final = re.compile(_WHERE)

_STREETS: Final = frozenset({"minge", "slag", "bell end", "twatt"})
"""Minge Lane in Upton upon Severn, Slag Lane in several towns, Bell End in Rowley Regis."""
_VILLAGES: Final = {"twatt": Namesake.YES, "bell end": Namesake.PERHAPS}
"""In Orkney and Shetland, and in Worcestershire; the second is shouted at people as well."""
_SURNAMES: Final = frozenset({"minge", "twatt"})
_ABROAD: Final = {
    # Renamed Fugging in 2021.
    "fucking": re.compile(r"(?:,|,? in) (?:upper )?austria\b"),
    "wankers": re.compile(r" corner\b"),
}
"""By how the name goes on; in Oregon the second."""
_AUSTRIA_AFTER: Final = re.compile(r" (?:upper )?austria\b")
"""Enough where a place is spoken of: "Fucking Austria can have you"."""


def namesake_at(span: Span, text: NormalisedText) -> Namesake:
    """Return how surely the word at a place of the original is a name, in bounded time."""
    written = text.original[slice(*span)]
    name = written.lower()
    named = all(part[:1].isupper() and part[1:].islower() for part in written.split())
    ahead = text.original[max(0, span.start - _AROUND) : span.start]
    before = ahead.lower()
    behind = text.original[span.end : span.end + _AROUND]
    after = behind.lower()
    street = _STREET_AFTER.match(after)
    # A street is written with a capital, too: "Shit road works".
    as_street = street and named and behind[1:2].isupper()
    if name in _STREETS and street:
        if as_street or (_ANY_CASE_AFTER.match(after) and _STREET_BEFORE.search(before)):
            return Namesake.YES
        if (named and name not in _VILLAGES) or not before.strip():
            return Namesake.PERHAPS
    if not named:
        return Namesake.NO
    if name in _ABROAD and _ABROAD[name].match(after):
        return Namesake.YES
    if name == "fucking" and _AUSTRIA_AFTER.match(after) and _PLACED_BEFORE.search(before):
        return Namesake.YES
    if name in _SURNAMES and _TITLE_BEFORE.search(before):
        return Namesake.YES
    if name in _VILLAGES and (
        _PLACE_AFTER.match(after) or _WHERE_BEFORE.search(before) or _IS_WHERE_AFTER.match(after)
    ):
        return _VILLAGES[name]
    # Hardly anybody writes the insult with two letters at its end and a capital.
    spelt_as_village = name == "twatt" and not _CALLS_BEFORE.search(before)
    if spelt_as_village or (name in _VILLAGES and _LISTED_BEFORE.search(ahead)):
        return Namesake.PERHAPS
    return Namesake.PERHAPS if as_street else Namesake.NO

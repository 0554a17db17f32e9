"""What shows that a number is no person's: it counts something, or names a part or a model.

One in eleven numbers of ten digits carries the check digit of an NHS number by chance, and the
label of any machine may have the form of a national insurance number.
"""

from __future__ import annotations

import re
from typing import Final

from moderation_classifier.domain.personal_data.detail import after, before

_SO_FAR: Final = (
    r"(?: (?:so far|today|now|was|is|were|are|of|at|a|total|already|just|reached|hit|up to))*"
    r"[ :=(\-]{0,3}$"
)
_COUNTS: Final = re.compile(
    r"\b(?:scores?|scored|scoring|donations?|donated|raised|jackpot|totals?|views|likes|followers|"
    rf"subscribers|votes|hits|plays|streams|downloads|coins|pennies|calories|points){_SO_FAR}"
)
_COUNTED: Final = re.compile(
    r" ?(?:seconds?|secs?|minutes|mins|hours|hrs|milliseconds|ms|days|weeks|years|times|views|"
    r"likes|followers|subscribers|subs|points|pts|pennies|pence|pounds|quid|dollars|euros|coins|"
    r"steps|votes|signatures|hits|plays|streams|downloads|people|calories|miles|metres|meters|km|"
    r"bytes|pixels|stars|cells)\b"
)
"""Directly behind a number."""
_CALLED: Final = re.compile(
    r"\b(?:nhs|patient|hospital|mrn|number|num|nr|no|id)(?: (?:is|was|number|no|num|id))?"
    r"[ .:#=\-]{0,3}$"
)
"""Directly before a number these say whose it is, whatever is said next."""
_OF_NUMBERS: Final = r"(?:numbers?|no\.?|num|nr|code|ref|id|#)"
_THING: Final = r"(?:part|model|serial|product|catalogue|sku|stock|asset|device|batch|item)"
_NAMES_THING: Final = re.compile(
    rf"\b{_THING}s?(?: {_OF_NUMBERS}){{0,2}}(?: (?:is|was|of))?[ .:#=\-]{{0,4}}$"
)
_IS_OF_THING: Final = re.compile(
    r"[ ,\-]{0,3}(?:\(|(?:is|was|being) )(?:(?:the|an?|my|its|their|our|your|this) )?"
    rf"(?:[a-z'-]{{1,15}} ){{0,2}}?(?:{_THING} {_OF_NUMBERS}|model|serial|sku)(?!\w)"
)
_OF_PERSON: Final = re.compile(
    r"\b(?:nhs|n\.i|ni|nino|national insurance|patient|hosp(?:ital)?|mrn|case ?notes?|chart|"
    r"medical record)(?:'?s)?(?: ref(?:erence)?)?"
    rf"(?: (?:{_OF_NUMBERS}|is|was|it's|of|for)){{0,3}}[ .:#=\-]{{0,4}}$"
)
"""Directly before a number these say that it is somebody's, whatever shows it."""
_LABEL: Final = re.compile(
    rf"\b(?:unit|label(?:led)?|marked|stamped|plate)(?: {_OF_NUMBERS})?(?: (?:is|was))?"
    r"[ .:#=\-]{0,4}$"
)
_OPENS: Final = re.compile(r"(?:^|[.!?\n]) ?$")
_LETTERED: Final = re.compile(r"[a-z]")
_ON_MACHINE: Final = re.compile(
    r",? (?:on|of) (?:(?P<own>my|his|her|their)|the|our|your|this|that|an?) "
    r"(?:[a-z'-]{1,15} ){0,2}?(?:boiler|hearing aids?|machine|monitor|meter|printer|wheelchair|"
    r"pump|heater|radiator|fridge|freezer|inhaler|scooter|hoist|laptop|tablet computer|"
    r"device|appliance)\b"
)


def is_counted(plain: str, start: int, end: int) -> bool:
    """Return whether the words beside a number say that it counts points, money or time."""
    written = before(plain, start)
    if _CALLED.search(written):
        return False
    return bool(_COUNTS.search(written) or _COUNTED.match(after(plain, end)))


def is_of_thing(plain: str, start: int, end: int) -> bool:
    """Return whether the words beside a number say that it names a part, a model or a machine."""
    written, follows = before(plain, start), after(plain, end)
    if _OF_PERSON.search(written):
        return False
    if _NAMES_THING.search(written) or _IS_OF_THING.match(follows):
        return True
    machine = _ON_MACHINE.match(follows)
    if machine is None or _LABEL.search(written):
        return machine is not None
    # A screen shows the numbers of patients too: without a word for a label, only one with letters
    # that nobody is named before is the machine's.
    lettered = _LETTERED.search(plain, start, end)
    return bool(lettered and not machine["own"] and _OPENS.search(written))

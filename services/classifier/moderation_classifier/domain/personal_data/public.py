"""Numbers and addresses that reach no private person, so that nothing private is seen in them.

The encoder reads any long number as one and any address as one. What a body publishes, helplines,
lines that are free or cost the same everywhere, landlines and streets directly behind the name of a
place, scores, the numbers of orders, cases and parts, and a bed of a ward of which nobody is said
to lie in it are taken out of what it reads, since the detectors know better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final

from moderation_classifier.domain.names.name_words import KIN
from moderation_classifier.domain.personal_data.addresses import (
    find_addresses_of_places,
    has_address_of_place,
)
from moderation_classifier.domain.personal_data.birth_dates import find_institution_dates
from moderation_classifier.domain.personal_data.counted import is_counted, is_of_thing
from moderation_classifier.domain.personal_data.detail import (
    BEGINS_NUMBER,
    ENDS_NUMBER,
    MAX_CANDIDATES,
    is_ordered,
)
from moderation_classifier.domain.personal_data.emails import (
    WRITTEN,
    has_shared_mailbox,
    is_of_body,
)
from moderation_classifier.domain.personal_data.telephones import find_lines_of_places
from moderation_classifier.domain.text import NormalisedText, Span
from moderation_classifier.domain.word_sets import any_of

_NUMBER: Final = re.compile(
    rf"{BEGINS_NUMBER}(?<!@)\+?\(?(?:0\d{{2,4}}\)? [.\-/] )?\d"
    rf"(?:[ ().\-/]{{0,2}}\d){{2,16}}{ENDS_NUMBER}(?!@)"
)
_DIGIT: Final = re.compile(r"\d")
_WORDLE: Final = re.compile(r"(?<=\bwordle )\d[\d,.]{0,6} [1-6x]/6(?!\d)")
_BED: Final = re.compile(
    r"\b(?:(?:beds?|bays?|rooms?) ?\d{1,3}[a-z]?[ ,/\-]{1,3}(?:(?:on|of|in) )?"
    r"wards? ?\d{1,3}[a-z]?|wards? ?\d{1,3}[a-z]?[ ,/\-]{1,3}(?:beds?|bays?|rooms?) "
    r"?\d{1,3}[a-z]?)\b"
)
_SOMEBODY: Final = re.compile(
    rf"\b(?:i|i'm|im|me|my|we|us|our|he|she|they|him|her|his|hers|them|their|s?he's|s?hes|who|"
    rf"{any_of(KIN)}|mr|mrs|miss|ms|patients?|lady|ladies|man|men|woman|women|gent|bloke|"
    r"visit\w*|ring|name[ds]?|called|infect\w*|mrsa|c\.? ?diff|norovirus|covid|flu|cancer|"
    r"d[iy]ed|dying|dead|poorly|sick|ill|fell|fall|bleed\w*|blood|help|crying|screaming|wet|"
    r"oxygen|alarms?|buzzer|fire|breath\w*)\b"
)
"""Somebody may lie in a bed, or something be wrong there, which must be read with its number."""
_LETTERED: Final = re.compile(r"(?<![a-z0-9])[a-z]{1,4}[ -]?\d{4,10}[a-z]?(?![a-z0-9])")
"""A number with letters round it, as on the label of a machine."""
_LONG: Final = re.compile(r"\d(?:[ ().\-/]{0,2}\d){6}")
_SHORT_LINES: Final = frozenset(
    {"116123", "116000", "116006", "116111", "85258", "101", "111", "999", "18000", "18001"}
)
_KNOWN_MAILBOXES: Final = frozenset({"jo@samaritans.org", "pat@papyrus-uk.org"})
"""Those of helplines that bear a given name. Sources: samaritans.org, papyrus-uk.org."""
_MIN_DIGITS: Final = 5
"""What is shorter, such as 999, the encoder reads as it stands, and should."""
_PUBLIC_LINE: Final = re.compile(r"0(?:3\d{9}|8(?:00|08)\d{6,7}|8001111|8[47]\d{8})")
"""Britain's numbering plan: 03 costs as much as a landline, 080 nothing, 084 and 087 belong to
services. Source: Ofcom, National Telephone Numbering Plan."""


def is_published(contact: str, own_contacts: frozenset[str]) -> bool:
    """Say whether a body publishes a contact, in whatever spelling, or it is a well-known line."""
    squashed = _squash(contact)
    return (
        squashed in _SHORT_LINES
        or contact.replace(" ", "").casefold() in _KNOWN_MAILBOXES
        or squashed in _all_squashed(own_contacts)
    )


def has_public_contact(text: NormalisedText) -> bool:
    """Say whether a text holds a contact that only looks private.

    Where the detectors found none to be so: a number as long as a telephone's, the mailbox of an
    office, or the address of a place that publishes it. A mere house in a street may be anybody's.
    """
    plain = text.plain.text
    return (
        _LONG.search(plain) is not None or has_shared_mailbox(plain) or has_address_of_place(plain)
    )


def find_public(text: NormalisedText, own_contacts: frozenset[str]) -> Iterator[Span]:
    """Yield where numbers and addresses stand that reach no private person."""
    plain = text.plain.text
    if "@" in plain:
        for match in islice(WRITTEN.finditer(plain), MAX_CANDIDATES):
            if is_published(match.group(), own_contacts) or is_of_body(match):
                yield text.plain.span(*match.span())
    if _DIGIT.search(plain):
        for span in _with_digits(plain, own_contacts):
            yield text.plain.span(*span)


def _with_digits(plain: str, own_contacts: frozenset[str]) -> Iterator[tuple[int, int]]:
    for match in islice(_NUMBER.finditer(plain), MAX_CANDIDATES):
        if _reaches_nobody(match, own_contacts):
            yield match.span()
    for match in islice(_LETTERED.finditer(plain), MAX_CANDIDATES):
        if is_of_thing(plain, *match.span()):
            yield match.span()
    if "wordle" in plain:
        for match in islice(_WORDLE.finditer(plain), MAX_CANDIDATES):
            yield match.span()
    if "ward" in plain and not _SOMEBODY.search(plain):
        for match in islice(_BED.finditer(plain), MAX_CANDIDATES):
            yield match.span()
    yield from find_lines_of_places(plain)
    yield from find_addresses_of_places(plain)
    yield from find_institution_dates(plain)


def _reaches_nobody(match: re.Match[str], own_contacts: frozenset[str]) -> bool:
    number = _squash(match.group())
    if len(number) < _MIN_DIGITS:
        return False
    if _PUBLIC_LINE.fullmatch(number) or is_published(number, own_contacts):
        return True
    return (
        is_ordered(match.string, match.start())
        or is_counted(match.string, *match.span())
        or is_of_thing(match.string, *match.span())
    )


@lru_cache(maxsize=256)
def _all_squashed(own_contacts: frozenset[str]) -> frozenset[str]:
    """Each body has one set of contacts."""
    return frozenset(map(_squash, own_contacts))


def _squash(contact: str) -> str:
    """Return a number or an address without spaces, signs and country code."""
    compact = re.sub(r"[^a-z0-9@]", "", contact.casefold())
    return re.sub(r"^(?:00)?440?(?=\d{9,10}$)", "0", compact)

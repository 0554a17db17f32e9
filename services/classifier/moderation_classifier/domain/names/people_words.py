"""Words for people, in one table: relatives, those near somebody, staff, and titles.

Each reader takes the groups that it needs and adds, or leaves out, what is so for it alone. All are
in lower case and in the singular; `in_both_numbers` gives the plurals, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from moderation_classifier.domain.word_sets import set_of

HONORIFICS: Final = set_of(
    "mr mrs ms mx miss mister missus messrs dr drs prof professor sir dame lord lady rev revd "
    "reverend rabbi imam cllr councillor pc sgt sergeant"
)
"""Hardly ever said without a name, so that whatever has a capital behind one is taken for it."""

RELATIVES: Final = set_of(
    "mum mam mom mummy mother dad daddy father son daughter husband hubby wife partner fiance "
    "fiancee brother nan nana nanna gran granny grandma grandad granddad grandmother grandfather "
    "grandson granddaughter aunt auntie aunty uncle cousin niece nephew stepmum stepdad stepson "
    "stepdaughter boyfriend girlfriend"
)
"""Without `sister`, who is as often one of `STAFF`."""

NEAR: Final = set_of("friend neighbour")
"""Beside somebody's family."""

TITLED_STAFF: Final = set_of(
    "doctor nurse sister matron midwife consultant surgeon receptionist paramedic physio"
)
"""Of `STAFF`, whose names are said behind what they are: `Nurse Jones`."""

STAFF: Final = TITLED_STAFF | set_of(
    "gp registrar porter carer hca dentist pharmacist anaesthetist psychiatrist psychologist "
    "therapist counsellor phlebotomist manager"
)
"""Who works where care is given, as patients speak of them."""

_IRREGULAR: Final = {"wife": "wives", "midwife": "midwives"}


def in_both_numbers(words: Iterable[str]) -> frozenset[str]:
    """Return words of this table with their plurals."""
    return frozenset(form for word in words for form in (word, _plural(word)))


def _plural(word: str) -> str:
    if word.endswith("y"):
        return f"{word[:-1]}ies"
    return _IRREGULAR.get(word, f"{word}s")


PRIVATE_PEOPLE: Final = in_both_numbers(RELATIVES | NEAR | {"sister"}) - {"partners"}
"""Whose homes and telephones are their own, in both numbers; partners run practices."""

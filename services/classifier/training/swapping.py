"""Rows in which one group of people stands for another: attacks on either are hate, praise neither.

What is said decides, not of whom it is said. A line about one group is as true an example with
another in its place, and shows a model that the name itself is no sign.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from training.encoder_rows import EncoderRow

_MANY_LIST: Final = (
    "muslims, jews, hindus, sikhs, catholics, immigrants, migrants, refugees, asylum seekers,"
    " foreigners, romanians, poles, nigerians, somalis, pakistanis, indians, bangladeshis,"
    " albanians, bulgarians, filipinos, gypsies, travellers, black people, asian people,"
    " chinese people, arabs, africans, gay people, lesbians, trans people, bisexual people,"
    " disabled people, deaf people, autistic people"
)
_ONE_LIST: Final = (
    "muslim, jewish, hindu, sikh, catholic, romanian, polish, nigerian, somali, pakistani, indian,"
    " bangladeshi, albanian, filipino, chinese, african, black, asian, gay, lesbian, trans,"
    " disabled, deaf, autistic"
)
_MANY: Final = _MANY_LIST.split(", ")
_ONE: Final = _ONE_LIST.split(", ")
_PEOPLE: Final = (
    "people|person|man|men|woman|women|family|families|kid|kids|child|children|nurse|nurses|"
    "doctor|doctors|lad|lads|girl|girls|boy|boys|patient|patients|neighbour|neighbours|couple"
)
_MANY_NAMED: Final = re.compile(rf"\b(?:{'|'.join(_MANY)})\b")
_ONE_NAMED: Final = re.compile(rf"\b(?:{'|'.join(_ONE)})(?= (?:{_PEOPLE})\b)")


def swap_rows(rows: Iterable[EncoderRow], *, share: float) -> Iterator[EncoderRow]:
    """Yield a share of the rows that name a group, each with another group named throughout."""
    choose = random.Random(20261125)  # noqa: S311 - repeatable, not secret
    for row in rows:
        if choose.random() >= share:
            continue
        for named, others in ((_MANY_NAMED, _MANY), (_ONE_NAMED, _ONE)):
            found = named.search(row.reading)
            if found:
                other = choose.choice([each for each in others if each != found[0]])
                swapped = re.sub(rf"\b{found[0]}\b", other, row.reading)
                yield replace(row, source="swapped", reading=swapped, weight=row.weight / 2)
                break

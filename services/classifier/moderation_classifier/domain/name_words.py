"""Words by which `person_names` tells that a name follows, and that one does not; tables alone.

All hand-made, in lower case and without accents, as the plain form of a text has them.
"""

from __future__ import annotations

from typing import Final

from moderation_classifier.domain.common_words import COMMON_WORDS, ENGLISH_WORDS


def _set_of(written: str) -> frozenset[str]:
    return frozenset(written.split())


HONORIFICS: Final = _set_of(
    "mr mrs ms mx miss mister missus messrs dr drs prof professor sir dame lord lady rev revd "
    "reverend rabbi imam cllr councillor pc sgt sergeant"
)
"""Hardly ever said without a name, so that whatever has a capital behind one is taken for it."""

OCCUPATIONS: Final = _set_of(
    "doctor doctors nurse nurses sister sisters matron midwife midwives consultant surgeon "
    "registrar receptionist receptionists paramedic paramedics physio practitioner specialist "
    "pharmacist dentist hygienist counsellor carer radiographer sonographer phlebotomist hca gp "
    "psychologist manager supervisor administrator assistant secretary director executive ceo "
    "worker officer chaplain"
)
"""Said with a name and without."""

OCCUPATION_ENDS: Final = ("ologist", "iatrist", "iatrician", "therapist", "anaesthetist")
"""How more of them end."""

KIN: Final = _set_of(
    "mum mam mom mummy mother dad daddy father son sons daughter daughters husband hubby wife "
    "partner fiance fiancee brother brothers nan nana nanna gran granny grandma grandad granddad "
    "grandmother grandfather grandson granddaughter aunt auntie aunty uncle cousin niece nephew "
    "stepmum stepdad stepson stepdaughter boyfriend girlfriend friend neighbour baby"
)
"""Said with a name and without, in a family or beside it."""

CUES: Final = _set_of("called named name names surname surnames forename nickname")
"""After these a name is said."""

CUES_OF_TWO: Final = {
    "is": CUES,
    "was": CUES,
    "are": CUES,
    "were": CUES,
    "as": _set_of("known named identified"),
    "by": _set_of("goes went"),
}
"""After these too, where one of certain words stands before them."""

ABBREVIATIONS: Final = _set_of("mr mrs ms mx dr drs prof rev revd cllr sgt st")
"""A full stop after these ends no sentence."""

PARTICLES: Final = _set_of(
    "van von der den de da dos del della di du la le el al bin bint ibn ap ab ter st abu"
)
"""Parts of a surname that may have no capital; without one, they count only before a word with."""

NO_NAMES: Final = _set_of(
    "the this that these those who whom whose what when where which why how there here i he she "
    "it we you they me him us them my your his her its our their im ive is isn isnt was wasn wasnt "
    "are aren arent were be been am has hasn had hadn have haven having does doesn did didn didnt "
    "could couldn should shouldn would wouldn might must can cant cannot won and or but nor if "
    "then than because as of in on at to for from with by about after before into over under out "
    "off not no yes never ever always again just also even still only very too all some any every "
    "each both please help thanks thank sorry hello hi dear x xx xxx "
    "nhs pals cqc ccg icb gps hcas nmc gmc mri ct ecg covid google god bed beds room led surgery "
    "surgeries practice practices hospital hospitals clinic clinics appointment appointments ward "
    "unit department centre center team teams service services trust station office line monday "
    "tuesday wednesday thursday friday saturday sunday christmas easter"
)
"""Words that no name is, with a capital or without; may, will and do are names as well."""

PEOPLES: Final = _set_of(
    "african albanian american arab asian australian bangladeshi british bulgarian caribbean "
    "catholic chinese egyptian european filipino filipina ghanaian gypsies gypsy hindu hungarian "
    "indian iranian iraqi irish italian jamaican jew jewish kenyan latvian lithuanian muslim "
    "nigerian pakistani polish portuguese romanian russian scottish sikh somali spanish sudanese "
    "syrian turkish ukrainian zimbabwean"
)
"""Where somebody is from or what they believe: a text may abuse them for it."""

NO_INITIALS: Final = frozenset({"a", "i"})
"""Letters that are words: initials only with more of a name behind them."""

COMMON: Final = ENGLISH_WORDS.union(COMMON_WORDS["English"].split())
"""Words that hardly an English text is without, some of them surnames."""

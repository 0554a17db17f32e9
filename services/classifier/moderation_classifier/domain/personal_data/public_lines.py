"""Whose a telephone number is, by the words beside it: a service's, or a person's.

"The number for transport is" names a service; "my mum's number is" and "ring Sue on" somebody.
Every pattern looks at the few words beside a number.
"""

from __future__ import annotations

import re
from typing import Final

from moderation_classifier.domain.names.name_words import (
    COMMON,
    INSTITUTIONS,
    KIN,
    NO_NAMES,
    OCCUPATIONS,
)
from moderation_classifier.domain.names.people_words import HONORIFICS, PRIVATE_PEOPLE
from moderation_classifier.domain.personal_data.detail import after, before, last_of
from moderation_classifier.domain.personal_data.name_list import FIRST_NAMES
from moderation_classifier.domain.personal_data.places import PLACE, TOWNS
from moderation_classifier.domain.word_sets import any_of, set_of

_SERVICE: Final = re.compile(
    rf"{PLACE.pattern}|"
    r"\b(?:transport|desk|line|lines|jabs?|vaccin\w+|boosters?|booking|repeats|prescriptions?|"
    r"results|blood (?:tests?|forms?)|bloods|phlebotomy|physio(?:s|therapy)?|scans?|"
    r"referrals?|screening|smears?|mammograms?|district nurs(?:es|ing)|midwives|midwifery|"
    r"health visitors|school nurs(?:es|ing)|camhs|iapt|cmht|talking therapies|podiatry|audiology|"
    r"hearing aids?|covid|complaints|triage|radiology|oncology|cardiology|dermatology|antenatal|"
    r"early pregnancy|eye casualty|casualty|records|admissions|discharge lounge|interpreters?|"
    r"parking|meals on wheels|healthwatch|ambulance|dial[ -]a[ -]ride|carelink|lifeline|"
    r"social services|adult social care|cancellations|queries|medication queries|chat ?health|"
    r"text ?line)\b"
)
"""What has a line of its own that anybody may ring."""
_NO_UNIT: Final = r"(?!mothers? and bab(?:y|ies)\b)"
PRIVATE: Final = rf"{_NO_UNIT}{any_of(PRIVATE_PEOPLE)}"
"""In a pattern: people with a telephone of their own; a mother and baby unit is none of them."""
_KIN: Final = rf"(?:{PRIVATE}|mates?|boss|ex)"
_NOT_TOLD: Final = (
    r"(?<!\btold )(?<!\bgave )(?<!\bgive )(?<!\bgiven )(?<!\bask )(?<!\basked )(?<!\bsent )"
    r"(?<!\badvised )(?<!\btelling )(?<!\btells )"
)
_BODY: Final = (
    r" (?:(?:own|new|old|local|nhs|last|next) )?(?:gps?|doctors?|drs?|surgery|practice|hospital|"
    r"clinic|dentist|chemist|pharmac(?:y|ist)|consultant|nurse|midwife|physio|appointments?|"
    r"results|prescriptions?|referral|letter|operation|scan|transport|council|trust|area|town)\b"
)
"""What somebody has of a body: `my GP said to ring`."""
NO_CARE_HOME: Final = r"(?<!\bcare )(?<!\bnursing )(?<!\bresidential )(?<!\bchildren's )"
"""In a pattern before `home`: none of the homes that publish a line."""
_OWNER: Final = re.compile(
    rf"\b(?:(?:my|our|his|her)(?!{_BODY})|mine|hers|him|i'm|i am|we're|{_NOT_TOLD}(?:me|us)|{_KIN}|"
    r"(?:s?he|she's|he's)(?! (?:said|says|told|tells|gave|advised|had to))|"
    rf"{NO_CARE_HOME}home|house|landline|mobile|flat|personal|private)\b"
)
_CALLER: Final = re.compile(
    rf"\b(?:(?:my|our|his|her) )?(?:{_KIN}|s?he|me|us) (?:(?:has|had|have|just|then|also) )?"
    r"(?:rang|rung|called|phoned|tried|rings)\b"
)
"""Who rings a line has another."""
_ANSWERED: Final = re.compile(
    r"\band s?he (?!(?:lives?|lived|answers|picks)\b|(?:is|will be) (?:at|in|on|home)\b)"
)
"""Behind a number: whoever answered the call."""
_TITLED: Final = re.compile(
    r"\b(?:mrs?|miss|ms|dr|doctor|prof|professor|nurse|cllr|sir|lady)\.? (?P<name>[a-z'-]{2,20})"
)
_NO_NAMES: Final = COMMON | NO_NAMES | OCCUPATIONS | INSTITUTIONS
_NAME: Final = re.compile(
    r"(?<!\bst )(?<!\bst\. )(?<!\bsaint )(?<!\bking )(?<!\bqueen )(?<!\bprince )(?<!\bprincess )"
    r"(?<!\bday )\b[a-z]{2,15}(?![a-z])(?! (?:radcliffe|paget|eliot)\b)"
    r"(?!(?: (?!(?:at|in|on|from|of|for|by|to|the|my|his|her|and|or|is)\b)[a-z'-]{2,15})?"
    r" (?:wards?|suites?|units?|centres?|clinics?|hospitals?|hospices?|surgery|wing|theatre)\b)"
)
"""Saints, queens and others gave theirs to hospitals, their wards and suites, and one to a
chemist's."""
_LINE_OF: Final = re.compile(
    r"\b(?:numbers?|no\.|line|tel(?:ephone)?|phone|contact) (?:for|of) "
    r"(?P<what>[^.!?;\n\d]{2,50})$"
)
_GOES_ON: Final = re.compile(
    r"[,)(:]| (?:and|if|but|so|for|in|at|on|when|because|since|as|which|who|i|we|they|you)\b"
)
"""Behind the name of a line, where something else is said."""
_OF_INSTITUTION: Final = re.compile(rf"(?:[a-z'-]{{2,20}} ){{1,2}}{any_of(INSTITUTIONS)}\b")
"""A name before one of these is a place's."""
_IS_LINE_OF: Final = re.compile(
    r"[ ,\-]{0,3}(?:\(|(?:is|was|=) )?(?:the|a|their|its) (?:[a-z'-]{1,15} ){0,2}?"
    r"(?:numbers?|line) (?:for|of) (?P<what>[^.!?;\n\d]{2,50})"
)
_FOR_ALL: Final = re.compile(
    r"[ ,:\-]{1,3}(?:is )?for (?:all |any |local |young )?(?:parents|carers|families|people|teens|"
    r"teenagers|patients|students|anyone|anybody|everyone|those|veterans|men|women|children|kids|"
    r"under|over|pupils|mums and|dads and)\b"
)
"""Behind a number, whom it is meant for."""
_CLAUSE_END: Final = re.compile(r"[.!?;\n](?= |$|\n)")
_MAX_TO_NUMBER: Final = 25
"""Characters between the name of a place and the number that it has."""
_LEADS_ON: Final = re.compile(
    r"(?:'s)?(?:[ ,:(\-]{1,3}(?!(?:and|but|so|because|never|not|won't|who|which|i|they|it|you|"
    r"says?|said|told|tell|about|after|before|from|by|when|where|hang\w*|refus\w+|ignor\w+|"
    r"lost|left|gave|give|kept|keeps)\b)[\w&'-]+){0,4}[ ,:(\-]{0,4}"
)
"""Between the two: the rest of its name, and words such as `is on`."""
_WORD: Final = re.compile(r"[a-z][a-z']*")
_ROLES: Final = (OCCUPATIONS | HONORIFICS | KIN) | set_of(
    "lead leader leads manageress attendant lady man guy bloke chap girl boy woman gentleman "
    "person porter cleaner driver volunteer boss head clerk coordinator organiser operator "
    "technician therapist physiotherapist trainee student helper caretaker warden guard cook chef "
    "owner adviser advisor lives lived living live lodges stays"
)
"""Somebody who does something there, and has a line of their own; or where somebody lives."""
_OF_LINES: Final = set_of(
    "number no tel telephone phone contact line lines desk dept helpline hotline switchboard ext "
    "extension option direct main general urgent emergency enquiries bookings booking appointments "
    "cancellations queries advice support info information repeat repeats flu jabs travel test "
    "tests clinic wheelchair wheelchairs stroke diabetes diabetic cancer heart chest asthma pain "
    "memory sexual mental health medical dental community children's adult uk england nhs national "
    "regional local area county city district freephone daytime evening weekend weekends weekdays "
    "hours stuck mind reached answered open staffed based"
)
"""What is said with a line that is nobody's."""
_NOBODYS: Final = (COMMON | NO_NAMES | INSTITUTIONS | _OF_LINES | TOWNS) - _ROLES


def is_line_of_service(plain: str, start: int, end: int) -> bool:
    """Return whether words call a number that of a service: `the number for transport is`."""
    called = _LINE_OF.search(before(plain, start))
    if called is not None and _is_service(called["what"]):
        return True
    told = _IS_LINE_OF.match(after(plain, end))
    return told is not None and _is_service(_GOES_ON.split(told["what"], maxsplit=1)[0])


def is_for_all(plain: str, start: int, end: int) -> bool:
    """Return whether a number is said to be for parents, carers or anybody, and nobody's own."""
    return bool(_FOR_ALL.match(after(plain, end))) and not is_somebodys(plain, start, end)


def is_somebodys(plain: str, start: int, end: int) -> bool:
    """Return whether words beside a number may make it somebody's own: `my`, `ring me`, a name."""
    behind = _CLAUSE_END.split(after(plain, end), maxsplit=1)[0]
    return _owned(before(plain, start)) or _owned(_ANSWERED.sub("", behind))


def is_bound_to_place(plain: str, start: int, end: int) -> bool:
    """Return whether a number stands directly behind the name of a place, as in a directory."""
    if is_somebodys(plain, start, end):
        return False
    if is_line_of_service(plain, start, end):
        return True
    written = _CLAUSE_END.split(before(plain, start))[-1]
    opening = last_of(_SERVICE, written)
    place = _SERVICE.match(written, opening) if opening >= 0 else None
    if place is None or len(written) - place.end() > _MAX_TO_NUMBER:
        return False
    led = _LEADS_ON.fullmatch(written, place.end())
    return led is not None and _names_nobody(led.group())


def _is_service(what: str) -> bool:
    """Return whether what has a line is a service, and no word may be a person or their role."""
    if not _SERVICE.search(what) or _owned(what):
        return False
    return _names_nobody(_SERVICE.sub("", _OF_INSTITUTION.sub("", what)))


def _names_nobody(words: str) -> bool:
    """Return whether every word is a known one that no person is called."""
    return all(
        match.group().removesuffix("'s").strip("'") in _NOBODYS for match in _WORD.finditer(words)
    )


def _owned(words: str) -> bool:
    words = _CALLER.sub("", words)
    return (
        bool(_OWNER.search(words))
        or any(match["name"] not in _NO_NAMES for match in _TITLED.finditer(words))
        or any(match.group() in FIRST_NAMES for match in _NAME.finditer(words))
    )

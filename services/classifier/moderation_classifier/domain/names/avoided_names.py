"""Surnames alone that others are told to avoid: "anyone but Oldroyd", "if you get Oldroyd, say no".

No directory need list them. A capital, what stands around it and a word of care make a surname of
it, and so always a doubt. Words, places, firms, illnesses and politicians are none. It finds the
names; `staff` scores them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from moderation_classifier.domain.names.name_words import (
    COMMON,
    KIN,
    NO_NAMES,
    OCCUPATIONS,
    PEOPLES,
    PLACES_BEHIND,
    WORDLIKE_SURNAMES,
)
from moderation_classifier.domain.names.public_figures import POLITICIANS
from moderation_classifier.domain.personal_data.name_list import FIRST_NAMES, NAMES_LIKE_WORDS
from moderation_classifier.domain.personal_data.places import TOWNS
from moderation_classifier.domain.text import MAX_ANALYSED_CHARACTERS, NormalisedText, Span
from moderation_classifier.domain.word_sets import set_of

_MAX: Final = 20
_NEXT_WORD: Final = re.compile(r" ([A-Za-z]{1,20})")
_NOT: Final = r"(?:do ?n['’]?t|do not|never)"
_NAME: Final = r"(?P<name>[A-Z][a-z]{3,15}(?:-[A-Z][a-z]{2,15})?)(?!['’]?[\w-])"
_YOU: Final = r"(?:you|u|ya)"
_BUT: Final = re.compile(rf"\b(?i:any(?:one|body) but )(?:(?i:dr|mr|mrs|ms|miss)\.? )?{_NAME}")
_DO_NOT: Final = re.compile(
    rf"(?<![Ii] )(?<![Ww]e )(?<!hey )(?<!ou )\b(?i:do ?(?:n['’]?t|not) (?:ever )?(?:see|"
    rf"book (?:in )?with|go (?:with|under)|settle for) ){_NAME}"
)
_AVOID: Final = re.compile(
    r"\b(?i:avoid|swerve|(?:steer|stay) (?:well )?(?:clear of|away from)) "
    rf"{_NAME}(?= (?:at all costs|like the plague|(?:for|as) (?:your|an?|any|the) ))"
)
_PRAY: Final = re.compile(
    rf"\b(?i:(?:pray|praying|hope|hoping) (?:to god )?{_YOU} {_NOT} (?:get|have|see|end up with|"
    rf"land) ){_NAME}(?= (?:for|as|doing|on) )"
)
_IF: Final = re.compile(
    rf"\b(?i:if (?:it['’]?s|it is|{_YOU} get|{_YOU}['’]?re (?:given|with|down for|under)|"
    rf"they (?:give|offer|send|put) {_YOU}(?: in)?(?: with| to)?) ){_NAME}"
    r"(?=(?i:[^.!?\n]{0,20}\b(?:refuse|ask for (?:an|some|a different)|request an|run|say no|"
    r"walk out|get (?:some|any)(?:one|body) else|insist on|turn (?:a)?round|rebook|swap|leave)\b))"
)
_AGAIN: Final = re.compile(rf"\b{_NAME} (?i:strikes again)\b")
_WARNINGS: Final = (
    (_BUT, ("one but ", "body but ")),
    (
        _DO_NOT,
        (
            "t see ",
            "ever see ",
            "book with",
            "book in with",
            "go with ",
            "go under ",
            "settle for ",
        ),
    ),
    (_AVOID, ("avoid ", "swerve ", "clear of ", "away from ")),
    (_PRAY, ("pray", "hope you", "hope u", "hope ya", "hoping ")),
    (_IF, ("if it", "if you get", "if u ", "if you're ", "if they ")),
    (_AGAIN, ("strikes again",)),
)
"""With some of what stands in the plain form of a text where a pattern fits: most texts have none.
"""
_AT_ALL_COSTS: Final = re.compile(r"whatever (?:you|u|ya) do|at all costs")
_CARE: Final = re.compile(
    r"\b(?:midwi\w+|nurses?|doctors?|docs?|dr|gps?|consultants?|surgeons?|dentists?|physios?|"
    r"epidural|smears?|scans?|bloods|appointments?|appts?|prescriptions?|surgery|clinics?|wards?|"
    r"operations?|op|referrals?|stitches|dose|dosage|meds|medication|diagnos\w+|births?|labour|"
    r"results|jabs?|section|reception|fillings?|check-?up|x-?rays?)\b"
)
_ON_SCREEN: Final = re.compile(
    r"\b(?:odeon|cinema|vue|films?|movies?|netflix|theatre|musical|panto|telly|tv|episodes?|series)"
    r"\b"
)
_STORM: Final = re.compile(r"(?:\b(?i:the|storm|hurricane|an?)|\b[A-Z][a-z]+) $")
"""Before a name that strikes again: of the weather, or not all of it."""
_WENT_WRONG: Final = re.compile(
    r"\b(?:wrong|lost|missed|messed|forgot\w*|late|no show|botched|cancelled|again)\b"
)
_ILLNESS_OR_DRUG: Final = re.compile(
    r".*(?:itis|virus|osis|aemia|emia|oma|pox|ism|flu|ovid|heimer|heimers|insons|inson|"
    r"profen|codeine|amol|adol|phine|idine|cillin|mycin|statin|prazole|pril|sartan|olol|epam|"
    r"azole|oxetine|alopram|traline|apine|idone|formin|parin|xaban|caine|onox|mab|vax|zeneca)"
)
_NO_STAFF: Final = (
    COMMON
    | KIN
    | NO_NAMES
    | OCCUPATIONS
    | PEOPLES
    | PLACES_BEHIND
    | WORDLIKE_SURNAMES
    | FIRST_NAMES
    | NAMES_LIKE_WORDS
    | TOWNS
    | POLITICIANS
    | set_of(
        "january february march april june july august september october november december "
        "ramadan easter christmas diwali lent brexit labour tory tories conservative reform "
        "england scotland wales ireland britain europe america london karma murphy fate sepsis "
        "corona omicron measles mumps herpes scabies chlamydia google facebook instagram tiktok "
        "twitter amazon netflix uber temu greggs costa boots lloyds superdrug tesco asda aldi lidl "
        "sainsbury sainsburys morrisons rowlands pharmacy specsavers vision bupa serco capita "
        "mitie crapita palantir systmone emis docman accurx patches econsult klinik livi babylon "
        "windows microsoft outlook teams zoom apple android virgin sky vodafone arriva stagecoach "
        "northern avanti southern southeastern trainline royal evri yodel hermes city united "
        "arsenal spurs chelsea liverpool everton rangers celtic villa leeds forest hotspur "
        "beeching thatcher satan hitler jesus allah fridays mondays tuesdays thursdays saturdays "
        "sundays botox ozempic mounjaro wegovy gaviscon calpol strepsils lemsip ventolin"
    )
)
"""Capitalised, and nobody who could be asked for."""


def find_avoided(text: NormalisedText) -> Iterator[Span]:
    """Yield where a surname alone stands, of which others are warned, in order of the warnings."""
    plain = text.plain.text
    for pattern, cues in _WARNINGS:
        for cue in cues:
            if cue in plain:
                yield from _warned_of(text, pattern)
                break


def _warned_of(text: NormalisedText, pattern: re.Pattern[str]) -> Iterator[Span]:
    shown = text.original[:MAX_ANALYSED_CHARACTERS]
    for match in islice(pattern.finditer(shown), _MAX):
        if _is_surname(match, shown) and _is_of_care(text.plain.text, pattern):
            yield Span(*match.span("name"))


def _is_of_care(plain: str, pattern: re.Pattern[str]) -> bool:
    """Say whether a text that warns of somebody may speak of care."""
    if _ON_SCREEN.search(plain) or (pattern is _AGAIN and not _WENT_WRONG.search(plain)):
        return False
    enough = pattern is _IF or (pattern is _DO_NOT and _AT_ALL_COSTS.search(plain))
    return bool(enough or _CARE.search(plain))


def _is_surname(match: re.Match[str], shown: str) -> bool:
    """Say whether a word with a capital is that of a person, and the whole of their name."""
    name = match["name"].lower()
    if name in _NO_STAFF or name.rstrip("s") in _NO_STAFF or _ILLNESS_OR_DRUG.fullmatch(name):
        return False
    if match.re is _AGAIN and _STORM.search(shown, max(0, match.start() - 20), match.start()):
        return False
    following = _NEXT_WORD.match(shown, match.end("name"))
    if following is None:
        return True
    # "Star Wars" and "Pemberlow Road" are no surnames.
    return not following[1][0].isupper() and following[1] not in PLACES_BEHIND

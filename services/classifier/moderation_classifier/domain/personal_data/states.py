"""A named person's state that implies an illness: sectioned, in rehab, days to live.

The name is a title and a surname, a first name and a surname, or a tag; the state is said of it
directly, of a `she` that can mean nobody else, or by somebody who has just had them in a clinic.
Not of those known to everybody, of the author's own family, of a film, or in somebody's memory.
Always a doubt. It looks for the states, which are rare, and for names only shortly before one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from moderation_classifier.domain.names.name_words import (
    COMMON,
    KIN,
    NO_NAMES,
    OCCUPATIONS,
    PEOPLES,
    PLACES_BEHIND,
)
from moderation_classifier.domain.names.people_words import NEAR
from moderation_classifier.domain.names.public_figures import (
    POLITICIANS,
    PUBLIC_FIGURES,
    PUBLIC_TITLES,
)
from moderation_classifier.domain.personal_data.detail import MAX_CANDIDATES
from moderation_classifier.domain.personal_data.name_list import (
    FIRST_NAMES,
    NAMES_LIKE_WORDS,
    SURNAMES,
)
from moderation_classifier.domain.personal_data.places import TOWNS
from moderation_classifier.domain.text import NormalisedText, Span
from moderation_classifier.domain.word_sets import any_of, set_of

_BEFORE: Final = 150
"""Characters before a state in which a name is looked for."""
_BEHIND: Final = 60
_ENDS: Final = r"(?= ?(?:[^\w ']|$))"
_NUMBER: Final = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|few|couple of)"
_SELF: Final = r"(?:him|her|them)sel(?:f|ves)"
_UNIT: Final = (
    r"(?:psych(?:iatric)?|mental(?: health)?|cancer|oncology|chemo(?:therapy)?|dialysis|stroke|"
    r"dementia|memory|hiv|gum|std|sti|clap|sexual health|eating disorders?|detox|rehab|"
    r"drugs?(?: and alcohol)?|alcohol|methadone|abortion|termination|fertility|secure)"
)
_STATE: Final = re.compile(
    r"\b(?:"
    r"(?P<sectioned>sectioned)(?! off\b| (?:my|me|him|her|our|us|the|an?|this|their|his)\b)|"
    # What is said of trains, plans and footballers as well.
    r"(?P<figurative>(?P<bare>"
    rf"terminal(?:ly ill\b| (?:now|cancer|bless)\b|{_ENDS})|"
    rf"end of life(?: (?:now|pathway)\b| care{_ENDS}|{_ENDS})|palliative(?: now\b|{_ENDS})|"
    rf"(?P<left>(?:{_NUMBER} )?(?:hours|days|weeks|months|a week|a month) (?:to live\b|left\b))"
    r"(?! (?:of|on|until|till?|'til|to|before|in|for|with|from|as|by|an?|the|his|her|my|your|then|"
    r"there|here|so)\b)(?! at (?!most|best)))|"
    r"had (?:a|another) (?:(?:nervous|mental|full|full-on|complete|total|proper|massive) )?"
    r"break-?down(?! (?:on|of|truck|service|recovery|cover)\b))|"
    rf"(?P<ill>(?:tried|attempted) to (?:(?:kill|hang|drown|poison|top|harm|hurt) {_SELF}|"
    r"(?:end|take) (?:his|her|their) (?:own )?life)|attempted suicide|"
    r"took an(?:other)? overdose|overdosed|slit (?:his|her|their) wrists|self[- ]harm(?:s|ed|ing)|"
    r"miscarried(?! justice)|"
    r"had (?:a(?:nother)? (?:miscarriage|stillbirth|termination|psychotic episode)|an abortion)|"
    r"lost (?:the|her|their) baby(?! (?:weight|bump|teeth|fat))|"
    r"on (?:a |the |her |his )?(?:syringe driver|end of life pathway|life support|ventilator|"
    r"methadone|chemo|dialysis)(?! (?:ward|unit|clinic|suite|team|nurse)))\b|"
    r"(?P<unit>(?:in|on|at|into|to|of|out|from|outside) (?:(?:the|an?|your|our) )?"
    rf"(?:(?:\w{{2,12}} )?{_UNIT} (?:ward|unit|hospital|clinic|centre|wing)|"
    r"rehab|detox|hospice|priory)\b)"
    r")"
)
_TELLING: Final = set_of(
    "sectioned terminal terminally life palliative left live breakdown break tried attempted "
    "overdose overdosed slit self selfharmed selfharms selfharming miscarried miscarriage "
    "stillbirth termination psychotic abortion lost driver ventilator methadone chemo dialysis "
    "psych psychiatric mental cancer oncology chemotherapy stroke dementia memory hiv gum std sti "
    "clap health eating detox rehab drug drugs alcohol fertility secure hospice priory"
)
"""Most texts hold none of these words, and so no state."""
_TITLES: Final = set_of("mr mrs miss ms mx")
_WORD: Final = re.compile(r"@?[a-z](?:[\w'-]|\.(?=\w))*")
_NO_SURNAMES: Final = (
    (COMMON - SURNAMES) | NO_NAMES | PLACES_BEHIND | OCCUPATIONS | PEOPLES | KIN | TOWNS
)
_ALL_FIRST_NAMES: Final = FIRST_NAMES | NAMES_LIKE_WORDS

_FILLING: Final = (
    r"(?:is|was|has|had|have|are|were|been|being|got|gets|getting|just|now|back|still|again|only|"
    r"also|currently|apparently|sadly|actually|finally|recently|already|basically|literally|"
    r"gone|went|goes|ended up|admitted|taken|sent|put|stuck|kept|detained|rushed|moved|"
    r"transferred|given|about|maybe|around|barely|there|up|today|yesterday|tonight|last night|"
    r"this morning|coming|going|walking|come|came|sat|sitting|waiting|queuing|poor thing|"
    r"poor soul|bless (?:him|her)|and|out)"
)
_FROM: Final = r"(?:,? (?:from|off|of|at|on|in) (?:the )?[\w']+(?: [\w']+){0,2}?)?"
_DIRECTLY: Final = re.compile(rf"(?:'s|'d)?{_FROM}(?:,? who)?(?:'s)?(?:,? {_FILLING}){{0,7}},? ")
"""Between a name and a state that is said of it."""
_PRONOUN: Final = re.compile(
    rf"(?<![\w'])(?P<who>s?he|they)(?:'?s|'d|'ve|'re)?(?:,? {_FILLING}){{0,7}},? $"
)
"""The same behind what takes the name up."""
_IS: Final = re.compile(r"'s|\b(?:is|was|has|had|been|got|gets|given)\b")
_IN_BRIEF: Final = re.compile(
    rf"[^\w ']\s*(?:(?:{_FILLING}|but|so|with|only|probably|sadly|think) ){{0,5}}$"
)
"""The same where the subject is left out: `a proper lady, two days left`."""
_IS_PUT: Final = re.compile(
    r"(?:'s|\b(?:is|was|been|ended up|admitted|stuck|put|gone|went|taken|sent|kept|rushed|moved|"
    r"transferred|coming|going|walking|come|came|sat|sitting|waiting|queuing))\b"
)
"""What is said of patients of a unit, whose staff is simply `in` it or `on` it."""
_HAD: Final = re.compile(
    r"\b(?:had|saw|seen|seeing|met|nursed|nursing|visited|visiting|admitted|discharged|treated|"
    r"treating|looked after|looking after|caring for|cared for|sat with|been with|bathed|washed|"
    r"assessed|scanned)(?: (?:just|our|old|lovely|poor|little|dear|sweet|the|today))* $"
)
"""Before a name, where whoever writes had that person in their care."""
_AT_WORK: Final = re.compile(
    r"\b(?:on|in|during|through|from|after|at) (?:my|our) (?:\w+ )?(?:rounds?|shifts?|ward|list|"
    r"clinic|visits?|unit|bay|caseload|calls|nights?|run)\b"
)
_PERSON: Final = r"(?:lady|gent|gentleman|man|bloke|fella|chap|guy|woman|lad|girl|boy|patient)"
_CALLED: Final = re.compile(
    rf"\b(?:what an?|such an?|an?|the|absolute|real|proper)(?: \w+){{0,2}} {_PERSON}\b|"
    rf"\b(?:lovely|sweet|nice|gorgeous|poor|dear|funny|brave|old) (?:old )?{_PERSON}\b"
)
"""Somebody is called so who was named."""
_ANOTHER: Final = re.compile(
    rf"\b(?:{any_of(KIN)}|{any_of(OCCUPATIONS)}|{_PERSON}|sister|mates?|colleague|people|"
    r"someone|somebody|staff|team|when|while|if|whose)\b"
)
"""Whom a state behind it may be said of instead."""
_OWN: Final = re.compile(r"\b(?:i|i'm|im|i've|ive|i'd|my|mine|we|we're|we've|our|your|you)\b")
_OF_AUTHOR: Final = re.compile(
    r"\b(?:given|gave|told|left|leaves|gives) (?:me|us)\b|\bmy (?:wife|husband|kids|children|"
    r"family|cancer|tumour|diagnosis|life)\b|\bi(?:'ve| have) (?:got|been|only|just)\b"
)
_OF_FAMILY: Final = re.compile(
    rf"\b(?:my|our|me|us) (?:[\w']+ ){{0,2}}{any_of((KIN | {'sister'}) - NEAR)}s?,? $"
)
_CARERS: Final = re.compile(
    r"\b(?:thank\w*|ta|cheers|nurses?|sister|matron|doctor|dr|consultant|midwi\w+|works?|working|"
    r"worked|staff|team|volunteer\w*|manage[sr]?|lead|leads|runs|ran|helped|helps|saved|"
    r"looked after (?:me|us|my)|treated me|amazing|brilliant|fantastic|wonderful|lovely|kind|"
    r"star|angel|credit|recommend|shout ?out|appointment|ask for)\b"
)
"""With these a name in a unit is as well that of somebody who works there."""
_ELSEWHERE: Final = re.compile(
    r"\b(?:eastenders|corrie|coronation street|emmerdale|holby|hollyoaks|netflix|documentary|film|"
    r"movie|storyline|novel|episode|autobiography|rip|r\.i\.p|rest in peace|in (?:loving )?memory|"
    r"tribute|funeral|fund-?rais\w+|justgiving|gofundme|in aid of|sponsor\w*)\b"
)
"""A story, or what a family tells the public of its own."""
_OTHER_TERM: Final = re.compile(
    r"\b(?:retir\w+|holidays?|placement|contract|notice|maternity|school|pregnan\w+|due|season|"
    r"probation|rotation|lease|sale|tickets?)\b"
)
"""What else has weeks left, or ends."""
_HE: Final = frozenset({"mr"})
_SHE: Final = frozenset({"mrs", "miss", "ms"})


class _Name(NamedTuple):
    start: int
    end: int
    title: str = ""
    likely: bool = True
    """False where only its capitals speak for it."""


def find_states(text: NormalisedText) -> Iterator[Span]:
    """Yield where a named person is said to be in such a state, from the name to the state."""
    plain = text.plain.text
    if _TELLING.isdisjoint(text.words.text.split()):
        return
    found = list(islice(_STATE.finditer(plain), MAX_CANDIDATES))
    if not found or _ELSEWHERE.search(plain):
        return
    for state in found:
        name = _named_before(text, state)
        if name is None:
            name = _named_behind(text, state)
        if name is not None:
            start, end = min(name.start, state.start()), max(name.end, state.end())
            yield text.plain.span(start, end)


def _named_before(text: NormalisedText, state: re.Match[str]) -> _Name | None:
    """Return who is said to be in a state, in the words shortly before it."""
    plain = text.plain.text
    opening = max(0, state.start() - _BEFORE)
    name = _last_name(text, opening, state.start())
    if name is None or _OF_FAMILY.search(plain, opening, name.start):
        return None
    gap = plain[name.end : state.start()]
    beside = plain[opening : state.end() + _BEHIND]
    if state["unit"] and (_CARERS.search(beside) or not _IS_PUT.search(gap)):
        return None
    if state["figurative"] and not name.likely:
        return None
    if state["left"] and _OTHER_TERM.search(beside):
        return None
    lead = plain[opening : name.start]
    follows = plain[state.end() : state.end() + _BEHIND]
    if state["bare"] and _OF_AUTHOR.search(follows):
        return None
    said = _is_said_of(name, gap, bare=state["bare"] is not None)
    return name if said or (not state["unit"] and _is_had(lead, gap)) else None


def _named_behind(text: NormalisedText, state: re.Match[str]) -> _Name | None:
    """Return whom they have sectioned."""
    if not state["sectioned"]:
        return None
    words = list(_WORD.finditer(text.plain.text, state.end(), state.end() + _BEHIND))
    if not words or words[0].start() != state.end() + 1:
        return None
    return _name_at(text, words, 0)


def _is_said_of(name: _Name, gap: str, *, bare: bool) -> bool:
    """Say whether what follows is said of the name, or of one who can be nobody else.

    `bare` is a state that is no verb itself.
    """
    if _DIRECTLY.fullmatch(gap) and (not bare or _IS.search(gap)):
        return True
    pronoun = _PRONOUN.search(gap)
    if pronoun is None or pronoun["who"] in _mismatched(name):
        return False
    return not _ANOTHER.search(_CALLED.sub("", gap[: pronoun.start()]))


def _mismatched(name: _Name) -> frozenset[str]:
    if name.title in _HE:
        return frozenset({"she"})
    return frozenset({"he"}) if name.title in _SHE else frozenset()


def _is_had(lead: str, gap: str) -> bool:
    """Say whether somebody tells briefly of one whom they had in their care."""
    if not _HAD.search(lead) or not _IN_BRIEF.search(gap):
        return False
    told = _CALLED.sub("", _AT_WORK.sub("", gap))
    return not (_ANOTHER.search(told) or _OWN.search(told))


def _last_name(text: NormalisedText, start: int, end: int) -> _Name | None:
    """Return the name that stands last in a range of the plain form."""
    words = list(_WORD.finditer(text.plain.text, start, end))
    for place in reversed(range(len(words))):
        name = _name_at(text, words, place)
        if name is not None:
            return name
    return None


def _name_at(text: NormalisedText, words: Sequence[re.Match[str]], place: int) -> _Name | None:
    """Return the name that begins at a word; None where none does."""
    before = words[place - 1].group() if place else ""
    first = words[place].group()
    if before in PUBLIC_TITLES or (before in _TITLES and first not in _TITLES):
        # What follows a title has been looked at with it, or is looked at next.
        return None
    if first.startswith("@"):
        return _tagged(text, words, place)
    if first in _TITLES:
        return _titled(text, words, place)
    return _full(text, words, place)


def _titled(text: NormalisedText, words: Sequence[re.Match[str]], place: int) -> _Name | None:
    """Return a title with up to three capitalised words behind it."""
    parts = []
    for word in words[place + 1 : place + 4]:
        if not _is_capital(text, word) or text.plain.text[word.start() - 2] in ",!?\n":
            break
        parts.append(word)
    called = [_bare(word) for word in parts]
    if not parts or len(called[-1]) == 1 or called[0] in _NO_SURNAMES:
        return None
    if (len(called) == 1 and called[0] in POLITICIANS) or " ".join(called) in PUBLIC_FIGURES:
        return None
    return _Name(words[place].start(), _end(parts[-1]), title=words[place].group())


def _tagged(text: NormalisedText, words: Sequence[re.Match[str]], place: int) -> _Name | None:
    """Return an account, with a surname behind it: `@Joan Smith`."""
    word = words[place]
    tag = word.group()[1:]
    if "nhs" in tag:
        return None
    following = words[place + 1] if place + 1 < len(words) else None
    end = _end(word)
    if following is not None and tag in _ALL_FIRST_NAMES and _is_capital(text, following):
        if f"{tag} {_bare(following)}" in PUBLIC_FIGURES:
            return None
        end = _end(following)
    first = re.split(r"[\W\d_]", tag, maxsplit=1)[0]
    return _Name(word.start(), end, likely=first in _ALL_FIRST_NAMES)


def _full(text: NormalisedText, words: Sequence[re.Match[str]], place: int) -> _Name | None:
    """Return a first name and a surname; in small letters only where both are known."""
    if place + 1 >= len(words):
        return None
    one, other = words[place], words[place + 1]
    first, last = one.group(), _bare(other)
    if text.plain.text[one.end() : other.start()] != " " or last in _NO_SURNAMES:
        return None
    if f"{first} {last}" in PUBLIC_FIGURES or first in PUBLIC_TITLES:
        return None
    if not (_is_capital(text, one) and _is_capital(text, other)):
        if not (first in FIRST_NAMES and last in SURNAMES):
            return None
        return _Name(one.start(), _end(other))
    likely = first in _ALL_FIRST_NAMES or last in SURNAMES
    if not likely and (first in _NO_SURNAMES or first in OCCUPATIONS):
        return None
    return _Name(one.start(), _end(other), likely=likely)


def _is_capital(text: NormalisedText, word: re.Match[str]) -> bool:
    return text.original[text.plain.places[word.start()]].isupper()


def _bare(word: re.Match[str]) -> str:
    return word.group().removesuffix("'s").removesuffix("'d")


def _end(word: re.Match[str]) -> int:
    """Return where a name ends, without its genitive."""
    return word.start() + len(_bare(word))

"""Who a text says to have spoken some words: its author, or somebody else.

Told by the verb of saying that stands nearest to the words and by who stands before that verb.
Where that is left out ("rang up and said ...") it is whoever was named before. Time is linear in
what is looked at, which is bounded.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from moderation_classifier.domain.names.people_words import STAFF, in_both_numbers
from moderation_classifier.domain.word_sets import any_of, set_of

MAX_AROUND: Final = 300
"""Characters on each side of some words in which it is looked for who spoke them."""
_MAX_DISTANCE: Final = 8
"""Words between the verb and what was said."""
_LEAD: Final = 5
"""Words before the verb that may turn what it says."""
_WORD: Final = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")

_SPOKEN: Final = set_of(
    "said says saying say told tells telling tell called calls calling call shouted shouts shouting"
    " screamed screams screaming yelled yells yelling hissed hissing muttered mutters muttering"
    " snapped snaps barked barking replied replies replying answered responded wrote written writes"
    " texted messaged tweeted posted emailed described describes describing labelled announced"
    " remarked commented whispered sneered swore swears swearing ordered chanted"
)
_DONE_TO: Final = frozenset(["told", "called", "described", "labelled", "ordered", "sworn"])
"""What somebody was told they have not said."""
_PASSIVE: Final = set_of("was were been being be got gets getting get")
_AUTHOR: Final = set_of("i i've i'd i'll i'm ive im we we've we'd we'll we're weve me myself")
_OTHERS: Final = STAFF | set_of(
    "he she they who he's she's they've he'd she'd they'd someone somebody dr staff"
)
_OWN: Final = set_of("me us my our")
"""Said of those who were shouted at."""
_BETWEEN: Final = set_of(
    "then just even also actually once already again still only both all had has have having am is"
    " are was were been did do does will would can could can't cannot may might must should keep"
    " keeps kept used always never got not started began ended end up went on"
)
"""Between who speaks and the verb; adverbs in -ly stand there, too."""
_JOINING: Final = set_of("and but so or then to when by before after that")
"""Before a verb of which somebody named earlier, or left out, is the subject."""
_WISHED: Final = set_of("should must ought need needs deserve deserves want wants")
"""Who should be told something has not been told it."""
_DENIED: Final = set_of("no nobody noone not never shouldn't shouldnt doesn't don't")
_SAYING: Final = set_of("say says")
_PRETEXT: Final = set_of("as like")
"""`As my nan says`: the author says it, too."""
_BEFORE_SPEAKER: Final = set_of(
    "the a an my our your his her their this that one another some dr doctor nurse mr mrs ms miss"
    " he she they somebody someone by"
)
_HIS_WORDS: Final = (
    rf"\b(?:his|her|their|{any_of(STAFF)}'?s) (?:[a-z]+ )?"
    r"(?:words|reply|answer|response|advice|comment|remark)\b"
)
_WORKERS: Final = any_of(in_both_numbers(STAFF))
_NOUN_BEFORE: Final = re.compile(rf"{_HIS_WORDS}|\boverheard\b|\bheard [^.!?\"]{{0,40}}: ?$")
_NOUN_AFTER: Final = re.compile(
    rf"{_HIS_WORDS}|^\W*-\W*(?:the|your|my|our|a|one of your) (?:[a-z]+ )?{_WORKERS}\b"
)
"""Also who is named behind a dash."""

_WORKER: Final = (
    rf"(?:(?!(?<=my )sisters?\b){_WORKERS}|dr|docs?|counselors?|security|staff|team|crew"
    r"|call handlers?|health visitors?)"
)
_SPEAKS: Final = rf"(?:{'|'.join(sorted(_SPOKEN))})"
_KIN: Final = rf"(?:my|our) (?!{_WORKER}\b)[a-z]+"
_WORKER_SPEAKS: Final = rf"\b{_WORKER}(?: [a-z']+){{0,4}} {_SPEAKS}\b"
_A_WORKER: Final = (
    r"(?:(?:the|your|our|my|an?|one of (?:the|your)|some|this|that|these|those) (?:[a-z]+ )?)?"
    rf"{_WORKER}\b"
)
_BY_WORKER: Final = rf"\bby {_A_WORKER}"
_TO_OWN: Final = (
    rf"\b{_SPEAKS} (?:at |to )?(?:me|us|my|our)\b"
    rf"|\b(?:i|we|{_KIN}) (?:[a-z']+ ){{0,2}}?(?:was|were|got|been|be)"
    rf" (?:[a-z]+ ){{0,2}}{_SPEAKS}\b"
    r"|\bto be (?:told|called|sworn|shouted)\b"
)
_CALLED_WORKER: Final = rf"\bcall(?:ed|s|ing)? {_A_WORKER}(?: an?| the)? ?\W*$"
_AT_WORKER: Final = rf"\b(?:to|at|towards) {_A_WORKER}"
"""Who is called so, or at whom it is shouted, is stood up for."""
_COMPLAINT_BEFORE: Final = re.compile(
    rf"{_WORKER_SPEAKS}|{_BY_WORKER}|{_TO_OWN}|{_CALLED_WORKER}"
    rf"|\b{_WORKER}'?s (?:[a-z]+ )?(?:words|reply|answer)\b"
)
_COMPLAINT_AFTER: Final = re.compile(
    rf"{_WORKER_SPEAKS}|{_BY_WORKER}|{_TO_OWN}|{_AT_WORKER}"
    r"|^\W*(?:said|says|replied|replies|answered|responded|shouted|screamed|yelled|snapped|hissed"
    r"|barked|muttered|remarked|announced|commented|wrote|sneered) "
    rf"{_A_WORKER}"
    rf"|^\W*-\W*(?:the|your|my|our|a|one of your) (?:[a-z]+ )?{_WORKER}\b"
)
_HEARSAY: Final = re.compile(
    rf"\b(?:{_KIN}|everyone|everybody|people|they all) (?:[a-z]+ly |just |all )?{_SPEAKS}\b"
)
"""Said by friends and by everyone, of whom nobody complains."""
_TO_YOU: Final = re.compile(
    rf"\b{_SPEAKS} (?:at |to )?(?:you|u|ya|yous|your)\b(?! (?:{_WORKER}|that|this|about|i|we)\b)"
)
"""What is said to the body is no complaint of it."""
_AGREED: Final = re.compile(
    r"\b(?:rightly|quite right|spot on|well said|i agree|agree with (?:him|her|them)|good on"
    r" (?:him|her|them|you)|fair play|lol|lmao|rofl|hilarious|(?:can'?t|don'?t|cannot) blame"
    r" (?:him|her|them))\b"
    r"|(?<!not )(?<!n't )(?<!never )(?<!nobody )(?<!no one )\bdeserved"
    r"(?! (?:an?|some|better|more))\b"
)


class Speaker(StrEnum):
    """Whose words they are."""

    AUTHOR = "author"
    OTHER = "other"


def speaker_around(before: str, after: str) -> Speaker | None:
    """Return who spoke what stands between two parts of a text; `None` where neither says so.

    Both are plain lower-case text, `before` up to the words and `after` from behind them. Where
    both name a speaker the nearer counts, and at equal distance the author.
    """
    found = [one for one in (_before(before), _after(after)) if one is not None]
    if found:
        return min(found, key=lambda one: (one[0], one[1] is Speaker.OTHER))[1]
    nominal = _NOUN_BEFORE.search(before[-MAX_AROUND:]) or _NOUN_AFTER.search(after[:MAX_AROUND])
    return Speaker.OTHER if nominal else None


def speaker_before(before: str) -> Speaker | None:
    """Return whose the words are that follow a text; `None` where it does not say."""
    found = _before(before)
    return found[1] if found else None


def is_complaint(before: str, after: str) -> bool:
    """Say whether somebody complains of what stands between two parts of a text.

    They do where staff said it, or where it was said to staff, the author or their kin. They do not
    where they agree with it, where it is told to the body, or where nobody in particular is said to
    have said it: then it is as well a pretext. Both parts are plain lower-case text.
    """
    before, after = before[-MAX_AROUND:], after[:MAX_AROUND]
    if any(told.search(part) for told in (_AGREED, _TO_YOU, _HEARSAY) for part in (before, after)):
        return False
    return bool(_COMPLAINT_BEFORE.search(before) or _COMPLAINT_AFTER.search(after))


def _before(text: str) -> tuple[int, Speaker] | None:
    words = _WORD.findall(text[-MAX_AROUND:])
    for place in range(len(words) - 1, max(-1, len(words) - 2 - _MAX_DISTANCE), -1):
        if words[place] in _SPOKEN:
            to_own = words[place + 1 : place + 2] in (["me"], ["us"])
            speaker = _subject(words, place, to_own=to_own)
            return (len(words) - 1 - place, speaker) if speaker else None
    return None


def _after(text: str) -> tuple[int, Speaker] | None:
    words = _WORD.findall(text[:MAX_AROUND])
    for place, word in enumerate(words[: _MAX_DISTANCE + 1]):
        if word not in _SPOKEN:
            continue
        following = words[place + 1 : place + 4]
        if place == 0 or words[place - 1] in _JOINING:
            # "..." said the nurse; "..." shouted at my dad.
            if following and following[0] in {"i", "we"}:
                return place, Speaker.AUTHOR
            other = bool(following) and following[0] in _BEFORE_SPEAKER | _OTHERS
            done_to_own = bool(_OWN.intersection(following[:2]))
            return (place, Speaker.OTHER) if other or done_to_own else None
        speaker = _subject(words, place, to_own=False)
        return (place, speaker) if speaker else None
    return None


def _subject(words: list[str], verb: int, *, to_own: bool) -> Speaker | None:
    """Return who does what the verb at a place says; `None` where that is left out."""
    place = verb - 1
    passive = False
    while place >= 0 and (words[place] in _BETWEEN | _PASSIVE or words[place].endswith("ly")):
        passive = passive or words[place] in _PASSIVE
        place -= 1
    lead = words[max(0, verb - _LEAD) : verb]
    if passive and words[verb] in _DONE_TO:
        wished = "be" in lead and not _WISHED.isdisjoint(lead) and _DENIED.isdisjoint(lead)
        return Speaker.AUTHOR if wished else Speaker.OTHER
    if place >= 0 and words[place] in _AUTHOR:
        return Speaker.AUTHOR
    if words[verb] in _SAYING and not _PRETEXT.isdisjoint(lead):
        return Speaker.AUTHOR
    if to_own or (place >= 0 and words[place] not in _JOINING):
        return Speaker.OTHER
    for word in reversed(words[: max(place, 0)]):
        if word in {"i", "we"}:
            return Speaker.AUTHOR
        if word in _OTHERS:
            return Speaker.OTHER
    return None

"""Finds where to part a cry for help that is written as one word: `iwanttodie`, `#endmylife`.

Only what holds the words of a danger to the writer, or to somebody's life, and is made of common
words from end to end, is parted: the names of campaigns, places and medicines stay as they are, and
so do addresses and names of accounts. In a hashtag, where words are slogans as often, the danger
must end it but for a few words. Nothing here judges; the rules and the model read the words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from string import ascii_lowercase
from typing import Final

import ahocorasick

from moderation_classifier.domain.disguise.spelt import fewest_words, is_word

_OF_ONESELF: Final = (
    "want to die|wants to die|wanting to die|wanna die|wish i was dead|wish i were dead|"
    "want to be dead|wants to be dead|wanna be dead|better off dead|rather be dead|ready to die|"
    "kill myself|killing myself|kill himself|kill herself|kill themselves|killing himself|"
    "killing herself|killing themselves|end my life|ending my life|end his life|end her life|"
    "end it all|ending it all|take my life|taking my life|take my own life|taking my own life|"
    "dont want to live|dont wanna live|dont want to exist|dont want to be here|"
    "dont wanna be here|dont want to be alive|dont wanna be alive|dont want to wake up|"
    "no reason to live|nothing to live for|cant go on|hurt myself|hurting myself|harm myself|"
    "harming myself|cut myself|cutting myself|hang myself|hanging myself|drown myself|"
    "drowning myself|shoot myself|stab myself|slit my wrists|cut my wrists|take an overdose|"
    "taking an overdose|taken an overdose|took an overdose|commit suicide|committing suicide|"
    "feel suicidal|feeling suicidal|am suicidal|im suicidal|is suicidal|want to kms|wants to kms|"
    "wanna kms|gonna kms|going to kms"
)
_OF_LIFE: Final = (
    "cant breathe|cannot breathe|isnt breathing|not breathing|stopped breathing|wont wake up|"
    "having a heart attack|having a stroke|bleeding to death|need an ambulance|"
    "call an ambulance|send an ambulance"
)
"""Left alone in hashtags, where they are slogans: `#icantbreathe`."""
_MORE: Final = (
    "alive ambulance another anymore attack baby bleeding boyfriend breath breathe breathing "
    "brother committing cousin cut dad daughter drown drowning exist existing forever girlfriend "
    "grandad grandma gran hang hanging harming heart herself himself hurting husband kids lonely "
    "mate mental mum mums nan nhs overdose pain partner ready reason sister slit son stopped "
    "stroke suffering themselves tired uncle wake wanting wife wish wrists"
)
"""Common words beside those of `spelt`, for what stands around a danger."""
_ENDS_HASHTAG: Final = "again alone already anymore help me now please soon today tomorrow tonight"
"""What may follow a cry in a hashtag; another word makes a name of it: `#EndMyLifeStory`."""
_OFFERS: Final = "call contact dial if phone ring text"
"""What before a cry in a hashtag offers help to others: `#IfFeelSuicidal`."""
_LONGER: Final = (
    "allergic allergies allergy alliance allotment allowance ambulances attacker attackers "
    "deadbeat deadlift deadlifts deadline deadlines deadlock deadly deadpan deadweight deadwood "
    "diesel diet dietary dieting dietician dieticians dietitian dietitians diets existence "
    "hereditary hereford herefordshire lifeblood lifeboat lifeboats lifecycle lifeguard lifeguards "
    "lifeless lifeline lifelines lifelong lifesaver lifesavers lifesaving lifespan lifestyle "
    "lifestyles lifetime livelihood lively liver liverpool livestock livestream oncology ongoing "
    "online onward onwards upbeat update updates upgrade upright upset upstairs"
)
"""Common words, beside those of `spelt`, that begin with the last word of a danger."""
_INFLECTED: Final = frozenset("ds")
"""`dies top` is no reading of `diestop`: nobody wants to dies."""
_MAX_LETTERS: Final = 128
"""Of a hashtag, or of a short sentence; a longer row is no cry that somebody typed."""
_MAX_ADDRESS: Final = 128
"""Characters before a word by which an address is known."""
_SHORT_WORD: Final = 32
"""Letters; what is remembered of words is bounded by it."""

_PHRASES: Final = {
    phrase.replace(" ", ""): (phrase, in_hashtags)
    for several, in_hashtags in ((_OF_ONESELF, True), (_OF_LIFE, False))
    for phrase in several.split("|")
}
_LAST_WORDS: Final = frozenset(_ENDS_HASHTAG.split())
_OFFER_WORDS: Final = frozenset(_OFFERS.split())
_LONGER_WORDS: Final = frozenset(_LONGER.split())
_LONGEST: Final = max(map(len, _LONGER_WORDS))
_WORDS: Final = frozenset(" ".join((_MORE, *(one for one, _ in _PHRASES.values()))).split())
_AFTER: Final = re.compile(r"[0-9]*+(?:/[a-z]{2,32}+)?+(?![a-z0-9@/_=&]|[.:'-]+[a-z0-9])")
"""What ends a word; what goes on is an address, or a name with a number inside.

A slash before one plain word is no address: `iwanttodie/help`.
"""
_TELEPHONE: Final = re.compile(r"(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]{3}")
"""Three figures or more that are no year."""
_WORD_BEFORE: Final = re.compile(r"[^\w/@=&]*+([a-z]{2,32}+)/#?")
"""One plain word and a slash; `r/` and `u/` begin the names of forums and accounts."""
_ADDRESS_SIGNS: Final = frozenset("/@_=&")


def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for glued, (phrase, in_hashtags) in _PHRASES.items():
        automaton.add_word(glued, (len(glued), phrase, in_hashtags))
    automaton.make_automaton()
    return automaton


_AUTOMATON: Final = _automaton()


MIN_GLUED: Final = 9
"""Letters of a word that is asked for; most words are shorter, and soon a name."""


def may_be_glued(word: str) -> bool:
    """Return whether a phrase stands in a word in lower case; most words are asked for again."""
    return _short_holds(word) if len(word) <= _SHORT_WORD else _holds(word)


def _holds(word: str) -> bool:
    return next(_AUTOMATON.iter(word), None) is not None


_short_holds: Final = lru_cache(maxsize=8_192)(_holds)


def cuts(text: str) -> list[int]:
    """Return before which characters of a text in lower case a blank belongs, in order.

    Each word is tried once, with the first danger that it holds; time is linear in the text.
    """
    found: list[int] = []
    done = 0
    for last, (length, phrase, in_hashtags) in _AUTOMATON.iter(text):
        start, end = last + 1 - length, last + 1
        if start < done:
            continue
        word = _word_around(text, start, end, in_hashtags=in_hashtags)
        if word is None:
            continue
        first, done = word
        hashtag = text[first - 1 : first] == "#"
        if hashtag and _TELEPHONE.match(text, done):
            continue
        words = _words(text[first:start], phrase, text[end:done], hashtag=hashtag)
        if words:
            ends = accumulate(map(len, words), initial=first)
            found += list(ends)[1:-1]
            if text[done : done + 1].isdigit():
                found.append(done)
    return found


def _word_around(text: str, start: int, end: int, *, in_hashtags: bool) -> tuple[int, int] | None:
    """Return from where to where the word goes that holds a phrase; `None` for no such word."""
    head, tail = text[max(0, start - _MAX_LETTERS) : start], text[end : end + _MAX_LETTERS]
    first = start - len(head) + len(head.rstrip(ascii_lowercase))
    stop = end + len(tail) - len(tail.lstrip(ascii_lowercase))
    if stop - first > _MAX_LETTERS or not _AFTER.match(text, stop):
        return None
    row = text[max(0, first - _MAX_ADDRESS) : first]
    before = "" if not row or row[-1].isspace() else row.split()[-1]
    if before[-1:].isalnum() or not (_ADDRESS_SIGNS.isdisjoint(before) or _is_word_before(before)):
        return None
    hashtag = before.endswith("#")
    if (hashtag and not in_hashtags) or (
        before.endswith((".", "-", ":")) and before[-2:-1].isalnum()
    ):
        return None
    return first, stop


def _is_word_before(before: str) -> bool:
    found = _WORD_BEFORE.fullmatch(before)
    return found is not None and (is_word(found[1]) or found[1] in _WORDS)


@lru_cache(maxsize=256)
def _words(before: str, phrase: str, after: str, *, hashtag: bool) -> tuple[str, ...]:
    """Return the words of what holds a phrase, the last one as long as it is drawn; else none."""
    opening = fewest_words(before, _WORDS)
    if opening is None or (hashtag and not _OFFER_WORDS.isdisjoint(opening)):
        return ()
    words = (*opening, *phrase.split())
    if _runs_on(words[-1], after):
        return ()
    drawn = len(after) - len(after.lstrip(phrase[-1]))
    for stretch in sorted({0, drawn}):
        closing = fewest_words(after[stretch:], _WORDS)
        if closing is not None and (not hashtag or _LAST_WORDS.issuperset(closing)):
            return (*words[:-1], words[-1] + after[:stretch], *closing)
    return ()


def _runs_on(last: str, after: str) -> bool:
    """Return whether a longer word begins with the last one, and words follow: `dead|line`."""
    for end in range(1, min(len(after), _LONGEST - len(last)) + 1):
        more = after[:end]
        longer = last + more
        known = is_word(longer) or longer in _LONGER_WORDS
        if known and more not in _INFLECTED and fewest_words(after[end:], _WORDS) is not None:
            return True
    return False

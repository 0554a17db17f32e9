"""Recognises the few texts that are plainly harmless, so that no model need read them.

A text counts only when every one of its words is a greeting, thanks, praise, laughter or filler,
and it is short. None of these words says anything harmful in any order, so none is listed with
which people speak of themselves or of what they do: a goodbye is full of thanks, too. It decides
speed, never safety: an unknown word sends the text to the model. Beside these there are the words
that a form puts where nobody wrote any.
"""

from __future__ import annotations

from itertools import groupby
from typing import Final

from moderation_classifier.domain.text import NormalisedText

_MAX_WORDS: Final = 12
"""Each counted once however often it is said in a row."""

_LIST: Final = """
a absolutely all amazing and appreciated at awesome best big bless brilliant brilliantly care caring
compassionate congrats congratulations dedicated dedication doctors efficient everybody everyone
excellent experience fab fabulous fantastic friendly good gratitude great happy hardworking hello
helpful heroes hi hiya hospital incredible job kind kindness lol love lovely much nhs nice nurses
outstanding paramedics perfect phenomenal pleasant polite professional professionals proud really
service so special staff super superb support team teams thank thankful thanks thankyou the this
thorough to top truly ty very volunteers welcoming well wonderful work xx you
"""
_PHRASES: Final = ("well done", "well deserved")
"""Harmless only together: what somebody has `done` may be to themselves."""
HARMLESS: Final = (*_LIST.split(), *_PHRASES)
"""Every word and phrase that sends no text to the model."""
_KNOWN: Final = frozenset(each.replace(" ", "-") for each in HARMLESS)

_BLANKS: Final = frozenset(
    {
        "did not answer",
        "no answer given",
        "no response given",
        "not answered",
        "question not answered",
    }
)


def is_blank(text: NormalisedText) -> bool:
    """Return whether this is what a feedback form puts in the place of an answer.

    To be asked of what stands by itself: under a post about a telephone line it is a complaint, and
    so it is with a mark of anger behind it.
    """
    return text.plain.text.strip(" .") in _BLANKS


def is_harmless(text: NormalisedText) -> bool:
    """Return whether the text says nothing but thanks, praise and greetings."""
    said = text.words.text
    if not said or text.disguises or not text.plain.text.isascii():
        return False
    for phrase in _PHRASES:
        # Between the words of a phrase no sentence may end.
        if said.count(phrase) == text.plain.text.count(phrase):
            said = said.replace(phrase, phrase.replace(" ", "-"))
    words = [word for word, _ in groupby(said.split(" "))]
    return len(words) <= _MAX_WORDS and _KNOWN.issuperset(words)

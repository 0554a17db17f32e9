"""Recognises the few texts that are plainly harmless, so that no model need read them.

A text counts only when every one of its words is thanks, praise, greeting or filler, and it is
short: none of these words says anything harmful in any order. It decides speed, never safety: an
unknown word sends the text to the model.
"""

from __future__ import annotations

from typing import Final

from moderation_classifier.domain.text import NormalisedText

_MAX_WORDS: Final = 12

_LIST: Final = """
a absolutely all amazing and angels appreciated are at awesome best big bless brilliant
brilliantly care caring compassionate congrats congratulations day dedicated dedication deserved
doctors doing done efficient everybody everyone excellent experience fab fabulous fantastic first
for friendly from gratitude great happy hardworking helpful heroes hi hospital hugs i in
incredible is it job kind kindness love loved lovely many midwives morning much my nhs nice nurses
of on our outstanding paramedics perfect phenomenal polite pleasant professional professionals
proud quick really respectful service so some special staff super superb support team teams thank
thankful thanks thankyou that the this thorough to today top truly ty us very volunteers ward was
we welcoming well what wonderful work working x xx xxx you your
"""
_WORDS: Final = frozenset(_LIST.split())


def is_harmless(text: NormalisedText) -> bool:
    """Return whether the text says nothing but thanks and praise."""
    words = text.words.text.split(" ") if text.words.text else []
    if len(words) > _MAX_WORDS or text.disguises or not text.plain.text.isascii():
        return False
    return bool(words) and _WORDS.issuperset(words)

"""What people call platforms and kinds who do not know the vocabulary; an unknown word stays so."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from moderation_common.vocabulary import Kind, Platform

OTHER_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dm": Kind.DIRECT_MESSAGE.value,
        "message": Kind.DIRECT_MESSAGE.value,
        "private_message": Kind.DIRECT_MESSAGE.value,
        "twitter": Platform.X.value,
        "yammer": Platform.VIVA_ENGAGE.value,
    }
)
"""Common names, and the vocabulary's word for each."""


def in_our_words(word: object) -> object:
    """Return the vocabulary's word for one in any case, with spaces or hyphens, or by such a name.

    A word that is none of these, and what is no word, is returned for the caller to refuse.
    """
    if not isinstance(word, str):
        return word
    plain = word.strip().lower().replace(" ", "_").replace("-", "_")
    return OTHER_WORDS.get(plain, plain)

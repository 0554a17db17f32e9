"""Which language the letters of some words tell of, where common words say too little.

Asked only of words that are not English. A letter that several languages share says nothing, or
stands for the one that most people in England write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_SURE: Final = tuple(
    (re.compile(pattern), language)
    for pattern, language in (
        ("[ơưảấ-ặẻế-ệỉố-ợủứ-ỹ]", "Vietnamese"),
        ("[ṣẹ]", "Yoruba"),
        ("[ịọụṅ]", "Igbo"),
        ("[ěřů]", "Czech"),
        (r"[ĺľŕ]|\w[aiy]ť\b", "Slovak"),
        ("å.*[äö]|[äö].*å", "Swedish"),
        ("ş.*[êîû]|[êîû].*ş", "Kurdish"),
        ("õ.*[äöü]|[äöü].*õ", "Estonian"),
        ("[āēī]", "Latvian"),
    )
)
"""Of letters that one language alone has among those that are hard to tell apart."""
_TELLING: Final = (
    *_SURE,
    *(
        (re.compile(pattern), language)
        for pattern, language in (
            ("đ|ć.*[čšž]|[čšž].*ć", "Croatian, Serbian or Bosnian"),
            ("[łżźśćń]", "Polish"),
            ("[ėįų]", "Lithuanian"),
            ("[ąę]", "Polish"),
            ("[ģķļņ]|[āēī].*[čšž]|[čšž].*[āēī]", "Latvian"),
            ("ū", "Lithuanian"),
            ("[ěřůďťňľĺŕ]|[áéíý].*[čšž]|[čšž].*[áéíý]", "Czech or Slovak"),
            ("[őű]", "Hungarian"),
            ("[ășțţ]", "Romanian"),
            ("ə", "Azerbaijani"),
            ("[ğış]|i\u0307", "Turkish"),
            ("[ãõ]", "Portuguese"),
            ("ñ", "Spanish"),
            ("ß", "German"),
            ("[ŵŷ]", "Welsh"),
            ("[ħġċ]", "Maltese"),
            ("[ðþ]", "Icelandic"),
            ("[æø]", "Danish or Norwegian"),
            ("å", "Danish, Norwegian or Swedish"),
            ("ë", "Albanian"),
            ("[œê]|è[a-z]", "French"),
            (r"[èìòù]\b", "Italian"),
            ("ää|äi|äy|yö|öy", "Finnish"),
            ("ä", "German"),
        )
    ),
)
"""The most telling first."""

_ACCENT: Final = re.compile(r"[\u0300-\u036f]")
_UNACCENTED: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "ə": "e"})


def language_of_letters(words: Iterable[str]) -> str | None:
    """Return the language that the letters of words in lower case tell of; None if none does."""
    return _told(words, _TELLING)


def language_of_sure_letters(words: Iterable[str]) -> str | None:
    """Return it only where its letters tell it from the languages that it is like."""
    return _told(words, _SURE)


def _told(words: Iterable[str], telling: Iterable[tuple[re.Pattern[str], str]]) -> str | None:
    written = unicodedata.normalize("NFC", " ".join(words))
    if written.isascii():
        return None
    return next((language for pattern, language in telling if pattern.search(written)), None)


def unaccented(text: str) -> str:
    """Return a text in lower case as those type it who use no accents."""
    if text.isascii():
        return text
    return _ACCENT.sub("", unicodedata.normalize("NFKD", text)).translate(_UNACCENTED)

"""Which language a script tells of, and within a script the letters that few languages write.

A script that one language has names it. Where several share a script, letters that few of them
have name those; without such letters a text is said to be in any of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

ANOTHER_LANGUAGE: Final = "another language"
"""Of a language that has no table here; it stands in a sentence as a language's name does."""

_LANGUAGES: Final[Mapping[str, str]] = {
    "ARABIC": "Arabic, Urdu or Persian",
    "ARMENIAN": "Armenian",
    "BENGALI": "Bengali",
    "CJK": "Chinese",
    "CYRILLIC": "Russian, Ukrainian or Bulgarian",
    "DEVANAGARI": "Hindi or Nepali",
    "ETHIOPIC": "Amharic or Tigrinya",
    "GEORGIAN": "Georgian",
    "GREEK": "Greek",
    "GUJARATI": "Gujarati",
    "GURMUKHI": "Punjabi",
    "HANGUL": "Korean",
    "HEBREW": "Hebrew",
    "HIRAGANA": "Japanese",
    "KANNADA": "Kannada",
    "KATAKANA": "Japanese",
    "KHMER": "Khmer",
    "LAO": "Lao",
    "MALAYALAM": "Malayalam",
    "MYANMAR": "Burmese",
    "ORIYA": "Odia",
    "SINHALA": "Sinhala",
    "TAMIL": "Tamil",
    "TELUGU": "Telugu",
    "THAI": "Thai",
    "TIBETAN": "Tibetan",
}
_TELLING: Final[Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]] = {
    script: tuple((re.compile(pattern), language) for pattern, language in telling)
    for script, telling in {
        "ARABIC": (
            ("[ۈڭۋ]", "Uyghur"),
            ("[ۆێڕڵە]", "Kurdish"),
            ("[ښږځڅړټډۍې]", "Pashto"),
            ("[ٻڄڃڏڌڊڍڳڱٿٺٽڦڙڻ]", "Sindhi"),
            ("[ٹڈڑںےہھ]", "Urdu"),
            ("[ةىإ]", "Arabic"),
            ("[ژه].*[پچگیک]|[پچگیک].*[ژه]|می|کنی|کمک", "Persian or Dari"),
            ("[پچگیک]", "Urdu or Persian"),
            ("[يكأؤئ]|ال.*ال", "Arabic"),
        ),
        "CYRILLIC": (
            ("[әғқңөұүһҳҷӣӯ]", ANOTHER_LANGUAGE),
            ("ў", "Belarusian"),
            ("[іїєґ]", "Ukrainian"),
            ("[ѓќѕ]", "Macedonian"),
            ("[ђћ]", "Serbian"),
            ("[јљњџ]", "Serbian or Macedonian"),
            ("[ыэё]", "Russian"),
            ("ъ[^еюяи]", "Bulgarian"),
        ),
        "HEBREW": (("[װױײ]", "Yiddish"),),
    }.items()
}
"""By script, the most telling letters first."""


def scripts_of(letters: str) -> Counter[str]:
    """Return how many letters each script has."""
    return Counter(map(_script_of, letters))


@lru_cache(maxsize=4_096)
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ", 1)[0].split("-", 1)[0]


def language_of_scripts(scripts: Counter[str], letters: str) -> str:
    """Return the language of the commonest script, or of those letters in lower case that tell."""
    for kana in ("HIRAGANA", "KATAKANA"):
        # Japanese is written in ideographs too, and often mostly in them.
        if kana in scripts:
            return _LANGUAGES[kana]
    script, _ = scripts.most_common(1)[0]
    telling = _TELLING.get(script, ())
    told = (language for pattern, language in telling if pattern.search(letters))
    return next(told, _LANGUAGES.get(script, ANOTHER_LANGUAGE))

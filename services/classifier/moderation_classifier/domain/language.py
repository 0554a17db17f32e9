"""Which language a text is in, as far as cheap evidence goes: script, phrases, common words.

Rules and model know English alone, so what another language says goes unseen unless a person reads
it. A text counts as foreign as soon as a part of it plainly is: letters of another script, a cry
for help as a few languages word it, or words of which hardly one is English. What is too short for
all that is left to `strangeness`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, deque
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final

from moderation_classifier.domain.common_words import COMMON_WORDS, ENGLISH_WORDS
from moderation_classifier.domain.danger_phrases import DANGER_PHRASES
from moderation_classifier.domain.letters import language_of_letters, unaccented
from moderation_classifier.domain.prose import PIECE_END, englishness, sample_of, words_of
from moderation_classifier.domain.text import MAX_ANALYSED_CHARACTERS

ENGLISH: Final = "English"
ANOTHER_LANGUAGE: Final = "another language"
"""Of a language that has no table here; it stands in a sentence as a language's name does."""

_SCRIPT_LANGUAGES: Final = {
    "ARABIC": "Arabic or Urdu",
    "BENGALI": "Bengali",
    "CJK": "Chinese",
    "CYRILLIC": "Russian, Ukrainian or Bulgarian",
    "DEVANAGARI": "Hindi or Nepali",
    "ETHIOPIC": "Amharic or Tigrinya",
    "GREEK": "Greek",
    "GUJARATI": "Gujarati",
    "GURMUKHI": "Punjabi",
    "HANGUL": "Korean",
    "HEBREW": "Hebrew",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "SINHALA": "Sinhala",
    "TAMIL": "Tamil",
    "THAI": "Thai",
}
_WHOLE_WORDS: Final = frozenset({"CJK", "HANGUL", "HIRAGANA", "KATAKANA"})
"""Scripts in which a word of two letters may say all."""
_MIN_WHOLE_WORD: Final = 2
_DISGUISES: Final = frozenset("асеорхуктѕіјһԁԛԝӏοανυρκτχ")
"""Cyrillic and Greek letters that pass for Latin ones: who writes only these writes English."""
_MIN_RUN: Final = 6
_MIN_RUN_ALONE: Final = 3
"""Of a text that has hardly any other letters."""
_MIN_DISTINCT: Final = 3
"""A row of one letter is an ornament, and a face of signs mostly has two."""

_LATIN_LETTERS: Final = (
    r"A-Za-zª\u00b5º\u00c0-\u02ff\u1d00-\u1dbf\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff"
)
_LATIN: Final = re.compile(f"[{_LATIN_LETTERS}]+")
_BEYOND_LATIN: Final = re.compile(rf"[^\W\d_{_LATIN_LETTERS}]+")
_WORD: Final = re.compile(r"\b[^\W\d_]+\b")
_PHRASES: Final[dict[str, list[tuple[tuple[str, ...], str]]]] = {}
"""By its first word, what follows it in a phrase, and the phrase's language."""
for _language, _phrases in DANGER_PHRASES.items():
    for _first, *_rest in map(str.split, _phrases):
        _PHRASES.setdefault(_first, []).append((tuple(_rest), _language))

_MIN_UNACCENTED: Final = 4
"""Letters of a common word that is known without its accents, too; of fewer it may be any."""
_LANGUAGES_OF_WORD: Final[dict[str, list[str]]] = {}
for _language, _words in COMMON_WORDS.items():
    _known = set(_words.split())
    _plain = {unaccented(_word) for _word in _known if len(_word) >= _MIN_UNACCENTED}
    for _word in _known | _plain - ENGLISH_WORDS:
        _LANGUAGES_OF_WORD.setdefault(_word, []).append(_language)
FOREIGN_WORDS: Final = frozenset(
    word for word, languages in _LANGUAGES_OF_WORD.items() if ENGLISH not in languages
)
"""Common words of other languages, some of which are a word of English, too, but no common one."""
_MIN_WORDS: Final = 4
_MIN_COMMON_WORDS: Final = 3
_MIN_SHARE: Final = 0.2
"""Common words make up a third or more of ordinary prose in each of these languages."""
_MIN_POINTS: Final = 2
"""So much names a language once it is clear that none of a text is English: two of its common words
or one that no other language here has."""
_MIN_UNSHARED: Final = 4
"""Letters of a word that may be one language's alone; a shorter one is soon a slip or a name."""

_PIECE_AND_END: Final = re.compile(f"({PIECE_END.pattern})")
_MIN_PROSE: Final = 5
"""Distinct words of prose; in fewer, slang and names leave too little to go by."""
_MAX_ENGLISH: Final = 0.15
"""Fewer than one English text in a thousand has so small a share of known English words."""
_MIN_PROSE_OF_PIECE: Final = 7
_MAX_ENGLISH_OF_PIECE: Final = 0.1
"""Stricter, since a text has many sentences, and any of them may be a list."""
_STRETCH: Final = 6
_MIN_ENGLISH_OF_STRETCH: Final = 2.5
"""Related languages share words with English, but hardly so many of them in a row."""


def recognise_language(original: str) -> str:
    """Return the English name of the language of a text, or of a part of it that is foreign.

    The first `MAX_ANALYSED_CHARACTERS` are read, which is as far as anything else reads.
    """
    sample = sample_of(original)
    named = None if sample.isascii() else _by_script(sample)
    return (
        named
        or _by_phrase(sample)
        or _by_common_words(sample)
        or _by_strangeness(sample)
        or ENGLISH
    )


def english_of(original: str) -> str:
    """Return a text with its plainly foreign sentences blanked, each character in its place.

    One foreign sentence names a whole text; what knows English can read the rest. Empty where the
    rest is hardly English: few words are left, or none of them stand together.
    """
    pieces = _PIECE_AND_END.split(original[:MAX_ANALYSED_CHARACTERS])
    kept = [piece if _may_be_english(piece) else " " * len(piece) for piece in pieces]
    words = [word for piece in kept for word in _prose_of(piece)]
    return "".join(kept) if _stand_together(words) else ""


def _may_be_english(piece: str) -> bool:
    return recognise_language(piece) == ENGLISH or _stand_together(_prose_of(piece))


def _stand_together(words: Iterable[str]) -> bool:
    """Return whether some words in a row are mostly English."""
    stretch: deque[float] = deque(maxlen=_STRETCH)
    for word in words:
        stretch.append(englishness(word))
        if sum(stretch) >= _MIN_ENGLISH_OF_STRETCH:
            return True
    return False


def _prose_of(piece: str) -> list[str]:
    return words_of(sample_of(piece))


def _by_script(sample: str) -> str | None:
    """Return the language of the first long enough run of letters beyond Latin ones."""
    runs = [found for run in _LATIN.split(sample) if (found := _BEYOND_LATIN.findall(run))]
    if not runs:
        return None
    latin = sum(map(len, _LATIN.findall(sample)))
    mostly = sum(len(word) for run in runs for word in run) > latin
    for run in runs:
        letters = "".join(run).casefold()
        distinct = set(letters)
        if len(distinct) < _MIN_WHOLE_WORD or distinct <= _DISGUISES:
            continue
        scripts = Counter(map(_script_of, letters))
        enough = len(letters) >= (_MIN_RUN_ALONE if mostly else _MIN_RUN)
        if (enough and len(distinct) >= _MIN_DISTINCT) or (
            scripts.keys() & _WHOLE_WORDS and any(len(set(word)) >= _MIN_WHOLE_WORD for word in run)
        ):
            return _language_of(scripts)
    return None


def _language_of(scripts: Counter[str]) -> str:
    for kana in ("HIRAGANA", "KATAKANA"):
        # Japanese is written in ideographs too, and often mostly in them.
        if kana in scripts:
            return _SCRIPT_LANGUAGES[kana]
    script, _ = scripts.most_common(1)[0]
    return _SCRIPT_LANGUAGES.get(script, ANOTHER_LANGUAGE)


@lru_cache(maxsize=4_096)
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ", 1)[0].split("-", 1)[0]


def _by_phrase(sample: str) -> str | None:
    words = tuple(_WORD.findall(unaccented(sample.casefold())))
    for place, word in enumerate(words, 1):
        for rest, language in _PHRASES.get(word, ()):
            if words[place : place + len(rest)] == rest:
                return language
    return None


def _by_common_words(sample: str) -> str | None:
    words = set(_WORD.findall(sample.lower()))
    if len(words) < _MIN_WORDS:
        return None
    counts = _count_common(words)
    best = max(counts, key=lambda language: (counts[language], language == ENGLISH))
    enough = counts[best] >= _MIN_COMMON_WORDS and counts[best] >= _MIN_SHARE * len(words)
    return best if enough and counts[best] > 1.5 * counts[ENGLISH] else None


def _count_common(words: Iterable[str]) -> dict[str, int]:
    counts = dict.fromkeys(COMMON_WORDS, 0)
    for word in words:
        for language in _LANGUAGES_OF_WORD.get(word, ()):
            counts[language] += 1
    return counts


def _by_strangeness(sample: str) -> str | None:
    """Return the language of a text or a sentence that has hardly an English word."""
    pieces = [set(words_of(piece)) for piece in PIECE_END.split(sample)]
    asked = [(set().union(*pieces), _MIN_PROSE, _MAX_ENGLISH)]
    if len(pieces) > 1:
        asked += [(piece, _MIN_PROSE_OF_PIECE, _MAX_ENGLISH_OF_PIECE) for piece in pieces]
    for words, least, most in asked:
        if len(words) >= least and sum(map(englishness, words)) <= most * len(words):
            return name_foreign(words)
    return None


def name_foreign(words: Collection[str]) -> str:
    """Return the name of the language that words which are not English are in, as far as known.

    Common words name it, else letters that few languages have; of two alike, letters decide.
    """
    told = language_of_letters(words)
    points = dict.fromkeys(COMMON_WORDS, 0)
    for word in set(words):
        languages = _LANGUAGES_OF_WORD.get(word, ())
        for language in languages:
            points[language] += 2 if len(languages) == 1 and len(word) >= _MIN_UNSHARED else 1
    del points[ENGLISH]
    best = max(points, key=lambda language: (points[language], language == told))
    return best if points[best] >= _MIN_POINTS else told or ANOTHER_LANGUAGE

"""Which language a text is in, as far as cheap evidence goes: script, phrases, words, letters.

Rules and model know English alone, so what another language says goes unseen unless a person reads
it. A text counts as foreign as soon as a part of it plainly is: letters of another script, a cry
for help as a few languages word it, or words of which hardly one is English. What is too short for
all that is left to `strangeness`. Only what is foreign is asked which language it is.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Final

from moderation_classifier.domain.common_words import COMMON_WORDS, ENGLISH_WORDS
from moderation_classifier.domain.danger_phrases import DANGER_PHRASES
from moderation_classifier.domain.further_languages import ALIKE, FURTHER_LANGUAGES
from moderation_classifier.domain.further_words import FURTHER_WORDS
from moderation_classifier.domain.letter_rows import LetterRows
from moderation_classifier.domain.letters import (
    language_of_letters,
    language_of_sure_letters,
    unaccented,
)
from moderation_classifier.domain.prose import PIECE_END, englishness, sample_of, words_of
from moderation_classifier.domain.scripts import (
    ANOTHER_LANGUAGE,
    language_of_scripts,
    scripts_of,
)
from moderation_classifier.domain.text import MAX_ANALYSED_CHARACTERS

ENGLISH: Final = "English"
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


def _tables() -> dict[str, set[str]]:
    """Return the common words of each language, the most spoken first.

    What stands in the table of languages that are alike is a word of each, unless one of them has
    it in its own.
    """
    tables: dict[str, set[str]] = {}
    held = chain(COMMON_WORDS.items(), FURTHER_WORDS.items(), FURTHER_LANGUAGES.items())
    for language, words in held:
        known = set(words.split())
        plain = {unaccented(word) for word in known if len(word) >= _MIN_UNACCENTED}
        tables.setdefault(language, set()).update(known | plain - ENGLISH_WORDS)
    for group, members in ALIKE.items():
        shared = tables.pop(group, set()).difference(*(tables[member] for member in members))
        for member in members:
            tables[member] |= shared
    return tables


_TABLES: Final = _tables()
_LANGUAGES_OF_WORD: Final[dict[str, list[str]]] = {}
for _language, _words in _TABLES.items():
    for _word in _words:
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
_MIN_LEAD: Final = 1
"""So much names a language once it is clear that none of a text is English: two of its common words
or one that no other language here has, and one more than any other language."""
_MIN_UNSHARED: Final = 4
"""Letters of a word that may be one language's alone; a shorter one is soon a slip or a name."""
_LIKELIER_PER_POINT: Final = 6.0
"""What a common word adds to its rows of letters, as a logarithm."""
_MIN_LIKELIER: Final = 20.0
"""By so much words have to look more like one language than like another where common words do not
name it. With less, languages that have no table here are often taken for those that have."""

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
        scripts = scripts_of(letters)
        enough = len(letters) >= (_MIN_RUN_ALONE if mostly else _MIN_RUN)
        if (enough and len(distinct) >= _MIN_DISTINCT) or (
            scripts.keys() & _WHOLE_WORDS and any(len(set(word)) >= _MIN_WHOLE_WORD for word in run)
        ):
            return language_of_scripts(scripts, "".join(chain(*runs)).lower())
    return None


def _by_phrase(sample: str) -> str | None:
    words = tuple(_WORD.findall(unaccented(sample.casefold())))
    for place, word in enumerate(words, 1):
        for rest, language in _PHRASES.get(word, ()):
            if words[place : place + len(rest)] == rest:
                return _nearer(language, sample)
    return None


def _nearer(language: str, sample: str) -> str:
    """Return which of several languages that are alike a text is in, where it shows."""
    if language not in ALIKE:
        return language
    named = name_foreign(_WORD.findall(sample.lower()))
    return named if named in ALIKE[language] else language


def _by_common_words(sample: str) -> str | None:
    words = set(_WORD.findall(sample.lower()))
    if len(words) < _MIN_WORDS:
        return None
    counts = dict.fromkeys(_TABLES, 0)
    for word in words:
        for language in _LANGUAGES_OF_WORD.get(word, ()):
            counts[language] += 1
    english = counts.pop(ENGLISH)
    most = max(counts.values())
    enough = most >= _MIN_COMMON_WORDS and most >= _MIN_SHARE * len(words)
    return name_foreign(words) if enough and most > 1.5 * english else None


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

    Common words name it, unless all the words together look more like another; else that look by
    itself, if it is plain; else letters that few languages have.
    """
    points = _points_of(words)
    looks = _looks_of(words, points)
    named = _leading(points, _MIN_LEAD) if max(points.values()) >= _MIN_POINTS else None
    if named and max(looks, key=looks.__getitem__) not in ALIKE.get(named, (named,)):
        named = None
    named = named or _leading(looks, _MIN_LIKELIER)
    if named is None:
        return language_of_letters(words) or ANOTHER_LANGUAGE
    told = language_of_sure_letters(words)
    return told if told in ALIKE.get(named, ()) else named


def _points_of(words: Iterable[str]) -> dict[str, float]:
    points = dict.fromkeys(_TABLES, 0.0)
    for word in set(words):
        languages = _LANGUAGES_OF_WORD.get(word, ())
        telling = len(word) >= _MIN_UNSHARED and _name_of(languages) is not None
        for language in languages:
            points[language] += 2 if telling else 1
    points[ENGLISH] = 0
    return points


@cache
def _letter_rows() -> LetterRows:
    """Return what is learned at the first text that needs it, in a fraction of a second."""
    return LetterRows({**_TABLES, ENGLISH: _TABLES[ENGLISH] | ENGLISH_WORDS})


def _looks_of(words: Iterable[str], points: Mapping[str, float]) -> dict[str, float]:
    return {
        language: likeness + _LIKELIER_PER_POINT * points[language]
        for language, likeness in _letter_rows().likeness(words).items()
    }


def _leading(scores: Mapping[str, float], lead: float) -> str | None:
    """Return the language that leads, or those that are alike and lead together; None if none.

    Half the lead tells one from those that it is like.
    """
    most = max(scores.values())
    ahead = [language for language, score in scores.items() if most - score < lead]
    if ENGLISH in ahead or _name_of(ahead) is None:
        return None
    return _name_of([language for language in ahead if most - scores[language] < lead / 2])


def _name_of(languages: Sequence[str]) -> str | None:
    """Return the name of a language, or of the fewest alike that hold all of these."""
    if len(languages) == 1:
        return languages[0]
    return next((group for group, alike in ALIKE.items() if set(languages) <= set(alike)), None)

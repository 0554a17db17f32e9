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
from itertools import chain, pairwise
from typing import Final

from moderation_classifier.domain.danger_phrases import DANGER_PHRASES
from moderation_classifier.domain.languages.common_words import COMMON_WORDS, ENGLISH_WORDS
from moderation_classifier.domain.languages.foreign_danger import FOREIGN_DANGER
from moderation_classifier.domain.languages.further_languages import ALIKE, FURTHER_LANGUAGES
from moderation_classifier.domain.languages.further_words import FURTHER_WORDS
from moderation_classifier.domain.languages.letter_rows import LetterRows
from moderation_classifier.domain.languages.lettered import holds_letters, read_letters
from moderation_classifier.domain.languages.letters import (
    language_of_letters,
    language_of_sure_letters,
    unaccented,
)
from moderation_classifier.domain.languages.prose import PIECE_END, englishness, sample_of, words_of
from moderation_classifier.domain.languages.scripts import (
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
_ALONE: Final[dict[str, str]] = {}
"""By a word that is a cry for help by itself, its language."""
_PHRASES: Final[dict[tuple[str, str], list[tuple[tuple[str, ...], str]]]] = {}
"""By its first two words, what follows them in a phrase, and the phrase's language."""


def _said(text: str) -> list[str]:
    """Return the words of a text as phrases are looked for in it."""
    others = read_letters(text).text.split() if holds_letters(text) else []
    return [*_WORD.findall(unaccented(text.casefold())), *others]


def _learn_phrase(phrase: str, language: str) -> None:
    words = read_letters(phrase).text.split() if holds_letters(phrase) else _said(phrase)
    first, *rest = words
    if rest:
        _PHRASES.setdefault((first, rest[0]), []).append((tuple(rest[1:]), language))
    else:
        _ALONE[first] = language


for _language, _phrases in DANGER_PHRASES.items():
    for _phrase in _phrases:
        _learn_phrase(_phrase, _language)
for _language, _lines in FOREIGN_DANGER.items():
    for _phrase in ", ".join(_lines.values()).split(", "):
        _learn_phrase(_phrase, _language)

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
_MAX_WORDS: Final = 100
"""Distinct words that a language is named by. Of more each adds time alone, and the longest text
holds more than a thousand."""

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
    named = _by_script(sample) or _by_phrase(sample)
    if named:
        return _nearer(named, sample)
    words = _foreign_words(sample)
    return name_foreign(words) if words else ENGLISH


def english_of(original: str) -> str:
    """Return a text with its plainly foreign sentences blanked, each character in its place.

    One foreign sentence names a whole text; what knows English can read the rest. Empty where the
    rest is hardly English: few words are left, or none of them stand together.
    """
    kept: list[str] = []
    words: list[str] = []
    for place, piece in enumerate(_PIECE_AND_END.split(original[:MAX_ANALYSED_CHARACTERS])):
        sample = sample_of(piece)
        prose = words_of(sample)
        # At every second place is what ends a sentence. Of most pieces their words say enough.
        if place % 2 or _stand_together(prose) or not _is_foreign(sample):
            kept.append(piece)
            words += prose
        else:
            kept.append(" " * len(piece))
    return "".join(kept) if _stand_together(words) else ""


def _is_foreign(sample: str) -> bool:
    """Return whether a sample is plainly not English; which language it is takes far longer."""
    return bool(_by_script(sample) or _by_phrase(sample) or _foreign_words(sample))


def _stand_together(words: Iterable[str]) -> bool:
    """Return whether some words in a row are mostly English."""
    stretch: deque[float] = deque(maxlen=_STRETCH)
    for word in words:
        stretch.append(englishness(word))
        if sum(stretch) >= _MIN_ENGLISH_OF_STRETCH:
            return True
    return False


def _by_script(sample: str) -> str | None:
    """Return the language of the first long enough run of letters beyond Latin ones."""
    if sample.isascii():
        return None
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
    words = tuple(_said(sample))
    alone = next((_ALONE[word] for word in words if word in _ALONE), None)
    if alone:
        return alone
    for place, pair in enumerate(pairwise(words), 2):
        for rest, language in _PHRASES.get(pair, ()):
            if words[place : place + len(rest)] == rest:
                return language
    return None


def _nearer(language: str, sample: str) -> str:
    """Return which of several languages that are alike a text is in, where it shows."""
    if language not in ALIKE:
        return language
    named = name_foreign(_WORD.findall(sample.lower()))
    return named if named in ALIKE[language] else language


def _foreign_words(sample: str) -> Collection[str]:
    """Return the words of a text or a sentence that is plainly not English; none of any other."""
    return _commonly_foreign(sample) or _strange(sample)


def _commonly_foreign(sample: str) -> Collection[str]:
    words = set(_WORD.findall(sample.lower()))
    if len(words) < _MIN_WORDS:
        return ()
    counts = dict.fromkeys(_TABLES, 0)
    for word in words:
        for language in _LANGUAGES_OF_WORD.get(word, ()):
            counts[language] += 1
    english = counts.pop(ENGLISH)
    most = max(counts.values())
    enough = most >= _MIN_COMMON_WORDS and most >= _MIN_SHARE * len(words)
    return words if enough and most > 1.5 * english else ()


def _strange(sample: str) -> Collection[str]:
    """Return the words of a text or a sentence that has hardly an English one."""
    pieces = [set(words_of(piece)) for piece in PIECE_END.split(sample)]
    asked = [(set().union(*pieces), _MIN_PROSE, _MAX_ENGLISH)]
    if len(pieces) > 1:
        asked += [(piece, _MIN_PROSE_OF_PIECE, _MAX_ENGLISH_OF_PIECE) for piece in pieces]
    for words, least, most in asked:
        if len(words) >= least and sum(map(englishness, words)) <= most * len(words):
            return words
    return ()


def name_foreign(words: Collection[str]) -> str:
    """Return the name of the language that words which are not English are in, as far as known.

    Common words name it, unless all the words together look more like another; else that look by
    itself, if it is plain; else letters that few languages have. Of very many words some do.
    """
    asked = _some_of(words)
    points = _points_of(asked)
    looks = _looks_of(asked, points)
    named = _leading(points, _MIN_LEAD) if max(points.values()) >= _MIN_POINTS else None
    if named and max(looks, key=looks.__getitem__) not in ALIKE.get(named, (named,)):
        named = None
    named = named or _leading(looks, _MIN_LIKELIER)
    if named is None:
        return language_of_letters(words) or ANOTHER_LANGUAGE
    told = language_of_sure_letters(words)
    return told if told in ALIKE.get(named, ()) else named


def _some_of(words: Collection[str]) -> Collection[str]:
    """Return words enough to name a language by, spread over the alphabet; the same every time."""
    ordered = sorted(set(words))
    return ordered[:: -(-len(ordered) // _MAX_WORDS) or 1]


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
def learn_letters() -> LetterRows:
    """Return what languages look like: learned once, in a tenth of a second.

    Whoever judges texts calls it before the first, which else may wait for it.
    """
    return LetterRows({**_TABLES, ENGLISH: _TABLES[ENGLISH] | ENGLISH_WORDS})


def _looks_of(words: Iterable[str], points: Mapping[str, float]) -> dict[str, float]:
    return {
        language: likeness + _LIKELIER_PER_POINT * points[language]
        for language, likeness in learn_letters().likeness(words).items()
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

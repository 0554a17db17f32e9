"""Phrases of one to three words that may name a new topic; none may name a person.

A phrase is given up rather than risked: words that are not known to be English words or medicines,
which may be anybody's name in small letters; names from a list, words after a title, words that are
also surnames where no article stands before them, words with a capital, whatever stands by a digit,
a handle, a hashtag or an address. Where a writer's capitals tell nothing, only words of the known
topics are taken.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NewType

from moderation_classifier.domain.text import (
    MAX_ANALYSED_CHARACTERS,
    NormalisedText,
    View,
    normalise,
)

PhraseKey = NewType("PhraseKey", int)
"""The keyed hash of a phrase as one body's people use it: a signed number of 64 bits."""

PHRASE_KEY_PURPOSE: Final = "classifier: phrases"
"""For which purpose the hashing key is derived from the vault's."""

MAX_PHRASES: Final = 60
"""Of one comment; the first ones. Bounds what is written for it."""

_MAX_WORDS: Final = 3
_MIN_LETTERS: Final = 3
_MIN_LETTERS_ALONE: Final = 4
_MOSTLY: Final = 0.6
"""From this share of capitals on a text is shouted, and its capitals tell nothing."""
_CHUNK: Final = re.compile(r"\S+")
_UNSAFE: Final = re.compile(r"[\d@#_/\\~]|www\.|\w\.\w|\*")
_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)*")
_GENITIVE: Final = "'s"
_MIN_LETTERS_OF_PLURAL: Final = 5
_MEDICINE: Final = re.compile(
    r"[a-z]{3,}(?:mab|pril|sartan|olol|statin|prazole|conazole|nidazole|cillin|mycin|cycline"
    r"|floxacin|glutide|zepatide|gliptin|gliflozin|formin|azepam|azolam|oxetine|triptyline|prazine"
    r"|iciclovir|profen|tinib|ciclib|xaban|parin|phenidate|amfetamine|codone|dronate"
    r"|triptan|asone|isolone|lukast|phylline|setron|dipine|lamide|thiazide|estradiol|thyroxine)"
)
"""How names of medicines end, most by the stems of the WHO ("The use of stems in the selection of
International Nonproprietary Names", 2018); those that no surname is known to end in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What every text is read with."""

    stopwords: frozenset[str]
    names: frozenset[str]
    titles: frozenset[str]
    known: frozenset[str]
    """Words of the known topics, which a capital does not make a name."""
    words: frozenset[str]
    """English words; one that is not here may be a name."""
    surnames: frozenset[str]
    """Those of them that are surnames, too: taken only behind one of `articles`."""
    articles: frozenset[str]
    """Words before a thing that do not stand before a surname."""

    def may_show(self, phrase: str) -> bool:
        """Say whether a phrase is of known words alone, and no surname by itself."""
        alone = {phrase, phrase.removesuffix("s")}
        return not alone & self.surnames and all(map(self.is_word, phrase.split()))

    def is_word(self, word: str) -> bool:
        """Say whether a word is known, also in the genitive or plural, or ends like a medicine."""
        stem = word.removesuffix(_GENITIVE)
        if stem in self.names:
            return False
        return (
            stem in self.words
            or stem in self.known
            or word in self.stopwords
            or (len(stem) >= _MIN_LETTERS_OF_PLURAL and stem.removesuffix("s") in self.words)
            or _MEDICINE.fullmatch(stem) is not None
        )


@dataclass(frozen=True, slots=True)
class PhraseHasher:
    """Hashes phrases under one key, apart for each body."""

    secret: bytes = field(repr=False)

    def keys_of(self, organisation: str, phrases: Collection[str]) -> Mapping[PhraseKey, str]:
        """Return the phrases by their keys."""
        return {self._key(organisation, phrase): phrase for phrase in phrases}

    def _key(self, organisation: str, phrase: str) -> PhraseKey:
        message = f"{len(organisation)}:{organisation}{phrase}".encode()
        digest = hmac.digest(self.secret, message, hashlib.sha256)
        return PhraseKey(int.from_bytes(digest[:8], "big", signed=True))


def phrases_of(
    text: NormalisedText, vocabulary: Vocabulary, *, barred: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the distinct phrases of a text, in its order, at most `MAX_PHRASES`.

    `barred` are more names: of the author, of those whom the body lists.
    """
    never = vocabulary.names.union(*map(_words_of, barred))
    found: dict[str, None] = {}
    for run in _runs(text, vocabulary, never):
        for start in range(len(run)):
            for end in range(start + 1, min(len(run), start + _MAX_WORDS) + 1):
                words = run[start:end]
                if _may_name_a_topic(words, vocabulary.stopwords):
                    found[" ".join(words)] = None
                    if len(found) == MAX_PHRASES:
                        return tuple(found)
    return tuple(found)


def _may_name_a_topic(words: list[str], stopwords: frozenset[str]) -> bool:
    if words[0] in stopwords or words[-1] in stopwords:
        return False
    if len(words) == 1:
        return len(words[0]) >= _MIN_LETTERS_ALONE
    return len(words[0]) >= _MIN_LETTERS and len(words[-1]) >= _MIN_LETTERS


def _runs(
    text: NormalisedText, vocabulary: Vocabulary, never: Collection[str]
) -> Iterator[list[str]]:
    """Yield stretches of words that stand side by side and are all allowed."""
    telling = _capitals_tell(text.original[:MAX_ANALYSED_CHARACTERS])
    plain, after_title, before = text.plain, False, ""
    run: list[str] = []
    for chunk in _CHUNK.finditer(plain.text):
        if _UNSAFE.search(chunk.group().rstrip(".!?,;:")):
            yield run
            run, after_title, before = [], False, ""
            continue
        last = chunk.start()
        for match in _WORD.finditer(plain.text, chunk.start(), chunk.end()):
            word = match.group()
            if match.start() != last:
                yield run
                run = []
            last = match.end()
            allowed = not (
                after_title
                or _is_name(word, vocabulary, never)
                or _may_be_name(word, vocabulary, before)
            )
            after_title, before = word in vocabulary.titles, word
            if allowed and word not in vocabulary.known and word not in vocabulary.stopwords:
                allowed = telling and not _capital(text.original, plain, match.start())
            if allowed and not after_title:
                run.append(word)
            else:
                yield run
                run = []
        if last != chunk.end():
            yield run
            run = []
    yield run


@lru_cache(maxsize=1_024)
def _words_of(name: str) -> frozenset[str]:
    """Return the words of a name as texts are read: without accents, in small letters."""
    return frozenset(_WORD.findall(normalise(name).plain.text.replace("_", " ")))


def _is_name(word: str, vocabulary: Vocabulary, never: Collection[str]) -> bool:
    """Say whether a word is a name that no phrase may hold, also in the genitive.

    Every apostrophe is a plain one by now. Without it the genitive looks like a plural, and a word
    of the known topics is taken for that.
    """
    if word in never or word.removesuffix("'s") in never:
        return True
    ordinary = word in vocabulary.known or word in vocabulary.stopwords
    return not ordinary and word.removesuffix("s") in never


def _may_be_name(word: str, vocabulary: Vocabulary, before: str) -> bool:
    """Say whether a word may be a surname that is on no list of names."""
    stem = word.removesuffix(_GENITIVE)
    if stem in vocabulary.surnames and stem not in vocabulary.known:
        return before not in vocabulary.articles
    return not vocabulary.is_word(word)


def _capital(original: str, plain: View, start: int) -> bool:
    """Return whether a word begins with a capital, also where it opens a sentence."""
    return original[plain.places[start]].isupper()


def _capitals_tell(original: str) -> bool:
    letters = [character for character in original if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return 0 < capitals < _MOSTLY * len(letters)

"""Suspects another language of a few words that nobody here is known to write.

"me quiero matar" is too short for its common words to give it away. So such words are looked up
among those that many of the training lines hold, slang and misspelling with them: where hardly one
is found, a person reads the text. Of 18,000 English comments that were not trained on, some ten
are suspected, mostly misspelt ones. A single word, and plain thanks, stay English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from moderation_classifier.domain.disguise.spelt import is_word, with_u
from moderation_classifier.domain.languages.common_words import ENGLISH_WORDS
from moderation_classifier.domain.languages.language import ENGLISH, FOREIGN_WORDS, name_foreign
from moderation_classifier.domain.languages.letters import language_of_letters, unaccented
from moderation_classifier.domain.languages.prose import (
    PIECE_END,
    SHORT,
    englishness,
    sample_of,
    words_of,
)

_OWN: Final = frozenset({"by", "if", "it", "my", "of", "so", "we"})
"""Short words that hardly another language has."""
_SHARED_ENDING: Final = re.compile(r"(?:[ae]nce|able|ity|ments?|ous|sh|tions?)$")
"""Endings of English that other languages have too; for them alone a word counts half."""
_THANKS: Final = (
    "akal alhamdulillah allah ameen arigato asante ačiū bardzo beaucoup bless bravo byth cymru "
    "danke dekuji dhanyavaad dhanyavad diolch diwali dziekuje dziękuję děkuji ederim eid "
    "faleminderit fawr feliz fericit frohe gracias grazie hapus hvala iawn inshallah jazakallah "
    "joyeux kareem khair kurban köszönöm llawen llongyfarchiadau mahadsanid mashallah meherbani "
    "merci mersi mille mubarak muchas muito multumesc mulțumesc nadolig namaste natale navidad "
    "noel noël obrigada obrigado penblwydd ramadan salaam salam salamat sana schön shalom shukran "
    "shukriya spasibo sri tesekkurler teşekkürler todos tutti vaisakhi vielen voyage weihnachten "
    "wesołych świąt"
)
_COURTESIES: Final = frozenset(_THANKS.split())
"""Thanks, greetings and good wishes, which need no reader."""
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LAUGHTER: Final = re.compile(r"(?:[hjl][aeiou]+){2,}[hl]?")

_MIN_WORDS: Final = 2
_MAX_WORDS: Final = 7
"""Distinct words; of more, `language` judges."""
_MAX_KNOWN: Final = 0.34
"""One word of three."""
_MAX_KNOWN_OF_PIECE: Final = 0.17
"""Stricter, since a text has many sentences."""
_MORE_WHERE_TOLD: Final = 0.17
"""Where letters that English has not tell of another language."""
_MIN_LETTERS: Final = 4
"""Of a plural's singular, or of a word behind a disguise; a shorter one may be any."""
_WITH_ONE_STRANGE: Final = 3
"""Among more words, known ones are too many for one strange one to matter."""
_ROW: Final = 3
"""Words in a row of which none is known; a comma ends it, for a list of medicines is none."""


def suspect_language(original: str, known: AbstractSet[str]) -> str:
    """Return the name of the language of a text, or of a part of it, that hardly holds known words.

    English where nothing speaks against it. `known` are words that people write in English, in
    lower case.
    """
    sample = sample_of(original)
    spoken = set(_WORD.findall(sample.casefold()))
    if len(spoken) > _WITH_ONE_STRANGE and len(spoken - known) < _MIN_WORDS:
        # Most comments.
        return ENGLISH
    pieces = [_clauses_of(piece) for piece in PIECE_END.split(sample)]
    for clauses, most in [
        ([clause for piece in pieces for clause in piece], _MAX_KNOWN),
        *((piece, _MAX_KNOWN_OF_PIECE) for piece in pieces if len(pieces) > 1),
    ]:
        words = [word for clause in clauses for word in clause]
        if _are_strange(words, most, known):
            return name_foreign(words)
    rows = (_strange_row(clause, known) for piece in pieces for clause in piece)
    row = next(filter(None, rows), None)
    return name_foreign(row) if row else ENGLISH


def _clauses_of(piece: str) -> list[list[str]]:
    """Return the words of each clause; what is one word, such as a street, may be a name."""
    clauses = [words_of(clause, opening=True) for clause in piece.split(",")]
    return [words for words in clauses if len(words) >= _MIN_WORDS]


def _are_strange(words: Sequence[str], most: float, known: AbstractSet[str]) -> bool:
    distinct = {word for word in words if not _says_nothing(word)}
    if not _MIN_WORDS <= len(distinct) <= _MAX_WORDS:
        return False
    if language_of_letters(distinct - known):
        most += _MORE_WHERE_TOLD
    return sum(_familiarity(word, known) for word in distinct) <= most * len(distinct)


def _strange_row(words: Sequence[str], known: AbstractSet[str]) -> Sequence[str]:
    """Return the first words in a row of which none is known."""
    row: list[str] = []
    for word in words:
        row = [] if _says_nothing(word) or _familiarity(word, known) else [*row, word]
        if len(row) == _ROW:
            return row
    return ()


def _says_nothing(word: str) -> bool:
    return word in _COURTESIES or _LAUGHTER.fullmatch(word) is not None


def _familiarity(word: str, known: AbstractSet[str]) -> float:
    """Return 1 for a word that people write in English, 0.5 for one that may be, else 0."""
    if word in _OWN or _is_disguised(word):
        return 1.0
    if word in known or (word[-1] == "s" and len(word) > _MIN_LETTERS and word[:-1] in known):
        return 0.5 if len(word) <= SHORT or word in FOREIGN_WORDS else 1.0
    shared = word not in ENGLISH_WORDS and _SHARED_ENDING.search(word)
    return englishness(word) / 2 if shared else englishness(word)


def _is_disguised(word: str) -> bool:
    """Return whether accents, or a v for u, hide an English word: `fück`, `fvck`."""
    plain = with_u(unaccented(word))
    return plain != word and len(plain) >= _MIN_LETTERS and is_word(plain)

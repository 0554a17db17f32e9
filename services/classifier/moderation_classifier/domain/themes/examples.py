"""Which comments are pointed at as typical of a topic: no two of nearly the same words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from moderation_classifier.domain.behaviour.similarity import LIKENESS, MIN_WORDS_ALIKE
from moderation_classifier.domain.themes.wording import PhraseKey
from moderation_common.identity import CommentRef

_MIN_PHRASES_EQUAL: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A comment that may be pointed at, and what tells whether another says the same."""

    ref: CommentRef
    message_id: str | None
    """The same for comments of nearly the same words that came within days of each other."""
    phrases: frozenset[PhraseKey]
    """What also tells of copies that came later; empty where none could be taken."""


def choose_examples(candidates: Iterable[Candidate], *, each: int) -> list[CommentRef]:
    """Return at most so many of the candidates, the first ones of which no two are alike."""
    chosen: list[Candidate] = []
    for candidate in candidates:
        if len(chosen) == each:
            break
        if not any(_say_the_same(candidate, other) for other in chosen):
            chosen.append(candidate)
    return [one.ref for one in chosen]


def _say_the_same(one: Candidate, other: Candidate) -> bool:
    if one.message_id is not None and one.message_id == other.message_id:
        return True
    # Few phrases tell of a copy only when they are equal, and one or two may be all that is taken
    # of many texts.
    if one.phrases == other.phrases:
        return len(one.phrases) >= _MIN_PHRASES_EQUAL
    if min(len(one.phrases), len(other.phrases)) < MIN_WORDS_ALIKE:
        return False
    both, either = one.phrases & other.phrases, one.phrases | other.phrases
    return len(both) >= LIKENESS * len(either)

"""Sets of words, written as running text so that lists of hundreds stay readable."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter


def set_of(written: str) -> frozenset[str]:
    """Return the words between the blanks."""
    return frozenset(written.split())


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of some words; what bounds them is left to the whole pattern.

    By their first letter, so that one look at a text's letter rules out most of them.
    """
    by_letter = groupby(sorted(words), key=itemgetter(0))
    return f"(?:{'|'.join(_beginning(letter, group) for letter, group in by_letter)})"


def _beginning(letter: str, words: Iterable[str]) -> str:
    return f"{letter}(?:{'|'.join(word[1:] for word in words)})"

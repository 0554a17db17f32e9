"""Which language words look like that stand in no table, by their rows of two and three letters.

What begins with ndino- or ends in -szcz says so by itself. The rows are those of the words that
the tables do hold, so there is nothing to keep up beside these.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

_DOUBT: Final = 300
"""Rows that each table is taken to hold besides its own, in the shares that all tables have."""


class LetterRows:
    """How much likelier each language is than another to write some words."""

    def __init__(self, tables: Mapping[str, Collection[str]]) -> None:
        held = {language: Counter(_rows_of(words)) for language, words in tables.items()}
        every = Counter[str]()
        for rows in held.values():
            every.update(rows)
        share = every.total() / _DOUBT
        self._absent = {
            language: math.log(_DOUBT / (rows.total() + _DOUBT)) for language, rows in held.items()
        }
        self._present = defaultdict[str, list[tuple[str, float]]](list)
        for language, rows in held.items():
            for row, count in rows.items():
                gain = math.log1p(count * share / every[row])
                self._present[row].append((language, gain))

    def likeness(self, words: Iterable[str]) -> dict[str, float]:
        """Return by language the logarithm of its likelihood; only differences mean anything."""
        rows = [row for row in _rows_of(sorted(set(words))) if row in self._present]
        likeness = {language: absent * len(rows) for language, absent in self._absent.items()}
        for row in rows:
            for language, gain in self._present[row]:
                likeness[language] += gain
        return likeness


def _rows_of(words: Iterable[str]) -> list[str]:
    """Return each row of letters of each word, which a blank begins and ends."""
    return [
        ended[start : start + length]
        for word in words
        for ended in (f" {word} ",)
        for length in (2, 3)
        for start in range(len(ended) - length + 1)
    ]

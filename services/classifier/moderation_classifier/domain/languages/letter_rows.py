"""Which language words look like that stand in no table, by their rows of two and three letters.

What begins with ndino- or ends in -szcz says so by itself. The rows are those of the words that
the tables do hold, so there is nothing to keep up beside these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Final

import numpy as np

_DOUBT: Final = 300
"""Rows that each table is taken to hold besides its own, in the shares that all tables have."""


class LetterRows:
    """How much likelier each language is than another to write some words."""

    def __init__(self, tables: Mapping[str, Collection[str]]) -> None:
        held = [Counter(_rows_of(words)) for words in tables.values()]
        every = Counter[str]()
        for rows in held:
            every.update(rows)
        self._languages = tuple(tables)
        self._places = {row: place for place, row in enumerate(every)}
        counts = np.zeros((len(every), len(held)))
        for language, rows in enumerate(held):
            counts[[self._places[row] for row in rows], language] = list(rows.values())
        share = every.total() / _DOUBT
        in_all = np.fromiter(every.values(), float, len(every))
        absent = np.log(_DOUBT / (counts.sum(axis=0) + _DOUBT))
        self._gains = np.log1p(counts * share / in_all[:, np.newaxis]) + absent
        """By row and language, what the row adds to the logarithm of the language's likelihood."""

    def likeness(self, words: Iterable[str]) -> dict[str, float]:
        """Return by language the logarithm of its likelihood; only differences mean anything."""
        rows = _rows_of(sorted(set(words)))
        known = [place for row in rows if (place := self._places.get(row)) is not None]
        return dict(zip(self._languages, self._gains[known].sum(axis=0).tolist(), strict=True))


def _rows_of(words: Iterable[str]) -> list[str]:
    """Return each row of letters of each word, which a blank begins and ends."""
    return [
        ended[start : start + length]
        for word in words
        for ended in (f" {word} ",)
        for length in (2, 3)
        for start in range(len(ended) - length + 1)
    ]

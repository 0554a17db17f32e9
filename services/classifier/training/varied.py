"""Readings that nobody wrote or labelled: words left out, and pieces of two comments put together.

The truth of them is unknown; the student says itself what they are, once it has learnt the rows,
and learns from that to be as sure of what nobody wrote.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from training.encoder_rows import ENCODED, UNKNOWN, EncoderRow

VARIED: Final = "varied"

_SHORTENED_SHARE: Final = 0.35
_PIECED_SHARE: Final = 0.25
_LEFT_OUT: Final = 0.15
"""Of the words of a comment that is shortened."""
_MIN_WORDS: Final = 6
_WEIGHT: Final = 1.0


def varied_rows(rows: Sequence[EncoderRow]) -> Iterator[EncoderRow]:
    """Yield variants of the hand-written rows among these that answer nothing."""
    choose = random.Random(20261128)  # noqa: S311 - repeatable, not secret
    unknown = np.full(len(ENCODED), UNKNOWN, dtype=np.float32)
    hand = [row for row in rows if row.source.endswith(".txt") and not row.context]
    for row in hand:
        words, share = row.reading.split(" "), choose.random()
        if share < _SHORTENED_SHARE and len(words) >= _MIN_WORDS:
            reading = " ".join(word for word in words if choose.random() > _LEFT_OUT)
        elif share < _SHORTENED_SHARE + _PIECED_SHARE:
            other = choose.choice(hand).reading.split(" ")
            begun, ended = words[: max(3, len(words) * 2 // 3)], other[len(other) // 2 :]
            reading = f"{' '.join(begun)}. {' '.join(ended)}"
        else:
            continue
        if reading.strip():
            yield EncoderRow(VARIED, reading, "", unknown, _WEIGHT)

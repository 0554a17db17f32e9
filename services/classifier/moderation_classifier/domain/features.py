"""Turns a text into hashed features for the linear model; training and service use this module.

Words, pairs of words and runs of three to five characters within a word are hashed with CRC-32, so
that a stored model needs no dictionary and holds no text. Changing anything here changes what
stored weights mean: raise `FEATURE_VERSION`, and train again.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from moderation_classifier.domain.text import NormalisedText

FEATURE_VERSION: Final = 1
BUCKETS: Final = 1 << 16
"""Enough that collisions cost less than the fortieth of a point that twice as many would gain."""

_MASK: Final = BUCKETS - 1
_MAX_CHARACTERS: Final = 2_000
"""Of the normalised words; what a longer comment says further on, rules still read."""
_RUN_LENGTHS: Final = (3, 4, 5)


def extract_features(text: NormalisedText) -> npt.NDArray[np.int32]:
    """Return the sorted, distinct buckets of a text's features; empty for a text without words."""
    reading = (text.disguises or (text.words,))[0].text[:_MAX_CHARACTERS]
    words = reading.split(" ") if reading else []
    grams: set[str] = {f"w {word}" for word in words}
    grams.update(f"p {first} {second}" for first, second in pairwise(words))
    for word in set(words):
        padded = f" {word} "
        for length in _RUN_LENGTHS:
            grams.update(
                padded[start : start + length] for start in range(len(padded) - length + 1)
            )
    grams.update(f"m {mark}" for mark in _marks(text))
    buckets = {crc32(gram.encode()) & _MASK for gram in grams}
    return np.array(sorted(buckets), dtype=np.int32)


def _marks(text: NormalisedText) -> set[str]:
    """Name what words do not show: questions, exclamations, links, digits, emoji, length."""
    plain = text.plain.text[:_MAX_CHARACTERS]
    marks = {mark for mark in "?!£$@#%" if mark in plain}
    if "http" in plain or "www." in plain or ".com" in plain:
        marks.add("link")
    if any(character.isdecimal() for character in plain):
        marks.add("digit")
    marks.update(character for character in plain if ord(character) >= 0x1F300)  # noqa: PLR2004
    marks.add(f"length {len(plain).bit_length()}")
    return marks

"""Whether two texts say the same in nearly the same words, told from hashes alone.

MinHash: of all words and pairs of neighbouring words of a text, hashed in many ways, the least
value of each way is kept. Two texts share about as large a part of those values as they share of
their words, so texts can be compared, and found again by equal bands, when the words are gone.
Case, emoji, punctuation and disguise are undone first. A short text is only like its equal: of
four words, one changed makes another message. Two texts may be one message and yet take another
stand, where one rebuts or reports what the other claims; the stance beside the hashes tells.

What is one message to whoever counts a wave may still hold words that nobody else wrote. So the
words of a text, each hashed by itself, tell besides whether it differs from another in hardly any.
"""

from __future__ import annotations

import hashlib
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moderation_classifier.domain.stance import stance_of
from moderation_classifier.domain.text import NormalisedText, normalise
from moderation_common.identity import GroupId

FINGERPRINT_KEY_PURPOSE: Final = "classifier: fingerprints"
"""For which purpose the hashing key is derived from the vault's."""

LIKENESS: Final = 0.6
"""From this share of common words and pairs on, two texts are one message.

A name of two words exchanged in a sentence of a dozen leaves about 0.65; two letters of thanks for
different things share less than a half.
"""

MIN_WORDS_ALIKE: Final = 6
"""Shorter texts are alike only when equal."""

_MOST_CHANGED: Final = 1
"""Words that a text may have in the place of others of the first in its wording, such as a name. So
two that are compared with the first differ from each other in two at most."""
_WORDS_FOR_EACH_CHANGED: Final = 6
"""A change weighs more in a short text, of which none may differ in a word."""

_MINIMA: Final = 128
"""Standard error of the estimate: at most 0.045."""
_BANDS: Final = 32
"""Of 4 values each: texts that share 0.6 have an equal band with a likelihood of 0.99."""
_MAX_WORDS: Final = 400
"""Longer texts are alike only when equal: it bounds the time, and no end goes unread."""
_HASH_BYTES: Final = 8
_WORD_BYTES: Final = 4
_MADE_OUT: Final = frozenset("0123456789")
_SIGNATURE: Final = struct.Struct(f"<{_MINIMA}I")

# Fixed for ever: signatures that are stored were made with them. Odd numbers, multiplied modulo
# 2**64 and cut to the upper half, make each way of hashing.
_WAYS: Final[NDArray[np.uint64]] = np.frombuffer(
    hashlib.shake_256(b"moderation: ways of hashing").digest(8 * _MINIMA), dtype="<u8"
).astype(np.uint64) | np.uint64(1)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a text to recognise it by; its words cannot be read from it."""

    exact: bytes
    """Equal for texts whose words are equal."""
    minima: tuple[int, ...] = ()
    """Empty for a text too short to be like any but its equal."""
    words: int = field(default=0, compare=False)
    """How many words it has; unknown, and 0, for one that was stored."""
    stance: str = field(default="", compare=False)
    """Equal for texts that take the same stand, and empty where no sign of one is given.

    Copies are counted whatever it is; it says which of them may share a decision. It is not stored.
    """

    def pack(self) -> bytes:
        """Return the minima as bytes; empty where there are none."""
        return _SIGNATURE.pack(*self.minima) if self.minima else b""

    @classmethod
    def unpack(cls, exact: bytes, packed: bytes) -> Fingerprint:
        """Read back what `pack` gave."""
        return cls(exact, _SIGNATURE.unpack(packed) if packed else ())

    @property
    def bands(self) -> tuple[int, ...]:
        """What texts that are alike have in common with near certainty, each of 63 bits."""
        if not self.minima:
            return (_short(self.exact),)
        rows = _MINIMA // _BANDS
        return tuple(
            _short(
                struct.pack(f"<{rows + 1}I", band, *self.minima[band * rows : (band + 1) * rows])
            )
            for band in range(_BANDS)
        )

    @property
    def place(self) -> int:
        """One value that texts that are alike share more often than not, and equal ones always."""
        return self.minima[0] if self.minima else _short(self.exact)


@dataclass(frozen=True, slots=True)
class WordHashes:
    """The words of a text, each as often as it is said, as keyed hashes sorted by themselves."""

    hashes: tuple[bytes, ...] = ()

    def pack(self) -> bytes:
        """Return them as bytes."""
        return b"".join(self.hashes)

    @classmethod
    def unpack(cls, packed: bytes) -> WordHashes:
        """Read back what `pack` gave."""
        starts = range(0, len(packed), _WORD_BYTES)
        return cls(tuple(packed[start : start + _WORD_BYTES] for start in starts))

    def same_wording(self, other: WordHashes) -> bool:
        """Say whether two texts of one message differ in hardly a word, whichever comes first."""
        own, theirs = Counter(self.hashes), Counter(other.hashes)
        changed = max((own - theirs).total(), (theirs - own).total())
        may_change = min(_MOST_CHANGED, own.total() // _WORDS_FOR_EACH_CHANGED)
        return own.total() == theirs.total() and changed <= may_change


@dataclass(frozen=True, slots=True)
class Fingerprinter:
    """Takes fingerprints under one key, without which nobody can try texts against them."""

    secret: bytes = field(repr=False)

    def take(self, text: str) -> Fingerprint | None:
        """Return the text's fingerprint, in bounded time; `None` when nothing is written in it.

        `None`, too, for a text so long that its end is not read: none is known to be alike.
        """
        normalised = normalise(text)
        if normalised.too_long:
            return None
        words = _words_of(normalised)
        exact = self._hash(" ".join(words) if words else _signs_of(normalised))
        if not words and not _signs_of(normalised):
            return None
        stance = self._hash_stance(normalised)
        if not MIN_WORDS_ALIKE <= len(words) <= _MAX_WORDS:
            return Fingerprint(exact, words=len(words), stance=stance)
        shingles = {*words, *_pairs(words)}
        hashes = np.array(
            [int.from_bytes(self._hash(shingle)[:_HASH_BYTES], "little") for shingle in shingles],
            dtype=np.uint64,
        )
        # Rows one by one keep the memory small for long texts.
        values = (hashes[:, None] * _WAYS[None, :]) >> np.uint64(32)
        minima = tuple(int(least) for least in values.min(axis=0))
        return Fingerprint(exact, minima, words=len(words), stance=stance)

    def hash_words(self, text: str, *, under: GroupId) -> WordHashes:
        """Return a hash for each word of a text, in bounded time, in no order of the text.

        Another group hashes the same word differently, so that no word can be told by how common
        it is. Links and numbers are left out: who only changes these says nothing of their own.
        None at all for a text so long that it is like its equal alone.
        """
        kept = normalise(" ".join(token for token in text.split() if not _is_link(token)))
        words = [word for word in _words_of(kept) if _MADE_OUT.isdisjoint(word)]
        if kept.too_long or len(words) > _MAX_WORDS:
            return WordHashes()
        salt = hashlib.blake2b(under.encode(), digest_size=hashlib.blake2b.SALT_SIZE).digest()
        hashes = (
            hashlib.blake2b(
                word.encode("utf-8", "surrogatepass"),
                key=self.secret,
                salt=salt,
                digest_size=_WORD_BYTES,
            ).digest()
            for word in words
        )
        return WordHashes(tuple(sorted(hashes)))

    def _hash_stance(self, text: NormalisedText) -> str:
        signs = stance_of(text)
        # Words again, so they leave here as a hash like the others.
        return self._hash(f"stance: {' '.join(signs)}").hex() if signs else ""

    def _hash(self, words: str) -> bytes:
        return hashlib.blake2b(
            words.encode("utf-8", "surrogatepass"), key=self.secret, digest_size=16
        ).digest()


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """Return how much of their words two texts share, from 0 to 1; 1 for equal words."""
    if one.exact == other.exact:
        return 1.0
    if not one.minima or not other.minima:
        return 0.0
    pairs = zip(one.minima, other.minima, strict=True)
    return sum(left == right for left, right in pairs) / _MINIMA


def are_alike(one: Fingerprint, other: Fingerprint) -> bool:
    """Say whether two texts are one message."""
    return likeness(one, other) >= LIKENESS


def _words_of(text: NormalisedText) -> Sequence[str]:
    # With disguise undone where there is any: `fr33 m0ney` is the message of `free money`.
    view = text.disguises[0] if text.disguises else text.words
    return view.text.split()


def _signs_of(text: NormalisedText) -> str:
    return "".join(text.plain.text.split())


def _is_link(token: str) -> bool:
    before, slash, _ = token.partition("/")
    named = token.casefold().startswith(("www.", "http"))
    return named or "://" in token or bool(slash and "." in before)


def _pairs(words: Sequence[str]) -> Iterator[str]:
    return (f"{left} {right}" for left, right in pairwise(words))


def _short(value: bytes) -> int:
    digest = hashlib.blake2b(value, digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1

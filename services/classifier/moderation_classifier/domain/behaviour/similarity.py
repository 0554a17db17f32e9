"""Whether two texts say the same in nearly the same words, told from hashes alone.

MinHash: of all words and pairs of neighbouring words of a text, hashed in many ways, the least
value of each way is kept. Two texts share about as large a part of those values as they share of
their words, so texts can be compared, and found again by equal bands, when the words are gone.
Case, emoji, punctuation and disguise are undone first. A short text is only like its equal: of
four words, one changed makes another message. Two texts may be one message and yet take another
stand, where one rebuts or reports what the other claims; the stance beside the hashes tells.

What is one message to whoever counts a wave may still hold words that nobody else wrote. So the
words of a text, each hashed by itself, tell besides whether it differs from another in hardly any,
and whether an amended comment says what it said before.
"""

from __future__ import annotations

import hashlib
import struct
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moderation_classifier.domain.behaviour.stance import stance_of
from moderation_classifier.domain.text import NormalisedText, normalise
from moderation_common.identity import CommentRef, GroupId

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

_MOST_ADDED: Final = 4
"""Words that a corrected version may have that were not there before, as in `sorry for the typo`.
With more it says something else, and so it does where they are most of what it says."""

_MINIMA: Final = 128
"""Standard error of the estimate: at most 0.045."""
_BANDS: Final = 32
"""Of 4 values each: texts that share 0.6 have an equal band with a likelihood of 0.99."""
_MAX_WORDS: Final = 400
"""Longer texts are alike only when equal: it bounds the time, and no end goes unread."""
_HASH_BYTES: Final = 8
_WORD_BYTES: Final = 4
_SAID_BYTES: Final = 16
_NUMBER_OF_WORDS: Final = struct.Struct("<H")
_MADE_OUT: Final = frozenset("0123456789")
_AROUND: Final = "?!.,;:()[]{}<>\"'*"
"""Signs around a link or number that are none of it."""
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
class Said:
    """What is kept of one version of a comment to tell whether another says the same.

    Every comment has hashes of its own, so that no two comments can be compared by them.
    """

    exact: bytes
    """Equal for texts that differ in nothing but case and blanks."""
    stance: bytes
    """Equal for texts that take the same stand."""
    words: WordHashes
    """Empty for texts so long that they are like their equal alone."""
    leads: WordHashes = field(default_factory=WordHashes)
    """Where it leads: its links, handles, addresses and numbers."""

    def pack(self) -> bytes:
        """Return it as bytes."""
        number = _NUMBER_OF_WORDS.pack(len(self.words.hashes))
        return self.exact + self.stance + number + self.words.pack() + self.leads.pack()

    @classmethod
    def unpack(cls, packed: bytes) -> Said:
        """Read back what `pack` gave."""
        begin = _SAID_BYTES * 2
        (words,) = _NUMBER_OF_WORDS.unpack_from(packed, begin)
        begin += _NUMBER_OF_WORDS.size
        end = begin + words * _WORD_BYTES
        return cls(
            exact=packed[:_SAID_BYTES],
            stance=packed[_SAID_BYTES : _SAID_BYTES * 2],
            words=WordHashes.unpack(packed[begin:end]),
            leads=WordHashes.unpack(packed[end:]),
        )

    def corrects(self, before: Said) -> bool:
        """Say whether it says what was said before, but for a few words, or leaves some out.

        It takes the same stand: abuse that was told of is not left as abuse of one's own. It leads
        nowhere else either: an offer left with one link or number is another with the next.
        """
        own, theirs = Counter(self.words.hashes), Counter(before.words.hashes)
        added = (own - theirs).total()
        return (
            self.stance == before.stance
            and not Counter(self.leads.hashes) - Counter(before.leads.hashes)
            and own.total() > 0
            and added <= _MOST_ADDED
            and 2 * added <= own.total()
        )


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
        return self._hash_each(_own_words(text), under=under)

    def _hash_each(self, words: Sequence[str], *, under: str) -> WordHashes:
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

    def note_said(self, text: str, *, of: CommentRef) -> Said:
        """Return what is kept of a version of a comment, in bounded time."""
        under = str(of)
        exact = self._hash(f"said {under}: {' '.join(text.casefold().split())}")
        signs = " ".join(stance_of(normalise(text)))
        return Said(
            exact=exact,
            stance=self._hash(f"stance {under}: {signs}"),
            words=self._hash_each(_own_words(text), under=under),
            leads=self._hash_each(_leads_of(text), under=under),
        )

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


def _own_words(text: str) -> Sequence[str]:
    """Return the words of a text without links and numbers; none of one that is too long."""
    kept = normalise(" ".join(token for token in text.split() if not _is_link(token)))
    words = [word for word in _words_of(kept) if _MADE_OUT.isdisjoint(word)]
    return () if kept.too_long or len(words) > _MAX_WORDS else words


def _leads_of(text: str) -> Sequence[str]:
    """Return the links, handles, addresses and numbers of a text, one after the other as one.

    So a number in several parts is one with another order of them, too. Wherever a dot stands
    within a token, it may be an address. Very many are one, so that none is changed unnoticed.
    """
    runs: list[str] = []
    goes_on = False
    tokens = unicodedata.normalize("NFKC", text).casefold().split()
    for token in (each.strip(_AROUND) for each in tokens):
        if not token:
            continue
        leads = _leads(token)
        if leads and goes_on:
            runs[-1] += f" {token}"
        elif leads:
            runs.append(token)
        goes_on = leads
    return runs if len(runs) <= _MAX_WORDS else (" ".join(runs),)


def _leads(token: str) -> bool:
    return "@" in token or "." in token or _is_link(token) or any(map(str.isdigit, token))


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

"""The hash tree of RFC 6962 and RFC 9162, grown one leaf at a time.

Only the roots of the complete subtrees at the tree's right edge (the frontier) are needed to append
and to give the root, so that an append costs the same however long the record is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

HASH_BYTES: Final = 32
# The two prefixes keep a node from passing for a leaf (RFC 9162, section 2.1.1).
_LEAF_PREFIX: Final = b"\x00"
_NODE_PREFIX: Final = b"\x01"


def hash_leaf(entry: bytes) -> bytes:
    """Return the hash of one entry's bytes."""
    return hashlib.sha256(_LEAF_PREFIX + entry).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two subtrees."""
    return hashlib.sha256(_NODE_PREFIX + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """A tree of `size` leaves, as the roots of its complete subtrees, the largest first.

    There is one for each bit set in `size`.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            msg = f"A tree of {self.size} leaves does not have {len(self.peaks)} peaks."
            raise ValueError(msg)

    @classmethod
    def from_bytes(cls, size: int, packed: bytes) -> Frontier:
        """Read back what `to_bytes` gave; raises `ValueError` when it does not fit the size."""
        peaks = tuple(packed[at : at + HASH_BYTES] for at in range(0, len(packed), HASH_BYTES))
        if len(packed) % HASH_BYTES:
            msg = f"{len(packed)} bytes are no whole number of hashes."
            raise ValueError(msg)
        return cls(size, peaks)

    def to_bytes(self) -> bytes:
        """Return the peaks one after the other."""
        return b"".join(self.peaks)

    def extend(self, leaves: Iterable[bytes]) -> Frontier:
        """Return the tree with these leaf hashes added at its right edge."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            peak = leaf
            # Each trailing bit set is a complete subtree as large as the one in hand.
            complete = size
            while complete & 1:
                peak = hash_node(peaks.pop(), peak)
                complete >>= 1
            peaks.append(peak)
            size += 1
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the hash that stands for the whole tree."""
        if not self.peaks:
            return hashlib.sha256().digest()
        *larger, root = self.peaks
        for peak in reversed(larger):
            root = hash_node(peak, root)
        return root

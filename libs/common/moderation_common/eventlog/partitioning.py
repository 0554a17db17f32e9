"""Which partition a key falls in, and how many partitions each member of a group may own."""

from __future__ import annotations

import hashlib


def partition_for(key: str, partitions: int) -> int:
    """Return the partition in which every message with this key falls, on every machine."""
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(digest) % partitions


def quota(partitions: int, *, members: int, rank: int) -> int:
    """Return how many of a topic's partitions the member of this rank, from nought, may own.

    The quotas of all members add up to all partitions and differ by at most one.
    """
    return partitions // members + (rank < partitions % members)

"""The tree against values that anyone can compute from the RFC."""

from __future__ import annotations

import hashlib

import pytest

from moderation_audit.domain.merkle import Frontier, hash_leaf, hash_node


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    """RFC 9162 gives the empty tree the hash of the empty string."""
    assert Frontier().root() == hashlib.sha256(b"").digest()


def test_the_tree_of_one_is_its_leaf() -> None:
    """The root of one entry is the hash of a nought byte and the entry."""
    assert Frontier().extend([hash_leaf(b"a")]).root() == hashlib.sha256(b"\x00a").digest()


def test_the_tree_of_three_splits_after_two() -> None:
    """The left subtree is the largest power of two below the size."""
    a, b, c = (hash_leaf(x) for x in (b"a", b"b", b"c"))
    assert Frontier().extend([a, b, c]).root() == hash_node(hash_node(a, b), c)


def test_a_frontier_is_read_back_from_its_bytes() -> None:
    """What is stored after an append is enough to go on."""
    frontier = Frontier().extend(hash_leaf(bytes([n])) for n in range(11))
    assert Frontier.from_bytes(11, frontier.to_bytes()) == frontier


@pytest.mark.parametrize("size,packed", [(3, bytes(32)), (1, bytes(31)), (-1, b""), (1, b"")])
def test_a_frontier_that_does_not_fit_its_size_is_refused(size: int, packed: bytes) -> None:
    """A damaged head is noticed before anything is built upon it."""
    with pytest.raises(ValueError, match=r"peaks|hashes"):
        Frontier.from_bytes(size, packed)

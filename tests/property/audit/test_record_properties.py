"""The tree, the canonical form and the redaction, for whatever Hypothesis thinks of."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from moderation_audit.domain.canonical import canonical_bytes
from moderation_audit.domain.merkle import Frontier, hash_leaf
from moderation_audit.domain.redaction import (
    commitments_in,
    pack_openings,
    redact,
    reveal,
    unpack_openings,
)
from moderation_audit.domain.verification import Verifier

_unhurried: Final = settings(deadline=None)
"""A busy machine is no failure."""

_texts: Final = st.text(st.characters(exclude_categories=["Cs"]))
_names: Final = st.text(st.characters(max_codepoint=127), max_size=8)
_json: Final = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    # Beyond this, a whole number comes back as an integer that no double holds exactly.
    | st.floats(-(2.0**53), 2.0**53, exclude_min=True, exclude_max=True)
    | _texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_names, inner, max_size=4),
    max_leaves=12,
)


def _naive_root(leaves: list[bytes]) -> bytes:
    """Compute the root word for word as RFC 9162, section 2.1.1, defines it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = _naive_root(leaves[:split]), _naive_root(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@_unhurried
@given(st.lists(st.lists(st.binary(max_size=4), max_size=40), max_size=6))
def test_the_root_grown_in_batches_is_the_root_of_the_whole(batches: list[list[bytes]]) -> None:
    """However the entries came, the frontier gives the RFC's root at every size."""
    frontier, leaves = Frontier(), list[bytes]()
    for batch in batches:
        hashes = [hash_leaf(entry) for entry in batch]
        frontier = frontier.extend(hashes)
        leaves += hashes
        assert (frontier.size, frontier.root()) == (len(leaves), _naive_root(leaves))
        assert Frontier.from_bytes(frontier.size, frontier.to_bytes()) == frontier


def test_every_size_up_to_three_hundred_has_the_naive_root() -> None:
    """No size is special: each one's frontier gives the root of the definition."""
    frontier, leaves = Frontier(), list[bytes]()
    for number in range(300):
        leaves.append(hash_leaf(bytes([number % 256])))
        frontier = frontier.extend(leaves[-1:])
        assert frontier.root() == _naive_root(leaves)


@_unhurried
@given(_json)
def test_the_canonical_form_is_stable_and_loses_nothing(value: Any) -> None:  # noqa: ANN401 - any JSON
    """Reading the form back and writing it again gives the same bytes and an equal value."""
    written = canonical_bytes(value)
    read = json.loads(written)
    assert canonical_bytes(read) == written
    assert read == value


@_unhurried
@given(st.dictionaries(_names, _json, min_size=2), st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_matter(value: dict[str, Any], random: Any) -> None:  # noqa: ANN401 - Hypothesis's own random
    """Equal values have equal forms however they were put together."""
    members = list(value.items())
    random.shuffle(members)
    assert canonical_bytes(dict(members)) == canonical_bytes(value)


@_unhurried
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_reads_back_as_itself(number: float) -> None:
    """No score changes by being recorded."""
    assert float(canonical_bytes(number)) == number


@_unhurried
@given(_texts, _texts, _json)
def test_redaction_can_be_undone_with_its_openings_only(text: str, name: str, rest: Any) -> None:  # noqa: ANN401 - any JSON
    """With the openings the document is as it was; without them commitments stand there."""
    document = {"comment": {"text": text, "author": {"name": name}}, "rest": rest}
    paths = (("comment", "text"), ("comment", "author", "name"))
    redacted, openings = redact(document, paths, secrets.token_bytes)
    assert reveal(redacted, unpack_openings(pack_openings(openings))) == document
    assert set(openings) == {path for path, value in zip(paths, (text, name), strict=True) if value}
    assert {path: o.commitment() for path, o in openings.items()} == dict(commitments_in(redacted))


def test_the_verifier_has_an_empty_tree_of_its_own() -> None:
    """The verifier's tree, written apart, starts from the same hash of nothing."""
    assert Verifier().report().root_hash == hashlib.sha256(b"").hexdigest()

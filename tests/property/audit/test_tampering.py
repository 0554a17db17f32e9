"""Whatever is changed in the stored record, verification finds it."""

from __future__ import annotations

import copy
from dataclasses import replace
from functools import cache
from typing import Final

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from moderation_audit.domain.verification import StoredEntry
from tests.support.audit_events import comment_received, decision_made, reply_requested
from tests.support.stored_record import StoredRecord

_unhurried: Final = settings(deadline=None)
"""A busy machine is no failure."""

_SIZE: Final = 13
_HEADS: Final = 4


@cache
def _whole_record() -> StoredRecord:
    """Build a record of `_SIZE` entries in batches of one, five, four and three."""
    received = [comment_received(n) for n in range(6)]
    events = [
        *received,
        *(decision_made(event) for event in received[:4]),
        *(reply_requested(event) for event in received[:3]),
    ]
    record = StoredRecord()
    for start, end in ((0, 1), (1, 6), (6, 10), (10, _SIZE)):
        record.append(events[start:end])
    assert record.verify().intact
    return record


def _copy() -> StoredRecord:
    whole = _whole_record()
    return StoredRecord(list(whole.entries_), list(whole.heads_), copy.copy(whole._newest))  # noqa: SLF001 - a copy of all of it


_places: Final = st.integers(0, _SIZE - 1)


def _with_one_byte_changed(content: bytes, at: int, mask: int) -> bytes:
    at %= len(content)
    return content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :]


@_unhurried
@given(_places, st.integers(min_value=0), st.integers(1, 255))
def test_any_byte_changed_in_any_entry_is_found_and_named(place: int, at: int, mask: int) -> None:
    """One flipped bit anywhere names that entry."""
    record = _copy()
    changed = _with_one_byte_changed(record.entries_[place].canonical, at, mask)
    record.alter(place, canonical=changed)
    assert record.verify().problems[0].index == place


@_unhurried
@given(_places, st.integers(0, 31), st.integers(1, 255))
def test_any_byte_changed_in_any_leaf_hash_is_found(place: int, at: int, mask: int) -> None:
    """The stored leaf hash is checked, not believed."""
    record = _copy()
    changed = _with_one_byte_changed(record.entries_[place].leaf_hash, at, mask)
    record.alter(place, leaf_hash=changed)
    assert record.verify().problems[0].index == place


@_unhurried
@given(_places)
def test_any_entry_removed_is_found_and_named(place: int) -> None:
    """A hole anywhere, the end included, names the entry that is gone."""
    record = _copy()
    del record.entries_[place]
    assert record.verify().problems[0].index == place


@_unhurried
@given(_places, st.booleans())
def test_any_entry_inserted_is_found(place: int, renumbered: bool) -> None:  # noqa: FBT001 - Hypothesis passes it
    """A row slipped in, with or without moving the others up, does not pass."""
    record = _copy()
    extra = replace(record.entries_[(place + 1) % _SIZE], index=place)
    if renumbered:
        for later in range(place, _SIZE):
            record.entries_[later] = replace(record.entries_[later], index=later + 1)
    record.entries_.insert(place, extra)
    assert not record.verify().intact


@_unhurried
@given(_places, _places)
def test_any_two_entries_swapped_are_found(one: int, other: int) -> None:
    """The order of the record cannot be changed."""
    assume(one != other)
    record = _copy()
    entries = record.entries_
    first, second = entries[one], entries[other]
    entries[one], entries[other] = replace(second, index=one), replace(first, index=other)
    assert record.verify().problems[0].index == min(one, other)


@_unhurried
@given(st.integers(0, _HEADS - 1), st.sampled_from(["root_hash", "frontier"]), st.data())
def test_any_byte_changed_in_any_head_is_found(
    place: int, column: str, data: st.DataObject
) -> None:
    """Root and frontier of every recorded head are recomputed."""
    record = _copy()
    head = record.heads_[place]
    content: bytes = getattr(head, column)
    at, mask = data.draw(st.integers(0, len(content) - 1)), data.draw(st.integers(1, 255))
    changed = _with_one_byte_changed(content, at, mask)
    record.heads_[place] = (
        replace(head, root_hash=changed)
        if column == "root_hash"
        else replace(head, frontier=changed)
    )
    assert f"the head of size {head.tree_size} does not fit" in str(record.verify().problems[0])


@_unhurried
@given(st.integers(0, _HEADS - 1), st.integers(-2, _SIZE + 3))
def test_any_head_moved_to_another_size_is_found(place: int, size: int) -> None:
    """A head is good for its own size only."""
    record = _copy()
    assume(size not in {head.tree_size for head in record.heads_})
    record.heads_[place] = replace(record.heads_[place], tree_size=size)
    assert not record.verify().intact


def test_the_last_head_removed_is_found() -> None:
    """Entries that no head covers do not pass as recorded."""
    record = _copy()
    del record.heads_[-1]
    assert not record.verify().intact


@_unhurried
@given(_places, st.sampled_from(["organisation", "type", "subject", "correlation_id", "actor"]))
def test_any_column_changed_is_found(place: int, column: str) -> None:
    """An entry cannot be hidden from queries by changing what it is found by."""
    record = _copy()
    changes: dict[str, object] = {column: "elsewhere"}
    facets = replace(record.entries_[place].facets, **changes)  # type: ignore[arg-type]
    record.alter(place, facets=facets)
    assert record.verify().problems[0].index == place


@_unhurried
@given(st.data())
def test_any_opening_changed_is_found(data: st.DataObject) -> None:
    """Personal text cannot be exchanged for other text."""
    record = _copy()
    with_text = [e for e in record.entries_ if e.openings]
    entry: StoredEntry = data.draw(st.sampled_from(with_text))
    openings = dict(entry.openings or {})
    path = data.draw(st.sampled_from(sorted(openings)))
    value = data.draw(st.text(max_size=20))
    assume(value != openings[path].value)
    openings[path] = replace(openings[path], value=value)
    record.alter(entry.index, openings=openings)
    assert record.verify().problems[0].index == entry.index

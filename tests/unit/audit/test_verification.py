"""What the verifier says of each way to tamper, and of what is no tampering."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from moderation_audit.domain.entry import DeadLetter, draft_conflict, draft_dead_letter, draft_event
from moderation_audit.domain.merkle import Frontier, hash_leaf
from moderation_audit.domain.redaction import Opening
from moderation_audit.domain.verification import NotedHead, StoredHead, TextState
from tests.support.audit_events import comment_received, decision_made
from tests.support.stored_record import StoredRecord


@pytest.fixture
def record() -> StoredRecord:
    """Give a record of six entries, appended as batches of three, two and one."""
    stored = StoredRecord()
    stored.append([comment_received(n) for n in range(3)])
    stored.append([decision_made(comment_received(n)) for n in range(2)])
    stored.append([comment_received(3)])
    return stored


def test_an_untouched_record_is_intact(record: StoredRecord) -> None:
    """The verdict says how much was checked, and under which root."""
    report = record.verify()
    assert report.intact
    assert (report.entries, report.heads, report.texts_checked) == (6, 3, 4)
    assert report.verdict().startswith("The record is intact: 6 entries under 3 heads, root ")
    assert report.to_json()["verdict"] == report.verdict()


def test_an_empty_record_is_intact() -> None:
    """Nothing recorded yet is no problem."""
    assert StoredRecord().verify().intact


def test_the_first_altered_entry_is_named(record: StoredRecord) -> None:
    """The verdict names the entry and what is wrong with it; later heads add no noise."""
    changed = record.entries_[1].canonical.replace(b"nottingham", b"lincolnshr")
    record.alter(1, canonical=changed)
    report = record.verify()
    assert not report.intact
    assert report.verdict().startswith(
        "The record was altered: entry 1: its bytes do not give its leaf hash"
    )
    assert {problem.index for problem in report.problems} == {1}


def test_an_entry_altered_with_its_leaf_hash_shows_at_the_head(record: StoredRecord) -> None:
    """Whoever also mends the leaf hash is caught by the head, which names the batch."""
    changed = record.entries_[4].canonical.replace(b"No spam.", b"All well")
    record.alter(4, canonical=changed, leaf_hash=hash_leaf(changed))
    report = record.verify()
    assert "entry 3: the head of size 5 does not fit" in report.verdict()
    assert "entries 3 to 4" in report.verdict()


def test_a_rewrite_with_all_its_heads_shows_against_a_noted_head(record: StoredRecord) -> None:
    """A record rewritten consistently passes by itself, but not against a head noted elsewhere."""
    noted = NotedHead(6, record.heads_[-1].root_hash)
    forged = StoredRecord()
    forged.append([comment_received(n, text="forged") for n in range(6)])
    assert forged.verify().intact
    report = forged.verify([noted])
    assert "has not the root that was noted" in report.verdict()
    assert record.verify([noted]).intact


def test_an_end_cut_off_with_its_heads_shows_against_a_noted_head(record: StoredRecord) -> None:
    """Restoring an old backup is noticed by whoever has noted a later head."""
    noted = NotedHead(6, record.heads_[-1].root_hash)
    del record.entries_[5], record.heads_[2]
    assert record.verify().intact
    assert "the end of the record was cut off" in record.verify([noted]).verdict()


def test_a_noted_head_of_the_empty_tree_holds() -> None:
    """A head noted before anything was recorded fits every record, if it is the right one."""
    assert StoredRecord().verify([NotedHead(0, Frontier().root())]).intact
    assert not StoredRecord().verify([NotedHead(0, bytes(32))]).intact


def test_a_missing_entry_is_named(record: StoredRecord) -> None:
    """A gap is one problem, not one for every entry after it."""
    del record.entries_[2]
    report = record.verify()
    assert "entry 2: it is missing; the next one stored has index 3" in report.verdict()


def test_a_missing_end_is_named(record: StoredRecord) -> None:
    """Entries deleted at the end leave a head behind."""
    del record.entries_[5]
    assert "entry 5: a head of size 6 stands, but only 5 entries are left" in str(
        record.verify().verdict()
    )


def test_an_entry_that_no_head_covers_is_named(record: StoredRecord) -> None:
    """An entry added past the service has no head."""
    del record.heads_[2]
    assert "entry 5: no head covers it" in record.verify().verdict()


def test_swapped_entries_are_named(record: StoredRecord) -> None:
    """The entry's own bytes say where it stands."""
    one, other = record.entries_[3], record.entries_[4]
    record.entries_[3] = replace(other, index=3)
    record.entries_[4] = replace(one, index=4)
    report = record.verify()
    assert report.problems[0].what == "its bytes say that it is entry 4"
    assert report.problems[0].index == 3


def test_columns_that_differ_from_the_entry_are_named(record: StoredRecord) -> None:
    """Altered columns would hide an entry from queries, so they count as altered."""
    facets = replace(record.entries_[0].facets, organisation="bsw", actor="nobody")
    record.alter(0, facets=facets)
    assert "entry 0: its columns differ from its bytes: organisation, actor" in str(
        record.verify().verdict()
    )


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b'{"kind":"event"}', b"\xff", b"null"])
def test_bytes_that_are_no_entry_are_named(record: StoredRecord, junk: bytes) -> None:
    """Whatever stands in a row, the verifier says so and goes on."""
    record.alter(0, canonical=junk, leaf_hash=hash_leaf(junk))
    report = record.verify()
    assert report.problems[0].what == "its bytes are no entry's"
    assert report.entries == 6


def test_a_head_with_another_time_is_named(record: StoredRecord) -> None:
    """A head bears the time of recording of its last entry, which is hashed."""
    record.heads_[1] = replace(record.heads_[1], at=record.heads_[1].at + timedelta(seconds=1))
    assert "the head of size 5 bears another time" in record.verify().verdict()


def test_a_second_head_of_one_size_is_named(record: StoredRecord) -> None:
    """Heads grow strictly."""
    record.heads_.append(record.heads_[0])
    assert "the head of size 3 is not larger" in record.verify().verdict()


def test_a_head_before_the_beginning_is_named(record: StoredRecord) -> None:
    """A head of an impossible size does not stop the verifier."""
    record.heads_.append(StoredHead(-1, bytes(32), b"", record.heads_[0].at))
    assert "the head of size -1 is not larger" in record.verify().verdict()


def test_an_id_in_two_entries_is_named(record: StoredRecord) -> None:
    """An event stands in the record once."""
    twice = draft_event(comment_received(0), new_nonce=secrets.token_bytes)
    record.append_drafts([twice])
    report = record.verify()
    assert report.problems[0].index == 6
    assert "stands in another entry too" in report.problems[0].what


def test_ids_that_the_database_withholds_are_noticed(record: StoredRecord) -> None:
    """An index of ids that does not cover the entries cannot vouch that none stands twice."""

    class WithoutIds(StoredRecord):
        @override
        async def ids(self) -> AsyncIterator[tuple[str, int]]:
            yield record.entries_[0].facets.id, 0

    withheld = WithoutIds(record.entries_, record.heads_)
    assert "1 ids stand against 6 entries" in withheld.verify().verdict()


def test_time_running_backwards_is_named(record: StoredRecord) -> None:
    """An entry inserted late cannot pretend to be older than the one before it."""
    later = StoredRecord()
    later.append([comment_received(n) for n in range(2)])
    canonical = later.entries_[0].canonical.replace(b"T09:00:00.000000", b"T10:00:00.000000")
    later.alter(0, canonical=canonical, leaf_hash=hash_leaf(canonical))
    problems = [problem.what for problem in later.verify().problems]
    assert "it was recorded before the entry in front of it" in problems


def test_text_that_is_not_what_was_committed_to_is_named(record: StoredRecord) -> None:
    """A text exchanged in the erasable table is found by its commitment."""
    openings = dict(record.entries_[0].openings or {})
    path = ("event", "data", "comment", "text")
    openings[path] = Opening(openings[path].nonce, "All was well.")
    record.alter(0, openings=openings)
    assert "entry 0: its personal text is not the text it commits to" in str(
        record.verify().verdict()
    )


def test_an_opening_that_is_left_out_is_named(record: StoredRecord) -> None:
    """Every commitment of an entry must open, or none."""
    openings = dict(record.entries_[0].openings or {})
    del openings["event", "data", "comment", "text"]
    record.alter(0, openings=openings)
    assert not record.verify().intact


def test_erased_text_leaves_the_record_intact(record: StoredRecord) -> None:
    """Erasing is allowed, and counted."""
    record.alter(0, text_state=TextState.ERASED, openings=None)
    report = record.verify()
    assert report.intact
    assert (report.texts_checked, report.texts_erased) == (3, 1)


def test_text_that_was_not_tried_is_counted(record: StoredRecord) -> None:
    """Without the vault key the record is verified, and the report says what was not tried."""
    for index in (0, 1, 2, 5):
        record.alter(index, text_state=TextState.UNOPENED, openings=None)
    report = record.verify()
    assert report.intact
    assert report.texts_unopened == 4


@pytest.mark.parametrize(
    "state,said",
    [
        (TextState.NONE, "its personal text is gone without having been erased"),
        (TextState.SPOILT, "its sealed text does not open"),
    ],
)
def test_text_lost_or_spoilt_is_named(record: StoredRecord, state: TextState, said: str) -> None:
    """Text that vanished or was altered without being erased is a problem."""
    record.alter(0, text_state=state, openings=None)
    assert said in record.verify().verdict()


def test_text_kept_for_an_entry_without_any_is_named(record: StoredRecord) -> None:
    """Nothing can be smuggled in beside an entry that commits to nothing."""
    record.alter(3, text_state=TextState.OPEN, openings={})
    assert "it commits to none" in record.verify().verdict()


def test_conflicts_and_dead_letters_are_counted() -> None:
    """Alarms in the record are told, though the record is whole."""
    record = StoredRecord()
    draft = draft_event(comment_received(), new_nonce=secrets.token_bytes)
    letter = draft_dead_letter(DeadLetter("x.dlq", 0, 0, {}, b""), new_nonce=secrets.token_bytes)
    record.append_drafts([draft, draft_conflict(draft, ordinal=1), letter])
    report = record.verify()
    assert report.intact
    assert (report.conflicts, report.dead_letters) == (1, 1)


def test_many_problems_are_counted_and_the_first_are_told(record: StoredRecord) -> None:
    """A record in ruins gives a short report."""
    for index in range(6):
        record.alter(index, canonical=b"x", leaf_hash=bytes(32))
    report = record.verify()
    assert "and 11 more problems" in report.verdict()
    big = StoredRecord()
    big.append([comment_received(n) for n in range(40)])
    for index in range(40):
        big.alter(index, leaf_hash=bytes(32))
    assert (len(big.verify().problems), big.verify().problem_count) == (20, 40)


def test_a_table_open_to_changes_is_a_problem_but_no_alteration(record: StoredRecord) -> None:
    """A trigger that sleeps proves no tampering, yet the record may not pass for intact."""
    record.unguarded_ = ["heads"]
    report = record.verify()
    assert (report.intact, report.unguarded) == (False, ("heads",))
    assert report.verdict().startswith("The record is not protected: the table heads is open")


def test_an_altered_entry_comes_before_a_table_open_to_changes(record: StoredRecord) -> None:
    """The verdict names the tampering first."""
    record.unguarded_ = ["entries"]
    record.alter(2, leaf_hash=bytes(32))
    assert record.verify().verdict().startswith("The record was altered: entry 2")

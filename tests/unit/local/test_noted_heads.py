"""Finding the record's heads again in the log of audit."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from moderation_audit.domain.verification import NotedHead
from moderation_local.noted_heads import (
    keep_log_of,
    logged_database,
    name_database,
    read_logged_heads,
)
from moderation_local.rotation import old_log


def head(size: int) -> NotedHead:
    """Give a head of some size."""
    return NotedHead(size, hashlib.sha256(str(size).encode()).digest())


def line(size: int) -> str:
    """Give the line with which audit logs that head."""
    told = {"tree_size": size, "root_hash": head(size).root_hash.hex(), "event": "record_grown"}
    return json.dumps(told) + "\n"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Give the place of a log that is not there yet."""
    return tmp_path / "audit.log"


def test_no_log_gives_no_heads(log: Path) -> None:
    """Nothing was appended yet."""
    assert read_logged_heads(log) == []


def test_the_newest_heads_are_read_also_from_before_the_rotation(log: Path) -> None:
    """The two files are one log."""
    old_log(log).write_text(line(1) + line(4), "utf-8")
    log.write_text(line(6) + line(6), "utf-8")
    assert read_logged_heads(log) == [head(1), head(4), head(6)]


def test_lines_that_are_no_heads_are_passed_over(log: Path) -> None:
    """Half a line, other events, words of a library: none of them stops the reading."""
    other = json.dumps({"event": "other", "about": "record_grown"})
    bad = json.dumps({"event": "record_grown", "tree_size": "x", "root_hash": "zz"})
    log.write_text(f'{line(2)[:40]}\nWarning: "record_grown"\n{other}\n{bad}\n{line(3)}', "utf-8")
    assert read_logged_heads(log) == [head(3)]


def test_many_appends_after_a_cut_do_not_push_the_largest_head_out(log: Path) -> None:
    """What is held in memory is bounded, and the witness of the cut is kept."""
    log.write_text(line(1000) + "".join(line(size) for size in range(1, 301)), "utf-8")
    heads = read_logged_heads(log)
    assert heads == [head(1000), *(head(size) for size in range(251, 301))]


def test_a_log_speaks_of_one_database_and_is_found_again(log: Path) -> None:
    """Another database's record must not seem cut off for want of this one's entries."""
    ours, theirs = name_database(None), name_database("postgresql://a:secret@host/name")
    assert theirs == name_database("postgresql://b:other@host/name")
    assert theirs != name_database("postgresql://a:secret@host/other")
    log.write_text(line(5), "utf-8")
    keep_log_of(ours, log)
    keep_log_of(theirs, log)
    assert (logged_database(log), read_logged_heads(log)) == (theirs, [])
    log.write_text(line(2), "utf-8")
    keep_log_of(ours, log)
    assert (logged_database(log), read_logged_heads(log)) == (ours, [head(5)])
    keep_log_of(theirs, log)
    assert read_logged_heads(log) == [head(2)]

"""The record's heads as audit logged them: witnesses that stand outside the database."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from pathlib import Path
from typing import Final

from moderation_audit.domain.verification import NotedHead
from moderation_local.rotation import old_log

_NEWEST: Final = 50
"""Heads that are held against the record, beside the largest: enough to reach past some appends
that followed a cut, few enough to cost nothing."""
_MARK: Final = b'"record_grown"'


def read_logged_heads(log: Path) -> list[NotedHead]:
    """Return the newest heads in a log of audit and in its predecessor, and the largest.

    Lines that hold no head, or half of one, are passed over. Memory does not grow with the log.
    """
    newest: deque[NotedHead] = deque(maxlen=_NEWEST)
    largest: NotedHead | None = None
    for path in (old_log(log), log):
        if not path.is_file():
            continue
        with path.open("rb") as lines:
            for line in lines:
                head = _read_head(line) if _MARK in line else None
                if head is None or head in newest:
                    continue
                newest.append(head)
                if largest is None or head.tree_size > largest.tree_size:
                    largest = head
    return list(newest) if largest is None or largest in newest else [largest, *newest]


def _read_head(line: bytes) -> NotedHead | None:
    try:
        told = json.loads(line)
        if told["event"] != "record_grown":
            return None
        return NotedHead(int(told["tree_size"]), bytes.fromhex(told["root_hash"]))
    except (ValueError, KeyError, TypeError):
        return None


def name_database(url: str | None) -> str:
    """Return a name for the database at a URL, without its password; None is the embedded one."""
    if url is None:
        return "embedded"
    address = url.partition("://")[2]
    place = address.rpartition("@")[2]
    return hashlib.sha256(place.encode()).hexdigest()[:12]


def keep_log_of(database: str, log: Path) -> None:
    """Let a log speak of one database only: that of another is put beside it, or taken back.

    Otherwise the heads of one record would make another look cut off. Call it while audit is down.
    """
    before = logged_database(log) or database
    if before != database:
        for path in (log, old_log(log)):
            if path.exists():
                path.replace(path.with_name(f"{path.name}.{before}"))
            own = path.with_name(f"{path.name}.{database}")
            if own.exists():
                own.replace(path)
    _marker(log).write_text(database, "utf-8")


def logged_database(log: Path) -> str | None:
    """Return the name of the database that a log speaks of; None when that was never said."""
    marker = _marker(log)
    return marker.read_text("utf-8") if marker.exists() else None


def _marker(log: Path) -> Path:
    return log.with_name(log.name + ".database")

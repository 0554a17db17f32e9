"""The simulator's state in one SQLite file, which survives a kill at any moment.

Everything is short and runs in the event loop's own thread, so that no two requests interleave
within a transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

Row = sqlite3.Row
Value = str | int | float | None

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS post (
  platform TEXT NOT NULL, id TEXT NOT NULL, account_id TEXT NOT NULL, text TEXT NOT NULL,
  created_at REAL NOT NULL,
  PRIMARY KEY (platform, id), UNIQUE (platform, account_id, text)
);
CREATE TABLE IF NOT EXISTS comment (
  platform TEXT NOT NULL, id TEXT NOT NULL, account_id TEXT NOT NULL, kind TEXT NOT NULL,
  post_id TEXT, parent_id TEXT, author_id TEXT NOT NULL, author_name TEXT NOT NULL,
  by_account INTEGER NOT NULL, text TEXT NOT NULL, created_at REAL NOT NULL, edited_at REAL,
  edits INTEGER NOT NULL DEFAULT 0,
  hidden INTEGER NOT NULL DEFAULT 0, removed_at REAL, removed_by TEXT, private_reply_id TEXT,
  edit_of TEXT, ref TEXT,
  PRIMARY KEY (platform, id), UNIQUE (platform, account_id, ref)
);
CREATE INDEX IF NOT EXISTS comment_by_account ON comment (platform, account_id, created_at);
CREATE INDEX IF NOT EXISTS comment_by_text ON comment (platform, account_id, text);
CREATE INDEX IF NOT EXISTS comment_by_parent ON comment (platform, parent_id);
CREATE TABLE IF NOT EXISTS call (
  id INTEGER PRIMARY KEY, at REAL NOT NULL, platform TEXT NOT NULL, account_id TEXT NOT NULL,
  action TEXT NOT NULL, target_id TEXT NOT NULL, status INTEGER NOT NULL, code TEXT,
  changed INTEGER NOT NULL, created_id TEXT
);
CREATE INDEX IF NOT EXISTS call_by_account ON call (platform, account_id, action, at);
CREATE INDEX IF NOT EXISTS call_by_target ON call (platform, target_id);
CREATE TABLE IF NOT EXISTS fault (
  id INTEGER PRIMARY KEY, platform TEXT NOT NULL, account_id TEXT, action TEXT, code INTEGER,
  subcode INTEGER, remaining INTEGER, after_effect INTEGER NOT NULL, delay_s REAL NOT NULL,
  retry_after_s REAL
);
CREATE TABLE IF NOT EXISTS revoked_token (
  platform TEXT NOT NULL, account_id TEXT NOT NULL, subcode INTEGER,
  PRIMARY KEY (platform, account_id)
);
CREATE TABLE IF NOT EXISTS unsubscribed (account_id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS blocked (
  platform TEXT NOT NULL, account_id TEXT NOT NULL, person_id TEXT NOT NULL,
  PRIMARY KEY (platform, account_id, person_id)
);
CREATE TABLE IF NOT EXISTS delivery (
  id INTEGER PRIMARY KEY, platform TEXT NOT NULL, account_id TEXT NOT NULL,
  subject_id TEXT NOT NULL, event TEXT NOT NULL, created_at REAL NOT NULL, due_at REAL NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'waiting', last_answer TEXT,
  ended_at REAL
);
CREATE INDEX IF NOT EXISTS delivery_waiting ON delivery (platform, due_at, id)
  WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS delivery_by_subject ON delivery (platform, subject_id);
CREATE TABLE IF NOT EXISTS last_id (value INTEGER NOT NULL);
"""


class Storage:
    """An open database; `transaction` may be nested and commits once, at the outermost end."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        # A commit must outlive our own death, not the machine's: no wait for the disk needed.
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            self._connection.execute(f"PRAGMA {pragma}").close()
        self._connection.executescript(_SCHEMA)
        self._depth = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that happens inside, or nothing."""
        if self._depth == 0:
            self._connection.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("ROLLBACK")
            raise
        self._depth -= 1
        if self._depth == 0:
            self._connection.execute("COMMIT")

    def execute(self, sql: str, **values: Value) -> int:
        """Run one statement and return how many rows it changed."""
        return self._connection.execute(sql, values).rowcount

    def fetch(self, sql: str, **values: Value) -> list[Row]:
        """Return every row of a query."""
        return self._connection.execute(sql, values).fetchall()

    def fetch_one(self, sql: str, **values: Value) -> Row | None:
        """Return the first row of a query."""
        row: Row | None = self._connection.execute(sql, values).fetchone()
        return row

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

"""Appending to the record in PostgreSQL: one at a time, by a lock that the transaction holds."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Final

from sqlalchemy import Text, any_, insert, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_audit.adapters.rows import read_head
from moderation_audit.adapters.tables import entries as entries_table
from moderation_audit.adapters.tables import heads, personal_texts
from moderation_audit.adapters.texts import fetch_texts
from moderation_audit.domain.entry import Entry
from moderation_audit.domain.head import Head
from moderation_audit.domain.redaction import pack_openings
from moderation_audit.ports import AppendRefusedError, KnownEntry, RecordDamagedError
from moderation_common.postgres import Database, SubjectVault, outages_as_transient
from moderation_common.vault import Vault

# Held to the end of the transaction, so that the next append sees this one's head.
_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('audit.entries', 0))")

_DAMAGED: Final = (
    "The record's end does not fit its newest head, so appending waits;"
    " run `python -m moderation_audit verify` and restore the record from a backup."
)


class PostgresAppendStore:
    """The record in the schema `audit`, for appending."""

    def __init__(self, database: Database, *, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._subject_vault = SubjectVault(vault, schema=database.schema)

    @asynccontextmanager
    async def appending(self) -> AsyncIterator[PostgresAppending]:
        """Hold the record for one transaction."""
        async with self._database.unit_of_work() as unit:
            await unit.connection.execute(_LOCK)
            yield PostgresAppending(unit.connection, self._vault, self._subject_vault)


class PostgresAppending:
    """The record held by one transaction."""

    def __init__(
        self, connection: AsyncConnection, vault: Vault, subject_vault: SubjectVault
    ) -> None:
        self._connection = connection
        self._vault = vault
        self._subject_vault = subject_vault

    async def last_head(self) -> Head | None:
        """Return the head, none while the record is empty; raises `RecordDamagedError`."""
        newest = select(heads).order_by(heads.c.tree_size.desc()).limit(1)
        row = (await self._connection.execute(newest)).mappings().one_or_none()
        if row is None:
            return None
        try:
            head = read_head(row)
        except ValueError as error:
            raise RecordDamagedError(_DAMAGED) from error
        if head.root_hash != head.frontier.root():
            raise RecordDamagedError(_DAMAGED)
        return head

    async def find(self, ids: Sequence[str]) -> Mapping[str, KnownEntry]:
        """Return those of the entries that are recorded, by id."""
        table = entries_table
        wanted = any_(literal(ids, ARRAY(Text)))
        query = select(table.c.index, table.c.id, table.c.canonical).where(table.c.id == wanted)
        rows = (await self._connection.execute(query)).mappings().all()
        if not rows:
            return {}
        indexes = [row["index"] for row in rows]
        texts = await fetch_texts(self._connection, self._vault, indexes)
        return {
            row["id"]: KnownEntry(
                document=json.loads(row["canonical"]),
                openings=texts[row["index"]].openings if row["index"] in texts else {},
            )
            for row in rows
        }

    async def append(self, entries: Sequence[Entry], head: Head) -> None:
        """Write the entries, their sealed texts and the head."""
        with _refusals():
            await self._connection.execute(insert(entries_table), [_row(e) for e in entries])
            texts = [await self._seal(entry) for entry in entries if entry.draft.openings]
            if texts:
                await self._connection.execute(insert(personal_texts), texts)
            await self._connection.execute(
                insert(heads),
                {
                    "tree_size": head.tree_size,
                    "root_hash": head.root_hash,
                    "frontier": head.frontier.to_bytes(),
                    "at": head.at,
                },
            )

    async def _seal(self, entry: Entry) -> dict[str, object]:
        subject = entry.draft.key_subject
        return {
            "entry_index": entry.index,
            "key_subject": subject,
            "sealed": await self._subject_vault.seal(
                self._connection, subject, pack_openings(entry.draft.openings)
            ),
        }


def _row(entry: Entry) -> dict[str, object]:
    facets = entry.facets
    return {
        "index": entry.index,
        "id": facets.id,
        "kind": facets.kind,
        "recorded_at": facets.recorded_at,
        "leaf_hash": entry.leaf_hash,
        "canonical": entry.canonical,
        "time": facets.time,
        "organisation": facets.organisation,
        "type": facets.type,
        "subject": facets.subject,
        "correlation_id": facets.correlation_id,
        "actor": facets.actor,
        "category": facets.category,
        "actions": list(facets.actions),
        "labels": list(facets.labels),
    }


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        with outages_as_transient():
            yield
    except IntegrityError as error:
        # Under the lock, and with duplicates sifted out, only a stranger's row can stand there.
        raise RecordDamagedError(_DAMAGED) from error
    except DBAPIError as error:
        cause = type(error.orig).__name__
        msg = f"PostgreSQL refuses the entries ({cause}); look at its log for what it says of them."
        raise AppendRefusedError(msg) from error

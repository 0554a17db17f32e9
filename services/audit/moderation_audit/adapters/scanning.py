"""Scanning the whole record in PostgreSQL, as it stood at one moment, in bounded memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_audit.adapters.guards import find_unguarded_tables
from moderation_audit.adapters.rows import read_facets
from moderation_audit.adapters.tables import entries as entries_table
from moderation_audit.adapters.tables import heads
from moderation_audit.adapters.texts import fetch_texts
from moderation_audit.domain.verification import StoredEntry, StoredHead, TextState
from moderation_common.errors import ConfigurationError
from moderation_common.postgres import Database, outages_as_transient
from moderation_common.vault import Vault

_CHUNK: Final = 500
"""Rows in memory at a time."""
_NO_INDEX: Final = -1
"""Stands for NULL, which a column whose constraint was dropped can hold, as does no bytes."""


class PostgresScanStore:
    """The record in the schema `audit`, for verification. Without a vault no text is opened."""

    def __init__(self, database: Database, *, vault: Vault | None) -> None:
        self._database = database
        self._vault = vault

    @asynccontextmanager
    async def scanning(self) -> AsyncIterator[PostgresScan]:
        """Open a read-only view of one moment, so that appends meanwhile do not disturb it.

        Raises `ConfigurationError` when the database holds no audit record.
        """
        with outages_as_transient():
            async with self._database.engine.connect() as plain:
                connection = await plain.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
                exists = text("SELECT to_regclass('audit.heads') IS NOT NULL")
                if not (await connection.execute(exists)).scalar_one():
                    msg = (
                        "This database holds no audit record; name the one that the audit service"
                        " uses, or run `python -m moderation_audit migrate` first."
                    )
                    raise ConfigurationError(msg)
                yield PostgresScan(connection, self._vault)


class PostgresScan:
    """One view of the record."""

    def __init__(self, connection: AsyncConnection, vault: Vault | None) -> None:
        self._connection = connection
        self._vault = vault

    async def entries(self) -> AsyncIterator[StoredEntry]:
        """Yield every entry in order of index."""
        column = entries_table.c
        query = select(
            func.coalesce(column.index, _NO_INDEX).label("index"),
            func.coalesce(column.canonical, b"").label("canonical"),
            func.coalesce(column.leaf_hash, b"").label("leaf_hash"),
            *(c for c in column if c.name not in {"index", "canonical", "leaf_hash"}),
        ).order_by(column.index)
        result = await self._connection.stream(query, execution_options={"yield_per": _CHUNK})
        async for rows in result.mappings().partitions():
            texts = await fetch_texts(
                self._connection,
                self._vault,
                [row["index"] for row in rows],
            )
            for row in rows:
                text_ = texts.get(row["index"])
                yield StoredEntry(
                    index=row["index"],
                    canonical=bytes(row["canonical"]),
                    leaf_hash=bytes(row["leaf_hash"]),
                    facets=read_facets(row),
                    text_state=text_.state if text_ else TextState.NONE,
                    openings=text_.openings if text_ else None,
                )

    async def heads(self) -> AsyncIterator[StoredHead]:
        """Yield every head in order of size."""
        query = select(
            func.coalesce(heads.c.tree_size, _NO_INDEX).label("tree_size"),
            func.coalesce(heads.c.root_hash, b"").label("root_hash"),
            func.coalesce(heads.c.frontier, b"").label("frontier"),
            heads.c.at,
        ).order_by(heads.c.tree_size)
        result = await self._connection.stream(query, execution_options={"yield_per": _CHUNK})
        async for row in result.mappings():
            yield StoredHead(
                tree_size=row["tree_size"],
                root_hash=bytes(row["root_hash"]),
                frontier=bytes(row["frontier"]),
                at=row["at"],
            )

    async def unguarded(self) -> Sequence[str]:
        """Return the tables that the database would let somebody change."""
        return await find_unguarded_tables(self._connection)

    async def ids(self) -> AsyncIterator[tuple[str, int]]:
        """Yield the id and index of every entry, in order of id."""
        column = entries_table.c
        query = select(
            func.coalesce(column.id, "").label("id"),
            func.coalesce(column.index, _NO_INDEX).label("index"),
        ).order_by(column.id, column.index)
        result = await self._connection.stream(query, execution_options={"yield_per": _CHUNK})
        async for row in result.mappings():
            yield row["id"], row["index"]

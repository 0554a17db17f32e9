"""Reading the record in PostgreSQL: queries by facets, always within one organisation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy import ColumnElement, RowMapping, and_, func, literal_column, select

from moderation_audit.adapters.rows import read_facets, read_head
from moderation_audit.adapters.tables import entries as entries_table
from moderation_audit.adapters.tables import heads
from moderation_audit.adapters.texts import fetch_texts
from moderation_audit.domain.facets import shorten_name, shorten_subject
from moderation_audit.domain.filter import Filter
from moderation_audit.domain.head import Head
from moderation_audit.ports import FoundEntry, FoundText
from moderation_common.events import Event
from moderation_common.postgres import Database, UnitOfWork
from moderation_common.vault import Vault

_NO_WORDS: Final[ColumnElement[list[str]]] = literal_column("'{}'")
"""Written out, as in the indexes: the planner cannot tell a parameter's value."""


class PostgresReadStore:
    """The record in the schema `audit`, for reading."""

    def __init__(self, database: Database, *, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[PostgresReading]:
        """Open a look at the record, in one transaction with the note of it."""
        async with self._database.unit_of_work() as unit:
            yield PostgresReading(unit, self._vault)


class PostgresReading:
    """One look at the record."""

    def __init__(self, unit: UnitOfWork, vault: Vault) -> None:
        self._unit = unit
        self._vault = vault

    async def find(
        self, filter_: Filter, *, after: int, before: int | None = None, limit: int
    ) -> Sequence[FoundEntry]:
        """Return the first matching entries with an index over `after`, in order of index."""
        table = entries_table
        conditions = [_condition(filter_), table.c.index > after]
        if before is not None:
            conditions.append(table.c.index < before)
        query = select(table).where(*conditions).order_by(table.c.index).limit(limit)
        rows = await self._unit.connection.execute(query)
        return [_found(row) for row in rows.mappings()]

    async def count(self, filter_: Filter, *, before: int) -> int:
        """Return how many entries with an index under `before` match."""
        query = (
            select(func.count())
            .select_from(entries_table)
            .where(_condition(filter_), entries_table.c.index < before)
        )
        return int((await self._unit.connection.execute(query)).scalar_one())

    async def get(self, index: int, *, organisation: str) -> FoundEntry | None:
        """Return the organisation's entry at the index."""
        table = entries_table
        query = select(table).where(table.c.index == index, table.c.organisation == organisation)
        row = (await self._unit.connection.execute(query)).mappings().one_or_none()
        return None if row is None else _found(row)

    async def texts(self, entries: Sequence[FoundEntry]) -> Mapping[int, FoundText]:
        """Return the personal texts of those entries that have some, by index."""
        indexes = [entry.index for entry in entries]
        return await fetch_texts(self._unit.connection, self._vault, indexes)

    async def head(self) -> Head | None:
        """Return the record's head, none while it is empty."""
        newest = select(heads).order_by(heads.c.tree_size.desc()).limit(1)
        row = (await self._unit.connection.execute(newest)).mappings().one_or_none()
        return None if row is None else read_head(row)

    async def note(self, event: Event) -> None:
        """Publish that the record was read, through the outbox."""
        await self._unit.publish([event])


def _found(row: RowMapping) -> FoundEntry:
    return FoundEntry(
        index=row["index"],
        leaf_hash=bytes(row["leaf_hash"]),
        canonical=bytes(row["canonical"]),
        facets=read_facets(row),
    )


def _condition(filter_: Filter) -> ColumnElement[bool]:
    column = entries_table.c
    equal = {
        column.organisation: shorten_name(filter_.organisation),
        column.kind: filter_.kind,
        column.type: filter_.type and shorten_name(filter_.type),
        column.subject: filter_.subject and shorten_subject(filter_.subject),
        column.correlation_id: filter_.correlation_id and shorten_name(filter_.correlation_id),
        column.actor: filter_.actor and shorten_name(filter_.actor),
        column.category: filter_.category,
    }
    conditions = [c == value for c, value in equal.items() if value is not None]
    # The empty key stands for "no organisation is known", which nobody belongs to.
    conditions.append(column.organisation != "")
    if filter_.from_ is not None:
        conditions.append(column.time >= filter_.from_)
    if filter_.to is not None:
        conditions.append(column.time < filter_.to)
    # That the array is not empty follows, but only what is said lets the planner use the index.
    for array, word in ((column.actions, filter_.action), (column.labels, filter_.label)):
        if word is not None:
            conditions += [array.contains([word]), array != _NO_WORDS]
    return and_(*conditions)

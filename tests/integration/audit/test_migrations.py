"""The migrated database is what the queries expect."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Table, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.schema import SchemaItem

from moderation_audit.adapters.tables import SCHEMA, metadata
from moderation_common.postgres import Database, migrate
from tests.support.audit_database import column

# Their DDL, and the queries on them, belong to the common library.
_COMMON = {"inbox", "outbox", "alembic_version"}


def _ours(item: SchemaItem, name: str | None, kind: str, *_more: object) -> bool:
    return not (kind == "table" and isinstance(item, Table) and name in _COMMON)


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection,
        opts={
            "include_schemas": True,
            "include_name": lambda name, kind, _parents: kind != "schema" or name == SCHEMA,
            "include_object": _ours,
            "compare_type": True,
        },
    )
    return list(compare_metadata(context, metadata))


@pytest.fixture
async def plain_engine(audit_url: str) -> AsyncIterator[AsyncEngine]:
    """Connect with no schema on the path: alembic would take that one for nameless."""
    engine = create_async_engine(audit_url)
    yield engine
    await engine.dispose()


async def test_the_tables_are_those_that_the_migrations_make(plain_engine: AsyncEngine) -> None:
    """No column, key or index differs between what is queried and what is there."""
    async with plain_engine.begin() as connection:
        assert await connection.run_sync(_differences) == []


async def test_the_comparison_notices_a_difference(plain_engine: AsyncEngine) -> None:
    """The test above can fail."""
    async with plain_engine.begin() as connection:
        await connection.execute(text("ALTER TABLE audit.heads ADD COLUMN stray text"))
        assert len(await connection.run_sync(_differences)) == 1


async def test_migrating_twice_changes_nothing(database: Database, audit_url: str) -> None:
    """A restart finds the schema as it left it."""
    await migrate(audit_url, package="moderation_audit", schema=SCHEMA)
    assert await column(database, "SELECT version_num FROM alembic_version") == ["0001"]

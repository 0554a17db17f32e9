"""The migrated database is what the queries expect."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Table, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.schema import SchemaItem

from moderation_common.postgres import migrate, sqlalchemy_url
from moderation_ingest.adapters.tables import SCHEMA, metadata

# Their DDL, and the queries on them, belong to the common library.
_COMMON = {"inbox", "outbox", "subject_keys", "alembic_version"}


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


async def test_tables_and_migrations_agree(fresh_database: str) -> None:
    """Migrating twice is migrating once, and gives the tables that the queries name."""
    for _ in range(2):
        await migrate(fresh_database, package="moderation_ingest", schema=SCHEMA)
    engine = create_async_engine(sqlalchemy_url(fresh_database))
    async with engine.connect() as connection:
        await connection.execute(text("SET search_path TO public"))
        differences = await connection.run_sync(_differences)
    await engine.dispose()

    assert differences == []

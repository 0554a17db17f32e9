"""Holds a service's tables, as its queries see them, against the migrated database."""

from __future__ import annotations

from typing import Final

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, Table, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.schema import SchemaItem

from moderation_common.postgres import sqlalchemy_url

# Their DDL, and the queries on them, belong to the common library.
_COMMON: Final = frozenset({"inbox", "outbox", "outbox_refused", "subject_keys", "alembic_version"})


async def schema_differences(url: str, metadata: MetaData) -> list[object]:
    """Return what differs in columns, types, keys and indexes; empty when they agree."""
    engine = create_async_engine(sqlalchemy_url(url))
    try:
        async with engine.connect() as connection:
            # Alembic would take a schema on the path for nameless.
            await connection.execute(text("SET search_path TO public"))
            return await connection.run_sync(_differences, metadata)
    finally:
        await engine.dispose()


def _differences(connection: Connection, metadata: MetaData) -> list[object]:
    def ours(item: SchemaItem, name: str | None, kind: str, *_more: object) -> bool:
        return not (
            kind == "table"
            and isinstance(item, Table)
            and name in _COMMON
            and f"{metadata.schema}.{name}" not in metadata.tables
        )

    context = MigrationContext.configure(
        connection,
        opts={
            "include_schemas": True,
            "include_name": lambda name, kind, _parents: (
                kind != "schema" or name == metadata.schema
            ),
            "include_object": ours,
            "compare_type": True,
        },
    )
    return list(compare_metadata(context, metadata))

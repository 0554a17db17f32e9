"""The migrated database is what the queries expect."""

from __future__ import annotations

from moderation_common.postgres import migrate
from moderation_ingest.adapters.tables import SCHEMA, metadata
from tests.support.schema_comparison import schema_differences


async def test_tables_and_migrations_agree(fresh_database: str) -> None:
    """Migrating twice is migrating once, and gives the tables that the queries name."""
    for _ in range(2):
        await migrate(fresh_database, package="moderation_ingest", schema=SCHEMA)
    assert await schema_differences(fresh_database, metadata) == []

"""The migrated database is what the queries expect."""

from __future__ import annotations

from sqlalchemy import text

from moderation_audit.adapters.tables import SCHEMA, metadata
from moderation_common.postgres import Database, migrate
from tests.support.audit_database import column
from tests.support.schema_comparison import schema_differences


async def test_the_tables_are_those_that_the_migrations_make(audit_url: str) -> None:
    """No column, key or index differs between what is queried and what is there."""
    assert await schema_differences(audit_url, metadata) == []


async def test_the_comparison_notices_a_difference(database: Database, audit_url: str) -> None:
    """The test above can fail."""
    async with database.unit_of_work() as unit:
        await unit.connection.execute(text("ALTER TABLE audit.heads ADD COLUMN stray text"))
    assert len(await schema_differences(audit_url, metadata)) == 1


async def test_migrating_twice_changes_nothing(database: Database, audit_url: str) -> None:
    """A restart finds the schema as it left it."""
    await migrate(audit_url, package="moderation_audit", schema=SCHEMA)
    assert await column(database, "SELECT version_num FROM alembic_version") == ["0002"]

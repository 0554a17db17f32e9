"""Brings a service's schema up to date with Alembic, from scripts inside the service's package.

`<package>/migrations/versions/*.py` are ordinary Alembic revisions; they run with the service's
schema first on the search path. Several processes may start at once: one migrates, the rest wait.
"""

from __future__ import annotations

import logging
from typing import Final

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from moderation_common.postgres.database import outages_as_transient, sqlalchemy_url

# One lock for all schemas: first starts of four services do not race for CREATE SCHEMA.
_MIGRATION_LOCK: Final = 0x6D6F6465


async def migrate(url: str, *, package: str, schema: str) -> None:
    """Upgrade `schema` to the newest revision in `package`; does nothing when it is there.

    All in one transaction: it is done or not done. Raises `TransientError` when the database is
    away.
    """
    engine = create_async_engine(sqlalchemy_url(url))
    try:
        with outages_as_transient():
            async with engine.begin() as connection:
                await connection.execute(
                    text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK}
                )
                await connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
                await connection.execute(text(f"SET LOCAL search_path TO {schema}"))
                await connection.run_sync(_upgrade, package, schema)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection, package: str, schema: str) -> None:
    logging.getLogger("alembic").setLevel("WARNING")
    config = Config()
    config.set_main_option("script_location", f"{package}:migrations")
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)

    def steps(revision: str, _context: object) -> list[RevisionStep]:
        # Alembic's own `upgrade` command does just this; it has no public name.
        return script._upgrade_revs("head", revision)  # noqa: SLF001

    with EnvironmentContext(config, script, fn=steps, destination_rev="head") as environment:
        environment.configure(connection=connection, version_table_schema=schema)
        environment.run_migrations()

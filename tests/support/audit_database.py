"""What a database's superuser can do to the record, for the tests of what is then found."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.postgres import Database


@asynccontextmanager
async def triggers_disabled(database: Database) -> AsyncIterator[AsyncConnection]:
    """Lend a superuser's transaction in which the record's triggers sleep."""
    async with database.engine.begin() as connection:
        for table in ("entries", "heads"):
            await connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        yield connection
        for table in ("entries", "heads"):
            await connection.execute(text(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only"))


async def tamper(database: Database, statement: str, **parameters: object) -> None:
    """Run a statement that the triggers would refuse."""
    async with triggers_disabled(database) as connection:
        changed = await connection.execute(text(statement), parameters)
        assert changed.rowcount != 0, "the statement changed nothing"


async def execute(database: Database, statement: str) -> None:
    """Run a statement in a transaction of its own."""
    async with database.engine.begin() as connection:
        await connection.execute(text(statement))


async def scalar(database: Database, query: str) -> Any:  # noqa: ANN401 - whatever the query gives
    """Return the one value that the query gives."""
    async with database.engine.begin() as connection:
        return (await connection.execute(text(query))).scalar_one()


async def column(database: Database, query: str) -> list[Any]:
    """Return the first column of what the query gives."""
    async with database.engine.begin() as connection:
        return list((await connection.execute(text(query))).scalars())

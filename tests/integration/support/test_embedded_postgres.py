"""The tests' own PostgreSQL is a real one: fresh databases, and outages that lose nothing."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from tests.support.embedded_postgres import EmbeddedPostgres, PostgresServer


async def _run(url: str, *statements: str) -> list[object]:
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            results = [await connection.execute(text(statement)) for statement in statements]
            last = results[-1]
            return list(last.scalars()) if last.returns_rows else []
    finally:
        await engine.dispose()


async def test_a_fresh_database_is_empty_and_speaks_to_sqlalchemy(fresh_database: str) -> None:
    """The URL works as it stands, on PostgreSQL 16 or later, and nothing is in the database."""
    assert await _run(
        fresh_database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    ) == [0]
    [version] = await _run(fresh_database, "SELECT current_setting('server_version_num')::int")
    assert isinstance(version, int)
    assert version >= 160000


async def test_databases_do_not_see_each_other(postgres_server: PostgresServer) -> None:
    """A table made in one database is unknown in the next, and a dropped database is gone."""
    first = await postgres_server.create_database()
    second = await postgres_server.create_database()
    await _run(first, "CREATE TABLE kept (n int)")

    assert await _run(second, "SELECT to_regclass('kept')::text") == [None]

    await postgres_server.drop_database(first)
    await postgres_server.drop_database(second)
    with pytest.raises(DBAPIError, match="does not exist"):
        await _run(first, "SELECT 1")


@pytest.mark.parametrize("how", ["stop", "crash"])
async def test_committed_rows_outlive_an_outage(
    stoppable_postgres: EmbeddedPostgres, how: str
) -> None:
    """What was committed before the server went is there, at the same address, when it is back."""
    url = await stoppable_postgres.create_database()
    await _run(url, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")

    end = stoppable_postgres.stop if how == "stop" else stoppable_postgres.crash
    await asyncio.to_thread(end)
    with pytest.raises(OSError, match=r"No such file|refused"):
        await _run(url, "SELECT 1")
    await asyncio.to_thread(stoppable_postgres.start)

    assert await _run(url, "SELECT n FROM kept") == [7]
    await stoppable_postgres.drop_database(url)

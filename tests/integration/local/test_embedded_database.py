"""The settings of the embedded PostgreSQL, in new data folders and in old ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import pytest

from moderation_local.database import EmbeddedDatabase


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder that the server may enter even where the tests run as root."""
    with TemporaryDirectory(prefix="moderation-database-", ignore_cleanup_errors=True) as path:
        yield Path(path) / "postgres"


async def test_the_servers_log_does_not_show_what_stands_in_a_row(folder: Path) -> None:
    """The detail of a broken constraint would quote the row."""
    database = EmbeddedDatabase(folder)
    url = database.start()
    try:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute("CREATE TABLE comments (said text PRIMARY KEY)")
            insert = "INSERT INTO comments VALUES ($1)"
            await connection.execute(insert, "Pat's own words")
            with pytest.raises(asyncpg.UniqueViolationError, match="duplicate key") as broken:
                await connection.execute(insert, "Pat's own words")
        finally:
            await connection.close()
    finally:
        database.stop()
    log = database.log_path.read_text("utf-8")
    assert "Pat's own words" in str(broken.value.detail)
    assert "duplicate key" in log
    assert "Pat's own words" not in log


def test_an_old_folder_gets_what_it_lacks_and_keeps_what_was_changed(folder: Path) -> None:
    """A setting that somebody changed by hand stays, and nothing is added twice."""
    EmbeddedDatabase(folder)
    file = folder / "postgresql.conf"
    before, mark, _ours = file.read_text("utf-8").partition("# moderation")
    file.write_text(f"{before}{mark}\nmax_connections = 200\nshared_buffers = 48MB", "utf-8")
    for _ in range(2):
        EmbeddedDatabase(folder)
        ours = file.read_text("utf-8").partition(mark)[2]
        assert ours.split("\n") == [
            "",
            "max_connections = 200",
            "shared_buffers = 48MB",
            "log_error_verbosity = terse",
            "",
        ]

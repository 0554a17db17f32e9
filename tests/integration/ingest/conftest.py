"""The queue on a real PostgreSQL, before a small Facebook and a small X."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from moderation_common.postgres import migrate
from moderation_ingest.adapters.tables import SCHEMA
from tests.support.ingest_workplace import Replica, Workplace


@pytest.fixture
async def workplace(fresh_database: str, tmp_path: Path) -> AsyncIterator[Workplace]:
    """Give a migrated database and two quiet platforms."""
    await migrate(fresh_database, package="moderation_ingest", schema=SCHEMA)
    workplace = Workplace(fresh_database, tmp_path)
    yield workplace
    await workplace.close()


@pytest.fixture
def replica(workplace: Workplace) -> Replica:
    """Give one replica."""
    return workplace.start_replica()

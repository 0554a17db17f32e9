"""A migrated record in a database of its own, and what the service would do with it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from moderation_audit.adapters.appending import PostgresAppendStore
from moderation_audit.adapters.tables import SCHEMA
from moderation_audit.usecases.append import Recorder
from moderation_common.clock import utc_now
from moderation_common.postgres import Database, migrate
from moderation_common.vault import Vault


@pytest.fixture
def vault() -> Vault:
    """Give a vault under a key of its own."""
    return Vault.from_text(Vault.generate_key())


@pytest.fixture
async def audit_url(fresh_database: str) -> str:
    """Give the URL of a database with audit's schema in it."""
    await migrate(fresh_database, package="moderation_audit", schema=SCHEMA)
    return fresh_database


@pytest.fixture
async def database(audit_url: str) -> AsyncIterator[Database]:
    """Connect to audit's database."""
    database = Database(audit_url, schema=SCHEMA)
    yield database
    await database.close()


@pytest.fixture
def recorder(database: Database, vault: Vault) -> Recorder:
    """Give a recorder, as one audit process has it."""
    return Recorder(PostgresAppendStore(database, vault=vault), clock=utc_now)

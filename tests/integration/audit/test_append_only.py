"""The database itself refuses to change the record."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Final

import asyncpg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from typing_extensions import override

from moderation_audit.adapters.appending import PostgresAppendStore
from moderation_audit.adapters.guards import check_guards
from moderation_audit.adapters.tables import SCHEMA
from moderation_audit.app.verification import verify_database
from moderation_audit.usecases.append import Outcome, Recorder
from moderation_common.clock import utc_now
from moderation_common.errors import PermanentError, TransientError
from moderation_common.eventlog.port import Message
from moderation_common.postgres import Database, OutboxRelay
from moderation_common.testing import MemoryEventLog
from moderation_common.vault import Vault
from tests.support.audit_database import execute, scalar
from tests.support.audit_events import comment_received
from tests.support.infrastructure import REPOSITORY
from tests.support.waiting import eventually

_ROLES: Final = (REPOSITORY / "services/audit/roles.sql").read_text(encoding="utf-8")

_CHANGES: Final = (
    "UPDATE audit.entries SET actor = 'nobody'",
    "UPDATE audit.entries SET actor = actor WHERE false",
    "DELETE FROM audit.entries",
    "DELETE FROM audit.entries WHERE index = 0",
    "TRUNCATE audit.entries CASCADE",
    "UPDATE audit.heads SET at = now()",
    "DELETE FROM audit.heads",
    "TRUNCATE audit.heads",
    "INSERT INTO audit.heads TABLE audit.heads ON CONFLICT (tree_size) DO UPDATE SET at = now()",
)


@pytest.mark.parametrize("statement", _CHANGES)
async def test_changes_are_refused_even_to_a_superuser(
    database: Database, recorder: Recorder, statement: str
) -> None:
    """Update, delete and truncate end in an error that says why, and change nothing."""
    await recorder.record_event(comment_received())
    assert await scalar(database, "SELECT current_setting('is_superuser')") == "on"
    with pytest.raises(DBAPIError, match="append-only"):
        await execute(database, statement)
    assert await scalar(database, "SELECT count(*) FROM entries") == 1


@pytest.mark.parametrize("statement", _CHANGES)
async def test_changes_are_refused_under_a_replication_role(
    database: Database, recorder: Recorder, statement: str
) -> None:
    """The setting that puts ordinary triggers to sleep does not help."""
    await recorder.record_event(comment_received())
    async with database.engine.connect() as connection:
        await connection.execute(text("SET session_replication_role = replica"))
        with pytest.raises(DBAPIError, match="append-only"):
            await connection.execute(text(statement))
        await connection.invalidate()


@pytest.fixture
async def service_url(audit_url: str) -> AsyncIterator[str]:
    """Give the URL for a login that is only what the grants script makes it."""
    name = f"audit_{uuid.uuid4().hex}"
    owner = await asyncpg.connect(audit_url.replace("+asyncpg", ""))
    try:
        await owner.execute(_ROLES)
        await owner.execute(_ROLES)
        await owner.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{name}'")
        await owner.execute(f"GRANT moderation_audit_service TO {name}")
        url = make_url(audit_url).set(username=name, password=name)
        yield url.render_as_string(hide_password=False)
        await owner.execute(f"DROP ROLE {name}")
        await owner.execute(
            "DROP OWNED BY moderation_audit_service, moderation_audit_reader CASCADE"
        )
    finally:
        await owner.close()


async def _publish_what_is_refused(database: Database) -> None:
    class NarrowLog(MemoryEventLog):
        @override
        async def publish(self, topic: str, messages: Sequence[Message]) -> None:
            raise PermanentError("A message is larger than the log takes.")

    async with database.unit_of_work() as unit:
        await unit.publish([comment_received()])
    relay = OutboxRelay(database, NarrowLog())
    running = asyncio.create_task(relay.run())

    async def empty() -> bool:
        async with database.unit_of_work() as unit:
            return running.done() or await database.outbox.count(unit.connection) == 0

    await eventually(empty, what="an empty outbox")
    relay.stop()
    await running
    assert await scalar(database, "SELECT count(*) FROM outbox_refused") == 1


async def test_the_service_needs_no_more_than_its_role_grants(
    service_url: str, vault: Vault
) -> None:
    """With the production role events are recorded and verified, and the outbox is emptied."""
    database = Database(service_url, schema=SCHEMA)
    recorder = Recorder(PostgresAppendStore(database, vault=vault), clock=utc_now)
    assert await recorder.record_event(comment_received()) is Outcome.APPENDED
    await _publish_what_is_refused(database)
    await database.close()
    assert (await verify_database(service_url, vault)).intact


@pytest.mark.parametrize(
    "statement",
    [
        *_CHANGES,
        "ALTER TABLE audit.entries DISABLE TRIGGER ALL",
        "DROP TRIGGER append_only ON audit.entries",
        "DROP TABLE audit.heads",
        "ALTER FUNCTION audit.refuse_change() OWNER TO CURRENT_USER",
        "SET session_replication_role = replica",
    ],
)
async def test_the_service_role_cannot_get_past_the_triggers(
    service_url: str, statement: str
) -> None:
    """Whoever takes over the service can add to the record and not change it."""
    database = Database(service_url, schema=SCHEMA)
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner|append-only"):
        await execute(database, statement)
    await database.close()


async def test_a_refusal_that_lets_all_pass_is_noticed(database: Database) -> None:
    """The triggers are as they were, but the function that they call was replaced."""
    await execute(
        database,
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NULL; END'",
    )
    with pytest.raises(TransientError, match="changed or disabled on entries, heads"):
        await check_guards(database)


_BLINDING: Final = {
    "disabled": "ALTER TABLE entries DISABLE TRIGGER append_only",
    "all disabled": "ALTER TABLE entries DISABLE TRIGGER ALL",
    "asleep in replica mode": "ALTER TABLE entries ENABLE TRIGGER append_only",
    "dropped": "DROP TRIGGER append_only ON entries",
    "narrowed": (
        "CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE ON entries"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();"
        "ALTER TABLE entries ENABLE ALWAYS TRIGGER append_only"
    ),
}


@pytest.mark.parametrize("what", _BLINDING)
async def test_a_trigger_that_guards_no_longer_is_noticed(
    database: Database, audit_url: str, vault: Vault, what: str
) -> None:
    """Verification and readiness both tell, although no entry was touched yet."""
    await check_guards(database)
    for statement in _BLINDING[what].split(";"):
        await execute(database, statement)
    with pytest.raises(TransientError, match="append_only is missing, changed or disabled on ent"):
        await check_guards(database)
    report = await verify_database(audit_url, vault)
    assert report.unguarded == ("entries",)
    assert report.verdict().startswith("The record is not protected: the table entries is open")

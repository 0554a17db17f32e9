"""Appending to the record in a real PostgreSQL."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import DBAPIError

from moderation_audit.adapters.appending import PostgresAppendStore
from moderation_audit.adapters.tables import SCHEMA
from moderation_audit.app.verification import verify_database
from moderation_audit.domain.entry import DeadLetter
from moderation_audit.ports import RecordDamagedError
from moderation_audit.usecases.append import Outcome, Recorder
from moderation_common.clock import utc_now
from moderation_common.errors import TransientError
from moderation_common.identity import EventId
from moderation_common.postgres import Database, migrate
from moderation_common.vault import Vault
from tests.support.audit_database import column, execute, scalar, tamper
from tests.support.audit_events import comment_received, decision_made, reply_requested
from tests.support.embedded_postgres import EmbeddedPostgres


async def test_a_day_of_events_is_recorded_and_verifies(
    database: Database, recorder: Recorder, audit_url: str, vault: Vault
) -> None:
    """Comments, decisions and actions stand in the record once each, text openable."""
    received = [comment_received(n) for n in range(20)]
    events = [
        *received,
        *(decision_made(event) for event in received),
        *(reply_requested(event) for event in received),
    ]
    outcomes = await asyncio.gather(*map(recorder.record_event, events))
    assert outcomes == [Outcome.APPENDED] * 60
    report = await verify_database(audit_url, vault)
    assert report.intact, report.verdict()
    assert (report.entries, report.texts_checked) == (60, 40)
    assert await scalar(database, "SELECT count(DISTINCT id) FROM entries") == 60


async def test_personal_text_stands_nowhere_in_the_clear(
    database: Database, recorder: Recorder
) -> None:
    """No column of any table holds what the public wrote, or who they are."""
    event = comment_received(text="unmistakable words")
    await recorder.record_event(event)
    await recorder.record_event(reply_requested(event, text="unmistakable words"))
    for table in ("entries", "heads", "personal_texts", "outbox"):
        rows = "\n".join(await column(database, f"SELECT t::text FROM {table} AS t"))  # noqa: S608 - a table of ours
        assert rows or table == "outbox"
        # `bytea` is shown in hexadecimal, so both forms are looked for.
        for word in ("unmistakable", "Pat Example", "@pat"):
            assert word not in rows
            assert word.encode().hex() not in rows


async def test_duplicates_from_many_processes_are_appended_once(
    database: Database, audit_url: str, vault: Vault
) -> None:
    """Three processes that are all given everything twice make one entry of each, without a gap."""
    events = [comment_received(n) for n in range(100)]
    databases = [Database(audit_url, schema=SCHEMA) for _ in range(3)]
    recorders = [Recorder(PostgresAppendStore(d, vault=vault), clock=utc_now) for d in databases]

    async def lane(recorder: Recorder, start: int) -> list[Outcome]:
        order = events[start:] + events[:start]
        return [await recorder.record_event(event) for event in [*order, *order]]

    lanes = [lane(r, start) for r in recorders for start in (0, 33, 66)]
    outcomes = [outcome for found in await asyncio.gather(*lanes) for outcome in found]
    for other in databases:
        await other.close()
    assert outcomes.count(Outcome.APPENDED) == 100
    assert outcomes.count(Outcome.DUPLICATE) == len(outcomes) - 100
    indexes = await column(database, "SELECT index FROM entries ORDER BY index")
    assert indexes == list(range(100))
    assert (await verify_database(audit_url, vault)).intact


async def test_concurrent_appenders_of_different_events_leave_no_gap(
    database: Database, audit_url: str, vault: Vault
) -> None:
    """Several processes append at once; the order is one, and each head covers it."""
    databases = [Database(audit_url, schema=SCHEMA) for _ in range(4)]

    async def lane(own: Database, numbers: range) -> None:
        recorder = Recorder(PostgresAppendStore(own, vault=vault), clock=utc_now)
        await asyncio.gather(*(recorder.record_event(comment_received(n)) for n in numbers))
        for n in numbers:
            await recorder.record_event(decision_made(comment_received(n)))

    lanes = [lane(own, range(n * 25, n * 25 + 25)) for n, own in enumerate(databases)]
    await asyncio.gather(*lanes)
    for other in databases:
        await other.close()
    report = await verify_database(audit_url, vault)
    assert report.intact, report.verdict()
    assert report.entries == 200
    assert await scalar(database, "SELECT max(tree_size) FROM heads") == 200


async def test_a_failed_transaction_leaves_no_gap(
    database: Database, recorder: Recorder, audit_url: str, vault: Vault
) -> None:
    """Indexes come from the record itself, so a rolled back append takes none with it."""
    await recorder.record_event(comment_received(1))
    await execute(database, "ALTER TABLE heads ADD CONSTRAINT full_ CHECK (tree_size < 2)")
    with pytest.raises(TransientError):
        await recorder.record_event(comment_received(2))
    await execute(database, "ALTER TABLE heads DROP CONSTRAINT full_")
    await recorder.record_event(comment_received(3))
    assert await column(database, "SELECT index FROM entries ORDER BY index") == [0, 1]
    assert (await verify_database(audit_url, vault)).intact


async def test_another_event_under_a_taken_id_is_kept_beside_the_first(
    database: Database, recorder: Recorder, audit_url: str, vault: Vault
) -> None:
    """Both are in the record, the second once and as a conflict, however often it comes."""
    first, second = comment_received(text="a"), comment_received(text="b")
    assert await recorder.record_event(first) is Outcome.APPENDED
    assert await recorder.record_event(second) is Outcome.CONFLICT
    assert await recorder.record_event(second) is Outcome.DUPLICATE
    assert await column(database, "SELECT kind FROM entries ORDER BY index") == [
        "event",
        "conflict",
    ]
    report = await verify_database(audit_url, vault)
    assert (report.intact, report.conflicts) == (True, 1)


async def test_text_that_columns_cannot_hold_is_recorded_all_the_same(
    database: Database, recorder: Recorder, audit_url: str, vault: Vault
) -> None:
    """U+0000, very long names and every plane of Unicode are in the entry as they came."""
    event = comment_received(text="a\x00b \U0001f600 \u2028").model_copy(
        update={"subject": "😀\x00" * 2000, "organisation": "o" * 500, "source": "\U0010ffff" * 900}
    )
    assert await recorder.record_event(event) is Outcome.APPENDED
    assert (await verify_database(audit_url, vault)).intact
    assert await scalar(database, "SELECT length(subject) FROM entries") == 500


async def test_dead_letters_are_recorded_with_their_reason(
    database: Database, recorder: Recorder, audit_url: str, vault: Vault
) -> None:
    """That something was put aside is in the record, once."""
    letter = DeadLetter("moderation.comments.v1.dlq", 1, 2, {"dlq_reason": "Broken."}, b"\xff{")
    assert await recorder.record_dead_letter(letter) is Outcome.APPENDED
    assert await recorder.record_dead_letter(letter) is Outcome.DUPLICATE
    entry = await scalar(database, "SELECT convert_from(canonical, 'UTF8') FROM entries")
    assert '"reason":"Broken."' in entry
    report = await verify_database(audit_url, vault)
    assert (report.intact, report.dead_letters, report.texts_checked) == (True, 1, 1)


async def test_a_stranger_s_row_at_the_end_makes_appending_wait(
    database: Database, recorder: Recorder, audit_url: str, vault: Vault
) -> None:
    """Nothing is built upon a record whose end does not fit, and verification names the row."""
    await recorder.record_event(comment_received(1))
    await execute(
        database,
        "INSERT INTO entries SELECT 1, 'stranger', kind, recorded_at, leaf_hash, canonical, time,"
        " organisation, type, subject, correlation_id, actor, category, actions, labels"
        " FROM entries",
    )
    with pytest.raises(RecordDamagedError):
        await recorder.record_event(comment_received(2))
    report = await verify_database(audit_url, vault)
    assert report.problems[0].index == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE heads SET root_hash = sha256('x')",
        "UPDATE heads SET frontier = ''",
        "UPDATE heads SET frontier = frontier || frontier",
    ],
)
async def test_a_damaged_head_makes_appending_wait(
    database: Database, recorder: Recorder, change: str
) -> None:
    """A head that does not fit itself is not appended to."""
    await recorder.record_event(comment_received(1))
    await tamper(database, change)
    with pytest.raises(RecordDamagedError):
        await recorder.record_event(comment_received(2))
    assert await scalar(database, "SELECT count(*) FROM entries") == 1


async def test_an_id_that_cannot_be_stored_fails_alone(
    database: Database, recorder: Recorder
) -> None:
    """An event that PostgreSQL would refuse does not take its companions with it."""
    bad = comment_received(0).model_copy(update={"id": EventId("a\x00")})
    outcomes = await asyncio.gather(
        *map(recorder.record_event, [comment_received(1), bad, comment_received(2)]),
        return_exceptions=True,
    )
    assert isinstance(outcomes[1], Exception)
    assert await scalar(database, "SELECT count(*) FROM entries") == 2


async def test_an_outage_of_the_database_is_waited_out(
    stoppable_postgres: EmbeddedPostgres, vault: Vault
) -> None:
    """While PostgreSQL is gone appending says so; afterwards nothing is lost or doubled."""
    url = await stoppable_postgres.create_database()
    await migrate(url, package="moderation_audit", schema=SCHEMA)
    database = Database(url, schema=SCHEMA)
    recorder = Recorder(PostgresAppendStore(database, vault=vault), clock=utc_now)
    await recorder.record_event(comment_received(1))
    stoppable_postgres.crash()
    with pytest.raises(TransientError):
        await recorder.record_event(comment_received(2))
    stoppable_postgres.start()
    assert await recorder.record_event(comment_received(2)) is Outcome.APPENDED
    assert await recorder.record_event(comment_received(1)) is Outcome.DUPLICATE
    assert (await verify_database(url, vault)).entries == 2
    await database.close()
    await stoppable_postgres.drop_database(url)


async def test_a_schema_that_is_not_there_is_no_outage(fresh_database: str, vault: Vault) -> None:
    """A mistake in the deployment is told apart from an outage."""
    database = Database(fresh_database, schema=SCHEMA)
    recorder = Recorder(PostgresAppendStore(database, vault=vault), clock=utc_now)
    with pytest.raises(DBAPIError):
        await recorder.record_event(comment_received())
    await database.close()

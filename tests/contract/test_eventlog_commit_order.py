"""PostgreSQL's trap: transactions commit in another order than they took their offsets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from moderation_common.eventlog.partitioning import partition_for
from moderation_common.eventlog.postgres import PostgresEventLog
from tests.support.eventlog_engines import Reader, message, new_name, numbers_by_key, plain_url
from tests.support.waiting import eventually

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@pytest.fixture
async def event_log(fresh_database: str) -> AsyncIterator[PostgresEventLog]:
    """Open an event log on a database of its own."""
    opened = await PostgresEventLog.open(plain_url(fresh_database), client_id="commit-order")
    yield opened
    await opened.close()


@pytest.fixture
async def connection(fresh_database: str) -> AsyncIterator[asyncpg.Connection]:
    """Connect to the same database, as a service with a transaction of its own."""
    connected = await asyncpg.connect(plain_url(fresh_database))
    yield connected
    await connected.close()


@pytest.mark.parametrize("ending", ["commit", "rollback"])
async def test_no_record_is_skipped_while_an_earlier_transaction_is_open(
    event_log: PostgresEventLog, connection: asyncpg.Connection, ending: str
) -> None:
    """A later publisher waits for the earlier one, so no reader steps past an open offset."""
    topic = new_name("topic")
    await event_log.publish(topic, [message("same", 0)])
    reader = await Reader.join(event_log, new_name("group"), [topic])
    await reader.read_until(1)

    transaction = connection.transaction()
    await transaction.start()
    await event_log.publish_within(connection, topic, [message("same", 1)])
    later = asyncio.create_task(event_log.publish(topic, [message("same", 2)]))
    await eventually(lambda: connection.fetchval(_WAITING), what="a publisher that waits")
    elsewhere = _key_elsewhere("same")
    await event_log.publish(topic, [message(elsewhere, 3)])
    await reader.read_until(2)
    assert await reader.read(timeout_s=0.3) == []
    assert not later.done()

    await getattr(transaction, ending)()
    await later
    expected = [0, 1, 2] if ending == "commit" else [0, 2]
    await reader.read_until(len(expected) + 1)
    assert numbers_by_key(reader.records) == {"same": expected, elsewhere: [3]}
    offsets = [r.offset for r in reader.records if r.message.key == "same"]
    assert offsets == list(range(len(expected)))
    await reader.subscription.close()


async def test_nothing_is_readable_before_the_commit(
    event_log: PostgresEventLog, connection: asyncpg.Connection
) -> None:
    """What a service publishes within its own transaction appears with that transaction."""
    topic = new_name("topic")
    reader = await Reader.join(event_log, new_name("group"), [topic])
    await reader.own(4)
    async with connection.transaction():
        await event_log.publish_within(connection, topic, [message("a", n) for n in range(3)])
        assert await reader.read(timeout_s=0.2) == []
    await reader.read_until(3)

    assert numbers_by_key(reader.records) == {"a": [0, 1, 2]}
    await reader.subscription.close()


def _key_elsewhere(key: str) -> str:
    """Return a key that falls in another partition."""
    return next(
        f"other-{n}" for n in range(100) if partition_for(f"other-{n}", 4) != partition_for(key, 4)
    )

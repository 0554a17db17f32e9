"""What only the PostgreSQL engine has: its schema, its trimming, its members' connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from moderation_common.errors import ConfigurationError, TransientError
from moderation_common.eventlog import Partition, open_event_log
from moderation_common.eventlog.postgres import PostgresEventLog
from moderation_common.events import Topic, dead_letter_topic
from tests.support.eventlog_engines import Reader, message, new_name, numbers_by_key, plain_url
from tests.support.waiting import eventually


@pytest.fixture
async def event_log(fresh_database: str) -> AsyncIterator[PostgresEventLog]:
    """Open an event log on a database of its own."""
    opened = await PostgresEventLog.open(plain_url(fresh_database), client_id="engine")
    yield opened
    await opened.close()


@pytest.fixture
async def connection(fresh_database: str) -> AsyncIterator[asyncpg.Connection]:
    """Look at the same database."""
    connected = await asyncpg.connect(plain_url(fresh_database))
    yield connected
    await connected.close()


async def test_many_may_open_an_empty_database_at_once(fresh_database: str) -> None:
    """Services that start together create the schema once and all work."""
    url = plain_url(fresh_database)
    logs = await asyncio.gather(*(open_event_log(url, client_id=str(n)) for n in range(8)))
    topic = new_name("topic")
    await asyncio.gather(*(log.publish(topic, [message("a", n)]) for n, log in enumerate(logs)))
    reader = await Reader.join(logs[0], new_name("group"), [topic])
    await reader.read_until(8)

    await reader.subscription.close()
    await asyncio.gather(*(log.close() for log in logs))


async def test_a_topic_keeps_the_number_of_its_partitions(fresh_database: str) -> None:
    """A later setting would move keys and so their order; it counts for new topics only."""
    url = plain_url(fresh_database)
    separator = "&" if "?" in url else "?"
    topic = new_name("topic")
    for partitions, wanted in ((2, 2), (9, 2)):
        log = await open_event_log(f"{url}{separator}partitions={partitions}", client_id="t")
        reader = await Reader.join(log, new_name("group"), [topic])
        assert len(await reader.own(wanted)) == wanted
        await reader.subscription.close()
        await log.close()


async def test_an_unknown_database_is_a_wrong_setting(fresh_database: str) -> None:
    """When opening, waiting would not mend it, so the sentence asks a person to."""
    url = plain_url(fresh_database).replace("/test_", "/no_such_")
    with pytest.raises(ConfigurationError, match="put its host, user, password and database"):
        await open_event_log(url, client_id="t")


async def test_a_server_that_is_not_there_is_an_outage() -> None:
    """When nobody listens the sentence says so, without the password."""
    with pytest.raises(TransientError) as caught:
        await open_event_log("postgresql://u:s3cret@127.0.0.1:1/x", client_id="t")

    assert "s3cret" not in str(caught.value)


async def test_publishing_to_an_emptied_database_loses_nothing(
    event_log: PostgresEventLog, connection: asyncpg.Connection
) -> None:
    """Where the topic is gone the publisher is told to publish again, and then it is there."""
    topic = new_name("topic")
    await event_log.publish(topic, [message("a", 0)])
    await connection.execute("TRUNCATE eventlog.partitions, eventlog.records")
    with pytest.raises(TransientError, match="publish again"):
        await event_log.publish(topic, [message("a", 1)])
    await event_log.publish(topic, [message("a", 1)])

    assert await connection.fetchval("SELECT count(*) FROM eventlog.records") == 1


async def test_trimming_spares_what_is_young_and_what_a_group_still_needs(
    event_log: PostgresEventLog, connection: asyncpg.Connection
) -> None:
    """Only what is past its retention and finished with by every known group goes."""
    topic = Topic.COMMENTS
    await event_log.publish(topic, [message("a", n) for n in range(10)])
    slow = await Reader.join(event_log, "slow", [topic], commits=False)
    quick = await Reader.join(event_log, "quick", [topic])
    records = list(await slow.read_until(10))
    await quick.read_until(10)
    await slow.subscription.commit(records[0].partition, 6)
    # The first eight are old, the last two young.
    await connection.execute(
        "UPDATE eventlog.records SET published_at = published_at - interval '40 days'"
        ' WHERE "offset" < 8'
    )
    now = datetime.now(UTC)

    assert await event_log.trim(now - timedelta(days=20)) == 0
    assert await event_log.trim(now) == 6
    await slow.subscription.commit(records[0].partition, 10)
    assert await event_log.trim(now) == 2
    late = await Reader.join(event_log, "late", [topic], commits=False)
    await late.read_until(2)
    assert numbers_by_key(late.records) == {"a": [8, 9]}
    assert (await late.subscription.lag())[records[0].partition] == 2
    for reader in (slow, quick, late):
        await reader.subscription.close()


async def test_trimming_keeps_offsets_rising(
    event_log: PostgresEventLog, connection: asyncpg.Connection
) -> None:
    """After everything went, new records go on where the old ones ended, and are delivered."""
    topic = dead_letter_topic(Topic.COMMENTS)
    await event_log.publish(topic, [message("a", n) for n in range(3)])
    await connection.execute(
        "UPDATE eventlog.records SET published_at = published_at - interval '100 days'"
    )
    assert await event_log.trim(datetime.now(UTC)) == 3
    await event_log.publish(topic, [message("a", 3)])
    reader = await Reader.join(event_log, new_name("group"), [topic])
    records = await reader.read_until(1)

    assert records[0].offset == 3
    await reader.subscription.close()


async def test_topics_without_a_declared_retention_are_never_trimmed(
    event_log: PostgresEventLog,
) -> None:
    """Nobody said how long they may be missed, so they stay."""
    await event_log.publish("somebody.elses", [message("a", 0)])

    assert await event_log.trim(datetime.now(UTC) + timedelta(days=10_000)) == 0


async def end_sessions(connection: asyncpg.Connection, locks: str) -> None:
    """End the other sessions that have, or wait for, such locks, once there are any."""
    await eventually(
        lambda: connection.fetchval(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_locks"  # noqa: S608
            f" WHERE pid <> pg_backend_pid() AND {locks}"
        ),
        what="a session to end",
    )


async def test_a_member_whose_connection_is_ended_says_so_and_joins_again(
    event_log: PostgresEventLog, connection: asyncpg.Connection
) -> None:
    """An administrator who ends the session costs one `TransientError` and no record."""
    topic = new_name("topic")
    reader = await Reader.join(event_log, new_name("group"), [topic])
    await reader.own(4)
    fetching = asyncio.create_task(reader.read(timeout_s=30))
    await end_sessions(connection, "locktype = 'advisory'")
    with pytest.raises(TransientError):
        await fetching
    assert reader.subscription.assignment() == frozenset()
    await event_log.publish(topic, [message("a", 0)])
    await reader.read_until(1)

    assert len(reader.subscription.assignment()) == 4
    await reader.subscription.close()


async def test_a_connection_ended_within_a_statement_is_told_of_once(
    event_log: PostgresEventLog, connection: asyncpg.Connection
) -> None:
    """The statement's failure is the one `TransientError`; the next fetch joins again and reads."""
    topic = new_name("topic")
    reader = await Reader.join(event_log, new_name("group"), [topic])
    await reader.own(4)
    async with connection.transaction():
        await connection.execute("LOCK TABLE eventlog.records IN ACCESS EXCLUSIVE MODE")
        fetching = asyncio.create_task(reader.read(timeout_s=30))
        await end_sessions(connection, "NOT granted AND relation = 'eventlog.records'::regclass")
        with pytest.raises(TransientError):
            await fetching
    await event_log.publish(topic, [message("a", 0)])
    await reader.read_until(1)

    assert len(reader.subscription.assignment()) == 4
    await reader.subscription.close()


async def test_a_fetch_that_is_cancelled_leaves_no_lock_behind(
    event_log: PostgresEventLog,
) -> None:
    """Cancelled at any moment, the subscription can be used again or closed."""
    topic, group = new_name("topic"), new_name("group")
    await event_log.publish(topic, [message(f"k{n}", n) for n in range(20)])
    subscription = await event_log.subscribe(group, [topic])
    for steps in range(40):
        fetching = asyncio.create_task(subscription.fetch(max_records=5, timeout_s=5))
        for _ in range(steps):
            await asyncio.sleep(0)
        fetching.cancel()
        await asyncio.wait([fetching])
    reader = Reader(subscription)
    await eventually(
        lambda: _owns(reader, 4), what="all partitions", ignoring=(TransientError,), interval_s=0
    )
    await subscription.close()
    heir = await Reader.join(event_log, group, [topic])
    await heir.own(4)
    await heir.subscription.close()


async def _owns(reader: Reader, count: int) -> bool:
    await reader.read(timeout_s=0.05)
    return len(reader.subscription.assignment()) == count


async def test_members_with_different_topics_share_each_topic(
    event_log: PostgresEventLog,
) -> None:
    """A member counts for the topics that it reads, and for no other."""
    both, one, group = new_name("topic"), new_name("topic"), new_name("group")
    wide = await Reader.join(event_log, group, [both, one])
    narrow = await Reader.join(event_log, group, [both])

    async def shared() -> bool:
        await asyncio.gather(wide.read(timeout_s=0.05), narrow.read(timeout_s=0.05))
        of_one = {Partition(one, n) for n in range(4)}
        mine, theirs = wide.subscription.assignment(), narrow.subscription.assignment()
        return of_one <= mine and len(mine - of_one) == 2 and len(theirs) == 2

    await eventually(shared, what="a share of two and all of the other topic", interval_s=0)
    await wide.subscription.close()
    await narrow.subscription.close()

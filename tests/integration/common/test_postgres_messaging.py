"""Inbox, outbox and relay on a real PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text
from structlog.testing import capture_logs
from typing_extensions import override

from moderation_common.errors import PermanentError, TransientError
from moderation_common.eventlog.port import Message
from moderation_common.events import ActionCompleted, Event
from moderation_common.identity import ActionId, CommentRef
from moderation_common.policy.approval import TakenUp
from moderation_common.postgres import (
    HANDLED_KEPT,
    REFUSED_KEPT,
    Database,
    ForgetHandled,
    OutboxRelay,
    PolicyVersionRows,
    SubjectVault,
    forgetting,
    migrate,
)
from moderation_common.testing import MemoryEventLog
from moderation_common.vault import Vault
from moderation_common.vocabulary import Action, Platform
from tests.support.embedded_postgres import EmbeddedPostgres
from tests.support.waiting import eventually

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
SCHEMA = "sample"


def make_event(number: int, comment_id: str = "1_2") -> Event:
    """Return an event about one comment; the number makes it another event."""
    ref = CommentRef(platform=Platform.FACEBOOK, account_id="1", comment_id=comment_id)
    return Event.build(
        ActionCompleted(action_id=ActionId(str(number)), ref=ref, action=Action.HIDE, attempts=1),
        cause=f"test {number}",
        source="/test",
        subject=str(ref),
        organisation="bsw",
        correlation_id=ref.correlation_id,
        time=NOW,
    )


@pytest.fixture
async def database(fresh_database: str) -> AsyncIterator[Database]:
    """Give a migrated schema."""
    await migrate(fresh_database, package="tests.support.sample_service", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    yield database
    await database.close()


async def published(log: MemoryEventLog) -> list[str]:
    """Return the ids of all events on the actions topic, in order."""
    subscription = await log.subscribe("reader", ["moderation.actions.v1"])
    batches = await subscription.fetch(max_records=1000, timeout_s=0.01)
    records = [record for records in batches.values() for record in records]
    await subscription.close()
    return [record.message.headers["ce_id"] for record in records]


async def handle(database: Database, event: Event, follow: Event) -> bool:
    """Handle an event as a service does: inbox, state, outbox."""
    async with database.unit_of_work() as unit:
        if not await unit.claim(event, consumer="test"):
            return False
        await unit.connection.execute(
            text("INSERT INTO handled VALUES (CAST(:id AS uuid))"), {"id": event.id}
        )
        await unit.publish([follow])
    return True


async def count(database: Database) -> int:
    """Return how many effects there were."""
    async with database.unit_of_work() as unit:
        result = await unit.connection.execute(text("SELECT count(*) FROM handled"))
        return int(result.scalar_one())


async def test_migrating_twice_and_at_once_does_it_once(fresh_database: str) -> None:
    """Four services that start together, and again tomorrow, find one schema."""
    await asyncio.gather(
        *(
            migrate(fresh_database, package="tests.support.sample_service", schema=SCHEMA)
            for _ in range(4)
        )
    )


async def test_a_repeated_event_has_one_effect(database: Database) -> None:
    """The second delivery is recognised."""
    event, follow = make_event(1), make_event(2)
    assert await handle(database, event, follow)
    assert not await handle(database, event, follow)
    assert await count(database) == 1


async def test_deliveries_at_the_same_time_have_one_effect(database: Database) -> None:
    """Two consumers that hold the same event cannot both act on it."""
    event, follow = make_event(1), make_event(2)
    won = await asyncio.gather(*(handle(database, event, follow) for _ in range(5)))
    assert sorted(won) == [False, False, False, False, True]
    assert await count(database) == 1


async def test_a_failed_handler_leaves_nothing(database: Database) -> None:
    """Inbox mark, state and outbox come and go together."""
    event = make_event(1)

    async def fail() -> None:
        async with database.unit_of_work() as unit:
            await unit.claim(event, consumer="test")
            await unit.publish([make_event(2)])
            raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        await fail()
    log = MemoryEventLog()
    assert await OutboxRelay(database, log).move_batch() == 0
    assert await handle(database, event, make_event(2))


async def test_the_relay_publishes_in_order_and_once(database: Database) -> None:
    """What was added first is published first, and the outbox is empty afterwards."""
    events = [make_event(number) for number in range(20)]
    for event in events:
        async with database.unit_of_work() as unit:
            await unit.publish([event])
    log = MemoryEventLog()
    relay = OutboxRelay(database, log)
    assert await relay.move_batch() == 20
    assert await relay.move_batch() == 0
    assert await published(log) == [event.id for event in events]


async def test_an_outage_of_the_log_keeps_the_events(database: Database) -> None:
    """Publishing that failed is tried again with the same events."""

    class AwayLog(MemoryEventLog):
        @override
        async def publish(self, topic: str, messages: Sequence[Message]) -> None:
            raise TransientError("the log is away")

    async with database.unit_of_work() as unit:
        await unit.publish([make_event(1)])
    with pytest.raises(TransientError):
        await OutboxRelay(database, AwayLog()).move_batch()
    log = MemoryEventLog()
    assert await OutboxRelay(database, log).move_batch() == 1
    assert await published(log) == [make_event(1).id]


class NarrowLog(MemoryEventLog):
    """Refuses every batch with a message of one comment, as Kafka does with one too large."""

    @override
    async def publish(self, topic: str, messages: Sequence[Message]) -> None:
        for message in messages:
            if "too_large" in message.key:
                raise PermanentError("A message is larger than the log takes.")
            await super().publish(topic, [message])


async def refused(database: Database) -> list[tuple[str, str]]:
    """Return which events were put aside, and why."""
    async with database.unit_of_work() as unit:
        rows = await unit.connection.execute(
            text("SELECT headers ->> 'ce_id' AS id, reason FROM outbox_refused ORDER BY id")
        )
        return [(row.id, row.reason) for row in rows]


def counted() -> float:
    """Return how many events were put aside so far, as an operator sees it."""
    labels = {"service": SCHEMA, "topic": "moderation.actions.v1"}
    return REGISTRY.get_sample_value("moderation_outbox_refused_total", labels) or 0.0


async def test_what_the_log_never_takes_is_put_aside_and_the_rest_goes_on(
    database: Database,
) -> None:
    """Nothing behind it waits, the order of the rest stays, and people can look at it."""
    events = [make_event(n, "too_large" if n in (3, 7) else "1_2") for n in range(10)]
    async with database.unit_of_work() as unit:
        await unit.publish(events)
    log = NarrowLog()
    before = counted()
    with capture_logs() as lines:
        assert await OutboxRelay(database, log).move_batch() == 10
    assert counted() == before + 2
    reason = "A message is larger than the log takes."
    aside = [events[3].id, events[7].id]
    assert sorted(await refused(database)) == sorted((each, reason) for each in aside)
    assert [line["event_id"] for line in lines if line["event"] == "event_refused"] == aside
    # What went before one that was refused may go twice, as after a crash.
    ids = await published(log)
    rest = [event.id for event in events if event.id not in aside]
    assert list(dict.fromkeys(ids)) == rest
    assert ids[-len(rest) :] == rest
    async with database.unit_of_work() as unit:
        assert await database.outbox.count(unit.connection) == 0


async def test_the_relay_outlives_what_the_log_never_takes(database: Database) -> None:
    """It goes on with what comes later, and lets go of what has waited long enough."""
    async with database.unit_of_work() as unit:
        await unit.publish([make_event(1, "too_large"), make_event(2)])
    log = NarrowLog()
    old = OutboxRelay(database, log, clock=lambda: datetime.now(UTC) + REFUSED_KEPT)
    young = OutboxRelay(
        database, log, clock=lambda: datetime.now(UTC) + REFUSED_KEPT - timedelta(days=1)
    )
    assert await _ran(young, until=lambda: bool(log.messages("moderation.actions.v1")))
    assert await published(log) == [make_event(2).id]
    assert len(await refused(database)) == 1
    async with database.unit_of_work() as unit:
        await unit.publish([make_event(3)])
    assert await _ran(old, until=lambda: len(log.messages("moderation.actions.v1")) == 2)
    assert await refused(database) == []


async def test_an_outage_puts_nothing_aside(database: Database) -> None:
    """While the log is away nobody knows what it would take, so everything waits as it was."""

    class BrokenLog(NarrowLog):
        @override
        async def publish(self, topic: str, messages: Sequence[Message]) -> None:
            await super().publish(topic, messages)
            if len(messages) == 1:
                raise TransientError("the log is away")

    async with database.unit_of_work() as unit:
        await unit.publish([make_event(1, "too_large"), make_event(2)])
    with pytest.raises(TransientError):
        await OutboxRelay(database, BrokenLog()).move_batch()
    assert await refused(database) == []
    async with database.unit_of_work() as unit:
        assert await database.outbox.count(unit.connection) == 2


async def _ran(relay: OutboxRelay, *, until: Callable[[], bool]) -> bool:
    """Run a relay until something holds, and to its end."""
    running = asyncio.create_task(relay.run())

    async def holds() -> bool:
        return until() or running.done()

    await eventually(holds, what="the relay's work")
    relay.stop()
    await running
    return until()


async def test_two_relays_do_not_publish_twice(database: Database) -> None:
    """Replicas of a service share one outbox, one relay at a time."""
    for number in range(50):
        async with database.unit_of_work() as unit:
            await unit.publish([make_event(number)])
    log = MemoryEventLog()
    moved = await asyncio.gather(*(OutboxRelay(database, log).move_batch() for _ in range(4)))
    assert sum(moved) == 50
    assert len(await published(log)) == 50


async def test_an_away_database_is_an_outage_not_a_bug(
    stoppable_postgres: EmbeddedPostgres,
) -> None:
    """Handlers see `TransientError` while PostgreSQL is down, and go on when it is back."""
    url = await stoppable_postgres.create_database()
    await migrate(url, package="tests.support.sample_service", schema=SCHEMA)
    database = Database(url, schema=SCHEMA)
    try:
        await database.check()
        stoppable_postgres.stop()
        with pytest.raises(TransientError, match="database"):
            await handle(database, make_event(1), make_event(2))
        with pytest.raises(TransientError):
            await database.check()
        stoppable_postgres.start()
        assert await handle(database, make_event(1), make_event(2))
    finally:
        await database.close()


async def test_erasing_a_subject_is_destroying_its_key(database: Database) -> None:
    """Sealed text opens until its subject's key is destroyed, then never again."""
    vault = SubjectVault(Vault.from_text(Vault.generate_key()), schema=SCHEMA)
    async with database.unit_of_work() as unit:
        sealed = await vault.seal(unit.connection, "facebook/1/9", "hello")
        assert sealed is not None
        assert await vault.open(unit.connection, "facebook/1/9", sealed) == "hello"
        assert await vault.destroy(unit.connection, "facebook/1/9")
        assert await vault.open(unit.connection, "facebook/1/9", sealed) is None
        assert await vault.seal(unit.connection, "facebook/1/9", "again") is None


async def test_many_texts_are_opened_as_each_is_by_itself(database: Database) -> None:
    """In their order, the same subject's more than once, and none of one that was erased."""
    vault = SubjectVault(Vault.from_text(Vault.generate_key()), schema=SCHEMA)
    async with database.unit_of_work() as unit:
        sealed: list[tuple[str, bytes]] = []
        for subject, content in (("a", "one"), ("b", "two"), ("c", "three"), ("a", "four")):
            kept = await vault.seal(unit.connection, subject, content)
            assert kept is not None
            sealed.append((subject, kept))
        assert await vault.destroy(unit.connection, "b")
        opened = await vault.open_each(unit.connection, sealed)
        assert list(opened) == ["one", None, "three", "four"]
        assert list(await vault.open_each(unit.connection, [])) == []


async def test_marks_go_when_no_event_comes_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few at a time until none is left; those in use and the policy versions stay."""
    monkeypatch.setattr(forgetting, "_AT_ONCE", 2)
    taken = TakenUp(reference="bsw@1", sha256="a")
    old = "UPDATE sample.inbox SET handled_at = now() - make_interval(days => :days)"
    async with database.unit_of_work() as unit:
        await PolicyVersionRows(unit.connection, schema=SCHEMA).keep(taken)
        for number in range(5):
            assert await unit.claim(make_event(number), consumer="test")
        await unit.connection.execute(text(old), {"days": HANDLED_KEPT.days + 1})
        assert await unit.claim(make_event(5), consumer="test")
    await ForgetHandled(database, clock=lambda: datetime.now(UTC) - timedelta(days=2))()
    assert await marks(database) == 7
    await ForgetHandled(database, clock=lambda: datetime.now(UTC))()
    assert await marks(database) == 2
    async with database.unit_of_work() as unit:
        kept = await PolicyVersionRows(unit.connection, schema=SCHEMA).taken_up()
        assert list(kept) == [taken]
        assert not await unit.claim(make_event(5), consumer="test")


async def marks(database: Database) -> int:
    """Return how many marks there are."""
    async with database.unit_of_work() as unit:
        result = await unit.connection.execute(text("SELECT count(*) FROM sample.inbox"))
        return int(result.scalar_one())

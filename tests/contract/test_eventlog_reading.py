"""What every engine promises about reading a whole topic as no member of any group."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing

import pytest

from moderation_common.errors import TransientError
from moderation_common.eventlog import EventLog, Record
from tests.support.eventlog_engines import Engine, Reader, message, new_name, numbers_by_key
from tests.support.waiting import eventually


async def _read(event_log: EventLog, topic: str, *, max_records: int = 500) -> list[Record]:
    return [
        record
        async for records in event_log.read(topic, max_records=max_records)
        for record in records
    ]


async def test_all_that_a_topic_holds_is_read_in_order(event_log: EventLog) -> None:
    """Every record comes once, in order within its key, as it was sent, and twice the same."""
    topic = new_name("topic")
    await event_log.publish(topic, [message(f"key-{n % 7}", n) for n in range(100)])
    first = await _read(event_log, topic)

    assert numbers_by_key(first) == {f"key-{n}": list(range(n, 100, 7)) for n in range(7)}
    assert {record.partition.topic for record in first} == {topic}
    assert all(
        record.message == message(record.message.key, int(record.message.headers["number"]))
        for record in first
    )
    assert numbers_by_key(await _read(event_log, topic)) == numbers_by_key(first)


async def test_batches_are_bounded_and_never_empty(event_log: EventLog) -> None:
    """A reader holds no more in memory than it asked for."""
    topic = new_name("topic")
    await event_log.publish(topic, [message(f"key-{n}", n) for n in range(50)])
    sizes = [len(records) async for records in event_log.read(topic, max_records=8)]

    assert sum(sizes) == 50
    assert 1 <= min(sizes) <= max(sizes) <= 8


async def test_an_empty_topic_ends_at_once(event_log: EventLog) -> None:
    """Where nothing was published there is nothing to wait for."""
    topic = new_name("topic")
    await event_log.publish(topic, [])

    assert await _read(event_log, topic) == []


async def test_what_comes_while_reading_is_left_out(event_log: EventLog) -> None:
    """Reading ends where the topic ended when it began, however much is published meanwhile."""
    topic = new_name("topic")
    await event_log.publish(topic, [message(f"key-{n}", n) for n in range(40)])
    found: list[Record] = []
    async for records in event_log.read(topic, max_records=10):
        found += records
        await event_log.publish(topic, [message(f"late-{n}", n) for n in range(20)])

    assert sum(map(len, numbers_by_key(found).values())) == 40
    assert not any(record.message.key.startswith("late") for record in found)


async def test_nobodys_place_moves(event_log: EventLog) -> None:
    """A group that was there goes on where it stood, and a new one starts at the earliest."""
    topic = new_name("topic")
    await event_log.publish(topic, [message("a", n) for n in range(6)])
    before = await Reader.join(event_log, new_name("group"), [topic], commits=False)
    records = list(await before.read_until(6))
    await before.subscription.commit(records[0].partition, records[2].offset)
    await _read(event_log, topic)
    lag = await before.subscription.lag()
    after = await Reader.join(event_log, new_name("group"), [topic])
    await after.read_until(6)

    assert lag[records[0].partition] == 4
    assert numbers_by_key(after.records) == {"a": list(range(6))}
    await before.subscription.close()
    await after.subscription.close()


async def test_a_reader_may_leave_early(event_log: EventLog) -> None:
    """Left after the first batch, it holds nothing, and the log serves others as before."""
    topic = new_name("topic")
    await event_log.publish(topic, [message(f"key-{n}", n) for n in range(40)])
    for _again in range(8):
        async with aclosing(event_log.read(topic, max_records=5)) as reading:
            first: Sequence[Record] = await anext(reading)
        assert first

    assert len(await _read(event_log, topic)) == 40


async def test_an_outage_is_told_and_survived(stoppable_engine: Engine) -> None:
    """Away, reading raises `TransientError`; back, everything is read again."""
    topic = new_name("topic")
    event_log = await stoppable_engine.open()
    await event_log.publish(topic, [message(f"key-{n}", n) for n in range(20)])
    assert len(await _read(event_log, topic)) == 20
    await stoppable_engine.stop()
    with pytest.raises(TransientError):
        await _read(event_log, topic)
    await stoppable_engine.start()

    async def read_again() -> bool:
        return len(await _read(event_log, topic)) == 20

    await eventually(
        read_again, deadline_s=60, what="the whole topic again", ignoring=(TransientError,)
    )
    await event_log.close()

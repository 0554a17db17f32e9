"""What every engine promises about publishing, fetching and committing."""

from __future__ import annotations

import asyncio
import time

import pytest

from moderation_common.eventlog import EventLog, Message, Partition, PartitionLostError
from tests.support.eventlog_engines import (
    Engine,
    Reader,
    message,
    new_name,
    numbers_by_key,
)


async def _reader(event_log: EventLog, topic: str, group: str | None = None) -> Reader:
    return await Reader.join(event_log, group or new_name("group"), [topic])


async def test_order_per_key_is_kept(event_log: EventLog) -> None:
    """Messages of one key arrive in the order in which they were published, one by one."""
    topic = new_name("topic")

    async def publish_all(key: str) -> None:
        for number in range(20):
            await event_log.publish(topic, [message(key, number)])

    await asyncio.gather(*(publish_all(f"key-{n}") for n in range(8)))
    reader = await _reader(event_log, topic)
    records = await reader.read_until(8 * 20)

    assert numbers_by_key(records) == {f"key-{n}": list(range(20)) for n in range(8)}
    await reader.subscription.close()


async def test_a_batch_keeps_its_order(event_log: EventLog) -> None:
    """Messages of one call arrive in its order within each key, and batches after each other."""
    topic = new_name("topic")
    for start in (0, 50, 100):
        batch = [message(f"key-{n % 7}", n) for n in range(start, start + 50)]
        await event_log.publish(topic, batch)
    reader = await _reader(event_log, topic)
    records = await reader.read_until(150)

    for numbers in numbers_by_key(records).values():
        assert numbers == sorted(numbers)
    assert len(records) == 150
    await reader.subscription.close()


async def test_a_key_always_falls_in_one_partition(event_log: EventLog) -> None:
    """All messages of a key share a partition, and many keys use every partition."""
    topic = new_name("topic")
    await event_log.publish(topic, [message(f"key-{n % 40}", n) for n in range(200)])
    reader = await _reader(event_log, topic)
    partitions: dict[str, set[Partition]] = {}
    for record in await reader.read_until(200):
        partitions.setdefault(record.message.key, set()).add(record.partition)

    assert all(len(found) == 1 for found in partitions.values())
    assert len(set.union(*partitions.values())) == 4
    await reader.subscription.close()


async def test_messages_arrive_as_they_were_sent(event_log: EventLog) -> None:
    """Keys, headers and bodies come back exactly, whatever characters and bytes they hold."""
    topic = new_name("topic")
    sent = [
        Message(key="ünï/cödé 🏥", headers={"a": "naïve", "ce_type": "é\n\t"}, body="☕".encode()),
        Message(key="nul \x00 inside", headers={"nul": "\x00"}, body=b"\x00\xff\xfe"),
        Message(key="", headers={}, body=b""),
        Message(key="long", headers={"long": "x" * 5000}, body=b"y" * 300_000),
        Message(key="quotes", headers={'"': "\\\"'"}, body=b"\\x00"),
    ]
    await event_log.publish(topic, sent)
    reader = await _reader(event_log, topic)
    got = {r.message.key: r.message for r in await reader.read_until(len(sent))}

    assert got == {m.key: m for m in sent}
    await reader.subscription.close()


async def test_publishing_nothing_does_nothing(event_log: EventLog) -> None:
    """An empty batch is no error and no record."""
    topic = new_name("topic")
    await event_log.publish(topic, [])
    reader = await _reader(event_log, topic)
    await reader.own(4)

    assert await reader.read(timeout_s=0.05) == []
    await reader.subscription.close()


async def test_every_group_gets_everything(event_log: EventLog) -> None:
    """Groups do not take records from each other, and a late group starts at the earliest."""
    topic = new_name("topic")
    early = await _reader(event_log, topic)
    await event_log.publish(topic, [message(f"key-{n}", n) for n in range(30)])
    await early.read_until(30)
    late = await _reader(event_log, topic)
    await late.read_until(30)

    assert numbers_by_key(early.records) == numbers_by_key(late.records)
    assert len(late.records) == 30
    await early.subscription.close()
    await late.subscription.close()


async def test_one_member_may_read_several_topics(event_log: EventLog) -> None:
    """A subscription to two topics delivers both, each record under its own topic."""
    first, second = new_name("topic"), new_name("topic")
    reader = await Reader.join(event_log, new_name("group"), [first, second])
    await event_log.publish(first, [message("a", 1)])
    await event_log.publish(second, [message("a", 2)])
    records = await reader.read_until(2)

    assert {(r.partition.topic, r.message.headers["number"]) for r in records} == {
        (first, "1"),
        (second, "2"),
    }
    await reader.own(8)
    await reader.subscription.close()


async def test_a_waiting_fetch_wakes_when_something_comes(event_log: EventLog) -> None:
    """A fetch with a long time limit answers as soon as a record is published."""
    topic = new_name("topic")
    reader = await _reader(event_log, topic)
    await reader.own(4)
    started = time.monotonic()
    waiting = asyncio.create_task(reader.subscription.fetch(max_records=10, timeout_s=30))
    await event_log.publish(topic, [message("a", 1)])
    batches = await waiting

    assert sum(map(len, batches.values())) == 1
    assert time.monotonic() - started < 10
    await reader.subscription.close()


async def test_an_empty_fetch_answers_within_its_time(event_log: EventLog) -> None:
    """When nothing comes, the fetch returns an empty mapping at its time limit."""
    reader = await _reader(event_log, new_name("topic"))
    await reader.own(4)
    started = time.monotonic()
    batches = await reader.subscription.fetch(max_records=10, timeout_s=0.3)

    assert batches == {}
    assert 0.2 < time.monotonic() - started < 5
    await reader.subscription.close()


async def test_a_fetch_is_bounded_and_fair(event_log: EventLog) -> None:
    """No fetch exceeds `max_records`, and a long backlog does not hold up another partition."""
    topic = new_name("topic")
    await event_log.publish(topic, [message("busy", n) for n in range(200)])
    await event_log.publish(topic, [message(f"quiet-{n}", 0) for n in range(20)])
    reader = await _reader(event_log, topic)
    sizes: list[int] = []
    while len(reader.records) < 220:
        sizes.append(len(await reader.read(max_records=10)))
    quiet = [n for n, r in enumerate(reader.records) if r.message.key != "busy"]
    busy_partition = next(r.partition for r in reader.records if r.message.key == "busy")
    others = [n for n in quiet if reader.records[n].partition != busy_partition]

    assert max(sizes) <= 10
    assert others
    assert max(others) < 200
    await reader.subscription.close()


async def test_a_group_goes_on_where_it_committed(event_log: EventLog) -> None:
    """The committed offset is the next one to deliver: nothing twice after an orderly leave."""
    topic, group = new_name("topic"), new_name("group")
    await event_log.publish(topic, [message("a", n) for n in range(10)])
    first = await Reader.join(event_log, group, [topic], commits=False)
    records = await first.read_until(10)
    await first.subscription.commit(records[0].partition, records[6].offset + 1)
    await first.subscription.close()
    second = await _reader(event_log, topic, group)
    await event_log.publish(topic, [message("a", 10)])

    assert numbers_by_key(await second.read_until(4)) == {"a": [7, 8, 9, 10]}
    await second.subscription.close()


async def test_a_killed_member_loses_nothing(engine: Engine) -> None:
    """What a member fetched and did not commit is delivered again to the next one."""
    topic, group = new_name("topic"), new_name("group")
    event_log = await engine.open()
    await event_log.publish(topic, [message(f"key-{n % 9}", n) for n in range(90)])
    victim = await Reader.join(event_log, group, [topic], commits=False)
    fetched = await victim.read_until(90)
    partition = fetched[0].partition
    mine = [r for r in fetched if r.partition == partition]
    await victim.subscription.commit(partition, mine[4].offset + 1)
    await engine.kill(victim.subscription)
    heir = await Reader.join(await engine.open(), group, [topic])
    delivered = await heir.read_until(85)

    expected = {(r.partition, r.offset) for r in fetched} - {
        (partition, r.offset) for r in mine[:5]
    }
    assert {(r.partition, r.offset) for r in delivered} == expected
    await heir.subscription.close()


async def test_a_former_owner_cannot_commit(engine: Engine) -> None:
    """Once the partition has another owner, the old one's commit is refused and moves nothing."""
    topic, group = new_name("topic"), new_name("group")
    event_log = await engine.open()
    await event_log.publish(topic, [message(f"key-{n}", n) for n in range(40)])
    former = await Reader.join(event_log, group, [topic], commits=False)
    fetched = await former.read_until(40)
    await engine.cut_off(former.subscription)
    heir = await Reader.join(await engine.open(), group, [topic])
    await heir.read_until(40)
    for record in fetched:
        with pytest.raises(PartitionLostError):
            await former.subscription.commit(record.partition, 1)

    assert set((await heir.subscription.lag()).values()) == {0}
    await former.subscription.close()
    await heir.subscription.close()


async def test_lag_counts_what_is_not_committed(event_log: EventLog) -> None:
    """Lag is per owned partition and falls with commits, not with fetches."""
    topic = new_name("topic")
    await event_log.publish(topic, [message("a", n) for n in range(10)])
    reader = await Reader.join(event_log, new_name("group"), [topic], commits=False)
    records = await reader.read_until(10)
    await reader.own(4)
    partition = records[0].partition
    before = await reader.subscription.lag()
    await reader.subscription.commit(partition, records[3].offset + 1)
    after = await reader.subscription.lag()

    assert set(before) == reader.subscription.assignment()
    assert before[partition] == 10
    assert sum(before.values()) == 10
    assert after[partition] == 6
    await reader.subscription.close()


async def test_rewind_delivers_again(event_log: EventLog) -> None:
    """After a rewind the next fetch starts at the offset given, and then goes on in order."""
    topic = new_name("topic")
    await event_log.publish(topic, [message("a", n) for n in range(6)])
    reader = await Reader.join(event_log, new_name("group"), [topic], commits=False)
    records = list(await reader.read_until(6))
    reader.subscription.rewind(records[0].partition, records[2].offset)
    reader.subscription.rewind(Partition(topic, 99), 0)
    await event_log.publish(topic, [message("a", 6)])
    await reader.read_until(6 + 5)

    assert numbers_by_key(reader.records)["a"] == [0, 1, 2, 3, 4, 5, 2, 3, 4, 5, 6]
    await reader.subscription.close()


async def test_a_paused_partition_waits_and_the_others_go_on(event_log: EventLog) -> None:
    """Nothing comes from a paused partition until it is resumed, and then nothing is missing."""
    topic = new_name("topic")
    await event_log.publish(topic, [message(f"key-{n}", 0) for n in range(20)])
    reader = await _reader(event_log, topic)
    await reader.read_until(20)
    await reader.own(4)
    paused = reader.records[0].partition
    reader.subscription.pause(paused)
    await event_log.publish(topic, [message(f"key-{n}", 1) for n in range(20)])
    waiting = sum(r.partition == paused for r in reader.records)
    fresh = (await reader.read_until(40 - waiting))[20:]
    late = await reader.read(timeout_s=0.3)

    assert paused in reader.subscription.assignment()
    assert paused not in {r.partition for r in fresh}
    assert late == []
    reader.subscription.resume(paused)
    reader.subscription.resume(Partition(topic, 99))
    await reader.read_until(40)
    assert all(numbers == [0, 1] for numbers in numbers_by_key(reader.records).values())
    await reader.subscription.close()


async def test_a_rewound_and_paused_partition_starts_where_it_was_rewound(
    event_log: EventLog,
) -> None:
    """Pausing keeps the position: the way in which the consumer waits out an outage."""
    topic = new_name("topic")
    await event_log.publish(topic, [message("a", n) for n in range(5)])
    reader = await Reader.join(event_log, new_name("group"), [topic], commits=False)
    records = list(await reader.read_until(5))
    partition = records[0].partition
    reader.subscription.rewind(partition, records[1].offset)
    reader.subscription.pause(partition)

    assert await reader.read(timeout_s=0.2) == []
    reader.subscription.resume(partition)
    await reader.read_until(9)
    assert numbers_by_key(reader.records)["a"] == [0, 1, 2, 3, 4, 1, 2, 3, 4]
    await reader.subscription.close()


async def test_concurrent_publishers_leave_no_gap(engine: Engine) -> None:
    """Whatever several processes publish at once is delivered once, at offsets without a gap."""
    topic = new_name("topic")
    logs = [await engine.open() for _ in range(4)]
    reader = await _reader(logs[0], topic)

    async def publish_all(publisher: int) -> None:
        for batch in range(15):
            messages = [message(f"{publisher}-{n % 5}", batch * 10 + n) for n in range(10)]
            await logs[publisher].publish(topic, messages)

    publishing = asyncio.gather(*(publish_all(n) for n in range(4)))
    await reader.read_until(600)
    await publishing
    offsets: dict[Partition, list[int]] = {}
    for record in reader.records:
        offsets.setdefault(record.partition, []).append(record.offset)

    assert len(reader.records) == 600
    for found in offsets.values():
        assert found == list(range(found[0], found[0] + len(found)))
    for numbers in numbers_by_key(reader.records).values():
        assert numbers == sorted(numbers)
    await reader.subscription.close()

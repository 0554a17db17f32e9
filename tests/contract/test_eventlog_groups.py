"""What every engine promises about sharing partitions between the members of a group."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Final

from moderation_common.eventlog import EventLog, Partition, Record
from tests.support.eventlog_engines import (
    Engine,
    Reader,
    assert_single_owners,
    message,
    new_name,
    numbers_by_key,
    settle,
)
from tests.support.waiting import eventually

_PARTITIONS: Final = 4


async def _join(event_log: EventLog, group: str, topic: str) -> Reader:
    return await Reader.join(event_log, group, [topic])


async def test_members_share_the_partitions_evenly(engine: Engine) -> None:
    """Each partition has one owner, and as members come the shares differ by one at most."""
    topic, group = new_name("topic"), new_name("group")
    readers: list[Reader] = []
    for _ in range(5):
        readers.append(await _join(await engine.open(), group, topic))
        await settle(readers, partitions=_PARTITIONS)
    sizes = sorted(len(r.subscription.assignment()) for r in readers)

    assert sizes == [0, 1, 1, 1, 1]
    await asyncio.gather(*(reader.subscription.close() for reader in readers))


async def test_the_rest_take_over_when_a_member_leaves(engine: Engine) -> None:
    """After an orderly leave nothing is lost and nothing committed comes again."""
    topic, group = new_name("topic"), new_name("group")
    event_log = await engine.open()
    staying = await _join(event_log, group, topic)
    leaving = await _join(await engine.open(), group, topic)
    await settle([staying, leaving], partitions=_PARTITIONS)
    await event_log.publish(topic, [message(f"key-{n % 12}", n) for n in range(60)])

    async def all_read() -> bool:
        await asyncio.gather(staying.read(), leaving.read())
        return len(staying.records) + len(leaving.records) == 60

    await eventually(all_read, what="60 records between two members")
    await leaving.subscription.close()
    await event_log.publish(topic, [message(f"key-{n % 12}", n) for n in range(60, 120)])
    await staying.own(_PARTITIONS)
    already = len(leaving.records)
    await staying.read_until(120 - already)

    assert leaving.records
    assert len(staying.records) == 120 - already
    numbers = [
        n for r in (staying, leaving) for ns in numbers_by_key(r.records).values() for n in ns
    ]
    assert sorted(numbers) == list(range(120))
    await staying.subscription.close()


async def test_the_rest_take_over_when_a_member_is_killed(engine: Engine) -> None:
    """A member that vanishes gives up its partitions without a word."""
    topic, group = new_name("topic"), new_name("group")
    event_log = await engine.open()
    staying = await _join(event_log, group, topic)
    victim = await _join(await engine.open(), group, topic)
    await settle([staying, victim], partitions=_PARTITIONS)
    await engine.kill(victim.subscription)
    await staying.own(_PARTITIONS)
    await event_log.publish(topic, [message(f"key-{n}", n) for n in range(40)])
    await staying.read_until(40)

    await staying.subscription.close()


async def test_work_in_hand_is_committed_before_a_partition_is_given_away(engine: Engine) -> None:
    """`on_revoked` is awaited first, and a commit within it still counts."""
    topic, group = new_name("topic"), new_name("group")
    event_log = await engine.open()
    await event_log.publish(topic, [message(f"key-{n}", n) for n in range(40)])
    revoked: set[Partition] = set()

    async def finish(partitions: Collection[Partition]) -> None:
        revoked.update(partitions)
        for partition in partitions:
            offsets = [r.offset for r in giving.records if r.partition == partition]
            await giving.subscription.commit(partition, max(offsets) + 1)

    giving = Reader(await event_log.subscribe(group, [topic], on_revoked=finish), commits=False)
    await giving.read_until(40)
    taking = await _join(await engine.open(), group, topic)
    await settle([giving, taking], partitions=_PARTITIONS)

    assert revoked >= taking.subscription.assignment()
    assert taking.records == []
    await giving.subscription.close()
    await taking.subscription.close()


async def test_a_pause_does_not_outlive_the_ownership(engine: Engine) -> None:
    """A partition that was given away while paused, and comes back, is delivered from again."""
    topic, group = new_name("topic"), new_name("group")
    event_log = await engine.open()
    first = await _join(event_log, group, topic)
    await first.own(_PARTITIONS)
    for partition in first.subscription.assignment():
        first.subscription.pause(partition)
    second = await _join(await engine.open(), group, topic)
    await settle([first, second], partitions=_PARTITIONS)
    given = second.subscription.assignment()
    await second.subscription.close()
    await first.own(_PARTITIONS)
    await event_log.publish(topic, [message(f"key-{n}", n) for n in range(40)])
    expected = sum(r.partition in given for r in await _everything(event_log, topic, 40))
    await first.read_until(expected)

    assert {r.partition for r in first.records} == given
    await first.subscription.close()


async def test_a_pause_outlives_a_rebalance_that_leaves_the_partition_alone(
    engine: Engine,
) -> None:
    """A partition that stays with its member through a rebalance stays paused, and resumes."""
    topic, group = new_name("topic"), new_name("group")
    event_log = await engine.open()
    first = await _join(event_log, group, topic)
    await first.own(_PARTITIONS)
    for partition in first.subscription.assignment():
        first.subscription.pause(partition)
    second = await _join(await engine.open(), group, topic)
    await settle([first, second], partitions=_PARTITIONS)
    kept = first.subscription.assignment()
    await event_log.publish(topic, [message(f"key-{n}", n) for n in range(40)])
    everything = await _everything(event_log, topic, 40)
    others = sum(r.partition not in kept for r in everything)
    await second.read_until(others)

    assert await first.read(timeout_s=0.3) == []
    for partition in kept:
        first.subscription.resume(partition)
    await first.read_until(40 - others)
    await first.subscription.close()
    await second.subscription.close()


async def _everything(event_log: EventLog, topic: str, count: int) -> list[Record]:
    reader = await _join(event_log, new_name("group"), topic)
    records = await reader.read_until(count)
    await reader.subscription.close()
    return records


async def test_nothing_is_lost_while_members_come_and_go(engine: Engine) -> None:
    """Through joins, leaves and kills under traffic every record arrives, one owner at a time."""
    topic, group = new_name("topic"), new_name("group")
    event_log = await engine.open()
    readers = [await _join(event_log, group, topic)]
    gone: list[Reader] = []
    total = 400

    async def publish_all() -> None:
        for number in range(total):
            await event_log.publish(topic, [message(f"key-{number % 16}", number)])

    async def read_some(rounds: int) -> None:
        for _ in range(rounds):
            await asyncio.gather(*(reader.read(timeout_s=0.05) for reader in readers))
            assert_single_owners(readers)

    publishing = asyncio.create_task(publish_all())
    for change in ("join", "join", "leave", "join", "kill", "join", "leave"):
        await read_some(3)
        if change == "join":
            readers.append(await _join(await engine.open(), group, topic))
        else:
            leaver = readers.pop(0)
            gone.append(leaver)
            if change == "leave":
                await leaver.subscription.close()
            else:
                await engine.kill(leaver.subscription)
    await publishing

    def missing() -> set[str]:
        seen = {r.message.headers["number"] for reader in readers + gone for r in reader.records}
        return {str(n) for n in range(total)} - seen

    async def complete() -> bool:
        await read_some(1)
        return not missing()

    await eventually(complete, deadline_s=30, what="every record", interval_s=0)
    await asyncio.gather(*(reader.subscription.close() for reader in readers))

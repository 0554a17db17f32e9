"""What every engine promises while it is away, and when it returns."""

from __future__ import annotations

import contextlib

import pytest

from moderation_common.errors import TransientError
from moderation_common.eventlog import EventLog
from tests.support.eventlog_engines import Engine, Reader, message, new_name, numbers_by_key
from tests.support.waiting import eventually


async def test_the_same_objects_serve_before_and_after_an_outage(
    stoppable_engine: Engine,
) -> None:
    """Away, every call raises `TransientError`; back, delivery goes on at the committed offset."""
    topic = new_name("topic")
    event_log = await stoppable_engine.open()
    await event_log.publish(topic, [message("a", n) for n in range(4)])
    reader = await Reader.join(event_log, new_name("group"), [topic], commits=False)
    records = list(await reader.read_until(4))
    await reader.subscription.commit(records[0].partition, records[1].offset + 1)

    await stoppable_engine.stop()
    await eventually(lambda: _is_away(event_log), deadline_s=30, what="an engine that is away")
    with pytest.raises(TransientError):
        await event_log.publish(topic, [message("b", 0)])
    with pytest.raises(TransientError):
        await event_log.subscribe(new_name("group"), [new_name("topic")])
    with pytest.raises(TransientError):
        await reader.subscription.commit(records[0].partition, records[3].offset + 1)
    await eventually(lambda: _fetch_fails(reader), deadline_s=30, what="a fetch that fails")
    await stoppable_engine.start()

    reader.records.clear()
    await _publish_in_the_end(event_log, topic)
    await _read_in_the_end(reader, until=4)
    assert numbers_by_key(reader.records)["a"] == [2, 3, 4]
    await reader.subscription.close()
    await event_log.close()


async def _is_away(event_log: EventLog) -> bool:
    try:
        await event_log.check()
    except TransientError:
        return True
    return False


async def _fetch_fails(reader: Reader) -> bool:
    try:
        await reader.read()
    except TransientError:
        return True
    return False


async def _publish_in_the_end(event_log: EventLog, topic: str) -> None:
    async def published() -> bool:
        await event_log.publish(topic, [message("a", 4)])
        return True

    await eventually(
        published, deadline_s=60, what="an engine that is back", ignoring=(TransientError,)
    )


async def _read_in_the_end(reader: Reader, *, until: int) -> None:
    async def read() -> bool:
        await reader.read()
        return until in numbers_by_key(reader.records).get("a", [])

    await eventually(read, deadline_s=60, what="the last record", ignoring=(TransientError,))


async def test_closing_during_an_outage_does_not_hang(stoppable_engine: Engine) -> None:
    """A service that is told to stop while its engine is away can still leave."""
    event_log = await stoppable_engine.open()
    reader = await Reader.join(event_log, new_name("group"), [new_name("topic")])
    await reader.own(4)
    await stoppable_engine.stop()
    with contextlib.suppress(TransientError):
        await reader.subscription.close()
    await event_log.close()
    await stoppable_engine.start()

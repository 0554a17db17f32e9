"""The consume loop keeps its promises on every engine."""

from __future__ import annotations

import asyncio

import pytest

from moderation_common.errors import PermanentError, TransientError
from moderation_common.eventlog import Consumer, DeadLetterBudget, EventLog, Message
from moderation_common.eventlog.consumer import BudgetExceededError
from moderation_common.events import Event, dead_letter_topic
from tests.support.consuming import (
    QUICK,
    Handled,
    event,
    partitions_by_key,
    publish,
    read_all,
    running,
)
from tests.support.eventlog_engines import Engine, Reader, new_name
from tests.support.waiting import eventually


def _consumer(event_log: EventLog, topic: str, handled: Handled, **options: object) -> Consumer:
    settings: dict[str, object] = {"group": new_name("group"), "retry": QUICK} | options
    return Consumer(event_log, topics=[topic], handler=handled, **settings)  # type: ignore[arg-type]


async def _nothing_in(event_log: EventLog, topic: str) -> bool:
    reader = await Reader.join(event_log, new_name("group"), [topic])
    await reader.own(4)
    empty = not await reader.read(timeout_s=0.3)
    await reader.subscription.close()
    return empty and not reader.records


async def test_events_are_handled_in_order_and_committed(event_log: EventLog) -> None:
    """Each comment's events arrive in order, and a restart does not repeat them."""
    topic, group = new_name("topic"), new_name("group")
    events = [event(f"c{n % 5}", n) for n in range(50)]
    await publish(event_log, topic, events)
    first = Handled()
    async with running(_consumer(event_log, topic, first, group=group)):
        await eventually(lambda: len(first.done) == 50, what="50 events")
    second = Handled()
    last = event("c0", 50)
    async with running(_consumer(event_log, topic, second, group=group)):
        await publish(event_log, topic, [last])
        await eventually(lambda: second.done, what="the new event")

    for subject in {e.subject for e in events}:
        assert first.of(subject) == [e.id for e in events if e.subject == subject]
    assert second.ids() == [last.id]


async def test_poison_is_put_aside_with_its_reason(event_log: EventLog) -> None:
    """An event that can never succeed goes to the dead letters once, and the rest goes on."""
    topic = new_name("topic")
    poison, good = event("c", 0), event("c", 1)
    await publish(event_log, topic, [poison])
    await event_log.publish(topic, [Message(key="junk", headers={}, body=b"\xff not ours")])
    await publish(event_log, topic, [good])
    handled = Handled(
        lambda e: PermanentError("The page is unknown; register it.") if e == poison else None
    )
    async with running(_consumer(event_log, topic, handled)):
        await eventually(lambda: handled.done, what="the good event")
        letters = await read_all(event_log, dead_letter_topic(topic), 2)
    by_key = {r.message.key: r.message for r in letters}
    letter, junk = by_key[poison.key], by_key["junk"]

    assert handled.ids() == [good.id]
    assert handled.tries[poison.id] == 1
    assert letter.headers["dlq_reason"] == "The page is unknown; register it."
    assert letter.headers["dlq_topic"] == topic
    assert {"dlq_partition", "dlq_offset"} <= letter.headers.keys()
    assert Event.read(letter.headers, letter.body) == poison
    assert "is not known" in junk.headers["dlq_reason"]
    assert junk.body == b"\xff not ours"


async def test_an_outage_pauses_its_partition_and_no_other(event_log: EventLog) -> None:
    """While one event waits for a service that is away the other partitions go on, in order."""
    topic = new_name("topic")
    events = [event(f"c{n % 16}", n) for n in range(64)]
    await publish(event_log, topic, events)
    partitions = await partitions_by_key(event_log, topic, 64)
    stuck = events[0]
    away = True
    handled = Handled(
        lambda e: TransientError("The platform is away.") if away and e == stuck else None
    )
    others = [e for e in events if partitions[e.key] != partitions[stuck.key]]
    behind = [e for e in events if partitions[e.key] == partitions[stuck.key]]
    async with running(_consumer(event_log, topic, handled)):
        await eventually(
            lambda: len(handled.done) >= len(others) and handled.tries.get(stuck.id, 0) > 5,
            what="the other partitions' events and several attempts",
        )
        assert {e.id for e in handled.done} == {e.id for e in others}
        away = False
        await eventually(lambda: len(handled.done) == 64, what="everything after the outage")

    assert [i for i in handled.ids() if i in {e.id for e in behind}] == [e.id for e in behind]
    assert await _nothing_in(event_log, dead_letter_topic(topic))


async def test_a_bug_is_tried_a_few_times_and_put_aside(event_log: EventLog) -> None:
    """Any other exception is retried up to the limit; the reason names its kind, not its text."""
    topic = new_name("topic")
    broken, good = event("c", 0), event("c", 1)
    await publish(event_log, topic, [broken, good])
    handled = Handled(lambda e: KeyError("what they wrote") if e == broken else None)
    async with running(_consumer(event_log, topic, handled)):
        await eventually(lambda: handled.done, what="the good event")
        letters = await read_all(event_log, dead_letter_topic(topic), 1)

    assert handled.tries[broken.id] == QUICK.max_bug_attempts
    assert handled.ids() == [good.id]
    assert "KeyError" in letters[0].message.headers["dlq_reason"]
    assert "wrote" not in letters[0].message.headers["dlq_reason"]


async def test_too_many_dead_letters_stop_the_consumer(event_log: EventLog) -> None:
    """Over its budget the consumer stops, says why, and leaves the rest where it is."""
    topic, group = new_name("topic"), new_name("group")
    events = [event("c", n) for n in range(10)]
    await publish(event_log, topic, events)
    handled = Handled(lambda _e: PermanentError("No."))
    budget = DeadLetterBudget(allowance=3, ratio=0.5, window=100)
    consumer = _consumer(event_log, topic, handled, group=group, budget=budget)
    with pytest.raises(BudgetExceededError):
        await asyncio.wait_for(consumer.run(), timeout=30)
    letters = await read_all(event_log, dead_letter_topic(topic), 3)
    mended = Handled()
    async with running(_consumer(event_log, topic, mended, group=group)):
        await eventually(lambda: len(mended.done) == 7, what="the events that were left")

    assert consumer.failure is not None
    assert "4 of the last 4" in consumer.failure
    assert [Event.read(r.message.headers, r.message.body) for r in letters] == events[:3]
    assert mended.ids() == [e.id for e in events[3:]]


async def test_stopping_finishes_the_record_in_hand(event_log: EventLog) -> None:
    """What is being handled when the stop comes is finished and committed; the rest is left."""
    topic, group = new_name("topic"), new_name("group")
    events = [event("c", n) for n in range(5)]
    await publish(event_log, topic, events)
    first = Handled()

    def stop_at_the_second(e: Event) -> None:
        if e == events[1]:
            consumer.stop()

    first.fail = stop_at_the_second
    consumer = _consumer(event_log, topic, first, group=group)
    await asyncio.wait_for(consumer.run(), timeout=30)
    second = Handled()
    async with running(_consumer(event_log, topic, second, group=group)):
        await eventually(lambda: len(second.done) == 3, what="the rest")

    assert first.ids() == [e.id for e in events[:2]]
    assert second.ids() == [e.id for e in events[2:]]


async def test_a_handler_that_hangs_is_an_outage(event_log: EventLog) -> None:
    """A handler over its time is cancelled and tried again, and never put aside."""
    topic = new_name("topic")
    await publish(event_log, topic, [event("c", 0)])
    tries = 0

    async def handle(_event: Event) -> None:
        nonlocal tries
        tries += 1
        if tries <= QUICK.max_bug_attempts + 1:
            await asyncio.Event().wait()

    consumer = Consumer(
        event_log,
        group=new_name("group"),
        topics=[topic],
        handler=handle,
        retry=QUICK,
        handler_timeout_s=0.05,
    )
    async with running(consumer):
        await eventually(lambda: tries == QUICK.max_bug_attempts + 2, what="the last attempt")

    assert await _nothing_in(event_log, dead_letter_topic(topic))


async def test_two_consumers_share_the_work(engine: Engine) -> None:
    """A consumer that joins takes its share at once; every event is handled once."""
    topic, group = new_name("topic"), new_name("group")
    logs = [await engine.open(), await engine.open()]
    handled = [Handled(), Handled()]
    consumers = [
        _consumer(log, topic, h, group=group) for log, h in zip(logs, handled, strict=True)
    ]
    published: list[Event] = []

    async def publish_more() -> bool:
        batch = [event(f"c{n}", len(published) + n) for n in range(24)]
        await publish(logs[0], topic, batch)
        published.extend(batch)
        return bool(handled[1].done)

    async with running(consumers[0]):
        await publish_more()
        await eventually(lambda: handled[0].done, what="the first event")
        async with running(consumers[1]):
            await eventually(publish_more, what="an event for the one that joined")
            await eventually(
                lambda: len(handled[0].done) + len(handled[1].done) >= len(published),
                what="all events",
            )

    assert sorted(handled[0].ids() + handled[1].ids()) == sorted(e.id for e in published)


async def test_a_restart_of_the_engine_loses_nothing(stoppable_engine: Engine) -> None:
    """A consumer sits out an outage of the log itself and goes on where it committed."""
    topic = new_name("topic")
    event_log = await stoppable_engine.open()
    events = [event(f"c{n % 8}", n) for n in range(40)]
    handled = Handled()
    consumer = _consumer(event_log, topic, handled)

    async def publish_in_the_end(batch: list[Event]) -> bool:
        await publish(event_log, topic, batch)
        return True

    async with running(consumer) as task:
        await publish(event_log, topic, events[:20])
        await eventually(lambda: len(handled.done) == 20, what="the events before")
        await stoppable_engine.stop()
        await eventually(lambda: not consumer.connected, deadline_s=40, what="a lost connection")
        await stoppable_engine.start()
        await eventually(
            lambda: publish_in_the_end(events[20:]),
            deadline_s=60,
            what="an engine that is back",
            ignoring=(TransientError,),
        )
        await eventually(
            lambda: {e.id for e in events} <= set(handled.ids()),
            deadline_s=60,
            what="the events after",
        )
        await eventually(lambda: consumer.connected, what="a consumer that says so")
        assert not task.done()

"""What only the Kafka engine has: topics that it creates, TLS and passwords, messages too large."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from moderation_common.errors import PermanentError, TransientError
from moderation_common.eventlog import Consumer, Message, open_event_log
from moderation_common.eventlog.dead_letters import DeadLetters, NotReplayableError
from moderation_common.events import Event, dead_letter_topic
from tests.support.consuming import Handled, event, publish, running
from tests.support.eventlog_engines import Reader, message, new_name
from tests.support.waiting import eventually


async def test_topics_are_created_as_declared(kafka_bootstrap: str) -> None:
    """Partitions come from the URL, retention from the topic's declaration."""
    topic = dead_letter_topic(new_name("topic"))
    log = await open_event_log(f"kafka://{kafka_bootstrap}?partitions=3", client_id="t")
    await log.publish(topic, [message("a", 0)])
    await log.close()
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    try:
        described = await admin.describe_topics([topic])
        configs = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    finally:
        await admin.close()
    settings = {entry[0]: entry[1] for entry in configs[0].resources[0][4]}

    assert len(described[0]["partitions"]) == 3
    assert settings["retention.ms"] == str(90 * 86_400_000)


async def test_a_topic_that_the_cluster_cannot_give_is_named(kafka_bootstrap: str) -> None:
    """More copies than brokers is refused by the cluster; the sentence says what to change."""
    url = f"kafka://{kafka_bootstrap}?partitions=1&replication=3"
    log = await open_event_log(url, client_id="t")
    with pytest.raises(TransientError, match="partitions and replication"):
        await log.publish(new_name("topic"), [message("a", 0)])
    await log.close()


async def test_many_may_create_a_topic_at_once(kafka_bootstrap: str) -> None:
    """Services that start together do not trip over each other."""
    topic = new_name("topic")
    url = f"kafka://{kafka_bootstrap}?partitions=2&replication=1"
    logs = await asyncio.gather(*(open_event_log(url, client_id=str(n)) for n in range(4)))
    await asyncio.gather(*(log.publish(topic, [message("a", n)]) for n, log in enumerate(logs)))
    reader = await Reader.join(logs[0], new_name("group"), [topic])
    await reader.read_until(4)

    await reader.subscription.close()
    await asyncio.gather(*(log.close() for log in logs))


async def test_a_message_too_large_is_permanent_and_hurts_no_other(kafka_bootstrap: str) -> None:
    """It can never be published, and the next one can."""
    topic = new_name("topic")
    log = await open_event_log(f"kafka://{kafka_bootstrap}?replication=1", client_id="t")
    with pytest.raises(PermanentError):
        await log.publish(topic, [Message(key="a", headers={}, body=b"x" * 3_000_000)])
    await log.publish(topic, [message("a", 1)])
    reader = await Reader.join(log, new_name("group"), [topic])
    await reader.read_until(1)

    await reader.subscription.close()
    await log.close()


async def test_whatever_a_topic_takes_can_become_a_dead_letter(kafka_bootstrap: str) -> None:
    """The reason stands in headers of its own, for which a record at the limit leaves no room."""
    topic, group = new_name("topic"), new_name("group")
    log = await open_event_log(f"kafka://{kafka_bootstrap}?replication=1", client_id="t")
    largest = Message(key="a", headers={}, body=b"x" * 1_048_480)
    await log.publish(topic, [largest, message("a", 1)])
    with pytest.raises(PermanentError):
        await log.publish(topic, [replace(largest, headers={"reason": "x" * 100})])

    async def refuse(_: Event) -> None:
        raise PermanentError("for the test")

    consumer = Consumer(log, group=group, topics=[topic], handler=refuse)
    reader = await Reader.join(log, new_name("group"), [dead_letter_topic(topic)])
    async with running(consumer):
        await reader.read_until(2)
    assert max(len(each.message.body) for each in reader.records) == len(largest.body)

    await reader.subscription.close()
    await log.close()


async def test_what_no_dead_letter_can_hold_is_put_aside_without_its_body(
    kafka_bootstrap: str,
) -> None:
    """One record in the way for ever would stop all behind it; the letter says where it stands."""
    topic, group = new_name("topic"), new_name("group")
    narrow = NewTopic(dead_letter_topic(topic), 1, 1, topic_configs={"max.message.bytes": "100000"})
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    await admin.create_topics([narrow])
    await admin.close()
    log = await open_event_log(
        f"kafka://{kafka_bootstrap}?partitions=1&replication=1", client_id="t"
    )
    (sound,) = events = [event("c1", 1)]
    large = Message(key="a", headers={"ce_type": "some.event.v1"}, body=b"x" * 300_000)
    await log.publish(topic, [large])
    await publish(log, topic, events)
    handled = Handled()
    async with running(Consumer(log, group=group, topics=[topic], handler=handled)):
        await eventually(lambda: handled.done, what="what came behind it")
    assert handled.ids() == [sound.id]
    letters = DeadLetters(log, topic)
    (letter,) = await letters.list()
    assert letter.record.message.headers["dlq_body_left_out"] == "300000"
    assert letter.record.message.body == b""
    with pytest.raises(NotReplayableError, match="without their body"):
        await letters.replay()
    await log.close()


async def test_what_the_broker_refuses_for_good_holds_up_nothing_behind_it(
    kafka_bootstrap: str,
) -> None:
    """The topic's own limit is heard of after messages were numbered; the others still get in."""
    topic = new_name("topic")
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    narrow = NewTopic(topic, 1, 1, topic_configs={"max.message.bytes": "100000"})
    await admin.create_topics([narrow])
    await admin.close()
    log = await open_event_log(f"kafka://{kafka_bootstrap}?replication=1", client_id="t")
    large = Message(key="a", headers={}, body=b"x" * 300_000)
    for _ in range(2):
        with pytest.raises(PermanentError):
            await log.publish(topic, [message("a", 1), large, message("a", 2)])
    await log.publish(topic, [message("a", 3)])
    await log.publish(topic, [message("a", 4)])
    reader = await Reader.join(log, new_name("group"), [topic])

    async def came() -> bool:
        await reader.read()
        return [record.message.headers["number"] for record in reader.records][-2:] == ["3", "4"]

    await eventually(came, what="what came behind it, in order")
    await reader.subscription.close()
    await log.close()


async def test_a_slow_consumer_gives_partitions_away_after_the_record_in_hand(
    kafka_bootstrap: str,
) -> None:
    """A member that joins need not wait until a slow one is through with its whole batch."""
    url = f"kafka://{kafka_bootstrap}?partitions=2&replication=1&heartbeat_ms=100"
    logs = [await open_event_log(url, client_id=name) for name in ("slow", "quick")]
    topic, group = new_name("topic"), new_name("group")
    events = [event(f"c{n}", n) for n in range(100)]
    await publish(logs[0], topic, events)
    slowly: list[Event] = []

    async def handle_slowly(one: Event) -> None:
        await asyncio.sleep(0.1)
        slowly.append(one)

    slow = Consumer(logs[0], group=group, topics=[topic], handler=handle_slowly)
    handled = Handled()
    quick = Consumer(logs[1], group=group, topics=[topic], handler=handled)
    async with running(slow):
        await eventually(lambda: len(slowly) > 2, what="a slow start")
        async with running(quick):
            await eventually(lambda: handled.done, deadline_s=5, what="a partition of its own")
            before = len(slowly)
            await eventually(lambda: len({e.id for e in slowly + handled.done}) == 100)

    assert before < 90
    assert {e.id for e in slowly}.isdisjoint(handled.ids()), "committed work was repeated"
    for log in logs:
        await log.close()


async def test_no_broker_is_an_outage() -> None:
    """When nobody listens, opening says so within its time."""
    with pytest.raises(TransientError, match="Kafka is away"):
        await open_event_log("kafka://127.0.0.1:1?request_timeout_ms=2000", client_id="t")

"""The tests' own broker is a real one: it keeps what it acknowledged over a stop and a kill."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from tests.support.kafka_broker import KafkaBroker
from tests.support.waiting import eventually


async def _new_topic(bootstrap: str) -> str:
    topic = f"test-{uuid.uuid4().hex}"
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(topic, num_partitions=1, replication_factor=1)])
    finally:
        await admin.close()
    return topic


async def _produce(bootstrap: str, topic: str, *values: bytes) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
    await producer.start()
    try:
        for value in values:
            await producer.send_and_wait(topic, value)
    finally:
        await producer.stop()


async def _consume(bootstrap: str, topic: str, *, count: int) -> list[bytes]:
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=bootstrap,
        group_id=f"group-{uuid.uuid4().hex}",
        auto_offset_reset="earliest",
    )
    await consumer.start()
    got: list[bytes] = []

    async def all_there() -> bool:
        batch = await consumer.getmany(timeout_ms=200)
        got.extend(record.value or b"" for records in batch.values() for record in records)
        return len(got) >= count

    try:
        await eventually(all_there, deadline_s=30, what=f"{count} records in {topic}")
    finally:
        await consumer.stop()
    return got


async def test_a_group_reads_what_was_produced(kafka_bootstrap: str) -> None:
    """Records come back in the order in which they were acknowledged."""
    topic = await _new_topic(kafka_bootstrap)
    await _produce(kafka_bootstrap, topic, b"first", b"second")

    assert await _consume(kafka_bootstrap, topic, count=2) == [b"first", b"second"]


@pytest.mark.parametrize("how", ["stop", "kill"])
async def test_acknowledged_records_outlive_an_outage(kafka_broker: KafkaBroker, how: str) -> None:
    """What was acknowledged before the broker went is there, at the same address, afterwards."""
    topic = await _new_topic(kafka_broker.bootstrap)
    await _produce(kafka_broker.bootstrap, topic, b"before")

    end: Callable[[], None] = kafka_broker.stop if how == "stop" else kafka_broker.kill
    await asyncio.to_thread(end)
    assert not kafka_broker.running
    with pytest.raises(OSError, match="Connect call failed"):
        await _connect(kafka_broker.bootstrap)
    await asyncio.to_thread(kafka_broker.start)

    await _produce(kafka_broker.bootstrap, topic, b"after")
    assert await _consume(kafka_broker.bootstrap, topic, count=2) == [b"before", b"after"]


def _connect(bootstrap: str) -> Awaitable[object]:
    host, port = bootstrap.split(":")
    return asyncio.open_connection(host, int(port))

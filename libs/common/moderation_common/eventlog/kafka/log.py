"""The event log on Kafka, as one service uses it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from moderation_common.eventlog.kafka.address import KafkaAddress
from moderation_common.eventlog.kafka.publisher import Publisher
from moderation_common.eventlog.kafka.reading import read_topic
from moderation_common.eventlog.kafka.subscription import KafkaSubscription
from moderation_common.eventlog.kafka.topics import Topics
from moderation_common.eventlog.port import READ_AT_ONCE, Message, Record, RevokedCallback


class KafkaEventLog:
    """One producer for all; each subscription is a consumer of its own."""

    def __init__(self, address: KafkaAddress) -> None:
        self._address = address
        self._publisher = Publisher(address)
        self._topics = Topics(address)

    @classmethod
    async def open(cls, url: str, *, client_id: str) -> KafkaEventLog:
        """Connect to the brokers.

        Raises `ConfigurationError` when the URL is wrong, `TransientError` when no broker answers.
        """
        event_log = cls(KafkaAddress.parse(url, client_id=client_id))
        await event_log._publisher.start()
        return event_log

    async def publish(self, topic: str, messages: Sequence[Message]) -> None:
        """See the port. Raises `PermanentError` for a message larger than the brokers take."""
        if messages:
            await self._topics.ensure([topic])
            await self._publisher.send(topic, messages)

    async def subscribe(
        self, group: str, topics: Sequence[str], *, on_revoked: RevokedCallback | None = None
    ) -> KafkaSubscription:
        """See the port."""
        await self._topics.ensure(topics)
        subscription = KafkaSubscription(
            self._address, group=group, topics=topics, on_revoked=on_revoked
        )
        await subscription.join()
        return subscription

    async def read(
        self, topic: str, *, max_records: int = READ_AT_ONCE
    ) -> AsyncGenerator[Sequence[Record], None]:
        """See the port."""
        await self._topics.ensure([topic])
        partitions = await self._publisher.partitions(topic)
        reading = read_topic(self._address, topic, partitions, max_records=max_records)
        async with aclosing(reading):
            async for records in reading:
                yield records

    async def check(self) -> None:
        """See the port."""
        await self._publisher.check()

    async def close(self) -> None:
        """See the port."""
        await self._publisher.close()

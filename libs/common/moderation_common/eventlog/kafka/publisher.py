"""The idempotent producer, replaced whenever it has failed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import ProducerClosed

from moderation_common.errors import PermanentError, TransientError
from moderation_common.eventlog.kafka.address import KafkaAddress
from moderation_common.eventlog.kafka.outages import within
from moderation_common.eventlog.port import Message

_CLOSE_TIMEOUT_S: Final = 5.0
MAX_REQUEST_BYTES: Final = 64 * 2**20
"""Far more than brokers take: what is too large, the topic's `max.message.bytes` says."""


class Publisher:
    """Sends batches and waits for all in-sync replicas.

    An idempotent producer never gives a batch up: left alone, it would deliver long after the
    caller was told of the failure and has published again. So a failed one is thrown away with
    everything that it still held. So is one of whose messages the broker refused one for good: that
    had been numbered, and the broker would wait for its number for ever.
    """

    def __init__(self, address: KafkaAddress) -> None:
        self._address = address
        self._timeout_s = address.request_timeout_ms / 1000
        self._producer: Any = None
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Connect, unless connected; raises `TransientError`."""
        async with self._turn:
            if self._producer is None:
                self._producer = await self._open()

    async def _open(self) -> Any:  # noqa: ANN401 - aiokafka publishes no types
        producer = AIOKafkaProducer(
            **self._address.connection,
            acks="all",
            enable_idempotence=True,
            request_timeout_ms=self._address.request_timeout_ms,
            max_request_size=MAX_REQUEST_BYTES,
        )
        try:
            async with within(self._timeout_s, doing="connecting"):
                await producer.start()
        except BaseException:
            await _discard(producer)
            raise
        return producer

    async def send(self, topic: str, messages: Sequence[Message]) -> None:
        """Append the messages; raises `TransientError` or, for one too large, `PermanentError`."""
        await self.start()
        producer = self._producer
        try:
            async with within(self._timeout_s, doing="publishing"):
                deliveries = [await self._enqueue(producer, topic, m) for m in messages]
                await asyncio.gather(*deliveries)
        except (TransientError, PermanentError):
            await self._replace(producer)
            raise

    @staticmethod
    async def _enqueue(producer: Any, topic: str, message: Message) -> asyncio.Future[Any]:  # noqa: ANN401
        delivery: asyncio.Future[Any] = await producer.send(
            topic,
            key=message.key.encode(),
            value=message.body,
            headers=[(name, value.encode()) for name, value in message.headers.items()],
        )
        # Were this call abandoned, nobody would look at a later failure, and asyncio complain.
        delivery.add_done_callback(_mark_seen)
        return delivery

    async def partitions(self, topic: str) -> list[int]:
        """Return the numbers of the partitions of a topic; raises `TransientError`."""
        await self.start()
        async with within(self._timeout_s, doing="reading"):
            return sorted(await self._producer.partitions_for(topic))

    async def check(self) -> None:
        """Raise `TransientError` when no broker answers."""
        await self.start()
        async with within(self._timeout_s, doing="being checked"):
            await self._producer.client.fetch_all_metadata()

    async def _replace(self, failed: Any) -> None:  # noqa: ANN401 - as above
        async with self._turn:
            if self._producer is failed:
                self._producer = None
                await _discard(failed)

    async def close(self) -> None:
        """Wait for what is under way, but not for a broker that is away."""
        async with self._turn:
            producer, self._producer = self._producer, None
            if producer is None:
                return
            try:
                async with within(_CLOSE_TIMEOUT_S, doing="closing"):
                    await producer.flush()
            except TransientError:
                pass
            await _discard(producer)


def _mark_seen(delivery: asyncio.Future[Any]) -> None:
    if not delivery.cancelled():
        delivery.exception()


async def _discard(producer: Any) -> None:  # noqa: ANN401 - as above
    """Stop the producer without delivering what it holds.

    Its own `stop` would first wait for every batch to be delivered, so its sender is stopped and
    the batches are failed before.
    """
    stopping = asyncio.ensure_future(producer._sender.close())  # noqa: SLF001 - no public way
    await asyncio.wait([stopping], timeout=_CLOSE_TIMEOUT_S)
    producer._message_accumulator.fail_all(ProducerClosed())  # noqa: SLF001 - as above
    await producer.stop()

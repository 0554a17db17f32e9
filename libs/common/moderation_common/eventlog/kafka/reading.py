"""Reading a topic from end to end on Kafka, as no member of any group."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Collection, Sequence
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from moderation_common.errors import TransientError
from moderation_common.eventlog.kafka.address import KafkaAddress
from moderation_common.eventlog.kafka.outages import within
from moderation_common.eventlog.kafka.stopping import stop
from moderation_common.eventlog.kafka.subscription import record_of
from moderation_common.eventlog.port import Record

_FETCH_MS: Final = 1000
# What is still to come is in the log already, so silence means that a partition has no leader.
_SILENCE_S: Final = 20.0


async def read_topic(
    address: KafkaAddress, topic: str, partitions: Collection[int], *, max_records: int
) -> AsyncGenerator[Sequence[Record], None]:
    """Yield what the topic's partitions hold, from the earliest record on."""
    reader = _Reader(address)
    try:
        await reader.open([TopicPartition(topic, number) for number in partitions])
        while reader.ends:
            records = await reader.fetch(max_records)
            if records:
                yield records
    finally:
        await reader.close()


class _Reader:
    """A consumer without a group: it chooses its partitions and commits nothing."""

    def __init__(self, address: KafkaAddress) -> None:
        self._timeout_s = address.request_timeout_ms / 1000
        self._heard_at = 0.0
        self.ends: dict[TopicPartition, int] = {}
        """Where reading ends, for each partition that is not read to its end yet."""
        self._consumer: Any = AIOKafkaConsumer(
            **address.connection,
            group_id=None,
            enable_auto_commit=False,
            # So it begins; and what is trimmed before it is read is left out.
            auto_offset_reset="earliest",
            request_timeout_ms=address.request_timeout_ms,
        )

    async def open(self, partitions: Sequence[TopicPartition]) -> None:
        """Connect, and note where the partitions end; raises `TransientError`."""
        async with within(self._timeout_s, doing="connecting"):
            await self._consumer.start()
        self._consumer.assign(partitions)
        async with within(self._timeout_s, doing="reading"):
            self.ends = dict(await self._consumer.end_offsets(partitions))
            await self._leave_out_what_is_read()
        self._heard_at = time.monotonic()

    async def fetch(self, max_records: int) -> list[Record]:
        """Return the next records; none when there is nothing before the ends."""
        async with within(self._timeout_s, doing="reading"):
            got = await self._consumer.getmany(
                *self.ends, timeout_ms=_FETCH_MS, max_records=max_records
            )
            records = [
                record_of(record)
                for place, found in got.items()
                for record in found
                if record.offset < self.ends[place]
            ]
            await self._leave_out_what_is_read()
        await self._listen(heard=bool(got))
        return records

    async def _leave_out_what_is_read(self) -> None:
        # By position, not by the last record: not every offset has one.
        positions = {place: await self._consumer.position(place) for place in self.ends}
        self.ends = {place: end for place, end in self.ends.items() if positions[place] < end}

    async def _listen(self, *, heard: bool) -> None:
        """Raise `TransientError` when no broker answers, which the driver would sit out."""
        now = time.monotonic()
        if heard or not self.ends:
            self._heard_at = now
            return
        async with within(self._timeout_s, doing="reading"):
            await self._consumer.topics()
        if now - self._heard_at > _SILENCE_S:
            msg = "Kafka did not give all records of a topic; it is read again from the beginning."
            raise TransientError(msg)

    async def close(self) -> None:
        """Let go of every connection."""
        await stop(self._consumer)

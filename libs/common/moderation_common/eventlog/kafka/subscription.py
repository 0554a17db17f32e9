"""A member of a consumer group on Kafka that outlives the brokers' outages."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from aiokafka import TopicPartition
from aiokafka.structs import ConsumerRecord

from moderation_common.errors import TransientError
from moderation_common.eventlog.kafka.address import KafkaAddress
from moderation_common.eventlog.kafka.member import Member, tp
from moderation_common.eventlog.kafka.outages import failures_named, within
from moderation_common.eventlog.port import (
    Message,
    Partition,
    PartitionLostError,
    Record,
    RevokedCallback,
)

# The driver hides an absent broker behind empty fetches; so long without an answer, we ask.
_PROBE_AFTER_S: Final = 5.0
# A rebalance that begins during a fetch makes the driver wait for its end, however long that is.
_GRACE_S: Final = 0.5


class KafkaSubscription:
    """Fetches through a `Member`, and after an outage through a new one.

    A new member starts at the committed offsets, as the port asks.
    """

    def __init__(
        self,
        address: KafkaAddress,
        *,
        group: str,
        topics: Sequence[str],
        on_revoked: RevokedCallback | None,
    ) -> None:
        self._address = address
        self._timeout_s = address.request_timeout_ms / 1000
        self._group = group
        self._topics = tuple(topics)
        self._on_revoked = on_revoked
        self._member: Member | None = None
        self._paused: set[Partition] = set()
        self._turn = 0
        self._alive_at = 0.0

    async def join(self) -> Member:
        """Join the group, unless joined; raises `TransientError` when no broker answers."""
        if self._member is None:
            member = Member(self._address, group=self._group, on_revoked=self._revoked)
            await member.join(self._topics, timeout_s=self._timeout_s)
            self._member = member
            self._alive_at = time.monotonic()
        return self._member

    async def _revoked(self, partitions: Collection[Partition]) -> None:
        if self._on_revoked is not None:
            await self._on_revoked(partitions)

    async def fetch(
        self, *, max_records: int, timeout_s: float
    ) -> Mapping[Partition, Sequence[Record]]:
        """See the port."""
        deadline = time.monotonic() + timeout_s
        member = await self.join()
        try:
            while True:
                batches = await self._fetch_once(member, max_records, deadline)
                if batches:
                    self._alive_at = time.monotonic()
                    return batches
                if time.monotonic() >= deadline:
                    await self._probe(member)
                    return {}
        except TransientError:
            self._member = None
            await member.leave()
            raise

    async def _fetch_once(
        self, member: Member, max_records: int, deadline: float
    ) -> dict[Partition, list[Record]]:
        member.changed.clear()
        remaining_s = max(deadline - time.monotonic(), 0.0)
        if member.settled:
            # A pause ends with the ownership, not with a rebalance that gives the partition back.
            self._paused &= member.owned
        wanted = sorted(member.owned - self._paused) if member.settled else []
        if not wanted:
            await _wait(member.changed, remaining_s)
            return {}
        # Each partition in turn is asked first, so that none starves the others.
        self._turn += 1
        start = self._turn % len(wanted)
        wanted = wanted[start:] + wanted[:start]
        share = -(-max_records // len(wanted))
        batches: dict[Partition, list[Record]] = {}
        left = max_records
        with failures_named(doing="fetching"):
            for partition in wanted:
                if left > 0:
                    got = await member.consumer.getmany(tp(partition), max_records=min(share, left))
                    left -= _keep(got, batches)
            if not batches:
                _keep(await _get(member, wanted, max_records=share, timeout_s=remaining_s), batches)
        return batches

    async def _probe(self, member: Member) -> None:
        """Raise `TransientError` when no broker was heard of for long and none answers."""
        if time.monotonic() - self._alive_at >= _PROBE_AFTER_S:
            async with within(self._timeout_s, doing="fetching"):
                await member.consumer.topics()
            self._alive_at = time.monotonic()

    async def commit(self, partition: Partition, next_offset: int) -> None:
        """See the port. The broker refuses a member that is no longer of the group."""
        member = self._owner(partition)
        if member is None:
            msg = (
                f"Partition {partition.number} of {partition.topic} is no longer owned by this"
                f" member of {self._group}; its new owner delivers the records again."
            )
            raise PartitionLostError(msg)
        async with within(self._timeout_s, doing="committing"):
            await member.commit(partition, next_offset)

    def _owner(self, partition: Partition) -> Member | None:
        member = self._member
        return member if member is not None and partition in member.owned else None

    def rewind(self, partition: Partition, offset: int) -> None:
        """See the port; does nothing when the partition is not owned."""
        if (member := self._owner(partition)) is not None:
            member.consumer.seek(tp(partition), offset)

    def pause(self, partition: Partition) -> None:
        """See the port; does nothing when the partition is not owned."""
        if self._owner(partition) is not None:
            self._paused.add(partition)

    def resume(self, partition: Partition) -> None:
        """See the port; counts also while a rebalance is under way."""
        self._paused.discard(partition)

    def assignment(self) -> frozenset[Partition]:
        """See the port; empty while a rebalance is under way."""
        return self._member.owned if self._member is not None else frozenset()

    async def lag(self) -> Mapping[Partition, int]:
        """See the port."""
        member = await self.join()
        async with within(self._timeout_s, doing="measuring the lag"):
            return await member.lag()

    async def close(self) -> None:
        """See the port."""
        member, self._member = self._member, None
        if member is not None:
            await member.leave()


async def _get(
    member: Member, partitions: Sequence[Partition], *, max_records: int, timeout_s: float
) -> Mapping[TopicPartition, Sequence[ConsumerRecord[Any, Any]]]:
    """Wait for records of any of the partitions; empty when none came in time."""
    fetching = asyncio.timeout(timeout_s + _GRACE_S)
    try:
        async with fetching:
            got: Mapping[TopicPartition, Sequence[ConsumerRecord[Any, Any]]]
            got = await member.consumer.getmany(
                *map(tp, partitions), timeout_ms=int(timeout_s * 1000), max_records=max_records
            )
            return got
    except TimeoutError:
        if fetching.expired():
            return {}
        raise


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


def _keep(
    got: Mapping[TopicPartition, Sequence[ConsumerRecord[Any, Any]]],
    batches: dict[Partition, list[Record]],
) -> int:
    count = 0
    for source, records in got.items():
        partition = Partition(source.topic, source.partition)
        batches.setdefault(partition, []).extend(map(record_of, records))
        count += len(records)
    return count


def record_of(record: ConsumerRecord[Any, Any]) -> Record:
    """Read what any producer may have written, for a foreign record must not stop the partition."""
    return Record(
        partition=Partition(record.topic, record.partition),
        offset=record.offset,
        message=Message(
            key=(record.key or b"").decode(errors="replace"),
            headers={
                name: (value or b"").decode(errors="replace") for name, value in record.headers
            },
            body=record.value or b"",
        ),
    )

"""The event log in memory: passes the contract suite of the real engines, and can be taken away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field

from moderation_common.errors import TransientError
from moderation_common.eventlog.partitioning import partition_for, quota
from moderation_common.eventlog.port import (
    READ_AT_ONCE,
    Message,
    Partition,
    PartitionLostError,
    Record,
    RevokedCallback,
)
from moderation_common.events import Event


@dataclass
class _Group:
    members: list[MemorySubscription] = field(default_factory=list)
    owners: dict[Partition, MemorySubscription] = field(default_factory=dict)
    committed: dict[Partition, int] = field(default_factory=dict)


class MemoryEventLog:
    """Keeps every record for ever; one event loop, one process."""

    def __init__(self, *, partitions: int = 4) -> None:
        self.partitions = partitions
        self.away = False
        self._topics: dict[str, list[list[Record]]] = {}
        self._groups: dict[str, _Group] = {}

    def go_away(self) -> None:
        """Fail every call with `TransientError` until `come_back`, as an engine that is down."""
        self.away = True
        self.wake_members()

    def come_back(self) -> None:
        """Answer again, with everything that was published and committed before."""
        self.away = False

    def messages(self, topic: str) -> list[Message]:
        """Return what was published to the topic, partition by partition."""
        return [record.message for part in self._topics.get(topic, []) for record in part]

    def events(self, topic: str) -> list[Event]:
        """Return the events published to the topic, partition by partition."""
        return [Event.read(m.headers, m.body) for m in self.messages(topic)]

    async def publish(self, topic: str, messages: Sequence[Message]) -> None:
        """See the port."""
        await self.check()
        parts = self.parts(topic)
        for message in messages:
            number = partition_for(message.key, len(parts))
            part = parts[number]
            part.append(Record(Partition(topic, number), len(part), message))
        self.wake_members()

    async def subscribe(
        self, group: str, topics: Sequence[str], *, on_revoked: RevokedCallback | None = None
    ) -> MemorySubscription:
        """See the port."""
        await self.check()
        for topic in topics:
            self.parts(topic)
        member = MemorySubscription(
            self,
            self._groups.setdefault(group, _Group()),
            topics=topics,
            on_revoked=on_revoked,
        )
        member.join()
        return member

    async def read(
        self, topic: str, *, max_records: int = READ_AT_ONCE
    ) -> AsyncGenerator[Sequence[Record], None]:
        """See the port."""
        await self.check()
        held = [list(part) for part in self._topics.get(topic, [])]
        for part in held:
            for start in range(0, len(part), max_records):
                await self.check()
                yield part[start : start + max_records]

    async def check(self) -> None:
        """See the port."""
        # An exchange with a real engine lets other tasks run.
        await asyncio.sleep(0)
        if self.away:
            msg = "The event log in memory was told to be away; tell it to come back."
            raise TransientError(msg)

    async def close(self) -> None:
        """See the port."""

    def parts(self, topic: str) -> list[list[Record]]:
        """Return the topic's partitions, created when it is first named."""
        return self._topics.setdefault(topic, [[] for _ in range(self.partitions)])

    def wake_members(self) -> None:
        """Make every waiting fetch look again."""
        for group in self._groups.values():
            for member in group.members:
                member.wake()


class MemorySubscription:
    """One member of a group; partitions change hands inside `fetch` only."""

    def __init__(
        self,
        event_log: MemoryEventLog,
        group: _Group,
        *,
        topics: Sequence[str],
        on_revoked: RevokedCallback | None,
    ) -> None:
        self._event_log = event_log
        self._group = group
        self.topics = tuple(topics)
        self._on_revoked = on_revoked
        self._positions: dict[Partition, int] = {}
        self._paused: set[Partition] = set()
        self._woken = asyncio.Event()

    def join(self) -> None:
        """Become a member; the partitions come with the next fetches."""
        self._group.members.append(self)
        self._event_log.wake_members()

    def wake(self) -> None:
        """Make a waiting fetch look again."""
        self._woken.set()

    def vanish(self) -> None:
        """Leave as a killed process does: at once, with nothing committed and nobody asked."""
        self._positions.clear()
        self._paused.clear()
        if self in self._group.members:
            self._group.members.remove(self)
        owners = self._group.owners
        for partition in [p for p, owner in owners.items() if owner is self]:
            del owners[partition]
        self._event_log.wake_members()

    async def fetch(
        self, *, max_records: int, timeout_s: float
    ) -> Mapping[Partition, Sequence[Record]]:
        """See the port."""
        deadline = time.monotonic() + timeout_s
        while True:
            await self._check()
            if self not in self._group.members:
                self.join()
            self._woken.clear()
            await self._balance()
            batches = self._take(max_records)
            remaining_s = deadline - time.monotonic()
            if batches or remaining_s <= 0:
                return batches
            await self._wait(remaining_s)

    async def _check(self) -> None:
        try:
            await self._event_log.check()
        except TransientError:
            self.vanish()
            raise

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _balance(self) -> None:
        for topic in self.topics:
            members = [m for m in self._group.members if topic in m.topics]
            parts = len(self._event_log.parts(topic))
            wanted = quota(parts, members=len(members), rank=members.index(self))
            surplus = sorted(p for p in self._positions if p.topic == topic)[wanted:]
            if surplus:
                if self._on_revoked is not None:
                    await self._on_revoked(surplus)
                self._give_away(surplus)
            self._take_over(topic, parts=parts, wanted=wanted)

    def _give_away(self, partitions: Sequence[Partition]) -> None:
        for partition in partitions:
            self._positions.pop(partition, None)
            self._paused.discard(partition)
            self._group.owners.pop(partition, None)
        self._event_log.wake_members()

    def _take_over(self, topic: str, *, parts: int, wanted: int) -> None:
        owned = sum(p.topic == topic for p in self._positions)
        for number in range(parts):
            partition = Partition(topic, number)
            if owned < wanted and partition not in self._group.owners:
                self._group.owners[partition] = self
                self._positions[partition] = self._group.committed.get(partition, 0)
                owned += 1

    def _take(self, max_records: int) -> dict[Partition, list[Record]]:
        """Take records in turn from each partition, so that none starves the others."""
        batches: dict[Partition, list[Record]] = {}
        left = max_records
        while left > 0:
            before = left
            for partition, position in self._positions.items():
                part = self._event_log.parts(partition.topic)[partition.number]
                if left > 0 and partition not in self._paused and position < len(part):
                    batches.setdefault(partition, []).append(part[position])
                    self._positions[partition] = position + 1
                    left -= 1
            if left == before:
                break
        return batches

    async def commit(self, partition: Partition, next_offset: int) -> None:
        """See the port."""
        await self._check()
        if self._group.owners.get(partition) is not self:
            msg = (
                f"Partition {partition.number} of {partition.topic} is no longer owned by this"
                " member; its new owner delivers the records again."
            )
            raise PartitionLostError(msg)
        self._group.committed[partition] = next_offset

    def rewind(self, partition: Partition, offset: int) -> None:
        """See the port; does nothing when the partition is not owned."""
        if partition in self._positions:
            self._positions[partition] = offset

    def pause(self, partition: Partition) -> None:
        """See the port; does nothing when the partition is not owned."""
        if partition in self._positions:
            self._paused.add(partition)

    def resume(self, partition: Partition) -> None:
        """See the port."""
        self._paused.discard(partition)

    def assignment(self) -> frozenset[Partition]:
        """See the port."""
        return frozenset(self._positions)

    async def lag(self) -> Mapping[Partition, int]:
        """See the port."""
        await self._check()
        return {
            p: len(self._event_log.parts(p.topic)[p.number]) - self._group.committed.get(p, 0)
            for p in self._positions
        }

    async def close(self) -> None:
        """See the port."""
        self.vanish()

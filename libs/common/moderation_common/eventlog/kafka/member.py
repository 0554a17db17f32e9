"""One life of a group member: an aiokafka consumer, what it owns, and how it leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from typing_extensions import override

from moderation_common.eventlog.kafka.address import KafkaAddress
from moderation_common.eventlog.kafka.outages import within
from moderation_common.eventlog.kafka.stopping import stop
from moderation_common.eventlog.port import Partition, RevokedCallback

# How long the group waits for a member to finish the record in hand before it goes on without it.
_REBALANCE_TIMEOUT_MS: Final = 60_000
# A join is answered only when all members have joined, which takes up to the above.
_REQUEST_TIMEOUT_MS: Final = _REBALANCE_TIMEOUT_MS + 10_000
# A consumer that does not fetch for so long is taken for stuck and loses its partitions.
_MAX_POLL_INTERVAL_MS: Final = 900_000
# Records are delivered at once; but a partition that is resumed waits for the fetch under way.
_FETCH_MAX_WAIT_MS: Final = 250


class Member(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka publishes no types
    """Joins the group in the background and keeps `owned` true.

    Every rebalance takes all partitions away for a moment: aiokafka knows no cooperative protocol.
    """

    def __init__(
        self, address: KafkaAddress, *, group: str, on_revoked: RevokedCallback | None
    ) -> None:
        self.owned: frozenset[Partition] = frozenset()
        self.settled = False
        """Whether the group has agreed; until then the driver would keep a fetch waiting."""
        self.changed = asyncio.Event()
        """Set whenever the two above change."""
        self._on_revoked = on_revoked
        self._committed: dict[Partition, int] = {}
        self.consumer: Any = AIOKafkaConsumer(
            **address.connection,
            group_id=group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            # Stickiness would gain nothing while rebalances are eager, and aiokafka keeps the
            # sticky assignor's memory per process, which mixes up the groups of a service.
            partition_assignment_strategy=(RoundRobinPartitionAssignor,),
            session_timeout_ms=address.session_timeout_ms,
            heartbeat_interval_ms=address.heartbeat_ms,
            rebalance_timeout_ms=_REBALANCE_TIMEOUT_MS,
            max_poll_interval_ms=_MAX_POLL_INTERVAL_MS,
            request_timeout_ms=_REQUEST_TIMEOUT_MS,
            fetch_max_wait_ms=_FETCH_MAX_WAIT_MS,
        )

    async def join(self, topics: Sequence[str], *, timeout_s: float) -> None:
        """Connect and start joining; partitions come when the group has agreed.

        Raises `TransientError` when no broker answers.
        """
        try:
            async with within(timeout_s, doing="subscribing"):
                await self.consumer.start()
        except BaseException:
            await self.leave()
            raise
        # Subscribed only now: `start` would otherwise wait until every member has joined.
        self.consumer.subscribe(topics, listener=self)

    @override
    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        """Let work in hand finish, then own nothing until the group has agreed again."""
        self.settled = False
        if self.owned and self._on_revoked is not None:
            await self._on_revoked(self.owned)
        self.owned = frozenset()
        self.changed.set()

    @override
    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """Own what the group's leader gave."""
        self.owned = frozenset(Partition(tp.topic, tp.partition) for tp in assigned)
        self.settled = True
        self._committed.clear()
        self.changed.set()

    async def commit(self, partition: Partition, next_offset: int) -> None:
        """Commit; the broker refuses a member that is no longer of the group."""
        await self.consumer.commit({tp(partition): next_offset})
        self._committed[partition] = next_offset

    async def lag(self) -> dict[Partition, int]:
        """Return how far each owned partition's commits are behind its end.

        The ends are those of the last fetch: asking for them would queue behind the fetch that
        waits at the broker.
        """
        lags: dict[Partition, int] = {}
        for partition in sorted(self.owned):
            end = self.consumer.highwater(tp(partition))
            if end is None:
                end = (await self.consumer.end_offsets([tp(partition)]))[tp(partition)]
            if end and partition not in self._committed:
                self._committed[partition] = await self._start(tp(partition))
            lags[partition] = max(end - self._committed.get(partition, 0), 0)
        return lags

    async def _start(self, of: TopicPartition) -> int:
        committed: int | None = await self.consumer.committed(of)
        if committed is not None:
            return committed
        earliest: int = (await self.consumer.beginning_offsets([of]))[of]
        return earliest

    async def leave(self) -> None:
        """Leave the group and let go of every connection, also when the broker is away."""
        self.owned, self.settled = frozenset(), False
        await stop(self.consumer)


def tp(partition: Partition) -> TopicPartition:
    """Return the driver's name for a partition."""
    return TopicPartition(partition.topic, partition.number)

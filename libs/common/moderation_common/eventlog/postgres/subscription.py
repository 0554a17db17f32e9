"""One member of a consumer group on PostgreSQL."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from moderation_common.errors import TransientError
from moderation_common.eventlog.port import (
    Partition,
    PartitionLostError,
    Record,
    RevokedCallback,
)
from moderation_common.eventlog.postgres.address import Connection, PostgresAddress
from moderation_common.eventlog.postgres.membership import Membership
from moderation_common.eventlog.postgres.reading import record_of
from moderation_common.eventlog.postgres.schema import GROUPS_CHANNEL, RECORDS_CHANNEL
from moderation_common.eventlog.postgres.session import Session

# Notifications wake a fetch at once; this is for those that get lost, and for the members that are
# killed, who cannot notify.
_POLL_S: Final = 1.0

# Offsets have no gaps, so the distance from the position ranks each partition's records, and
# ordering by it shares `max_records` fairly.
_READ: Final = """
SELECT wanted.topic, wanted.partition, record."offset", record.key, record.headers, record.body
FROM unnest($1::text[], $2::integer[], $3::bigint[]) AS wanted(topic, partition, position)
CROSS JOIN LATERAL (
    SELECT "offset", key, headers, body
    FROM eventlog.records
    WHERE topic = wanted.topic AND partition = wanted.partition AND "offset" >= wanted.position
    ORDER BY "offset"
    LIMIT $4
) AS record
ORDER BY record."offset" - wanted.position, wanted.topic, wanted.partition
LIMIT $4
"""

_COMMITTED: Final = """
SELECT topic, partition, next_offset
FROM eventlog.group_offsets
JOIN unnest($2::text[], $3::integer[]) AS wanted(topic, partition) USING (topic, partition)
WHERE "group" = $1
"""

_COMMIT: Final = """
INSERT INTO eventlog.group_offsets ("group", topic, partition, next_offset)
VALUES ($1, $2, $3, $4)
ON CONFLICT ("group", topic, partition)
DO UPDATE SET next_offset = excluded.next_offset, committed_at = clock_timestamp()
"""

_LAG: Final = """
SELECT topic, partition,
    greatest(partitions.next_offset - group_offsets.next_offset, 0) AS lag
FROM eventlog.group_offsets
JOIN eventlog.partitions USING (topic, partition)
JOIN unnest($2::text[], $3::integer[]) AS wanted(topic, partition) USING (topic, partition)
WHERE "group" = $1
"""


class PostgresSubscription:
    """Reads, under one session's locks, the partitions that these locks give it.

    Partitions change hands inside `fetch` only, so never while records are being handled.
    """

    def __init__(
        self,
        address: PostgresAddress,
        *,
        group: str,
        partitions: Mapping[str, int],
        on_revoked: RevokedCallback | None,
    ) -> None:
        self._address = address
        self._group = group
        self._partitions = partitions
        self._on_revoked = on_revoked
        self._session: Session | None = None
        self._membership: Membership | None = None
        self._positions: dict[Partition, int] = {}
        self._paused: set[Partition] = set()
        self._woken = asyncio.Event()
        self._balance_due = 0.0

    async def join(self) -> None:
        """Connect and join the group; raises `TransientError` when the server is away."""
        session = await Session.open(self._address)
        try:
            session.on_loss(self._woken.set)
            await session.listen(RECORDS_CHANNEL, self._hear_records)
            await session.listen(GROUPS_CHANNEL, self._hear_group)
            membership = Membership(session, group=self._group, partitions=self._partitions)
            await membership.join()
        except BaseException:
            session.terminate()
            raise
        self._session, self._membership = session, membership
        self._balance_due = 0.0

    def _hear_records(self, _from: Connection, _pid: int, _channel: str, topic: str) -> None:
        if topic in self._partitions:
            self._woken.set()

    def _hear_group(self, _from: Connection, pid: int, _channel: str, group: str) -> None:
        if group == self._group and self._session is not None and pid != self._session.pid:
            self._balance_due = 0.0
            self._woken.set()

    async def fetch(
        self, *, max_records: int, timeout_s: float
    ) -> Mapping[Partition, Sequence[Record]]:
        """See the port."""
        try:
            return await self._fetch(max_records, deadline=time.monotonic() + timeout_s)
        except TransientError:
            if self._session is not None and self._session.is_lost:
                # Told now, in the middle of a statement; the next fetch joins and says no more.
                self._forget()
            raise

    async def _fetch(
        self, max_records: int, *, deadline: float
    ) -> Mapping[Partition, Sequence[Record]]:
        while True:
            session, membership = await self._joined()
            self._woken.clear()
            if time.monotonic() >= self._balance_due:
                await self._balance(membership)
            batches = await self._read(session, max_records)
            now = time.monotonic()
            if batches or now >= deadline:
                return batches
            await self._wait(min(deadline, self._balance_due) - now)

    async def _joined(self) -> tuple[Session, Membership]:
        """Return the live session, joining again when the last one was lost before this fetch."""
        if self._session is None:
            await self.join()
        session, membership = self._session, self._membership
        if session is None or membership is None or session.is_lost:
            self._forget()
            msg = "The connection to the event log's PostgreSQL was lost; it is made anew."
            raise TransientError(msg)
        return session, membership

    def _forget(self) -> None:
        """Own nothing: the locks went with the connection."""
        self._session = self._membership = None
        self._positions.clear()
        self._paused.clear()

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(max(seconds, 0.0)):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _balance(self, membership: Membership) -> None:
        self._balance_due = time.monotonic() + _POLL_S
        quotas = await membership.quotas()
        surplus = membership.surplus(quotas)
        if surplus:
            if self._on_revoked is not None:
                await self._on_revoked(surplus)
            for partition in surplus:
                self._positions.pop(partition, None)
                self._paused.discard(partition)
            await membership.release(surplus)
        await self._adopt(await membership.acquire(quotas))

    async def _adopt(self, partitions: Sequence[Partition]) -> None:
        """Start new partitions where the group stands, read only now that the locks are held."""
        if not partitions or self._session is None:
            return
        rows = await self._session.fetch(_COMMITTED, self._group, *_columns(partitions))
        for row in rows:
            self._positions[Partition(row["topic"], row["partition"])] = row["next_offset"]

    async def _read(self, session: Session, max_records: int) -> dict[Partition, list[Record]]:
        wanted = [p for p in self._positions if p not in self._paused]
        if not wanted:
            return {}
        rows = await session.fetch(
            _READ, *_columns(wanted), [self._positions[p] for p in wanted], max_records
        )
        batches: dict[Partition, list[Record]] = {}
        for row in rows:
            record = record_of(row)
            batches.setdefault(record.partition, []).append(record)
        for partition, records in batches.items():
            self._positions[partition] = records[-1].offset + 1
        return batches

    async def commit(self, partition: Partition, next_offset: int) -> None:
        """See the port. Runs on the session that holds the lock, so a former owner cannot."""
        session = self._session
        if session is None or session.is_lost or partition not in self._positions:
            msg = (
                f"Partition {partition.number} of {partition.topic} is no longer owned by this"
                f" member of {self._group}; its new owner delivers the records again."
            )
            raise PartitionLostError(msg)
        await session.fetch(_COMMIT, self._group, partition.topic, partition.number, next_offset)

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
        lost = self._session is None or self._session.is_lost
        return frozenset() if lost else frozenset(self._positions)

    async def lag(self) -> Mapping[Partition, int]:
        """See the port."""
        session, _membership = await self._joined()
        rows = await session.fetch(_LAG, self._group, *_columns(list(self._positions)))
        return {Partition(row["topic"], row["partition"]): row["lag"] for row in rows}

    async def close(self) -> None:
        """See the port."""
        session, membership = self._session, self._membership
        self._forget()
        if session is None or membership is None or session.is_lost:
            return
        try:
            await membership.leave()
        finally:
            await session.close()


def _columns(partitions: Collection[Partition]) -> tuple[list[str], list[int]]:
    return [p.topic for p in partitions], [p.number for p in partitions]

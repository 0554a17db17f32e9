"""Who is in a consumer group and which partitions each member may own, without heartbeats.

A member holds, on its own connection, a shared advisory lock per topic, by which the living are
counted, and an exclusive one per partition that it owns. Both vanish with the connection, so a
killed member is out of the group at once and its partitions are free.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Final

from moderation_common.errors import TransientError
from moderation_common.eventlog.partitioning import quota
from moderation_common.eventlog.port import Partition
from moderation_common.eventlog.postgres.schema import GROUPS_CHANNEL
from moderation_common.eventlog.postgres.session import Session

# An advisory lock's number stands in pg_locks as two halves.
_MEMBERS: Final = """
SELECT (classid::bigint << 32) | objid::bigint AS lock, pid
FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND mode = 'ShareLock'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND ((classid::bigint << 32) | objid::bigint) = ANY ($1::bigint[])
ORDER BY pid
"""


class Membership:
    """One member's place in its group; every lock is held on the session given."""

    def __init__(self, session: Session, *, group: str, partitions: Mapping[str, int]) -> None:
        self._session = session
        self._group = group
        self._partitions = partitions
        self._member_locks = {topic: _lock(group, topic, "members") for topic in partitions}
        self.owned: set[Partition] = set()

    async def join(self) -> None:
        """Become countable, and tell the others to count again."""
        for lock in self._member_locks.values():
            await self._session.fetch("SELECT pg_advisory_lock_shared($1)", lock)
        await self._announce()

    async def quotas(self) -> dict[str, int]:
        """Return how many partitions of each topic this member may own as things stand."""
        rows = await self._session.fetch(_MEMBERS, list(self._member_locks.values()))
        quotas: dict[str, int] = {}
        for topic, lock in self._member_locks.items():
            pids = [row["pid"] for row in rows if row["lock"] == lock]
            if self._session.pid not in pids:
                self._session.terminate()
                msg = "The connection of this consumer is no longer the one that joined its group."
                raise TransientError(msg)
            # Turned by topic, or the first member would get every topic's odd partition.
            rank = (pids.index(self._session.pid) + lock) % len(pids)
            quotas[topic] = quota(self._partitions[topic], members=len(pids), rank=rank)
        return quotas

    def surplus(self, quotas: Mapping[str, int]) -> list[Partition]:
        """Return what is owned beyond the quotas."""
        return [p for topic, n in quotas.items() for p in self._owned_of(topic)[n:]]

    async def release(self, partitions: Collection[Partition]) -> None:
        """Give partitions away, and tell the others."""
        for partition in partitions:
            self.owned.discard(partition)
            await self._session.fetch("SELECT pg_advisory_unlock($1)", self._lock(partition))
        await self._announce()

    async def acquire(self, quotas: Mapping[str, int]) -> list[Partition]:
        """Take free partitions up to the quotas; return those taken."""
        taken: list[Partition] = []
        for topic, wanted in quotas.items():
            missing = wanted - len(self._owned_of(topic))
            for number in range(self._partitions[topic]):
                partition = Partition(topic, number)
                if missing <= 0:
                    break
                if partition not in self.owned and await self._try_lock(partition):
                    self.owned.add(partition)
                    taken.append(partition)
                    missing -= 1
        return taken

    async def leave(self) -> None:
        """Give everything up, then tell the others."""
        self.owned.clear()
        await self._session.fetch("SELECT pg_advisory_unlock_all()")
        await self._announce()

    def _owned_of(self, topic: str) -> list[Partition]:
        return sorted(p for p in self.owned if p.topic == topic)

    def _lock(self, partition: Partition) -> int:
        return _lock(self._group, partition.topic, str(partition.number))

    async def _try_lock(self, partition: Partition) -> bool:
        rows = await self._session.fetch(
            "SELECT pg_try_advisory_lock($1) AS taken", self._lock(partition)
        )
        return bool(rows[0]["taken"])

    async def _announce(self) -> None:
        await self._session.fetch("SELECT pg_notify($1, $2)", GROUPS_CHANNEL, self._group)


def _lock(group: str, topic: str, what: str) -> int:
    """Return the number of an advisory lock: 64 bits, so that no two ever meet by chance."""
    name = f"moderation event log\x1f{group}\x1f{topic}\x1f{what}".encode()
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), signed=True)

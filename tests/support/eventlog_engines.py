"""The engines of the event log as the contract suite sees them: open, kill a member, take away."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import asyncpg

from moderation_common.eventlog import (
    EventLog,
    Message,
    Partition,
    PartitionLostError,
    Record,
    Subscription,
)
from moderation_common.eventlog.kafka.subscription import KafkaSubscription
from moderation_common.eventlog.opening import open_event_log
from moderation_common.eventlog.postgres.subscription import PostgresSubscription
from moderation_common.testing import MemoryEventLog
from moderation_common.testing.eventlog import MemorySubscription
from tests.support.embedded_postgres import EmbeddedPostgres
from tests.support.kafka_broker import KafkaBroker
from tests.support.waiting import eventually


class Engine(Protocol):
    """Where a test gets its event logs from; all of them share the same records and groups."""

    async def open(self) -> EventLog:
        """Open one more event log, as another process would."""
        ...

    async def kill(self, subscription: Subscription) -> None:
        """End a member as SIGKILL ends its process: no commit, no goodbye."""
        ...

    async def cut_off(self, subscription: Subscription) -> None:
        """Make the engine take a member for dead that still lives."""
        ...

    async def stop(self) -> None:
        """Take the engine away."""
        ...

    async def start(self) -> None:
        """Bring the engine back with everything that it acknowledged."""
        ...

    async def close_all(self) -> None:
        """Close every log that was opened."""
        ...


class _Closing:
    """Closes whatever logs a test opened."""

    def __init__(self) -> None:
        self._opened: list[EventLog] = []

    async def close_all(self) -> None:
        """Close every log that was opened."""
        for event_log in self._opened:
            await event_log.close()


class MemoryEngine(_Closing):
    """One event log in memory stands for all processes."""

    def __init__(self) -> None:
        super().__init__()
        self._event_log = MemoryEventLog()

    async def open(self) -> EventLog:
        """See `Engine`."""
        return self._event_log

    async def kill(self, subscription: Subscription) -> None:
        """See `Engine`."""
        assert isinstance(subscription, MemorySubscription)
        subscription.vanish()

    async def cut_off(self, subscription: Subscription) -> None:
        """See `Engine`."""
        await self.kill(subscription)

    async def stop(self) -> None:
        """See `Engine`."""
        self._event_log.go_away()

    async def start(self) -> None:
        """See `Engine`."""
        self._event_log.come_back()


class PostgresEngine(_Closing):
    """A database of its own on a real server."""

    def __init__(self, url: str, server: EmbeddedPostgres | None) -> None:
        super().__init__()
        self.url = plain_url(url)
        self._server = server

    async def open(self) -> EventLog:
        """See `Engine`."""
        event_log = await open_event_log(self.url, client_id="contract")
        self._opened.append(event_log)
        return event_log

    async def kill(self, subscription: Subscription) -> None:
        """See `Engine`: the kernel closes a killed process's connections."""
        assert isinstance(subscription, PostgresSubscription)
        session = subscription._session  # noqa: SLF001 - nothing but a test does this
        assert session is not None
        session.terminate()

    async def cut_off(self, subscription: Subscription) -> None:
        """See `Engine`: the server ends the connection."""
        assert isinstance(subscription, PostgresSubscription)
        session = subscription._session  # noqa: SLF001 - as above
        assert session is not None
        connection = await asyncpg.connect(self.url)
        await connection.execute("SELECT pg_terminate_backend($1)", session.pid)
        await connection.close()

    async def stop(self) -> None:
        """See `Engine`."""
        assert self._server is not None, "this test must ask for `stoppable_engine`"
        await asyncio.to_thread(self._server.crash)

    async def start(self) -> None:
        """See `Engine`."""
        assert self._server is not None, "this test must ask for `stoppable_engine`"
        await asyncio.to_thread(self._server.start)


class KafkaEngine(_Closing):
    """A real broker; topics and groups keep tests apart."""

    def __init__(self, bootstrap: str, broker: KafkaBroker | None) -> None:
        super().__init__()
        # A killed member is missed after the session's end, so that is as short as brokers allow.
        self.url = (
            f"kafka://{bootstrap}?partitions=4&replication=1&session_timeout_ms=3000"
            "&heartbeat_ms=100&request_timeout_ms=4000"
        )
        self._broker = broker

    async def open(self) -> EventLog:
        """See `Engine`."""
        event_log = await open_event_log(self.url, client_id="contract")
        self._opened.append(event_log)
        return event_log

    async def kill(self, subscription: Subscription) -> None:
        """See `Engine`: the heartbeats end, and nobody tells the broker that the member is gone."""
        assert isinstance(subscription, KafkaSubscription)
        member = subscription._member  # noqa: SLF001 - nothing but a test does this
        assert member is not None
        # One that is of no generation says no goodbye.
        member.consumer._coordinator.generation = -1  # noqa: SLF001 - as above
        await member.leave()
        subscription._member = None  # noqa: SLF001 - as above

    async def cut_off(self, subscription: Subscription) -> None:
        """See `Engine`: its heartbeats are not sent, though it believes they are."""

        async def pretend() -> bool:
            return True

        assert isinstance(subscription, KafkaSubscription)
        member = subscription._member  # noqa: SLF001 - as above
        assert member is not None
        member.consumer._coordinator._do_heartbeat = pretend  # noqa: SLF001 - as above

    async def stop(self) -> None:
        """See `Engine`."""
        assert self._broker is not None, "this test must ask for `stoppable_engine`"
        await asyncio.to_thread(self._broker.kill)

    async def start(self) -> None:
        """See `Engine`."""
        assert self._broker is not None, "this test must ask for `stoppable_engine`"
        await asyncio.to_thread(self._broker.start)


def plain_url(url: str) -> str:
    """Return a database's URL without the driver that SQLAlchemy wants named."""
    return url.replace("postgresql+asyncpg://", "postgresql://")


def new_name(kind: str) -> str:
    """Return a name that no other test uses, for a topic or a group."""
    return f"{kind}-{uuid.uuid4().hex[:12]}"


def message(key: str, number: int) -> Message:
    """Return a message that tells its key and number."""
    return Message(key=key, headers={"number": str(number)}, body=f"{key} {number}".encode())


def numbers_by_key(records: Sequence[Record]) -> dict[str, list[int]]:
    """Return the numbers of `message`s in the order of delivery, key by key."""
    numbers: dict[str, list[int]] = {}
    for record in records:
        number = int(record.message.headers["number"])
        numbers.setdefault(record.message.key, []).append(number)
    return numbers


class Reader:
    """Fetches from one subscription and keeps everything that came, in its order."""

    def __init__(
        self,
        subscription: Subscription,
        *,
        commits: bool = True,
        in_hand: asyncio.Lock | None = None,
    ) -> None:
        self.subscription = subscription
        self.records: list[Record] = []
        self._commits = commits
        self._in_hand = in_hand or asyncio.Lock()

    @classmethod
    async def join(
        cls, event_log: EventLog, group: str, topics: Sequence[str], *, commits: bool = True
    ) -> Reader:
        """Become a member that commits what it has fetched before it gives a partition away."""
        in_hand = asyncio.Lock()

        async def finish(_revoked: Collection[Partition]) -> None:
            async with in_hand:
                return

        subscription = await event_log.subscribe(group, topics, on_revoked=finish)
        return cls(subscription, commits=commits, in_hand=in_hand)

    async def read(self, *, max_records: int = 100, timeout_s: float = 0.2) -> Sequence[Record]:
        """Fetch once and commit what came."""
        batches = await self.subscription.fetch(max_records=max_records, timeout_s=timeout_s)
        async with self._in_hand:
            return await self._keep(batches)

    async def _keep(self, batches: Mapping[Partition, Sequence[Record]]) -> Sequence[Record]:
        fresh = [record for records in batches.values() for record in records]
        self.records.extend(fresh)
        if self._commits:
            for partition, records in batches.items():
                # On a machine so busy that the member is taken for dead the records come again.
                with contextlib.suppress(PartitionLostError):
                    await self.subscription.commit(partition, records[-1].offset + 1)
        return fresh

    async def read_until(self, count: int, *, deadline_s: float = 20.0) -> list[Record]:
        """Fetch until `count` records have come in all."""

        async def enough() -> bool:
            if len(self.records) < count:
                await self.read()
            return len(self.records) >= count

        await eventually(enough, deadline_s=deadline_s, what=f"{count} records", interval_s=0)
        return self.records

    async def own(self, count: int, *, deadline_s: float = 20.0) -> frozenset[Partition]:
        """Fetch until exactly `count` partitions are owned."""

        async def owned() -> bool:
            await self.read(timeout_s=0.05)
            return len(self.subscription.assignment()) == count

        await eventually(owned, deadline_s=deadline_s, what=f"{count} partitions", interval_s=0)
        return self.subscription.assignment()


async def settle(readers: Sequence[Reader], *, partitions: int, deadline_s: float = 20.0) -> None:
    """Fetch with all members until they own all partitions between them, shared evenly."""

    async def even() -> bool:
        await asyncio.gather(*(reader.read(timeout_s=0.05) for reader in readers))
        sizes = [len(reader.subscription.assignment()) for reader in readers]
        return sum(sizes) == partitions and max(sizes) - min(sizes) <= 1

    await eventually(even, deadline_s=deadline_s, what="an even share", interval_s=0)
    assert_single_owners(readers)


def assert_single_owners(readers: Collection[Reader]) -> None:
    """Fail when two members own the same partition at this moment."""
    owned = [p for reader in readers for p in reader.subscription.assignment()]
    assert len(owned) == len(set(owned)), f"owned twice: {sorted(owned)}"

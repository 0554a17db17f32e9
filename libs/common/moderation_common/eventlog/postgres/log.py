"""The event log on PostgreSQL, as one service uses it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from datetime import datetime
from typing import Final

import asyncpg
import structlog

from moderation_common.clock import Clock, utc_now
from moderation_common.errors import ConfigurationError, TransientError
from moderation_common.eventlog.port import READ_AT_ONCE, Message, Record, RevokedCallback
from moderation_common.eventlog.postgres.address import Connection, Pool, PostgresAddress
from moderation_common.eventlog.postgres.outages import outages_as_transient
from moderation_common.eventlog.postgres.publishing import TopicGoneError, append, ensure_topic
from moderation_common.eventlog.postgres.reading import read_topic
from moderation_common.eventlog.postgres.schema import create_schema
from moderation_common.eventlog.postgres.subscription import PostgresSubscription
from moderation_common.eventlog.postgres.trimming import trim_topics

_MAX_POOL: Final = 4
_ACQUIRE_TIMEOUT_S: Final = 5.0
_CLOSE_TIMEOUT_S: Final = 5.0
# When opening, these are wrong settings; later they are outages, for somebody changed the server.
_REFUSALS: Final = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.ClientConfigurationError,
    ValueError,
)
# Kafka trims by itself, so this engine does too. Retention is counted in days: an hour is prompt.
_TRIM_INTERVAL_S: Final = 3600.0
# Long enough that a start is not slowed, short enough that a service restarted daily trims.
_FIRST_TRIM_S: Final = 60.0

# Earliest that is still there: a group that joins after a trim must not count what is gone.
_ENROL: Final = """
INSERT INTO eventlog.group_offsets ("group", topic, partition, next_offset)
SELECT $1, topic, partition, coalesce(
    (SELECT min("offset") FROM eventlog.records AS record
     WHERE record.topic = partitions.topic AND record.partition = partitions.partition),
    next_offset)
FROM eventlog.partitions
WHERE topic = ANY ($2::text[])
ON CONFLICT DO NOTHING
"""

log = structlog.get_logger(__name__)


class PostgresEventLog:
    """Publishes through a small pool; each subscription has a connection of its own."""

    def __init__(self, address: PostgresAddress, pool: Pool, *, clock: Clock) -> None:
        self._address = address
        self._pool = pool
        self._clock = clock
        self._partitions: dict[str, int] = {}
        self._trimming = asyncio.create_task(self._trim_hourly())

    @classmethod
    async def open(cls, url: str, *, client_id: str, clock: Clock = utc_now) -> PostgresEventLog:
        """Connect and create the schema where it is missing.

        Raises `ConfigurationError` when the URL or what it names is wrong, `TransientError` when
        the server is away.
        """
        address = PostgresAddress.parse(url, client_id=client_id)
        with outages_as_transient("opening the event log"):
            pool = await _open_pool(address)
        return cls(address, pool, clock=clock)

    async def publish(self, topic: str, messages: Sequence[Message]) -> None:
        """See the port."""
        if not messages:
            return
        with outages_as_transient("publishing"):
            partitions = await self._count_partitions(topic)
            async with (
                self._pool.acquire(timeout=_ACQUIRE_TIMEOUT_S) as connection,
                connection.transaction(),
            ):
                await self._append(connection, topic, messages, partitions=partitions)

    async def publish_within(
        self, connection: Connection, topic: str, messages: Sequence[Message]
    ) -> None:
        """Append the messages in a transaction of the caller's, on the same database.

        They become readable when that transaction commits, and other publishers to the same
        partitions wait for it.
        """
        if not messages:
            return
        with outages_as_transient("publishing"):
            partitions = await self._count_partitions(topic)
            await self._append(connection, topic, messages, partitions=partitions)

    async def _append(
        self, connection: Connection, topic: str, messages: Sequence[Message], *, partitions: int
    ) -> None:
        try:
            await append(connection, topic, messages, partitions=partitions)
        except TopicGoneError:
            self._partitions.pop(topic, None)
            raise

    async def _count_partitions(self, topic: str) -> int:
        count = self._partitions.get(topic)
        if count is None:
            async with self._pool.acquire(timeout=_ACQUIRE_TIMEOUT_S) as connection:
                count = await ensure_topic(connection, topic, partitions=self._address.partitions)
            self._partitions[topic] = count
        return count

    async def subscribe(
        self, group: str, topics: Sequence[str], *, on_revoked: RevokedCallback | None = None
    ) -> PostgresSubscription:
        """See the port."""
        with outages_as_transient("subscribing"):
            partitions = {topic: await self._count_partitions(topic) for topic in topics}
            async with self._pool.acquire(timeout=_ACQUIRE_TIMEOUT_S) as connection:
                await connection.execute(_ENROL, group, list(topics))
        subscription = PostgresSubscription(
            self._address, group=group, partitions=partitions, on_revoked=on_revoked
        )
        await subscription.join()
        return subscription

    def read(
        self, topic: str, *, max_records: int = READ_AT_ONCE
    ) -> AsyncGenerator[Sequence[Record], None]:
        """See the port."""
        return read_topic(self._pool, topic, max_records=max_records)

    async def trim(self, now: datetime) -> int:
        """Delete what is past its topic's retention and finished with by every group known.

        Returns how many records went. `now` is aware. Happens by itself every hour.
        """
        with outages_as_transient("trimming"):
            async with self._pool.acquire(timeout=_ACQUIRE_TIMEOUT_S) as connection:
                return await trim_topics(connection, now)

    async def _trim_hourly(self) -> None:
        await asyncio.sleep(_FIRST_TRIM_S)
        while True:
            try:
                trimmed = await self.trim(self._clock())
                if trimmed:
                    log.info("eventlog_trimmed", records=trimmed)
            except TransientError as error:
                log.warning("eventlog_trim_waits", reason=str(error))
            await asyncio.sleep(_TRIM_INTERVAL_S)

    async def check(self) -> None:
        """See the port."""
        with outages_as_transient("being checked"):
            async with self._pool.acquire(timeout=_ACQUIRE_TIMEOUT_S) as connection:
                await connection.execute("SELECT 1")

    async def close(self) -> None:
        """See the port."""
        self._trimming.cancel()
        await asyncio.wait([self._trimming])
        try:
            async with asyncio.timeout(_CLOSE_TIMEOUT_S):
                await self._pool.close()
        except (TimeoutError, OSError, asyncpg.InterfaceError, asyncpg.PostgresError):
            self._pool.terminate()


async def _open_pool(address: PostgresAddress) -> Pool:
    """Connect and prepare; what can only be a wrong setting is told apart from an outage."""
    pool = None
    try:
        pool = await address.open_pool(max_size=_MAX_POOL)
        async with pool.acquire(timeout=_ACQUIRE_TIMEOUT_S) as connection:
            await create_schema(connection)
    except BaseException as error:
        if pool is not None:
            pool.terminate()
        if isinstance(error, _REFUSALS):
            msg = (
                "PostgreSQL cannot be used as the event log's URL says"
                f" ({type(error).__name__}); put its host, user, password and database right."
            )
            raise ConfigurationError(msg) from error
        raise
    return pool

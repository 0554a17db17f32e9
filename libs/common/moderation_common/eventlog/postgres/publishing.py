"""Appending messages so that the order of offsets is the order of commits.

A publisher takes its offsets by updating the partition's row, and so keeps every other publisher
of that partition waiting until it has committed or rolled back. Offsets therefore have no gaps and
become readable in their order: a reader can never step past one whose transaction is still open.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from moderation_common.errors import TransientError
from moderation_common.eventlog.partitioning import partition_for
from moderation_common.eventlog.port import Message
from moderation_common.eventlog.postgres.address import Connection
from moderation_common.eventlog.postgres.schema import RECORDS_CHANNEL

_APPEND: Final = """
WITH taken AS (
    UPDATE eventlog.partitions SET next_offset = next_offset + cardinality($3::bytea[])
    WHERE topic = $1 AND partition = $2
    RETURNING next_offset - cardinality($3::bytea[]) AS first_offset
)
INSERT INTO eventlog.records (topic, partition, "offset", key, headers, body)
SELECT $1, $2, first_offset + place - 1, key, headers, body
FROM taken, unnest($3::bytea[], $4::json[], $5::bytea[])
    WITH ORDINALITY AS message(key, headers, body, place)
"""


class TopicGoneError(TransientError):
    """Somebody emptied the database under us; the topic has to be created again."""


async def ensure_topic(connection: Connection, topic: str, *, partitions: int) -> int:
    """Create the topic unless it exists; return how many partitions it has."""
    count: int = await connection.fetchval(
        "SELECT count(*) FROM eventlog.partitions WHERE topic = $1", topic
    )
    if count:
        return count
    async with connection.transaction():
        # Two that create it at once, with different settings, must agree on the number.
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", topic)
        await connection.execute(
            "INSERT INTO eventlog.partitions (topic, partition)"
            " SELECT $1, generate_series(0, $2::integer - 1)"
            " WHERE NOT EXISTS (SELECT FROM eventlog.partitions WHERE topic = $1)",
            topic,
            partitions,
        )
    created: int = await connection.fetchval(
        "SELECT count(*) FROM eventlog.partitions WHERE topic = $1", topic
    )
    return created


async def append(
    connection: Connection, topic: str, messages: Sequence[Message], *, partitions: int
) -> None:
    """Append the messages within the connection's open transaction, and announce them.

    Partitions are locked in ascending order, so that two publishers never wait for each other.
    Raises `TopicGoneError`, having appended nothing that may be committed.
    """
    by_partition: dict[int, list[Message]] = {}
    for message in messages:
        by_partition.setdefault(partition_for(message.key, partitions), []).append(message)
    for partition, group in sorted(by_partition.items()):
        done = await connection.execute(
            _APPEND,
            topic,
            partition,
            [message.key.encode() for message in group],
            [_dump(message.headers) for message in group],
            [message.body for message in group],
        )
        if done != f"INSERT 0 {len(group)}":
            msg = f"Topic {topic} is gone from the event log's PostgreSQL; publish again."
            raise TopicGoneError(msg)
    await connection.execute("SELECT pg_notify($1, $2)", RECORDS_CHANNEL, topic)


def _dump(headers: Mapping[str, str]) -> str:
    return json.dumps(dict(headers), separators=(",", ":"))

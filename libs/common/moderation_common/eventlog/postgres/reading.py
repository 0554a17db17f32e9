"""Reading a topic from end to end on PostgreSQL, as no member of any group."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Sequence
from typing import Final

import asyncpg

from moderation_common.eventlog.port import Message, Partition, Record
from moderation_common.eventlog.postgres.address import Pool
from moderation_common.eventlog.postgres.outages import outages_as_transient

_ACQUIRE_TIMEOUT_S: Final = 5.0

_ENDS: Final = """
SELECT partition, next_offset
FROM eventlog.partitions
WHERE topic = $1
ORDER BY partition
"""

_READ: Final = """
SELECT topic, partition, "offset", key, headers, body
FROM eventlog.records
WHERE topic = $1 AND partition = $2 AND "offset" >= $3 AND "offset" < $4
ORDER BY "offset"
LIMIT $5
"""


async def read_topic(
    pool: Pool, topic: str, *, max_records: int
) -> AsyncGenerator[Sequence[Record], None]:
    """Yield what the topic holds; keeps no connection while the caller is at work."""
    for ending in await _fetch(pool, _ENDS, topic):
        position, end = 0, ending["next_offset"]
        while position < end:
            rows = await _fetch(pool, _READ, topic, ending["partition"], position, end, max_records)
            if not rows:
                break
            records = [record_of(row) for row in rows]
            position = records[-1].offset + 1
            yield records


def record_of(row: asyncpg.Record) -> Record:
    """Read a record from a row with all its columns save the time."""
    return Record(
        partition=Partition(row["topic"], row["partition"]),
        offset=row["offset"],
        message=Message(
            key=row["key"].decode(), headers=json.loads(row["headers"]), body=row["body"]
        ),
    )


async def _fetch(pool: Pool, statement: str, *arguments: object) -> list[asyncpg.Record]:
    with outages_as_transient("reading"):
        async with pool.acquire(timeout=_ACQUIRE_TIMEOUT_S) as connection:
            rows: list[asyncpg.Record] = await connection.fetch(statement, *arguments)
            return rows

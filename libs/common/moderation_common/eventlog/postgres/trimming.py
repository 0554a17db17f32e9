"""Deleting records past their retention that no known group still needs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from moderation_common.eventlog.postgres.address import Connection
from moderation_common.eventlog.retention import retention_days

# Small enough that a statement stays well under its time limit and publishers are not slowed.
_BATCH: Final = 5_000

# A partition that no group reads is bounded by age alone: a dead-letter topic, for one.
_BOUNDS: Final = """
SELECT partition, coalesce(min(group_offsets.next_offset), max(partitions.next_offset)) AS bound
FROM eventlog.partitions
LEFT JOIN eventlog.group_offsets USING (topic, partition)
WHERE topic = $1
GROUP BY partition
ORDER BY partition
"""

# Publishing times rise with the offsets, near enough, so the oldest records stand first and the
# batch never has to look past the first young one.
_DELETE: Final = """
WITH oldest AS (
    SELECT "offset", published_at
    FROM eventlog.records
    WHERE topic = $1 AND partition = $2 AND "offset" < $3
    ORDER BY "offset"
    LIMIT $5
)
DELETE FROM eventlog.records
USING oldest
WHERE topic = $1 AND partition = $2 AND records."offset" = oldest."offset"
    AND oldest.published_at < $4
"""


async def trim_topics(connection: Connection, now: datetime) -> int:
    """Trim every topic that declares a retention; return how many records went."""
    rows = await connection.fetch("SELECT DISTINCT topic FROM eventlog.partitions ORDER BY topic")
    trimmed = 0
    for row in rows:
        days = retention_days(row["topic"])
        if days is not None:
            trimmed += await _trim(connection, row["topic"], now - timedelta(days=days))
    return trimmed


async def _trim(connection: Connection, topic: str, before: datetime) -> int:
    trimmed = 0
    for row in await connection.fetch(_BOUNDS, topic):
        deleted = _BATCH
        while deleted == _BATCH:
            tag = await connection.execute(
                _DELETE, topic, row["partition"], row["bound"], before, _BATCH
            )
            deleted = int(tag.rpartition(" ")[2])
            trimmed += deleted
    return trimmed

"""The engine's own schema, `eventlog`, created by whoever opens the log first."""

from __future__ import annotations

from typing import Final

from moderation_common.eventlog.postgres.address import Connection

# Any fixed number: only one process at a time may create the schema.
_CREATION_LOCK: Final = 0x6D6F646572617465

RECORDS_CHANNEL: Final = "eventlog_records"
"""NOTIFY channel: the payload is a topic that has new records."""
GROUPS_CHANNEL: Final = "eventlog_groups"
"""NOTIFY channel: the payload is a group whose members or ownership changed."""

# The two small tables are updated all the time: room on each page keeps the updates in place, and
# an early vacuum keeps the tables small.
_BUSY: Final = (
    "WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500)"
)

# Keys and headers are opaque to the engine. `bytea`, and `json` rather than `jsonb`, take every
# character that Kafka takes, U+0000 included.
_DDL: Final = f"""
CREATE SCHEMA IF NOT EXISTS eventlog;

CREATE TABLE IF NOT EXISTS eventlog.partitions (
    topic text NOT NULL,
    partition integer NOT NULL CHECK (partition >= 0),
    next_offset bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (topic, partition)
) {_BUSY};

CREATE TABLE IF NOT EXISTS eventlog.records (
    topic text NOT NULL,
    partition integer NOT NULL,
    "offset" bigint NOT NULL,
    key bytea NOT NULL,
    headers json NOT NULL,
    body bytea NOT NULL,
    published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (topic, partition, "offset")
);

CREATE TABLE IF NOT EXISTS eventlog.group_offsets (
    "group" text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    next_offset bigint NOT NULL,
    committed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY ("group", topic, partition)
) {_BUSY};
"""


async def create_schema(connection: Connection) -> None:
    """Create what is missing; does nothing, and writes nothing, when all is there."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _CREATION_LOCK)
        if await connection.fetchval("SELECT to_regclass('eventlog.group_offsets') IS NULL"):
            await connection.execute(_DDL)

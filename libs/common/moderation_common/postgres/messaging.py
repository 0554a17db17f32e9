"""Inbox and outbox: a step with state handles an event once and publishes what follows from it.

Both tables stand in the service's own schema; `create_messaging_tables` is called by each
service's first migration.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.eventlog.port import Message
from moderation_common.eventlog.retention import DEAD_LETTER_RETENTION_DAYS
from moderation_common.events import TOPICS, Event
from moderation_common.identity import derive_id

MESSAGING_DDL: Final = (
    """
    CREATE TABLE inbox (
        event_id uuid NOT NULL,
        consumer text NOT NULL,
        handled_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (event_id, consumer)
    )
    """,
    """
    CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic text NOT NULL,
        key text NOT NULL,
        headers jsonb NOT NULL,
        body bytea NOT NULL,
        added_at timestamptz NOT NULL DEFAULT now()
    )
    """,
)
"""Statements that make the two tables in the schema on the search path."""


REFUSED_DDL: Final = """
    CREATE TABLE outbox_refused (
        id bigint PRIMARY KEY,
        topic text NOT NULL,
        key text NOT NULL,
        headers jsonb NOT NULL,
        body bytea NOT NULL,
        added_at timestamptz NOT NULL,
        refused_at timestamptz NOT NULL DEFAULT now(),
        reason text NOT NULL
    )
"""
"""Where events stand that the log will never take; their ids are those of the outbox."""

REFUSED_KEPT: Final = timedelta(days=DEAD_LETTER_RETENTION_DAYS)
"""They wait for a person as dead letters do, and can hold personal text as these can."""

INBOX_BY_AGE_DDL: Final = "CREATE INDEX inbox_by_age ON inbox (handled_at)"
"""Without it `Inbox.forget` would read the whole table."""

HANDLED_KEPT: Final = timedelta(
    days=2 * max(topic.retention_days for topic in TOPICS.values()) + DEAD_LETTER_RETENTION_DAYS
)
"""So long an event that was handled may come again, and its mark is kept.

It may be a dead letter of another consumer that read it last of all, be sent again on its last day,
and then be read last of all once more.
"""

VERSIONS_TAKEN_UP: Final = derive_id("policy", "versions taken up")
"""Under this id stand the policy versions that were taken up; they are never forgotten."""


@dataclass(frozen=True)
class PendingMessage:
    """A message in the outbox."""

    outbox_id: int
    topic: str
    message: Message


class Inbox:
    """Which events a consumer has handled."""

    def __init__(self, schema: str) -> None:
        self._insert = text(
            f"INSERT INTO {schema}.inbox (event_id, consumer) VALUES (:event_id, :consumer)"  # noqa: S608 - the schema is ours
            " ON CONFLICT DO NOTHING"
        )
        self._forget = text(
            # By their places, which stay the same: a mark is never changed.
            f"DELETE FROM {schema}.inbox WHERE ctid = ANY (ARRAY("  # noqa: S608 - the schema is ours
            f"SELECT ctid FROM {schema}.inbox"
            " WHERE handled_at < :before AND event_id <> :spared"
            " ORDER BY handled_at LIMIT :limit FOR UPDATE SKIP LOCKED))"
        )

    async def claim(self, connection: AsyncConnection, event_id: str, *, consumer: str) -> bool:
        """Mark the event; False when it was marked before.

        Waits for another transaction that is claiming the same event, so exactly one wins.
        """
        result = await connection.execute(
            self._insert, {"event_id": event_id, "consumer": consumer}
        )
        return result.rowcount == 1

    async def forget(self, connection: AsyncConnection, *, now: datetime, limit: int) -> int:
        """Delete the oldest marks that no event needs any more; return how many went."""
        result = await connection.execute(
            self._forget,
            {"before": now - HANDLED_KEPT, "spared": VERSIONS_TAKEN_UP, "limit": limit},
        )
        return result.rowcount


class Outbox:
    """Events that wait to be published, in the order in which they were added."""

    def __init__(self, schema: str) -> None:
        self.schema = schema
        table = f"{schema}.outbox"
        self._insert = text(
            f"INSERT INTO {table} (topic, key, headers, body)"  # noqa: S608 - the schema is ours
            " VALUES (:topic, :key, CAST(:headers AS jsonb), :body)"
        )
        self._select = text(
            f"SELECT id, topic, key, headers, body FROM {table} ORDER BY id LIMIT :limit"  # noqa: S608 - the schema is ours
        )
        self._delete = text(f"DELETE FROM {table} WHERE id = ANY(:ids)")  # noqa: S608 - the schema is ours
        columns = "id, topic, key, headers, body, added_at"
        self._put_aside = text(
            f"WITH refused AS (DELETE FROM {table} WHERE id = :id RETURNING {columns})"  # noqa: S608 - the schema is ours
            f" INSERT INTO {table}_refused ({columns}, reason)"
            f" SELECT {columns}, :reason FROM refused"
        )
        self._forget_refused = text(f"DELETE FROM {table}_refused WHERE refused_at < :before")  # noqa: S608 - the schema is ours
        self._lock = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
        self._count = text(f"SELECT count(*) FROM {table}")  # noqa: S608 - the schema is ours

    async def add(self, connection: AsyncConnection, events: Sequence[Event]) -> None:
        """Add the events, to be published after the transaction commits."""
        await connection.execute(
            self._insert,
            [
                {
                    "topic": event.topic.value,
                    "key": event.key,
                    "headers": json.dumps(event.headers()),
                    "body": event.body(),
                }
                for event in events
            ],
        )

    async def lock(self, connection: AsyncConnection) -> bool:
        """Become the one relay until the transaction ends; False when another one is.

        A single relay keeps the events of one key in order.
        """
        result = await connection.execute(self._lock, {"name": f"{self.schema}.outbox"})
        return bool(result.scalar_one())

    async def pending(self, connection: AsyncConnection, *, limit: int) -> Sequence[PendingMessage]:
        """Return the oldest events, at most `limit`."""
        result = await connection.execute(self._select, {"limit": limit})
        return [
            PendingMessage(
                row.id, row.topic, Message(key=row.key, headers=row.headers, body=bytes(row.body))
            )
            for row in result
        ]

    async def remove(self, connection: AsyncConnection, ids: Sequence[int]) -> None:
        """Forget events that have been published."""
        await connection.execute(self._delete, {"ids": list(ids)})

    async def put_aside(self, connection: AsyncConnection, outbox_id: int, *, reason: str) -> None:
        """Take an event that the log will never take out of the way of the others, and keep it."""
        await connection.execute(self._put_aside, {"id": outbox_id, "reason": reason})

    async def forget_refused(self, connection: AsyncConnection, *, now: datetime) -> None:
        """Delete what was put aside and has waited long enough."""
        await connection.execute(self._forget_refused, {"before": now - REFUSED_KEPT})

    async def count(self, connection: AsyncConnection) -> int:
        """Return how many events wait."""
        return int((await connection.execute(self._count)).scalar_one())

"""Webhook events that wait to be accepted: a queue that outlives both ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from moderation_common.clock import Clock
from moderation_common.vocabulary import Platform
from moderation_local.simulator.storage import Storage

Event = Mapping[str, Any]

_WAITING: Final = "waiting"
_DELIVERED: Final = "delivered"
_DROPPED: Final = "dropped"


@dataclass(frozen=True)
class Delivery:
    """One event on its way to ingest."""

    id: int
    platform: Platform
    account_id: str
    event: Event
    created_at: float
    attempts: int


@dataclass(frozen=True)
class QueueState:
    """How the queue stands for one platform."""

    waiting: int
    delivered: int
    dropped: int
    """Given up after the time that the platform allows."""
    oldest_waiting_s: float | None
    last_answer: str | None
    """What came of the last failed attempt among those that wait."""


@dataclass(frozen=True)
class RetrySchedule:
    """When to try again what was not accepted."""

    delays_s: Sequence[float]
    drop_after_s: float

    def delay_s(self, attempts: int) -> float:
        """Return the wait after so many failed attempts; the last delay repeats."""
        return self.delays_s[min(attempts, len(self.delays_s)) - 1]


class DeliveryQueue:
    """Adds, hands out and ends deliveries."""

    def __init__(self, storage: Storage, *, schedule: RetrySchedule, clock: Clock) -> None:
        self._storage = storage
        self._schedule = schedule
        self._clock = clock
        self._listeners: dict[Platform, asyncio.Event] = {}

    def _now(self) -> float:
        return self._clock().timestamp()

    def listen(self, platform: Platform) -> asyncio.Event:
        """Return what is set whenever something new waits for the platform."""
        return self._listeners.setdefault(platform, asyncio.Event())

    def add(self, platform: Platform, account_id: str, *, subject_id: str, event: Event) -> None:
        """Queue an event about a comment; inside a transaction it comes with the transaction."""
        now = self._now()
        self._storage.execute(
            "INSERT INTO delivery (platform, account_id, subject_id, event, created_at, due_at)"
            " VALUES (:platform, :account_id, :subject_id, :event, :now, :now)",
            platform=platform,
            account_id=account_id,
            subject_id=subject_id,
            event=json.dumps(event, separators=(",", ":")),
            now=now,
        )
        self.listen(platform).set()

    def repeat(self, platform: Platform, *, subject_id: str) -> int:
        """Queue once more every different event about a comment; returns how many there are."""
        now = self._now()
        rows = self._storage.fetch(
            "SELECT account_id, event FROM delivery WHERE platform = :platform"
            " AND subject_id = :subject_id GROUP BY event ORDER BY min(id)",
            platform=platform,
            subject_id=subject_id,
        )
        for row in rows:
            self._storage.execute(
                "INSERT INTO delivery (platform, account_id, subject_id, event, created_at, due_at)"
                " VALUES (:platform, :account_id, :subject_id, :event, :now, :now)",
                platform=platform,
                account_id=row["account_id"],
                subject_id=subject_id,
                event=row["event"],
                now=now,
            )
        self.listen(platform).set()
        return len(rows)

    def due(
        self, platform: Platform, *, now: float, limit: int, busy: Collection[int]
    ) -> list[Delivery]:
        """Return what may be sent now, oldest first, leaving out those being sent."""
        rows = self._storage.fetch(
            "SELECT * FROM delivery WHERE platform = :platform AND state = 'waiting'"
            " AND due_at <= :now ORDER BY due_at, id LIMIT :limit",
            platform=platform,
            now=now,
            limit=limit + len(busy),
        )
        found = [
            Delivery(
                id=row["id"],
                platform=platform,
                account_id=row["account_id"],
                event=json.loads(row["event"]),
                created_at=row["created_at"],
                attempts=row["attempts"],
            )
            for row in rows
            if row["id"] not in busy
        ]
        return found[:limit]

    def next_due_after(self, platform: Platform, *, now: float) -> float | None:
        """Return when the next delivery falls due that is not due yet; None when there is none."""
        row = self._storage.fetch_one(
            "SELECT min(due_at) AS due_at FROM delivery WHERE platform = :platform"
            " AND state = 'waiting' AND due_at > :now",
            platform=platform,
            now=now,
        )
        return None if row is None else row["due_at"]

    def accept(self, deliveries: Sequence[Delivery]) -> None:
        """Note that ingest answered 200."""
        self._each(
            deliveries,
            "UPDATE delivery SET state = 'delivered', attempts = attempts + 1, ended_at = :now,"
            " last_answer = '200' WHERE id = :id",
            lambda _delivery: {"now": self._now()},
        )

    def put_back(self, deliveries: Sequence[Delivery], *, answer: str) -> None:
        """Note a failed attempt: try again later, or give up what has waited too long."""
        now = self._now()

        def describe(delivery: Delivery) -> dict[str, str | float]:
            old = now - delivery.created_at > self._schedule.drop_after_s
            return {
                "answer": answer,
                "state": _DROPPED if old else _WAITING,
                "due_at": now + self._schedule.delay_s(delivery.attempts + 1),
            }

        self._each(
            deliveries,
            "UPDATE delivery SET attempts = attempts + 1, last_answer = :answer, state = :state,"
            " due_at = :due_at WHERE id = :id",
            describe,
        )

    def _each(
        self,
        deliveries: Sequence[Delivery],
        sql: str,
        describe: Callable[[Delivery], Mapping[str, str | float]],
    ) -> None:
        with self._storage.transaction():
            for delivery in deliveries:
                self._storage.execute(sql, id=delivery.id, **describe(delivery))

    def state_of(self, platform: Platform) -> QueueState:
        """Return how the queue stands."""
        counts = {
            row["state"]: row["deliveries"]
            for row in self._storage.fetch(
                "SELECT state, count(*) AS deliveries FROM delivery WHERE platform = :platform"
                " GROUP BY state",
                platform=platform,
            )
        }
        oldest = self._storage.fetch_one(
            "SELECT min(created_at) AS created_at, max(last_answer) AS last_answer FROM delivery"
            " WHERE platform = :platform AND state = 'waiting'",
            platform=platform,
        )
        created_at = oldest["created_at"] if oldest is not None else None
        return QueueState(
            waiting=counts.get(_WAITING, 0),
            delivered=counts.get(_DELIVERED, 0),
            dropped=counts.get(_DROPPED, 0),
            oldest_waiting_s=None if created_at is None else self._now() - created_at,
            last_answer=oldest["last_answer"] if oldest is not None else None,
        )

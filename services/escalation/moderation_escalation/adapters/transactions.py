"""Escalation's transactions in PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.events import Event
from moderation_common.identity import CommentRef
from moderation_common.postgres import Database, SubjectVault
from moderation_common.postgres import UnitOfWork as PostgresUnit
from moderation_common.vault import Vault
from moderation_common.vocabulary import Urgency
from moderation_escalation.adapters.alert_store import AlertStore
from moderation_escalation.adapters.case_store import CaseStore
from moderation_escalation.adapters.comment_store import CommentStore, DecisionStore
from moderation_escalation.adapters.measure_store import MeasureStore
from moderation_escalation.adapters.mode_store import ModeStore
from moderation_escalation.adapters.review_store import ReviewStore
from moderation_escalation.adapters.sealing import Sealer
from moderation_escalation.adapters.stand_in_store import StandInStore
from moderation_escalation.adapters.tables import SCHEMA, alerts, cases, reviews, timers
from moderation_escalation.domain.alert import LEASE, AlertState
from moderation_escalation.domain.case import CaseStatus
from moderation_escalation.ports import Backlog

if TYPE_CHECKING:
    from moderation_escalation.ports import UnitOfWork

_LOCK = sql("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


class EscalationUnit:
    """One transaction."""

    def __init__(self, unit: PostgresUnit, vault: SubjectVault) -> None:
        self._unit = unit
        connection = unit.connection
        sealer = Sealer(connection, vault)
        self.comments = CommentStore(connection, sealer)
        self.decisions = DecisionStore(connection)
        self.cases = CaseStore(connection, sealer)
        self.alerts = AlertStore(connection)
        self.reviews = ReviewStore(connection, sealer)
        self.measures = MeasureStore(connection, sealer)
        self.stand_ins = StandInStore(connection)
        self.modes = ModeStore(connection)

    async def claim(self, event: Event, *, consumer: str) -> bool:
        """Mark the event as handled; False when it already was."""
        return await self._unit.claim(event, consumer=consumer)

    async def publish(self, events: Sequence[Event]) -> None:
        """Publish the events when the transaction commits."""
        await self._unit.publish(events)

    async def lock_comment(self, organisation: str, ref: CommentRef) -> None:
        """Wait until nobody else works on what hangs on a comment; holds until the end."""
        name = f"{SCHEMA}/{organisation}/{ref}"
        await self._unit.connection.execute(_LOCK, {"name": name})

    async def measure_backlog(self, now: datetime) -> Backlog:
        """Count what is waiting."""
        return await _measure_backlog(self._unit.connection, now)


class EscalationStore:
    """Opens escalation's transactions."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = SubjectVault(vault, schema=SCHEMA)

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[UnitOfWork]:
        """Open one; commits when the block ends well. Raises `TransientError` on an outage."""
        async with self._database.unit_of_work() as unit:
            yield EscalationUnit(unit, self._vault)


async def _measure_backlog(connection: AsyncConnection, now: datetime) -> Backlog:
    taken = cases.c.acknowledged_at.is_not(None)
    by_kind = await connection.execute(
        select(cases.c.organisation, cases.c.urgency, taken.label("taken"), func.count())
        .where(cases.c.closed_at.is_(None))
        .group_by(cases.c.organisation, cases.c.urgency, taken)
    )
    overdue = await connection.execute(
        select(cases.c.organisation, func.count())
        .where(cases.c.closed_at.is_(None), cases.c.due_at < now)
        .group_by(cases.c.organisation)
    )
    waiting = await connection.execute(
        select(reviews.c.organisation, func.count())
        .where(reviews.c.decided_at.is_(None))
        .group_by(reviews.c.organisation)
    )
    timer = await connection.execute(select(func.min(timers.c.due_at)))
    pending = await connection.execute(
        select(func.min(alerts.c.next_attempt_at)).where(alerts.c.state == AlertState.PENDING.value)
    )
    left = await connection.execute(
        select(func.min(alerts.c.claimed_at)).where(alerts.c.state == AlertState.SENDING.value)
    )
    abandoned = left.scalar_one_or_none()
    due = [
        moment
        for moment in (pending.scalar_one_or_none(), abandoned and abandoned + LEASE)
        if moment is not None
    ]
    return Backlog(
        cases={
            (
                organisation,
                Urgency(urgency),
                CaseStatus.ACKNOWLEDGED if is_taken else CaseStatus.OPEN,
            ): count
            for organisation, urgency, is_taken, count in by_kind
        },
        overdue={row[0]: row[1] for row in overdue},
        reviews={row[0]: row[1] for row in waiting},
        oldest_timer_due=timer.scalar_one_or_none(),
        oldest_alert_due=min(due, default=None),
    )

"""Alerts in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, case, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.identity import AlertId, CaseId, CommentRef
from moderation_common.policy import Channel
from moderation_common.vocabulary import Urgency
from moderation_escalation import metrics
from moderation_escalation.adapters.tables import alerts
from moderation_escalation.domain.alert import LEASE, Alert, AlertState
from moderation_escalation.domain.recipient import RecipientKind


class AlertStore:
    """See the port `Alerts`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, alert: Alert) -> None:
        """Keep a new alert."""
        await self._connection.execute(
            insert(alerts).values(
                alert_id=alert.alert_id,
                case_id=alert.case_id,
                organisation=alert.organisation,
                ref=str(alert.ref),
                recipient_kind=alert.recipient_kind.value,
                recipient=alert.recipient,
                channel=alert.channel.value,
                step=alert.step,
                telling=alert.telling,
                urgency=alert.urgency.value,
                created_at=alert.created_at,
                **_changing(alert),
            )
        )

    async def save(self, alert: Alert) -> None:
        """Keep what changed of an alert."""
        await self._connection.execute(
            update(alerts).where(alerts.c.alert_id == alert.alert_id).values(**_changing(alert))
        )

    async def claim_due(self, now: datetime, *, limit: int) -> Sequence[Alert]:
        """Mark the most urgent alerts that are due as being sent, and count the attempt."""
        left_behind = and_(
            alerts.c.state == AlertState.SENDING.value, alerts.c.claimed_at <= now - LEASE
        )
        waiting = and_(alerts.c.state == AlertState.PENDING.value, alerts.c.next_attempt_at <= now)
        urgency_first = case(
            (alerts.c.urgency == Urgency.IMMEDIATE.value, 0),
            (alerts.c.urgency == Urgency.URGENT.value, 1),
            else_=2,
        )
        rows = (
            await self._connection.execute(
                select(alerts)
                .where(or_(waiting, left_behind))
                .order_by(urgency_first, alerts.c.next_attempt_at, alerts.c.alert_id)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
        ).all()
        claimed = []
        for row in rows:
            if row.state == AlertState.SENDING.value:
                metrics.ALERTS_REPEATED.labels(row.channel).inc()
            alert = replace(_read(row), state=AlertState.SENDING, attempts=row.attempts + 1)
            claimed.append(alert)
            await self._connection.execute(
                update(alerts)
                .where(alerts.c.alert_id == alert.alert_id)
                .values(claimed_at=now, **_changing(alert))
            )
        return claimed

    async def withdraw_waiting(
        self, case_id: CaseId, *, now: datetime, to_teams: bool
    ) -> Sequence[Alert]:
        """Withdraw what has not been sent to people on call, or to anybody."""
        mine = and_(alerts.c.case_id == case_id, alerts.c.state == AlertState.PENDING.value)
        if not to_teams:
            mine = and_(mine, alerts.c.recipient_kind == RecipientKind.PERSON.value)
        rows = await self._connection.execute(
            update(alerts)
            .where(mine)
            .values(state=AlertState.WITHDRAWN.value, settled_at=now)
            .returning(alerts)
        )
        return [_read(row) for row in rows]

    async def about(self, case_id: CaseId) -> Sequence[Alert]:
        """Return all alerts of a case, oldest first."""
        rows = await self._connection.execute(
            select(alerts)
            .where(alerts.c.case_id == case_id)
            .order_by(alerts.c.created_at, alerts.c.telling, alerts.c.channel)
        )
        return [_read(row) for row in rows]


def _changing(alert: Alert) -> dict[str, Any]:
    return {
        "state": alert.state.value,
        "attempts": alert.attempts,
        "next_attempt_at": alert.next_attempt_at,
        "settled_at": alert.settled_at,
        "reason": alert.reason,
    }


def _read(row: Row[Any]) -> Alert:
    return Alert(
        alert_id=AlertId(row.alert_id),
        case_id=CaseId(row.case_id),
        organisation=row.organisation,
        ref=CommentRef.parse(row.ref),
        recipient_kind=RecipientKind(row.recipient_kind),
        recipient=row.recipient,
        channel=Channel(row.channel),
        step=row.step,
        telling=row.telling,
        urgency=Urgency(row.urgency),
        state=AlertState(row.state),
        attempts=row.attempts,
        created_at=row.created_at,
        next_attempt_at=row.next_attempt_at,
        settled_at=row.settled_at,
        reason=row.reason,
    )

"""Alerts in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, case, distinct, exists, func, or_, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.identity import AlertId, CaseId, CommentRef
from moderation_common.policy import Channel
from moderation_common.vocabulary import Urgency
from moderation_escalation import metrics
from moderation_escalation.adapters.tables import SCHEMA, alerts, cases
from moderation_escalation.domain.alert import LEASE, Alert, AlertState, GroupId
from moderation_escalation.domain.recipient import RecipientKind
from moderation_escalation.ports import Earlier

_LOCK: Final = sql("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_UNDERWAY: Final = tuple(
    state.value for state in (AlertState.PENDING, AlertState.SENDING, AlertState.SENT)
)
_NOT_TAKEN: Final = and_(cases.c.acknowledged_at.is_(None), cases.c.closed_at.is_(None))


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
                group_id=alert.group_id,
                carried_by=alert.carried_by,
                **_changing(alert),
            )
        )

    async def save(self, alert: Alert) -> None:
        """Keep what changed of an alert."""
        await self._connection.execute(
            update(alerts).where(alerts.c.alert_id == alert.alert_id).values(**_changing(alert))
        )

    async def claim_due(self, now: datetime, *, limit: int) -> Sequence[Alert]:
        """Mark alerts that are due as being sent, and count the attempt; the bodies take turns."""
        left_behind = and_(
            alerts.c.state == AlertState.SENDING.value, alerts.c.claimed_at <= now - LEASE
        )
        waiting = and_(alerts.c.state == AlertState.PENDING.value, alerts.c.next_attempt_at <= now)
        due = or_(waiting, left_behind)
        order = (_urgency_first(alerts.c.urgency), alerts.c.next_attempt_at, alerts.c.alert_id)
        # What only follows a group's alert wakes nobody and comes after what still has to.
        carried = alerts.c.carried_by.is_not(None)
        turns = (
            select(
                alerts.c.alert_id,
                func.row_number()
                .over(partition_by=alerts.c.organisation, order_by=(carried, *order))
                .label("turn"),
            )
            .where(due)
            .subquery()
        )
        rows = (
            await self._connection.execute(
                select(alerts)
                .join(turns, turns.c.alert_id == alerts.c.alert_id)
                # Said again because another replica may have claimed it since the turns were dealt.
                .where(due)
                .order_by(turns.c.turn, *order)
                .limit(limit)
                .with_for_update(of=alerts, skip_locked=True)
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
        """Withdraw what has not been sent to people on call, or to anybody.

        A group's own alert stays: it tells of other cases too.
        """
        mine = and_(
            alerts.c.case_id == case_id,
            alerts.c.state.in_([AlertState.PENDING.value, AlertState.GROUPED.value]),
            or_(alerts.c.group_id.is_(None), alerts.c.carried_by.is_not(None)),
        )
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

    async def find(self, alert_id: AlertId) -> Alert | None:
        """Return an alert."""
        rows = await self._connection.execute(select(alerts).where(alerts.c.alert_id == alert_id))
        row = rows.one_or_none()
        return None if row is None else _read(row)

    async def lock_tellings(self, organisation: str) -> None:
        """Wait until nobody else decides how a body's people are told; holds until the end."""
        await self._connection.execute(_LOCK, {"name": f"{SCHEMA}/tellings/{organisation}"})

    async def earlier_to(self, organisation: str, person: str, *, since: datetime) -> Earlier:
        """Return what a person was told of since then that nobody has taken, and the last group."""
        mine = and_(_to(organisation, person), alerts.c.state.in_(_UNDERWAY))
        alone = await self._connection.execute(
            select(alerts.c.case_id, alerts.c.telling, alerts.c.urgency)
            .distinct()
            .join(cases, cases.c.case_id == alerts.c.case_id)
            .where(mine, alerts.c.group_id.is_(None), alerts.c.created_at > since, _NOT_TAKEN)
        )
        last = (
            await self._connection.execute(
                select(alerts.c.group_id)
                .where(
                    mine,
                    alerts.c.group_id.is_not(None),
                    alerts.c.carried_by.is_(None),
                    alerts.c.answered_at.is_(None),
                )
                .order_by(alerts.c.created_at.desc(), _urgency_first(alerts.c.urgency))
                .limit(1)
            )
        ).scalar_one_or_none()
        waiting = 0
        announcing: list[Alert] = []
        if last is not None:
            group = alerts.c.group_id == last
            waiting = (
                await self._connection.execute(
                    select(func.count(distinct(alerts.c.case_id)))
                    .join(cases, cases.c.case_id == alerts.c.case_id)
                    .where(group, _NOT_TAKEN)
                )
            ).scalar_one()
            rows = await self._connection.execute(
                select(alerts).where(mine, group, alerts.c.carried_by.is_(None))
            )
            announcing = [_read(row) for row in rows]
        return Earlier(
            alone=tuple(Urgency(row.urgency) for row in alone),
            announcing=tuple(announcing) if waiting else (),
            waiting=waiting,
        )

    async def release_carried(
        self, announcing: AlertId, *, now: datetime, created_by: datetime | None
    ) -> None:
        """Have the alerts that a group's alert carries settled as it was."""
        carried = and_(
            alerts.c.carried_by == announcing, alerts.c.state == AlertState.GROUPED.value
        )
        if created_by is not None:
            carried = and_(carried, alerts.c.created_at <= created_by)
        await self._connection.execute(
            update(alerts)
            .where(carried)
            .values(state=AlertState.PENDING.value, next_attempt_at=now)
        )

    async def waiting_for(self, organisation: str, person: str) -> Sequence[CaseId]:
        """Return the cases of which a person was told and that nobody has taken."""
        told = exists().where(
            alerts.c.case_id == cases.c.case_id,
            _to(organisation, person),
            alerts.c.state.in_([*_UNDERWAY, AlertState.GROUPED.value]),
        )
        rows = await self._connection.execute(
            select(cases.c.case_id)
            .where(cases.c.organisation == organisation, _NOT_TAKEN, told)
            .order_by(_urgency_first(cases.c.urgency), cases.c.opened_at, cases.c.case_id)
        )
        return [CaseId(row.case_id) for row in rows]

    async def was_told(self, organisation: str, person: str, case_id: CaseId) -> bool:
        """Say whether a person was told of a case, also in a group."""
        return await self._is_there(_to(organisation, person), alerts.c.case_id == case_id)

    async def announces_group(self, organisation: str, person: str, case_id: CaseId) -> bool:
        """Say whether a group's alert to a person leads to this case."""
        return await self._is_there(
            _to(organisation, person),
            alerts.c.case_id == case_id,
            alerts.c.group_id.is_not(None),
            alerts.c.carried_by.is_(None),
        )

    async def answer_groups(self, organisation: str, person: str, *, now: datetime) -> None:
        """Note that a person has answered the groups that they were told of."""
        await self._connection.execute(
            update(alerts)
            .where(
                _to(organisation, person),
                alerts.c.group_id.is_not(None),
                alerts.c.carried_by.is_(None),
                alerts.c.answered_at.is_(None),
            )
            .values(answered_at=now)
        )

    async def _is_there(self, *which: ColumnElement[bool]) -> bool:
        found = await self._connection.execute(select(alerts.c.alert_id).where(*which).limit(1))
        return found.first() is not None


def _to(organisation: str, person: str) -> ColumnElement[bool]:
    return and_(
        alerts.c.organisation == organisation,
        alerts.c.recipient == person,
        alerts.c.recipient_kind == RecipientKind.PERSON.value,
    )


def _urgency_first(urgency: ColumnElement[str]) -> ColumnElement[int]:
    return case(
        (urgency == Urgency.IMMEDIATE.value, 0),
        (urgency == Urgency.URGENT.value, 1),
        else_=2,
    )


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
        group_id=GroupId(row.group_id) if row.group_id is not None else None,
        carried_by=AlertId(row.carried_by) if row.carried_by is not None else None,
    )

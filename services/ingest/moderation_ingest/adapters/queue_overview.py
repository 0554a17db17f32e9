"""The queue of actions as people and metrics see it: reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, tuple_
from typing_extensions import override

from moderation_common.postgres import Database
from moderation_common.vocabulary import Platform
from moderation_ingest.adapters.queue_rows import OPEN, read_action
from moderation_ingest.adapters.tables import accounts, actions
from moderation_ingest.domain.queue import AccountKey, ActionState, PauseReason
from moderation_ingest.ports import AccountStanding, ActionRecord, QueueOverview


class PostgresQueueOverview(QueueOverview):
    """Counts and lists; locks nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def standings(
        self, accounts_: Sequence[AccountKey]
    ) -> Mapping[AccountKey, AccountStanding]:
        keys = [(key.platform.value, key.account_id) for key in accounts_]
        known = select(accounts).where(tuple_(accounts.c.platform, accounts.c.account_id).in_(keys))
        waiting = (
            select(actions.c.platform, actions.c.account_id, func.count().label("waiting"))
            .where(
                actions.c.state.in_(OPEN),
                tuple_(actions.c.platform, actions.c.account_id).in_(keys),
            )
            .group_by(actions.c.platform, actions.c.account_id)
        )
        async with self._database.unit_of_work() as unit:
            counted = {
                AccountKey(Platform(row.platform), row.account_id): row.waiting
                for row in await unit.connection.execute(waiting)
            }
            found = {
                AccountKey(Platform(row.platform), row.account_id): row
                for row in await unit.connection.execute(known)
            }
        return {key: _read_standing(found.get(key), counted.get(key, 0)) for key in accounts_}

    @override
    async def records(
        self, *, organisation: str, subject: str, limit: int
    ) -> Sequence[ActionRecord]:
        statement = (
            select(actions)
            .where(actions.c.organisation == organisation, actions.c.subject == subject)
            .order_by(actions.c.sequence)
            .limit(limit)
        )
        async with self._database.unit_of_work() as unit:
            rows = (await unit.connection.execute(statement)).all()
        return [
            ActionRecord(
                action=read_action(row, text=None, target_id=row.comment_id),
                not_before=row.not_before,
                settled_at=row.settled_at,
                reason=row.reason,
                already=row.already,
            )
            for row in rows
        ]

    @override
    async def counts(self) -> Mapping[tuple[Platform, ActionState], int]:
        statement = (
            select(actions.c.platform, actions.c.state, func.count().label("waiting"))
            .where(actions.c.state.in_(OPEN))
            .group_by(actions.c.platform, actions.c.state)
        )
        async with self._database.unit_of_work() as unit:
            rows = await unit.connection.execute(statement)
            return {(Platform(row.platform), ActionState(row.state)): row.waiting for row in rows}

    @override
    async def stopped(self, *, now: datetime) -> Mapping[Platform, int]:
        statement = (
            select(accounts.c.platform, func.count().label("stopped"))
            .where(
                accounts.c.pause_reason == PauseReason.UNAUTHORISED.value,
                accounts.c.paused_until > now,
            )
            .group_by(accounts.c.platform)
        )
        async with self._database.unit_of_work() as unit:
            rows = await unit.connection.execute(statement)
            return {Platform(row.platform): row.stopped for row in rows}


def _read_standing(row: Row[Any] | None, waiting: int) -> AccountStanding:
    if row is None:
        return AccountStanding(waiting=waiting)
    return AccountStanding(
        last_event_at=row.last_event_at,
        paused_until=row.paused_until,
        pause_reason=None if row.pause_reason is None else PauseReason(row.pause_reason),
        waiting=waiting,
    )

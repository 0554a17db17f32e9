"""The queue of actions in PostgreSQL: replicas share it by locking rows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, not_, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from moderation_common.events import Event
from moderation_common.postgres import Database, SubjectVault, UnitOfWork
from moderation_common.vocabulary import Platform
from moderation_ingest.adapters.queue_rows import OPEN, read_action, same_account
from moderation_ingest.adapters.tables import accounts, actions, versions
from moderation_ingest.domain.delivery import NewestVersion
from moderation_ingest.domain.queue import (
    REMOVALS,
    REPLIES,
    AccountKey,
    ActionState,
    Pause,
    QueuedAction,
)
from moderation_ingest.ports import (
    ActionQueue,
    QueueUnit,
    TakenAction,
)


class PostgresQueueUnit(QueueUnit):
    """One transaction on the queue; the text of replies is sealed at rest."""

    def __init__(self, unit: UnitOfWork, vault: SubjectVault) -> None:
        self._unit = unit
        self._connection = unit.connection
        self._vault = vault

    @override
    async def claim(self, event: Event, *, consumer: str) -> bool:
        return await self._unit.claim(event, consumer=consumer)

    @override
    async def publish(self, events: Sequence[Event]) -> None:
        await self._unit.publish(events)

    @override
    async def add(self, action: QueuedAction, *, now: datetime) -> bool:
        subject = str(action.ref)
        sealed = None
        if action.text is not None:
            sealed = await self._vault.seal(self._connection, subject, action.text)
        statement = (
            insert(actions)
            .values(
                action_id=action.action_id,
                request_id=action.request_id,
                organisation=action.organisation,
                correlation_id=action.correlation_id,
                subject=subject,
                platform=action.ref.platform.value,
                account_id=action.ref.account_id,
                comment_id=action.ref.comment_id,
                kind=action.kind.value,
                action=action.action.value,
                sealed_text=sealed,
                post_id=action.post_id,
                author_id=action.author_id,
                requested_by=action.requested_by,
                requested_at=action.requested_at,
                state=action.state.value,
                not_before=now,
            )
            .on_conflict_do_nothing(index_elements=["action_id"])
        )
        result = await self._connection.execute(statement)
        return result.rowcount == 1

    @override
    async def take_due(self, account: AccountKey, *, now: datetime) -> TakenAction | None:
        earlier = actions.alias("earlier")
        # A removal protects people now: it gives the explanation before it one attempt, no more.
        delayed_explanation = and_(
            actions.c.action.in_(REMOVALS),
            earlier.c.action.in_(REPLIES),
            earlier.c.state == ActionState.PENDING.value,
            earlier.c.attempts > 0,
        )
        statement = _taking().where(
            actions.c.platform == account.platform.value,
            actions.c.account_id == account.account_id,
            actions.c.state.in_(OPEN),
            actions.c.not_before <= now,
            func.coalesce(accounts.c.paused_until, now) <= now,
            ~exists().where(
                earlier.c.subject == actions.c.subject,
                earlier.c.sequence < actions.c.sequence,
                earlier.c.state.in_(OPEN),
                not_(delayed_explanation),
            ),
        )
        tried_reply = and_(actions.c.action.in_(REPLIES), actions.c.attempts > 0)
        return await self._take(statement.order_by(tried_reply, actions.c.sequence))

    @override
    async def take_again(self, action: QueuedAction) -> TakenAction | None:
        # The count of attempts tells this sending from a later one by somebody else. Whoever
        # looks for the reply meanwhile holds the row, so this waits instead of passing over it.
        statement = _taking(skip_locked=False).where(
            actions.c.action_id == action.action_id,
            actions.c.state == ActionState.SENDING.value,
            actions.c.attempts == action.attempts + 1,
        )
        return await self._take(statement)

    @override
    async def take_overdue(
        self, *, requested_before: datetime, now: datetime
    ) -> TakenAction | None:
        # Whatever is not held back is tried once more and judged then.
        statement = _taking().where(
            actions.c.state.in_(OPEN),
            actions.c.requested_at <= requested_before,
            or_(actions.c.state == ActionState.PENDING.value, actions.c.not_before <= now),
            accounts.c.paused_until > now,
            accounts.c.pause_reason.is_not(None),
        )
        return await self._take(statement.order_by(actions.c.sequence))

    async def _take(self, statement: Select[Any]) -> TakenAction | None:
        row = (await self._connection.execute(statement.limit(1))).one_or_none()
        if row is None:
            return None
        content = None
        if row.sealed_text is not None:
            content = await self._vault.open(self._connection, row.subject, bytes(row.sealed_text))
        return TakenAction(
            action=read_action(row, text=content, target_id=row.target_id or row.comment_id),
            failures=row.failures or 0,
            last_reason=row.reason,
        )

    @override
    async def start_sending(self, action: QueuedAction, *, now: datetime, until: datetime) -> None:
        await self._update(
            action,
            state=ActionState.SENDING.value,
            attempts=action.attempts + 1,
            sending_since=now,
            not_before=until,
        )

    @override
    async def settle(
        self,
        action: QueuedAction,
        state: ActionState,
        *,
        attempts: int,
        now: datetime,
        already: bool = False,
        reason: str | None = None,
    ) -> None:
        await self._update(
            action,
            state=state.value,
            attempts=attempts,
            settled_at=now,
            already=already,
            reason=reason,
            sealed_text=None,
            author_id=None,
        )

    @override
    async def postpone(
        self,
        action: QueuedAction,
        state: ActionState,
        *,
        attempts: int,
        until: datetime,
        reason: str | None,
    ) -> None:
        await self._update(
            action, state=state.value, attempts=attempts, not_before=until, reason=reason
        )

    async def _update(self, action: QueuedAction, **values: object) -> None:
        await self._connection.execute(
            update(actions).where(actions.c.action_id == action.action_id).values(**values)
        )

    @override
    async def pause(self, account: AccountKey, pause: Pause, *, failed: bool) -> None:
        statement = insert(accounts).values(
            platform=account.platform.value,
            account_id=account.account_id,
            paused_until=pause.until,
            pause_reason=None if pause.reason is None else pause.reason.value,
            failures=1 if failed else 0,
        )
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["platform", "account_id"],
                set_={
                    "paused_until": statement.excluded.paused_until,
                    "pause_reason": statement.excluded.pause_reason,
                    "failures": accounts.c.failures + statement.excluded.failures,
                },
            )
        )

    @override
    async def clear(self, account: AccountKey) -> bool:
        result = await self._connection.execute(
            update(accounts)
            .where(
                accounts.c.platform == account.platform.value,
                accounts.c.account_id == account.account_id,
                or_(accounts.c.paused_until.is_not(None), accounts.c.failures > 0),
            )
            .values(paused_until=None, pause_reason=None, failures=0)
        )
        return result.rowcount == 1

    @override
    async def remember_version(self, newest: NewestVersion) -> None:
        statement = insert(versions).values(
            platform=newest.ref.platform.value,
            account_id=newest.ref.account_id,
            comment_id=newest.ref.comment_id,
            target_id=newest.target_id,
            edits=newest.edits,
        )
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["platform", "account_id", "comment_id"],
                set_={
                    "target_id": statement.excluded.target_id,
                    "edits": statement.excluded.edits,
                },
                where=versions.c.edits < statement.excluded.edits,
            )
        )


class PostgresActionQueue(ActionQueue):
    """The queue as every replica shares it."""

    def __init__(self, database: Database, vault: SubjectVault) -> None:
        self._database = database
        self._vault = vault

    @override
    @asynccontextmanager
    async def open(self) -> AsyncIterator[QueueUnit]:
        async with self._database.unit_of_work() as unit:
            yield PostgresQueueUnit(unit, self._vault)

    @override
    async def due_accounts(self, *, now: datetime) -> Sequence[AccountKey]:
        statement = (
            select(actions.c.platform, actions.c.account_id)
            .distinct()
            .select_from(actions.outerjoin(accounts, same_account()))
            .where(
                actions.c.state.in_(OPEN),
                actions.c.not_before <= now,
                func.coalesce(accounts.c.paused_until, now) <= now,
            )
        )
        async with self._database.unit_of_work() as unit:
            rows = await unit.connection.execute(statement)
            return [AccountKey(Platform(row.platform), row.account_id) for row in rows]


def _taking(*, skip_locked: bool = True) -> Select[Any]:
    """Return the query that locks an action and brings its account and newest version along."""
    newest = and_(
        versions.c.platform == actions.c.platform,
        versions.c.account_id == actions.c.account_id,
        versions.c.comment_id == actions.c.comment_id,
    )
    return (
        select(actions, accounts.c.failures, versions.c.target_id)
        .select_from(actions.outerjoin(accounts, same_account()).outerjoin(versions, newest))
        .with_for_update(of=actions, skip_locked=skip_locked)
    )

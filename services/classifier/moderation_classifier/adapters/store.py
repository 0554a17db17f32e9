"""The classifier's transactions in PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from moderation_classifier.adapters.tables import comment_versions
from moderation_classifier.ports import Standing
from moderation_common.events import Event
from moderation_common.identity import CommentRef, EventId
from moderation_common.postgres import Database
from moderation_common.postgres import UnitOfWork as PostgresUnit
from moderation_common.vocabulary import Action

if TYPE_CHECKING:
    from moderation_classifier.ports import UnitOfWork


class ClassifierUnit:
    """One transaction."""

    def __init__(self, unit: PostgresUnit) -> None:
        self._unit = unit

    async def claim(self, event: Event, *, consumer: str) -> bool:
        """Mark the event as handled; False when it already was."""
        return await self._unit.claim(event, consumer=consumer)

    async def publish(self, events: Sequence[Event]) -> None:
        """Publish the events when the transaction commits."""
        await self._unit.publish(events)

    async def take_version(
        self, ref: CommentRef, *, version_at: datetime, event_id: EventId, edited: bool
    ) -> Standing:
        """Make this the version in force unless a later one is.

        An edit with the time of the version before is the later of the two: platforms give whole
        seconds.
        """
        connection = self._unit.connection
        key = str(ref)
        await connection.execute(
            insert(comment_versions).values(ref=key, actions=[]).on_conflict_do_nothing()
        )
        row = (
            await connection.execute(
                select(comment_versions).where(comment_versions.c.ref == key).with_for_update()
            )
        ).one()
        later = row.version_at is not None and (
            row.version_at > version_at or (row.version_at == version_at and not edited)
        )
        if not later:
            await connection.execute(
                update(comment_versions)
                .where(comment_versions.c.ref == key)
                .values(version_at=version_at, event_id=event_id)
            )
        return Standing(
            superseded=later,
            removed=row.removed_at is not None,
            earlier_actions=frozenset(Action(name) for name in row.actions),
        )

    async def note_actions(self, ref: CommentRef, actions: frozenset[Action]) -> None:
        """Remember what was asked for the version in force."""
        await self._unit.connection.execute(
            update(comment_versions)
            .where(comment_versions.c.ref == str(ref))
            .values(actions=sorted(actions))
        )

    async def note_removal(self, ref: CommentRef, *, removed_at: datetime) -> None:
        """Remember that the comment is gone, also when it has not arrived yet."""
        statement = insert(comment_versions).values(ref=str(ref), actions=[], removed_at=removed_at)
        await self._unit.connection.execute(
            statement.on_conflict_do_update(index_elements=["ref"], set_={"removed_at": removed_at})
        )


class ClassifierStore:
    """Opens the classifier's transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[UnitOfWork]:
        """Open one; commits when the block ends well. Raises `TransientError` on an outage."""
        async with self._database.unit_of_work() as unit:
            yield ClassifierUnit(unit)

"""Which policy versions a service has taken up, so that none passes for the first after a restart.

They stand in the service's inbox, under one id of their own: each is handled once, as events are.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.policy.approval import TakenUp
from moderation_common.policy.loader import LoadedPack
from moderation_common.postgres.database import Database
from moderation_common.postgres.messaging import VERSIONS_TAKEN_UP, Inbox


class PolicyVersionRows:
    """Reads and writes the versions in the caller's transaction."""

    def __init__(self, connection: AsyncConnection, *, schema: str) -> None:
        self._connection = connection
        self._inbox = Inbox(schema)
        self._select = text(
            f"SELECT consumer FROM {schema}.inbox WHERE event_id = :id"  # noqa: S608 - the schema is ours
            " ORDER BY handled_at"
        )

    async def taken_up(self) -> Sequence[TakenUp]:
        """Return the versions of all bodies, of each the latest last."""
        rows = await self._connection.execute(self._select, {"id": VERSIONS_TAKEN_UP})
        return [TakenUp.model_validate_json(row.consumer) for row in rows]

    async def keep(self, version: TakenUp) -> bool:
        """Remember a version and its content; False when they were remembered before."""
        return await self._inbox.claim(
            self._connection, VERSIONS_TAKEN_UP, consumer=version.model_dump_json()
        )


class KeepPolicyVersions:
    """Remembers the versions in force; given to `RefreshPacks` by services that tell nobody."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: frozenset[TakenUp] = frozenset()

    async def __call__(self, in_force: Sequence[LoadedPack]) -> None:
        """Remember what is new; raises `TransientError`."""
        taken = frozenset(TakenUp.of(version) for version in in_force)
        if taken <= self._kept:
            return
        async with self._database.unit_of_work() as unit:
            rows = PolicyVersionRows(unit.connection, schema=self._database.schema)
            for version in taken:
                await rows.keep(version)
        self._kept |= taken


async def read_taken_up(url: str, *, schema: str) -> Sequence[TakenUp]:
    """Return what a service took up before it was started; raises `TransientError`."""
    database = Database(url, schema=schema)
    try:
        async with database.unit_of_work() as unit:
            return await PolicyVersionRows(unit.connection, schema=schema).taken_up()
    finally:
        await database.close()

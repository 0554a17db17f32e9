"""Reads and writes switches in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.switch_tables import switches
from moderation_classifier.domain.switches import Switch
from moderation_common.vocabulary import SwitchKind


class SwitchRows:
    """What every body has off."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_off(self) -> Sequence[Switch]:
        """Return every switch that is off, of every body, the oldest first."""
        query = select(switches).order_by(switches.c.switched_at, switches.c.target)
        return [
            Switch(
                organisation=row.organisation,
                kind=SwitchKind(row.kind),
                target=row.target,
                reason=row.reason,
                switched_by=row.switched_by,
                switched_at=row.switched_at,
            )
            for row in await self._connection.execute(query)
        ]

    async def turn_off(self, switch: Switch) -> bool:
        """Keep that a label or rule is off; False when it already was."""
        statement = (
            insert(switches)
            .values(
                organisation=switch.organisation,
                kind=switch.kind.value,
                target=switch.target,
                reason=switch.reason,
                switched_by=switch.switched_by,
                switched_at=switch.switched_at,
            )
            .on_conflict_do_nothing()
        )
        return (await self._connection.execute(statement)).rowcount == 1

    async def turn_on(self, organisation: str, kind: SwitchKind, target: str) -> bool:
        """Let a label or rule count again; False when it was not off."""
        statement = delete(switches).where(
            and_(
                switches.c.organisation == organisation,
                switches.c.kind == kind.value,
                switches.c.target == target,
            )
        )
        return (await self._connection.execute(statement)).rowcount == 1

"""The modes that bodies have declared, in PostgreSQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_escalation.adapters.tables import modes


class ModeStore:
    """See the port `Modes`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(
        self, organisation: str, mode: str, *, declared: bool, changed_at: datetime
    ) -> None:
        """Keep whether a mode holds, unless something later is known of it."""
        values = {"declared": declared, "changed_at": changed_at}
        put = insert(modes).values(organisation=organisation, mode=mode, **values)
        await self._connection.execute(
            put.on_conflict_do_update(
                index_elements=["organisation", "mode"],
                set_=values,
                where=modes.c.changed_at < put.excluded.changed_at,
            )
        )

    async def declared(self, organisation: str) -> frozenset[str]:
        """Return the names of the modes that hold at a body."""
        rows = await self._connection.execute(
            select(modes.c.mode).where(modes.c.organisation == organisation, modes.c.declared)
        )
        return frozenset(rows.scalars())

"""Reads and writes declared modes in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.mode_tables import declared_modes
from moderation_classifier.domain.modes import DeclaredMode


class ModeRows:
    """What every body has declared."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_declared(self) -> Sequence[DeclaredMode]:
        """Return every mode that is declared, of every body, the oldest first."""
        query = select(declared_modes).order_by(
            declared_modes.c.declared_at, declared_modes.c.organisation, declared_modes.c.mode
        )
        return [
            DeclaredMode(
                organisation=row.organisation,
                mode=row.mode,
                reason=row.reason,
                declared_by=row.declared_by,
                declared_at=row.declared_at,
            )
            for row in await self._connection.execute(query)
        ]

    async def declare(self, mode: DeclaredMode) -> bool:
        """Keep that a mode holds; False when it already did."""
        statement = (
            insert(declared_modes)
            .values(
                organisation=mode.organisation,
                mode=mode.mode,
                reason=mode.reason,
                declared_by=mode.declared_by,
                declared_at=mode.declared_at,
            )
            .on_conflict_do_nothing()
        )
        return (await self._connection.execute(statement)).rowcount == 1

    async def end(self, organisation: str, mode: str) -> bool:
        """Keep that a mode no longer holds; False when it did not."""
        statement = delete(declared_modes).where(
            declared_modes.c.organisation == organisation, declared_modes.c.mode == mode
        )
        return (await self._connection.execute(statement)).rowcount == 1

"""Stand-ins on the rota in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.policy import OnCall
from moderation_escalation.adapters.tables import stand_ins
from moderation_escalation.domain.rota import StandIn


class StandInStore:
    """See the port `StandIns`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, organisation: str, stand_in: StandIn, *, set_by: str) -> None:
        """Keep a stand-in, instead of the body's own with the same id."""
        values = {
            "place": stand_in.place.value,
            "person": stand_in.person,
            "starts_at": stand_in.starts_at,
            "ends_at": stand_in.ends_at,
            "set_by": set_by,
        }
        await self._connection.execute(
            insert(stand_ins)
            .values(organisation=organisation, stand_in_id=stand_in.stand_in_id, **values)
            .on_conflict_do_update(index_elements=["organisation", "stand_in_id"], set_=values)
        )

    async def remove(self, organisation: str, stand_in_id: str) -> bool:
        """Forget a stand-in; False when there is none."""
        removed = await self._connection.execute(
            delete(stand_ins).where(
                stand_ins.c.organisation == organisation,
                stand_ins.c.stand_in_id == stand_in_id,
            )
        )
        return removed.rowcount == 1

    async def between(self, organisation: str, start: datetime, end: datetime) -> Sequence[StandIn]:
        """Return those that hold at some time between two moments, or at both if equal."""
        rows = await self._connection.execute(
            select(stand_ins)
            .where(
                stand_ins.c.organisation == organisation,
                stand_ins.c.starts_at <= end,
                stand_ins.c.ends_at > start,
            )
            .order_by(stand_ins.c.starts_at, stand_ins.c.stand_in_id)
        )
        return [
            StandIn(
                stand_in_id=row.stand_in_id,
                place=OnCall(row.place),
                person=row.person,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
            )
            for row in rows
        ]

"""Measures in PostgreSQL; what people wrote about them is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.events import StrikeCounted
from moderation_common.identity import CommentRef, MeasureId
from moderation_common.vocabulary import Measure
from moderation_escalation.adapters.case_store import read_signature
from moderation_escalation.adapters.sealing import Sealer
from moderation_escalation.adapters.tables import measures
from moderation_escalation.domain.measure import ProposedMeasure


class MeasureStore:
    """See the port `Measures`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    async def add(self, measure: ProposedMeasure) -> None:
        """Keep a new proposal."""
        await self._connection.execute(
            insert(measures)
            .values(
                measure_id=measure.measure_id,
                organisation=measure.organisation,
                measure=measure.measure.value,
                ref=str(measure.ref),
                author_key=measure.author_key,
                points=measure.points,
                limit=measure.limit,
                strikes=[strike.model_dump(mode="json") for strike in measure.strikes],
                clause=measure.clause,
                words=measure.words,
                pack=measure.pack,
                proposed_at=measure.proposed_at,
            )
            .on_conflict_do_nothing()
        )

    async def save(self, measure: ProposedMeasure) -> None:
        """Keep what changed of a proposal that this transaction has locked."""
        values: dict[str, Any] = {"withdrawn_at": measure.withdrawn_at}
        if measure.decided is not None:
            subject = await self._sealer.subject_of(measure.organisation, measure.ref)
            decided = measure.decided
            values |= {
                "approved": measure.approved,
                "decided_by": decided.name,
                "decided_role": decided.role.value if decided.role is not None else None,
                "decided_at": decided.at,
                "note_subject": subject,
                "note_sealed": await self._sealer.seal(subject, measure.note),
            }
        await self._connection.execute(
            update(measures).where(measures.c.measure_id == measure.measure_id).values(**values)
        )

    async def lock(self, organisation: str, measure_id: MeasureId) -> ProposedMeasure | None:
        """Return a proposal that nobody else changes until the transaction ends."""
        found = await self._read(_one(organisation, measure_id).with_for_update())
        return found[0] if found else None

    async def find(self, organisation: str, measure_id: MeasureId) -> ProposedMeasure | None:
        """Return a proposal of a body."""
        found = await self._read(_one(organisation, measure_id))
        return found[0] if found else None

    async def open(self, organisation: str, *, limit: int) -> Sequence[ProposedMeasure]:
        """Return those that wait for a person, the longest waiting first."""
        return await self._read(
            select(measures)
            .where(
                measures.c.organisation == organisation,
                or_(
                    and_(measures.c.decided_at.is_(None), measures.c.withdrawn_at.is_(None)),
                    and_(measures.c.approved, measures.c.withdrawn_at.is_not(None)),
                ),
            )
            .order_by(measures.c.proposed_at, measures.c.measure_id)
            .limit(limit)
        )

    async def _read(self, query: Select[Any]) -> list[ProposedMeasure]:
        rows = (await self._connection.execute(query)).all()
        return [
            _read_measure(row, note=await self._sealer.open(row.note_subject, row.note_sealed))
            for row in rows
        ]


def _one(organisation: str, measure_id: MeasureId) -> Select[Any]:
    return select(measures).where(
        measures.c.organisation == organisation, measures.c.measure_id == measure_id
    )


def _read_measure(row: Row[Any], *, note: str | None) -> ProposedMeasure:
    return ProposedMeasure(
        measure_id=MeasureId(row.measure_id),
        organisation=row.organisation,
        measure=Measure(row.measure),
        ref=CommentRef.parse(row.ref),
        author_key=row.author_key,
        points=row.points,
        limit=row.limit,
        strikes=tuple(StrikeCounted.model_validate(strike) for strike in row.strikes),
        clause=row.clause,
        words=row.words,
        pack=row.pack,
        proposed_at=row.proposed_at,
        withdrawn_at=row.withdrawn_at,
        approved=row.approved,
        decided=read_signature(row.decided_by, row.decided_role, row.decided_at),
        note=note or "",
    )

"""Deciding measures: nobody is warned or blocked unless a person approves it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from moderation_common.clock import Clock
from moderation_common.events import (
    Actor,
    Event,
    MeasureDecided,
    MeasureProposed,
    MeasureWithdrawn,
)
from moderation_common.identity import MeasureId
from moderation_common.vocabulary import Measure
from moderation_escalation import metrics
from moderation_escalation.domain.case import Signature, StoredComment
from moderation_escalation.domain.errors import ConflictError, NotFoundError
from moderation_escalation.domain.measure import MeasureStatus, ProposedMeasure
from moderation_escalation.ports import UnitsOfWork
from moderation_escalation.usecases.announcing import announce

_CONSUMER: Final = "measures"


class DecideMeasures:
    """Takes in proposals, and people's answers to them."""

    def __init__(self, *, units: UnitsOfWork, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    async def propose(self, event: Event, proposed: MeasureProposed) -> None:
        """Put a proposal before people."""
        async with self._units() as unit:
            if not await unit.claim(event, consumer=_CONSUMER):
                return
            await unit.measures.add(
                ProposedMeasure(
                    measure_id=proposed.measure_id,
                    organisation=event.organisation,
                    measure=proposed.measure,
                    ref=proposed.ref,
                    author_key=proposed.author_key,
                    points=proposed.points,
                    limit=proposed.limit,
                    strikes=proposed.strikes,
                    clause=proposed.clause,
                    words=proposed.words,
                    pack=proposed.pack,
                    proposed_at=event.time,
                )
            )
        metrics.MEASURES.labels(event.organisation, proposed.measure.value, "proposed").inc()

    async def withdraw(self, event: Event, withdrawn: MeasureWithdrawn) -> None:
        """Take a proposal back, or put it before people again where it was carried out."""
        async with self._units() as unit:
            if not await unit.claim(event, consumer=_CONSUMER):
                return
            known = await unit.measures.lock(event.organisation, withdrawn.measure_id)
            if known is None:
                return
            without = known.loses_ground(taken_back=withdrawn.taken_back, at=event.time)
            if without == known:
                return
            await unit.measures.save(without)
        if without.status is MeasureStatus.UNFOUNDED:
            metrics.MEASURES.labels(event.organisation, known.measure.value, "unfounded").inc()

    async def decide(
        self, organisation: str, measure_id: MeasureId, *, approved: bool, note: str, by: Actor
    ) -> ProposedMeasure:
        """Record a person's answer; the platform's own page is where a block is made or undone.

        What was approved is answered anew once its ground is gone.

        Raises `NotFoundError`, and `ConflictError` when it is settled already, or a block is
        approved without a word on why.
        """
        now, note = self._clock(), note.strip()
        async with self._units() as unit:
            known = await unit.measures.lock(organisation, measure_id)
            if known is None:
                raise NotFoundError(
                    "There is no such proposal; look it up in the list of measures."
                )
            if known.decided is not None and not known.waits:
                raise ConflictError(f"{known.decided.name} has decided this already.")
            if known.status is MeasureStatus.WITHDRAWN:
                raise ConflictError(
                    "It was withdrawn: its strikes were taken back or expired, or a block was"
                    " approved."
                )
            if approved and known.measure is Measure.BLOCK and not note:
                raise ConflictError("Write in note why, and with whom the block was discussed.")
            decided = replace(
                known,
                approved=approved,
                note=note,
                decided=Signature(by.name, by.role, now),
                withdrawn_at=None,
            )
            await unit.measures.save(decided)
            payload = MeasureDecided(
                measure_id=measure_id,
                measure=known.measure,
                ref=known.ref,
                approved=approved,
                decided_by=by,
                note=note,
            )
            await unit.publish(
                [
                    announce(
                        payload,
                        organisation=organisation,
                        ref=known.ref,
                        cause=_cause(known),
                        now=now,
                    )
                ]
            )
        outcome = "approved" if approved else "refused"
        metrics.MEASURES.labels(organisation, known.measure.value, outcome).inc()
        return decided

    async def read(
        self, organisation: str, measure_id: MeasureId
    ) -> tuple[ProposedMeasure, StoredComment | None]:
        """Return a proposal and the comment that tells whose it is; raises `NotFoundError`."""
        async with self._units() as unit:
            known = await unit.measures.find(organisation, measure_id)
            if known is None:
                raise NotFoundError(
                    "There is no such proposal; look it up in the list of measures."
                )
            return known, await unit.comments.find(organisation, known.ref)

    async def list_open(self, organisation: str, *, limit: int) -> list[ProposedMeasure]:
        """Return the proposals that wait for a person, the longest waiting first."""
        async with self._units() as unit:
            return list(await unit.measures.open(organisation, limit=limit))


def _cause(measure: ProposedMeasure) -> str:
    asked = measure.withdrawn_at
    # Each time that it lost its ground is another question.
    return f"{measure.measure_id}/decided" + (f"/{asked.isoformat()}" if asked else "")

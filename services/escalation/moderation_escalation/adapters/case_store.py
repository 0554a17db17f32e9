"""Cases with their notes and timers in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.identity import CaseId, CommentRef, DecisionId, EventId
from moderation_common.vocabulary import Label, Role, Urgency
from moderation_escalation.adapters.sealing import Sealer
from moderation_escalation.adapters.tables import case_notes, cases, timers
from moderation_escalation.domain.case import (
    Answer,
    Case,
    CaseStatus,
    Note,
    Signature,
    TimerKind,
)
from moderation_escalation.domain.ladder import Standing
from moderation_escalation.ports import CaseQuery


class CaseStore:
    """See the port `Cases`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    async def add(self, case: Case) -> None:
        """Keep a new case."""
        await self._connection.execute(
            insert(cases).values(
                case_id=case.case_id,
                organisation=case.organisation,
                ref=str(case.ref),
                route=case.route,
                opened_at=case.opened_at,
                due_at=case.due_at,
                **_changing(case),
            )
        )

    async def save(self, case: Case) -> None:
        """Keep what changed of a case that this transaction has locked."""
        values = _changing(case)
        if case.outcome is not None:
            subject = await self._sealer.subject_of(case.organisation, case.ref)
            values["outcome_subject"] = subject
            values["outcome_sealed"] = await self._sealer.seal(subject, case.outcome)
        await self._connection.execute(
            update(cases).where(cases.c.case_id == case.case_id).values(**values)
        )

    async def lock(self, case_id: CaseId) -> Case | None:
        """Return a case that nobody else changes until the transaction ends."""
        found = await self._read(select(cases).where(cases.c.case_id == case_id).with_for_update())
        return found[0] if found else None

    async def find(self, organisation: str, case_id: CaseId) -> Case | None:
        """Return a case of a body."""
        found = await self._read(
            select(cases).where(cases.c.organisation == organisation, cases.c.case_id == case_id)
        )
        return found[0] if found else None

    async def lock_open_about(self, organisation: str, ref: CommentRef) -> Sequence[Case]:
        """Return and lock the cases about a comment that are not closed, oldest first.

        A case is locked before those that follow it, as everywhere, so that two transactions
        never wait for each other.
        """
        found = await self._read(
            select(cases)
            .where(
                cases.c.organisation == organisation,
                cases.c.ref == str(ref),
                cases.c.closed_at.is_(None),
            )
            .order_by(cases.c.follows.is_not(None), cases.c.case_id)
            .with_for_update()
        )
        return sorted(found, key=lambda case: (case.opened_at, case.follows is not None))

    async def open_followers(self, case_id: CaseId) -> Sequence[Case]:
        """Return and lock the cases not yet taken that are told of together with this one."""
        return await self._read(
            select(cases)
            .where(
                cases.c.follows == case_id,
                cases.c.closed_at.is_(None),
                cases.c.acknowledged_at.is_(None),
            )
            .order_by(cases.c.case_id)
            .with_for_update()
        )

    async def told_with(self, case: Case) -> Sequence[Case]:
        """Return the other cases of a case's group, the leading one first; locks none."""
        lead = case.follows or case.case_id
        return await self._read(
            select(cases)
            .where(
                or_(cases.c.case_id == lead, cases.c.follows == lead),
                cases.c.case_id != case.case_id,
            )
            .order_by(cases.c.follows.is_not(None), cases.c.case_id)
        )

    async def search(self, query: CaseQuery) -> Sequence[Case]:
        """Return a page of cases, newest first."""
        wanted = select(cases).where(
            cases.c.organisation == query.organisation, *_with_status(query.status)
        )
        if query.route is not None:
            wanted = wanted.where(cases.c.route == query.route)
        if query.team is not None:
            wanted = wanted.where(cases.c.team == query.team)
        if query.urgency is not None:
            wanted = wanted.where(cases.c.urgency == query.urgency.value)
        if query.ref is not None:
            wanted = wanted.where(cases.c.ref == str(query.ref))
        if query.overdue_at is not None:
            wanted = wanted.where(cases.c.due_at < query.overdue_at, cases.c.closed_at.is_(None))
        if query.after is not None:
            wanted = wanted.where(tuple_(cases.c.opened_at, cases.c.case_id) < query.after)
        newest_first = wanted.order_by(cases.c.opened_at.desc(), cases.c.case_id.desc())
        return await self._read(newest_first.limit(query.limit))

    async def add_note(self, case_id: CaseId, note: Note) -> None:
        """Write something into a case's file."""
        await self._connection.execute(
            insert(case_notes).values(case_id=case_id, at=note.at, note=note.note)
        )

    async def notes(self, case_id: CaseId) -> Sequence[Note]:
        """Return a case's notes, oldest first."""
        rows = await self._connection.execute(
            select(case_notes).where(case_notes.c.case_id == case_id).order_by(case_notes.c.note_id)
        )
        return [Note(row.at, row.note) for row in rows]

    async def set_timer(self, case_id: CaseId, kind: TimerKind, due_at: datetime) -> None:
        """Make something happen to the case at a time, instead of what was set before."""
        await self._connection.execute(
            insert(timers)
            .values(case_id=case_id, kind=kind.value, due_at=due_at)
            .on_conflict_do_update(index_elements=["case_id", "kind"], set_={"due_at": due_at})
        )

    async def drop_timer(self, case_id: CaseId, kind: TimerKind) -> None:
        """Let it not happen."""
        await self._connection.execute(
            delete(timers).where(timers.c.case_id == case_id, timers.c.kind == kind.value)
        )

    async def timer(self, case_id: CaseId, kind: TimerKind) -> datetime | None:
        """Return for when a timer is set."""
        due = await self._connection.execute(
            select(timers.c.due_at).where(timers.c.case_id == case_id, timers.c.kind == kind.value)
        )
        return due.scalar_one_or_none()

    async def claim_due(self, now: datetime) -> tuple[Case, TimerKind] | None:
        """Lock the case whose timer has been due longest, and take the timer away."""
        while True:
            row = (
                await self._connection.execute(
                    select(timers.c.case_id, timers.c.kind)
                    .join(cases, cases.c.case_id == timers.c.case_id)
                    .where(timers.c.due_at <= now)
                    .order_by(timers.c.due_at, timers.c.case_id)
                    .limit(1)
                    .with_for_update(of=cases, skip_locked=True)
                )
            ).one_or_none()
            if row is None:
                return None
            # The case is ours now, but its timer may have gone in the moment before.
            taken = await self._connection.execute(
                delete(timers).where(
                    timers.c.case_id == row.case_id,
                    timers.c.kind == row.kind,
                    timers.c.due_at <= now,
                )
            )
            if taken.rowcount == 0:
                continue
            case = await self.lock(CaseId(row.case_id))
            if case is not None:
                return case, TimerKind(row.kind)

    async def _read(self, query: Select[Any]) -> list[Case]:
        rows = (await self._connection.execute(query)).all()
        return [
            _read_case(row, await self._sealer.open(row.outcome_subject, row.outcome_sealed))
            for row in rows
        ]


def _with_status(status: CaseStatus | None) -> tuple[ColumnElement[bool], ...]:
    taken, closed = cases.c.acknowledged_at, cases.c.closed_at
    match status:
        case CaseStatus.OPEN:
            return taken.is_(None), closed.is_(None)
        case CaseStatus.ACKNOWLEDGED:
            return taken.is_not(None), closed.is_(None)
        case CaseStatus.CLOSED:
            return (closed.is_not(None),)
        case None:
            return ()


def _changing(case: Case) -> dict[str, Any]:
    """Return the columns that can change in a case's life, without its outcome."""
    return {
        "team": case.team,
        "also": list(case.also),
        "labels": [label.value for label in case.labels],
        "doubtful": [label.value for label in case.doubtful],
        "urgency": case.urgency.value,
        "wakes": case.wakes,
        "decision_id": case.decision_id,
        "raised_by": list(case.raised_by),
        "team_first": case.standing.team_first,
        "step": case.standing.step,
        "unreached": case.standing.unreached,
        "stopped": case.standing.stopped,
        "tellings": case.tellings,
        "ladder_telling": case.ladder_telling,
        "follows": case.follows,
        "acknowledgements": case.acknowledgements,
        "labels_confirmed": [label.value for label in case.answer.confirmed],
        "labels_refused": [label.value for label in case.answer.refused],
        **_sign("acknowledged", case.acknowledged),
        **_sign("closed", case.closed),
    }


def _sign(deed: str, signature: Signature | None) -> dict[str, Any]:
    role = signature.role if signature is not None else None
    return {
        f"{deed}_by": signature.name if signature is not None else None,
        f"{deed}_role": role.value if role is not None else None,
        f"{deed}_at": signature.at if signature is not None else None,
    }


def read_signature(name: str | None, role: str | None, at: datetime | None) -> Signature | None:
    """Return who did something and when; None when nobody has."""
    if name is None or at is None:
        return None
    return Signature(name, Role(role) if role is not None else None, at)


def _read_case(row: Row[Any], outcome: str | None) -> Case:
    return Case(
        case_id=CaseId(row.case_id),
        organisation=row.organisation,
        ref=CommentRef.parse(row.ref),
        route=row.route,
        team=row.team,
        also=tuple(row.also),
        labels=tuple(Label(label) for label in row.labels),
        doubtful=tuple(Label(label) for label in row.doubtful),
        urgency=Urgency(row.urgency),
        wakes=row.wakes,
        decision_id=DecisionId(row.decision_id),
        raised_by=tuple(EventId(version) for version in row.raised_by),
        opened_at=row.opened_at,
        due_at=row.due_at,
        standing=Standing(
            team_first=row.team_first,
            step=row.step,
            unreached=row.unreached,
            stopped=row.stopped,
        ),
        tellings=row.tellings,
        ladder_telling=row.ladder_telling,
        follows=CaseId(row.follows) if row.follows is not None else None,
        acknowledged=read_signature(
            row.acknowledged_by, row.acknowledged_role, row.acknowledged_at
        ),
        acknowledgements=row.acknowledgements,
        closed=read_signature(row.closed_by, row.closed_role, row.closed_at),
        outcome=outcome,
        answer=Answer(
            confirmed=tuple(Label(label) for label in row.labels_confirmed),
            refused=tuple(Label(label) for label in row.labels_refused),
        ),
    )

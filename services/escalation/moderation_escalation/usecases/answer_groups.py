"""Answering groups: what a group's alert leads to is listed, and taken together.

The list holds all that waits for the person at the body, also what they were told of one by one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from moderation_common.clock import Clock
from moderation_common.events import Actor
from moderation_common.identity import CaseId
from moderation_escalation.domain.case import Case, StoredComment
from moderation_escalation.domain.errors import NotFoundError
from moderation_escalation.ports import UnitsOfWork
from moderation_escalation.usecases.take_cases import TakeCases

MOST_SHOWN: Final = 500
"""Cases on a page: more than anybody reads, few enough to be shown in a second or two. The rest
follows when these are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCase:
    """A case on the list."""

    case: Case
    comment: StoredComment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFile:
    """What waits for a person."""

    shown: tuple[WaitingCase, ...]
    """The most urgent first, then the oldest."""
    waiting: int
    """How many wait, with those that are not shown."""


class AnswerGroups:
    """Reads and takes groups, for the person who was told of them."""

    def __init__(self, *, units: UnitsOfWork, take: TakeCases, clock: Clock) -> None:
        self._units = units
        self._take = take
        self._clock = clock

    async def read(self, organisation: str, person: str, lead: CaseId) -> GroupFile:
        """Return what waits; raises `NotFoundError` when `lead` is no group's case of theirs."""
        async with self._units() as unit:
            if not await unit.alerts.announces_group(organisation, person, lead):
                raise NotFoundError("There is no such group; open the newest alert.")
            waiting = await unit.alerts.waiting_for(organisation, person)
            shown = []
            for case_id in waiting[:MOST_SHOWN]:
                case = await unit.cases.find(organisation, case_id)
                if case is not None:
                    comment = await unit.comments.find(organisation, case.ref)
                    shown.append(WaitingCase(case=case, comment=comment))
        return GroupFile(shown=tuple(shown), waiting=len(waiting))

    async def check_told(self, organisation: str, person: str, *, lead: CaseId, of: CaseId) -> None:
        """Raise `NotFoundError` unless a group of theirs is `lead`'s and they were told of `of`."""
        async with self._units() as unit:
            if not await unit.alerts.announces_group(
                organisation, person, lead
            ) or not await unit.alerts.was_told(organisation, person, of):
                raise NotFoundError("There is no such case; open the newest alert.")

    async def take(
        self, organisation: str, person: str, lead: CaseId, *, seen: Collection[str], by: Actor
    ) -> int:
        """Take those of the cases seen that still wait; returns how many that were.

        Each is taken for itself, so that after a crash the rest still waits. What came in the
        meantime was not seen and is not taken; further cases are told of anew. Raises
        `NotFoundError` as `read` does.
        """
        async with self._units() as unit:
            if not await unit.alerts.announces_group(organisation, person, lead):
                raise NotFoundError("There is no such group; open the newest alert.")
            await unit.alerts.lock_tellings(organisation)
            await unit.alerts.answer_groups(organisation, person, now=self._clock())
            waiting = await unit.alerts.waiting_for(organisation, person)
        taken = 0
        for case_id in waiting:
            if case_id in seen:
                answer = await self._take.acknowledge(organisation, case_id, by=by, channel="page")
                taken += answer.fresh
        return taken

"""Keeping the rota: who is on call at a moment, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from moderation_common.policy import PolicyPack
from moderation_escalation.domain.errors import ConflictError, NotFoundError
from moderation_escalation.domain.rota import Gap, Roster, StandIn, find_gaps, who_is_on_call
from moderation_escalation.ports import Packs, UnitsOfWork


@dataclass(frozen=True, slots=True)
class RotaView:
    """The rota at one moment, and what is coming."""

    roster: Roster
    stand_ins: tuple[StandIn, ...]
    gaps: tuple[Gap, ...]


class KeepRota:
    """Shows and changes the rota of one body at a time."""

    def __init__(self, *, units: UnitsOfWork, packs: Packs) -> None:
        self._units = units
        self._packs = packs

    async def view(self, organisation: str, *, at: datetime, until: datetime) -> RotaView:
        """Return who is on call at `at`, and the stand-ins and gaps from then until `until`.

        Raises `NotFoundError` when the body has no policy pack in force.
        """
        pack = self._pack(organisation)
        async with self._units() as unit:
            stand_ins = await unit.stand_ins.between(organisation, at, until)
        return RotaView(
            who_is_on_call(pack, stand_ins, at),
            tuple(stand_ins),
            find_gaps(pack, stand_ins, start=at, end=until),
        )

    async def put_stand_in(self, organisation: str, stand_in: StandIn, *, by: str) -> None:
        """Have somebody, or nobody, fill a place for a time.

        Raises `NotFoundError`, and `ConflictError` when the pack does not name the person.
        """
        pack = self._pack(organisation)
        people = sorted(person.id for person in pack.rota.people)
        if stand_in.person is not None and stand_in.person not in people:
            raise ConflictError(
                f"{stand_in.person!r} is not on the rota; choose one of {', '.join(people)}."
            )
        async with self._units() as unit:
            await unit.stand_ins.put(organisation, stand_in, set_by=by)

    async def remove_stand_in(self, organisation: str, stand_in_id: str) -> None:
        """Let the turns hold again; raises `NotFoundError` when there is no such stand-in."""
        async with self._units() as unit:
            if not await unit.stand_ins.remove(organisation, stand_in_id):
                raise NotFoundError("There is no such stand-in; look it up in the rota.")

    async def find_gaps(self, *, start: datetime, end: datetime) -> dict[str, Sequence[Gap]]:
        """Return the gaps of every body between two moments."""
        gaps: dict[str, Sequence[Gap]] = {}
        packs = self._packs()
        async with self._units() as unit:
            for organisation in packs.organisations:
                stand_ins = await unit.stand_ins.between(organisation, start, end)
                gaps[organisation] = find_gaps(packs[organisation], stand_ins, start=start, end=end)
        return gaps

    def _pack(self, organisation: str) -> PolicyPack:
        pack = self._packs().get(organisation)
        if pack is None:
            raise NotFoundError(f"There is no policy pack for {organisation!r}; add it first.")
        return pack

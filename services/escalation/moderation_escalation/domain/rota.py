"""Who is on call: the pack's turns of a week, stand-ins over them, and where nobody is.

A gap is never filled in silence: it is told, and the ladder goes on to the next place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from moderation_common.policy import OnCall, PolicyPack, Rota, RotaPerson
from moderation_escalation.domain.working_time import LONDON

# Turns are counted from a fixed week, so that they do not shift when a pack is published anew.
_FIRST_WEEK: Final = date(2024, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """For some time a place is filled by somebody else than the turns say."""

    stand_in_id: str
    place: OnCall
    person: str | None
    """Key of the person in the pack; None says that nobody fills the place."""
    starts_at: datetime
    ends_at: datetime

    def covers(self, now: datetime) -> bool:
        """Say whether it holds at `now`."""
        return self.starts_at <= now < self.ends_at


@dataclass(frozen=True, slots=True)
class Roster:
    """Who fills each place of the ladder at one moment."""

    at: datetime
    filled: Mapping[OnCall, RotaPerson | None]

    def at_place(self, place: OnCall) -> RotaPerson | None:
        """Return who fills a place; None where nobody does."""
        return self.filled.get(place)

    @property
    def gaps(self) -> tuple[OnCall, ...]:
        """The places that nobody fills, in the ladder's order."""
        return tuple(place for place, person in self.filled.items() if person is None)


@dataclass(frozen=True, slots=True)
class Gap:
    """Nobody fills a place from one moment until another."""

    place: OnCall
    starts_at: datetime
    ends_at: datetime


def who_is_on_call(pack: PolicyPack, stand_ins: Sequence[StandIn], now: datetime) -> Roster:
    """Return who fills each place of the pack's ladder at `now`.

    Those who serve a place take turns; somebody who already fills an earlier place is passed over
    while anybody else serves the later one, so that going up the ladder reaches somebody new. Of
    several stand-ins for a place the one that began last holds; one for a person whom the pack
    does not name leaves the place empty, because nobody can be told.
    """
    people = {person.id: person for person in pack.rota.people}
    turn = _turn(pack.rota, now)
    filled: dict[OnCall, RotaPerson | None] = {}
    for place in _places(pack):
        stand_in = max(
            (each for each in stand_ins if each.place is place and each.covers(now)),
            key=lambda each: (each.starts_at, each.stand_in_id),
            default=None,
        )
        if stand_in is not None:
            filled[place] = people.get(stand_in.person) if stand_in.person else None
        else:
            filled[place] = _take_turns(pack.rota.serving(place), turn, taken=filled.values())
    return Roster(now, filled)


def find_gaps(
    pack: PolicyPack, stand_ins: Sequence[StandIn], *, start: datetime, end: datetime
) -> tuple[Gap, ...]:
    """Return every gap between two moments, ahead of time and in order.

    The roster changes only at a handover and where a stand-in begins or ends, so those moments
    are looked at and no other.
    """
    moments = {start, *_handovers(pack.rota, start=start, end=end)}
    for stand_in in stand_ins:
        moments.update(
            moment for moment in (stand_in.starts_at, stand_in.ends_at) if start < moment < end
        )
    ordered = sorted(moments)
    gaps: list[Gap] = []
    for moment, until in zip(ordered, [*ordered[1:], end], strict=True):
        roster = who_is_on_call(pack, stand_ins, moment)
        gaps.extend(Gap(place, moment, until) for place in roster.gaps)
    return _join(gaps)


def _places(pack: PolicyPack) -> tuple[OnCall, ...]:
    return tuple(dict.fromkeys(step.who for step in pack.ladder.steps))


def _take_turns(
    serving: Sequence[RotaPerson], turn: int, *, taken: Iterable[RotaPerson | None]
) -> RotaPerson | None:
    if not serving:
        return None
    start = turn % len(serving)
    in_turn = [*serving[start:], *serving[:start]]
    busy = {person.id for person in taken if person is not None}
    return next((person for person in in_turn if person.id not in busy), in_turn[0])


def _turn(rota: Rota, now: datetime) -> int:
    """Return the number of the week of duty that `now` falls into, by London's clock."""
    local = now.astimezone(LONDON)
    day = local.date() - timedelta(days=(local.weekday() - rota.handover_day.number) % 7)
    if day == local.date() and local.time() < rota.handover_at:
        day -= timedelta(days=7)
    return (day - _FIRST_WEEK).days // 7


def _handovers(rota: Rota, *, start: datetime, end: datetime) -> list[datetime]:
    day = start.astimezone(LONDON).date()
    day += timedelta(days=(rota.handover_day.number - day.weekday()) % 7)
    handovers: list[datetime] = []
    while True:
        moment = datetime.combine(day, rota.handover_at, tzinfo=LONDON).astimezone(UTC)
        if moment >= end:
            return handovers
        if moment > start:
            handovers.append(moment)
        day += timedelta(days=7)


def _join(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return the gaps with those that follow upon each other made one."""
    open_until: dict[tuple[OnCall, datetime], Gap] = {}
    for gap in gaps:
        before = open_until.pop((gap.place, gap.starts_at), None)
        whole = Gap(gap.place, before.starts_at if before else gap.starts_at, gap.ends_at)
        open_until[whole.place, whole.ends_at] = whole
    return tuple(sorted(open_until.values(), key=lambda gap: (gap.starts_at, gap.place)))

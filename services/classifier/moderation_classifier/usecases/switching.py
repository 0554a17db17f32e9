"""Kill switches at run time: turned by an administrator, taken up by every replica."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import structlog

from moderation_classifier.domain.switches import NOTHING_OFF, Switch, Switches
from moderation_classifier.ports import UnitsOfWork
from moderation_common.clock import Clock
from moderation_common.errors import ModerationError
from moderation_common.events import Actor, Event, SwitchChanged
from moderation_common.identity import CorrelationId, derive_id
from moderation_common.vocabulary import SwitchKind

_SOURCE: Final = "/classifier"

log = structlog.get_logger(__name__)


class SwitchStandsError(ModerationError):
    """The switch is already as it was asked to be."""


class SwitchBoard:
    """What each body has off, as of the last look at the database."""

    def __init__(self, *, units: UnitsOfWork, clock: Clock) -> None:
        self._units = units
        self._clock = clock
        self._off: Mapping[str, Switches] = {}

    def of(self, organisation: str) -> Switches:
        """Return what a body has off."""
        return self._off.get(organisation, NOTHING_OFF)

    async def __call__(self) -> None:
        """Look at the database; raises `TransientError`, and then all stays as it was."""
        async with self._units() as unit:
            self._take_up(await unit.switches.list_off())

    async def list_off(self, organisation: str) -> list[Switch]:
        """Return what a body has off, the oldest first; raises `TransientError`."""
        async with self._units() as unit:
            listed = await unit.switches.list_off()
        return [one for one in listed if one.organisation == organisation]

    async def turn_off(
        self, organisation: str, kind: SwitchKind, target: str, *, reason: str, by: Actor
    ) -> Switch:
        """Let a label or rule count no more, here at once, elsewhere at the next look.

        Raises `SwitchStandsError` when it is off already, `TransientError` on an outage.
        """
        switch = self._switch(organisation, kind, target, reason=reason, by=by)
        async with self._units() as unit:
            if not await unit.switches.turn_off(switch):
                msg = f"The {kind} {target!r} is off already."
                raise SwitchStandsError(msg)
            await unit.publish([self._event(switch, off=True, by=by)])
            off = await unit.switches.list_off()
        self._take_up(off)
        return switch

    async def turn_on(
        self, organisation: str, kind: SwitchKind, target: str, *, reason: str, by: Actor
    ) -> None:
        """Let a label or rule count again; raises as `turn_off`."""
        switch = self._switch(organisation, kind, target, reason=reason, by=by)
        async with self._units() as unit:
            if not await unit.switches.turn_on(organisation, kind, target):
                msg = f"The {kind} {target!r} is not off; only the pack may have it off."
                raise SwitchStandsError(msg)
            await unit.publish([self._event(switch, off=False, by=by)])
            off = await unit.switches.list_off()
        self._take_up(off)

    def _switch(
        self, organisation: str, kind: SwitchKind, target: str, *, reason: str, by: Actor
    ) -> Switch:
        return Switch(
            organisation=organisation,
            kind=kind,
            target=target,
            reason=reason,
            switched_by=by.name,
            switched_at=self._clock(),
        )

    def _take_up(self, listed: Sequence[Switch]) -> None:
        by_body: defaultdict[str, list[Switch]] = defaultdict(list)
        for switch in listed:
            by_body[switch.organisation].append(switch)
        off = {organisation: Switches.of(switches) for organisation, switches in by_body.items()}
        if off != self._off:
            log.info("switches_changed", organisations=sorted(off))
        self._off = off

    def _event(self, switch: Switch, *, off: bool, by: Actor) -> Event:
        subject = f"switch/{switch.kind}/{switch.target}"
        # The same switch may be turned again and again, so nothing it says makes the id.
        cause = f"switch/{uuid.uuid4()}"
        return Event.build(
            SwitchChanged(
                kind=switch.kind,
                target=switch.target,
                off=off,
                changed_by=by,
                note=switch.reason,
            ),
            cause=cause,
            source=_SOURCE,
            subject=subject,
            organisation=switch.organisation,
            correlation_id=CorrelationId(derive_id(f"{switch.organisation}/{subject}", "switch")),
            time=switch.switched_at,
        )

"""Heeding declared modes: while one holds, its teams are told of new cases as well."""

from __future__ import annotations

from typing import Final

from moderation_common.events import Event, ModeChanged
from moderation_escalation.ports import UnitsOfWork

_CONSUMER: Final = "heed_modes"


class HeedModes:
    """Takes in that a person declared or ended a mode."""

    def __init__(self, *, units: UnitsOfWork) -> None:
        self._units = units

    async def note(self, event: Event, changed: ModeChanged) -> None:
        """Keep it for the cases that open from now on; raises `TransientError` on an outage."""
        async with self._units() as unit:
            if await unit.claim(event, consumer=_CONSUMER):
                await unit.modes.note(
                    event.organisation,
                    changed.mode,
                    declared=changed.declared,
                    changed_at=event.time,
                )

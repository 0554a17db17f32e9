"""Modes at run time: declared and ended by an administrator, taken up by every replica."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import structlog

from moderation_classifier.domain.modes import DeclaredMode, modes_of
from moderation_classifier.ports import UnitsOfWork
from moderation_common.clock import Clock
from moderation_common.errors import ModerationError
from moderation_common.events import Actor, Event, ModeChanged
from moderation_common.identity import CorrelationId, derive_id
from moderation_common.policy import ModeName

_SOURCE: Final = "/classifier"
_NONE: Final[frozenset[ModeName]] = frozenset()

log = structlog.get_logger(__name__)


class ModeStandsError(ModerationError):
    """The mode is already as it was asked to be."""


class ModeBoard:
    """What each body has declared, as of the last look at the database."""

    def __init__(self, *, units: UnitsOfWork, clock: Clock) -> None:
        self._units = units
        self._clock = clock
        self._declared: Mapping[str, frozenset[ModeName]] = {}

    def of(self, organisation: str) -> frozenset[ModeName]:
        """Return what a body has declared."""
        return self._declared.get(organisation, _NONE)

    async def __call__(self) -> None:
        """Look at the database; raises `TransientError`, and then all stays as it was."""
        async with self._units() as unit:
            self._take_up(await unit.modes.list_declared())

    async def list_declared(self, organisation: str) -> list[DeclaredMode]:
        """Return what a body has declared, the oldest first; raises `TransientError`."""
        async with self._units() as unit:
            listed = await unit.modes.list_declared()
        return [one for one in listed if one.organisation == organisation]

    async def declare(
        self, organisation: str, mode: ModeName, *, reason: str, by: Actor
    ) -> DeclaredMode:
        """Let a mode hold, here at once, elsewhere at the next look.

        Raises `ModeStandsError` when it holds already, `TransientError` on an outage.
        """
        declared = self._mode(organisation, mode, reason=reason, by=by)
        async with self._units() as unit:
            if not await unit.modes.declare(declared):
                msg = f"The mode {str(mode)!r} is declared already."
                raise ModeStandsError(msg)
            await unit.publish([_event(declared, holds=True, by=by)])
            listed = await unit.modes.list_declared()
        self._take_up(listed)
        return declared

    async def end(self, organisation: str, mode: str, *, reason: str, by: Actor) -> None:
        """Let a mode hold no more, also one that the pack no longer has; raises as `declare`."""
        ended = self._mode(organisation, mode, reason=reason, by=by)
        async with self._units() as unit:
            if not await unit.modes.end(organisation, mode):
                msg = f"The mode {str(mode)!r} is not declared."
                raise ModeStandsError(msg)
            await unit.publish([_event(ended, holds=False, by=by)])
            listed = await unit.modes.list_declared()
        self._take_up(listed)

    def _mode(self, organisation: str, mode: str, *, reason: str, by: Actor) -> DeclaredMode:
        return DeclaredMode(
            organisation=organisation,
            mode=str(mode),
            reason=reason,
            declared_by=by.name,
            declared_at=self._clock(),
        )

    def _take_up(self, listed: Sequence[DeclaredMode]) -> None:
        by_body: defaultdict[str, list[DeclaredMode]] = defaultdict(list)
        for one in listed:
            by_body[one.organisation].append(one)
        declared = {organisation: modes_of(modes) for organisation, modes in by_body.items()}
        if declared != self._declared:
            log.info("modes_changed", organisations=sorted(declared))
        self._declared = declared


def _event(mode: DeclaredMode, *, holds: bool, by: Actor) -> Event:
    subject = f"mode/{mode.mode}"
    return Event.build(
        ModeChanged(mode=mode.mode, declared=holds, changed_by=by, note=mode.reason),
        # The same mode may be declared again and again, so nothing it says makes the id.
        cause=f"mode/{uuid.uuid4()}",
        source=_SOURCE,
        subject=subject,
        organisation=mode.organisation,
        correlation_id=CorrelationId(derive_id(f"{mode.organisation}/{subject}", "mode")),
        time=mode.declared_at,
    )

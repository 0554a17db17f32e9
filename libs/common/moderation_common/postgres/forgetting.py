"""Letting go of the marks of events that cannot come again."""

from __future__ import annotations

from typing import Final

from moderation_common.clock import Clock
from moderation_common.postgres.database import Database
from moderation_common.postgres.messaging import Inbox

_AT_ONCE: Final = 1_000
"""Marks that go in one transaction, which so stays short."""


class ForgetHandled:
    """The job of a service that has nothing else to forget in the same way."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._inbox = Inbox(database.schema)
        self._clock = clock

    async def __call__(self) -> None:
        """Delete all that are old enough; raises `TransientError`."""
        gone = _AT_ONCE
        while gone == _AT_ONCE:
            async with self._database.unit_of_work() as unit:
                gone = await self._inbox.forget(unit.connection, now=self._clock(), limit=_AT_ONCE)

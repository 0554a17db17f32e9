"""A clock that stands still until it is told to move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_START: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class FixedClock:
    """Serves as `moderation_common.clock.Clock`; starts on a Monday morning unless told."""

    def __init__(self, now: datetime = _START) -> None:
        """`now` is aware."""
        if now.tzinfo is None:
            msg = "A clock's time needs a zone; pass an aware datetime."
            raise ValueError(msg)
        self.now = now.astimezone(UTC)

    def __call__(self) -> datetime:
        """Return the time that the clock shows, in UTC."""
        return self.now

    def advance(self, by: timedelta) -> datetime:
        """Move the clock on and return its new time."""
        self.now += by
        return self.now

"""When not to call an endpoint: the budget is spent, or it failed too often just now."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from typing import Final

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_FAILURES: Final = 5
"""In a row; fewer are chance."""
_REST: Final = timedelta(minutes=1)
"""Long enough for a restart of the endpoint, short enough that nobody has to be told."""


class Budget:
    """Calls in any hour and any day; kept in memory, so each process has its own."""

    def __init__(self, *, per_hour: int, per_day: int) -> None:
        self._per_hour = per_hour
        self._per_day = per_day
        self._calls: deque[datetime] = deque()

    def take(self, now: datetime) -> bool:
        """Count one call; False, and nothing counted, when no more are allowed."""
        while self._calls and self._calls[0] <= now - _DAY:
            self._calls.popleft()
        lately = 0
        for called in reversed(self._calls):
            if called <= now - _HOUR:
                break
            lately += 1
        if len(self._calls) >= self._per_day or lately >= self._per_hour:
            return False
        self._calls.append(now)
        return True


class Breaker:
    """Lets calls rest after failures in a row, then tries one."""

    def __init__(self) -> None:
        self._failures = 0
        self._rests_until: datetime | None = None

    def allows(self, now: datetime) -> bool:
        """Return whether to call; the first call after a rest is a trial, others wait for it."""
        if self._rests_until is None:
            return True
        if now < self._rests_until:
            return False
        self._rests_until = now + _REST
        return True

    def note(self, *, failed: bool, now: datetime) -> None:
        """Remember how a call went."""
        if not failed:
            self._failures, self._rests_until = 0, None
            return
        self._failures += 1
        if self._failures >= _FAILURES:
            self._rests_until = now + _REST

"""Watching: what is waiting, what is late and where the rota has gaps, as gauges."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from moderation_common.clock import Clock
from moderation_escalation import metrics
from moderation_escalation.ports import Backlog, UnitsOfWork
from moderation_escalation.usecases.keep_rota import KeepRota

LOOK_AHEAD: Final = timedelta(days=14)
"""How early a gap in the rota is shouted about: time enough to find somebody."""


class WatchBacklog:
    """A job that looks and only looks."""

    def __init__(self, *, units: UnitsOfWork, rota: KeepRota, clock: Clock) -> None:
        self._units = units
        self._rota = rota
        self._clock = clock

    async def look(self) -> None:
        """Set every gauge to how things stand."""
        now = self._clock()
        async with self._units() as unit:
            backlog = await unit.measure_backlog(now)
        _show(backlog, now)
        gaps = await self._rota.find_gaps(start=now, end=now + LOOK_AHEAD)
        for organisation, found in gaps.items():
            places = {gap.place for gap in found}
            metrics.ROTA_GAPS.labels(organisation).set(len(places))


def _show(backlog: Backlog, now: datetime) -> None:
    # What has gone to nought is no longer listed, so all is forgotten first.
    metrics.CASES_OPEN.clear()
    metrics.CASES_OVERDUE.clear()
    metrics.REVIEWS_OPEN.clear()
    for (organisation, urgency, status), count in backlog.cases.items():
        metrics.CASES_OPEN.labels(organisation, urgency.value, status.value).set(count)
    for organisation, count in backlog.overdue.items():
        metrics.CASES_OVERDUE.labels(organisation).set(count)
    for organisation, count in backlog.reviews.items():
        metrics.REVIEWS_OPEN.labels(organisation).set(count)
    metrics.TIMERS_LATE_SECONDS.set(_late_s(backlog.oldest_timer_due, now))
    metrics.ALERTS_LATE_SECONDS.set(_late_s(backlog.oldest_alert_due, now))


def _late_s(due: datetime | None, now: datetime) -> float:
    return max(0.0, (now - due).total_seconds()) if due is not None else 0.0

"""Inbound timers: looks for what is due, acts on it, sends what that leads to."""

from __future__ import annotations

from collections.abc import Callable

from moderation_common.lifecycle import Periodic
from moderation_escalation.usecases.run_timers import RunTimers
from moderation_escalation.usecases.send_alerts import SendAlerts
from moderation_escalation.usecases.watch_backlog import WatchBacklog


class TimersJob:
    """Runs due timers, and has what they lead to sent at once."""

    def __init__(self, timers: RunTimers, *, wake_alerts: Callable[[], None]) -> None:
        self._timers = timers
        self._wake_alerts = wake_alerts

    async def __call__(self) -> None:
        """Look once."""
        if await self._timers.run_due():
            self._wake_alerts()


class AlertsJob:
    """Sends due alerts."""

    def __init__(self, alerts: SendAlerts) -> None:
        self._alerts = alerts

    async def __call__(self) -> None:
        """Look once."""
        await self._alerts.send_due()


class BacklogJob:
    """Brings the gauges up to date."""

    def __init__(self, backlog: WatchBacklog) -> None:
        self._backlog = backlog

    async def __call__(self) -> None:
        """Look once."""
        await self._backlog.look()


def periodic_jobs(
    *,
    timers: RunTimers,
    alerts: SendAlerts,
    backlog: WatchBacklog,
    interval_s: float,
    backlog_interval_s: float,
) -> tuple[Periodic, Periodic, Periodic]:
    """Return the jobs: timers, alerts, backlog. Timers wake alerts.

    They are apart so that a mail server that hangs never holds up a timer.
    """
    sending = Periodic("alerts", AlertsJob(alerts), interval_s=interval_s)
    running = Periodic("timers", TimersJob(timers, wake_alerts=sending.wake), interval_s=interval_s)
    watching = Periodic("backlog", BacklogJob(backlog), interval_s=backlog_interval_s)
    return running, sending, watching

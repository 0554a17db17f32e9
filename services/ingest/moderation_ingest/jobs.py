"""Inbound timers: working the queue off, taking up changed packs, counting, forgetting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from typing_extensions import override

from moderation_common.clock import Clock
from moderation_common.lifecycle import Periodic
from moderation_common.vocabulary import Platform
from moderation_ingest import metrics
from moderation_ingest.domain.queue import ActionState
from moderation_ingest.ports import OwnTexts, QueueOverview
from moderation_ingest.usecases.carry_out_actions import CarryOutActions

# A request wakes the job at once; the poll finds what another replica queued, or left when it died.
_QUEUE_INTERVAL_S: Final = 1.0
_MEASURE_INTERVAL_S: Final = 15.0
_ACTIVITY_INTERVAL_S: Final = 5.0
_CONTEXT_INTERVAL_S: Final = 600.0
_INBOX_INTERVAL_S: Final = 3600.0


class QueueJob(Periodic):
    """Works the queue off; when told to stop it takes nothing more after what is in hand."""

    def __init__(self, carry_out: CarryOutActions) -> None:
        super().__init__("queue", carry_out.carry_out_due, interval_s=_QUEUE_INTERVAL_S)
        self._carry_out = carry_out

    @override
    def stop(self) -> None:
        self._carry_out.stop()
        super().stop()


def measuring_job(overview: QueueOverview, *, clock: Clock) -> Periodic:
    """Return the job that counts what waits and which accounts are stopped."""

    async def measure() -> None:
        counts = await overview.counts()
        stopped = await overview.stopped(now=clock())
        for platform in Platform:
            for state in (ActionState.PENDING, ActionState.SENDING):
                waiting = counts.get((platform, state), 0)
                metrics.ACTIONS_WAITING.labels(platform, state).set(waiting)
            metrics.ACCOUNTS_STOPPED.labels(platform).set(stopped.get(platform, 0))

    return Periodic("measure", measure, interval_s=_MEASURE_INTERVAL_S)


def activity_job(write_down: Callable[[], Awaitable[None]]) -> Periodic:
    """Return the job that stores when each account was last heard of."""
    return Periodic("activity", write_down, interval_s=_ACTIVITY_INTERVAL_S)


def context_job(own_texts: OwnTexts, *, clock: Clock) -> Periodic:
    """Return the job that forgets what the accounts said when its time is over."""

    async def forget() -> None:
        await own_texts.forget(now=clock())

    return Periodic("context", forget, interval_s=_CONTEXT_INTERVAL_S)


def inbox_job(forget: Callable[[], Awaitable[None]]) -> Periodic:
    """Return the job that lets go of the marks of requests that cannot come again."""
    return Periodic("inbox", forget, interval_s=_INBOX_INTERVAL_S)


def packs_job(refresh: Callable[[], Awaitable[None]], *, interval_s: float) -> Periodic:
    """Return the job that takes up changed policy packs."""
    return Periodic("packs", refresh, interval_s=interval_s)

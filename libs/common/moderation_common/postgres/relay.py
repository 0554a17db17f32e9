"""The relay: publishes what the outbox holds, at least once, in order.

What the log refuses for good is put aside for people to look at, and holds up nothing behind it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Final

import structlog

from moderation_common import metrics
from moderation_common.clock import Clock, utc_now
from moderation_common.errors import PermanentError, TransientError
from moderation_common.eventlog.port import EventLog
from moderation_common.eventlog.publishing import publish_messages
from moderation_common.eventlog.retry import RetryPolicy
from moderation_common.postgres.database import Database
from moderation_common.postgres.messaging import PendingMessage

_BATCH: Final = 200
# A commit in this process wakes the relay at once; the poll finds what a dead process left.
_POLL_S: Final = 1.0
# What was put aside is kept for months: an hour is prompt.
_FORGET_INTERVAL_S: Final = 3600.0

log = structlog.get_logger(__name__)


class OutboxRelay:
    """Moves events from one service's outbox to the event log.

    A crash between publishing and forgetting publishes again; the ids make that harmless.
    """

    def __init__(self, database: Database, event_log: EventLog, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._event_log = event_log
        self._clock = clock
        self._forget_due = 0.0
        self._stopping = asyncio.Event()
        self._retry = RetryPolicy()

    def stop(self) -> None:
        """Ask `run` to end after the batch in hand."""
        self._stopping.set()
        self._database.outbox_filled.set()

    async def run(self) -> None:
        """Publish until `stop`; sits out outages of the database and the log."""
        failures = 0
        while not self._stopping.is_set():
            self._database.outbox_filled.clear()
            try:
                moved = await self.move_batch()
                await self._forget_refused()
                failures = 0
            except TransientError as error:
                failures += 1
                wait_s = self._retry.backoff_s(failures)
                log.warning("relay_waits", reason=str(error), retry_in_s=wait_s)
                await self._wait(wait_s)
                continue
            if moved < _BATCH:
                await self._wait(_POLL_S)

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._database.outbox_filled.wait()
        except TimeoutError:
            return

    async def move_batch(self) -> int:
        """Publish and forget the oldest events; returns how many. Raises `TransientError`.

        Those that the log refuses for good are put aside instead.
        """
        outbox = self._database.outbox
        async with self._database.unit_of_work() as unit:
            if not await outbox.lock(unit.connection):
                return 0
            pending = await outbox.pending(unit.connection, limit=_BATCH)
            refused = await self._publish(pending)
            for waiting, reason in refused:
                await outbox.put_aside(unit.connection, waiting.outbox_id, reason=reason)
            if pending:
                await outbox.remove(unit.connection, [waiting.outbox_id for waiting in pending])
            metrics.OUTBOX_PENDING.labels(self._database.schema).set(
                await outbox.count(unit.connection)
            )
        for waiting, reason in refused:
            self._tell_of_refused(waiting, reason)
        return len(pending)

    async def _publish(
        self, pending: Sequence[PendingMessage]
    ) -> Sequence[tuple[PendingMessage, str]]:
        """Publish in order; return what the log refuses for good, and why."""
        try:
            await publish_messages(
                self._event_log, [(waiting.topic, waiting.message) for waiting in pending]
            )
        except PermanentError as error:
            if len(pending) == 1:
                return [(pending[0], str(error))]
        else:
            return []
        # The log does not say which it was. Some may have been published: the ids make that
        # harmless, and the order of the rest stays.
        return [each for waiting in pending for each in await self._publish([waiting])]

    def _tell_of_refused(self, waiting: PendingMessage, reason: str) -> None:
        headers = waiting.message.headers
        log.error(
            "event_refused",
            topic=waiting.topic,
            outbox_id=waiting.outbox_id,
            event_id=headers.get("ce_id"),
            event_type=headers.get("ce_type"),
            correlation_id=headers.get("ce_correlationid"),
            reason=reason,
        )
        metrics.OUTBOX_REFUSED.labels(self._database.schema, waiting.topic).inc()

    async def _forget_refused(self) -> None:
        if time.monotonic() < self._forget_due:
            return
        async with self._database.unit_of_work() as unit:
            await self._database.outbox.forget_refused(unit.connection, now=self._clock())
        self._forget_due = time.monotonic() + _FORGET_INTERVAL_S

"""The relay: publishes what the outbox holds, at least once, in order."""

from __future__ import annotations

import asyncio
from typing import Final

import structlog

from moderation_common import metrics
from moderation_common.errors import TransientError
from moderation_common.eventlog.port import EventLog
from moderation_common.eventlog.publishing import publish_messages
from moderation_common.eventlog.retry import RetryPolicy
from moderation_common.postgres.database import Database

_BATCH: Final = 200
# A commit in this process wakes the relay at once; the poll finds what a dead process left.
_POLL_S: Final = 1.0

log = structlog.get_logger(__name__)


class OutboxRelay:
    """Moves events from one service's outbox to the event log.

    A crash between publishing and forgetting publishes again; the ids make that harmless.
    """

    def __init__(self, database: Database, event_log: EventLog) -> None:
        self._database = database
        self._event_log = event_log
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
        """Publish and forget the oldest events; returns how many. Raises `TransientError`."""
        outbox = self._database.outbox
        async with self._database.unit_of_work() as unit:
            if not await outbox.lock(unit.connection):
                return 0
            pending = await outbox.pending(unit.connection, limit=_BATCH)
            await publish_messages(
                self._event_log, [(waiting.topic, waiting.message) for waiting in pending]
            )
            if pending:
                await outbox.remove(unit.connection, [waiting.outbox_id for waiting in pending])
            metrics.OUTBOX_PENDING.labels(self._database.schema).set(
                await outbox.count(unit.connection)
            )
        return len(pending)

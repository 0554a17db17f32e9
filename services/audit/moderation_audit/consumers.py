"""Inbound from the log: every event of every topic, and every record that was put aside."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import structlog

from moderation_audit.domain.entry import DeadLetter
from moderation_audit.usecases.append import Recorder
from moderation_common import metrics
from moderation_common.errors import TransientError
from moderation_common.eventlog import (
    Consumer,
    EventLog,
    PartitionLostError,
    Record,
    RetryPolicy,
    Subscription,
)
from moderation_common.events import Event, Topic, dead_letter_topic

GROUP: Final = "audit"
DEAD_LETTER_GROUP: Final = "audit-dead-letters"
_FETCH_TIMEOUT_S: Final = 1.0
_MAX_RECORDS: Final = 100

log = structlog.get_logger(__name__)


def consume_events(
    event_log: EventLog, record_event: Callable[[Event], Awaitable[object]]
) -> Consumer:
    """Return the consumer that has the events of every topic recorded."""

    async def handle(event: Event) -> None:
        await record_event(event)

    return Consumer(event_log, group=GROUP, topics=[*Topic], handler=handle)


class DeadLetterConsumer:
    """Records what any service put aside.

    A dead letter need not be an event, so it cannot come through `Consumer`; and nothing in it can
    be wrong for us, so there is no failure but an outage, which is waited out from the last commit.
    """

    def __init__(self, event_log: EventLog, recorder: Recorder) -> None:
        self._event_log = event_log
        self._recorder = recorder
        self._topics = [dead_letter_topic(topic) for topic in Topic]
        self._retry = RetryPolicy()
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Ask the loop to finish the records in hand, commit and leave."""
        self._stopping.set()

    async def run(self) -> None:
        """Record until `stop`; sits out outages of the log and of the store."""
        failures = 0
        while not self._stopping.is_set():
            subscription: Subscription | None = None
            try:
                subscription = await self._event_log.subscribe(DEAD_LETTER_GROUP, self._topics)
                while not self._stopping.is_set():
                    await self._record_round(subscription)
                    failures = 0
            except TransientError as error:
                failures += 1
                wait_s = self._retry.backoff_s(failures)
                log.warning("dead_letters_wait", reason=str(error), retry_in_s=wait_s)
                await self._wait(wait_s)
            finally:
                if subscription is not None:
                    await _close(subscription)

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return

    async def _record_round(self, subscription: Subscription) -> None:
        batches = await subscription.fetch(max_records=_MAX_RECORDS, timeout_s=_FETCH_TIMEOUT_S)
        for partition, records in batches.items():
            await self._record_all(records)
            try:
                await subscription.commit(partition, records[-1].offset + 1)
            except PartitionLostError:
                # Its new owner records them again, which changes nothing.
                log.info("partition_lost", group=DEAD_LETTER_GROUP, topic=partition.topic)

    async def _record_all(self, records: Sequence[Record]) -> None:
        for record in records:
            await self._recorder.record_dead_letter(to_dead_letter(record))
            topic = record.partition.topic
            metrics.EVENTS_CONSUMED.labels(DEAD_LETTER_GROUP, topic, "done").inc()


def to_dead_letter(record: Record) -> DeadLetter:
    """Return the log's record as the domain calls it."""
    return DeadLetter(
        topic=record.partition.topic,
        partition=record.partition.number,
        offset=record.offset,
        headers=record.message.headers,
        body=record.message.body,
    )


async def _close(subscription: Subscription) -> None:
    try:
        await subscription.close()
    except TransientError as error:
        # The engine is away and forgets the member by itself.
        log.warning("subscription_close_failed", reason=str(error))

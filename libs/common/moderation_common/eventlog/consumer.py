"""The consume loop: obeys the retry policy, puts poison aside, pauses on outage, commits after.

It is one of the two places where any exception is caught; everything a handler raises becomes a
decision here and nothing is lost.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Final

import structlog

from moderation_common import metrics
from moderation_common.errors import DeliberateStopError, PermanentError, TransientError
from moderation_common.eventlog.port import (
    EventLog,
    Message,
    Partition,
    PartitionLostError,
    Record,
    Subscription,
)
from moderation_common.eventlog.retry import DeadLetter, DeadLetterBudget, RetryPolicy
from moderation_common.events import Event, dead_letter_topic

_FETCH_TIMEOUT_S: Final = 1.0
_MAX_RECORDS: Final = 200
_HANDLER_TIMEOUT_S: Final = 60.0
_LAG_INTERVAL_S: Final = 5.0
# Partitions change hands, and a slow partition stops holding up the others, between rounds.
_ROUND_S: Final = 10.0

BODY_LEFT_OUT: Final = "dlq_body_left_out"
"""The header of a dead letter without its record's body: how many bytes that has."""

Handler = Callable[[Event], Awaitable[None]]

log = structlog.get_logger(__name__)


class BudgetExceededError(DeliberateStopError):
    """So many records failed that the consumer is more likely at fault than they are."""


class Consumer:
    """Delivers events of some topics to a handler, as one member of a consumer group.

    The handler is called once at a time per partition, in order. It must be safe to call again
    with an event that it has already handled.
    """

    def __init__(
        self,
        event_log: EventLog,
        *,
        group: str,
        topics: Sequence[str],
        handler: Handler,
        retry: RetryPolicy | None = None,
        budget: DeadLetterBudget | None = None,
        handler_timeout_s: float = _HANDLER_TIMEOUT_S,
    ) -> None:
        self._event_log = event_log
        self._group = group
        self._topics = tuple(topics)
        self._handler = handler
        self._retry = retry or RetryPolicy()
        self._budget = budget or DeadLetterBudget()
        self._handler_timeout_s = handler_timeout_s
        self._stopping = asyncio.Event()
        self._round = asyncio.Lock()
        self._interrupted = False
        self._patience: asyncio.Timeout | None = None
        self._outages = 0
        self._attempts: dict[Partition, tuple[int, int]] = {}
        self._resume_at: dict[Partition, float] = {}
        self._outcomes: deque[bool] = deque(maxlen=self._budget.window)
        self._lag_due = 0.0
        self._lag_reported: set[Partition] = set()
        self.failure: str | None = None
        """Why the consumer stopped by itself; readiness shows it."""
        self.connected = False
        """Whether the last exchange with the log succeeded."""

    def stop(self) -> None:
        """Ask the loop to finish the record in hand, commit and leave."""
        self._stopping.set()
        if self._patience is not None:
            self._patience.reschedule(asyncio.get_running_loop().time())

    async def run(self) -> None:
        """Consume until `stop`; sits out outages of the log itself.

        Raises `BudgetExceededError` when too many records failed.
        """
        while not self._stopping.is_set():
            try:
                await self._consume()
            except BudgetExceededError as error:
                self.failure = str(error)
                log.error("consumer_stopped", group=self._group, reason=self.failure)
                raise
            except TransientError as error:
                self._outages += 1
                self.connected = False
                wait_s = self._retry.backoff_s(self._outages)
                log.warning("log_away", group=self._group, reason=str(error), retry_in_s=wait_s)
                await self._wait(wait_s)

    async def _consume(self) -> None:
        """Consume as one member of the group until `stop` or the first outage of the log."""
        subscription = await self._event_log.subscribe(
            self._group, self._topics, on_revoked=self._wait_for_round
        )
        try:
            while not self._stopping.is_set():
                await self._consume_round(subscription)
                self._outages = 0
                self.connected = True
        finally:
            # Left before any back-off, so that other members need not wait it out.
            self._attempts.clear()
            self._resume_at.clear()
            await _close_quietly(subscription)

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return

    async def _wait_for_round(self, _revoked: Collection[Partition]) -> None:
        """Let the records in hand be finished and committed, and the rest of the round be left."""
        self._interrupted = True
        try:
            async with self._round:
                return
        finally:
            self._interrupted = False

    async def _consume_round(self, subscription: Subscription) -> None:
        timeout_s = self._resume_due(subscription)
        batches = await self._fetch(subscription, timeout_s)
        async with self._round:
            await self._process_all(subscription, batches)
        await self._report_lag(subscription)

    async def _fetch(
        self, subscription: Subscription, timeout_s: float
    ) -> Mapping[Partition, Sequence[Record]]:
        """Fetch, giving up at once when `stop` is called; what had come then comes again."""
        try:
            # Not in a task of its own: between the fetch's return and the round no other task,
            # such as one that gives partitions away, may run.
            async with asyncio.timeout(None) as self._patience:
                return await subscription.fetch(max_records=_MAX_RECORDS, timeout_s=timeout_s)
        except TimeoutError:
            if self._stopping.is_set():
                return {}
            raise
        finally:
            self._patience = None

    def _resume_due(self, subscription: Subscription) -> float:
        """Resume partitions whose pause is over; return how long the next fetch may wait."""
        now = time.monotonic()
        for partition, due in list(self._resume_at.items()):
            if due <= now:
                del self._resume_at[partition]
                subscription.resume(partition)
        return max(0.01, min([_FETCH_TIMEOUT_S, *(d - now for d in self._resume_at.values())]))

    async def _process_all(
        self, subscription: Subscription, batches: Mapping[Partition, Sequence[Record]]
    ) -> None:
        ends = time.monotonic() + _ROUND_S
        results = await asyncio.gather(
            *(self._process(subscription, p, records, ends=ends) for p, records in batches.items()),
            return_exceptions=True,
        )
        for result in results:
            if isinstance(result, BaseException):
                raise result

    async def _process(
        self,
        subscription: Subscription,
        partition: Partition,
        records: Sequence[Record],
        *,
        ends: float,
    ) -> None:
        done: int | None = None
        try:
            for record in records:
                # One record at least is handled in each round, or nothing would ever be done.
                round_over = done is not None and time.monotonic() > ends
                if self._stopping.is_set() or self._interrupted or round_over:
                    subscription.rewind(partition, record.offset)
                    break
                wait_s = await self._deliver(record)
                if wait_s is not None:
                    subscription.rewind(partition, record.offset)
                    subscription.pause(partition)
                    self._resume_at[partition] = time.monotonic() + wait_s
                    metrics.CONSUMER_PAUSES.labels(self._group, partition.topic).inc()
                    break
                done = record.offset + 1
        finally:
            if done is not None:
                try:
                    await subscription.commit(partition, done)
                except PartitionLostError:
                    # Its new owner starts at the committed offset: delivered again, not lost.
                    log.info("partition_lost", group=self._group, topic=partition.topic)

    async def _deliver(self, record: Record) -> float | None:
        """Handle one record; return seconds to pause before trying again, or None when done."""
        partition = record.partition
        started = time.perf_counter()
        bound = log.bind(
            group=self._group,
            topic=partition.topic,
            partition=partition.number,
            offset=record.offset,
            event_id=record.message.headers.get("ce_id"),
            event_type=record.message.headers.get("ce_type"),
            correlation_id=record.message.headers.get("ce_correlationid"),
        )
        try:
            event = Event.read(record.message.headers, record.message.body)
            async with asyncio.timeout(self._handler_timeout_s):
                await self._handler(event)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - the loop turns every failure into a decision
            return await self._settle_failure(record, error, bound)
        self._attempts.pop(partition, None)
        self._outcomes.append(True)
        metrics.EVENTS_CONSUMED.labels(self._group, partition.topic, "done").inc()
        elapsed_s = time.perf_counter() - started
        metrics.HANDLER_SECONDS.labels(self._group, partition.topic).observe(elapsed_s)
        bound.info("event_handled", outcome="done", duration_ms=round(elapsed_s * 1000, 1))
        return None

    async def _settle_failure(
        self, record: Record, error: Exception, bound: structlog.stdlib.BoundLogger
    ) -> float | None:
        partition = record.partition
        offset, attempt = self._attempts.get(partition, (record.offset, 0))
        attempt = attempt + 1 if offset == record.offset else 1
        self._attempts[partition] = (record.offset, attempt)
        if isinstance(error, TimeoutError):
            error = TransientError(f"The handler took over {self._handler_timeout_s} s.")
        verdict = self._retry.judge(error, attempt)
        if not isinstance(verdict, DeadLetter):
            reason = str(error) if isinstance(error, TransientError) else type(error).__name__
            bound.warning(
                "event_retried",
                outcome="retry",
                attempt=attempt,
                retry_in_s=verdict.after_s,
                reason=reason,
            )
            metrics.EVENTS_CONSUMED.labels(self._group, partition.topic, "retry").inc()
            return verdict.after_s
        self._check_budget()
        try:
            await self._put_aside(record, verdict.reason)
        except TransientError as outage:
            bound.warning("dead_letter_waits", reason=str(outage))
            return self._retry.backoff_s(attempt)
        self._attempts.pop(partition, None)
        self._outcomes.append(False)
        bound.error("event_dead_lettered", outcome="dead_letter", reason=verdict.reason)
        metrics.EVENTS_CONSUMED.labels(self._group, partition.topic, "dead_letter").inc()
        return None

    async def _put_aside(self, record: Record, reason: str) -> None:
        """Publish the record as a dead letter; raises `TransientError`."""
        topic, letter = dead_letter_topic(record.partition.topic), dead_letter(record, reason)
        try:
            await self._event_log.publish(topic, [letter])
        except PermanentError:
            # Too large for its topic: one that stood in the way for ever would stop all behind it.
            await self._event_log.publish(topic, [without_body(letter)])

    def _check_budget(self) -> None:
        """Raise `BudgetExceededError` when one more dead letter would be one too many."""
        dead = sum(not ok for ok in self._outcomes) + 1
        handled = len(self._outcomes) + 1
        if self._budget.exceeded(dead=dead, handled=handled):
            msg = (
                f"{dead} of the last {handled} records failed in group {self._group};"
                " look at the dead letters' reasons, mend the cause and restart the service."
            )
            raise BudgetExceededError(msg)

    async def _report_lag(self, subscription: Subscription) -> None:
        now = time.monotonic()
        if now < self._lag_due:
            return
        self._lag_due = now + _LAG_INTERVAL_S
        lags = await subscription.lag()
        for partition, lag in lags.items():
            metrics.CONSUMER_LAG.labels(self._group, *_labels(partition)).set(lag)
        for partition in self._lag_reported - lags.keys():
            # Its new owner reports it; a stale figure beside that one would raise an alarm.
            metrics.CONSUMER_LAG.remove(self._group, *_labels(partition))
        self._lag_reported = set(lags)


def _labels(partition: Partition) -> tuple[str, str]:
    return partition.topic, str(partition.number)


def dead_letter(record: Record, reason: str) -> Message:
    """Return the record as a dead letter: itself, and in headers why and where it stood."""
    headers = dict(record.message.headers) | {
        "dlq_reason": reason,
        "dlq_topic": record.partition.topic,
        "dlq_partition": str(record.partition.number),
        "dlq_offset": str(record.offset),
    }
    return Message(key=record.message.key, headers=headers, body=record.message.body)


def without_body(letter: Message) -> Message:
    """Return a dead letter that only says where its record stands."""
    headers = {**letter.headers, BODY_LEFT_OUT: str(len(letter.body))}
    return Message(key=letter.key, headers=headers, body=b"")


async def _close_quietly(subscription: Subscription) -> None:
    try:
        await subscription.close()
    except TransientError as error:
        # The engine is away and forgets the member by itself.
        log.warning("subscription_close_failed", reason=str(error))

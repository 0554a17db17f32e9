"""What the consume loop does beside delivering: stopping, counting, reporting; on the fake log."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import pytest
from prometheus_client import REGISTRY
from typing_extensions import override

from moderation_common.errors import PermanentError, TransientError
from moderation_common.eventlog import Consumer, DeadLetterBudget, Message, Partition, Record
from moderation_common.events import dead_letter_topic
from moderation_common.testing import MemoryEventLog
from moderation_common.testing.eventlog import MemorySubscription
from tests.support.consuming import QUICK, Handled, event, publish, running
from tests.support.waiting import eventually

_TOPIC = "topic"
_FOR_EVER_S = 3_600.0


async def test_stopping_does_not_wait_for_a_fetch(monkeypatch: pytest.MonkeyPatch) -> None:
    """A consumer with nothing to do leaves at once, however long a fetch may wait."""
    fetch, waited = MemorySubscription.fetch, []

    async def patient(
        subscription: MemorySubscription, *, max_records: int, timeout_s: float
    ) -> Mapping[Partition, Sequence[Record]]:
        waited.append(_FOR_EVER_S if consumer.connected else timeout_s)
        return await fetch(subscription, max_records=max_records, timeout_s=waited[-1])

    monkeypatch.setattr(MemorySubscription, "fetch", patient)
    consumer = Consumer(MemoryEventLog(), group="g", topics=[_TOPIC], handler=Handled())
    task = asyncio.create_task(consumer.run())
    await eventually(lambda: _FOR_EVER_S in waited, what="a fetch with nothing to fetch")
    consumer.stop()
    await asyncio.wait_for(task, timeout=_FOR_EVER_S / 60)


class DeadLettersAway(MemoryEventLog):
    """An event log that refuses dead letters for a while."""

    def __init__(self) -> None:
        super().__init__()
        self.refused = 0

    @override
    async def publish(self, topic: str, messages: Sequence[Message]) -> None:
        if topic == dead_letter_topic(_TOPIC) and self.refused < 10:
            self.refused += 1
            raise TransientError("Away.")
        await super().publish(topic, messages)


async def test_a_dead_letter_that_has_to_wait_counts_once() -> None:
    """While dead letters cannot be published nothing is lost, and the budget is not used up."""
    log = DeadLettersAway()
    poison = event("c", 0)
    await publish(log, _TOPIC, [poison, event("c", 1)])
    handled = Handled(lambda e: PermanentError("Never.") if e == poison else None)
    budget = DeadLetterBudget(allowance=1, ratio=0.0, window=100)
    consumer = Consumer(
        log, group="g", topics=[_TOPIC], handler=handled, retry=QUICK, budget=budget
    )
    async with running(consumer):
        await eventually(lambda: handled.done, what="the event behind the poison")

    assert log.refused == 10
    assert log.events(dead_letter_topic(_TOPIC)) == [poison]
    assert consumer.failure is None


def _reported(group: str) -> set[str]:
    return {
        sample.labels["partition"]
        for metric in REGISTRY.collect()
        if metric.name == "moderation_consumer_lag"
        for sample in metric.samples
        if sample.labels["group"] == group
    }


async def test_lag_is_reported_by_the_owner_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A member that gave a partition away stops reporting its lag, which would stand still."""
    monkeypatch.setattr("moderation_common.eventlog.consumer._LAG_INTERVAL_S", 0.0)
    log = MemoryEventLog(partitions=2)
    consumer = Consumer(log, group="lag", topics=[_TOPIC], handler=Handled())
    async with running(consumer):
        await eventually(lambda: _reported("lag") == {"0", "1"}, what="both partitions")
        other = await log.subscribe("lag", [_TOPIC])

        async def taken() -> bool:
            await other.fetch(max_records=1, timeout_s=0)
            return len(other.assignment()) == 1

        await eventually(taken, what="a partition for the other member")
        await eventually(lambda: len(_reported("lag")) == 1, what="one partition reported")


async def test_a_record_is_not_started_when_its_round_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A long batch is left after a while, so that other work of the loop gets its turn."""
    monkeypatch.setattr("moderation_common.eventlog.consumer._ROUND_S", 0.0)
    log = MemoryEventLog()
    events = [event("c", n) for n in range(20)]
    await publish(log, _TOPIC, events)
    handled = Handled()
    async with running(Consumer(log, group="g", topics=[_TOPIC], handler=handled)):
        await eventually(lambda: len(handled.done) == 20, what="all events, one a round")

    assert handled.ids() == [e.id for e in events]
    assert set(handled.tries.values()) == {1}

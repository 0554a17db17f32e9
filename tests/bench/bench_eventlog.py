"""How many events a second an engine of the event log takes and gives, and how soon.

    python -m tests.bench.bench_eventlog URL [URL ...]

Prints one line per engine and measure. Logs are off, since writing them costs more than the rest.
"""

from __future__ import annotations

import asyncio
import logging
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from moderation_common.eventlog import Consumer, EventLog, open_event_log, to_message
from moderation_common.events import Event
from tests.support.consuming import event, publish
from tests.support.eventlog_engines import Reader, new_name

_SINGLE: Final = 400
_BATCHES: Final = 50
_BATCH: Final = 100
_PUBLISHERS: Final = 8
_LATENCIES: Final = 100


async def _rate(count: int, work: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await work()
    return count / (time.perf_counter() - started)


async def _publish_singly(log: EventLog, topic: str, count: int) -> None:
    for number in range(count):
        await publish(log, topic, [event(f"c{number % 64}", number)])


async def _publish_batches(log: EventLog, topic: str) -> None:
    for batch in range(_BATCHES):
        events = [event(f"c{n % 64}", batch * _BATCH + n) for n in range(_BATCH)]
        await publish(log, topic, events)


async def _fetch_all(log: EventLog, topic: str, count: int) -> None:
    reader = await Reader.join(log, new_name("group"), [topic])
    while len(reader.records) < count:
        await reader.read(max_records=500, timeout_s=1)
    await reader.subscription.close()


async def _consume_all(log: EventLog, topic: str, count: int) -> None:
    done = asyncio.Event()
    handled = 0

    async def handle(_event: Event) -> None:
        nonlocal handled
        handled += 1
        if handled == count:
            done.set()

    consumer = Consumer(log, group=new_name("group"), topics=[topic], handler=handle)
    running = asyncio.create_task(consumer.run())
    await done.wait()
    consumer.stop()
    await running


async def _latencies_ms(log: EventLog) -> list[float]:
    """Return how long each event took from the call of publish to the handler, one at a time."""
    topic = new_name("topic")
    arrived: asyncio.Queue[float] = asyncio.Queue()

    async def handle(_event: Event) -> None:
        arrived.put_nowait(time.perf_counter())

    consumer = Consumer(log, group=new_name("group"), topics=[topic], handler=handle)
    running = asyncio.create_task(consumer.run())
    await publish(log, topic, [event("warm-up", 0)])
    await arrived.get()
    latencies: list[float] = []
    for number in range(_LATENCIES):
        started = time.perf_counter()
        await log.publish(topic, [to_message(event(f"c{number}", number))])
        latencies.append((await arrived.get() - started) * 1000)
    consumer.stop()
    await running
    return latencies


async def _measure(url: str) -> None:
    engine = url.partition(":")[0]
    log = await open_event_log(url, client_id="bench")
    single, batched = new_name("topic"), new_name("topic")
    await _publish_singly(log, single, 5)

    def say(measure: str, result: str) -> None:
        sys.stdout.write(f"{engine:12}{measure:34}{result}\n")

    rate = await _rate(_SINGLE, lambda: _publish_singly(log, single, _SINGLE))
    say("publish, one at a time", f"{rate:.0f} events/s")
    rate = await _rate(
        _SINGLE * _PUBLISHERS,
        lambda: asyncio.gather(
            *(_publish_singly(log, single, _SINGLE) for _ in range(_PUBLISHERS))
        ),
    )
    say(f"publish, {_PUBLISHERS} at a time", f"{rate:.0f} events/s")
    count = _BATCHES * _BATCH
    rate = await _rate(count, lambda: _publish_batches(log, batched))
    say(f"publish, batches of {_BATCH}", f"{rate:.0f} events/s")
    rate = await _rate(count, lambda: _fetch_all(log, batched, count))
    say("fetch and commit", f"{rate:.0f} events/s")
    rate = await _rate(count, lambda: _consume_all(log, batched, count))
    say("consume (read, handle, commit)", f"{rate:.0f} events/s")
    cuts = statistics.quantiles(await _latencies_ms(log), n=100)
    say("from publish to handler", f"{cuts[49]:.1f} ms median, {cuts[94]:.1f} ms p95")
    await log.close()


async def _main(urls: list[str]) -> None:
    for url in urls:
        await _measure(url)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(_main(sys.argv[1:]))

"""Starting, watching and stopping background work."""

from __future__ import annotations

import asyncio

import pytest
from prometheus_client import REGISTRY
from typing_extensions import override

from moderation_common.errors import DeliberateStopError, TransientError
from moderation_common.lifecycle import Lifecycle, Periodic
from tests.support.waiting import eventually


class Worker:
    """Works until told to stop, and remembers."""

    def __init__(self, name: str, log: list[str], *, stubborn: bool = False) -> None:
        self.name = name
        self.log = log
        self.stubborn = stubborn
        self.stopped = asyncio.Event()

    async def run(self) -> None:
        """Wait to be stopped."""
        self.log.append(f"{self.name} started")
        await (asyncio.Event() if self.stubborn else self.stopped).wait()
        self.log.append(f"{self.name} ended")

    def stop(self) -> None:
        """Be told to stop."""
        self.log.append(f"{self.name} told")
        self.stopped.set()


async def test_work_stops_in_reverse_order_and_closers_run_last() -> None:
    """What was started first is told last, and connections close after all work has ended."""
    log: list[str] = []
    lifecycle = Lifecycle()

    async def close() -> None:
        log.append("closed")

    lifecycle.add_closer(close)
    lifecycle.add_task("first", Worker("first", log))
    lifecycle.add_task("second", Worker("second", log))
    await lifecycle.start()
    await eventually(lambda: len(log) == 2, deadline_s=5)
    await lifecycle.stop()
    assert log[2:4] == ["second told", "first told"]
    assert log[-1] == "closed"


async def test_work_that_does_not_stop_is_abandoned_in_time() -> None:
    """Shutdown ends within its stated time even when a task hangs."""
    log: list[str] = []
    lifecycle = Lifecycle(shutdown_timeout_s=0.05)
    lifecycle.add_task("stubborn", Worker("stubborn", log, stubborn=True))
    await lifecycle.start()
    async with asyncio.timeout(5):
        await lifecycle.stop()
    assert "stubborn ended" not in log


async def test_a_dying_task_turns_readiness_off() -> None:
    """A consumer that failed is seen, by name, in readiness and in the metrics."""

    class Dying:
        async def run(self) -> None:
            raise RuntimeError("boom")

        def stop(self) -> None:
            return

    lifecycle = Lifecycle()
    lifecycle.add_task("consumer", Dying())
    await lifecycle.start()
    wrong: dict[str, str] = {}

    async def failed() -> bool:
        wrong.update(await lifecycle.readiness())
        return bool(wrong)

    await eventually(failed, deadline_s=5)
    assert wrong == {"consumer": "RuntimeError"}
    assert REGISTRY.get_sample_value("moderation_tasks_stopped", {"task": "consumer"}) == 1
    await lifecycle.stop()


async def test_work_that_died_of_a_bug_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """One poisonous input does not end alerts or timers for everybody for good."""
    monkeypatch.setattr("moderation_common.lifecycle._MIN_RESTART_S", 0.01)
    log: list[str] = []

    class Recovering(Worker):
        @override
        async def run(self) -> None:
            if not self.log:
                self.log.append("died")
                raise RuntimeError("boom")
            await super().run()

    lifecycle = Lifecycle()
    lifecycle.add_task("timers", Recovering("timers", log))
    await lifecycle.start()
    await eventually(lambda: "timers started" in log, deadline_s=5)
    assert await lifecycle.readiness() == {}
    await lifecycle.stop()
    assert log[-1] == "timers ended"


async def test_work_that_stopped_on_purpose_stays_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A consumer over its budget waits for somebody to look, and readiness says so."""
    monkeypatch.setattr("moderation_common.lifecycle._MIN_RESTART_S", 0.0)
    runs: list[int] = []

    class OverBudget:
        async def run(self) -> None:
            runs.append(1)
            raise DeliberateStopError("Look at the dead letters.")

        def stop(self) -> None:
            return

    lifecycle = Lifecycle()
    lifecycle.add_task("consumer", OverBudget())
    await lifecycle.start()

    async def failed() -> bool:
        return await lifecycle.readiness() == {"consumer": "Look at the dead letters."}

    await eventually(failed, deadline_s=5)
    for _ in range(10):
        await asyncio.sleep(0)
    await lifecycle.stop()
    assert runs == [1]


async def test_a_job_goes_on_after_an_outage_and_can_be_woken() -> None:
    """An outage costs one run, and `wake` does not wait for the interval."""
    runs: list[int] = []

    async def job() -> None:
        runs.append(len(runs))
        if len(runs) == 1:
            raise TransientError("away")

    periodic = Periodic("job", job, interval_s=3600)
    task = asyncio.create_task(periodic.run())
    await eventually(lambda: len(runs) == 1, deadline_s=5)
    periodic.wake()
    await eventually(lambda: len(runs) == 2, deadline_s=5)
    periodic.stop()
    async with asyncio.timeout(5):
        await task

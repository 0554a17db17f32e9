"""A service's life: start in order, tell readiness, stop in reverse order, lose nothing.

It is one of the two places where any exception is caught: a background task that dies must turn
readiness off, not pass unseen.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Final, Protocol

import structlog

from moderation_common import metrics
from moderation_common.errors import DeliberateStopError, ModerationError, TransientError

_CHECK_TIMEOUT_S: Final = 3.0
_MIN_RESTART_S: Final = 1.0
_MAX_RESTART_S: Final = 60.0
# Work that ran this long was healthy, so its next death is answered quickly again.
_STEADY_S: Final = 300.0

log = structlog.get_logger(__name__)


class Stoppable(Protocol):
    """Work that runs until it is asked to stop: a consumer, a relay, a job."""

    async def run(self) -> None:
        """Work until `stop`."""
        ...

    def stop(self) -> None:
        """Ask `run` to end soon, with nothing left half done."""
        ...


@dataclass
class Lifecycle:
    """What runs in the background of a service, and whether it is ready.

    Checks and tasks are registered before `start`. Tasks start in the order of registration and
    are stopped in the opposite order; closers are then called in opposite order too.
    """

    shutdown_timeout_s: float = 10.0
    _told_to_stop: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[tuple[str, Stoppable]] = field(default_factory=list)
    _running: list[tuple[str, Stoppable, asyncio.Task[None]]] = field(default_factory=list)
    _checks: dict[str, Callable[[], Awaitable[None]]] = field(default_factory=dict)
    _closers: AsyncExitStack = field(default_factory=AsyncExitStack)
    _failures: dict[str, str] = field(default_factory=dict)

    @property
    def stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._told_to_stop.is_set()

    def add_task(self, name: str, task: Stoppable) -> None:
        """Register background work under the name that readiness shows."""
        self._tasks.append((name, task))

    def add_check(self, name: str, check: Callable[[], Awaitable[None]]) -> None:
        """Register a check that raises `TransientError` when a dependency is away."""
        self._checks[name] = check

    def add_closer(self, close: Callable[[], Awaitable[None]]) -> None:
        """Register what to close at the end; the last registered is closed first."""
        self._closers.push_async_callback(close)

    async def start(self) -> None:
        """Start the background work."""
        for name, task in self._tasks:
            self._running.append((name, task, asyncio.create_task(self._watch(name, task))))

    async def _watch(self, name: str, task: Stoppable) -> None:
        """Run the work; after a bug start it again, ever later, unless it stopped on purpose.

        A bug that one input brings out must not end alerts or timers for everybody for good.
        """
        pause_s = _MIN_RESTART_S
        while True:
            started = time.monotonic()
            try:
                await task.run()
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 - a dying task must turn readiness off
                self._note_death(name, error)
                if isinstance(error, DeliberateStopError):
                    return
            else:
                if not self.stopping:
                    self._failures[name] = "ended by itself"
                    metrics.TASKS_STOPPED.labels(name).set(1)
                return
            if time.monotonic() - started > _STEADY_S:
                pause_s = _MIN_RESTART_S
            if await self._stops_within(pause_s):
                return
            pause_s = min(pause_s * 2, _MAX_RESTART_S)
            del self._failures[name]
            metrics.TASKS_STOPPED.labels(name).set(0)

    def _note_death(self, name: str, error: Exception) -> None:
        # Exceptions of drivers quote parameters, so of those only the kind is told; our own are
        # sentences for people.
        reason = str(error) if isinstance(error, ModerationError) else None
        self._failures[name] = reason or type(error).__name__
        metrics.TASKS_STOPPED.labels(name).set(1)
        metrics.TASK_DEATHS.labels(name).inc()
        log.error(
            "task_died",
            task=name,
            error=type(error).__name__,
            reason=reason,
        )

    async def _stops_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._told_to_stop.wait()
        except TimeoutError:
            return False
        return True

    async def stop(self) -> None:
        """Stop the work, waiting at most `shutdown_timeout_s` for what is in hand; then close."""
        self._told_to_stop.set()
        for _name, task, _running in reversed(self._running):
            task.stop()
        pending = [running for _name, _task, running in self._running]
        if pending:
            _done, late = await asyncio.wait(pending, timeout=self.shutdown_timeout_s)
            for running in late:
                running.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._closers.aclose()

    async def readiness(self) -> dict[str, str]:
        """Return what is wrong, by name; empty when the service is ready."""
        if self.stopping:
            return {"lifecycle": "stopping"}
        wrong = dict(self._failures)

        async def run(name: str, check: Callable[[], Awaitable[None]]) -> None:
            try:
                async with asyncio.timeout(_CHECK_TIMEOUT_S):
                    await check()
            except TransientError as error:
                wrong[name] = str(error)
            except TimeoutError:
                wrong[name] = f"no answer within {_CHECK_TIMEOUT_S} s"

        await asyncio.gather(*(run(name, check) for name, check in self._checks.items()))
        return wrong


class Periodic:
    """A job that runs again and again, `interval_s` after it last ended; sits out outages.

    `wake` makes it run at once.
    """

    def __init__(self, name: str, job: Callable[[], Awaitable[None]], *, interval_s: float) -> None:
        self._name = name
        self._job = job
        self._interval_s = interval_s
        self._stopping = False
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Run the job without waiting for the interval to end."""
        self._woken.set()

    def stop(self) -> None:
        """Ask `run` to end after the run in hand."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Run the job until `stop`."""
        while not self._stopping:
            self._woken.clear()
            try:
                await self._job()
            except TransientError as error:
                log.warning("job_waits", job=self._name, reason=str(error))
            try:
                async with asyncio.timeout(self._interval_s):
                    await self._woken.wait()
            except TimeoutError:
                continue

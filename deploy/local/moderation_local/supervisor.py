"""Runs the deployment's processes: starts them, starts dead ones again, stops them in order."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from moderation_common.errors import ModerationError

STOP_TIMEOUT_S: Final = 15.0
_MIN_BACKOFF_S: Final = 0.2
_MAX_BACKOFF_S: Final = 10.0
# A process that ran this long was healthy, so its next death is answered at once.
_STEADY_S: Final = 30.0
# Deaths before anything was ready that no new start will mend.
_HOPELESS_DEATHS: Final = 5
# With what a process ends that is told something wrong: telling it the same again mends nothing.
_MISCONFIGURED: Final = 2
_TAIL_BYTES: Final = 4096


@dataclass(frozen=True)
class ProcessSpec:
    """One process to keep running."""

    name: str
    module: str
    """Run as `python -m module`."""
    environment: Mapping[str, str]
    url: str


@dataclass
class ManagedProcess:
    """A process being kept running."""

    spec: ProcessSpec
    log_path: Path
    pid: int = 0
    restarts: int = 0
    backoff_s: float = _MIN_BACKOFF_S
    process: asyncio.subprocess.Process | None = field(default=None, repr=False)


class Supervisor:
    """Keeps processes running until told to stop; `on_change` hears of every start."""

    def __init__(
        self, specs: Sequence[ProcessSpec], *, logs: Path, on_change: Callable[[], None]
    ) -> None:
        self.processes = [
            ManagedProcess(spec, log_path=logs / f"{spec.name}.log") for spec in specs
        ]
        self._on_change = on_change
        self._stopping = asyncio.Event()
        self._starting = True
        self._hopeless: asyncio.Queue[ManagedProcess] = asyncio.Queue()
        self._keepers: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start every process and begin to watch them."""
        for managed in self.processes:
            await self._spawn(managed)
        self._keepers = [asyncio.create_task(self._keep(managed)) for managed in self.processes]

    async def _spawn(self, managed: ManagedProcess) -> None:
        with managed.log_path.open("ab") as log:
            managed.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                managed.spec.module,
                env={**os.environ, **managed.spec.environment},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A terminal's Ctrl-C reaches only us, so that we stop them in order.
                start_new_session=True,
            )
        managed.pid = managed.process.pid
        self._on_change()

    async def _keep(self, managed: ManagedProcess) -> None:
        while managed.process is not None:
            started = time.monotonic()
            status = await managed.process.wait()
            if self._stopping.is_set():
                return
            # Later on, what is wrong may be a pack that somebody is about to mend.
            if self._starting and status == _MISCONFIGURED:
                self._hopeless.put_nowait(managed)
                return
            if time.monotonic() - started > _STEADY_S:
                managed.backoff_s = _MIN_BACKOFF_S
            try:
                async with asyncio.timeout(managed.backoff_s):
                    await self._stopping.wait()
                return
            except TimeoutError:
                managed.backoff_s = min(managed.backoff_s * 2, _MAX_BACKOFF_S)
            managed.restarts += 1
            if managed.restarts == _HOPELESS_DEATHS:
                self._hopeless.put_nowait(managed)
            await self._spawn(managed)

    async def watch_start(self) -> None:
        """Wait, while the processes start, for one that no new start will mend.

        Such a one is told something wrong, or dies again and again; then raises `ModerationError`
        with the last thing it said. Never returns: whoever cancels it says that all have started.
        """
        try:
            managed = await self._hopeless.get()
        finally:
            self._starting = False
        words = await asyncio.to_thread(read_last_line, managed.log_path)
        if managed.restarts < _HOPELESS_DEATHS:
            raise ModerationError(f"{managed.spec.name} cannot start: {words}")
        msg = (
            f"{managed.spec.name} died {_HOPELESS_DEATHS} times while starting;"
            f" its last words: {words}"
        )
        raise ModerationError(msg)

    async def stop(self) -> None:
        """Stop the processes, last started first; kills what has not ended in time."""
        self._stopping.set()
        for managed in reversed(self.processes):
            _send(managed, signal.SIGTERM)
        try:
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await asyncio.gather(*self._keepers)
        except TimeoutError:
            for managed in self.processes:
                _send(managed, signal.SIGKILL)
            await asyncio.gather(
                *(m.process.wait() for m in self.processes if m.process is not None)
            )


def read_last_line(log: Path) -> str:
    """Return the last line of a log that has something on it."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _TAIL_BYTES))
        lines = file.read().decode("utf-8", errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else "(nothing)"


def _send(managed: ManagedProcess, number: signal.Signals) -> None:
    if managed.process is not None and managed.process.returncode is None:
        managed.process.send_signal(number)

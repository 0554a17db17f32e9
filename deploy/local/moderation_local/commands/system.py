"""`moderation up`, `down`, `status`, `run`: the whole system on one machine."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Final

import psutil

from moderation_common.errors import ConfigurationError, ModerationError, TransientError
from moderation_local.commands.demo import print_outcomes, run_demo_day
from moderation_local.deployment import DataFolder, State
from moderation_local.description import describe
from moderation_local.health import wait_until_ready
from moderation_local.running import running_state
from moderation_local.running_deployment import READY_DEADLINE_S, run_deployment, stop_leftovers
from moderation_local.supervisor import read_last_line

_STOP_DEADLINE_S: Final = 30.0
DETACHED_DEADLINE_S: Final = READY_DEADLINE_S + _STOP_DEADLINE_S
"""How long `up --detach` waits: the supervisor gives up first and says why. While it stops what it
had started, nothing answers any more, which would say nothing of the reason."""
_POLL_S: Final = 0.1


def up(arguments: argparse.Namespace) -> int:
    """Start everything; stay until interrupted, or with --detach return when it is ready."""
    if arguments.detach:
        return _detach(arguments)

    async def ready(state: State) -> None:
        if arguments.json:
            description = await describe(DataFolder(arguments.data))
            print(json.dumps(asdict(description), indent=1), flush=True)
        else:
            print_addresses(state, DataFolder(arguments.data))
            print("Stop with Ctrl-C.", flush=True)

    return asyncio.run(run_deployment(arguments, ready))


def run(arguments: argparse.Namespace) -> int:
    """Start everything, send the demo day, print what happened, and stay until interrupted."""

    async def ready(state: State) -> None:
        data = DataFolder(arguments.data)
        print_outcomes(await run_demo_day(data, state, arguments.policies))
        print_addresses(state, data)
        print("It stays up until you press Ctrl-C.", flush=True)

    return asyncio.run(run_deployment(arguments, ready))


def down(arguments: argparse.Namespace) -> int:
    """Stop the deployment and wait until it has stopped."""
    data = DataFolder(arguments.data)
    state = running_state(data)
    if state is None:
        stop_leftovers(data)
        print(f"No deployment runs in {data.path}.")
        return 0
    supervisor = psutil.Process(state.supervisor_pid)
    supervisor.send_signal(signal.SIGTERM)
    try:
        supervisor.wait(_STOP_DEADLINE_S)
    except psutil.TimeoutExpired as error:
        msg = f"The deployment has not stopped after {_STOP_DEADLINE_S:.0f} s; call `down` again."
        raise TransientError(msg) from error
    print("Stopped.")
    return 0


def status(arguments: argparse.Namespace) -> int:
    """Show addresses, health and versions; the exit status is 1 when something is not ready."""
    data = DataFolder(arguments.data)
    description = asyncio.run(describe(data))
    if arguments.json:
        print(json.dumps(asdict(description), indent=1))
    elif not description.running:
        print(f"Nothing runs in {data.path}; start it with `moderation up{data.option}`.")
    else:
        for name, service in description.services.items():
            state = "ready" if service.ready else f"NOT READY: {service.wrong}"
            memory = f"{service.memory_mb:.0f} MB"
            print(f"{name:<11} {service.url:<24} {service.version or '?':<8} {memory:>7} {state}")
        print(f"Memory of everything, PostgreSQL included: {description.memory_mb:.0f} MB")
    return 0 if description.ready else 1


def _detach(arguments: argparse.Namespace) -> int:
    data = DataFolder(arguments.data)
    if running_state(data) is not None:
        msg = f"A deployment already runs in {data.path}; `moderation down{data.option}` stops it."
        raise ConfigurationError(msg)
    data.prepare()
    log_path = data.logs / "supervisor.log"
    command = [sys.executable, "-m", "moderation_local", "up", "--data", str(data.path)]
    command += ["--policies", str(arguments.policies.resolve())]
    for option in ("eventlog", "database"):
        if getattr(arguments, option):
            command += [f"--{option}", getattr(arguments, option)]
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    state = _await_state(data, process, log_path)
    urls = {p.name: p.url for p in state.processes if p.url is not None}

    def check() -> None:
        if process.poll() is not None:
            raise ModerationError(read_last_line(log_path))

    asyncio.run(wait_until_ready(urls, deadline_s=DETACHED_DEADLINE_S, check=check))
    if arguments.json:
        print(json.dumps(asdict(asyncio.run(describe(data))), indent=1))
    else:
        print_addresses(state, data)
    return 0


def _await_state(data: DataFolder, process: subprocess.Popen[bytes], log_path: Path) -> State:
    end = time.monotonic() + READY_DEADLINE_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise ModerationError(read_last_line(log_path))
        state = data.read_state()
        started = state is not None and state.supervisor_pid == process.pid
        if state is not None and started and all(p.pid for p in state.processes):
            return state
        time.sleep(_POLL_S)
    msg = f"The deployment has not started after {READY_DEADLINE_S:.0f} s; see {log_path}."
    raise TransientError(msg)


def print_addresses(state: State, data: DataFolder) -> None:
    """Print where to look, and commands that mean this very deployment."""
    for line in (
        "",
        "Where to look:",
        f"  what the public sees   {state.url_of('simulator')}/",
        f"  alerts in the mailbox  {state.url_of('simulator')}/mail",
        f"  ingest                 {state.url_of('ingest')}/healthz",
        f"  classifier             {state.url_of('classifier')}/healthz",
        f"  escalation             {state.url_of('escalation')}/v1/cases   (needs a token)",
        f"  audit                  {state.url_of('audit')}/v1/entries (needs a token)",
        f"  a token                moderation token --role auditor --org nottingham{data.option}",
        f"  prove the record       moderation audit verify{data.option}",
        "",
    ):
        print(line)

"""`moderation up`, `down`, `status`, `run`: the whole system on one machine."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import psutil

from moderation_common.clock import utc_now
from moderation_common.errors import ConfigurationError, ModerationError, TransientError
from moderation_common.policy.loader import load_packs
from moderation_local.commands.demo import print_outcomes, run_demo_day
from moderation_local.commands.running import is_ours, running_state
from moderation_local.database import EmbeddedDatabase
from moderation_local.deployment import DataFolder, RunningProcess, State
from moderation_local.health import ask_all, wait_until_ready
from moderation_local.memory import proportional_mb
from moderation_local.noted_heads import keep_log_of, name_database
from moderation_local.ports import PortReservations
from moderation_local.rotation import keep_logs_small
from moderation_local.servers import check_servers
from moderation_local.stack import PREFERRED_PORTS, Stack, plan_stack
from moderation_local.supervisor import Supervisor, read_last_line

_READY_DEADLINE_S: Final = 90.0
_STOP_DEADLINE_S: Final = 30.0
_POLL_S: Final = 0.1
_DATABASE_WATCH_S: Final = 0.5


@dataclass(frozen=True)
class ServiceDescription:
    """How one service is."""

    url: str
    pid: int
    restarts: int
    healthy: bool
    ready: bool
    version: str | None
    wrong: dict[str, str]
    """What is missing, by name; empty when ready."""
    memory_mb: float


@dataclass(frozen=True)
class Description:
    """What `moderation status --json` prints."""

    data: str
    running: bool
    ready: bool
    services: dict[str, ServiceDescription] = field(default_factory=dict)
    database: dict[str, str | float] = field(default_factory=dict)
    eventlog: dict[str, str] = field(default_factory=dict)
    mail: dict[str, str] = field(default_factory=dict)
    memory_mb: float = 0.0
    """Proportional set size of all processes, PostgreSQL included, in MB."""


OnReady = Callable[[State], Awaitable[None]]


def up(arguments: argparse.Namespace) -> int:
    """Start everything; stay until interrupted, or with --detach return when it is ready."""
    if arguments.detach:
        return _detach(arguments)

    async def ready(state: State) -> None:
        if arguments.json:
            description = await describe(DataFolder(arguments.data))
            print(json.dumps(asdict(description), indent=1), flush=True)
        else:
            _print_addresses(state)
            print("Stop with Ctrl-C.", flush=True)

    return asyncio.run(_run_deployment(arguments, ready))


def run(arguments: argparse.Namespace) -> int:
    """Start everything, send the demo day, print what happened, and stay until interrupted."""

    async def ready(state: State) -> None:
        data = DataFolder(arguments.data)
        print_outcomes(await run_demo_day(data, state, arguments.policies))
        _print_addresses(state)
        print("It stays up until you press Ctrl-C.", flush=True)

    return asyncio.run(_run_deployment(arguments, ready))


def down(arguments: argparse.Namespace) -> int:
    """Stop the deployment and wait until it has stopped."""
    data = DataFolder(arguments.data)
    state = running_state(data)
    if state is None:
        _stop_leftovers(data)
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
    description = asyncio.run(describe(DataFolder(arguments.data)))
    if arguments.json:
        print(json.dumps(asdict(description), indent=1))
    elif not description.running:
        print(f"Nothing runs in {description.data}; start it with `moderation up`.")
    else:
        for name, service in description.services.items():
            state = "ready" if service.ready else f"NOT READY: {service.wrong}"
            memory = f"{service.memory_mb:.0f} MB"
            print(f"{name:<11} {service.url:<24} {service.version or '?':<8} {memory:>7} {state}")
        print(f"Memory of everything, PostgreSQL included: {description.memory_mb:.0f} MB")
    return 0 if description.ready else 1


async def describe(data: DataFolder) -> Description:
    """Return addresses, health, versions and memory of what runs in a data folder."""
    state = running_state(data)
    if state is None:
        return Description(data=str(data.path), running=False, ready=False)
    urls = {p.name: p.url for p in state.processes if p.url is not None}
    answers = await ask_all(urls)
    services = {
        process.name: ServiceDescription(
            url=process.url or "",
            pid=process.pid,
            restarts=process.restarts,
            healthy=answers[process.name].healthy,
            # Whoever else answers at the address is not this deployment.
            ready=answers[process.name].ready and is_ours(process.pid, "moderation_"),
            version=answers[process.name].version,
            wrong=dict(answers[process.name].wrong),
            memory_mb=round(proportional_mb(process.pid), 1),
        )
        for process in state.processes
        if process.name in answers
    }
    database_mb = round(proportional_mb(state.database_pid), 1) if state.database_pid else 0.0
    return Description(
        data=str(data.path),
        running=True,
        ready=all(service.ready for service in services.values()),
        services=services,
        database={"url": state.database_url, "memory_mb": database_mb},
        eventlog={"url": state.eventlog_url},
        mail={"smtp": f"127.0.0.1:{state.mail_port}", "url": urls["simulator"] + "/mail"},
        memory_mb=round(sum(s.memory_mb for s in services.values()) + database_mb, 1),
    )


async def _run_deployment(arguments: argparse.Namespace, on_ready: OnReady) -> int:
    data = DataFolder(arguments.data)
    if running_state(data) is not None:
        msg = f"A deployment already runs in {data.path}; `moderation down` stops it."
        raise ConfigurationError(msg)
    data.prepare()
    await asyncio.to_thread(_stop_leftovers, data)
    await check_servers(database=arguments.database, event_log=arguments.eventlog)
    keep_log_of(name_database(arguments.database), data.audit_log)
    packs = load_packs(arguments.policies)
    secrets = data.ensure_secrets()
    data.ensure_credentials(packs)
    database = None if arguments.database else EmbeddedDatabase(data.postgres)
    url = arguments.database or ""
    if database is not None:
        url = await asyncio.to_thread(database.start)
    try:
        with PortReservations() as reservations:
            ports = reservations.reserve({**PREFERRED_PORTS, **data.read_ports()})
            data.write_ports(ports)
            stack = plan_stack(
                data,
                secrets=secrets,
                policies=arguments.policies.resolve(),
                ports=ports,
                database_url=url,
                eventlog_url=arguments.eventlog or url,
            )
            await _supervise(data, stack, database=database, on_ready=on_ready)
    finally:
        if database is not None:
            await asyncio.to_thread(database.stop)
        data.clear_state()
    return 0


async def _supervise(
    data: DataFolder, stack: Stack, *, database: EmbeddedDatabase | None, on_ready: OnReady
) -> None:
    started_at = utc_now().isoformat()

    def write_state() -> None:
        environment = stack.specs[0].environment
        data.write_state(
            State(
                supervisor_pid=os.getpid(),
                started_at=started_at,
                database_url=environment["MODERATION_DATABASE_URL"],
                database_pid=database.pid if database is not None else None,
                eventlog_url=environment["MODERATION_EVENTLOG_URL"],
                mail_port=stack.mail_port,
                processes=tuple(
                    RunningProcess(m.spec.name, m.pid, m.spec.url, m.restarts)
                    for m in supervisor.processes
                ),
            )
        )

    supervisor = Supervisor(stack.specs, logs=data.logs, on_change=write_state)
    told_to_stop, watch_ends = asyncio.Event(), asyncio.Event()
    watches: list[asyncio.Task[None]] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    try:
        logs = [managed.log_path for managed in supervisor.processes]
        if database is not None:
            logs.append(database.log_path)
        watches.append(asyncio.create_task(keep_logs_small(logs, until=watch_ends)))
        await supervisor.start()
        starting = _become_ready(data, stack, supervisor=supervisor, on_ready=on_ready)
        ready = asyncio.create_task(starting)
        stop = asyncio.create_task(told_to_stop.wait())
        if database is not None:
            keeping = _keep_database(database, until=watch_ends, on_change=write_state)
            watches.append(asyncio.create_task(keeping))
        await asyncio.wait({ready, stop}, return_when=asyncio.FIRST_COMPLETED)
        if ready.done():
            await ready
        else:
            ready.cancel()
        await stop
    finally:
        watch_ends.set()
        try:
            await supervisor.stop()
        finally:
            # Not left in the middle of a start: the stop to come would find half a server.
            await asyncio.gather(*watches)


async def _keep_database(
    database: EmbeddedDatabase, *, until: asyncio.Event, on_change: Callable[[], None]
) -> None:
    """Start the embedded PostgreSQL again whenever it has died; the services wait for it."""
    while not until.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(until.wait(), _DATABASE_WATCH_S)
        if until.is_set() or database.is_running:
            continue
        print("PostgreSQL has died; it is started again.", file=sys.stderr, flush=True)
        try:
            await asyncio.to_thread(database.start)
        except ConfigurationError as error:
            # Its last processes may still be ending; the next round tries again.
            print(error, file=sys.stderr, flush=True)
            continue
        on_change()


async def _become_ready(
    data: DataFolder, stack: Stack, *, supervisor: Supervisor, on_ready: OnReady
) -> None:
    dying = asyncio.create_task(supervisor.watch_start())
    answering = asyncio.create_task(wait_until_ready(stack.urls, deadline_s=_READY_DEADLINE_S))
    try:
        done, _ = await asyncio.wait({dying, answering}, return_when=asyncio.FIRST_COMPLETED)
        for ended in done:
            await ended
    finally:
        dying.cancel()
        answering.cancel()
    state = data.read_state()
    if state is not None:
        await on_ready(state)


def _detach(arguments: argparse.Namespace) -> int:
    data = DataFolder(arguments.data)
    if running_state(data) is not None:
        msg = f"A deployment already runs in {data.path}; `moderation down` stops it."
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

    asyncio.run(wait_until_ready(urls, deadline_s=_READY_DEADLINE_S, check=check))
    if arguments.json:
        print(json.dumps(asdict(asyncio.run(describe(data))), indent=1))
    else:
        _print_addresses(state)
    return 0


def _await_state(data: DataFolder, process: subprocess.Popen[bytes], log_path: Path) -> State:
    end = time.monotonic() + _READY_DEADLINE_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise ModerationError(read_last_line(log_path))
        state = data.read_state()
        started = state is not None and state.supervisor_pid == process.pid
        if state is not None and started and all(p.pid for p in state.processes):
            return state
        time.sleep(_POLL_S)
    msg = f"The deployment has not started after {_READY_DEADLINE_S:.0f} s; see {log_path}."
    raise TransientError(msg)


def _stop_leftovers(data: DataFolder) -> None:
    """End the processes of a deployment whose supervisor was killed, and forget it."""
    state = data.read_state()
    if state is None:
        return
    for process in state.processes:
        if is_ours(process.pid, "moderation_"):
            with suppress(psutil.NoSuchProcess):
                leftover = psutil.Process(process.pid)
                leftover.terminate()
                try:
                    leftover.wait(_STOP_DEADLINE_S)
                except psutil.TimeoutExpired:
                    leftover.kill()
    data.clear_state()


def _print_addresses(state: State) -> None:
    for line in (
        "",
        "Where to look:",
        f"  what the public sees   {state.url_of('simulator')}/",
        f"  alerts in the mailbox  {state.url_of('simulator')}/mail",
        f"  ingest                 {state.url_of('ingest')}/healthz",
        f"  classifier             {state.url_of('classifier')}/healthz",
        f"  escalation             {state.url_of('escalation')}/v1/cases   (needs a token)",
        f"  audit                  {state.url_of('audit')}/v1/entries (needs a token)",
        "  a token                moderation token --role auditor --org nottingham",
        "  prove the record       moderation audit verify",
        "",
    ):
        print(line)

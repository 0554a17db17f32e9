"""The life of a one-machine deployment: start, watch, stop; nothing is left behind."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import psutil

from moderation_common.clock import utc_now
from moderation_common.errors import ConfigurationError
from moderation_common.policy.loader import load_packs
from moderation_local.database import EmbeddedDatabase
from moderation_local.deployment import DataFolder, RunningProcess, State
from moderation_local.health import wait_until_ready
from moderation_local.noted_heads import keep_log_of, name_database
from moderation_local.ports import PortReservations
from moderation_local.rotation import keep_logs_small
from moderation_local.running import is_ours, running_state
from moderation_local.servers import check_servers
from moderation_local.stack import PREFERRED_PORTS, Stack, plan_stack
from moderation_local.supervisor import Supervisor

READY_DEADLINE_S: Final = 90.0
_STOP_DEADLINE_S: Final = 30.0
_DATABASE_WATCH_S: Final = 0.5

OnReady = Callable[[State], Awaitable[None]]


async def run_deployment(arguments: argparse.Namespace, on_ready: OnReady) -> int:
    """Run everything until SIGINT or SIGTERM; `on_ready` is called once it is ready.

    Raises `ConfigurationError` or `TransientError` when it cannot start, having stopped all.
    """
    data = DataFolder(arguments.data)
    if running_state(data) is not None:
        msg = f"A deployment already runs in {data.path}; `moderation down{data.option}` stops it."
        raise ConfigurationError(msg)
    data.prepare()
    await asyncio.to_thread(stop_leftovers, data)
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
                policies=environment["MODERATION_POLICIES_DIR"],
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
    answering = asyncio.create_task(wait_until_ready(stack.urls, deadline_s=READY_DEADLINE_S))
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


def stop_leftovers(data: DataFolder) -> None:
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

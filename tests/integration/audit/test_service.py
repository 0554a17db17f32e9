"""The audit service as a process of its own, on a real event log, killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from moderation_audit.consumers import consume_events
from moderation_audit.usecases.append import Outcome, Recorder
from moderation_common.clock import utc_now
from moderation_common.eventlog import EventLog, Message, open_event_log, publish_events
from moderation_common.events import Event, Topic
from moderation_common.postgres import Database
from moderation_common.vault import Vault
from moderation_common.vocabulary import Role
from moderation_common.web import Principal, TokenSigner
from tests.support.audit_database import execute, scalar
from tests.support.audit_events import comment_received, decision_made
from tests.support.waiting import eventually

_SECRET: Final = "a-secret-of-at-least-thirty-two-characters"
_DEADLINE_S: Final = 60.0


@pytest.fixture
def plain_url(fresh_database: str) -> str:
    """Give the database's URL as settings have it."""
    return fresh_database.replace("+asyncpg", "")


@pytest.fixture
async def event_log(plain_url: str) -> AsyncIterator[EventLog]:
    """Open the event log in the same database."""
    event_log = await open_event_log(plain_url, client_id="test")
    yield event_log
    await event_log.close()


@pytest.fixture
def settings(plain_url: str, tmp_path: Path) -> dict[str, str]:
    """Give the service's environment, on a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("MODERATION_")},
        "MODERATION_PORT": str(port),
        "MODERATION_DATABASE_URL": plain_url,
        "MODERATION_EVENTLOG_URL": plain_url,
        "MODERATION_POLICIES_DIR": str(tmp_path),
        "MODERATION_TOKEN_SECRET": _SECRET,
        "MODERATION_VAULT_KEY": Vault.generate_key(),
    }


@contextmanager
def _service(settings: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "moderation_audit"], env=settings, stdout=output, stderr=output
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(_DEADLINE_S)


def _events(count: int) -> list[Event]:
    received = [comment_received(n, author_id=f"author-{n % 7}") for n in range(count)]
    return [event for one in received for event in (one, decision_made(one))]


async def _ask(settings: dict[str, str], path: str) -> httpx.Response:
    principal = Principal(subject="ada", role=Role.AUDITOR, organisation="nottingham")
    token = TokenSigner(_SECRET).issue(principal, now=utc_now(), lifetime=timedelta(hours=1))
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(timeout=_DEADLINE_S) as client:
        address = f"http://127.0.0.1:{settings['MODERATION_PORT']}{path}"
        return await client.get(address, headers=headers)


async def _verify(settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "moderation_audit", "verify"]
    return await asyncio.to_thread(
        subprocess.run, command, env=settings, capture_output=True, text=True, check=False
    )


async def test_a_service_killed_while_events_flow_records_each_once(
    settings: dict[str, str], event_log: EventLog, plain_url: str, tmp_path: Path
) -> None:
    """After SIGKILL in the middle and a new start, every event is there once and verifies."""
    events = _events(300)
    log = tmp_path / "audit.log"
    database = Database(plain_url, schema="audit")

    def recorded(least: int) -> Callable[[], Any]:
        return lambda: scalar(database, f"SELECT count(*) >= {least} FROM entries")  # noqa: S608 - a number

    try:
        await publish_events(event_log, events)
        with _service(settings, log) as process:
            await eventually(
                recorded(50),
                deadline_s=_DEADLINE_S,
                what="the first entries",
                ignoring=(Exception,),
                interval_s=0.01,
            )
            process.send_signal(signal.SIGKILL)
            process.wait(_DEADLINE_S)
        survived = await scalar(database, "SELECT count(*) FROM entries")
        assert 50 <= survived < 600
        await event_log.publish(Topic.CASES, [Message("k", {"ce_type": "junk"}, b"")])
        with _service(settings, log):
            await eventually(recorded(601), deadline_s=_DEADLINE_S, what="every entry")
            head = (await _ask(settings, "/v1/head")).json()
            assert (await _ask(settings, "/readyz")).json() == {"ready": True, "wrong": {}}
            page = (await _ask(settings, "/v1/entries?limit=5")).json()
            assert len(page["entries"]) == 5
            # The reading above becomes an entry by itself.
            await eventually(recorded(602), deadline_s=_DEADLINE_S, what="the reading")
            await execute(database, "ALTER TABLE heads DISABLE TRIGGER append_only")
            blinded = await _ask(settings, "/readyz")
            assert blinded.status_code == httpx.codes.SERVICE_UNAVAILABLE
            assert "on heads" in blinded.json()["wrong"]["append-only triggers"]
            await execute(database, "ALTER TABLE heads ENABLE ALWAYS TRIGGER append_only")
        ids = await scalar(database, "SELECT count(DISTINCT id) FROM entries WHERE kind = 'event'")
        assert ids == len(events) + 1
        verified = await _verify(settings)
        assert verified.returncode == 0, verified.stdout + verified.stderr
        assert "602 entries" in verified.stdout
        assert head["tree_size"] == 601
        assert "Pat Example" not in log.read_text()
        assert "two hours long" not in log.read_text()
    finally:
        await database.close()


async def test_a_death_between_append_and_commit_on_the_real_log_records_once(
    event_log: EventLog, database: Database, recorder: Recorder
) -> None:
    """The offset was not committed, so the event comes again, and changes nothing."""
    await publish_events(event_log, [comment_received()])
    appended = asyncio.Event()

    async def record_and_hang(event: Event) -> None:
        await recorder.record_event(event)
        appended.set()
        await asyncio.Future[None]()

    dying = asyncio.create_task(consume_events(event_log, record_and_hang).run())
    await appended.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)

    outcomes: list[Outcome] = []

    async def record_and_tell(event: Event) -> None:
        outcomes.append(await recorder.record_event(event))

    consumer = consume_events(event_log, record_and_tell)
    running = asyncio.create_task(consumer.run())
    await eventually(lambda: outcomes, what="the second delivery")
    consumer.stop()
    await running
    assert outcomes == [Outcome.DUPLICATE]
    assert await scalar(database, "SELECT count(*) FROM entries") == 1

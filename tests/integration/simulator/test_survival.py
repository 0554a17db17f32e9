"""A simulator that is killed loses neither state nor deliveries."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.integration.simulator.conftest import Caller
from tests.support.simulated_platforms import (
    PAGE,
    USER,
    WEBHOOK_SECRET,
    Listener,
    free_port,
    serving,
    simulator_settings,
)
from tests.support.waiting import eventually

_COMMENTS = 300


@contextmanager
def process(folder: Path, *, port: int, ingest_url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the simulator as the deployment does, and kill it at the end."""
    settings = simulator_settings(folder)
    environment = {
        **os.environ,
        "MODERATION_PORT": str(port),
        "MODERATION_MAIL_PORT": str(free_port()),
        "MODERATION_SIMULATOR_DATA": str(settings.simulator_data),
        "MODERATION_CREDENTIALS_FILE": str(settings.credentials_file),
        "MODERATION_INGEST_URL": ingest_url,
        "MODERATION_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "MODERATION_SIMULATOR_RETRY_SCHEDULE_S": "[0, 0.2]",
        "MODERATION_LOG_LEVEL": "WARNING",
    }
    running = subprocess.Popen(
        [sys.executable, "-m", "moderation_local.simulator"], env=environment
    )
    try:
        yield running
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()


async def test_kill_loses_nothing(folder: Path) -> None:
    """Killed in the midst of delivering, it delivers every comment after its next start."""
    listener = Listener()
    port, ingest_port = free_port(), free_port()
    ingest_url = f"http://127.0.0.1:{ingest_port}"
    orders = [
        {
            "platform": "x" if number % 2 else "facebook",
            "account_id": USER if number % 2 else PAGE,
            "text": f"number {number}",
            "ref": f"run/{number}",
        }
        for number in range(_COMMENTS)
    ]
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30
    ) as client:
        call = Caller(client)
        async with serving(listener.app(), port=ingest_port):
            with process(folder, port=port, ingest_url=ingest_url):
                await _answering(client)
                await call.control("POST", "/comments/bulk", {"comments": orders})
                await eventually(lambda: listener.x, what="The first deliveries")
            with process(folder, port=port, ingest_url=ingest_url) as again:
                await _answering(client)
                # The same orders once more: their names are known, so that nothing is doubled.
                answer = await call.control("POST", "/comments/bulk", {"comments": orders})
                assert not any(result["created"] for result in answer["results"])
                await eventually(
                    lambda: len(_texts(listener)) == _COMMENTS,
                    deadline_s=30,
                    what="Every comment's delivery",
                )
                state = await call.control("GET", "/state")
                again.terminate()
                assert await asyncio.to_thread(again.wait, 10) in {0, -signal.SIGTERM}
    assert _texts(listener) == {order["text"] for order in orders}
    assert len(state["comments"]) == _COMMENTS
    assert listener.unsigned == 0


def _texts(listener: Listener) -> set[str]:
    posts = {body["data"]["payload"]["text"] for body in listener.x}
    return posts | {change["value"]["message"] for change in listener.changes}


async def _answering(client: httpx.AsyncClient) -> None:
    async def answers() -> bool:
        return (await client.get("/healthz")).is_success

    await eventually(answers, ignoring=(httpx.TransportError,), deadline_s=20, what="The start")


def test_broken_settings_are_one_sentence(tmp_path: Path) -> None:
    """Without its settings the simulator says which are missing and ends with an error."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MODERATION_")}
    ended = subprocess.run(
        [sys.executable, "-m", "moderation_local.simulator"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert "MODERATION_SIMULATOR_DATA" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1

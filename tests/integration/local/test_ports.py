"""Choosing ports for the deployments of one machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from moderation_local.deployment import DataFolder
from moderation_local.ports import PortReservations


@pytest.fixture
def taken() -> Iterator[int]:
    """Give a port on which somebody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def free() -> int:
    """Give a port on which nobody listened a moment ago."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port: int = listener.getsockname()[1]
    return port


def test_a_port_that_is_free_is_taken_as_preferred(free: int, tmp_path: Path) -> None:
    """The usual addresses are the usual ones."""
    with PortReservations(tmp_path) as reservations:
        assert reservations.reserve({"audit": free}) == {"audit": free}


def test_a_port_with_a_listener_gives_way(taken: int, tmp_path: Path) -> None:
    """Something else on the machine keeps its port."""
    with PortReservations(tmp_path) as reservations:
        assert reservations.reserve({"audit": taken})["audit"] != taken


def test_two_deployments_starting_together_share_no_port(free: int, tmp_path: Path) -> None:
    """Before either listens on anything, the second already finds the port reserved."""
    with PortReservations(tmp_path) as first, PortReservations(tmp_path) as second:
        mine = first.reserve({"audit": free, "ingest": free})
        theirs = second.reserve({"audit": free, "ingest": free})
    assert len({*mine.values(), *theirs.values()}) == 4
    assert mine["audit"] == free


def test_a_closed_reservation_frees_the_port(free: int, tmp_path: Path) -> None:
    """The next deployment has the usual addresses again."""
    with PortReservations(tmp_path) as reservations:
        reservations.reserve({"audit": free})
    with PortReservations(tmp_path) as reservations:
        assert reservations.reserve({"audit": free}) == {"audit": free}


def test_the_folder_remembers_its_ports(tmp_path: Path) -> None:
    """An alert's link names a port, and must lead there after a restart too."""
    data = DataFolder(tmp_path)
    assert data.read_ports() == {}
    data.write_ports({"escalation": 40123})
    assert DataFolder(tmp_path).read_ports() == {"escalation": 40123}


def test_a_file_in_place_of_the_folder_has_no_state(tmp_path: Path) -> None:
    """A mistyped `--data` is answered with a sentence later, not with a traceback here."""
    file = tmp_path / "file"
    file.write_text("not a folder", "utf-8")
    assert DataFolder(file).read_state() is None

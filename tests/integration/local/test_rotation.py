"""Logs that grow large while a process appends to them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from moderation_local.rotation import keep_logs_small, old_log, rotate
from tests.support.waiting import eventually


def test_a_small_log_and_one_that_is_not_there_are_left_alone(tmp_path: Path) -> None:
    """Nothing is copied needlessly."""
    log = tmp_path / "small.log"
    assert not rotate(log, limit=10)
    log.write_bytes(b"1234567890")
    assert not rotate(log, limit=10)
    assert not old_log(log).exists()


def test_a_process_goes_on_appending_to_a_rotated_log(tmp_path: Path) -> None:
    """The predecessor has what came before, the log what comes after, and no hole in front."""
    log = tmp_path / "service.log"
    code = "import sys\nfor line in sys.stdin: print(line.strip(), flush=True)"
    with (
        log.open("ab") as output,
        subprocess.Popen(
            [sys.executable, "-c", code + "\nprint('end')"],
            stdin=subprocess.PIPE,
            stdout=output,
            text=True,
        ) as process,
    ):
        log.write_bytes(b"before\n")
        assert rotate(log, limit=3)
        assert log.read_bytes() == b""
        process.communicate("after\n", timeout=30)
    assert old_log(log).read_bytes() == b"before\n"
    assert log.read_bytes() == b"after\nend\n"
    assert rotate(log, limit=3)
    assert old_log(log).read_bytes() == b"after\nend\n"


async def test_the_first_round_comes_at_once_and_minds_no_broken_log(tmp_path: Path) -> None:
    """A log of over 20 MB is rotated at the start, whatever becomes of the one before it."""
    large, hindered = tmp_path / "large.log", tmp_path / "hindered.log"
    for log in (hindered, large):
        with log.open("wb") as file:
            file.truncate(20 * 2**20 + 1)
    (tmp_path / "hindered.log.new").mkdir()
    ended = asyncio.Event()
    keeping = asyncio.create_task(keep_logs_small([hindered, large], until=ended))
    await eventually(
        lambda: old_log(large).exists() and not large.stat().st_size,
        deadline_s=30,
        what="the large log is rotated",
    )
    ended.set()
    await keeping
    assert hindered.stat().st_size > 0

"""A reader that has had enough ends a command without a word."""

from __future__ import annotations

import asyncio
import os
import sys

from tests.support.infrastructure import REPOSITORY


async def test_a_closed_pipe_ends_a_command_quietly() -> None:
    """As `moderation policy check | head -1` does; the status is that of other commands."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "moderation_local",
            "policy",
            "check",
            str(REPOSITORY / "policies"),
            stdout=writing,
            stderr=asyncio.subprocess.PIPE,
        )
    finally:
        os.close(writing)
    async with asyncio.timeout(60):
        _, complaints = await process.communicate()
    assert (process.returncode, complaints.decode()) == (141, "")

"""Keeps logs small: a log that has grown large becomes its own predecessor, and starts anew."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

_LIMIT: Final = 20 * 2**20
_INTERVAL_S: Final = 10.0


def old_log(log: Path) -> Path:
    """Return where a log's one predecessor stands."""
    return log.with_name(log.name + ".1")


def rotate(log: Path, *, limit: int = _LIMIT) -> bool:
    """Copy a log larger than `limit` bytes to its predecessor and empty it; says whether it did.

    The log stays the same file, because processes hold it open to append. Lines written between
    the last copying and the emptying, an instant apart, are lost. Raises `OSError`.
    """
    if not log.is_file() or log.stat().st_size <= limit:
        return False
    copy = log.with_name(log.name + ".new")
    descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as new, log.open("rb") as old:
        # It takes a while the first time, so that lines come meanwhile; then hardly any.
        while old.tell() < log.stat().st_size:
            shutil.copyfileobj(old, new)
        new.flush()
        copy.replace(old_log(log))
        os.truncate(log, 0)
    return True


async def keep_logs_small(logs: Sequence[Path], *, until: asyncio.Event) -> None:
    """Rotate the logs whenever one has grown large, until told to stop."""
    while not until.is_set():
        for log in logs:
            try:
                await asyncio.to_thread(rotate, log)
            except OSError as error:
                # A full disk, say: the system runs on without, and the next round tries again.
                print(f"{log} cannot be rotated: {error.strerror}.", file=sys.stderr, flush=True)
        with suppress(TimeoutError):
            await asyncio.wait_for(until.wait(), _INTERVAL_S)

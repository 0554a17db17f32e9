"""How much memory processes hold."""

from __future__ import annotations

from pathlib import Path

import psutil


def proportional_mb(pid: int) -> float:
    """Return the memory in MB that a process and its children hold, shared pages shared out.

    The proportional set size: PostgreSQL's processes share their buffers, which the resident set
    would count once for each. Falls back to the resident set where the kernel tells no other.
    """
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    return sum(_one_mb(member) for member in family)


def _one_mb(process: psutil.Process) -> float:
    try:
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
        return float(process.memory_info().rss) / 2**20
    except (OSError, psutil.Error):
        try:
            return float(process.memory_info().rss) / 2**20
        except psutil.Error:
            return 0.0

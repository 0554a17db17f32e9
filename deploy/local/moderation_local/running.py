"""Finds the deployment that runs in a data folder."""

from __future__ import annotations

import psutil

from moderation_common.errors import ConfigurationError
from moderation_local.deployment import DataFolder, State


def running_state(data: DataFolder) -> State | None:
    """Return what the running deployment says of itself; None when its supervisor is gone."""
    state = data.read_state()
    if state is None or not is_ours(state.supervisor_pid, "moderation"):
        return None
    return state


def require_running(data: DataFolder) -> State:
    """Return the running deployment's state; raises `ConfigurationError` when none runs."""
    state = running_state(data)
    if state is None:
        msg = (
            f"No deployment runs in {data.path}; start it with `moderation up --detach"
            f"{data.option}`."
        )
        raise ConfigurationError(msg)
    return state


def is_ours(pid: int, mark: str) -> bool:
    """Say whether the process runs and its command line carries the mark; pids are used again."""
    try:
        return any(mark in word for word in psutil.Process(pid).cmdline())
    except psutil.Error:
        return False

"""Who gives up first where a deployment does not become ready: the one that knows why."""

from __future__ import annotations

from moderation_local.commands.system import DETACHED_DEADLINE_S
from moderation_local.running_deployment import READY_DEADLINE_S
from moderation_local.supervisor import STOP_TIMEOUT_S


def test_who_started_it_in_the_background_hears_what_the_supervisor_found() -> None:
    """Even where each process is stopped only after all the time that it may take."""
    assert DETACHED_DEADLINE_S > READY_DEADLINE_S + STOP_TIMEOUT_S

"""X's rate limits: so many calls of a kind in each window of fifteen minutes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.faults import Fault
from moderation_local.simulator.world import World

WINDOW_S: Final = 15 * 60

# As documented per user and window; hiding and showing share one allowance on X and have one
# each here, since the record counts by action.
_LIMITS: Final = {
    "hide": 50,
    "unhide": 50,
    "delete": 50,
    "private_reply": 15,
    "reply": 100,
    "mute": 50,
    "block": 50,
}
_DEFAULT_LIMIT: Final = 900


@dataclass(frozen=True)
class Allowance:
    """How many calls are left, and when the next window begins."""

    limit: int
    remaining: int
    reset_at: int
    """Unix seconds."""


def measure(
    world: World, account: SimulatedAccount, action: str, *, fault: Fault | None = None
) -> Allowance:
    """Return the account's allowance; an ordered trouble that names a wait shows in it."""
    now = world.now()
    limit = max(1, int(_LIMITS.get(action, _DEFAULT_LIMIT) * world.limit_factor))
    if fault is not None and fault.retry_after_s is not None:
        return Allowance(limit=limit, remaining=0, reset_at=math.ceil(now + fault.retry_after_s))
    begins = now - now % WINDOW_S
    used = world.calls.count_since(
        account.platform, account.account_id, since=begins, action=action
    )
    return Allowance(
        limit=limit, remaining=max(0, limit - used), reset_at=math.ceil(begins + WINDOW_S)
    )


def rate_headers(allowance: Allowance) -> Mapping[str, str]:
    """Return the three headers in which the allowance is told."""
    return {
        "x-rate-limit-limit": str(allowance.limit),
        "x-rate-limit-remaining": str(allowance.remaining),
        "x-rate-limit-reset": str(allowance.reset_at),
    }

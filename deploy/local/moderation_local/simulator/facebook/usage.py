"""How much of its allowance a page has used, in the percentages that Facebook's headers carry."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.faults import Fault
from moderation_local.simulator.world import World

# Facebook counts per page over a rolling hour and scales the allowance with the page's engaged
# users; this is what its formula gives for one.
_CALLS_PER_HOUR: Final = 4800
_HOUR_S: Final = 3600
_FULL: Final = 100


@dataclass(frozen=True)
class Usage:
    """A page's use of its allowance."""

    percent: int
    regain_min: int
    """Minutes until calls are answered again; nought while they are."""

    @property
    def exhausted(self) -> bool:
        """No call is answered until the time has passed."""
        return self.percent >= _FULL


def measure(world: World, account: SimulatedAccount, *, fault: Fault | None = None) -> Usage:
    """Return the page's use over the last hour; a trouble ordered with a wait shows in it."""
    if fault is not None and fault.retry_after_s is not None:
        return Usage(percent=_FULL, regain_min=math.ceil(fault.retry_after_s / 60))
    calls = world.calls.count_since(
        account.platform, account.account_id, since=world.now() - _HOUR_S
    )
    percent = int(_FULL * calls / (_CALLS_PER_HOUR * world.limit_factor))
    return Usage(percent=percent, regain_min=_HOUR_S // 60 if percent >= _FULL else 0)


def usage_headers(usage: Usage, account: SimulatedAccount) -> Mapping[str, str]:
    """Return the two headers in which the use is told."""
    counts = {
        "call_count": usage.percent,
        "total_cputime": usage.percent // 2,
        "total_time": usage.percent // 2,
    }
    business = {"type": "pages", **counts, "estimated_time_to_regain_access": usage.regain_min}
    return {
        "X-App-Usage": json.dumps(counts),
        "X-Business-Use-Case-Usage": json.dumps({account.account_id: [business]}),
    }

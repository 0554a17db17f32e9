"""On what occasion a record changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from moderation_common.events import Event
from moderation_common.policy import PolicyPack


@dataclass(frozen=True, slots=True)
class Occasion:
    """The event, the policy then in force, the moment."""

    event: Event
    pack: PolicyPack
    now: datetime

    @property
    def organisation(self) -> str:
        """The body concerned."""
        return self.event.organisation

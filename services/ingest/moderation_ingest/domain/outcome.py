"""What came of a call to a platform, in the same few words for every platform.

The classes are those of the table in `docs/platforms.md`; each platform's own codes are mapped to
them in its folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

# Platforms block at 100 per cent of an application's allowance.
_SLOW_DOWN_FROM: Final = 80.0
_BLOCKED_AT: Final = 100.0
_SHORTEST_PAUSE_S: Final = 5.0
_LONGEST_PAUSE_S: Final = 300.0


@dataclass(frozen=True)
class Done:
    """The platform confirmed it."""

    already: bool = False
    """It had been done before we asked."""


@dataclass(frozen=True)
class Gone:
    """The comment is no longer on the platform, which a second look confirmed."""


@dataclass(frozen=True)
class Refused:
    """The platform will not do it, however often it is asked."""

    reason: str


@dataclass(frozen=True)
class Unauthorised:
    """The account's permission is missing, expired or withdrawn; a person has to renew it."""

    reason: str


@dataclass(frozen=True)
class Limited:
    """The allowance is used up."""

    reason: str
    resume_at: datetime | None = None
    """When the platform says that it will answer again."""


@dataclass(frozen=True)
class Unavailable:
    """The platform is away or faltered."""

    reason: str
    uncertain: bool
    """The call may have been carried out all the same."""


@dataclass(frozen=True)
class NotSent:
    """A look at the platform showed that an interrupted reply was never sent."""


Outcome = Done | Gone | Refused | Unauthorised | Limited | Unavailable | NotSent


@dataclass(frozen=True)
class PerhapsGone:
    """The platform cannot find it, or will not say so; another look has to settle which."""


@dataclass(frozen=True)
class Answer:
    """An outcome, and for how long the account should rest although nothing is wrong yet."""

    outcome: Outcome
    rest_s: float = 0.0


def rest_for_usage(percent: float) -> float:
    """Return seconds to rest when so much of the allowance is used: none below 80 per cent."""
    if percent < _SLOW_DOWN_FROM:
        return 0.0
    share = (min(percent, _BLOCKED_AT) - _SLOW_DOWN_FROM) / (_BLOCKED_AT - _SLOW_DOWN_FROM)
    return _SHORTEST_PAUSE_S + share * (_LONGEST_PAUSE_S - _SHORTEST_PAUSE_S)

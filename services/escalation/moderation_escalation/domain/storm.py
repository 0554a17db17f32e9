"""Storms: whether somebody is told of a case by itself, or of many in one alert for the group.

Nobody is woken hundreds of times for one thing, and nothing is dropped for that: a case is silent
only under a message that is young, speaks of what is at least as urgent, and leads to a page that
lists it. Its own timer runs on, so that the next person hears in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from moderation_common.vocabulary import Urgency
from moderation_escalation.domain.routing import is_higher

ALONE_AT_MOST: Final = 5
"""Alerts that somebody gets one by one and has not answered, before the next are grouped: as many
as a person can open and take in a few minutes."""

WINDOW: Final = timedelta(minutes=10)
"""How far back those alerts count, and for how long one message speaks for cases that come after
it. It is the shortest time that the packs give to acknowledge what is immediate."""


class Way(StrEnum):
    """How somebody is told of a case."""

    ALONE = "alone"
    """By an alert of its own."""
    START = "start"
    """By a new alert for all that wait for this person."""
    JOIN = "join"
    """By the last such alert, whose page lists it; no further message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """The last group alert to a person, while they have not answered it."""

    urgency: Urgency
    """The most urgent that it spoke of."""
    young: bool
    """It was written within the window."""
    waiting: int
    """How many of its cases nobody has taken yet; at least one."""


def choose_way(urgency: Urgency, *, alone: Sequence[Urgency], group: Announced | None) -> Way:
    """Return how a person is told of one more case of a body.

    `alone` has the urgency of each alert that told them, within the window, of one case that
    nobody has taken. What is immediate after only less urgent things is told by itself; it and
    its like never join a group that was announced as less urgent.
    """
    known = [*alone, *((group.urgency,) if group is not None and group.young else ())]
    if urgency is Urgency.IMMEDIATE and known and Urgency.IMMEDIATE not in known:
        return Way.ALONE
    if group is not None and group.young:
        return Way.START if is_higher(urgency, group.urgency) else Way.JOIN
    storm = len(alone) >= ALONE_AT_MOST or (group is not None and group.waiting >= ALONE_AT_MOST)
    return Way.START if storm else Way.ALONE

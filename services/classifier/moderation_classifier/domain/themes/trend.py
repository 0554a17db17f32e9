"""Whether something is said more or less often than before, and how sure that is.

Counts of people by week are compared as rates of all who wrote. Weeks differ by more than chance
alone (a notice, a storm), so the spread among them widens every interval: a quasi-Poisson rate
ratio. Few weeks tell little of one topic's spread, so that of all topics together is weighed in,
and what is still unsure of it widens the interval too (Student's t). Many topics are looked at in
one report; Benjamini and Hochberg's rule (1995) keeps the share of false alarms among those called
rising or falling at 5 %.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from moderation_classifier.domain.quality.estimate import Z_95

FALSE_ALARMS: Final = 0.05
"""Of all that is called rising, falling or new, the share that may be so by chance."""

MIN_AUTHORS: Final = 5
"""Fewer people might be known by their words or by their number: neither is told."""

_MIN_WEEKS_BEFORE: Final = 4
"""With fewer nobody knows how much weeks differ."""
_MIN_PEOPLE: Final = 10
"""Of both times together."""
_USUAL_WEEKS: Final = 20
"""As many weeks of its own weigh as much in a topic's spread as what is usual."""
_STEADY: Final = 1.5
"""A topic is steady when its rate surely neither rose by half nor fell by a third."""
_HALF: Final = 0.5
"""Added to both counts, so that none is a zero to divide by (Haldane, 1956)."""


class Course(StrEnum):
    """Which way a topic goes, in a report's words."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"
    TOO_FEW = "too few to say"


class Count(NamedTuple):
    """One week: how many people spoke of it, and how many wrote at all."""

    people: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A rate against the rate before."""

    ratio: float
    low: float
    high: float
    """The 95 % interval of this ratio by itself."""
    p: float
    """How likely as large a change would be if nothing had changed."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A change with the word for it; no change where there was too little to compare."""

    course: Course
    change: Change | None


def compare(
    now: Sequence[Count], before: Sequence[Count], *, usual: float | None = None
) -> Change | None:
    """Return how the rate changed; none when there is too little to compare.

    `usual` is the spread of all topics together, where several are looked at.
    """
    now = [week for week in now if week.of]
    before = [week for week in before if week.of]
    if not now or len(before) < _MIN_WEEKS_BEFORE:
        return None
    people_now, people_before = (sum(week.people for week in part) for part in (now, before))
    if people_now + people_before < _MIN_PEOPLE:
        return None
    of_now, of_before = (sum(week.of for week in part) for part in (now, before))
    ratio = ((people_now + _HALF) / of_now) / ((people_before + _HALF) / of_before)
    spread, free = _spread(now, before)
    if usual is not None:
        spread = (free * spread + _USUAL_WEEKS * usual) / (free + _USUAL_WEEKS)
        free += _USUAL_WEEKS
    spread = max(1.0, spread)
    error = math.sqrt(spread * (1 / (people_now + _HALF) + 1 / (people_before + _HALF)))
    shift = math.log(ratio)
    return Change(
        ratio=ratio,
        low=math.exp(shift - _t_of(Z_95, free) * error),
        high=math.exp(shift + _t_of(Z_95, free) * error),
        p=math.erfc(_z_of(abs(shift) / error, free) / math.sqrt(2)),
    )


def name_courses(changes: Sequence[Change | None]) -> list[Trend]:
    """Return the word for each of all the changes of one report, false alarms kept few."""
    tested = [change.p for change in changes if change is not None]
    limit = false_alarm_limit(tested)
    return [Trend(_course(change, limit), change) for change in changes]


def as_told(trend: Trend, *, people: int, of_people: int) -> Trend:
    """Return what may be said of a trend of so many different people, of so many who wrote.

    Nothing rises on fewer people than are told of, and nothing goes anywhere where fewer wrote.
    """
    too_few = of_people < MIN_AUTHORS or (trend.course is Course.RISING and people < MIN_AUTHORS)
    return Trend(Course.TOO_FEW, trend.change) if too_few else trend


def false_alarm_limit(p_values: Sequence[float]) -> float:
    """Return up to which p a finding may be told (Benjamini and Hochberg); -1 when none may."""
    limit = -1.0
    for place, p in enumerate(sorted(p_values), start=1):
        if p <= FALSE_ALARMS * place / len(p_values):
            limit = p
    return limit


def _course(change: Change | None, limit: float) -> Course:
    if change is None:
        return Course.TOO_FEW
    if change.p <= limit:
        return Course.RISING if change.ratio > 1 else Course.FALLING
    if change.low > 1 / _STEADY and change.high < _STEADY:
        return Course.STEADY
    return Course.TOO_FEW


def _z_of(t: float, free: int) -> float:
    """Return as many normal standard deviations as unlikely as this t (Wallace, 1959)."""
    return (8 * free + 1) / (8 * free + 3) * math.sqrt(free * math.log1p(t * t / free))


def _t_of(z: float, free: int) -> float:
    """Return the t that is as unlikely as so many normal standard deviations."""
    widened = z * (8 * free + 3) / (8 * free + 1)
    return math.sqrt(free * math.expm1(widened * widened / free))


def usual_spread(pairs: Iterable[tuple[Sequence[Count], Sequence[Count]]]) -> float:
    """Return by how much more than chance weeks differ, over all topics; at least 1."""
    surplus, weeks = 0.0, 0
    for now, before in pairs:
        if sum(week.people for week in (*now, *before)) >= _MIN_PEOPLE:
            spread, free = _spread(now, before)
            surplus += free * spread
            weeks += free
    return max(1.0, surplus / weeks) if weeks else 1.0


def _spread(now: Sequence[Count], before: Sequence[Count]) -> tuple[float, int]:
    """Return how the weeks differ within each part, 1 being chance, and how many tell it."""
    surplus, free = 0.0, 0
    for part in (now, before):
        known = [week for week in part if week.of]
        free += max(0, len(known) - 1)
        people = sum(week.people for week in known)
        if people:
            rate = people / sum(week.of for week in known)
            surplus += sum((w.people - rate * w.of) ** 2 / (rate * w.of) for w in known)
    return (surplus / free, free) if free else (1.0, 0)

"""ISO weeks, Monday to Sunday as people in England live them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

from moderation_classifier.domain.retention import JUDGEMENTS_KEPT

LONDON: Final = ZoneInfo("Europe/London")
BASELINE_WEEKS: Final = 8
"""Weeks before that a week or period is held against: enough to see how much weeks differ."""
MAX_WEEKS: Final = 53

_WEEK: Final = timedelta(weeks=1)


def monday_of(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def label_of(monday: date) -> str:
    """Return the week's ISO name: `2026-W45`."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"


def first_kept(now: datetime) -> date:
    """Return the Monday of the first week that is still kept whole at an aware moment."""
    begin = (now - JUDGEMENTS_KEPT).astimezone(LONDON)
    monday = monday_of(begin.date())
    return monday if datetime.combine(monday, time(), LONDON) >= begin else monday + _WEEK


@dataclass(frozen=True, slots=True)
class Weeks:
    """Some whole weeks, each named by its Monday."""

    first: date
    number: int

    @classmethod
    def around(cls, first_day: date, last_day: date) -> Self:
        """Return the weeks that hold both days and all between.

        Raises `ValueError` when the days are in the wrong order or too far apart.
        """
        first, last = monday_of(first_day), monday_of(last_day)
        number = (last - first).days // 7 + 1
        if last_day < first_day or number > MAX_WEEKS:
            msg = f"Give a last day on or after the first, and at most {MAX_WEEKS} weeks."
            raise ValueError(msg)
        return cls(first, number)

    @classmethod
    def complete(cls, now: datetime, number: int) -> Self:
        """Return the last so many weeks that are over at an aware moment."""
        this = monday_of(now.astimezone(LONDON).date())
        return cls(this - number * _WEEK, number)

    @property
    def mondays(self) -> tuple[date, ...]:
        """Each week's Monday, in order."""
        return tuple(self.first + place * _WEEK for place in range(self.number))

    @property
    def last_day(self) -> date:
        """The Sunday of the last week."""
        return self.first + self.number * _WEEK - timedelta(days=1)

    def require_begun(self, now: datetime) -> None:
        """Raise `ValueError` when one of the weeks begins after an aware moment."""
        last, this = self.mondays[-1], monday_of(now.astimezone(LONDON).date())
        if last > this:
            msg = (
                f"The week of {last} has not begun; give a last day in the week of {this}"
                " or before."
            )
            raise ValueError(msg)

    def require_kept(self, now: datetime) -> None:
        """Raise `ValueError` when something of the weeks may be forgotten at an aware moment."""
        earliest = first_kept(now)
        if self.first < earliest:
            msg = (
                f"The week of {self.first} is no longer kept; give a first day of {earliest}"
                " or after."
            )
            raise ValueError(msg)

    def unfinished(self, now: datetime) -> date | None:
        """Return the Monday of the week that is not over at an aware moment; none when all are.

        No week may begin after it.
        """
        return self.mondays[-1] if self.bounds()[1] > now else None

    def running_after(self, now: datetime) -> Weeks | None:
        """Return the week that is not over at an aware moment, where it follows on these."""
        this = monday_of(now.astimezone(LONDON).date())
        return Weeks(this, 1) if self.first + self.number * _WEEK == this else None

    def before(self) -> Weeks:
        """Return the weeks that these are held against."""
        return Weeks(self.first - BASELINE_WEEKS * _WEEK, BASELINE_WEEKS)

    def kept_before(self, now: datetime) -> Weeks:
        """Return of the weeks before those kept whole at an aware moment: the last, or none.

        None of these weeks may be forgotten.
        """
        first = max(self.before().first, first_kept(now))
        return Weeks(first, (self.first - first).days // 7)

    def bounds(self) -> tuple[datetime, datetime]:
        """Return from when until before when they last, aware."""
        until = self.first + self.number * _WEEK
        return (
            datetime.combine(self.first, time(), LONDON),
            datetime.combine(until, time(), LONDON),
        )

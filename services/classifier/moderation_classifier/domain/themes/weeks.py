"""ISO weeks, Monday to Sunday as people in England live them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

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

    def unfinished(self, now: datetime) -> date | None:
        """Return the Monday of the week that is not over at an aware moment; none when all are.

        No week may begin after it.
        """
        return self.mondays[-1] if self.bounds()[1] > now else None

    def before(self) -> Weeks:
        """Return the weeks that these are held against."""
        return Weeks(self.first - BASELINE_WEEKS * _WEEK, BASELINE_WEEKS)

    def bounds(self) -> tuple[datetime, datetime]:
        """Return from when until before when they last, aware."""
        until = self.first + self.number * _WEEK
        return (
            datetime.combine(self.first, time(), LONDON),
            datetime.combine(until, time(), LONDON),
        )

"""Working time: when a body's people are at work, and when a term counted in it ends.

Everything comes in and goes out as aware UTC. Days and hours of work are those of London, with
England's bank holidays, so that clock changes and Easter Monday come out right.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from holidays import country_holidays

from moderation_common.policy import Hours, Term, TermUnit

LONDON: Final = ZoneInfo("Europe/London")
_DAY: Final = timedelta(days=1)


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """Return England's bank holidays of a year, with the days taken in lieu of a weekend."""
    # Without the subdivision the list would lack Easter Monday and the August bank holiday.
    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date, hours: Hours) -> bool:
    """Say whether the body's people are at work at all on a day in London."""
    at_work = {weekday.number for weekday in hours.weekdays}
    return day.weekday() in at_work and day not in bank_holidays(day.year)


def is_open(now: datetime, hours: Hours) -> bool:
    """Say whether the body's people are at work; at the closing time itself they are not."""
    local = now.astimezone(LONDON)
    at_work = hours.opens <= local.time() < hours.closes
    return at_work and is_working_day(local.date(), hours)


def next_opening(now: datetime, hours: Hours) -> datetime:
    """Return the first moment from `now` on at which somebody is at work; `now` when it is so."""
    if is_open(now, hours):
        return now.astimezone(UTC)
    local = now.astimezone(LONDON)
    day = local.date()
    if local.time() >= hours.opens:
        day += _DAY
    return _moment(_working_day_from(day, hours), hours.opens)


def add_working_time(start: datetime, amount: timedelta, hours: Hours) -> datetime:
    """Return the moment at which `amount` of working time has passed since `start`.

    What would end at the very closing time ends then; with no time to pass it is the next opening.
    """
    moment = next_opening(start, hours)
    left = amount
    while True:
        closes = _moment(moment.astimezone(LONDON).date(), hours.closes)
        if left <= closes - moment:
            return moment + left
        left -= closes - moment
        moment = next_opening(closes, hours)


def add_term(start: datetime, term: Term, hours: Hours) -> datetime:
    """Return when a term that began at `start` ends.

    Minutes and hours are those of the clock. Days, months and working days do not count the day
    of the start and end when the body closes: working days on a working day; a month on its
    corresponding date, or the month's last when it has none, and like a number of days moved on
    to the next working day, as the time limits of data protection law are.
    """
    match term.unit:
        case TermUnit.MINUTES:
            return start.astimezone(UTC) + timedelta(minutes=term.amount)
        case TermUnit.HOURS:
            return start.astimezone(UTC) + timedelta(hours=term.amount)
        case TermUnit.WORKING_HOURS:
            return add_working_time(start, timedelta(hours=term.amount), hours)
        case TermUnit.DAYS | TermUnit.MONTHS | TermUnit.WORKING_DAYS:
            day = _last_day(start.astimezone(LONDON).date(), term, hours)
            return _moment(day, hours.closes)


def _last_day(day: date, term: Term, hours: Hours) -> date:
    if term.unit is TermUnit.WORKING_DAYS:
        for _ in range(term.amount):
            day = _working_day_from(day + _DAY, hours)
        return day
    if term.unit is TermUnit.MONTHS:
        day = _months_after(day, term.amount)
    else:
        day += term.amount * _DAY
    return _working_day_from(day, hours)


def _working_day_from(day: date, hours: Hours) -> date:
    while not is_working_day(day, hours):
        day += _DAY
    return day


def _months_after(day: date, months: int) -> date:
    index = day.year * 12 + (day.month - 1) + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)

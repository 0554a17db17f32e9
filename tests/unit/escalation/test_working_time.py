"""Working time: golden dates of England's calendar and London's clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from moderation_common.policy import Hours, Term, Weekday
from moderation_escalation.domain.working_time import (
    add_term,
    add_working_time,
    bank_holidays,
    is_open,
    next_opening,
)
from tests.support.escalation import utc

OFFICE = Hours(
    weekdays=(
        Weekday.MONDAY,
        Weekday.TUESDAY,
        Weekday.WEDNESDAY,
        Weekday.THURSDAY,
        Weekday.FRIDAY,
    ),
    opens=time(9),
    closes=time(17),
    clause="Section 4",
)


def term(words: str) -> Term:
    """Return a term as a pack writes it."""
    return Term.model_validate(words)


@pytest.mark.parametrize(
    "year, days",
    [
        (2020, {date(2020, 5, 8)}),
        (2022, {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)}),
        (2023, {date(2023, 5, 8)}),
        (2026, {date(2026, 4, 6), date(2026, 8, 31), date(2026, 12, 28)}),
        (2027, {date(2027, 3, 26), date(2027, 3, 29), date(2027, 12, 27), date(2027, 12, 28)}),
    ],
)
def test_englands_holidays_hold_the_moved_and_the_single_ones(year: int, days: set[date]) -> None:
    """Easter Monday, the August holiday, moved, extra and substitute days are all there."""
    assert days <= bank_holidays(year)


def test_other_nations_holidays_are_working_days() -> None:
    """St Patrick's Day, 2 January and a single Scottish day close no office here."""
    assert bank_holidays(2026).isdisjoint({date(2026, 3, 17), date(2026, 1, 2), date(2026, 6, 15)})


@pytest.mark.parametrize(
    "now, expected",
    [
        (utc(2026, 11, 2, 8, 59, 59), False),
        (utc(2026, 11, 2, 9), True),
        (utc(2026, 11, 2, 16, 59, 59), True),
        (utc(2026, 11, 2, 17), False),
        (utc(2026, 11, 7, 12), False),
        (utc(2026, 12, 28, 12), False),
        # In summer nine o'clock in London is eight o'clock UTC.
        (utc(2026, 7, 6, 8), True),
        (utc(2026, 7, 6, 16), False),
    ],
)
def test_the_office_opens_on_the_minute_and_is_closed_on_it(
    now: datetime, *, expected: bool
) -> None:
    """Opening time is in, closing time is out, by London's clock."""
    assert is_open(now, OFFICE) is expected


@pytest.mark.parametrize(
    "now, expected",
    [
        # At work: now.
        (utc(2026, 11, 2, 12), utc(2026, 11, 2, 12)),
        (utc(2026, 11, 2, 3), utc(2026, 11, 2, 9)),
        (utc(2026, 11, 2, 17), utc(2026, 11, 3, 9)),
        (utc(2026, 11, 6, 22), utc(2026, 11, 9, 9)),
        # Christmas 2026: Friday, the week-end, and Monday in lieu of Boxing Day.
        (utc(2026, 12, 24, 17), utc(2026, 12, 29, 9)),
        # Easter 2027 with the clocks going forward on the Sunday.
        (utc(2027, 3, 25, 18), utc(2027, 3, 30, 8)),
        # The clocks going back in October 2027.
        (utc(2027, 10, 29, 16), utc(2027, 11, 1, 9)),
    ],
)
def test_the_next_opening_skips_nights_holidays_and_clock_changes(
    now: datetime, expected: datetime
) -> None:
    """The next opening is nine o'clock in London on the next working day."""
    assert next_opening(now, OFFICE) == expected


def test_working_time_goes_on_after_the_week_end() -> None:
    """Two hours from Friday 16:00 end on Monday at ten."""
    assert add_working_time(utc(2026, 11, 6, 16), timedelta(hours=2), OFFICE) == utc(
        2026, 11, 9, 10
    )


def test_working_time_that_ends_at_closing_time_ends_then() -> None:
    """An hour from 16:00 is 17:00 and not the next morning."""
    assert add_working_time(utc(2026, 11, 2, 16), timedelta(hours=1), OFFICE) == utc(
        2026, 11, 2, 17
    )


def test_an_office_open_over_the_clock_change_works_the_hours_that_pass() -> None:
    """On the Sunday of March there is no hour between one and two o'clock to work in."""
    always = OFFICE.model_copy(
        update={"weekdays": tuple(Weekday), "opens": time(0), "closes": time(23)}
    )
    # Ten hours from midnight end at eleven in London: one of them was skipped.
    assert add_working_time(utc(2027, 3, 28), timedelta(hours=10), always) == utc(2027, 3, 28, 10)


@pytest.mark.parametrize(
    "start, words, expected",
    [
        (utc(2026, 11, 2, 22), "15 minutes", utc(2026, 11, 2, 22, 15)),
        (utc(2026, 11, 6, 16), "72 hours", utc(2026, 11, 9, 16)),
        (utc(2026, 11, 6, 16), "4 working hours", utc(2026, 11, 9, 12)),
        # The day of the start does not count, and neither do Saturday and Sunday.
        (utc(2026, 11, 6, 10), "1 working day", utc(2026, 11, 9, 17)),
        (utc(2026, 11, 7, 10), "1 working day", utc(2026, 11, 9, 17)),
        # Twenty working days over Christmas and New Year, by England's calendar.
        (utc(2026, 12, 7, 10), "20 working days", utc(2027, 1, 7, 17)),
        # One calendar month; the thirty-first of November is its thirtieth.
        (utc(2026, 11, 2, 10), "1 month", utc(2026, 12, 2, 17)),
        (utc(2026, 10, 31, 10), "1 month", utc(2026, 11, 30, 17)),
        # 25 December is a holiday, and so are the days until the twenty-ninth.
        (utc(2026, 11, 25, 10), "1 month", utc(2026, 12, 29, 17)),
        (utc(2026, 11, 4, 10), "3 days", utc(2026, 11, 9, 17)),
        # In summer the office closes at 16:00 UTC.
        (utc(2026, 7, 3, 10), "1 working day", utc(2026, 7, 6, 16)),
    ],
)
def test_terms_end_when_they_should(start: datetime, words: str, expected: datetime) -> None:
    """Each unit is counted in its own way."""
    assert add_term(start, term(words), OFFICE) == expected

"""Working time against an oracle that only counts minutes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from moderation_common.policy import Hours, Term, TermUnit, Weekday
from moderation_escalation.domain.working_time import (
    LONDON,
    add_term,
    add_working_time,
    bank_holidays,
    is_open,
    next_opening,
)

_MINUTE = timedelta(minutes=1)

moments = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    max_value=datetime(2028, 12, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(second=0, microsecond=0))


@st.composite
def office_hours(draw: st.DrawFn) -> Hours:
    """Draw the hours of an office."""
    days = draw(st.sets(st.sampled_from(list(Weekday)), min_size=1))
    opens = draw(st.integers(min_value=0, max_value=22))
    closes = draw(st.integers(min_value=opens + 1, max_value=23))
    return Hours(
        weekdays=tuple(day for day in Weekday if day in days),
        opens=time(opens),
        closes=time(closes),
        clause="test",
    )


def open_by_oracle(moment: datetime, hours: Hours) -> bool:
    """Say whether the office is open, in one expression and from the definition alone."""
    local = moment.astimezone(LONDON)
    return (
        list(Weekday)[local.weekday()] in hours.weekdays
        and local.date() not in bank_holidays(local.year)
        and (hours.opens.hour, 0) <= (local.hour, local.minute) < (hours.closes.hour, 0)
    )


@given(moments, office_hours())
def test_open_means_what_the_definition_says(moment: datetime, hours: Hours) -> None:
    """Every minute from 2020 to 2028, over every clock change."""
    assert is_open(moment, hours) == open_by_oracle(moment, hours)


@given(moments, office_hours())
def test_the_next_opening_is_the_first(moment: datetime, hours: Hours) -> None:
    """It is open then, it was closed until then, and asking again changes nothing."""
    opening = next_opening(moment, hours)
    assert opening >= moment
    assert is_open(opening, hours)
    assert next_opening(opening, hours) == opening
    probe = moment
    while probe < opening:
        assert not open_by_oracle(probe, hours)
        probe += timedelta(minutes=30)
    if opening > moment:
        assert not open_by_oracle(opening - _MINUTE, hours)


@settings(max_examples=60)
@given(moments, office_hours(), st.integers(min_value=0, max_value=600))
def test_working_time_is_what_a_clerk_would_count(
    start: datetime, hours: Hours, minutes: int
) -> None:
    """Counting each minute in which the office is open gives the same end."""
    end = add_working_time(start, minutes * _MINUTE, hours)
    probe, counted = next_opening(start, hours), 0
    while counted < minutes:
        if open_by_oracle(probe, hours):
            counted += 1
            probe += _MINUTE
        else:
            probe = next_opening(probe, hours)
    assert end == probe


@given(
    moments,
    office_hours(),
    st.integers(min_value=1, max_value=40),
    st.sampled_from(list(TermUnit)),
)
def test_terms_end_after_they_begin_and_longer_ones_not_before(
    start: datetime, hours: Hours, amount: int, unit: TermUnit
) -> None:
    """More of the same unit never ends earlier."""
    ends = add_term(start, Term(amount=amount, unit=unit), hours)
    assert ends > start
    assert add_term(start, Term(amount=amount + 1, unit=unit), hours) >= ends


@given(moments, office_hours(), st.integers(min_value=1, max_value=25))
def test_working_days_are_days_of_work(start: datetime, hours: Hours, amount: int) -> None:
    """The end is the closing time of a working day, and just so many working days have passed."""
    ends = add_term(start, Term(amount=amount, unit=TermUnit.WORKING_DAYS), hours)
    assert is_open(ends - _MINUTE, hours)
    assert not is_open(ends, hours)
    day, passed = start.astimezone(LONDON).date(), 0
    while day < ends.astimezone(LONDON).date():
        day += timedelta(days=1)
        works = list(Weekday)[day.weekday()] in hours.weekdays
        passed += works and day not in bank_holidays(day.year)
    assert passed == amount

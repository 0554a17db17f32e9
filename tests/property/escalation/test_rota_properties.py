"""The rota at any moment and with any stand-ins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from moderation_common.policy import OnCall
from moderation_escalation.domain.rota import StandIn, find_gaps, who_is_on_call
from tests.support.escalation import read_pack

LONDON = ZoneInfo("Europe/London")
PACK = read_pack()
PEOPLE = [person.id for person in PACK.rota.people]

moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    max_value=datetime(2028, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)


@st.composite
def stand_ins(draw: st.DrawFn) -> StandIn:
    """Draw a stand-in of up to three weeks."""
    starts_at = draw(moments)
    hours = draw(st.integers(min_value=1, max_value=500))
    return StandIn(
        stand_in_id=str(draw(st.integers(min_value=0, max_value=10**6))),
        place=draw(st.sampled_from(list(OnCall))),
        person=draw(st.none() | st.sampled_from(PEOPLE)),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
    )


@given(moments)
def test_without_stand_ins_every_place_is_filled(moment: datetime) -> None:
    """The pack's turns leave nobody out, at any minute."""
    assert who_is_on_call(PACK, [], moment).gaps == ()


@given(moments)
@example(datetime(2026, 3, 23, 8, tzinfo=UTC))
def test_turns_are_shared(moment: datetime) -> None:
    """Over two weeks both who serve the first place have it."""
    # By the clock on the wall: turns change at an hour of it, also in the week of a clock change.
    local = moment.astimezone(LONDON)
    on_call = {
        person.id
        for week in range(2)
        if (
            person := who_is_on_call(
                PACK, [], (local + timedelta(weeks=week)).astimezone(UTC)
            ).at_place(OnCall.PRIMARY)
        )
    }
    assert on_call == {"duty-one", "duty-two"}


@settings(max_examples=50)
@given(moments, st.lists(stand_ins(), max_size=5), st.data())
def test_every_gap_is_found_and_every_find_is_a_gap(
    start: datetime, over: list[StandIn], data: st.DataObject
) -> None:
    """At any moment looked at, a place is empty just when a gap found ahead covers it."""
    end = start + timedelta(days=60)
    gaps = find_gaps(PACK, over, start=start, end=end)
    offsets = st.integers(min_value=0, max_value=60 * 24 * 60 - 1)
    moment = start + timedelta(minutes=data.draw(offsets))
    roster = who_is_on_call(PACK, over, moment)
    found = {gap.place for gap in gaps if gap.starts_at <= moment < gap.ends_at}
    assert found == set(roster.gaps)

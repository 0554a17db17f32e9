"""The rota: turns, stand-ins, gaps."""

from __future__ import annotations

from datetime import datetime

import pytest

from moderation_common.policy import OnCall
from moderation_escalation.domain.rota import Gap, StandIn, find_gaps, who_is_on_call
from tests.support.escalation import read_pack, utc

PACK = read_pack()
MONDAY = utc(2026, 11, 2, 9)


def stand_in(person: str | None, *, start: datetime, end: datetime, key: str = "leave") -> StandIn:
    """Return a stand-in for the first place."""
    return StandIn(
        stand_in_id=key, place=OnCall.PRIMARY, person=person, starts_at=start, ends_at=end
    )


def on_call(now: datetime, *stand_ins: StandIn, place: OnCall = OnCall.PRIMARY) -> str | None:
    """Return the key of who fills a place."""
    person = who_is_on_call(PACK, stand_ins, now).at_place(place)
    return person.id if person is not None else None


def test_turns_change_at_the_handover_and_not_before() -> None:
    """A minute before Monday nine o'clock the week before still holds."""
    before, after = on_call(utc(2026, 11, 2, 8, 59)), on_call(MONDAY)
    assert {before, after} == {"duty-one", "duty-two"}
    assert on_call(utc(2026, 11, 9, 8, 59)) == after
    assert on_call(utc(2026, 11, 9, 9)) == before


def test_the_handover_is_by_londons_clock() -> None:
    """In summer nine o'clock in London is eight o'clock UTC."""
    assert on_call(utc(2027, 7, 5, 7, 59)) != on_call(utc(2027, 7, 5, 8))


def test_nobody_is_two_rungs_at_once_while_another_can_be() -> None:
    """Whoever is first on call is not second as well."""
    for week in range(4):
        now = utc(2026, 11, 2 + 7 * week, 12)
        assert on_call(now) != on_call(now, place=OnCall.SECONDARY)


def test_a_stand_in_holds_for_its_time() -> None:
    """From its start until just before its end."""
    swap = stand_in("head-of-communications", start=MONDAY, end=utc(2026, 11, 3, 9))
    assert on_call(utc(2026, 11, 2, 8, 59), swap) != "head-of-communications"
    assert on_call(MONDAY, swap) == "head-of-communications"
    assert on_call(utc(2026, 11, 3, 9), swap) != "head-of-communications"


def test_the_later_of_two_stand_ins_holds() -> None:
    """A swap within a swap is the newer word."""
    long = stand_in("head-of-communications", start=MONDAY, end=utc(2026, 11, 6))
    short = stand_in("executive-on-call", start=utc(2026, 11, 3), end=utc(2026, 11, 4), key="again")
    assert on_call(utc(2026, 11, 3, 12), long, short) == "executive-on-call"
    assert on_call(utc(2026, 11, 4, 12), long, short) == "head-of-communications"


@pytest.mark.parametrize("person", [None, "somebody-who-left"])
def test_a_stand_in_by_nobody_is_a_gap(person: str | None) -> None:
    """A place is empty when it is declared so, and when the pack no longer names the person."""
    absent = stand_in(person, start=MONDAY, end=utc(2026, 11, 3))
    roster = who_is_on_call(PACK, [absent], MONDAY)
    assert roster.at_place(OnCall.PRIMARY) is None
    assert roster.gaps == (OnCall.PRIMARY,)


def test_a_place_that_nobody_serves_is_a_gap() -> None:
    """A pack may name a place on its ladder before it has found somebody for it."""
    people = tuple(person for person in PACK.rota.people if OnCall.EXECUTIVE not in person.serves)
    rota = PACK.rota.model_copy(update={"people": people})
    roster = who_is_on_call(PACK.model_copy(update={"rota": rota}), [], MONDAY)
    assert roster.gaps == (OnCall.EXECUTIVE,)


def test_the_only_one_who_serves_two_places_has_both() -> None:
    """Being told twice is better than nobody being told."""
    alone = tuple(person for person in PACK.rota.people if person.id != "duty-two")
    rota = PACK.rota.model_copy(update={"people": alone})
    roster = who_is_on_call(PACK.model_copy(update={"rota": rota}), [], MONDAY)
    first, second = roster.at_place(OnCall.PRIMARY), roster.at_place(OnCall.SECONDARY)
    assert first is not None
    assert first == second


def test_gaps_are_found_ahead_and_joined_over_a_handover() -> None:
    """A gap over the week-end is one gap, from its first moment to its last."""
    absent = stand_in(None, start=utc(2026, 11, 6), end=utc(2026, 11, 10))
    gaps = find_gaps(PACK, [absent], start=MONDAY, end=utc(2026, 11, 16))
    assert gaps == (Gap(OnCall.PRIMARY, utc(2026, 11, 6), utc(2026, 11, 10)),)


def test_a_gap_that_has_begun_is_found_from_now_on() -> None:
    """What is past is not told."""
    absent = stand_in(None, start=utc(2026, 10, 1), end=utc(2026, 12, 1))
    gaps = find_gaps(PACK, [absent], start=MONDAY, end=utc(2026, 11, 4))
    assert gaps == (Gap(OnCall.PRIMARY, MONDAY, utc(2026, 11, 4)),)


def test_a_full_rota_has_no_gaps() -> None:
    """The packs as delivered leave nobody without anybody for a year."""
    for organisation in ("bsw", "healthwatch-cp", "mid-and-south-essex", "nottingham"):
        pack = read_pack(organisation)
        assert find_gaps(pack, [], start=MONDAY, end=utc(2027, 11, 2)) == ()

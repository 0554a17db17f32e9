"""While a body has declared a mode, the teams that it names are told of new cases as well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from moderation_common.events import Actor, ActorKind, Event, ModeChanged
from moderation_common.vocabulary import Label, Role, Urgency
from tests.support.alert_sinks import MailSink
from tests.support.escalation import Desk, decision_made, make_event, make_ref, utc

BODY = "bsw"
MODE = "major_incident"
COMMUNICATIONS = "communications@bsw.example"
WORKING = utc(2026, 11, 2, 12)
"""A Monday noon."""
pytestmark = pytest.mark.parametrize("start", [WORKING], ids=["at work"])


def mode_changed(*, declared: bool, now: datetime) -> Event:
    """Return a person's declaration of a mode, or of its end."""
    by = Actor(kind=ActorKind.PERSON, name="sam", role=Role.ADMINISTRATOR)
    changed = ModeChanged(mode=MODE, declared=declared, changed_by=by, note="An exercise.")
    return make_event(changed, make_ref("0_0"), now=now, organisation=BODY)


def request(comment: str, *, now: datetime, modes: Sequence[str] = ()) -> Event:
    """Return a decision about a request for information, which one team is told of."""
    return decision_made(
        make_ref(comment),
        now=now,
        organisation=BODY,
        labels=[Label.FOI],
        routes=["foi"],
        urgency=Urgency.ROUTINE,
        modes=modes,
    )


async def told_of(desk: Desk, mails: MailSink, comment: str) -> set[str]:
    """Return who gets a mail about a new case."""
    before = len(mails.mails)
    await desk.take(request(comment, now=desk.now))
    return {mail["To"] for mail in mails.mails[before:]}


async def test_the_mode_s_teams_are_told_until_it_ends(desk: Desk, mails: MailSink) -> None:
    """Of cases that open while it holds, not of those before and after."""
    as_usual = await told_of(desk, mails, "1_1")
    assert as_usual
    assert COMMUNICATIONS not in as_usual
    await desk.take(mode_changed(declared=True, now=desk.now))
    assert await told_of(desk, mails, "1_2") == as_usual | {COMMUNICATIONS}
    await desk.advance(timedelta(minutes=1))
    await desk.take(mode_changed(declared=False, now=desk.now))
    assert await told_of(desk, mails, "1_3") == as_usual


async def test_a_mode_not_heard_of_yet_counts_by_the_decision(desk: Desk, mails: MailSink) -> None:
    """Its declaration may come after what was judged under it, on another partition."""
    await desk.take(request("1_1", now=desk.now, modes=[MODE]))
    assert COMMUNICATIONS in {mail["To"] for mail in mails.mails}


async def test_what_arrives_late_changes_nothing(desk: Desk, mails: MailSink) -> None:
    """The log gives no order between replicas: an older word does not undo a newer one."""
    await desk.take(
        mode_changed(declared=True, now=desk.now),
        mode_changed(declared=False, now=desk.now - timedelta(minutes=5)),
    )
    assert COMMUNICATIONS in await told_of(desk, mails, "1_1")


async def test_a_mode_that_the_pack_does_not_know_tells_nobody(desk: Desk, mails: MailSink) -> None:
    """A later version may have dropped it while it was declared."""
    unknown = mode_changed(declared=True, now=desk.now)
    await desk.take(
        unknown.model_copy(
            update={"data": unknown.data.model_copy(update={"mode": "pre_election"})}
        )
    )
    assert COMMUNICATIONS not in await told_of(desk, mails, "1_1")

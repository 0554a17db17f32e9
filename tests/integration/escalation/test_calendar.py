"""Cases over week-ends, bank holidays and clock changes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from moderation_common.events import CaseEscalated, CaseOpened
from moderation_common.vocabulary import Label, Urgency
from tests.support.alert_sinks import MailSink, WebhookSink
from tests.support.escalation import Desk, decision_made, make_ref, read_pack, utc

FOI_TEAM = "foi@lincolnshire.example"


async def ask_for_information(desk: Desk) -> None:
    """Take in a request for information."""
    await desk.take(
        decision_made(
            make_ref(), now=desk.now, labels=[Label.FOI], routes=["foi"], urgency=Urgency.ROUTINE
        )
    )


@pytest.mark.parametrize(
    "start, opening",
    [
        # Christmas Eve 2026, a Thursday, after closing time; Monday is the day in lieu.
        pytest.param(utc(2026, 12, 24, 18), utc(2026, 12, 29, 9), id="christmas"),
        # Maundy Thursday 2027; the clocks go forward on Easter Sunday.
        pytest.param(utc(2027, 3, 25, 18), utc(2027, 3, 30, 8), id="easter-and-spring-forward"),
        # The Friday before the clocks go back in 2027.
        pytest.param(utc(2027, 10, 29, 17), utc(2027, 11, 1, 9), id="back"),
        pytest.param(utc(2026, 11, 2, 3), utc(2026, 11, 2, 9), id="before-opening"),
    ],
)
async def test_what_may_wait_waits_for_the_opening(
    desk: Desk, mails: MailSink, opening: datetime
) -> None:
    """The team is told when it opens and not a second before, whatever lies between."""
    await ask_for_information(desk)
    await desk.jump(opening - timedelta(seconds=1))
    assert mails.mails == []
    await desk.jump(opening)
    assert [mail["To"] for mail in mails.mails] == [FOI_TEAM]


@pytest.mark.parametrize("start", [utc(2027, 3, 25, 15)])
async def test_routine_times_run_in_working_time(desk: Desk, mails: MailSink) -> None:
    """Four hours for the team from Thursday 15:00 end after Easter, at eleven by summer time."""
    assert read_pack().ladder.acknowledge_within_min.routine == 240
    await ask_for_information(desk)
    assert [mail["To"] for mail in mails.mails] == [FOI_TEAM]
    # Two hours on Thursday until 17:00, and two on Tuesday from 09:00 BST.
    end = utc(2027, 3, 30, 10)
    await desk.jump(end - timedelta(seconds=1))
    assert len(mails.mails) == 1
    await desk.jump(end)
    assert [each.step for each in desk.published(CaseEscalated)] == [1]


@pytest.mark.parametrize("start", [utc(2026, 11, 2, 16, 59, 50)])
async def test_what_may_wait_is_not_told_at_night_because_a_channel_failed(
    desk: Desk, mails: MailSink, hooks: WebhookSink
) -> None:
    """The last attempt fails after closing time: the next person is told in the morning."""
    mails.reply = "451 try again"
    await ask_for_information(desk)
    await desk.advance(timedelta(minutes=1))
    mails.reply = "250 OK"
    await desk.jump(utc(2026, 11, 3, 8, 59, 59))
    assert mails.mails == []
    assert hooks.deliveries == []
    await desk.jump(utc(2026, 11, 3, 9))
    assert mails.mails[0]["To"].startswith("duty-")
    await desk.jump(utc(2026, 11, 3, 9, 15))
    assert len(mails.to(FOI_TEAM)) == 1


@pytest.mark.parametrize("start", [utc(2026, 11, 6, 16, 50)])
async def test_what_wakes_goes_on_by_the_clock_after_closing_time(
    desk: Desk, mails: MailSink
) -> None:
    """The team told on Friday at 16:50 and not answering, the person on call is told at 17:20."""
    await desk.take(decision_made(make_ref(), now=desk.now))
    assert [mail["To"] for mail in mails.mails] == ["quality@lincolnshire.example"]
    await desk.jump(utc(2026, 11, 6, 17, 19, 59))
    assert len(mails.mails) == 1
    await desk.jump(utc(2026, 11, 6, 17, 20))
    assert len(mails.mails) == 2


@pytest.mark.parametrize("start", [utc(2027, 10, 31, 0, 45)])
async def test_the_hour_that_comes_twice_is_waited_once(desk: Desk, mails: MailSink) -> None:
    """At 01:45 on the night the clocks go back, thirty minutes are thirty minutes."""
    await desk.take(decision_made(make_ref(), now=desk.now))
    await desk.jump(utc(2027, 10, 31, 1, 14, 59))
    assert len(mails.mails) == 1
    await desk.jump(utc(2027, 10, 31, 1, 15))
    assert len(mails.mails) == 2


@pytest.mark.parametrize("start", [utc(2026, 12, 7, 10)])
async def test_the_deadline_counts_working_days_of_england(desk: Desk) -> None:
    """Twenty working days over Christmas and New Year."""
    await ask_for_information(desk)
    (opened,) = desk.published(CaseOpened)
    assert opened.due_at == utc(2027, 1, 7, 17)

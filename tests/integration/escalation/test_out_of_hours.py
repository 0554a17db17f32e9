"""A concern at night: who is woken, who is next, and what stops it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moderation_common.events import (
    AlertSent,
    CaseAcknowledged,
    CaseEscalated,
    CaseOpened,
)
from moderation_common.policy import Channel, OnCall
from moderation_common.vocabulary import Label, Urgency
from moderation_escalation.domain.recipient import team_recipient
from moderation_escalation.domain.rota import who_is_on_call
from tests.support.alert_sinks import MailSink, WebhookSink
from tests.support.escalation import (
    AUTHOR,
    TEXT,
    Desk,
    comment_received,
    decision_made,
    make_ref,
    page_of,
    read_pack,
    utc,
)


async def test_the_duty_manager_is_told_at_once(
    desk: Desk, mails: MailSink, hooks: WebhookSink
) -> None:
    """Patient safety at night goes to whoever is on call, on every channel of the rung."""
    ref = make_ref()
    await desk.take(comment_received(ref, now=desk.now), decision_made(ref, now=desk.now))

    person = who_is_on_call(read_pack(), [], desk.now).at_place(OnCall.PRIMARY)
    assert person is not None
    assert [mail["To"] for mail in mails.mails] == [person.email]
    assert len(hooks.to(person.webhook or "")) == 1
    assert {sent.channel for sent in desk.published(AlertSent)} == {"email", "webhook"}
    assert [opened.route for opened in desk.published(CaseOpened)] == ["patient-safety"]


async def test_no_word_of_the_comment_leaves_with_an_alert(
    desk: Desk, mails: MailSink, hooks: WebhookSink
) -> None:
    """Mail and chat hold neither the text nor its author, but 999, the link and the platform."""
    ref = make_ref()
    await desk.take(comment_received(ref, now=desk.now), decision_made(ref, now=desk.now))

    mail = mails.mails[0].as_string() + mails.mails[0].get_content()
    chat = hooks.deliveries[0].body.decode()
    for message in (mail, chat):
        assert TEXT not in message
        assert "nan on the floor" not in message
        assert AUTHOR not in message
        assert "Immediate danger: call 999." in message
        assert "https://moderation.example/a/" in message
    assert "https://facebook.example/1_2" in mail


async def test_the_next_person_is_told_at_the_packs_time(desk: Desk, mails: MailSink) -> None:
    """Nobody acknowledging, the next rung is told when the pack says and not a moment before."""
    pack = read_pack()
    ref = make_ref()
    await desk.take(decision_made(ref, now=desk.now))
    wait = timedelta(minutes=pack.ladder.wait_min(step=0, urgency=Urgency.URGENT))

    await desk.advance(wait - timedelta(seconds=5))
    assert len(mails.mails) == 1
    await desk.advance(timedelta(seconds=5))

    roster = who_is_on_call(pack, [], desk.now)
    second = roster.at_place(OnCall.SECONDARY)
    assert second is not None
    assert [mail["To"] for mail in mails.mails][1:] == [second.email]
    escalated = desk.published(CaseEscalated)
    assert [(each.step, each.person) for each in escalated] == [(1, second.id)]


async def test_the_ladder_begins_again_and_never_gives_up(desk: Desk, mails: MailSink) -> None:
    """After the last rung the first is told again."""
    pack = read_pack()
    await desk.take(decision_made(make_ref(), now=desk.now))
    for step in range(len(pack.ladder.steps)):
        wait = pack.ladder.wait_min(step=step, urgency=Urgency.URGENT)
        await desk.jump(desk.now + timedelta(minutes=wait))

    recipients = [mail["To"] for mail in mails.mails]
    assert len(recipients) == len(pack.ladder.steps) + 1
    assert recipients[0] == recipients[-1]


async def test_acknowledging_on_the_page_stops_the_ladder(desk: Desk, mails: MailSink) -> None:
    """The button takes the case: nobody else is told, however long it lasts."""
    await desk.take(decision_made(make_ref(), now=desk.now))
    path = page_of(mails.mails[0])
    async with desk.anonymous() as client:
        answer = await client.post(path)
    assert answer.status_code == 200
    assert "You have taken this case" in answer.text

    await desk.jump(desk.now + timedelta(hours=9))
    person = who_is_on_call(read_pack(), [], desk.now).at_place(OnCall.PRIMARY)
    assert person is not None
    assert [mail["To"] for mail in mails.mails] == [person.email]
    (taken,) = desk.published(CaseAcknowledged)
    assert (taken.acknowledged_by.name, taken.channel) == (person.id, "page")


async def test_the_team_hears_of_it_in_the_morning(desk: Desk, mails: MailSink) -> None:
    """What the duty manager took at night is told to the team at the next opening."""
    await desk.take(decision_made(make_ref(), now=desk.now))
    async with desk.anonymous() as client:
        await client.post(page_of(mails.mails[0]))
    await desk.jump(utc(2026, 11, 3, 8, 59, 59))
    assert mails.to("quality@lincolnshire.example") == []
    await desk.jump(utc(2026, 11, 3, 9))

    (mail,) = mails.to("quality@lincolnshire.example")
    assert "Somebody has taken this case already" in mail.get_content()


@pytest.mark.parametrize("start", [utc(2026, 11, 7, 22)], ids=["Saturday night"])
async def test_each_team_hears_once_of_all_that_names_it(desk: Desk, mails: MailSink) -> None:
    """Also those told as well, of a case whose team another case names; one mail for each team."""
    pack = read_pack("mid-and-south-essex")
    teams = ("safeguarding", "quality", "partners", "social-media")
    addresses = [team_recipient(pack, team).addresses[Channel.EMAIL] for team in teams]
    await desk.take(
        decision_made(
            make_ref(),
            now=desk.now,
            organisation="mid-and-south-essex",
            labels=[Label.SELF_HARM, Label.SAFEGUARDING, Label.PATIENT_SAFETY],
            routes=["self-harm", "safeguarding", "patient-safety"],
            urgency=Urgency.IMMEDIATE,
        )
    )
    async with desk.anonymous() as client:
        await client.post(page_of(mails.mails[0]))
    await desk.jump(utc(2026, 11, 9, 8, 59, 59))
    assert [mails.to(address) for address in addresses] == [[], [], [], []]
    await desk.jump(utc(2026, 11, 9, 9))
    await desk.jump(utc(2026, 11, 9, 12))

    names = ("risk of self-harm", "safeguarding", "patient safety")
    told = {}
    for team, address in zip(teams, addresses, strict=True):
        (mail,) = mails.to(address)
        told[team] = [name for name in names if name in mail["Subject"].lower()]
    assert told == {
        "safeguarding": ["risk of self-harm", "safeguarding"],
        "quality": ["patient safety"],
        "partners": ["safeguarding", "patient safety"],
        "social-media": ["safeguarding"],
    }


async def test_what_may_wait_is_told_at_the_next_opening(desk: Desk, mails: MailSink) -> None:
    """A request for information at night wakes nobody and reaches its team in the morning."""
    await desk.take(
        decision_made(
            make_ref(), now=desk.now, labels=[Label.FOI], routes=["foi"], urgency=Urgency.ROUTINE
        )
    )
    await desk.jump(utc(2026, 11, 3, 8, 59, 59))
    assert mails.mails == []
    await desk.jump(utc(2026, 11, 3, 9))
    assert [mail["To"] for mail in mails.mails] == ["foi@lincolnshire.example"]


async def test_several_concerns_in_one_comment_are_told_once(desk: Desk, mails: MailSink) -> None:
    """The duty manager gets one alert for all of a comment's cases, and takes them together."""
    await desk.take(
        decision_made(
            make_ref(),
            now=desk.now,
            labels=[Label.PATIENT_SAFETY, Label.SELF_HARM],
            routes=["patient-safety", "self-harm"],
            urgency=Urgency.IMMEDIATE,
        )
    )
    (mail,) = mails.mails
    assert "patient safety" in mail.get_content().lower()
    assert "risk of self-harm" in mail.get_content().lower()
    # The crisis words of the pack come with it.
    assert "0800 001 4331" in mail.get_content()
    assert len(desk.published(CaseOpened)) == 2

    async with desk.anonymous() as client:
        await client.post(page_of(mail))
    await desk.settle()
    assert len(desk.published(CaseAcknowledged)) == 2
    await desk.jump(desk.now + timedelta(hours=8))
    assert len(mails.mails) == 1

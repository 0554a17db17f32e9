"""Channels that fail and processes that die: somebody is told all the same."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from moderation_common.events import AlertFailed, AlertSent, CaseEscalated
from moderation_common.policy import OnCall
from moderation_common.postgres import Database
from moderation_common.vocabulary import Label, Urgency
from moderation_escalation.adapters.tables import SCHEMA
from moderation_escalation.domain.alert import LEASE, MAX_ATTEMPTS
from moderation_escalation.domain.rota import who_is_on_call
from moderation_escalation.domain.storm import ALONE_AT_MOST
from tests.support.alert_sinks import MailSink, WebhookSink
from tests.support.escalation import (
    ORGANISATION,
    POLICIES,
    WEBHOOK_SECRET,
    Desk,
    decision_made,
    join_desk,
    make_ref,
    open_desk,
    page_of,
    read_pack,
    utc,
)

MINUTE = timedelta(minutes=1)


def alarms() -> float:
    """Return how often nobody at all could be told."""
    name = "moderation_escalation_nobody_reachable_total"
    return REGISTRY.get_sample_value(name, {"organisation": ORGANISATION}) or 0.0


async def crash_while_sending(desk: Desk, *, attempts: int = 1) -> None:
    """Leave every alert as a process that was killed in the middle of sending leaves it."""
    database = Database(desk.database_url, schema=SCHEMA)
    async with database.unit_of_work() as unit:
        await unit.connection.execute(
            text("UPDATE alerts SET state = 'sending', claimed_at = :now, attempts = :attempts"),
            {"now": desk.now, "attempts": attempts},
        )
    await database.close()


async def states(desk: Desk) -> list[str]:
    """Return the states of all alerts."""
    database = Database(desk.database_url, schema=SCHEMA)
    async with database.unit_of_work() as unit:
        rows = await unit.connection.execute(text("SELECT state FROM alerts ORDER BY created_at"))
        found = [str(row.state) for row in rows]
    await database.close()
    return found


async def test_one_channel_down_the_other_tells(
    desk: Desk, mails: MailSink, hooks: WebhookSink
) -> None:
    """With the mail server refusing, chat alone tells the person, who keeps their time."""
    mails.reply = "451 try again"
    await desk.take(decision_made(make_ref(), now=desk.now))
    await desk.advance(MINUTE)

    assert len(hooks.deliveries) == 1
    (failed,) = desk.published(AlertFailed)
    assert (failed.channel, failed.step) == ("email", 0)
    assert "451" in failed.reason
    assert desk.published(CaseEscalated) == []


async def test_all_channels_down_the_next_person_is_told(
    desk: Desk, mails: MailSink, hooks: WebhookSink
) -> None:
    """Whoever cannot be told at all is passed within a minute, long before their time is over."""
    mails.reply, hooks.status = "451 try again", 503
    await desk.take(decision_made(make_ref(), now=desk.now))
    assert desk.published(CaseEscalated) == []
    await desk.advance(timedelta(seconds=20))
    mails.reply, hooks.status = "250 OK", 204
    await desk.advance(timedelta(seconds=10))

    second = who_is_on_call(read_pack(), [], desk.now).at_place(OnCall.SECONDARY)
    assert second is not None
    assert [(each.step, each.person) for each in desk.published(CaseEscalated)] == [(1, second.id)]
    assert [mail["To"] for mail in mails.mails] == [second.email]


async def test_a_channel_that_is_back_in_time_tells_the_same_person(
    desk: Desk, mails: MailSink, hooks: WebhookSink
) -> None:
    """A second attempt after seconds is enough; nobody is passed and nobody told twice."""
    mails.reply, hooks.status = "451 try again", 503
    await desk.take(decision_made(make_ref(), now=desk.now))
    mails.reply, hooks.status = "250 OK", 204
    await desk.advance(MINUTE)
    assert len(mails.mails) == 1
    assert len(hooks.deliveries) == 1
    assert desk.published(AlertFailed) == []
    assert desk.published(CaseEscalated) == []


async def test_nobody_reachable_alarms_and_goes_on(
    desk: Desk, mails: MailSink, hooks: WebhookSink
) -> None:
    """With everything down the ladder goes round, an alarm is counted, and it ends when told."""
    before = alarms()
    mails.recipient_reply, hooks.status = "550 no such user", 410
    await desk.take(decision_made(make_ref(), now=desk.now))
    assert alarms() == before + 1
    rungs = len(read_pack().ladder.steps)
    assert len(desk.published(CaseEscalated)) == rungs - 1

    mails.recipient_reply, hooks.status = "250 OK", 204
    await desk.advance(MINUTE)
    assert len(mails.mails) == 1
    assert alarms() == before + 1
    async with desk.client() as client:
        (case,) = (await client.get("/v1/cases")).json()["cases"]
        file = (await client.get(f"/v1/cases/{case['case_id']}")).json()
    assert case["step"] == rungs
    assert any("Nobody on the ladder" in note["note"] for note in file["notes"])


@pytest.mark.parametrize("start", [utc(2026, 11, 2, 12)])
async def test_a_team_is_tried_on_its_next_channel_and_then_the_ladder_begins(
    desk: Desk, mails: MailSink, hooks: WebhookSink
) -> None:
    """In hours: mail refused, then chat refused, then the person on call; the team again later."""
    mails.recipient_reply, hooks.status = "550 no such user", 410
    await desk.take(
        decision_made(
            make_ref(), now=desk.now, labels=[Label.REPUTATIONAL], routes=["reputational"]
        )
    )
    failed = [(each.person, each.channel) for each in desk.published(AlertFailed)]
    assert failed[:2] == [("communications", "email"), ("communications", "webhook")]
    person = who_is_on_call(read_pack(), [], desk.now).at_place(OnCall.PRIMARY)
    assert person is not None
    assert desk.published(CaseEscalated)[0].person == person.id

    mails.recipient_reply, hooks.status = "250 OK", 204
    await desk.advance(MINUTE)
    async with desk.anonymous() as client:
        await client.post(page_of(mails.mails[0]))
    await desk.advance(15 * MINUTE)
    assert len(mails.to("communications@lincolnshire.example")) == 1


async def test_an_alert_left_behind_by_a_crash_is_sent_again_under_the_same_id(
    desk: Desk, mails: MailSink, hooks: WebhookSink
) -> None:
    """Killed between claim and result: after the lease it goes out, recognisable as the same."""
    await desk.take(decision_made(make_ref(), now=desk.now))
    await crash_while_sending(desk)
    await desk.jump(desk.now + LEASE - timedelta(seconds=1))
    assert len(mails.mails) == 1
    await desk.jump(desk.now + timedelta(seconds=1))

    first, again = mails.mails
    assert first["Message-ID"] == again["Message-ID"]
    assert "about the same case" in again.get_content()
    once, twice = hooks.deliveries
    assert once.headers["webhook-id"] == twice.headers["webhook-id"]
    # The record has each of them once, because the events' ids are the alerts' own.
    sent = {event.id for event in desk.events_of(AlertSent.topic) if event.type.count("alert.sent")}
    assert len(sent) == 2


async def test_repeats_after_crashes_are_bounded(desk: Desk, mails: MailSink) -> None:
    """An alert at which the process dies each time is given up, and the next person is told."""
    await desk.take(decision_made(make_ref(), now=desk.now))
    await crash_while_sending(desk, attempts=MAX_ATTEMPTS)
    await desk.jump(desk.now + LEASE)
    second = who_is_on_call(read_pack(), [], desk.now).at_place(OnCall.SECONDARY)
    assert second is not None
    assert [mail["To"] for mail in mails.mails][1:] == [second.email]
    assert await states(desk) == ["failed", "failed", "sent", "sent"]


async def test_what_was_claimed_and_then_taken_is_not_sent_again(
    desk: Desk, mails: MailSink
) -> None:
    """A crash, and meanwhile somebody took the case: the repeat is withdrawn."""
    await desk.take(decision_made(make_ref(), now=desk.now))
    await crash_while_sending(desk)
    async with desk.anonymous() as client:
        await client.post(page_of(mails.mails[0]))
    await desk.jump(desk.now + LEASE)
    assert len(mails.mails) == 1
    assert await states(desk) == ["withdrawn", "withdrawn"]


async def test_a_body_whose_pack_was_taken_away_keeps_its_cases(
    desk: Desk, mails: MailSink, hooks: WebhookSink, tmp_path: Path
) -> None:
    """A replica without the pack leaves the case alone; one that has it goes on."""
    await desk.take(decision_made(make_ref(), now=desk.now))
    shutil.copy(POLICIES / "bsw.yaml", tmp_path)
    without = join_desk(
        desk.database_url,
        clock=desk.clock,
        event_log=desk.event_log,
        smtp_port=mails.port,
        webhook_base_url=hooks.url,
        policies=tmp_path,
    )
    desk.clock.advance(timedelta(minutes=30))
    await without.settle()
    assert len(mails.mails) == 1
    desk.clock.advance(MINUTE)
    await desk.settle()
    assert len(mails.mails) == 2
    await without.service.lifecycle.stop()


async def test_replicas_share_the_work_and_tell_once(
    desk: Desk, mails: MailSink, hooks: WebhookSink
) -> None:
    """Three replicas that look at the same moment send each alert once."""
    refs = [make_ref(f"1_{number}") for number in range(ALONE_AT_MOST)]
    for ref in refs:
        await desk.service.events.handle(decision_made(ref, now=desk.now))
    replicas = [
        desk,
        *(
            join_desk(
                desk.database_url,
                clock=desk.clock,
                event_log=desk.event_log,
                smtp_port=mails.port,
                webhook_base_url=hooks.url,
            )
            for _ in range(2)
        ),
    ]
    await asyncio.gather(*(replica.settle() for replica in replicas))
    assert len(mails.mails) == len(refs)
    assert len(hooks.deliveries) == len(refs)
    for replica in replicas[1:]:
        await replica.service.lifecycle.stop()


@pytest.mark.parametrize("start", [utc(2026, 11, 2, 12)])
async def test_a_team_without_any_channel_is_passed_and_tried_again(
    fresh_database: str, hooks: WebhookSink, start: datetime
) -> None:
    """With chat alone the quality team cannot be told, so that the person on call is, at once."""
    desk = await open_desk(fresh_database, now=start, smtp_port=None, webhook_base_url=hooks.url)
    await desk.take(decision_made(make_ref(), now=desk.now))
    assert [each.path for each in hooks.deliveries] == ["/hooks/lincolnshire-on-call"]
    async with desk.anonymous() as client:
        page = hooks.deliveries[0].payload["data"]["page"]
        await client.post(page.removeprefix("https://moderation.example"))
    await desk.jump(desk.now + timedelta(hours=1))
    assert len(hooks.deliveries) == 1
    await desk.service.lifecycle.stop()


async def test_a_mail_server_that_is_gone_is_an_outage(
    fresh_database: str, hooks: WebhookSink, unused_tcp_port: int
) -> None:
    """Nothing listens at all: chat tells, and the failure says so in one sentence."""
    desk = await open_desk(
        fresh_database,
        now=utc(2026, 11, 2, 22),
        smtp_port=unused_tcp_port,
        webhook_base_url=hooks.url,
    )
    await desk.take(decision_made(make_ref(), now=desk.now))
    await desk.advance(MINUTE)
    assert len(hooks.deliveries) == 1
    (failed,) = desk.published(AlertFailed)
    assert "cannot be reached" in failed.reason
    await desk.service.lifecycle.stop()


async def test_a_webhook_that_is_gone_is_an_outage(
    fresh_database: str, mails: MailSink, unused_tcp_port: int
) -> None:
    """Nothing listens at all: mail tells, and the failure says so in one sentence."""
    desk = await open_desk(
        fresh_database,
        now=utc(2026, 11, 2, 22),
        smtp_port=mails.port,
        webhook_base_url=f"http://127.0.0.1:{unused_tcp_port}",
    )
    await desk.take(decision_made(make_ref(), now=desk.now))
    await desk.advance(MINUTE)
    assert len(mails.mails) == 1
    (failed,) = desk.published(AlertFailed)
    assert "cannot be reached" in failed.reason
    await desk.service.lifecycle.stop()


async def test_the_webhook_can_be_trusted(desk: Desk, hooks: WebhookSink) -> None:
    """Its signature covers id, time and the very bytes; it names no address."""
    await desk.take(decision_made(make_ref(), now=desk.now))
    (delivery,) = hooks.deliveries
    timestamp = delivery.headers["webhook-timestamp"]
    assert int(timestamp) == int(desk.now.timestamp())
    content = f"{delivery.headers['webhook-id']}.{timestamp}.".encode() + delivery.body
    digest = hmac.new(WEBHOOK_SECRET.encode(), content, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    assert delivery.headers["webhook-signature"] == expected
    assert "@" not in delivery.body.decode()


async def test_a_person_without_any_channel_is_passed(
    fresh_database: str, hooks: WebhookSink
) -> None:
    """With chat alone, the executive, who has none, is passed for the first rung."""
    desk = await open_desk(
        fresh_database, now=utc(2026, 11, 2, 22), smtp_port=None, webhook_base_url=hooks.url
    )
    pack = read_pack()
    await desk.take(decision_made(make_ref(), now=desk.now, urgency=Urgency.URGENT))
    for step in range(3):
        wait = pack.ladder.wait_min(step=step, urgency=Urgency.URGENT)
        await desk.jump(desk.now + timedelta(minutes=wait))
    steps = [delivery.payload["data"]["step"] for delivery in hooks.deliveries]
    assert steps == [0, 1, 2, 4]
    await desk.service.lifecycle.stop()

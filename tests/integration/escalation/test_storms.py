"""Many cases at once: each person gets a handful of messages, and nothing is lost or held up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import text

from moderation_common.events import (
    AlertSent,
    CaseAcknowledged,
    CaseClosed,
    CaseEscalated,
    CaseOpened,
    Event,
)
from moderation_common.policy import OnCall, RotaPerson
from moderation_common.postgres import Database
from moderation_common.vocabulary import Label, Urgency
from moderation_escalation.adapters.tables import SCHEMA
from moderation_escalation.domain.rota import who_is_on_call
from moderation_escalation.domain.storm import ALONE_AT_MOST
from tests.support.alert_sinks import MailSink, WebhookSink
from tests.support.escalation import (
    Desk,
    comment_received,
    decision_made,
    make_ref,
    page_of,
    read_pack,
    utc,
)

STORM = 300
FEW = 12


def emergency(desk: Desk, number: int, urgency: Urgency = Urgency.IMMEDIATE) -> list[Event]:
    """Return a comment of the storm and its decision."""
    ref = make_ref(f"1_{number}")
    label, route = Label.EMERGENCY, "emergency"
    if urgency is not Urgency.IMMEDIATE:
        label, route = Label.PATIENT_SAFETY, "patient-safety"
    return [
        comment_received(ref, now=desk.now, text=f"Storm comment number {number}."),
        decision_made(ref, now=desk.now, labels=[label], routes=[route], urgency=urgency),
    ]


async def begin(desk: Desk, count: int, urgency: Urgency = Urgency.IMMEDIATE) -> None:
    """Deliver a storm, and let nothing follow yet."""
    for number in range(count):
        for event in emergency(desk, number, urgency):
            await desk.service.events.handle(event)


def on_call(desk: Desk, place: OnCall, organisation: str = "lincolnshire") -> RotaPerson:
    """Return who stands at a place of the rota."""
    person = who_is_on_call(read_pack(organisation), [], desk.now).at_place(place)
    assert person is not None
    return person


def group_mail(mails: Sequence[EmailMessage]) -> EmailMessage:
    """Return the only mail that tells of a group."""
    (mail,) = (mail for mail in mails if "now waiting" in mail["Subject"])
    return mail


async def rows(desk: Desk, query: str) -> list[tuple[object, ...]]:
    """Return the rows that a query finds."""
    database = Database(desk.database_url, schema=SCHEMA)
    async with database.unit_of_work() as unit:
        found = [tuple(row) for row in await unit.connection.execute(text(query))]
    await database.close()
    return found


async def test_three_hundred_emergencies_wake_nobody_three_hundred_times(
    desk: Desk, mails: MailSink, hooks: WebhookSink
) -> None:
    """A handful of messages for each person, every case kept, another body's told in between."""
    await begin(desk, STORM)
    other = make_ref("2_1")
    await desk.take(
        decision_made(
            other,
            now=desk.now,
            labels=[Label.SELF_HARM],
            routes=["self-harm"],
            urgency=Urgency.IMMEDIATE,
            organisation="bsw",
        )
    )
    first, second = on_call(desk, OnCall.PRIMARY), on_call(desk, OnCall.SECONDARY)
    neighbour = on_call(desk, OnCall.PRIMARY, "bsw")
    assert len(mails.to(first.email)) == ALONE_AT_MOST + 1
    assert len(hooks.to(first.webhook or "")) == ALONE_AT_MOST + 1
    # The other body's case came last, and its mail did not.
    assert [mail["To"] for mail in mails.mails].index(neighbour.email) < ALONE_AT_MOST
    group = group_mail(mails.to(first.email)).get_content()
    assert f"{STORM} now waiting" in group
    assert page_of(group_mail(mails.to(first.email))).endswith("/group")

    assert len(desk.published(CaseOpened)) == STORM + 1
    ((timers,),) = await rows(desk, "SELECT count(*) FROM timers WHERE kind = 'ladder'")
    assert timers == STORM + 1
    sent = [each for each in desk.published(AlertSent) if each.ref != other]
    assert {each.person for each in sent} == {first.id}
    assert len({each.case_id for each in sent}) == STORM
    assert len(sent) == 2 * STORM

    await desk.jump(desk.now + timedelta(minutes=10))
    assert len(mails.to(first.email)) == ALONE_AT_MOST + 1
    assert len(mails.to(second.email)) == ALONE_AT_MOST + 1
    climbed = [each for each in desk.published(CaseEscalated) if each.ref != other]
    assert [each.person for each in climbed] == [second.id] * STORM

    async with desk.anonymous() as client:
        path = page_of(group_mail(mails.to(second.email)))
        page = (await client.get(path)).text
        assert all(f"Storm comment number {number}." in page for number in range(STORM))
        ids = re.findall(r'name="case" value="([^"]+)"', page)
        assert len(ids) == STORM
        answer = await client.post(path, data={"case": ids})
    assert f"You have taken {STORM} cases" in answer.text
    before = len(mails.mails)
    await desk.jump(desk.now + timedelta(minutes=10))
    assert len(desk.published(CaseAcknowledged)) == STORM
    assert {mail["To"] for mail in mails.mails[before:]} <= {
        person.email for person in read_pack("bsw").rota.people
    }


async def test_what_the_page_did_not_show_is_not_taken(desk: Desk, mails: MailSink) -> None:
    """A case that joins after the page was read waits on, and climbs by itself."""
    await begin(desk, FEW)
    await desk.settle()
    path = page_of(group_mail(mails.mails))
    async with desk.anonymous() as client:
        ids = re.findall(r'name="case" value="([^"]+)"', (await client.get(path)).text)
        await desk.take(*emergency(desk, FEW))
        assert len(mails.mails) == ALONE_AT_MOST + 1
        answer = (await client.post(path, data={"case": ids})).text
        assert "What is listed below was not among them" in answer
        assert f"Storm comment number {FEW}." in answer
        assert "Storm comment number 0." not in answer
        # The group is answered: what comes now is told again.
        await desk.take(*emergency(desk, FEW + 1))
        assert len(mails.mails) == ALONE_AT_MOST + 2
    await desk.jump(desk.now + timedelta(minutes=10))
    second = on_call(desk, OnCall.SECONDARY)
    assert len(mails.to(second.email)) == 2


async def test_what_joins_silently_is_not_said_to_have_been_sent(
    desk: Desk, mails: MailSink
) -> None:
    """After the group's alert went out, a further case has a note and a timer but no AlertSent."""
    await begin(desk, FEW)
    await desk.settle()
    await desk.take(*emergency(desk, FEW))
    opened = desk.published(CaseOpened)[-1].case_id
    assert opened not in {each.case_id for each in desk.published(AlertSent)}
    async with desk.client() as client:
        file = (await client.get(f"/v1/cases/{opened}")).json()
    assert {alert["state"] for alert in file["alerts"]} == {"grouped"}
    assert any("Many cases at once" in note["note"] for note in file["notes"])
    async with desk.anonymous() as client:
        assert f"number {FEW}." in (await client.get(page_of(group_mail(mails.mails)))).text


async def test_something_immediate_is_told_by_itself_in_a_less_urgent_storm(
    desk: Desk, mails: MailSink
) -> None:
    """An emergency after many urgent cases has an alert of its own."""
    await begin(desk, FEW, Urgency.URGENT)
    await desk.settle()
    assert len(mails.mails) == ALONE_AT_MOST + 1
    await desk.take(*emergency(desk, FEW))
    assert mails.mails[-1]["Subject"].startswith("Immediate: Emergency")
    assert not page_of(mails.mails[-1]).endswith("/group")


async def test_a_group_that_cannot_be_sent_goes_to_the_next_person(
    desk: Desk, mails: MailSink, hooks: WebhookSink
) -> None:
    """With every channel refusing, no case stays behind its group: all climb at once."""
    mails.recipient_reply, hooks.status = "550 no such user", 410
    await begin(desk, FEW)
    await desk.service.timers.run_due()
    for _ in range(2):
        await desk.service.alerts.send_due()
    mails.recipient_reply, hooks.status = "250 OK", 204
    await desk.jump(desk.now + timedelta(minutes=1))
    told = {each.case_id for each in desk.published(AlertSent)}
    assert told == {each.case_id for each in desk.published(CaseOpened)}
    assert len(mails.mails) <= ALONE_AT_MOST + 1


async def test_a_lead_that_is_taken_before_its_group_is_sent_silences_nothing(
    desk: Desk, mails: MailSink
) -> None:
    """The group's alert goes out for the others, though its own case is taken."""
    await begin(desk, FEW)
    await desk.service.timers.run_due()
    ((lead,),) = await rows(
        desk,
        "SELECT DISTINCT case_id::text FROM alerts"
        " WHERE group_id IS NOT NULL AND carried_by IS NULL",
    )
    async with desk.client() as client:
        await client.post(f"/v1/cases/{lead}/acknowledge")
    await desk.settle()
    assert len(mails.mails) == ALONE_AT_MOST + 1
    assert f"{FEW - 1} now waiting" in group_mail(mails.mails).get_content()


async def test_the_list_leads_to_each_case_and_to_nothing_else(desk: Desk, mails: MailSink) -> None:
    """A case on the list opens and can be taken alone; a single alert's link opens no list."""
    await begin(desk, FEW)
    await desk.settle()
    path = page_of(group_mail(mails.mails))
    async with desk.anonymous() as client:
        page = (await client.get(path)).text
        found = re.search(r'href="(/a/[^"]+/group/[^"]+)"', page)
        assert found is not None
        assert "I am taking this case" in (await client.get(found[1])).text
        assert "You have taken this case" in (await client.post(found[1])).text
        assert f"{FEW - 1} cases wait" in (await client.get(path)).text
        foreign = f"{path}/00000000-0000-5000-8000-000000000000"
        single = next(page_of(mail) for mail in mails.mails if not page_of(mail).endswith("/group"))
        for refused in (foreign, f"{single}/group", f"{path[:-9]}/group", "/a/x/group"):
            assert (await client.get(refused)).status_code == 403
            assert (await client.post(refused)).status_code == 403
        assert (await client.post(path, content=b"\xff")).status_code == 403
    await desk.settle()
    assert len(desk.published(CaseAcknowledged)) == 1


async def test_a_case_of_the_list_is_closed_on_its_page(desk: Desk, mails: MailSink) -> None:
    """Whoever took it from the list gets the same form there; the others stay."""
    await begin(desk, FEW)
    await desk.settle()
    path = page_of(group_mail(mails.mails))
    async with desk.anonymous() as client:
        found = re.search(r'href="(/a/[^"]+/group/[^"]+)"', (await client.get(path)).text)
        assert found is not None
        said = {"outcome": "Rung back."}
        assert "Only whoever has taken" in (await client.post(found[1], data=said)).text
        assert '<textarea id="outcome"' in (await client.post(found[1])).text
        assert "closed this case at" in (await client.post(found[1], data=said)).text
        foreign = f"{path}/00000000-0000-5000-8000-000000000000"
        assert (await client.post(foreign, data=said)).status_code == 403
    await desk.settle()
    (closed,) = desk.published(CaseClosed)
    assert found[1].endswith(closed.case_id)


@pytest.mark.parametrize("start", [utc(2026, 11, 2, 12)])
async def test_a_backlog_of_one_body_holds_up_no_other(desk: Desk, mails: MailSink) -> None:
    """With forty alerts to one body's team waiting, another body's goes out among the first."""
    await begin(desk, 40, Urgency.URGENT)
    await desk.take(decision_made(make_ref("2_1"), now=desk.now, organisation="bsw"))
    recipients = [str(mail["To"]) for mail in mails.mails]
    place = next(place for place, to in enumerate(recipients) if "lincolnshire" not in to)
    assert place < 8

"""The service as it runs: events from the log, timers by themselves, readiness, gauges."""

from __future__ import annotations

from moderation_common.eventlog import publish_events
from moderation_common.events import AlertSent, CaseOpened
from moderation_common.postgres import read_taken_up
from moderation_escalation.adapters.tables import SCHEMA
from tests.support.alert_sinks import MailSink
from tests.support.escalation import Desk, comment_received, decision_made, make_ref
from tests.support.waiting import eventually


async def test_an_event_on_the_log_becomes_an_alert(desk: Desk, mails: MailSink) -> None:
    """Consumer, timers, sending and relay work together without being driven."""
    ref = make_ref()
    await publish_events(
        desk.event_log,
        [comment_received(ref, now=desk.now), decision_made(ref, now=desk.now)],
    )
    await desk.service.lifecycle.start()
    await eventually(lambda: len(mails.mails) == 1, what="the mail")
    await eventually(
        lambda: bool(desk.published(CaseOpened)) and len(desk.published(AlertSent)) == 2,
        what="the events",
    )
    async with desk.anonymous() as client:
        assert (await client.get("/readyz")).json() == {"ready": True, "wrong": {}}


async def test_the_policy_versions_in_force_are_remembered(desk: Desk, fresh_database: str) -> None:
    """After a restart no other version can pass for a body's first."""
    await desk.service.lifecycle.start()

    async def remembered() -> bool:
        known = await read_taken_up(fresh_database, schema=SCHEMA)
        return "lincolnshire" in {version.organisation for version in known}

    await eventually(remembered, what="the versions")


async def test_the_gauges_show_what_waits_and_what_is_late(desk: Desk) -> None:
    """A timer that nobody runs is seen as late."""
    await desk.service.events.handle(
        decision_made(make_ref(), now=desk.now, doubts=["It may be a quotation."])
    )
    desk.clock.now = desk.now.replace(minute=5)
    await desk.service.backlog.look()
    async with desk.anonymous() as client:
        page = (await client.get("/metrics")).text
    assert "moderation_escalation_timers_late_seconds 300.0" in page
    assert 'moderation_escalation_reviews_open{organisation="lincolnshire"} 1.0' in page

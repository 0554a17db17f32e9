"""Edits, removals, repeats and disorder: nothing is dropped and nobody is told twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from moderation_common.errors import PermanentError
from moderation_common.events import AlertSent, CaseEscalated, CaseOpened
from moderation_common.vocabulary import Label, Urgency
from tests.support.alert_sinks import MailSink
from tests.support.escalation import (
    TEXT,
    Desk,
    comment_edited,
    comment_received,
    comment_removed,
    decision_made,
    make_ref,
    page_of,
    utc,
)

REF = make_ref()
HOUR = timedelta(hours=1)


async def files(desk: Desk) -> dict[str, dict[str, Any]]:
    """Return the files of all cases, by route."""
    found = {}
    async with desk.client() as client:
        for case in (await client.get("/v1/cases")).json()["cases"]:
            file = (await client.get(f"/v1/cases/{case['case_id']}")).json()
            found[case["route"]] = file
    return found


async def test_the_same_event_again_changes_nothing(desk: Desk, mails: MailSink) -> None:
    """At least once is delivered, once is done."""
    comment = comment_received(REF, now=desk.now)
    decision = decision_made(REF, now=desk.now, doubts=["Is it about us?"])
    await desk.take(comment, decision)
    await desk.take(comment, decision)
    assert len(mails.mails) == 1
    assert len(desk.published(CaseOpened)) == 1


async def test_a_second_decision_for_the_same_route_tells_nobody_again(
    desk: Desk, mails: MailSink
) -> None:
    """One thing, one alert; the case has the newest decision."""
    await desk.take(decision_made(REF, now=desk.now))
    second = decision_made(REF, now=desk.now)
    await desk.take(second)
    assert len(mails.mails) == 1
    assert len(desk.published(CaseOpened)) == 1
    case = (await files(desk))["patient-safety"]
    assert case["decision"]["decision_id"] == second.data.decision_id  # type: ignore[attr-defined]


async def test_an_edit_that_adds_a_route_opens_a_case_for_it(desk: Desk, mails: MailSink) -> None:
    """The new concern is news and is told; the old case stays as it is."""
    await desk.take(comment_received(REF, now=desk.now), decision_made(REF, now=desk.now))
    desk.clock.advance(timedelta(minutes=1))
    await desk.take(
        comment_edited(REF, now=desk.now, text="And there is a child here alone"),
        decision_made(
            REF,
            now=desk.now,
            labels=[Label.PATIENT_SAFETY, Label.SAFEGUARDING],
            routes=["patient-safety", "safeguarding"],
        ),
    )
    assert [each.route for each in desk.published(CaseOpened)] == [
        "patient-safety",
        "safeguarding",
    ]
    assert len(mails.mails) == 2
    assert "Safeguarding" in mails.mails[1]["Subject"]
    cases = await files(desk)
    assert cases["safeguarding"]["comment"]["text"] == "And there is a child here alone"
    notes = [note["note"] for note in cases["patient-safety"]["notes"]]
    assert notes == ["The author changed the comment."]


async def test_a_route_that_a_later_decision_drops_stays_a_case(
    desk: Desk, mails: MailSink
) -> None:
    """The comment was softened; whether the concern is gone is for a person to say."""
    await desk.take(decision_made(REF, now=desk.now))
    await desk.take(decision_made(REF, now=desk.now, labels=[], routes=[]))
    case = (await files(desk))["patient-safety"]
    assert case["case"]["status"] == "open"
    assert "no longer asks for this route" in case["notes"][0]["note"]
    await desk.advance(timedelta(minutes=31))
    assert len(mails.mails) == 2


async def test_a_rise_in_urgency_tells_again(desk: Desk, mails: MailSink) -> None:
    """The same person is told that it has become immediate, and has less time."""
    await desk.take(decision_made(REF, now=desk.now))
    await desk.take(decision_made(REF, now=desk.now, urgency=Urgency.IMMEDIATE))
    first, again = mails.mails
    assert first["To"] == again["To"]
    assert again["Subject"].startswith("Immediate:")
    assert first["Message-ID"] != again["Message-ID"]
    assert desk.published(CaseEscalated) == []
    await desk.jump(desk.now + timedelta(minutes=10))
    assert [each.step for each in desk.published(CaseEscalated)] == [1]


async def test_a_rise_after_somebody_took_it_has_to_be_taken_again(
    desk: Desk, mails: MailSink
) -> None:
    """Taking an urgent case was no promise about an immediate one."""
    await desk.take(decision_made(REF, now=desk.now))
    async with desk.anonymous() as client:
        await client.post(page_of(mails.mails[0]))
    await desk.take(decision_made(REF, now=desk.now, urgency=Urgency.IMMEDIATE))
    case = (await files(desk))["patient-safety"]
    assert case["case"]["status"] == "open"
    assert len(mails.mails) == 2
    async with desk.anonymous() as client:
        await client.post(page_of(mails.mails[1]))
    await desk.jump(desk.now + HOUR)
    assert len(mails.mails) == 2


@pytest.mark.parametrize("start", [utc(2026, 11, 2, 16, 59)])
async def test_a_rise_after_closing_time_goes_past_the_team(desk: Desk, mails: MailSink) -> None:
    """The team was told at 16:59 and has gone home; at 17:05 the person on call is told."""
    await desk.take(decision_made(REF, now=desk.now))
    desk.clock.advance(timedelta(minutes=6))
    await desk.take(decision_made(REF, now=desk.now, urgency=Urgency.IMMEDIATE))
    assert [each.step for each in desk.published(CaseEscalated)] == [1]
    assert mails.mails[1]["To"].startswith("duty-")


async def test_a_rise_of_what_waits_for_the_morning_wakes_somebody_now(
    desk: Desk, mails: MailSink
) -> None:
    """A complaint that turns out to be immediate does not wait for nine o'clock."""
    complaint = {"labels": [Label.COMPLAINT], "routes": ["complaint"]}
    await desk.take(
        decision_made(REF, now=desk.now, urgency=Urgency.ROUTINE, **complaint)  # type: ignore[arg-type]
    )
    assert mails.mails == []
    await desk.take(
        decision_made(REF, now=desk.now, urgency=Urgency.IMMEDIATE, **complaint)  # type: ignore[arg-type]
    )
    assert mails.mails[0]["To"].startswith("duty-")


async def test_a_closed_case_does_not_swallow_a_new_version(desk: Desk) -> None:
    """After the case was closed, a new decision for the route opens another."""
    await desk.take(decision_made(REF, now=desk.now))
    async with desk.client() as client:
        (case,) = (await client.get("/v1/cases")).json()["cases"]
        await client.post(f"/v1/cases/{case['case_id']}/close", json={"outcome": "Spoken to."})
    await desk.take(decision_made(REF, now=desk.now))
    opened = desk.published(CaseOpened)
    assert len(opened) == 2
    assert opened[0].case_id != opened[1].case_id


async def test_closing_the_case_that_led_lets_the_others_climb(desk: Desk, mails: MailSink) -> None:
    """A case told of together with one that is closed is not forgotten with it."""
    await desk.take(
        decision_made(
            REF,
            now=desk.now,
            labels=[Label.SELF_HARM, Label.REPUTATIONAL],
            routes=["self-harm", "reputational"],
            urgency=Urgency.IMMEDIATE,
        )
    )
    cases = await files(desk)
    assert cases["reputational"]["case"]["follows"] == cases["self-harm"]["case"]["case_id"]
    async with desk.client() as client:
        path = f"/v1/cases/{cases['self-harm']['case']['case_id']}/close"
        await client.post(path, json={"outcome": "Police are there."})
    assert len(mails.mails) == 1
    await desk.jump(desk.now + timedelta(minutes=10))
    assert len(mails.mails) == 2
    assert "Risk to reputation" in mails.mails[1]["Subject"]


async def test_the_team_hears_of_the_others_when_the_one_told_of_is_closed(
    desk: Desk, mails: MailSink
) -> None:
    """Two concerns of one team at night, one closed before morning: the other is handed over."""
    await desk.take(
        decision_made(
            REF,
            now=desk.now,
            labels=[Label.EMERGENCY, Label.REPUTATIONAL],
            routes=["emergency", "reputational"],
            urgency=Urgency.IMMEDIATE,
        )
    )
    cases = await files(desk)
    async with desk.client() as client:
        path = f"/v1/cases/{cases['emergency']['case']['case_id']}"
        await client.post(f"{path}/acknowledge")
        await client.post(f"{path}/close", json={"outcome": "The ambulance came."})
    await desk.jump(utc(2026, 11, 3, 9))
    (handed_over,) = mails.to("communications@lincolnshire.example")
    assert "Risk to reputation" in handed_over["Subject"]


async def test_a_removal_is_noted_and_the_case_kept(desk: Desk, mails: MailSink) -> None:
    """Somebody may still need help though the words are gone."""
    await desk.take(comment_received(REF, now=desk.now), decision_made(REF, now=desk.now))
    await desk.take(comment_removed(REF, now=desk.now))
    case = (await files(desk))["patient-safety"]
    assert case["comment"]["removed_at"] is not None
    assert case["comment"]["text"] == TEXT
    assert case["notes"][0]["note"] == "The comment was removed from the platform."
    await desk.jump(desk.now + timedelta(minutes=30))
    assert len(mails.mails) == 2


async def test_a_decision_may_come_before_its_comment(desk: Desk, mails: MailSink) -> None:
    """The alert goes out at once; the text is on the page when it has come."""
    await desk.take(decision_made(REF, now=desk.now))
    path = page_of(mails.mails[0])
    async with desk.anonymous() as client:
        assert "has not arrived here yet" in (await client.get(path)).text
        await desk.take(comment_received(REF, now=desk.now, text="Please send somebody"))
        assert "Please send somebody" in (await client.get(path)).text


async def test_an_older_version_does_not_overwrite_a_newer_one(desk: Desk) -> None:
    """An edit that overtakes its comment stays, and a removal before the comment is kept."""
    await desk.take(comment_edited(REF, now=desk.now, text="The new words"))
    await desk.take(comment_removed(REF, now=desk.now))
    await desk.take(comment_received(REF, now=desk.now - HOUR, text="The old words"))
    await desk.take(decision_made(REF, now=desk.now))
    comment = (await files(desk))["patient-safety"]["comment"]
    assert comment["text"] == "The new words"
    assert comment["removed_at"] is not None


async def test_a_body_without_a_pack_is_refused(desk: Desk) -> None:
    """The event goes to the dead letters with its reason, and is not lost in silence."""
    with pytest.raises(PermanentError, match="policy pack"):
        await desk.take(decision_made(REF, now=desk.now, organisation="nowhere"))


async def test_a_route_that_the_pack_lacks_is_told_all_the_same(
    desk: Desk, mails: MailSink
) -> None:
    """A decision under a newer pack than ours goes to somebody, and is counted."""
    await desk.take(decision_made(REF, now=desk.now, routes=["brand-new"]))
    assert len(mails.mails) == 1
    assert (await files(desk))["brand-new"]["case"]["team"] == "communications"


@pytest.mark.parametrize("start", [utc(2026, 11, 2, 12)])
async def test_a_rise_in_hours_tells_the_team_again(desk: Desk, mails: MailSink) -> None:
    """The team is at work and has ten minutes now instead of thirty."""
    await desk.take(decision_made(REF, now=desk.now))
    await desk.take(decision_made(REF, now=desk.now, urgency=Urgency.IMMEDIATE))
    assert [mail["To"] for mail in mails.mails] == ["quality@lincolnshire.example"] * 2
    await desk.jump(desk.now + timedelta(minutes=10))
    assert [each.step for each in desk.published(CaseEscalated)] == [1]


async def test_a_case_told_of_with_another_climbs_alone_when_it_rises(
    desk: Desk, mails: MailSink
) -> None:
    """What has become immediate does not wait for the case that it was told of with."""
    both = {
        "labels": [Label.REPUTATIONAL, Label.PATIENT_SAFETY],
        "routes": ["reputational", "patient-safety"],
    }
    await desk.take(decision_made(REF, now=desk.now, **both))  # type: ignore[arg-type]
    before = await files(desk)
    lead = before["reputational"]["case"]["case_id"]
    assert before["patient-safety"]["case"]["follows"] == lead
    await desk.take(
        decision_made(REF, now=desk.now, urgency=Urgency.IMMEDIATE, **both)  # type: ignore[arg-type]
    )
    assert (await files(desk))["patient-safety"]["case"]["follows"] is None
    assert mails.mails[-1]["Subject"].startswith("Immediate: Patient safety")


async def test_every_case_told_of_has_its_own_record(desk: Desk) -> None:
    """An alert for two cases is in the record of both, under ids of their own."""
    await desk.take(
        decision_made(
            REF,
            now=desk.now,
            labels=[Label.SELF_HARM, Label.SAFEGUARDING],
            routes=["self-harm", "safeguarding"],
            urgency=Urgency.IMMEDIATE,
        )
    )
    sent = desk.published(AlertSent)
    assert len({each.case_id for each in sent}) == 2
    assert len({each.alert_id for each in sent}) == len(sent) == 4

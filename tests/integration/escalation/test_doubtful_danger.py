"""What may be danger, but not surely: the person on call looks, and is told that it is in doubt."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from moderation_common.events import CaseOpened, ReviewOpened
from moderation_common.vocabulary import Label, Urgency
from tests.support.alert_sinks import MailSink
from tests.support.escalation import (
    Desk,
    comment_edited,
    comment_received,
    decision_made,
    make_ref,
    page_of,
)

REF = make_ref()
MINUTE = timedelta(minutes=1)
MAY_BE: dict[str, Any] = {
    "labels": [],
    "routes": [],
    "urgency": Urgency.ROUTINE,
    "doubts": ["It may be self harm, but not surely."],
    "doubtful": [Label.SELF_HARM],
}
SURE: dict[str, Any] = {
    "labels": [Label.SELF_HARM],
    "routes": ["self-harm"],
    "urgency": Urgency.IMMEDIATE,
}
NOT_SURE = "The machine is not sure of this"


async def test_somebody_is_told_at_once_and_that_it_is_in_doubt(
    desk: Desk, mails: MailSink
) -> None:
    """At night, once, with the wording of a doubt; the review stands in the queue as well."""
    await desk.take(comment_received(REF, now=desk.now), decision_made(REF, now=desk.now, **MAY_BE))
    (mail,) = mails.mails
    assert mail["To"].startswith("duty-")
    assert mail["Subject"].startswith("Immediate: May be risk of self-harm")
    assert NOT_SURE in mail.get_content()
    (opened,) = desk.published(CaseOpened)
    assert (opened.route, opened.urgency) == ("self-harm", Urgency.IMMEDIATE)
    assert opened.labels == opened.doubtful_labels == (Label.SELF_HARM,)
    assert len(desk.published(ReviewOpened)) == 1
    async with desk.anonymous() as client:
        page = (await client.get(page_of(mail))).text
    assert "<h1>May be risk of self-harm</h1>" in page
    assert NOT_SURE in page
    assert "116 123" in page or "0800" in page


@pytest.mark.parametrize(
    "label, route, urgency",
    [
        (Label.EMERGENCY, "emergency", Urgency.IMMEDIATE),
        (Label.SAFEGUARDING, "safeguarding", Urgency.URGENT),
        (Label.PATIENT_SAFETY, "patient-safety", Urgency.URGENT),
    ],
)
async def test_every_doubt_about_somebodys_safety_becomes_a_case(
    desk: Desk, mails: MailSink, label: Label, route: str, urgency: Urgency
) -> None:
    """On the route and with the urgency that it would have for sure."""
    await desk.take(decision_made(REF, now=desk.now, **MAY_BE | {"doubtful": [label]}))
    (opened,) = desk.published(CaseOpened)
    assert (opened.route, opened.urgency) == (route, urgency)
    assert len(mails.mails) == 1


async def test_other_doubts_wake_nobody(desk: Desk, mails: MailSink) -> None:
    """A possible threat, a possible matter for the press and possible profanity are reviews."""
    doubtful = [Label.THREAT, Label.REPUTATIONAL, Label.PROFANITY, Label.FOI]
    await desk.take(decision_made(REF, now=desk.now, **MAY_BE | {"doubtful": doubtful}))
    assert mails.mails == []
    assert desk.published(CaseOpened) == []
    assert len(desk.published(ReviewOpened)) == 1


async def only_file(desk: Desk) -> dict[str, Any]:
    """Return the file of the only case."""
    async with desk.client() as client:
        (case,) = (await client.get("/v1/cases")).json()["cases"]
        found: dict[str, Any] = (await client.get(f"/v1/cases/{case['case_id']}")).json()
    return found


async def take_it(desk: Desk, mail: EmailMessage) -> None:
    """Take the case by the link in a mail."""
    async with desk.anonymous() as client:
        await client.post(page_of(mail))


async def test_certainty_after_doubt_tells_again(desk: Desk, mails: MailSink) -> None:
    """Who took a doubt for nothing learns that it was something, though as urgent as before."""
    first = comment_received(REF, now=desk.now, text="I have had thoughts")
    await desk.take(first, decision_made(REF, now=desk.now, about=first, **MAY_BE))
    await take_it(desk, mails.mails[0])
    desk.clock.advance(MINUTE)
    second = comment_edited(REF, now=desk.now, text="I am hanging myself tonight")
    await desk.take(second, decision_made(REF, now=desk.now, about=second, **SURE))
    assert len(desk.published(CaseOpened)) == 1
    _, again = mails.mails
    assert again["Subject"].startswith("Immediate: Risk of self-harm")
    assert NOT_SURE not in again.get_content()
    file = await only_file(desk)
    case = file["case"]
    assert (case["labels"], case["doubtful_labels"]) == (["self_harm"], [])
    assert (case["status"], case["acknowledged"]) == ("open", None)
    assert [version["text"] for version in file["raised_by"]] == [
        "I have had thoughts",
        "I am hanging myself tonight",
    ]
    assert any("risk of self-harm" in note["note"] for note in file["notes"])
    assert any("it has to be taken again" in note["note"] for note in file["notes"])
    await desk.jump(desk.now + MINUTE * 10)
    assert len(mails.mails) == 3


async def test_certainty_tells_again_while_nobody_has_taken_it(desk: Desk, mails: MailSink) -> None:
    """Who still looks at the doubt is told that it is none, and has the full time anew."""
    await desk.take(decision_made(REF, now=desk.now, **MAY_BE))
    await desk.take(decision_made(REF, now=desk.now, **SURE))
    first, again = mails.mails
    assert first["To"] == again["To"]
    assert NOT_SURE not in again.get_content()


async def test_another_danger_in_the_same_case_tells_again(desk: Desk, mails: MailSink) -> None:
    """Also where it is in doubt itself, and no more urgent than what the case was opened for."""
    # No pack knows this route, so that all dangers share it.
    one = {"labels": [Label.SAFEGUARDING], "routes": ["brand-new"]}
    both = {"labels": [Label.SAFEGUARDING, Label.PATIENT_SAFETY], "routes": ["brand-new"]}
    await desk.take(decision_made(REF, now=desk.now, **one))  # type: ignore[arg-type]
    await take_it(desk, mails.mails[0])
    await desk.take(decision_made(REF, now=desk.now, **both))  # type: ignore[arg-type]
    assert len(mails.mails) == 2
    assert (await only_file(desk))["case"]["status"] == "open"


@pytest.mark.parametrize("again", [[MAY_BE], [SURE], [SURE, MAY_BE], [SURE, MAY_BE, SURE]])
async def test_the_same_danger_again_tells_nobody(
    desk: Desk, mails: MailSink, again: list[dict[str, Any]]
) -> None:
    """Neither a repeat, nor doubt after certainty, nor what was certain before the doubt."""
    for each in again:
        await desk.take(decision_made(REF, now=desk.now, **each))
    told = len(mails.mails)
    await take_it(desk, mails.mails[-1])
    await desk.take(decision_made(REF, now=desk.now, **again[-1]))
    assert told == len(mails.mails) == 1
    assert (await only_file(desk))["case"]["status"] == "acknowledged"


async def test_doubt_after_certainty_takes_nothing_back(desk: Desk, mails: MailSink) -> None:
    """What was certain once stays so for a person to settle."""
    await desk.take(decision_made(REF, now=desk.now, **SURE))
    await desk.take(decision_made(REF, now=desk.now, **MAY_BE))
    assert len(mails.mails) == 1
    async with desk.client() as client:
        (case,) = (await client.get("/v1/cases")).json()["cases"]
    assert (case["urgency"], case["doubtful_labels"]) == ("immediate", [])


async def test_certainty_that_is_more_urgent_tells_again(desk: Desk, mails: MailSink) -> None:
    """A doubt that was urgent and is immediate now is news."""
    await desk.take(
        decision_made(REF, now=desk.now, **MAY_BE | {"doubtful": [Label.PATIENT_SAFETY]})
    )
    await desk.take(decision_made(REF, now=desk.now, urgency=Urgency.IMMEDIATE))
    assert len(mails.mails) == 2
    assert mails.mails[1]["Subject"].startswith("Immediate: Patient safety")
    assert NOT_SURE not in mails.mails[1].get_content()


async def test_what_is_certain_and_what_is_not_are_told_together(
    desk: Desk, mails: MailSink
) -> None:
    """One alert says which is which."""
    await desk.take(decision_made(REF, now=desk.now, doubtful=[Label.SAFEGUARDING]))
    (mail,) = mails.mails
    assert "Patient safety, may be safeguarding" in mail["Subject"]
    assert {each.route for each in desk.published(CaseOpened)} == {"patient-safety", "safeguarding"}

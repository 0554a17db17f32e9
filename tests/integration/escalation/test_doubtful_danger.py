"""What may be danger, but not surely: the person on call looks, and is told that it is in doubt."""

from __future__ import annotations

from typing import Any

import pytest

from moderation_common.events import CaseOpened, ReviewOpened
from moderation_common.vocabulary import Label, Urgency
from tests.support.alert_sinks import MailSink
from tests.support.escalation import Desk, comment_received, decision_made, make_ref, page_of

REF = make_ref()
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


async def test_certainty_after_doubt_tells_nobody_twice(desk: Desk, mails: MailSink) -> None:
    """The case is no longer in doubt; whoever was told knows already."""
    await desk.take(decision_made(REF, now=desk.now, **MAY_BE))
    await desk.take(decision_made(REF, now=desk.now, **SURE))
    assert len(mails.mails) == len(desk.published(CaseOpened)) == 1
    async with desk.client() as client:
        (case,) = (await client.get("/v1/cases")).json()["cases"]
    assert (case["labels"], case["doubtful_labels"]) == (["self_harm"], [])


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

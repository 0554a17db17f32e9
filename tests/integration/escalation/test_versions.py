"""Versions of a comment: what raised the alarm stays readable, and what was overtaken only adds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from moderation_common.events import CaseOpened, ReviewOpened
from moderation_common.postgres import Database
from moderation_common.vocabulary import Action, Label, Urgency
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
SURE: dict[str, Any] = {
    "labels": [Label.SELF_HARM],
    "routes": ["self-harm"],
    "urgency": Urgency.IMMEDIATE,
}
NOTHING: dict[str, Any] = {"labels": [], "routes": [], "urgency": Urgency.ROUTINE}
EARLIER = "About an earlier version, which its author has changed:"
THEN = "The comment as it was when the alarm was raised"
NOW = "The comment as it stands now"


async def only_file(desk: Desk) -> dict[str, Any]:
    """Return the file of the only case."""
    async with desk.client() as client:
        (case,) = (await client.get("/v1/cases")).json()["cases"]
        found: dict[str, Any] = (await client.get(f"/v1/cases/{case['case_id']}")).json()
    return found


async def test_the_words_that_raised_the_alarm_stay_readable(desk: Desk, mails: MailSink) -> None:
    """An edit that takes them back hides them from nobody who was told."""
    first = comment_received(REF, now=desk.now, text="I cannot go on")
    await desk.take(first, decision_made(REF, now=desk.now, about=first, **SURE))
    path = page_of(mails.mails[0])
    async with desk.anonymous() as client:
        before = (await client.get(path)).text
    assert "<h2>The comment</h2>" in before
    assert THEN not in before
    desk.clock.advance(MINUTE)
    second = comment_edited(REF, now=desk.now, text="Lovely weather")
    await desk.take(second, decision_made(REF, now=desk.now, about=second, **NOTHING))
    async with desk.anonymous() as client:
        page = (await client.get(path)).text
    order = [page.index(each) for each in (THEN, "I cannot go on", NOW, "Lovely weather")]
    assert order == sorted(order)
    file = await only_file(desk)
    assert file["comment"]["text"] == "Lovely weather"
    assert [version["text"] for version in file["raised_by"]] == ["I cannot go on"]
    assert file["raised_by"][0]["version"] == first.id


async def test_erasure_takes_the_words_that_raised_the_alarm_too(
    desk: Desk, mails: MailSink
) -> None:
    """Every version is sealed under its author's key; the page says that they are gone."""
    first = comment_received(REF, now=desk.now, text="I cannot go on")
    await desk.take(first, decision_made(REF, now=desk.now, about=first, **SURE))
    await desk.take(comment_edited(REF, now=desk.now + MINUTE, text="Lovely weather"))
    database = Database(desk.database_url, schema="escalation")
    async with database.unit_of_work() as unit:
        await unit.connection.execute(
            text("UPDATE subject_keys SET wrapped_key = NULL, destroyed_at = now()")
        )
    await database.close()
    async with desk.anonymous() as client:
        page = (await client.get(page_of(mails.mails[0]))).text
    assert THEN in page
    assert page.count("was erased together with") == 2
    assert "cannot go on" not in page
    assert (await only_file(desk))["raised_by"][0]["text"] is None


async def test_a_rise_keeps_the_words_that_made_it_rise_too(desk: Desk) -> None:
    """Both alarms can be understood after a third version."""
    texts = ("It is dirty", "She is bleeding now", "All well")
    events = [comment_received(REF, now=desk.now, text=texts[0])]
    events += [
        comment_edited(REF, now=desk.now + MINUTE * number, text=words)
        for number, words in enumerate(texts[1:], start=1)
    ]
    await desk.take(*events)
    for event, urgency in zip(
        events, (Urgency.URGENT, Urgency.IMMEDIATE, Urgency.URGENT), strict=True
    ):
        await desk.take(decision_made(REF, now=desk.now, about=event, urgency=urgency))
    file = await only_file(desk)
    assert [version["text"] for version in file["raised_by"]] == list(texts[:2])
    assert file["comment"]["text"] == "All well"


async def review_files(desk: Desk) -> list[dict[str, Any]]:
    """Return the files of all reviews."""
    async with desk.client() as client:
        return [
            (await client.get(f"/v1/reviews/{review['review_id']}")).json()
            for review in (await client.get("/v1/reviews")).json()["reviews"]
        ]


async def test_an_overtaken_version_opens_its_cases_and_no_review_of_what_is_certain(
    desk: Desk, mails: MailSink
) -> None:
    """Judged after its edit, it still tells of the danger in it, and proposes nothing."""
    first = comment_received(REF, now=desk.now, text="I cannot go on")
    second = comment_edited(REF, now=desk.now + MINUTE, text="Lovely weather")
    await desk.take(second, first)
    await desk.take(decision_made(REF, now=desk.now, about=second, **NOTHING))
    await desk.take(
        decision_made(
            REF,
            now=desk.now,
            about=first,
            superseded=True,
            actions=[Action.LEAVE, Action.REPORT],
            **SURE,
        )
    )
    assert len(mails.mails) == len(desk.published(CaseOpened)) == 1
    assert desk.published(ReviewOpened) == []
    file = await only_file(desk)
    assert file["comment"]["text"] == "Lovely weather"
    assert [version["text"] for version in file["raised_by"]] == ["I cannot go on"]
    assert file["decision"]["superseded"] is True
    assert "earlier version" in file["notes"][0]["note"]


async def test_an_overtaken_version_replaces_nothing_and_lowers_nothing(
    desk: Desk, mails: MailSink
) -> None:
    """The newest decision and its urgency stand; its open review keeps them, and its doubts."""
    newest = decision_made(
        REF, now=desk.now, urgency=Urgency.IMMEDIATE, doubts=["It may be a quotation."]
    )
    await desk.take(newest)
    await desk.take(
        decision_made(REF, now=desk.now, superseded=True, doubts=["Overtaken."], labels=[]),
        decision_made(REF, now=desk.now, superseded=True, doubts=["Endangered."]),
        decision_made(REF, now=desk.now, superseded=True, **NOTHING),
    )
    file = await only_file(desk)
    assert file["decision"]["decision_id"] == newest.data.decision_id  # type: ignore[attr-defined]
    assert file["case"]["urgency"] == "immediate"
    assert file["notes"] == []
    assert len(mails.mails) == 1
    async with desk.client() as client:
        (review,) = (await client.get("/v1/reviews")).json()["reviews"]
    assert review["doubts"] == ["It may be a quotation.", f"{EARLIER} Endangered."]
    (opened,) = await review_files(desk)
    assert opened["decision"]["decision_id"] == newest.data.decision_id  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "found",
    [
        {"doubts": ["It may be self harm, but not surely."]},
        {"doubts": ["It may be patient safety."], "labels": [Label.PATIENT_SAFETY]},
        {"doubts": ["See what a rule says."], "doubtful": [Label.THREAT]},
        {"doubts": ["The text seems to be in Polish, which the machine cannot judge."]},
    ],
)
async def test_what_may_be_danger_in_an_overtaken_version_is_put_before_a_person(
    desk: Desk, found: dict[str, Any]
) -> None:
    """They see its words beside those of now, and that it is about the former."""
    first = comment_received(REF, now=desk.now, text="I've had thoughts")
    second = comment_edited(REF, now=desk.now + MINUTE, text="Lovely weather")
    current = decision_made(REF, now=desk.now, about=second, **NOTHING)
    await desk.take(first, second, current)
    await desk.take(
        decision_made(REF, now=desk.now, about=first, superseded=True, **NOTHING | found)
    )
    (opened,) = desk.published(ReviewOpened)
    assert opened.doubts == (f"{EARLIER} {found['doubts'][0]}",)
    (file,) = await review_files(desk)
    assert [version["text"] for version in file["raised_by"]] == ["I've had thoughts"]
    assert file["comment"]["text"] == "Lovely weather"
    # What the person decides about is what stands there now.
    assert file["decision"]["decision_id"] == current.data.decision_id  # type: ignore[attr-defined]


async def test_another_doubt_about_an_overtaken_version_asks_nobody(desk: Desk) -> None:
    """Whether words that have gone were spam is nobody's question any more."""
    await desk.take(decision_made(REF, now=desk.now, **NOTHING))
    doubts = ["It may be spam, but not surely.", "The policy would hide this."]
    await desk.take(
        decision_made(REF, now=desk.now, superseded=True, **NOTHING | {"doubts": doubts})
    )
    assert desk.published(ReviewOpened) == []


async def test_an_overtaken_version_whose_edit_is_not_judged_here_yet_is_reviewed(
    desk: Desk,
) -> None:
    """The decisions may come in either order; the review is one, and about the newest at last."""
    late = decision_made(
        REF, now=desk.now, superseded=True, **NOTHING | {"doubts": ["It may be threat."]}
    )
    await desk.take(late)
    newest = decision_made(REF, now=desk.now, **NOTHING | {"doubts": ["It may be a quotation."]})
    await desk.take(newest)
    (file,) = await review_files(desk)
    assert file["review"]["doubts"] == [f"{EARLIER} It may be threat.", "It may be a quotation."]
    assert file["decision"]["decision_id"] == newest.data.decision_id  # type: ignore[attr-defined]


async def test_an_overtaken_version_is_in_no_group(desk: Desk) -> None:
    """Its review is its own, and no verdict on the others is carried out for it."""
    other = make_ref("1_3")
    wave: dict[str, Any] = NOTHING | {"doubts": ["It may be spam."], "group": "wave"}
    await desk.take(decision_made(other, now=desk.now, **wave))
    await desk.take(decision_made(REF, now=desk.now, **wave))
    await desk.take(
        decision_made(
            REF, now=desk.now, superseded=True, **NOTHING | {"doubts": ["It may be threat."]}
        )
    )
    reviews = {file["review"]["ref"]: file["review"] for file in await review_files(desk)}
    assert (reviews[str(other)]["group_id"], reviews[str(other)]["group_size"]) == ("wave", 1)
    assert reviews[str(REF)]["group_id"] is None

"""Ways back: what the machine did without doubt can be put before a person and undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from moderation_common.events import ActionRequested, Event, ReviewOpened
from moderation_common.vocabulary import Action, Role
from tests.support.escalation import (
    Desk,
    action_completed,
    comment_edited,
    comment_received,
    decision_made,
    make_ref,
    visibility_changed,
)

REF = make_ref()
SECOND = timedelta(seconds=1)
ASK = {"ref": str(REF), "note": "It is fair criticism."}


def verdict(*actions: str) -> dict[str, Any]:
    """Return a decision as a moderator sends it."""
    return {"category": "anything_else", "actions": list(actions)}


async def hide(desk: Desk) -> Event:
    """Have the machine hide a comment by itself, without any doubt; returns its decision."""
    decision = decision_made(
        REF, now=desk.now, labels=[], routes=[], actions=[Action.HIDE, Action.REPLY]
    )
    await desk.take(
        comment_received(REF, now=desk.now),
        decision,
        action_completed(REF, Action.HIDE, now=desk.now),
    )
    return decision


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.DUTY_MANAGER])
async def test_what_was_hidden_without_doubt_can_be_shown_again(desk: Desk, role: Role) -> None:
    """A person asks for a review, reads everything, and unhides."""
    decision = await hide(desk)
    assert desk.published(ReviewOpened) == []
    async with desk.client(role) as client:
        asked = await client.post("/v1/reviews", json=ASK)
        assert asked.status_code == 201
        review = asked.json()
        assert review["request"] == "It is fair criticism."
        path = f"/v1/reviews/{review['review_id']}"
        file = (await client.get(path)).json()
        assert file["review"] == review
        assert file["comment"]["hidden"] is True
        assert file["decision"]["decision_id"] == decision.data.decision_id  # type: ignore[attr-defined]
        answer = await client.post(f"{path}/decide", json=verdict("unhide"))
        assert answer.status_code == 200
        assert answer.json()["request"] == "It is fair criticism."
    await desk.settle()
    (opened,) = desk.published(ReviewOpened)
    assert opened.doubts == ("sam asks for another look at it.",)
    (requested,) = desk.published(ActionRequested)
    assert requested.action is Action.UNHIDE


async def test_the_words_that_a_person_asked_about_stay_readable(desk: Desk) -> None:
    """An edit after the asking hides from nobody what was meant."""
    await desk.take(comment_received(REF, now=desk.now, text="I know where you live"))
    async with desk.client() as client:
        review_id = (await client.post("/v1/reviews", json=ASK)).json()["review_id"]
        await desk.take(comment_edited(REF, now=desk.now + SECOND, text="Lovely"))
        file = (await client.get(f"/v1/reviews/{review_id}")).json()
    assert [version["text"] for version in file["raised_by"]] == ["I know where you live"]
    assert file["comment"]["text"] == "Lovely"


async def test_one_review_of_a_comment_at_a_time(desk: Desk) -> None:
    """The second to ask is told which is open; after its decision another may be asked for."""
    await hide(desk)
    async with desk.client() as client:
        first = (await client.post("/v1/reviews", json=ASK)).json()["review_id"]
        second = await client.post("/v1/reviews", json=ASK)
        assert second.status_code == 409
        assert first in second.json()["detail"]
        keep = verdict("hide") | {"labels": ["profanity"]}
        assert (await client.post(f"/v1/reviews/{first}/decide", json=keep)).status_code == 200
        assert (await client.post("/v1/reviews", json=ASK)).status_code == 201


async def test_a_review_is_asked_for_by_those_who_decide_about_what_is_theirs(desk: Desk) -> None:
    """Unknown comments and those of another body are not there; other roles are refused."""
    await hide(desk)
    async with desk.client() as client:
        unknown = await client.post("/v1/reviews", json={"ref": str(make_ref("9_9"))})
        assert (await client.post("/v1/reviews", json={"ref": "nonsense"})).status_code == 400
        assert (await client.post("/v1/reviews", json={"note": "x"})).status_code == 422
    async with desk.client(organisation="bsw") as stranger:
        foreign = await stranger.post("/v1/reviews", json=ASK)
    assert (unknown.status_code, foreign.status_code) == (404, 404)
    assert unknown.json()["detail"] == foreign.json()["detail"]
    for role in (Role.TEAM_MEMBER, Role.AUDITOR, Role.ADMINISTRATOR):
        async with desk.client(role) as other:
            assert (await other.post("/v1/reviews", json=ASK)).status_code == 403


async def leave(desk: Desk) -> tuple[int, str]:
    """Ask for a review if none is open, decide to leave it, and return what is answered."""
    async with desk.client() as client:
        await client.post("/v1/reviews", json=ASK)
        query = {"status": "open", "ref": str(REF)}
        (review,) = (await client.get("/v1/reviews", params=query)).json()["reviews"]
        path = f"/v1/reviews/{review['review_id']}/decide"
        answer = await client.post(path, json=verdict("leave"))
    return answer.status_code, answer.json().get("detail", "")


async def test_leaving_what_we_have_hidden_is_refused(desk: Desk) -> None:
    """In one sentence that says what to choose; once it is shown again it may be left."""
    await hide(desk)
    assert await leave(desk) == (
        409,
        "It is hidden now: choose unhide to show it or hide to keep it.",
    )
    desk.clock.advance(SECOND)
    await desk.take(action_completed(REF, Action.UNHIDE, now=desk.now))
    assert (await leave(desk))[0] == 200


async def test_what_somebody_showed_on_the_platform_is_not_hidden_any_more(desk: Desk) -> None:
    """Whoever shows it by hand undoes our hiding; an old word of it undoes nothing."""
    await hide(desk)
    await desk.take(visibility_changed(REF, hidden=False, now=desk.now - SECOND))
    assert (await leave(desk))[0] == 409
    await desk.take(visibility_changed(REF, hidden=False, now=desk.now + SECOND))
    assert (await leave(desk))[0] == 200


async def test_what_others_hid_may_be_left(desk: Desk) -> None:
    """Only our own hiding is ours to keep or to undo."""
    await desk.take(comment_received(REF, now=desk.now))
    await desk.take(visibility_changed(REF, hidden=True, now=desk.now))
    assert (await leave(desk))[0] == 200

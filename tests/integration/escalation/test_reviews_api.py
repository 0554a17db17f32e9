"""The review queue: doubt goes to a person, and the person's word is carried out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx

from moderation_common.events import (
    ActionRequested,
    ActorKind,
    DecisionMade,
    ReviewDecided,
    ReviewOpened,
)
from moderation_common.vocabulary import Action, Role
from tests.support.escalation import (
    TEXT,
    Desk,
    action_failed,
    comment_edited,
    comment_received,
    decision_made,
    make_ref,
)

REF = make_ref()
DOUBT = "It may be a quotation."


def verdict(*actions: str, **more: object) -> dict[str, Any]:
    """Return a decision as a moderator sends it."""
    return {
        "category": "harmful_abuse",
        "labels": ["harassment"],
        "actions": list(actions),
        "note": "Seen in its thread.",
    } | more


async def only_review(client: httpx.AsyncClient) -> dict[str, Any]:
    """Return the only review."""
    (review,) = (await client.get("/v1/reviews")).json()["reviews"]
    found: dict[str, Any] = review
    return found


async def test_doubt_goes_to_a_person_with_the_text_and_the_reasons(desk: Desk) -> None:
    """The queue lists it; its file has the comment, the decision and the cases."""
    await desk.take(comment_received(REF, now=desk.now))
    await desk.take(decision_made(REF, now=desk.now, doubts=[DOUBT]))
    async with desk.client() as client:
        review = await only_review(client)
        file = (await client.get(f"/v1/reviews/{review['review_id']}")).json()
    assert review["doubts"] == [DOUBT]
    assert file["comment"]["text"] == TEXT
    assert file["decision"]["reasons"][0]["clause"] == "Section 9"
    assert file["cases"][0]["route"] == "patient-safety"
    (opened,) = desk.published(ReviewOpened)
    assert opened.review_id == review["review_id"]


async def test_a_decision_is_recorded_and_asked_of_the_platform(desk: Desk) -> None:
    """Hiding and answering are requested in the person's name; reporting is their own task."""
    await desk.take(comment_received(REF, now=desk.now))
    await desk.take(decision_made(REF, now=desk.now, routes=[], doubts=[DOUBT]))
    async with desk.client() as client:
        review = await only_review(client)
        path = f"/v1/reviews/{review['review_id']}"
        answer = await client.post(
            f"{path}/decide",
            json=verdict("hide", "reply", "report", reply_text="We hid this. Please rephrase."),
        )
        assert answer.status_code == 200
        assert answer.json()["verdict"]["decided"]["name"] == "sam"
        assert (await client.get("/v1/reviews", params={"status": "open"})).json() == {
            "reviews": [],
            "next": None,
        }
    await desk.settle()
    requested = desk.published(ActionRequested)
    assert [each.action for each in requested] == [Action.HIDE, Action.REPLY]
    assert [each.text for each in requested] == [None, "We hid this. Please rephrase."]
    assert {each.requested_by.kind for each in requested} == {ActorKind.PERSON}
    assert {(each.post_id, each.author_id) for each in requested} == {("1_1", "77")}
    (decided,) = desk.published(ReviewDecided)
    assert decided.actions == (Action.HIDE, Action.REPLY, Action.REPORT)
    assert decided.note == "Seen in its thread."


async def test_a_decision_names_what_it_overrides(desk: Desk) -> None:
    """Whoever learns from it can tell which version was read and what the machine had decided."""
    arrived = comment_received(REF, now=desk.now)
    await desk.take(arrived)
    made = decision_made(REF, now=desk.now, doubts=[DOUBT])
    await desk.take(made)
    async with desk.client() as client:
        path = f"/v1/reviews/{(await only_review(client))['review_id']}/decide"
        await client.post(path, json=verdict("leave"))
    await desk.settle()
    (decided,) = desk.published(ReviewDecided)
    assert decided.comment_event_id == arrived.id
    assert isinstance(made.data, DecisionMade)
    assert decided.decision_id == made.data.decision_id


async def test_the_second_decision_is_refused(desk: Desk) -> None:
    """Two moderators, one review: the second is told who was first."""
    await desk.take(comment_received(REF, now=desk.now))
    await desk.take(decision_made(REF, now=desk.now, doubts=[DOUBT]))
    async with desk.client() as client:
        path = f"/v1/reviews/{(await only_review(client))['review_id']}/decide"
        await client.post(path, json=verdict("leave"))
        again = await client.post(path, json=verdict("hide"))
    assert again.status_code == 409
    assert "sam has decided this review already" in again.json()["detail"]
    await desk.settle()
    assert desk.published(ActionRequested) == []


async def test_a_decision_about_words_that_have_changed_is_refused(desk: Desk) -> None:
    """What was read is not what stands there now, so it has to be read again."""
    await desk.take(comment_received(REF, now=desk.now))
    await desk.take(decision_made(REF, now=desk.now, doubts=[DOUBT]))
    async with desk.client() as client:
        path = f"/v1/reviews/{(await only_review(client))['review_id']}"
        read = (await client.get(path)).json()["comment"]["version"]
        desk.clock.advance(timedelta(minutes=1))
        await desk.take(comment_edited(REF, now=desk.now, text="I am sorry"))
        stale = await client.post(f"{path}/decide", json=verdict("hide", version=read))
        fresh = (await client.get(path)).json()["comment"]["version"]
        good = await client.post(f"{path}/decide", json=verdict("leave", version=fresh))
    assert stale.status_code == 409
    assert "has changed" in stale.json()["detail"]
    assert good.status_code == 200


async def only_file(desk: Desk) -> dict[str, Any]:
    """Return the file of the only review."""
    async with desk.client() as client:
        review = await only_review(client)
        found: dict[str, Any] = (await client.get(f"/v1/reviews/{review['review_id']}")).json()
    return found


async def test_the_words_in_doubt_stay_readable_after_an_edit(desk: Desk) -> None:
    """Whoever decides sees what was doubted beside what stands there now, and nothing twice."""
    first = comment_received(REF, now=desk.now, text="that's all I'll say")
    await desk.take(first, decision_made(REF, now=desk.now, routes=[], doubts=[DOUBT], about=first))
    assert (await only_file(desk))["raised_by"] == []
    desk.clock.advance(timedelta(minutes=1))
    second = comment_edited(REF, now=desk.now, text="Lovely staff!")
    await desk.take(second, decision_made(REF, now=desk.now, labels=[], routes=[], about=second))
    file = await only_file(desk)
    assert file["comment"]["text"] == "Lovely staff!"
    assert [version["text"] for version in file["raised_by"]] == ["that's all I'll say"]
    assert file["raised_by"][0]["version"] == first.id


async def test_every_version_in_doubt_is_shown_and_none_that_was_not(desk: Desk) -> None:
    """Two were doubted, one between them was not, and the last takes all of it back."""
    texts = ("Not again", "Lovely", "I know where you live", "Thanks")
    events = [comment_received(REF, now=desk.now, text=texts[0])]
    events += [
        comment_edited(REF, now=desk.now + timedelta(minutes=number), text=words)
        for number, words in enumerate(texts[1:], start=1)
    ]
    await desk.take(*events)
    for event, doubts in zip(events, ([DOUBT], [], [DOUBT], []), strict=True):
        await desk.take(
            decision_made(REF, now=desk.now, labels=[], routes=[], doubts=doubts, about=event)
        )
    file = await only_file(desk)
    assert file["review"]["doubts"] == [DOUBT]
    assert [version["text"] for version in file["raised_by"]] == [texts[0], texts[2]]


async def test_an_edit_that_puts_the_words_back_shows_them_once(desk: Desk) -> None:
    """What stands there now is not shown as something that was."""
    first = comment_received(REF, now=desk.now, text="Not again")
    again = comment_edited(REF, now=desk.now + timedelta(minutes=1), text="Not again")
    await desk.take(first, decision_made(REF, now=desk.now, doubts=[DOUBT], about=first), again)
    assert (await only_file(desk))["raised_by"] == []


async def test_reporting_is_put_before_a_person_even_without_doubt(desk: Desk) -> None:
    """No platform takes reports from software."""
    await desk.take(
        decision_made(REF, now=desk.now, routes=[], actions=[Action.HIDE, Action.REPORT])
    )
    async with desk.client() as client:
        review = await only_review(client)
    assert "by hand" in review["doubts"][0]


async def test_a_failed_action_becomes_a_review_and_joins_one_that_is_open(desk: Desk) -> None:
    """The reason is shown, and a comment stands in the queue once."""
    await desk.take(comment_received(REF, now=desk.now))
    await desk.take(action_failed(REF, now=desk.now))
    await desk.take(decision_made(REF, now=desk.now, doubts=[DOUBT]))
    async with desk.client() as client:
        review = await only_review(client)
        file = (await client.get(f"/v1/reviews/{review['review_id']}")).json()
    assert review["doubts"] == [
        "The hide could not be done by the machine: The page's access has ended; connect it again.",
        DOUBT,
    ]
    assert file["decision"] is not None
    assert len(desk.published(ReviewOpened)) == 1


async def test_after_a_decision_new_doubt_opens_a_new_review(desk: Desk) -> None:
    """What a person decided is not undone in silence."""
    await desk.take(comment_received(REF, now=desk.now))
    await desk.take(decision_made(REF, now=desk.now, doubts=[DOUBT]))
    async with desk.client() as client:
        path = f"/v1/reviews/{(await only_review(client))['review_id']}/decide"
        await client.post(path, json=verdict("leave"))
        desk.clock.advance(timedelta(seconds=1))
        await desk.take(action_failed(REF, now=desk.now))
        reviews = (await client.get("/v1/reviews")).json()["reviews"]
    assert [review["status"] for review in reviews] == ["decided", "open"]


async def test_what_the_platform_cannot_do_is_refused_with_the_reason(desk: Desk) -> None:
    """Before the comment is here its kind is known from the decision."""
    await desk.take(decision_made(REF, now=desk.now, doubts=[DOUBT]))
    async with desk.client() as client:
        path = f"/v1/reviews/{(await only_review(client))['review_id']}/decide"
        contradiction = await client.post(path, json=verdict("hide", "unhide"))
        silent = await client.post(path, json=verdict("reply"))
        good = await client.post(path, json=verdict("hide"))
    assert (contradiction.status_code, silent.status_code) == (409, 409)
    assert good.status_code == 200


async def test_broken_decisions_are_answered_clearly(desk: Desk) -> None:
    """No action, a word outside the vocabulary, an unknown field."""
    await desk.take(decision_made(REF, now=desk.now, doubts=[DOUBT]))
    async with desk.client() as client:
        path = f"/v1/reviews/{(await only_review(client))['review_id']}/decide"
        for body in (verdict(), verdict("ban"), verdict("hide", force=True)):
            assert (await client.post(path, json=body)).status_code == 422


async def test_reviews_belong_to_their_body_and_to_those_who_decide(desk: Desk) -> None:
    """Another body sees nothing; a team member and an auditor are refused."""
    await desk.take(decision_made(REF, now=desk.now, doubts=[DOUBT]))
    async with desk.client() as client:
        path = f"/v1/reviews/{(await only_review(client))['review_id']}"
    async with desk.client(organisation="bsw") as stranger:
        assert (await stranger.get("/v1/reviews")).json()["reviews"] == []
        assert (await stranger.get(path)).status_code == 404
        answer = await stranger.post(f"{path}/decide", json=verdict("leave"))
        assert answer.status_code == 404
    for role in (Role.TEAM_MEMBER, Role.AUDITOR):
        async with desk.client(role) as other:
            assert (await other.get("/v1/reviews")).status_code == 403
    async with desk.client(Role.ADMINISTRATOR) as administrator:
        assert (await administrator.get(path)).status_code == 200
        answer = await administrator.post(f"{path}/decide", json=verdict("leave"))
        assert answer.status_code == 403


async def test_reviews_are_listed_longest_waiting_first_and_page_by_page(desk: Desk) -> None:
    """Every review is on one page."""
    for number in range(5):
        await desk.take(
            decision_made(make_ref(f"1_{number}"), now=desk.now, routes=[], doubts=[DOUBT])
        )
        desk.clock.advance(timedelta(seconds=1))
    async with desk.client() as client:
        first = (await client.get("/v1/reviews", params={"limit": "3"})).json()
        rest = (
            await client.get("/v1/reviews", params={"limit": "3", "after": first["next"]})
        ).json()
        query = {"ref": str(make_ref("1_4"))}
        (fifth,) = (await client.get("/v1/reviews", params=query)).json()["reviews"]
    assert fifth["ref"] == query["ref"]
    refs = [review["ref"] for review in first["reviews"] + rest["reviews"]]
    assert refs == [str(make_ref(f"1_{number}")) for number in range(5)]
    assert rest["next"] is None

"""What was hidden as a group is seen whole and shown again whole; danger goes first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy

from moderation_common.events import ActionRequested, Event, ReviewDecided
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Action, Label
from tests.support.escalation import (
    Desk,
    action_completed,
    comment_edited,
    comment_received,
    decision_made,
    make_ref,
)

GROUP = "wave"
SECOND = timedelta(seconds=1)
SHOW = {"category": "anything_else", "actions": ["unhide"]}
LEAVE = {"category": "anything_else", "actions": ["leave"]}
HIDE = {"category": "misinformation_or_spam", "labels": ["spam"], "actions": ["hide"]}
DOUBT = "It may be spam, but not surely."


def ref_of(number: int) -> CommentRef:
    """Return one of several comments."""
    return make_ref(f"1_{number}")


async def hiding(
    desk: Desk, number: int, *, group: str | None = GROUP, edited: bool = False
) -> Event:
    """Have the machine ask the platform to hide one of many like comments, in no doubt."""
    write = comment_edited if edited else comment_received
    came = write(ref_of(number), now=desk.now, text="Sign to keep our ward open")
    await desk.take(
        came,
        decision_made(
            ref_of(number),
            now=desk.now,
            labels=[],
            routes=[],
            actions=[Action.HIDE],
            group=group,
            about=came,
        ),
    )
    return came


async def hidden_alone(
    desk: Desk, number: int, *, group: str | None = GROUP, edited: bool = False
) -> Event:
    """Have the machine hide one of many like comments by itself, in no doubt."""
    came = await hiding(desk, number, group=group, edited=edited)
    await desk.take(action_completed(ref_of(number), Action.HIDE, now=desk.now))
    return came


async def ask(desk: Desk, number: int, *, whole_group: bool = True) -> Any:  # noqa: ANN401 - JSON
    """Have a moderator ask for another look; return the answer."""
    body = {"ref": str(ref_of(number)), "whole_group": whole_group}
    async with desk.client() as client:
        return await client.post("/v1/reviews", json=body)


async def test_a_wave_that_the_machine_hid_is_shown_again_by_one_decision(desk: Desk) -> None:
    """Each of it is unhidden once, those of no group or another stay as they are."""
    for number in range(6):
        await hidden_alone(desk, number)
    await hidden_alone(desk, 7, group="another")
    await hidden_alone(desk, 8, group=None)
    review = (await ask(desk, 3)).json()
    assert review["group_size"] == 6
    async with desk.client() as client:
        path = f"/v1/reviews/{review['review_id']}"
        assert (await client.post(f"{path}/decide", json=SHOW)).status_code == 200
    await desk.settle()
    asked = [each.ref for each in desk.published(ActionRequested) if each.action is Action.UNHIDE]
    assert sorted(map(str, asked)) == sorted(str(ref_of(number)) for number in range(6))
    (decided,) = desk.published(ReviewDecided)
    assert {decided.ref, *decided.group_refs} == {ref_of(number) for number in range(6)}


async def test_what_is_no_longer_hidden_is_not_asked_about(desk: Desk) -> None:
    """Nor what its author has changed into something of its own."""
    for number in range(4):
        await hidden_alone(desk, number)
    await desk.take(action_completed(ref_of(1), Action.UNHIDE, now=desk.now + SECOND))
    edit = comment_edited(ref_of(2), now=desk.now + SECOND, text="Something else")
    await desk.take(
        edit,
        decision_made(ref_of(2), now=desk.now + SECOND, labels=[], routes=[], about=edit),
    )
    assert (await ask(desk, 0)).json()["group_size"] == 2


async def test_what_a_person_hid_by_itself_is_not_shown_with_the_others(desk: Desk) -> None:
    """One moderator's word about one comment is not undone by another's about the rest."""
    for number in range(3):
        await hidden_alone(desk, number)
    own = (await ask(desk, 1, whole_group=False)).json()
    async with desk.client() as client:
        path = f"/v1/reviews/{own['review_id']}"
        assert (await client.post(f"{path}/decide", json=HIDE)).status_code == 200
        await desk.settle()
        review = (await ask(desk, 0)).json()
        assert review["group_size"] == 2
        path = f"/v1/reviews/{review['review_id']}"
        assert (await client.post(f"{path}/decide", json=SHOW)).status_code == 200
    await desk.settle()
    shown = {each.ref for each in desk.published(ActionRequested) if each.action is Action.UNHIDE}
    assert shown == {ref_of(0), ref_of(2)}


async def test_danger_goes_first_also_where_a_person_asks(desk: Desk) -> None:
    """Whoever asks for another look at a cry for help does not send it to the end."""
    for number, labels in enumerate(([], [Label.SELF_HARM])):
        came = comment_received(ref_of(number), now=desk.now, text="words")
        decision = decision_made(ref_of(number), now=desk.now, labels=labels, routes=[], about=came)
        await desk.take(came, decision)
        asked = (await ask(desk, number, whole_group=False)).json()
        assert asked["danger"] is bool(labels)


async def test_a_whole_group_is_asked_about_where_there_is_one(desk: Desk) -> None:
    """One review of a group at a time; a comment in no group has no others."""
    await hidden_alone(desk, 0)
    await hidden_alone(desk, 1)
    await hidden_alone(desk, 2, group=None)
    alone = await ask(desk, 2)
    assert alone.status_code == 409
    assert "leave whole_group out" in alone.json()["detail"]
    first = (await ask(desk, 0)).json()
    again = await ask(desk, 1)
    assert again.status_code == 409
    assert first["review_id"] in again.json()["detail"]
    assert (await ask(desk, 1, whole_group=False)).status_code == 201


async def test_the_comments_of_a_group_are_listed_with_their_texts(desk: Desk) -> None:
    """Whoever decides about many can read each, a page at a time."""
    for number in range(5):
        await wait_in_doubt(desk, number, text=f"Win a card {number}")
    async with desk.client() as client:
        (review,) = (await client.get("/v1/reviews")).json()["reviews"]
        path = f"/v1/reviews/{review['review_id']}/members"
        texts, after = [], None
        for _ in range(4):
            query = {"limit": 2} | ({"after": after} if after else {})
            page = (await client.get(path, params=query)).json()
            texts += [each["comment"]["text"] for each in page["members"]]
            after = page["next"]
            if after is None:
                break
        found = (await client.get("/v1/reviews", params={"ref": str(ref_of(4))})).json()
        missing = await client.get("/v1/reviews/00000000-0000-0000-0000-000000000000/members")
    # The first is the review's own, which stands with it.
    assert sorted(texts) == [f"Win a card {number}" for number in range(1, 5)]
    assert [each["review_id"] for each in found["reviews"]] == [review["review_id"]]
    assert missing.status_code == 404


async def test_where_somebody_may_be_in_danger_comes_first(desk: Desk) -> None:
    """The faintest suspicion of it goes before what has waited longer, on every page."""
    for number in range(4):
        came = comment_received(ref_of(number), now=desk.now, text="words")
        doubt = "It may be self harm, but not surely." if number >= 2 else DOUBT
        await desk.take(
            came,
            decision_made(
                ref_of(number), now=desk.now, labels=[], routes=[], doubts=[doubt], about=came
            ),
        )
        await desk.advance(SECOND)
    listed: list[tuple[str, bool]] = []
    async with desk.client() as client:
        after = None
        while True:
            query: dict[str, Any] = {"limit": 1} | ({"after": after} if after else {})
            page = (await client.get("/v1/reviews", params=query)).json()
            listed += [(each["ref"], each["danger"]) for each in page["reviews"]]
            after = page["next"]
            if after is None:
                break
    order = [(2, True), (3, True), (0, False), (1, False)]
    assert listed == [(str(ref_of(number)), danger) for number, danger in order]


@pytest.mark.parametrize("after", ["x", "dx", "n", "dbm90aGluZw=="])
async def test_a_page_begins_nowhere_else(desk: Desk, after: str) -> None:
    """What is no position of ours is refused in one sentence."""
    async with desk.client() as client:
        answer = await client.get("/v1/reviews", params={"after": after})
    assert answer.status_code == 400
    assert "leave it out" in answer.json()["detail"]


async def test_words_that_nobody_read_are_not_removed(desk: Desk) -> None:
    """Who decides without saying what they read has read what raised the doubts."""
    came = comment_received(ref_of(0), now=desk.now, text="Win a card")
    await desk.take(
        came,
        decision_made(ref_of(0), now=desk.now, labels=[], routes=[], doubts=[DOUBT], about=came),
    )
    await desk.take(comment_edited(ref_of(0), now=desk.now + SECOND, text="Thank you, nurses"))
    async with desk.client() as client:
        (review,) = (await client.get("/v1/reviews")).json()["reviews"]
        path = f"/v1/reviews/{review['review_id']}"
        refused = await client.post(f"{path}/decide", json=HIDE)
        version = (await client.get(path)).json()["comment"]["version"]
        decided = await client.post(f"{path}/decide", json=HIDE | {"version": version})
    assert refused.status_code == 409
    assert "give the version that you read" in refused.json()["detail"]
    assert decided.status_code == 200


async def wait_in_doubt(
    desk: Desk, number: int, *, text: str = "Sign to keep our ward open", group: str = GROUP
) -> None:
    """Have the machine leave one of many like comments standing and ask about the group."""
    came = comment_received(ref_of(number), now=desk.now, text=text)
    await desk.take(
        came,
        decision_made(
            ref_of(number),
            now=desk.now,
            labels=[],
            routes=[],
            doubts=[DOUBT],
            group=group,
            about=came,
        ),
    )


async def open_reviews(desk: Desk) -> Any:  # noqa: ANN401 - JSON
    """Return the reviews that wait."""
    async with desk.client() as client:
        return (await client.get("/v1/reviews", params={"status": "open"})).json()["reviews"]


async def decide(desk: Desk, review_id: str, verdict: dict[str, Any]) -> None:
    """Have a moderator decide a review."""
    async with desk.client() as client:
        answer = await client.post(f"/v1/reviews/{review_id}/decide", json=verdict)
    assert answer.status_code == 200, answer.text
    await desk.settle()


async def test_a_large_group_is_settled_with_as_many_queries_as_a_small_one(desk: Desk) -> None:
    """Its next comments wait meanwhile, and so does whoever decided."""
    queries: list[list[str]] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        queries[-1].append(statement)

    for group, numbers in (("small", range(3)), ("large", range(10, 40))):
        for number in numbers:
            await hidden_alone(desk, number, group=group)
        review = (await ask(desk, numbers[0])).json()
        assert review["group_size"] == len(numbers)
        queries.append([])
        sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", note)
        try:
            async with desk.client() as client:
                path = f"/v1/reviews/{review['review_id']}/decide"
                assert (await client.post(path, json=SHOW)).status_code == 200
        finally:
            sqlalchemy.event.remove(sqlalchemy.Engine, "before_cursor_execute", note)
    small, large = queries
    assert small
    assert len(large) == len(small)


async def test_what_the_machine_hid_before_a_person_left_its_like_is_asked_about(
    desk: Desk,
) -> None:
    """Nobody need remember them: one more review shows them again, or keeps them hidden."""
    for number in range(3):
        await hidden_alone(desk, number)
    await wait_in_doubt(desk, 3)
    (first,) = await open_reviews(desk)
    await decide(desk, first["review_id"], LEAVE)
    (asked,) = await open_reviews(desk)
    assert asked["group_size"] == 3
    assert any("hid this one by itself" in doubt for doubt in asked["doubts"])
    # What comes meanwhile is settled as the first was, and waits for nobody.
    await wait_in_doubt(desk, 4)
    assert [each["group_size"] for each in await open_reviews(desk)] == [3]
    await decide(desk, asked["review_id"], SHOW)
    shown = {each.ref for each in desk.published(ActionRequested) if each.action is Action.UNHIDE}
    assert shown == {ref_of(number) for number in range(3)}
    assert await open_reviews(desk) == []
    # Nor is anything asked of the platform for what was never hidden.
    await wait_in_doubt(desk, 5)
    assert ref_of(5) not in {each.ref for each in desk.published(ActionRequested)}


async def test_what_was_hidden_before_stays_asked_about_when_one_of_it_is_changed(
    desk: Desk,
) -> None:
    """The others are asked about in the same words, and what comes meanwhile goes on being left."""
    for number in range(3):
        await hidden_alone(desk, number)
    await wait_in_doubt(desk, 3)
    (first,) = await open_reviews(desk)
    await decide(desk, first["review_id"], LEAVE)
    (asked,) = await open_reviews(desk)
    changed = CommentRef.parse(asked["ref"])
    edit = comment_edited(changed, now=desk.now + SECOND, text="Something else")
    await desk.take(
        edit, decision_made(changed, now=desk.now + SECOND, labels=[], routes=[], about=edit)
    )
    (rest,) = [each for each in await open_reviews(desk) if each["ref"] != asked["ref"]]
    assert rest["group_size"] == 2
    assert any("hid this one by itself" in doubt for doubt in rest["doubts"])
    await wait_in_doubt(desk, 4)
    (still,) = [each for each in await open_reviews(desk) if each["ref"] == rest["ref"]]
    assert still["group_size"] == 2
    await decide(desk, rest["review_id"], SHOW)
    shown = {each.ref for each in desk.published(ActionRequested) if each.action is Action.UNHIDE}
    assert shown == {ref_of(number) for number in range(3)} - {changed}


async def test_what_people_decided_about_is_not_asked_about_again(desk: Desk) -> None:
    """Neither what a person hid, nor a group of which the machine hid nothing."""
    await hidden_alone(desk, 0)
    alone = (await ask(desk, 0, whole_group=False)).json()
    await decide(desk, alone["review_id"], HIDE)
    await wait_in_doubt(desk, 1)
    await wait_in_doubt(desk, 2)
    (review,) = await open_reviews(desk)
    await decide(desk, review["review_id"], LEAVE)
    assert await open_reviews(desk) == []


async def test_removed_copies_are_not_asked_about_where_the_group_is_hidden(desk: Desk) -> None:
    """A person who hides a wave agrees with the machine."""
    await hidden_alone(desk, 0)
    await wait_in_doubt(desk, 1)
    (review,) = await open_reviews(desk)
    await decide(desk, review["review_id"], HIDE)
    assert await open_reviews(desk) == []


async def test_what_a_person_hid_once_and_then_showed_is_of_its_group_again(desk: Desk) -> None:
    """Their last word tells, so that what the machine hid after it is found with its like."""
    await hidden_alone(desk, 0)
    for verdict in (HIDE, SHOW):
        review = (await ask(desk, 0, whole_group=False)).json()
        await desk.advance(SECOND)
        await decide(desk, review["review_id"], verdict)
    await hidden_alone(desk, 0)
    await hidden_alone(desk, 1)
    assert (await ask(desk, 1)).json()["group_size"] == 2


async def test_a_hide_that_ends_after_a_person_left_its_like_is_asked_about(desk: Desk) -> None:
    """However long the platform takes; what comes meanwhile goes on being left."""
    for number in range(3):
        await hiding(desk, number)
    await wait_in_doubt(desk, 3)
    (first,) = await open_reviews(desk)
    await decide(desk, first["review_id"], LEAVE)
    assert await open_reviews(desk) == []
    await desk.advance(SECOND)
    for number in range(2):
        await desk.take(action_completed(ref_of(number), Action.HIDE, now=desk.now))
    (asked,) = await open_reviews(desk)
    assert asked["group_size"] == 2
    assert any("hid this one by itself" in doubt for doubt in asked["doubts"])
    await wait_in_doubt(desk, 4)
    assert [each["group_size"] for each in await open_reviews(desk)] == [2]
    await desk.advance(SECOND)
    await decide(desk, asked["review_id"], SHOW)
    shown = {each.ref for each in desk.published(ActionRequested) if each.action is Action.UNHIDE}
    assert shown == {ref_of(0), ref_of(1)}
    await desk.advance(SECOND)
    await desk.take(action_completed(ref_of(2), Action.HIDE, now=desk.now))
    assert [each["ref"] for each in await open_reviews(desk)] == [str(ref_of(2))]


async def test_a_hide_that_no_person_spoke_against_is_not_asked_about(desk: Desk) -> None:
    """Of no group, of one that a person hid, of one that nobody left, or judged since."""
    await hiding(desk, 0, group=None)
    await hiding(desk, 1, group="another")
    for number in (2, 3):
        await hiding(desk, number)
    await wait_in_doubt(desk, 4)
    (review,) = await open_reviews(desk)
    await decide(desk, review["review_id"], HIDE)
    for number in range(3):
        await desk.take(action_completed(ref_of(number), Action.HIDE, now=desk.now))
    assert await open_reviews(desk) == []
    await desk.advance(SECOND)
    again = (await ask(desk, 4, whole_group=False)).json()
    await decide(desk, again["review_id"], SHOW)
    await desk.take(action_completed(ref_of(3), Action.HIDE, now=desk.now))
    assert await open_reviews(desk) == []


async def test_what_a_person_hides_of_a_group_that_was_left_is_not_asked_about(desk: Desk) -> None:
    """Nor what the machine hides once it could know of the verdict, which it judged by."""
    await wait_in_doubt(desk, 0)
    (review,) = await open_reviews(desk)
    await decide(desk, review["review_id"], LEAVE)
    await desk.advance(SECOND)
    alone = (await ask(desk, 0, whole_group=False)).json()
    await decide(desk, alone["review_id"], HIDE)
    await desk.take(action_completed(ref_of(0), Action.HIDE, now=desk.now))
    await hidden_alone(desk, 1)
    assert await open_reviews(desk) == []


@pytest.mark.parametrize("with_others", [False, True])
async def test_what_was_changed_into_a_wave_after_its_review_is_asked_about(
    desk: Desk,
    with_others: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """What a person said of other words, alone or with others, says nothing about these."""
    for number in (0, 1) if with_others else (0,):
        await wait_in_doubt(desk, number, text="Thank you, nurses", group="thanks")
    (earlier,) = await open_reviews(desk)
    await decide(desk, earlier["review_id"], LEAVE)
    await desk.advance(SECOND)
    last = 1 if with_others else 0
    await hidden_alone(desk, last, edited=True)
    await wait_in_doubt(desk, 3)
    (review,) = await open_reviews(desk)
    await decide(desk, review["review_id"], LEAVE)
    assert [each["ref"] for each in await open_reviews(desk)] == [str(ref_of(last))]


async def test_one_who_keeps_hidden_what_was_hidden_removes_no_others(desk: Desk) -> None:
    """One person left the wave, another kept some of it hidden: the next is asked about, once."""
    await hidden_alone(desk, 0)
    await wait_in_doubt(desk, 1)
    (first,) = await open_reviews(desk)
    await decide(desk, first["review_id"], LEAVE)
    (asked,) = await open_reviews(desk)
    await desk.advance(SECOND)
    await decide(desk, asked["review_id"], HIDE)
    await desk.advance(SECOND)
    for number in (2, 3):
        await wait_in_doubt(desk, number)
    assert {ref_of(2), ref_of(3)}.isdisjoint(each.ref for each in desk.published(ActionRequested))
    (review,) = await open_reviews(desk)
    assert review["group_size"] == 2
    assert any("People disagree" in doubt for doubt in review["doubts"])
    # What is said now is said of the whole wave, and holds for those that come later.
    await desk.advance(SECOND)
    await decide(desk, review["review_id"], HIDE)
    await wait_in_doubt(desk, 4)
    assert await open_reviews(desk) == []
    gone = {each.ref for each in desk.published(ActionRequested) if each.action is Action.HIDE}
    assert {ref_of(2), ref_of(3), ref_of(4)} <= gone

"""Campaigns and spam waves become one decision; warnings and blocks wait for a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from moderation_common.events import (
    ActionRequested,
    ActorKind,
    Event,
    MeasureDecided,
    MeasureProposed,
    MeasureWithdrawn,
    ReviewDecided,
    ReviewOpened,
    StrikeCounted,
)
from moderation_common.identity import CommentRef, MeasureId, derive_id
from moderation_common.vocabulary import Action, Kind, Label, Measure, Role
from moderation_escalation.usecases import decide_reviews
from tests.support.escalation import (
    Desk,
    comment_edited,
    comment_received,
    comment_removed,
    decision_made,
    make_event,
    make_ref,
)

DOUBT = "It may be spam, but not surely."
GROUP = "wave"
VERDICT = {"category": "misinformation_or_spam", "labels": ["spam"], "actions": ["hide"]}


def ref_of(number: int) -> CommentRef:
    """Return one of several comments."""
    return make_ref(f"1_{number}")


async def arrive(desk: Desk, number: int, **more: Any) -> Event:  # noqa: ANN401 - passed on
    """Let a comment of the wave come and be judged; return its arrival."""
    came = comment_received(ref_of(number), now=desk.now, text="Win a card")
    await desk.take(came)
    options: dict[str, Any] = {
        "routes": [],
        "labels": [],
        "doubts": [DOUBT],
        "group": GROUP,
        "about": came,
    } | more
    await desk.take(decision_made(ref_of(number), now=desk.now, **options))
    return came


async def reviews(client: httpx.AsyncClient, status: str = "open") -> list[dict[str, Any]]:
    """Return the reviews of a status."""
    found: list[dict[str, Any]] = (
        await client.get("/v1/reviews", params={"status": status})
    ).json()["reviews"]
    return found


async def decide(desk: Desk, review: dict[str, Any], **more: object) -> httpx.Response:
    """Have a moderator decide."""
    async with desk.client() as client:
        answer = await client.post(
            f"/v1/reviews/{review['review_id']}/decide", json={**VERDICT, **more}
        )
    await desk.settle()
    return answer


def requested(desk: Desk) -> list[tuple[str, Action]]:
    """Return what was asked of the platform, by comment."""
    return [(each.ref.comment_id, each.action) for each in desk.published(ActionRequested)]


def hidden(desk: Desk) -> list[str]:
    """Return which comments were to be hidden, in the order of their ids."""
    return sorted(comment for comment, action in requested(desk) if action is Action.HIDE)


async def test_a_wave_is_one_review_and_one_decision(desk: Desk) -> None:
    """Twenty comments, one question; the answer is carried out for each of them once."""
    for number in range(20):
        await arrive(desk, number)
    async with desk.client() as client:
        (review,) = await reviews(client)
    assert review["group_size"] == 20
    assert len(desk.published(ReviewOpened)) == 1
    assert (await decide(desk, review)).status_code == 200
    assert sorted(requested(desk)) == sorted((f"1_{n}", Action.HIDE) for n in range(20))
    assert {each.requested_by.kind for each in desk.published(ActionRequested)} == {
        ActorKind.PERSON
    }
    assert len({each.action_id for each in desk.published(ActionRequested)}) == 20
    (decided,) = desk.published(ReviewDecided)
    assert decided.group_id == GROUP
    assert len(decided.group_refs) == 19


async def test_a_decision_about_very_many_is_told_in_parts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No event grows past what the broker takes; each comment is named in one of them."""
    monkeypatch.setattr(decide_reviews, "_REFS_OF_EVENT", 3)
    for number in range(8):
        await arrive(desk, number)
    async with desk.client() as client:
        (review,) = await reviews(client)
    assert (await decide(desk, review)).status_code == 200
    told = desk.published(ReviewDecided)
    assert [each.part for each in told] == [0, 1, 2]
    assert [len(each.group_refs) for each in told] == [3, 3, 1]
    assert {each.review_id for each in told} == {review["review_id"]}
    # Whoever has handled an event passes over another of its id.
    assert len(desk.ids(ReviewDecided)) == 3
    named = [ref.comment_id for each in told for ref in each.group_refs]
    assert sorted([*named, told[0].ref.comment_id]) == [f"1_{n}" for n in range(8)]


@pytest.mark.parametrize("labels", [[], ["criticism"]], ids=["none", "criticism"])
@pytest.mark.parametrize("category", ["anything_else", "harmful_abuse"])
async def test_a_group_is_not_deleted_for_criticism(
    desk: Desk, category: str, labels: list[str]
) -> None:
    """The person is told what is missing, and neither it nor a later one is removed."""
    await arrive(desk, 1)
    async with desk.client() as client:
        (review,) = await reviews(client)
    refused = await decide(desk, review, actions=["delete"], labels=labels, category=category)
    assert refused.status_code == 409
    assert "breaks a house rule" in refused.json()["detail"]
    await arrive(desk, 2)
    assert requested(desk) == []
    async with desk.client() as client:
        (still,) = await reviews(client)
    assert (still["review_id"], still["group_size"]) == (review["review_id"], 2)


async def test_later_members_are_settled_as_they_come_and_once(desk: Desk) -> None:
    """Within three days nobody is asked again; a repeat does nothing more."""
    await arrive(desk, 1)
    async with desk.client() as client:
        (review,) = await reviews(client)
    await decide(desk, review)
    late = await arrive(desk, 2)
    await desk.take(
        decision_made(ref_of(2), now=desk.now, routes=[], doubts=[DOUBT], group=GROUP, about=late)
    )
    assert requested(desk) == [("1_1", Action.HIDE), ("1_2", Action.HIDE)]
    async with desk.client() as client:
        assert await reviews(client) == []
    desk.clock.advance(timedelta(hours=73))
    await arrive(desk, 3)
    async with desk.client() as client:
        assert [each["ref"] for each in await reviews(client)] == [str(ref_of(3))]


async def test_what_is_left_as_a_group_is_left_for_later_ones_too(desk: Desk) -> None:
    """A campaign that a person leaves is left, and asks nobody again."""
    await arrive(desk, 1)
    async with desk.client() as client:
        (review,) = await reviews(client)
    await decide(desk, review, actions=["leave"], labels=[], category="anything_else")
    await arrive(desk, 2)
    assert requested(desk) == []
    async with desk.client() as client:
        assert await reviews(client) == []


async def test_what_was_only_reported_asks_again_for_each_that_comes_later(desk: Desk) -> None:
    """A report is made by hand: nobody has made one of a comment that nobody has seen."""
    await arrive(desk, 1)
    async with desk.client() as client:
        (review,) = await reviews(client)
    await decide(desk, review, actions=["report"])
    await arrive(desk, 2)
    await arrive(desk, 3)
    assert requested(desk) == []
    async with desk.client() as client:
        (asked,) = await reviews(client)
    assert (asked["ref"], asked["group_id"], asked["group_size"]) == (str(ref_of(2)), GROUP, 2)
    assert any("report this one" in doubt for doubt in asked["doubts"])

    desk.clock.advance(timedelta(minutes=1))
    await decide(desk, asked, actions=["hide", "report"])
    await arrive(desk, 4)
    assert hidden(desk) == ["1_2", "1_3", "1_4"]


@pytest.mark.parametrize("found", ["self_harm", "threat"])
async def test_where_a_person_found_danger_the_next_is_seen(desk: Desk, found: str) -> None:
    """Who writes such words again may be somebody else, and nobody else looks after them."""
    await arrive(desk, 1)
    async with desk.client() as client:
        (review,) = await reviews(client)
    await decide(desk, review, labels=["spam", found])
    await arrive(desk, 2)
    await arrive(desk, 3)
    assert hidden(desk) == ["1_1"]
    async with desk.client() as client:
        (asked,) = await reviews(client)
    assert (asked["ref"], asked["group_id"], asked["group_size"]) == (str(ref_of(2)), GROUP, 2)
    assert any("found danger" in doubt for doubt in asked["doubts"])

    desk.clock.advance(timedelta(minutes=1))
    await decide(desk, asked)
    await arrive(desk, 4)
    assert hidden(desk) == ["1_1", "1_2", "1_3", "1_4"]


async def test_the_words_in_doubt_of_one_that_is_handed_on_stay_readable(desk: Desk) -> None:
    """Also of whoever waited with others first, and was put before a person alone after."""
    for number in (1, 2):
        await arrive(desk, number)
    async with desk.client() as client:
        (review,) = await reviews(client)
        await decide(desk, review, whole_group=False)
        (rest,) = await reviews(client)
        edit = comment_edited(ref_of(2), now=desk.now + timedelta(minutes=1), text="Sorry")
        await desk.take(edit)
        file = (await client.get(f"/v1/reviews/{rest['review_id']}")).json()
    assert [version["text"] for version in file["raised_by"]] == ["Win a card"]


async def look_again(desk: Desk, number: int) -> dict[str, Any]:
    """Have a moderator ask for a review of one comment; return it."""
    async with desk.client() as client:
        await client.post("/v1/reviews", json={"ref": str(ref_of(number))})
        (review,) = [each for each in await reviews(client) if each["ref"] == str(ref_of(number))]
    return review


async def test_a_removal_that_was_reversed_for_one_settles_no_more(desk: Desk) -> None:
    """Once a person has shown one of the group again, the next is not removed without asking."""
    await arrive(desk, 1)
    await arrive(desk, 2)
    async with desk.client() as client:
        (review,) = await reviews(client)
    await decide(desk, review)
    desk.clock.advance(timedelta(minutes=1))
    own = await look_again(desk, 2)
    await decide(desk, own, actions=["unhide"], labels=[], category="anything_else")
    await arrive(desk, 3)
    await arrive(desk, 4)
    assert hidden(desk) == ["1_1", "1_2"]
    async with desk.client() as client:
        (asked,) = await reviews(client)
    assert (asked["ref"], asked["group_id"], asked["group_size"]) == (str(ref_of(3)), GROUP, 2)
    assert any("left or shown again" in doubt for doubt in asked["doubts"])

    desk.clock.advance(timedelta(minutes=1))
    await decide(desk, asked)
    await arrive(desk, 5)
    assert hidden(desk) == ["1_1", "1_2", "1_3", "1_4", "1_5"]


async def test_a_verdict_on_what_one_was_amended_to_reverses_nothing(desk: Desk) -> None:
    """Whoever leaves "sorry" says nothing of the words that were removed."""
    await arrive(desk, 1)
    async with desk.client() as client:
        (review,) = await reviews(client)
    await decide(desk, review)
    desk.clock.advance(timedelta(minutes=1))
    edit = comment_edited(ref_of(1), now=desk.now, text="Sorry, I was wrong.")
    await desk.take(edit)
    await desk.take(decision_made(ref_of(1), now=desk.now, routes=[], labels=[], about=edit))
    own = await look_again(desk, 1)
    await decide(desk, own, actions=["unhide"], labels=[], category="anything_else")
    await arrive(desk, 2)
    assert hidden(desk) == ["1_1", "1_2"]


async def leave_alone(desk: Desk, number: int) -> None:
    """Have a moderator leave one comment by itself, as it stands."""
    own = await look_again(desk, number)
    left = await decide(desk, own, actions=["leave"], labels=[], category="anything_else")
    assert left.status_code == 200
    desk.clock.advance(timedelta(minutes=1))


async def test_what_a_person_left_is_hidden_with_no_group_once_amended(desk: Desk) -> None:
    """The classifier judged the new words before it heard of it; a person is asked of this one."""
    await desk.take(comment_received(ref_of(2), now=desk.now, text="Lovely"))
    await leave_alone(desk, 2)
    await arrive(desk, 1)
    async with desk.client() as client:
        (review,) = await reviews(client)
    await decide(desk, review)
    edit = comment_edited(ref_of(2), now=desk.now, text="Win a card")
    await desk.take(edit)
    await desk.take(
        decision_made(ref_of(2), now=desk.now, routes=[], doubts=[DOUBT], group=GROUP, about=edit)
    )
    await arrive(desk, 3)
    assert hidden(desk) == ["1_1", "1_3"]
    async with desk.client() as client:
        (asked,) = await reviews(client)
    assert (asked["ref"], asked["group_id"]) == (str(ref_of(2)), None)
    assert any("a person has left this one" in doubt for doubt in asked["doubts"])


async def test_what_a_person_left_while_it_waited_is_hidden_with_no_group(desk: Desk) -> None:
    """What is decided about the others afterwards is asked anew about this one."""
    for number in (1, 2, 3):
        await arrive(desk, number)
    await leave_alone(desk, 2)
    async with desk.client() as client:
        (review,) = await reviews(client)
    await decide(desk, review)
    assert hidden(desk) == ["1_1", "1_3"]
    async with desk.client() as client:
        (asked,) = await reviews(client)
    assert (asked["ref"], asked["group_id"]) == (str(ref_of(2)), None)


async def test_what_was_left_and_then_hidden_goes_with_its_group(desk: Desk) -> None:
    """The last word about it counts, also where it was one about a group."""
    await desk.take(comment_received(ref_of(2), now=desk.now, text="Lovely"))
    await leave_alone(desk, 2)
    own = await look_again(desk, 2)
    await decide(desk, own)
    desk.clock.advance(timedelta(minutes=1))
    await arrive(desk, 1)
    async with desk.client() as client:
        (review,) = await reviews(client)
    await decide(desk, review)
    await arrive(desk, 2)
    async with desk.client() as client:
        assert await reviews(client) == []
    assert hidden(desk) == ["1_1", "1_2", "1_2"]


async def test_somebody_in_danger_gets_a_review_of_their_own(desk: Desk) -> None:
    """A comment without a group, which danger never has, is settled by no wave."""
    await arrive(desk, 1)
    await arrive(desk, 2, group=None, labels=[Label.SELF_HARM], routes=["safeguarding"])
    async with desk.client() as client:
        waiting = await reviews(client)
    assert {each["ref"] for each in waiting} == {str(ref_of(1)), str(ref_of(2))}
    (wave,) = [each for each in waiting if each["group_id"] == GROUP]
    await decide(desk, wave)
    assert requested(desk) == [("1_1", Action.HIDE)]
    async with desk.client() as client:
        assert [each["ref"] for each in await reviews(client)] == [str(ref_of(2))]


@pytest.mark.parametrize("changed", [1, 2])
async def test_who_changes_their_words_is_not_decided_with_the_others(
    desk: Desk, changed: int
) -> None:
    """Neither a member nor the one that stood for all is hidden for what it no longer says."""
    for number in (1, 2, 3):
        await arrive(desk, number)
    desk.clock.advance(timedelta(minutes=1))
    edit = comment_edited(ref_of(changed), now=desk.now, text="Sorry, I was wrong.")
    await desk.take(edit)
    await desk.take(decision_made(ref_of(changed), now=desk.now, routes=[], labels=[], about=edit))
    async with desk.client() as client:
        waiting = await reviews(client)
    (group,) = [each for each in waiting if each["group_id"] == GROUP]
    assert group["group_size"] == 2
    await decide(desk, group)
    others = {1, 2, 3} - {changed}
    assert sorted(requested(desk)) == [(f"1_{number}", Action.HIDE) for number in sorted(others)]


async def test_an_edit_that_is_not_judged_yet_waits_for_its_decision(desk: Desk) -> None:
    """Between the edit and its judgement nothing is done to the words nobody has read."""
    await arrive(desk, 1)
    await arrive(desk, 2)
    desk.clock.advance(timedelta(minutes=1))
    edit = comment_edited(ref_of(2), now=desk.now, text="Win a card!")
    await desk.take(edit)
    async with desk.client() as client:
        (review,) = await reviews(client)
    await decide(desk, review)
    assert requested(desk) == [("1_1", Action.HIDE)]
    again = decision_made(
        ref_of(2), now=desk.now, routes=[], doubts=[DOUBT], group=GROUP, about=edit
    )
    await desk.take(again)
    assert requested(desk) == [("1_1", Action.HIDE), ("1_2", Action.HIDE)]


async def test_a_member_that_is_gone_is_left_in_peace(desk: Desk) -> None:
    """Nothing is asked of the platform for a comment that its author has removed."""
    await arrive(desk, 1)
    await arrive(desk, 2)
    await desk.take(comment_removed(ref_of(2), now=desk.now))
    async with desk.client() as client:
        (review,) = await reviews(client)
    await decide(desk, review)
    assert requested(desk) == [("1_1", Action.HIDE)]


async def test_where_it_cannot_be_done_a_person_is_asked(desk: Desk) -> None:
    """A mention cannot be hidden by us: it gets a review that says so."""
    await arrive(desk, 1)
    await arrive(desk, 2, kind=Kind.MENTION)
    async with desk.client() as client:
        (review,) = await reviews(client)
    await decide(desk, review)
    async with desk.client() as client:
        (own,) = await reviews(client)
    assert own["ref"] == str(ref_of(2))
    assert own["group_id"] is None
    assert any("cannot be done here" in doubt for doubt in own["doubts"])


async def test_a_person_may_decide_for_one_alone(desk: Desk) -> None:
    """The others then wait for a decision about the next of them."""
    for number in (1, 2, 3):
        await arrive(desk, number)
    async with desk.client() as client:
        (review,) = await reviews(client)
    await decide(desk, review, whole_group=False)
    assert requested(desk) == [("1_1", Action.HIDE)]
    async with desk.client() as client:
        (rest,) = await reviews(client)
    assert (rest["ref"], rest["group_size"]) == (str(ref_of(2)), 2)
    await decide(desk, rest, actions=["leave"], labels=[], category="anything_else")
    assert requested(desk) == [("1_1", Action.HIDE)]


def proposal(desk: Desk, measure: Measure = Measure.BLOCK) -> Event:
    """Return a proposal about the author of the first comment."""
    return make_event(
        MeasureProposed(
            measure_id=MeasureId(derive_id("77", measure)),
            measure=measure,
            ref=ref_of(1),
            author_key="ab" * 16,
            points=4,
            limit=4,
            strikes=(
                StrikeCounted(
                    refs=(ref_of(1),),
                    labels=(Label.HATE,),
                    clauses=("Section 9",),
                    points=4,
                    confirmed=True,
                    struck_at=desk.now,
                    expires_at=desk.now + timedelta(days=180),
                ),
            ),
            clause="Section 9, closing paragraph",
            pack="lincolnshire@2026-11-01.3",
        ),
        ref_of(1),
        now=desk.now,
    )


async def test_a_block_is_put_to_a_person_with_all_its_grounds(desk: Desk) -> None:
    """Whoever decides sees whose it is, every offence and its clause; nothing is done before."""
    await desk.take(comment_received(ref_of(1), now=desk.now), proposal(desk))
    async with desk.client() as client:
        (waiting,) = (await client.get("/v1/measures")).json()
        path = f"/v1/measures/{waiting['measure_id']}"
        file = (await client.get(path)).json()
        bare = [
            await client.post(f"{path}/decide", json={"approved": True, **note})
            for note in ({}, {"note": ""}, {"note": " \t\n\u00a0"})
        ]
        approved = await client.post(
            f"{path}/decide", json={"approved": True, "note": " Discussed with the inbox.\n"}
        )
        again = await client.post(f"{path}/decide", json={"approved": False})
        assert (await client.get("/v1/measures")).json() == []
    assert file["comment"]["author_name"] == "Pat Example"
    assert file["measure"]["strikes"][0]["clauses"] == ["Section 9"]
    assert {(each.status_code, each.json()["detail"]) for each in bare} == {
        (409, "Write in note why, and with whom the block was discussed.")
    }
    assert approved.json()["status"] == "approved"
    assert again.status_code == 409
    await desk.settle()
    (decided,) = desk.published(MeasureDecided)
    assert (decided.approved, decided.decided_by.name) == (True, "sam")
    assert decided.note == "Discussed with the inbox."
    assert desk.published(ActionRequested) == []


async def test_a_withdrawn_proposal_cannot_be_approved(desk: Desk) -> None:
    """Offences taken back are no ground for a block."""
    proposed = proposal(desk)
    await desk.take(proposed)
    assert isinstance(proposed.data, MeasureProposed)
    measure_id = proposed.data.measure_id
    gone = MeasureWithdrawn(measure_id=measure_id, ref=ref_of(1), points=0)
    await desk.take(make_event(gone, ref_of(1), now=desk.now))
    async with desk.client() as client:
        assert (await client.get("/v1/measures")).json() == []
        answer = await client.post(
            f"/v1/measures/{measure_id}/decide", json={"approved": True, "note": "why not"}
        )
    assert answer.status_code == 409
    assert desk.published(MeasureDecided) == []


async def test_an_approved_block_whose_strikes_are_taken_back_waits_again(desk: Desk) -> None:
    """Somebody undoes it by hand and says so; what has merely expired asks nobody."""
    proposed = proposal(desk)
    await desk.take(comment_received(ref_of(1), now=desk.now), proposed)
    assert isinstance(proposed.data, MeasureProposed)
    expired = MeasureWithdrawn(measure_id=proposed.data.measure_id, ref=ref_of(1), points=0)
    taken_back = expired.model_copy(update={"taken_back": True})
    path = f"/v1/measures/{proposed.data.measure_id}/decide"
    async with desk.client() as client:
        await client.post(path, json={"approved": True, "note": "Discussed with the inbox."})
        await desk.take(make_event(expired, ref_of(1), now=desk.now))
        assert (await client.get("/v1/measures")).json() == []
        await desk.take(make_event(taken_back, ref_of(1), now=desk.now))
        (waiting,) = (await client.get("/v1/measures")).json()
        undone = await client.post(path, json={"approved": False, "note": "Unblocked."})
        assert (await client.get("/v1/measures")).json() == []
        again = await client.post(path, json={"approved": True, "note": "Yet again."})
    assert (waiting["status"], waiting["note"]) == ("unfounded", "Discussed with the inbox.")
    assert "Undo it on the platform" in waiting["to_do"]
    assert (undone.json()["status"], undone.json()["to_do"]) == ("refused", None)
    assert again.status_code == 409
    await desk.settle()
    first, second = desk.published(MeasureDecided)
    assert (first.approved, second.approved) == (True, False)


async def test_an_administrator_reads_and_does_not_decide(desk: Desk) -> None:
    """Deciding about people is the moderators' part."""
    await desk.take(proposal(desk, Measure.WARNING))
    async with desk.client(role=Role.ADMINISTRATOR) as client:
        (waiting,) = (await client.get("/v1/measures")).json()
        answer = await client.post(
            f"/v1/measures/{waiting['measure_id']}/decide", json={"approved": True}
        )
    assert answer.status_code == 403

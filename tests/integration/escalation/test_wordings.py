"""What a person removes takes nobody with it whose own words they have not read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from moderation_common.events import ActionRequested, ReviewDecided
from moderation_common.identity import WordingId
from moderation_common.vocabulary import Action
from tests.integration.escalation.test_groups import arrive, decide, hidden, ref_of, reviews
from tests.support.escalation import Desk, action_failed, comment_edited, comment_removed


async def waiting(desk: Desk) -> dict[str, Any]:
    """Return the only review that waits."""
    async with desk.client() as client:
        (review,) = await reviews(client)
    return review


async def test_what_waited_with_words_of_its_own_waits_for_a_look(desk: Desk) -> None:
    """Those in the wording that was read go at once; the others stay, under one review."""
    for number, wording in enumerate(["plain", "plain", "own", "plain", "other", "own"]):
        await arrive(desk, number, wording=wording)
    first = await waiting(desk)
    assert first["group_size"] == 6
    await decide(desk, first)
    assert hidden(desk) == ["1_0", "1_1", "1_3"]
    (decided,) = desk.published(ReviewDecided)
    assert decided.wording_id == WordingId("plain")
    assert sorted(ref.comment_id for ref in decided.group_refs) == ["1_1", "1_3"]
    second = await waiting(desk)
    assert second["ref"].endswith("1_2")
    assert second["group_size"] == 3
    assert "words of its own" in " ".join(second["doubts"])
    await decide(desk, second)
    assert hidden(desk) == ["1_0", "1_1", "1_2", "1_3", "1_5"]
    await decide(desk, await waiting(desk))
    assert hidden(desk) == [f"1_{number}" for number in range(6)]
    async with desk.client() as client:
        assert await reviews(client) == []


@pytest.mark.parametrize("action", ["hide", "delete", "report"])
async def test_a_later_one_with_words_of_its_own_waits_for_a_look(desk: Desk, action: str) -> None:
    """Meanwhile copies of what was read are settled as they come, and none is settled twice."""
    await arrive(desk, 1, wording="plain")
    await decide(desk, await waiting(desk), actions=[action])
    await arrive(desk, 2, wording="own")
    review = await waiting(desk)
    assert review["ref"].endswith("1_2")
    await arrive(desk, 3, wording="plain")
    asked = [(each.ref.comment_id, each.action) for each in desk.published(ActionRequested)]
    if action == "report":
        # Only a person can report, and each comment by itself.
        assert asked == []
        return
    assert "words of its own" in " ".join(review["doubts"])
    assert asked == [("1_1", Action(action)), ("1_3", Action(action))]
    assert (await waiting(desk))["group_size"] == 1
    await arrive(desk, 4, wording="own")
    assert (await waiting(desk))["group_size"] == 2
    await decide(desk, await waiting(desk))
    await arrive(desk, 5, wording="own")
    await arrive(desk, 6, wording="plain")
    assert {"1_2", "1_4", "1_5"} <= set(hidden(desk))
    assert [each.ref.comment_id for each in desk.published(ActionRequested)].count("1_6") == 1


async def test_what_is_left_is_left_in_every_wording(desk: Desk) -> None:
    """A petition is one decision, whatever its signatories add; and a removal from before ends."""
    await arrive(desk, 1, wording="plain")
    await decide(desk, await waiting(desk))
    await desk.advance(timedelta(minutes=1))
    for number, wording in ((2, "own"), (3, "other")):
        await arrive(desk, number, wording=wording)
    left = {"labels": [], "actions": ["leave"], "category": "anything_else"}
    await decide(desk, await waiting(desk), **left)
    assert hidden(desk) == ["1_1"]
    await arrive(desk, 4, wording="third")
    async with desk.client() as client:
        assert await reviews(client) == []


async def test_a_wording_is_asked_about_again_once_another_was_left_alone(desk: Desk) -> None:
    """People disagree about nearly the same words, so that one of them looks again."""
    await arrive(desk, 1, wording="plain")
    await decide(desk, await waiting(desk))
    await desk.advance(timedelta(minutes=1))
    await arrive(desk, 2, wording="own")
    left = {"labels": [], "actions": ["leave"], "category": "anything_else"}
    await decide(desk, await waiting(desk), **left, whole_group=False)
    await arrive(desk, 3, wording="plain")
    assert "disagree" in " ".join((await waiting(desk))["doubts"])
    assert hidden(desk) == ["1_1"]


async def test_what_was_read_but_not_judged_yet_is_decided_by_itself(desk: Desk) -> None:
    """The first of a wave was changed to abuse; the others say what they said."""
    for number in range(3):
        await arrive(desk, number, wording="plain")
    await desk.advance(timedelta(minutes=1))
    changed = comment_edited(ref_of(0), now=desk.now, text="You filthy lot")
    await desk.take(changed)
    await decide(desk, await waiting(desk), version=changed.id)
    assert hidden(desk) == ["1_0"]
    (decided,) = desk.published(ReviewDecided)
    assert decided.group_id is None
    assert decided.wording_id is None
    assert (await waiting(desk))["group_size"] == 2
    await arrive(desk, 7, wording="plain")
    assert hidden(desk) == ["1_0"]


async def test_a_wording_that_was_removed_is_asked_about_once_another_was_left(desk: Desk) -> None:
    """People disagree about nearly the same words: neither is the next one removed nor left so."""
    await arrive(desk, 1, wording="plain")
    await decide(desk, await waiting(desk))
    await desk.advance(timedelta(minutes=1))
    await arrive(desk, 2, wording="own")
    left = {"labels": [], "actions": ["leave"], "category": "anything_else"}
    await decide(desk, await waiting(desk), **left)
    await arrive(desk, 3, wording="plain")
    assert hidden(desk) == ["1_1"]
    assert "disagree" in " ".join((await waiting(desk))["doubts"])


async def test_a_review_for_another_reason_learns_which_words_it_is_about(desk: Desk) -> None:
    """An action on one of the wave had failed; its own wording is known all the same."""
    await arrive(desk, 1, wording="plain")
    await arrive(desk, 2, wording="own")
    await desk.take(action_failed(ref_of(2), now=desk.now))
    async with desk.client() as client:
        (first,) = [each for each in await reviews(client) if each["ref"].endswith("1_1")]
    await decide(desk, first)
    second = await waiting(desk)
    assert "words of its own" in " ".join(second["doubts"])
    await decide(desk, second)
    assert desk.published(ReviewDecided)[-1].wording_id == WordingId("own")


async def test_nobody_is_asked_about_what_is_gone(desk: Desk) -> None:
    """Its author has taken it down meanwhile."""
    await arrive(desk, 1, wording="plain")
    await arrive(desk, 2, wording="own")
    await desk.take(comment_removed(ref_of(2), now=desk.now))
    await decide(desk, await waiting(desk))
    async with desk.client() as client:
        assert await reviews(client) == []


async def test_a_wording_that_no_release_named_is_that_of_no_later_one(desk: Desk) -> None:
    """What was decided before an update settles its like of before alone."""
    await arrive(desk, 1)
    await decide(desk, await waiting(desk))
    await arrive(desk, 2)
    assert hidden(desk) == ["1_1", "1_2"]
    await arrive(desk, 3, wording="plain")
    assert (await waiting(desk))["ref"].endswith("1_3")

"""X's simulated API: what it does, what it refuses, and with which documented words."""

from __future__ import annotations

import time
from pathlib import Path

import httpx

from moderation_local.simulator.app import build
from tests.integration.simulator.conftest import Caller
from tests.support.simulated_platforms import OTHER_USER_TOKEN, USER, simulator_settings


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and the last part of the type of a problem document."""
    body = answer.json()
    assert {"type", "title", "detail"} <= body.keys()
    return answer.status_code, body["type"].rpartition("/")[2]


async def test_unknown_and_revoked_tokens_are_refused(call: Caller) -> None:
    """A token that no user has, and one that was withdrawn, are answered with 401."""
    assert problem(await call.x("GET", "/users/me", token="wrong"))[0] == 401
    await call.control("POST", f"/tokens/x/{USER}", {"revoked": True})
    assert problem(await call.x("GET", "/users/me"))[0] == 401


async def test_hiding_a_reply_to_the_own_post(call: Caller) -> None:
    """A reply under the account's own post is hidden and shown again."""
    comment = await call.write(platform="x")
    path = f"/tweets/{comment['comment_id']}/hidden"
    assert (await call.x("PUT", path, {"hidden": True})).json() == {"data": {"hidden": True}}
    assert (await call.state(comment))["hidden"] is True
    await call.x("PUT", path, {"hidden": False})
    assert (await call.state(comment))["hidden"] is False


async def test_hiding_what_stands_elsewhere_is_refused(call: Caller) -> None:
    """A mention in the author's own conversation cannot be hidden, nor another account's reply."""
    mention = await call.write(platform="x", kind="mention")
    answer = await call.x("PUT", f"/tweets/{mention['comment_id']}/hidden", {"hidden": True})
    assert problem(answer) == (403, "not-authorized-for-resource")
    comment = await call.write(platform="x")
    path = f"/tweets/{comment['comment_id']}/hidden"
    answer = await call.x("PUT", path, {"hidden": True}, token=OTHER_USER_TOKEN)
    assert problem(answer) == (403, "not-authorized-for-resource")
    assert (await call.state(comment))["hidden"] is False


async def test_hiding_needs_a_truth_value(call: Caller) -> None:
    """A body without `hidden`, or that is no JSON, is an invalid request."""
    comment = await call.write(platform="x")
    path = f"/tweets/{comment['comment_id']}/hidden"
    assert problem(await call.x("PUT", path, {})) == (400, "invalid-request")


async def test_nobody_deletes_other_peoples_posts(call: Caller) -> None:
    """Deleting works for the account's own posts only."""
    comment = await call.write(platform="x")
    answer = await call.x("DELETE", f"/tweets/{comment['comment_id']}")
    assert problem(answer) == (403, "not-authorized-for-resource")
    assert (await call.state(comment))["exists"] is True
    body = {"text": "Hello", "reply": {"in_reply_to_tweet_id": comment["comment_id"]}}
    own = (await call.x("POST", "/tweets", body)).json()["data"]["id"]
    assert (await call.x("DELETE", f"/tweets/{own}")).json() == {"data": {"deleted": True}}
    assert problem(await call.x("DELETE", f"/tweets/{own}")) == (404, "resource-not-found")


async def test_removed_post_is_not_found(call: Caller) -> None:
    """What its author took down answers 404 to every call."""
    comment = await call.write(platform="x")
    await call.control("POST", f"/comments/x/{comment['comment_id']}/remove", {})
    path = f"/tweets/{comment['comment_id']}"
    assert problem(await call.x("GET", path)) == (404, "resource-not-found")
    hide = await call.x("PUT", f"{path}/hidden", {"hidden": True})
    assert problem(hide) == (404, "resource-not-found")


async def test_reading_a_post_with_fields(call: Caller) -> None:
    """A read gives the three standing fields and those asked for."""
    comment = await call.write("good morning", platform="x")
    path = f"/tweets/{comment['comment_id']}"
    plain = (await call.x("GET", path)).json()["data"]
    assert plain.keys() == {"id", "text", "edit_history_tweet_ids"}
    more = (await call.x("GET", f"{path}?tweet.fields=author_id,conversation_id")).json()["data"]
    assert more["author_id"] == comment["author_id"]
    assert more["conversation_id"] == comment["post_id"]


async def test_reply_only_where_invited(call: Caller) -> None:
    """The account answers where it was written to or mentioned, and is refused elsewhere."""
    mention = await call.write("well done", platform="x", kind="mention")
    body = {"text": "Thank you", "reply": {"in_reply_to_tweet_id": mention["comment_id"]}}
    answer = await call.x("POST", "/tweets", body)
    assert (answer.status_code, len((await call.state(mention))["replies"])) == (201, 1)
    answer = await call.x("POST", "/tweets", body, token=OTHER_USER_TOKEN)
    assert problem(answer) == (403, "not-authorized-for-resource")


async def test_private_message_to_a_known_person_only(call: Caller) -> None:
    """A message reaches somebody who wrote to the account, and nobody else."""
    comment = await call.write(platform="x")
    path = "/dm_conversations/with/{}/messages"
    answer = await call.x("POST", path.format(comment["author_id"]), {"text": "Hello"})
    assert answer.status_code == 201
    assert answer.json()["data"].keys() == {"dm_conversation_id", "dm_event_id"}
    answer = await call.x("POST", path.format("424242"), {"text": "Hello"})
    assert problem(answer) == (403, "not-authorized-for-resource")


async def test_full_block_belongs_to_another_plan(call: Caller) -> None:
    """Blocking is refused by plan, blocking private messages is not."""
    assert problem(await call.x("POST", f"/users/{USER}/blocking", {"target_user_id": "5"})) == (
        403,
        "client-forbidden",
    )
    assert (await call.x("POST", "/users/5/dm/block")).json() == {"data": {"blocked": True}}


async def test_allowance_is_counted_down_and_then_refused(folder: Path) -> None:
    """The headers count down to nought; then calls answer 429 until the named second."""
    settings = simulator_settings(folder, simulator_rate_limit_factor=2 / 50)
    transport = httpx.ASGITransport(build(settings))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        call = Caller(client)
        comment = await call.write(platform="x")
        path = f"/tweets/{comment['comment_id']}/hidden"
        answers = [await call.x("PUT", path, {"hidden": True}) for _ in range(3)]
    assert [answer.headers["x-rate-limit-remaining"] for answer in answers] == ["1", "0", "0"]
    assert problem(answers[2]) == (429, "rate-limit-exceeded")
    reset_in_s = int(answers[2].headers["x-rate-limit-reset"]) - time.time()
    assert 0 <= reset_in_s <= 15 * 60 + 1


async def test_ordered_limit_names_its_end(call: Caller) -> None:
    """An ordered 429 says in its headers when to come back."""
    await call.control("POST", "/faults", {"place": "x", "code": 429, "retry_after_s": 30})
    answer = await call.x("GET", "/users/me")
    assert problem(answer) == (429, "rate-limit-exceeded")
    assert 25 < int(answer.headers["x-rate-limit-reset"]) - time.time() < 32
    assert (await call.x("GET", "/users/me")).json()["data"]["id"] == USER

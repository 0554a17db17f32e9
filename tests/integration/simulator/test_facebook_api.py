"""The simulated Graph API: what it does, what it refuses, and with which documented words."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from moderation_local.simulator.app import build
from tests.integration.simulator.conftest import Caller
from tests.support.simulated_platforms import (
    FACEBOOK,
    OTHER_PAGE_TOKEN,
    PAGE,
    PAGE_TOKEN,
    simulator_settings,
)


def error(answer: httpx.Response) -> tuple[int, int | None]:
    """Return the code and subcode of an error body, which must have the documented keys."""
    body: dict[str, Any] = answer.json()["error"]
    assert {"code", "message", "type", "fbtrace_id"} <= body.keys()
    return body["code"], body.get("error_subcode")


async def test_unknown_token_is_refused(call: Caller) -> None:
    """A token that no page has is answered with 190, and nothing changes."""
    comment = await call.write()
    answer = await call.graph(
        "POST", f"/{comment['comment_id']}", {"is_hidden": True}, token="wrong"
    )
    assert error(answer) == (190, None)
    assert (await call.state(comment))["hidden"] is False


async def test_missing_token_is_refused(call: Caller) -> None:
    """A call without a bearer token is answered with 190."""
    assert error(await call.client.get(f"{FACEBOOK}/{PAGE}")) == (190, None)


async def test_revoked_token_tells_its_reason(call: Caller) -> None:
    """A revoked token is refused with its subcode until it is restored."""
    path = f"/tokens/facebook/{PAGE}"
    await call.control("POST", path, {"revoked": True, "subcode": 463})
    assert error(await call.graph("GET", f"/{PAGE}")) == (190, 463)
    await call.control("POST", path, {"revoked": False})
    assert (await call.graph("GET", f"/{PAGE}")).is_success


async def test_hiding_twice_has_one_effect(call: Caller) -> None:
    """Hiding again succeeds, and the record counts one change in two calls."""
    comment = await call.write()
    for _ in range(2):
        answer = await call.graph("POST", f"/{comment['comment_id']}", {"is_hidden": True})
        assert answer.json() == {"success": True}
    assert (await call.state(comment))["hidden"] is True
    totals = await call.totals(target_id=comment["comment_id"])
    assert (totals["hide"]["calls"], totals["hide"]["changed"]) == (2, 1)


async def test_hidden_comment_can_be_shown_again(call: Caller) -> None:
    """Unhiding makes the comment visible, also when asked by form instead of JSON."""
    comment = await call.write()
    path = f"/{comment['comment_id']}"
    await call.graph("POST", path, {"is_hidden": True})
    await call.client.post(
        f"{FACEBOOK}{path}",
        data={"is_hidden": "false"},
        headers={"authorization": f"Bearer {PAGE_TOKEN}"},
    )
    assert (await call.graph("GET", f"{path}?fields=is_hidden")).json()["is_hidden"] is False


async def test_deleted_comment_is_gone(call: Caller) -> None:
    """After a deletion every further call on the comment answers 100 with subcode 33."""
    comment = await call.write()
    path = f"/{comment['comment_id']}"
    assert (await call.graph("DELETE", path)).json() == {"success": True}
    assert error(await call.graph("DELETE", path)) == (100, 33)
    assert error(await call.graph("GET", path)) == (100, 33)
    assert error(await call.graph("POST", path, {"is_hidden": True})) == (100, 33)
    assert (await call.state(comment))["removed_by"] == "account"


async def test_deletion_takes_the_answers_along(call: Caller) -> None:
    """What answers a deleted comment is gone with it."""
    comment = await call.write()
    reply = await call.write("me too", kind="reply", parent_id=comment["comment_id"])
    await call.graph("DELETE", f"/{comment['comment_id']}")
    assert (await call.state(reply))["exists"] is False


async def test_other_pages_token_may_do_nothing(call: Caller) -> None:
    """Another page's token is refused with 200 when it acts, and sees nothing when it reads."""
    comment = await call.write()
    path = f"/{comment['comment_id']}"
    hide = await call.graph("POST", path, {"is_hidden": True}, token=OTHER_PAGE_TOKEN)
    assert error(hide) == (200, None)
    assert error(await call.graph("DELETE", path, token=OTHER_PAGE_TOKEN)) == (200, None)
    assert error(await call.graph("GET", path, token=OTHER_PAGE_TOKEN)) == (100, 33)
    state = await call.state(comment)
    assert (state["hidden"], state["exists"]) == (False, True)


async def test_mention_cannot_be_hidden(call: Caller) -> None:
    """A post on somebody else's profile is refused with 10."""
    mention = await call.write("look at this", kind="mention")
    answer = await call.graph("POST", f"/{mention['comment_id']}", {"is_hidden": True})
    assert error(answer) == (10, None)


async def test_unknown_comment_and_unknown_field(call: Caller) -> None:
    """An id that never was answers 100 with subcode 33, a field that is none plain 100."""
    comment = await call.write()
    assert error(await call.graph("GET", "/1_2")) == (100, 33)
    answer = await call.graph("GET", f"/{comment['comment_id']}?fields=id,nonsense")
    assert error(answer) == (100, None)


async def test_reading_a_comment(call: Caller) -> None:
    """A read shows the chosen fields, nested selections included, and the page itself."""
    comment = await call.write("Guten Tag", author={"name": "A Person", "id": "77"})
    fields = "message,from{id,name},can_remove,parent{id},created_time"
    answer = (await call.graph("GET", f"/{comment['comment_id']}?fields={fields}")).json()
    assert answer["message"] == "Guten Tag"
    assert answer["from"] == {"id": "77", "name": "A Person"}
    assert answer["can_remove"] is True
    assert "parent" not in answer
    page = (await call.graph("GET", f"/{PAGE}?fields=id,name")).json()
    assert page["name"] == "NHS Nottingham and Nottinghamshire ICB"


async def test_reply_stands_under_the_comment(call: Caller) -> None:
    """A reply by the page is listed under the comment with the page as its author."""
    comment = await call.write()
    path = f"/{comment['comment_id']}/comments"
    created = (await call.graph("POST", path, {"message": "Thank you."})).json()["id"]
    listed = (await call.graph("GET", f"{path}?fields=id,message,from")).json()["data"]
    assert [(one["id"], one["from"]["id"]) for one in listed] == [(created, PAGE)]
    assert (await call.state(comment))["replies"][0]["by_account"] is True


@pytest.mark.parametrize("message", [None, "", "   ", 7, "x" * 8001])
async def test_reply_without_proper_text_is_refused(call: Caller, message: object) -> None:
    """A reply needs a text of at most 8,000 characters."""
    comment = await call.write()
    answer = await call.graph("POST", f"/{comment['comment_id']}/comments", {"message": message})
    assert error(answer) == (100, None)
    assert (await call.state(comment))["replies"] == []


async def test_private_reply_is_possible_once(call: Caller) -> None:
    """The second private reply to one comment is refused with 10900."""
    comment = await call.write()
    body = {"recipient": {"comment_id": comment["comment_id"]}, "message": {"text": "Hello."}}
    first = await call.graph("POST", f"/{PAGE}/messages", body)
    assert first.json()["recipient_id"] == comment["author_id"]
    assert error(await call.graph("POST", f"/{PAGE}/messages", body)) == (10900, None)
    totals = await call.totals(target_id=comment["comment_id"])
    assert totals["private_reply"]["changed"] == 1


async def test_private_reply_after_seven_days_is_refused(call: Caller) -> None:
    """The window closes seven days after the comment was written."""
    written_at = (datetime.now(UTC) - timedelta(days=7, minutes=1)).isoformat()
    comment = await call.write(created_at=written_at)
    body = {"recipient": {"comment_id": comment["comment_id"]}, "message": {"text": "Hello."}}
    assert error(await call.graph("POST", f"/{PAGE}/messages", body)) == (551, 2018109)


async def test_message_needs_a_recent_message(call: Caller) -> None:
    """A page may write to a person who wrote within the last day, and to nobody else."""
    message = await call.write("are you open?", kind="direct_message")
    body = {"recipient": {"id": message["author_id"]}, "message": {"text": "Yes."}}
    assert (await call.graph("POST", f"/{PAGE}/messages", body)).is_success
    body["recipient"]["id"] = "12345"
    assert error(await call.graph("POST", f"/{PAGE}/messages", body)) == (551, 2018109)


async def test_message_to_nobody_is_refused(call: Caller) -> None:
    """A message without a recipient, and one through another page, are refused."""
    assert error(await call.graph("POST", f"/{PAGE}/messages", {})) == (100, None)
    message = await call.write("hello", kind="direct_message")
    body = {"recipient": {"id": message["author_id"]}, "message": {"text": "Yes."}}
    answer = await call.graph("POST", f"/{PAGE}/messages", body, token=OTHER_PAGE_TOKEN)
    assert error(answer) == (200, None)


async def test_ordered_error_comes_as_often_as_ordered(call: Caller) -> None:
    """An ordered throttle is answered to the next calls with when to come back, then no more."""
    order = {"place": "facebook", "code": 4, "times": 2, "retry_after_s": 120}
    await call.control("POST", "/faults", order | {"account_id": PAGE})
    for _ in range(2):
        answer = await call.graph("GET", f"/{PAGE}")
        assert error(answer) == (4, None)
        usage = json.loads(answer.headers["X-Business-Use-Case-Usage"])[PAGE][0]
        assert (usage["call_count"], usage["estimated_time_to_regain_access"]) == (100, 2)
    assert (await call.graph("GET", f"/{PAGE}")).is_success
    assert (await call.control("GET", "/faults")) == {"pending": []}


async def test_order_for_one_action_spares_the_others(call: Caller) -> None:
    """A trouble ordered for deleting leaves reading alone, and clearing takes it back."""
    comment = await call.write()
    order = {"place": "facebook", "code": 1, "times": None, "action": "delete"}
    await call.control("POST", "/faults", order)
    assert (await call.graph("GET", f"/{PAGE}")).is_success
    answer = await call.graph("DELETE", f"/{comment['comment_id']}")
    assert (answer.status_code, error(answer)) == (500, (1, None))
    await call.control("DELETE", "/faults")
    assert (await call.graph("DELETE", f"/{comment['comment_id']}")).is_success


async def test_lost_answer_still_has_its_effect(call: Caller) -> None:
    """An order `after_effect` lets the reply happen and answers with an error all the same."""
    comment = await call.write()
    await call.control("POST", "/faults", {"place": "facebook", "code": 2, "after_effect": True})
    path = f"/{comment['comment_id']}/comments"
    assert error(await call.graph("POST", path, {"message": "Thank you."})) == (2, None)
    assert len((await call.state(comment))["replies"]) == 1
    totals = await call.totals(target_id=comment["comment_id"])
    assert (totals["reply"]["changed"], totals["reply"]["refused"]) == (1, 1)


async def test_rate_headers_rise_until_the_page_is_throttled(folder: Path) -> None:
    """The usage headers rise with the calls, and at 100 per cent calls answer 32."""
    settings = simulator_settings(folder, simulator_rate_limit_factor=4 / 4800)
    transport = httpx.ASGITransport(build(settings))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        call = Caller(client)
        answers = [await call.graph("GET", f"/{PAGE}") for _ in range(5)]
    used = [json.loads(answer.headers["X-App-Usage"])["call_count"] for answer in answers]
    assert used == [25, 50, 75, 100, 125]
    assert [answer.is_success for answer in answers] == [True] * 4 + [False]
    assert error(answers[-1]) == (32, None)


async def test_blocked_people_are_listed(call: Caller) -> None:
    """A page bans a person, lists them, and lets them back."""
    assert (await call.graph("POST", f"/{PAGE}/blocked", {"psid": "55"})).json() == {"55": True}
    assert (await call.graph("GET", f"/{PAGE}/blocked")).json() == {"data": [{"id": "55"}]}
    await call.graph("DELETE", f"/{PAGE}/blocked", {"psid": "55"})
    assert (await call.graph("GET", f"/{PAGE}/blocked")).json() == {"data": []}
    assert error(await call.graph("POST", f"/{PAGE}/blocked", {})) == (100, None)


async def test_state_survives_another_start(app: FastAPI, call: Caller, folder: Path) -> None:
    """A second simulator on the same folder knows what the first one did."""
    comment = await call.write()
    await call.graph("POST", f"/{comment['comment_id']}", {"is_hidden": True})
    transport = httpx.ASGITransport(build(simulator_settings(folder)))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        again = Caller(client)
        assert (await again.state(comment))["hidden"] is True
        later = await again.write("later")
    assert later["comment_id"] != comment["comment_id"]

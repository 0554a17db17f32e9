"""The control side: orders, their refusal, and who may give them."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from tests.integration.simulator.conftest import Caller
from tests.support.simulated_platforms import OTHER_PAGE, PAGE, USER


async def test_same_name_writes_once(call: Caller) -> None:
    """An order under a name that the account knows returns what was written before."""
    first = await call.write("hello", ref="run/1")
    again = await call.write("hello", ref="run/1")
    elsewhere = await call.write("hello", ref="run/1", account_id=OTHER_PAGE)
    assert (first["created"], again["created"], elsewhere["created"]) == (True, False, True)
    assert first["comment_id"] == again["comment_id"] != elsewhere["comment_id"]


async def test_bulk_says_which_it_did_not_take(call: Caller) -> None:
    """Results stand in the order asked; an impossible one carries its sentence."""
    good = {"platform": "facebook", "account_id": PAGE, "text": "fine"}
    orders = [good, good | {"text": "  "}, good | {"account_id": "5"}, good | {"text": "x" * 8001}]
    answer = await call.control("POST", "/comments/bulk", {"comments": orders})
    errors = [result.get("error") for result in answer["results"]]
    assert errors == [
        None,
        "The text is empty.",
        "There is no account 5 on facebook.",
        "The text is longer than the 8000 that facebook takes.",
    ]
    assert len((await call.control("GET", "/state"))["comments"]) == 1


@pytest.mark.parametrize(
    "order",
    [
        {"account_id": "5"},
        {"text": ""},
        {"platform": "linkedin"},
        {"kind": "reply", "parent_id": "1_2"},
        {"nonsense": 1},
        {"created_at": "2026-01-01T10:00:00"},
    ],
)
async def test_impossible_order_is_refused(call: Caller, order: dict[str, object]) -> None:
    """What makes no sense answers 422 and writes nothing."""
    body = {"platform": "facebook", "account_id": PAGE, "text": "hello"} | order
    answer = await call.client.post("/control/comments", json=body)
    assert answer.status_code == 422
    assert (await call.control("GET", "/state"))["comments"] == []


async def test_what_is_gone_cannot_be_edited(call: Caller) -> None:
    """Editing or removing what no longer exists answers 422, reading an unknown id 404."""
    comment = await call.write()
    path = f"/control/comments/facebook/{comment['comment_id']}"
    assert (await call.client.post(f"{path}/remove")).is_success
    assert (await call.client.post(f"{path}/remove")).status_code == 422
    assert (await call.client.post(f"{path}/edit", json={"text": "new"})).status_code == 422
    assert (await call.client.get("/control/comments/facebook/none")).status_code == 404


async def test_state_is_read_page_by_page(call: Caller) -> None:
    """The cursor of one answer leads to the next until there is none."""
    written = [(await call.write(f"number {n}"))["comment_id"] for n in range(5)]
    seen: list[str] = []
    after: int | None = 0
    while after is not None:
        answer = await call.control("GET", f"/state?platform=facebook&limit=2&after={after}")
        seen += [comment["id"] for comment in answer["comments"]]
        after = answer["next"]
    assert seen == written


async def test_same_author_is_one_person(call: Caller) -> None:
    """A name always has the same id on a platform, and another on the other."""
    one = await call.write(author={"name": "Jean Appleyard"})
    two = await call.write("again", author={"name": "Jean Appleyard"})
    on_x = await call.write(platform="x", author={"name": "Jean Appleyard"})
    assert one["author_id"] == two["author_id"] != on_x["author_id"]


async def test_posts_are_made_once(call: Caller) -> None:
    """Comments under the same text stand under one post, under another text under another."""
    one = await call.write(post="Flu jabs are here.")
    two = await call.write(post="Flu jabs are here.")
    three = await call.write(post="Something else.")
    assert one["post_id"] == two["post_id"] != three["post_id"]
    assert one["post_id"].startswith(f"{PAGE}_")


async def test_reply_without_a_parent_answers_the_account(call: Caller) -> None:
    """A reply that names no comment answers the body's own first comment under the post."""
    reply = await call.write(kind="reply")
    parent = await call.control("GET", f"/comments/facebook/{reply['parent_id']}")
    assert parent["by_account"] is True


async def test_mention_on_x_names_the_account(call: Caller) -> None:
    """X tells only of posts that name the account, so that a mention without the name gets it."""
    mention = await call.write("well done", platform="x", kind="mention")
    assert (await call.state(mention))["text"] == "@nottingham_icb_example well done"


async def test_accounts_are_listed_with_their_bodies(call: Caller) -> None:
    """The list says which body an account belongs to."""
    accounts = (await call.control("GET", "/accounts"))["accounts"]
    organisations = {account["account_id"]: account["organisation"] for account in accounts}
    assert (organisations[PAGE], organisations[USER]) == ("nottingham", "nottingham")
    assert organisations[OTHER_PAGE] == "lincolnshire"


@pytest.mark.parametrize("path", ["/control/state", "/", "/mail", "/hooks"])
async def test_callers_from_elsewhere_are_refused(app: FastAPI, path: str) -> None:
    """Only this machine may use the control side and the pages, under a loopback name."""
    from_elsewhere = httpx.ASGITransport(app, client=("192.0.2.7", 4000))
    async with httpx.AsyncClient(transport=from_elsewhere, base_url="http://127.0.0.1") as client:
        assert (await client.get(path)).status_code == 403
    borrowed_name = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=borrowed_name, base_url="http://evil.example") as client:
        assert (await client.get(path)).status_code == 403
    async with httpx.AsyncClient(transport=borrowed_name, base_url="http://localhost") as client:
        assert (await client.get(path)).is_success

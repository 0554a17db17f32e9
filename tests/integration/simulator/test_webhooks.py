"""What the platforms tell: handshakes first, then signed deliveries until they are accepted.

What arrives is read by ingest's own readers as well, so that both sides speak of the same thing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from moderation_common.events import (
    CommentEdited,
    CommentReceived,
    CommentRemoved,
    CommentVisibilityChanged,
)
from moderation_common.vocabulary import Kind
from moderation_ingest.domain.delivery import (
    Found,
    Ignored,
    IgnoredReason,
    Item,
    OwnText,
    Revoked,
)
from moderation_ingest.domain.facebook.delivery import read_delivery as read_facebook
from moderation_ingest.domain.x.delivery import read_delivery as read_x
from moderation_local.simulator.app import build
from tests.integration.simulator.conftest import Caller
from tests.support.simulated_platforms import (
    APP_SECRET,
    PAGE,
    USER,
    Listener,
    credentials,
    serving,
    simulator_settings,
)
from tests.support.waiting import eventually


@dataclass
class Line:
    """A simulator and a listener in ingest's place."""

    call: Caller
    listener: Listener = field(default_factory=Listener)

    async def told(self, deliveries: int) -> None:
        """Wait until so many events were accepted and none waits."""

        async def all_delivered() -> bool:
            lines = await self.call.control("GET", "/deliveries")
            waiting = sum(line["waiting"] for line in lines.values())
            delivered = sum(line["delivered"] for line in lines.values())
            return bool(waiting == 0 and delivered >= deliveries)

        await eventually(all_delivered, what=f"{deliveries} deliveries")

    def read(self) -> list[Item]:
        """Return what ingest's readers make of everything received."""
        now = datetime.now(UTC)
        items: list[Item] = []
        for body, _headers in self.listener.raw:
            reader = read_facebook if b'"object":"page"' in body else read_x
            items += reader(body, received_at=now)
        return items

    def found(self) -> list[Found]:
        """Return what ingest would make events of."""
        return [item for item in self.read() if isinstance(item, Found)]

    def new_texts(self) -> list[str]:
        """Return the texts of what ingest would take for new, in the order received."""
        payloads = [found.payload for found in self.found()]
        return [p.comment.text for p in payloads if isinstance(p, CommentReceived)]


@asynccontextmanager
async def connected(folder: Path, listener: Listener, **more: object) -> AsyncIterator[Line]:
    """Run a simulator that delivers to a listener."""
    async with AsyncExitStack() as stack:
        ingest = await stack.enter_async_context(serving(listener.app()))
        settings = simulator_settings(folder, ingest_url=ingest, **more)
        address = await stack.enter_async_context(serving(build(settings)))
        client = httpx.AsyncClient(base_url=address, trust_env=False)
        yield Line(Caller(await stack.enter_async_context(client)), listener)


@pytest.fixture
async def line(folder: Path) -> AsyncIterator[Line]:
    """Give a simulator connected to a listener that accepts everything."""
    async with connected(folder, Listener()) as connection:
        yield connection


async def test_ready_once_the_handshakes_passed(line: Line) -> None:
    """Readiness waits for both handshakes and then says so."""

    async def ready() -> bool:
        return (await line.call.client.get("/readyz")).status_code == 200

    await eventually(ready, what="Readiness")
    assert line.listener.handshakes == 2
    lines = await line.call.control("GET", "/deliveries")
    assert {one["handshake"] for one in lines.values()} == {"verified"}


async def test_facebook_comment_arrives_signed(line: Line) -> None:
    """A comment is told in the documented shape, signed over its very bytes."""
    comment = await line.call.write("Café 👍", author={"name": "Zoë", "id": "77"})
    await line.told(1)
    (body, headers), *_rest = line.listener.raw
    assert b"\\u00e9" in body
    digest = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert headers["x-hub-signature-256"] == f"sha256={digest}"
    (change,) = line.listener.changes
    assert change["field"] == "feed"
    assert change["value"]["verb"] == "add"
    (found,) = line.found()
    assert isinstance(found.payload, CommentReceived)
    told = found.payload.comment
    assert (told.ref.comment_id, told.text, told.kind) == (
        comment["comment_id"],
        "Café 👍",
        Kind.COMMENT,
    )
    assert (told.author.author_id, told.author.name, told.post_id) == (
        "77",
        "Zoë",
        comment["post_id"],
    )


@pytest.mark.parametrize("platform", ["facebook", "x"])
async def test_every_kind_is_understood(line: Line, platform: str) -> None:
    """Comments, replies, mentions and messages reach ingest as what they are, texts unharmed."""
    kinds = ("comment", "mention", "direct_message")
    written = [await line.call.write(k, platform=platform, kind=k) for k in kinds]
    parent_id = written[0]["comment_id"]
    reply = await line.call.write("reply", platform=platform, kind="reply", parent_id=parent_id)
    await line.told(4)
    by_id = {found.ref.comment_id: found.payload for found in line.found()}
    for one in [*written, reply]:
        payload = by_id[one["comment_id"]]
        assert isinstance(payload, CommentReceived)
        state = await line.call.state(one)
        assert payload.comment.text == state["text"]
        assert payload.comment.author.author_id == one["author_id"]
    received = [by_id[one["comment_id"]] for one in [*written[1:], reply]]
    assert [p.comment.kind for p in received if isinstance(p, CommentReceived)][1] is (
        Kind.DIRECT_MESSAGE
    )
    assert all(not isinstance(item, Ignored) for item in line.read())


async def test_edit_and_removal_are_told_by_facebook(line: Line) -> None:
    """The author's edit brings the new text, the removal that it is gone."""
    comment = await line.call.write("before")
    path = f"/comments/facebook/{comment['comment_id']}"
    await line.call.control("POST", f"{path}/edit", {"text": "after"})
    await line.call.control("POST", f"{path}/remove", {})
    await line.told(3)
    payloads = {type(found.payload): found.payload for found in line.found()}
    assert payloads.keys() == {CommentReceived, CommentEdited, CommentRemoved}
    edited = payloads[CommentEdited]
    assert isinstance(edited, CommentEdited)
    assert (edited.comment.text, edited.comment.ref.comment_id) == ("after", comment["comment_id"])


async def test_edit_and_removal_are_not_told_by_x(line: Line) -> None:
    """X tells nobody of another person's edit or removal, unless the order says so."""
    comment = await line.call.write("before", platform="x")
    path = f"/comments/x/{comment['comment_id']}"
    silent = await line.call.control("POST", f"{path}/edit", {"text": "after"})
    assert silent["edit_of"] == comment["comment_id"]
    told = await line.call.control("POST", f"{path}/edit", {"text": "later", "announce": True})
    await line.call.control("POST", f"{path}/remove", {})
    await line.told(2)
    posts = [body["data"]["payload"] for body in line.listener.x]
    assert {post["id"] for post in posts} == {comment["comment_id"], told["id"]}
    versions = [comment["comment_id"], silent["id"], told["id"]]
    assert posts[-1]["edit_history_tweet_ids"] == versions


async def test_edited_message_carries_its_number(line: Line) -> None:
    """Each edit of a private message has the number by which a repeat is known."""
    message = await line.call.write("one", kind="direct_message")
    path = f"/comments/facebook/{message['comment_id']}/edit"
    for text in ("two", "three"):
        await line.call.control("POST", path, {"text": text})
    await line.told(3)
    causes = [found.cause for found in line.found()]
    assert len(set(causes)) == 3


async def test_own_deeds_come_back_and_are_recognised(line: Line) -> None:
    """What the page does itself is told as well, and ingest takes none of it for the public's."""
    comment = await line.call.write()
    path = f"/{comment['comment_id']}"
    await line.call.graph("POST", path, {"is_hidden": True})
    await line.call.graph("POST", f"{path}/comments", {"message": "Thank you."})
    body = {"recipient": {"comment_id": comment["comment_id"]}, "message": {"text": "Hello."}}
    await line.call.graph("POST", f"/{PAGE}/messages", body)
    await line.call.graph("DELETE", path)
    await line.told(5)
    kinds = [type(found.payload) for found in line.found()]
    assert sorted(kind.__name__ for kind in kinds) == sorted(
        kind.__name__ for kind in (CommentReceived, CommentVisibilityChanged, CommentRemoved)
    )
    ignored = [item.reason for item in line.read() if isinstance(item, Ignored)]
    assert ignored == [IgnoredReason.OWN]
    said = [item for item in line.read() if isinstance(item, OwnText)]
    assert [item.text for item in said] == ["Thank you."]


async def test_own_posts_and_messages_on_x_are_recognised(line: Line) -> None:
    """The account's own reply, message and deletion come back and are none of the public's."""
    comment = await line.call.write(platform="x")
    reply = {"text": "Thank you", "reply": {"in_reply_to_tweet_id": comment["comment_id"]}}
    own = (await line.call.x("POST", "/tweets", reply)).json()["data"]["id"]
    await line.call.x(
        "POST", f"/dm_conversations/with/{comment['author_id']}/messages", {"text": "Hello"}
    )
    await line.call.x("DELETE", f"/tweets/{own}")
    await line.told(4)
    types = [body["data"]["event_type"] for body in line.listener.x]
    assert sorted(types) == ["dm.sent", "post.create", "post.delete", "post.reply.create"]
    received = [f for f in line.found() if isinstance(f.payload, CommentReceived)]
    assert [found.ref.comment_id for found in received] == [comment["comment_id"]]


async def test_reply_that_mentions_is_told_twice_with_one_cause(line: Line) -> None:
    """X tells a reply that names the account as reply and as mention; ingest sees one comment."""
    text = "@nottingham_icb_example when does it open?"
    comment = await line.call.write(text, platform="x")
    await line.told(2)
    types = {body["data"]["event_type"] for body in line.listener.x}
    assert types == {"post.reply.create", "post.mention.create"}
    assert {found.ref.comment_id for found in line.found()} == {comment["comment_id"]}


async def test_withdrawn_access_is_told_by_x(line: Line) -> None:
    """Revoking a user's token comes with X's event that says so."""
    await line.call.control("POST", f"/tokens/x/{USER}", {"revoked": True})
    await line.told(1)
    assert line.read() == [Revoked(USER)]


async def test_duplicates_are_the_same_event(line: Line) -> None:
    """What is delivered again has the cause by which ingest knows it already."""
    comment = await line.call.write(deliveries=3)
    path = f"/comments/facebook/{comment['comment_id']}/redeliver"
    await line.call.control("POST", path, {"times": 2})
    await line.told(5)
    assert len(line.listener.changes) == 5
    assert len({found.cause for found in line.found()}) == 1


async def test_refused_deliveries_are_tried_again(folder: Path) -> None:
    """While ingest answers 503 nothing is lost, and once it recovers everything arrives once."""
    listener = Listener(status=503)
    async with connected(folder, listener) as line:
        for number in range(5):
            await line.call.write(f"comment {number}")
            await line.call.write(f"post {number}", platform="x")
        await eventually(lambda: listener.attempts > 12, what="Repeated attempts")
        assert (listener.facebook, listener.x) == ([], [])
        listener.status = 200
        await line.told(10)
        texts = line.new_texts()
    assert sorted(texts) == sorted(
        [f"comment {n}" for n in range(5)] + [f"post {n}" for n in range(5)]
    )


async def test_waiting_changes_travel_together(folder: Path) -> None:
    """What piled up is delivered in batches, several pages in one, none above the most allowed."""
    listener = Listener(status=503)
    async with connected(folder, listener, simulator_batch=40) as line:
        orders = [
            {"platform": "facebook", "account_id": page, "text": f"number {number}"}
            for number in range(60)
            for page in (PAGE, "100000000000201")
        ]
        await line.call.control("POST", "/comments/bulk", {"comments": orders})
        listener.status = 200
        await line.told(120)
    sizes = [sum(len(e["changes"]) for e in body["entry"]) for body in listener.facebook]
    assert sum(sizes) == 120
    assert max(sizes) <= 40
    assert any(len(body["entry"]) == 2 for body in listener.facebook)


async def test_no_delivery_before_the_handshake(folder: Path) -> None:
    """To an address that signs the challenge wrongly X delivers nothing, until it is mended."""
    listener = Listener(honest=False)
    async with connected(folder, listener) as line:
        await line.call.write(platform="x")

        async def refused() -> bool:
            lines = await line.call.control("GET", "/deliveries")
            state: str = lines["x"]["handshake"]
            return state == "refused"

        await eventually(refused, what="The refused handshake")
        ready = await line.call.client.get("/readyz")
        assert (ready.status_code, list(ready.json()["wrong"])) == (503, ["webhook x"])
        assert listener.x == []
        listener.honest = True
        await line.call.control("POST", "/handshakes")
        await line.told(1)


async def test_unsubscribed_page_is_silent(line: Line) -> None:
    """What happens on an unsubscribed page is never told, also not after it subscribes again."""
    await line.call.control("POST", f"/subscriptions/{PAGE}", {"subscribed": False})
    shown = (await line.call.graph("GET", f"/{PAGE}/subscribed_apps")).json()
    assert shown == {"data": []}
    await line.call.write("unheard")
    assert (await line.call.graph("POST", f"/{PAGE}/subscribed_apps")).is_success
    await line.call.write("heard")
    await line.told(1)
    assert [change["value"]["message"] for change in line.listener.changes] == ["heard"]


async def test_newer_signature_comes_beside_the_older(folder: Path) -> None:
    """With an OAuth 2.0 client secret X signs twice, each header with its own key."""
    folder.mkdir()
    content = credentials(oauth2_client_secrets=["newer"])
    (folder / "credentials.json").write_text(json.dumps(content), "utf-8")
    async with connected(folder, Listener()) as line:
        await line.call.write(platform="x")
        await line.told(1)
        ((body, headers),) = line.listener.raw
    digest = hmac.new(b"newer", body, hashlib.sha256).digest()
    expected = f"sha256={b64encode(digest).decode()}"
    assert headers["x-twitter-webhooks-signature-oauth2"] == expected

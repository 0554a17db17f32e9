"""The one door: every kind of rubbish gets a clear answer, and nothing is lost or crashes."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from moderation_common.events import Topic, dead_letter_topic
from moderation_common.lifecycle import Lifecycle
from moderation_common.testing import FixedClock, MemoryEventLog
from moderation_common.vocabulary import Platform
from moderation_common.web import TokenSigner, create_application
from moderation_ingest.adapters.credentials import CredentialsFile
from moderation_ingest.adapters.facebook import FacebookWebhook
from moderation_ingest.adapters.x import XWebhook
from moderation_ingest.api.webhooks import PUBLIC_PREFIX, webhook_router
from moderation_ingest.usecases.receive_delivery import ReceiveDelivery
from tests.support.ingest import (
    APP_SECRET,
    CONSUMER_SECRET,
    NOW,
    ConsequencesBook,
    KnownAccounts,
    NotedActivity,
    RememberedTexts,
    activity,
    comment_change,
    encode,
    facebook_headers,
    page_delivery,
    post,
    x_headers,
)

FORGED = "sha256=" + "0" * 64
REFUSED = {"detail": "The signature is missing or wrong."}


@pytest.fixture
def event_log() -> MemoryEventLog:
    """Give an empty log."""
    return MemoryEventLog(partitions=1)


@pytest.fixture
async def client(event_log: MemoryEventLog, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of an application that has the webhooks and nothing else."""
    file = tmp_path / "credentials.json"
    facebook = {"app_secrets": [APP_SECRET], "verify_token": "ours"}
    file.write_bytes(encode({"facebook": facebook, "x": {"consumer_secrets": [CONSUMER_SECRET]}}))
    credentials = CredentialsFile(file)
    app = create_application(
        title="ingest",
        version="0",
        lifecycle=Lifecycle(),
        tokens=TokenSigner("a secret of thirty-two characters"),
        public_prefixes=(PUBLIC_PREFIX,),
    )
    receive_delivery = ReceiveDelivery(
        event_log=event_log,
        accounts=KnownAccounts(),
        consequences=ConsequencesBook(),
        own_texts=RememberedTexts(),
        activity=NotedActivity(),
        clock=FixedClock(NOW),
        timeout_s=1,
    )
    webhooks = {
        Platform.FACEBOOK: FacebookWebhook(credentials),
        Platform.X: XWebhook(credentials),
    }
    app.include_router(webhook_router(receive_delivery, webhooks))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://ingest") as client:
        yield client


async def test_both_handshakes(client: httpx.AsyncClient) -> None:
    """Each platform's check is answered in its own form."""
    facebook = await client.get(
        "/webhooks/facebook",
        params={"hub.mode": "subscribe", "hub.challenge": "42", "hub.verify_token": "ours"},
    )
    x = await client.get("/webhooks/x", params={"crc_token": "abc123"})

    assert (facebook.status_code, facebook.text) == (200, "42")
    assert facebook.headers["content-type"].startswith("text/plain")
    assert x.status_code == 200
    assert x.json()["response_token"].startswith("sha256=")


@pytest.mark.parametrize(
    "path, params",
    [
        ("/webhooks/facebook", {}),
        ("/webhooks/facebook", {"hub.mode": "subscribe", "hub.verify_token": "theirs"}),
        ("/webhooks/x", {"crc_token": '{"data":{}}'}),
        ("/webhooks/x", {}),
    ],
)
async def test_a_handshake_of_somebody_else_is_forbidden(
    client: httpx.AsyncClient, path: str, params: dict[str, str]
) -> None:
    """A wrong token, or one that is unsafe to sign, is refused with one sentence."""
    answer = await client.get(path, params=params)

    assert answer.status_code == 403
    assert answer.json() == {"detail": "The handshake is refused."}


async def test_a_signed_comment_is_accepted_from_both(
    client: httpx.AsyncClient, event_log: MemoryEventLog
) -> None:
    """The answer is 200 and the log has the event."""
    facebook = encode(page_delivery(comment_change()))
    x = encode(activity("post.reply.create", post()))

    answers = [
        await client.post(
            "/webhooks/facebook", content=facebook, headers=facebook_headers(facebook)
        ),
        await client.post("/webhooks/x", content=x, headers=x_headers(x)),
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(event_log.events(Topic.COMMENTS)) == 2


@pytest.mark.parametrize("path", ["/webhooks/facebook", "/webhooks/x"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-hub-signature-256": FORGED, "x-twitter-webhooks-signature": FORGED},
        {"x-hub-signature-256": "é", "x-twitter-webhooks-signature": "é"},
    ],
)
async def test_a_wrong_signature_is_told_nothing(
    client: httpx.AsyncClient, event_log: MemoryEventLog, path: str, headers: dict[str, str]
) -> None:
    """Missing, forged and odd signatures get one answer; nothing is stored."""
    latin = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    for body in (encode(page_delivery(comment_change())), b"{", b""):
        answer = await client.post(path, content=body, headers=latin)

        assert (answer.status_code, answer.json()) == (401, REFUSED)
    assert event_log.messages(Topic.COMMENTS) == []
    assert event_log.messages(dead_letter_topic(Topic.COMMENTS)) == []


async def test_a_megabyte_of_junk_is_refused_by_its_signature(
    client: httpx.AsyncClient, event_log: MemoryEventLog
) -> None:
    """Junk is never parsed: it has no signature."""
    junk = random.Random(1).randbytes(1024 * 1024)

    answer = await client.post("/webhooks/x", content=junk)

    assert (answer.status_code, answer.json()) == (401, REFUSED)
    assert event_log.messages(dead_letter_topic(Topic.COMMENTS)) == []


async def test_more_than_any_platform_sends_is_cut_off(client: httpx.AsyncClient) -> None:
    """Reading stops at the limit, whoever sends."""
    answer = await client.post("/webhooks/facebook", content=b"x" * (9 * 1024 * 1024))

    assert answer.status_code == 413


@pytest.mark.parametrize("name", ["myspace", "instagram", "FACEBOOK", "facebook%2Fx"])
async def test_an_unknown_platform_is_not_found(client: httpx.AsyncClient, name: str) -> None:
    """One sentence says which platforms there are."""
    for answer in (await client.get(f"/webhooks/{name}"), await client.post(f"/webhooks/{name}")):
        assert answer.status_code == 404
    if "%2F" not in name:
        assert "facebook, x" in answer.json()["detail"]


async def test_signed_broken_json_is_accepted_and_set_aside(
    client: httpx.AsyncClient, event_log: MemoryEventLog
) -> None:
    """Sending it again could not mend it, so that the platform is not asked to."""
    body = b'{"object":"page",'

    answer = await client.post("/webhooks/facebook", content=body, headers=facebook_headers(body))

    assert answer.status_code == 200
    (letter,) = event_log.messages(dead_letter_topic(Topic.COMMENTS))
    assert letter.body == body


async def test_an_unknown_field_is_accepted_and_passed_over(
    client: httpx.AsyncClient, event_log: MemoryEventLog
) -> None:
    """A field that this release does not know is counted, and the rest of the batch is taken."""
    unknown = {"field": "novelty", "value": {"anything": [1, 2]}}
    body = encode(page_delivery(unknown, comment_change(novelty=1)))

    answer = await client.post("/webhooks/facebook", content=body, headers=facebook_headers(body))

    assert answer.status_code == 200
    assert len(event_log.events(Topic.COMMENTS)) == 1
    assert event_log.messages(dead_letter_topic(Topic.COMMENTS)) == []


async def test_an_outage_is_told_so_that_the_platform_sends_again(
    client: httpx.AsyncClient, event_log: MemoryEventLog
) -> None:
    """503 makes both platforms repeat the delivery."""
    event_log.go_away()
    body = encode(page_delivery(comment_change()))

    answer = await client.post("/webhooks/facebook", content=body, headers=facebook_headers(body))

    assert answer.status_code == 503


async def test_everything_else_asks_for_a_token(client: httpx.AsyncClient) -> None:
    """Only the webhooks are open to signatures."""
    for path in ("/v1/accounts", "/v1/actions", "/webhook", "/"):
        assert (await client.get(path)).status_code == 401

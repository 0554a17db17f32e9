"""The mail server and the webhook address at which alerts end."""

from __future__ import annotations

import asyncio
import json
import smtplib
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from moderation_escalation.adapters.webhook import read_secret, sign
from moderation_local.mailbox.hooks import is_signed
from moderation_local.simulator.app import build
from tests.integration.simulator.conftest import Caller
from tests.support.simulated_platforms import (
    WEBHOOK_SECRET,
    free_port,
    serving,
    simulator_settings,
)

Headers = dict[str, str]


class Post(Caller):
    """A caller that can also send mail."""

    def __init__(self, client: httpx.AsyncClient, port: int) -> None:
        super().__init__(client)
        self.port = port

    async def send(self, subject: str, text: str, *, to: str = "quality@example.nhs.uk") -> None:
        """Send a mail; raises what the server refuses with."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "moderation@localhost", to, subject
        message.set_content(text)

        def deliver() -> None:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as server:
                server.send_message(message)

        await asyncio.to_thread(deliver)


@pytest.fixture
async def post(folder: Path) -> AsyncIterator[Post]:
    """Give a running simulator's mail server and addresses."""
    port = free_port()
    async with (
        serving(build(simulator_settings(folder, mail_port=port))) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
    ):
        yield Post(client, port)


async def test_mail_is_kept_and_shown(post: Post) -> None:
    """A mail is listed with its envelope and text, newest first, as JSON and as pages."""
    await post.send("First", "one")
    await post.send("Dringend – £5 <b>", "Grüße & <script>", to="on.call@example.nhs.uk")
    listed = (await post.client.get("/mail")).json()["mail"]
    assert [letter["subject"] for letter in listed] == ["Dringend – £5 <b>", "First"]
    assert listed[0]["recipients"] == ["on.call@example.nhs.uk"]
    assert listed[0]["text"].strip() == "Grüße & <script>"
    one = (await post.client.get(f"/mail/{listed[1]['id']}")).json()
    assert (one["sender"], one["text"].strip()) == ("moderation@localhost", "one")
    for path in ("/mail", f"/mail/{listed[0]['id']}"):
        page = (await post.client.get(path, headers={"accept": "text/html"})).text
        assert "Dringend – £5 &lt;b&gt;" in page
        assert "<script>" not in page


async def test_links_in_mail_can_be_followed(post: Post) -> None:
    """An address in a mail is a link on its page, and nothing around it becomes markup."""
    await post.send("Alert", 'Open <http://127.0.0.1:1/a/token?b=1&c=2> "now"')
    (letter,) = (await post.client.get("/mail")).json()["mail"]
    page = await post.client.get(f"/mail/{letter['id']}", headers={"accept": "text/html"})
    assert '&lt;<a href="http://127.0.0.1:1/a/token?b=1&amp;c=2">' in page.text
    assert page.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("letter_id", ["123", "..%2Fcredentials", "x"])
async def test_unknown_mail_is_not_found(post: Post, letter_id: str) -> None:
    """An id that no mail has answers 404, whatever it looks like."""
    assert (await post.client.get(f"/mail/{letter_id}")).status_code == 404


async def test_mail_can_be_refused(post: Post) -> None:
    """An ordered refusal is given to the next mail, for a time or for good, and kept nowhere."""
    await post.control("POST", "/faults", {"place": "smtp", "code": 451})
    with pytest.raises(smtplib.SMTPDataError) as temporary:
        await post.send("Refused", "one")
    assert temporary.value.smtp_code == 451
    await post.send("Kept", "two")
    listed = (await post.client.get("/mail")).json()["mail"]
    assert [letter["subject"] for letter in listed] == ["Kept"]


def signed(body: bytes, *, secret: str = WEBHOOK_SECRET, stamp: int = 1700000000) -> Headers:
    """Return the headers with which escalation signs an alert."""
    signature = sign(read_secret(secret), message_id="alert-1", timestamp=stamp, body=body)
    return {
        "webhook-id": "alert-1",
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature,
    }


async def test_signed_webhook_is_kept(post: Post) -> None:
    """A webhook signed as escalation signs is listed with its name, body and headers."""
    body = json.dumps({"alert": "42"}).encode()
    headers = signed(body)
    assert (await post.client.post("/hooks/quality", content=body, headers=headers)).is_success
    (hook,) = (await post.client.get("/hooks")).json()["hooks"]
    assert (hook["name"], hook["signed"], hook["body"]) == ("quality", True, {"alert": "42"})
    assert hook["headers"]["webhook-id"] == "alert-1"
    assert (await post.client.get("/hooks?name=other")).json() == {"hooks": []}
    page = (await post.client.get("/hooks", headers={"accept": "text/html"})).text
    assert "signature right" in page


async def test_one_right_signature_among_several_is_enough(post: Post) -> None:
    """While a secret is replaced a sender signs with both; one that is right will do."""
    headers = signed(b"{}")
    headers["webhook-signature"] = "v1,b2xk " + headers["webhook-signature"]
    assert (await post.client.post("/hooks/a", content=b"{}", headers=headers)).is_success


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(b"{}", secret="wrong"),
        signed(b"[]"),
        signed(b"{}") | {"webhook-timestamp": "1700000001"},
        signed(b"{}") | {"webhook-id": "alert-2"},
        signed(b"{}") | {"webhook-signature": "é"},
    ],
    ids=["none", "other key", "other body", "other stamp", "other id", "no base 64"],
)
async def test_wrong_signature_is_refused(post: Post, headers: Headers) -> None:
    """An unsigned or wrongly signed webhook answers 401 and is not kept."""
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    answer = await post.client.post("/hooks/quality", content=b"{}", headers=raw)
    assert answer.status_code == 401
    assert (await post.client.get("/hooks")).json() == {"hooks": []}


def test_secret_may_be_spelt_in_base_64() -> None:
    """A secret that begins with whsec_ stands for the bytes after it."""
    secret = "whsec_c2ltdWxhdGVk"
    assert is_signed(b"{}", signed(b"{}", secret=secret), secret=secret)
    assert not is_signed(b"{}", signed(b"{}", secret=secret), secret="c2ltdWxhdGVk")


async def test_webhook_can_be_refused(post: Post) -> None:
    """An ordered status is answered to the next webhook."""
    await post.control("POST", "/faults", {"place": "hooks", "code": 503})
    headers = signed(b"{}")
    refused = await post.client.post("/hooks/quality", content=b"{}", headers=headers)
    taken = await post.client.post("/hooks/quality", content=b"{}", headers=headers)
    assert (refused.status_code, taken.status_code) == (503, 200)

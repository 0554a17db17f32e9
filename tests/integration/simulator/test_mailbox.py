"""The mail server and the webhook address at which alerts end."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import smtplib
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from moderation_local.simulator.app import build
from tests.integration.simulator.conftest import Caller
from tests.support.simulated_platforms import (
    WEBHOOK_SECRET,
    free_port,
    serving,
    simulator_settings,
)


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


def signature(body: bytes, secret: str = WEBHOOK_SECRET) -> str:
    """Return the HMAC-SHA-256 of a body in hex."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


async def test_signed_webhook_is_kept(post: Post) -> None:
    """A rightly signed webhook is listed with its name and body."""
    body = json.dumps({"alert": "42"}).encode()
    headers = {"x-moderation-signature": f"sha256={signature(body)}"}
    assert (await post.client.post("/hooks/quality", content=body, headers=headers)).is_success
    (hook,) = (await post.client.get("/hooks")).json()["hooks"]
    assert (hook["name"], hook["signed"], hook["body"]) == ("quality", True, {"alert": "42"})
    assert (await post.client.get("/hooks?name=other")).json() == {"hooks": []}


async def test_stamped_signature_covers_the_stamp(post: Post) -> None:
    """With a timestamp header the signature is over stamp and body together."""
    body = b"{}"
    stamped = {
        "x-moderation-timestamp": "1700000000",
        "x-moderation-signature": signature(b"1700000000." + body),
    }
    assert (await post.client.post("/hooks/a", content=body, headers=stamped)).is_success
    stamped["x-moderation-timestamp"] = "1700000001"
    assert (await post.client.post("/hooks/a", content=body, headers=stamped)).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [{}, {"x-moderation-signature": signature(b"{}", "wrong")}, {"x-moderation-signature": "é"}],
)
async def test_wrong_signature_is_refused(post: Post, headers: dict[str, str]) -> None:
    """An unsigned or wrongly signed webhook answers 401 and is not kept."""
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    answer = await post.client.post("/hooks/quality", content=b"{}", headers=raw)
    assert answer.status_code == 401
    assert (await post.client.get("/hooks")).json() == {"hooks": []}


async def test_webhook_can_be_refused(post: Post) -> None:
    """An ordered status is answered to the next webhook."""
    await post.control("POST", "/faults", {"place": "hooks", "code": 503})
    headers = {"x-moderation-signature": signature(b"{}")}
    refused = await post.client.post("/hooks/quality", content=b"{}", headers=headers)
    taken = await post.client.post("/hooks/quality", content=b"{}", headers=headers)
    assert (refused.status_code, taken.status_code) == (503, 200)

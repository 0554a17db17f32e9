"""Where alerts arrive in tests: a real SMTP server and a real web server, both on loopback."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from typing_extensions import override

from moderation_local.mailbox.smtp import SmtpSessions


@dataclass
class MailSink:
    """Takes every mail, or refuses it with the reply that is set."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    reply: str = "250 OK"
    """What the server says after the text."""
    recipient_reply: str = "250 OK"
    """What the server says to each address."""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        rcpt_options: list[str],
    ) -> str:
        """Take or refuse an address."""
        if self.recipient_reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_reply

    async def handle_DATA(  # noqa: N802 - as above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take or refuse a mail."""
        if self.reply.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            mail = message_from_bytes(content, policy=default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
        return self.reply

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails to an address."""
        return [mail for mail in self.mails if mail["To"] == address]


@asynccontextmanager
async def mail_sink() -> AsyncIterator[MailSink]:
    """Run an SMTP server while the block lasts."""
    sink = MailSink()
    loop = asyncio.get_running_loop()
    sessions = SmtpSessions()
    server = await loop.create_server(
        lambda: sessions.keep(SMTP(sink, hostname="mail.example", loop=loop)), "127.0.0.1", 0
    )
    try:
        sink.port = server.sockets[0].getsockname()[1]
        yield sink
    finally:
        server.close()
        await sessions.end()
        await server.wait_closed()


@dataclass(frozen=True)
class Delivery:
    """A request that arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def payload(self) -> dict[str, Any]:
        """Return the body as JSON."""
        payload: dict[str, Any] = json.loads(self.body)
        return payload


@dataclass
class WebhookSink:
    """Takes every request, or answers with the status that is set."""

    url: str = ""
    deliveries: list[Delivery] = field(default_factory=list)
    status: int = 204

    def to(self, name: str) -> list[Delivery]:
        """Return what arrived for a webhook."""
        return [each for each in self.deliveries if each.path.endswith("/" + name)]


@contextmanager
def webhook_sink() -> Iterator[WebhookSink]:
    """Run a web server while the block lasts."""
    sink = WebhookSink()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Keep the request."""
            body = self.rfile.read(int(self.headers["content-length"]))
            if sink.status < 300:
                headers = {name.lower(): value for name, value in self.headers.items()}
                sink.deliveries.append(Delivery(self.path, headers, body))
            self.send_response(sink.status)
            self.end_headers()

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        sink.url = f"http://127.0.0.1:{server.server_port}/hooks"
        yield sink
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

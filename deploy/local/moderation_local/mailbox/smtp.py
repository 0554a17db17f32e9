"""The mail server: takes every mail for everybody, unless it is told to refuse."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final
from weakref import WeakSet

from aiosmtpd.smtp import SMTP, Envelope, Session

from moderation_local.mailbox.letters import LetterStore

_ACCEPTED: Final = "250 Kept"

Trouble = Callable[[], int | None]
"""Returns the code with which to refuse the next mail or webhook, or None."""


class MailSink:
    """A server on one port, in the event loop of the process."""

    def __init__(self, letters: LetterStore, *, trouble: Trouble) -> None:
        self._handler = _Handler(letters, trouble)
        self._server: asyncio.Server | None = None
        self._sessions = SmtpSessions()

    async def start(self, *, host: str, port: int) -> int:
        """Listen; returns the port, which the system chose when it was given as nought."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: self._sessions.keep(
                SMTP(self._handler, enable_SMTPUTF8=True, hostname="localhost", loop=loop)
            ),
            host=host,
            port=port,
        )
        chosen: int = self._server.sockets[0].getsockname()[1]
        return chosen

    async def stop(self) -> None:
        """Stop listening, and hang up on whoever is still connected."""
        if self._server is not None:
            self._server.close()
            await self._sessions.end()
            await self._server.wait_closed()


class SmtpSessions:
    """The connections of a mail server: closing the server alone leaves them open."""

    def __init__(self) -> None:
        self._sessions: WeakSet[SMTP] = WeakSet()

    def keep(self, session: SMTP) -> SMTP:
        """Remember a session while it lasts; returns it."""
        self._sessions.add(session)
        return session

    async def end(self) -> None:
        """Hang up on everyone, and wait until they are gone."""
        while open_ones := [
            transport
            for session in self._sessions
            if isinstance(transport := session.transport, asyncio.WriteTransport)
        ]:
            for transport in open_ones:
                transport.abort()
            # The loop tells a session in its next turn that its connection is lost.
            await asyncio.sleep(0)


class _Handler:
    """What the server does with a mail."""

    def __init__(self, letters: LetterStore, trouble: Trouble) -> None:
        self._letters = letters
        self._trouble = trouble

    async def handle_DATA(  # noqa: N802 - the server calls it by this name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail, or refuse it as ordered."""
        code = self._trouble()
        if code is not None:
            return f"{code} Refused, as it was ordered"
        content = envelope.content
        body = content.encode() if isinstance(content, str) else (content or b"")
        self._letters.keep(
            body, sender=envelope.mail_from or "", recipients=tuple(envelope.rcpt_tos)
        )
        return _ACCEPTED

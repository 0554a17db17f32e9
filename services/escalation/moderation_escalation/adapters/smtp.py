"""Alerts by e-mail, over SMTP.

A repeat of an alert has the same Message-ID, by which mail systems and people recognise it. The
result `250` after the text is the server's promise to deliver; what becomes of it then cannot be
seen from here, which is why only an acknowledgement stops a ladder.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Final

import aiosmtplib

from moderation_common.errors import PermanentError, TransientError
from moderation_common.vocabulary import Urgency
from moderation_escalation.ports import OutgoingAlert

_TIMEOUT_S: Final = 20.0
"""For the whole exchange; the next person must not wait for a server that hangs."""

_PERMANENT_FROM: Final = 500
"""RFC 5321: replies of 500 and more mean that the same attempt will fail again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """The server that takes our mail."""

    host: str
    port: int
    sender: str
    """Address that alerts come from."""
    starttls: bool
    """Insist on encryption."""
    username: str | None = None
    password: str | None = None


class SmtpSender:
    """Sends alerts as plain text."""

    def __init__(self, server: MailServer, *, timeout_s: float = _TIMEOUT_S) -> None:
        self._server = server
        self._timeout_s = timeout_s
        self._domain = parseaddr(server.sender)[1].rpartition("@")[2] or "localhost"

    def reaches(self, address: str) -> bool:
        """Say whether it is an e-mail address."""
        return "@" in address

    async def send(self, alert: OutgoingAlert) -> None:
        """Send; the server has taken it when this returns."""
        try:
            message = self._compose(alert)
        except ValueError as error:
            raise PermanentError(
                "The address or subject holds a line break; correct it in the policy pack."
            ) from error
        server = self._server
        try:
            async with asyncio.timeout(self._timeout_s):
                await aiosmtplib.send(
                    message,
                    hostname=server.host,
                    port=server.port,
                    username=server.username,
                    password=server.password,
                    start_tls=server.starttls,
                    timeout=self._timeout_s,
                )
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [refused.code for refused in error.recipients]
            raise _failure(min(codes, default=0), "refused the address") from error
        except aiosmtplib.SMTPAuthenticationError as error:
            # The account's fault, not the message's: somebody may be mending it this minute.
            raise TransientError("The mail server refused our name and password.") from error
        except aiosmtplib.SMTPResponseException as error:
            raise _failure(error.code, "refused the message") from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise TransientError(
                f"The mail server cannot be reached ({type(error).__name__})."
            ) from error

    def _compose(self, alert: OutgoingAlert) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"] = self._server.sender
        message["To"] = alert.address
        message["Subject"] = alert.email.subject
        message["Date"] = format_datetime(alert.at)
        message["Message-ID"] = f"<{alert.alert_id}@{self._domain}>"
        # Alerts of one case stand together in a mailbox.
        message["References"] = f"<{alert.case_id}@{self._domain}>"
        # RFC 3834: no out-of-office answers to a machine.
        message["Auto-Submitted"] = "auto-generated"
        if alert.urgency is not Urgency.ROUTINE:
            message["Importance"] = "high"
        message.set_content(alert.email.body)
        return message


def _failure(code: int, what: str) -> TransientError | PermanentError:
    if code >= _PERMANENT_FROM:
        return PermanentError(f"The mail server {what} for good (reply {code}).")
    return TransientError(f"The mail server {what} for now (reply {code}).")

"""Alerts by webhook: JSON, signed so that the receiver can trust it, without a word of the comment.

The headers and the signature are those of the Standard Webhooks specification: `webhook-id` is the
same on every attempt, and `webhook-signature` is `v1,` and the base 64 of HMAC-SHA-256 over
`id.timestamp.body`, the body as the raw bytes sent.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Final

import httpx

from moderation_common.errors import ConfigurationError, PermanentError, TransientError
from moderation_escalation.ports import OutgoingAlert

_TIMEOUT_S: Final = 10.0
_SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - it says what follows, and is no secret
_AGAIN: Final = frozenset({408, 425, 429})
"""Refusals that are about the moment and not about the message."""

_OK: Final = range(200, 300)
_SERVER_FAULT: Final = 500


class WebhookSender:
    """Posts alerts to the addresses that the deployment names."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        secret: str,
        urls: Mapping[str, str],
        base_url: str | None = None,
    ) -> None:
        """`urls` gives each name's address; any other name stands below `base_url`, if given."""
        self._client = client
        self._key = read_secret(secret)
        self._urls = urls
        self._base_url = base_url

    def reaches(self, address: str) -> bool:
        """Say whether the name has an address."""
        return self._url(address) is not None

    async def send(self, alert: OutgoingAlert) -> None:
        """Post; the receiver has taken it when this returns."""
        url = self._url(alert.address)
        if url is None:
            raise PermanentError(
                f"No address is set for the webhook {alert.address!r}; add it to"
                " MODERATION_WEBHOOK_URLS."
            )
        body = json.dumps(_payload(alert), separators=(",", ":")).encode()
        timestamp = int(alert.at.timestamp())
        headers = {
            "content-type": "application/json",
            "webhook-id": alert.alert_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": sign(
                self._key, message_id=alert.alert_id, timestamp=timestamp, body=body
            ),
        }
        try:
            # Redirects are not followed: a signed message goes where it was addressed.
            response = await self._client.post(
                url, content=body, headers=headers, timeout=_TIMEOUT_S
            )
        except httpx.HTTPError as error:
            raise TransientError(
                f"The webhook cannot be reached ({type(error).__name__})."
            ) from error
        status = response.status_code
        if status in _OK:
            return
        if status in _AGAIN or status >= _SERVER_FAULT:
            raise TransientError(f"The webhook refused the alert for now (status {status}).")
        raise PermanentError(f"The webhook refused the alert for good (status {status}).")

    def _url(self, name: str) -> str | None:
        if name in self._urls:
            return self._urls[name]
        return f"{self._base_url.rstrip('/')}/{name}" if self._base_url else None


def read_secret(secret: str) -> bytes:
    """Return the signing key: what follows `whsec_` in base 64, or else the text's own bytes."""
    if not secret.startswith(_SECRET_PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(_SECRET_PREFIX), validate=True)
    except binascii.Error as error:
        raise ConfigurationError(
            "MODERATION_WEBHOOK_SECRET begins with whsec_ but is not base 64 after it;"
            " copy it whole."
        ) from error


def sign(key: bytes, *, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a message; `timestamp` is in seconds since 1970."""
    content = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(key, content, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def _payload(alert: OutgoingAlert) -> dict[str, object]:
    return {
        "type": "moderation.alert.v1",
        "timestamp": alert.at.isoformat(),
        # Chat programs show the member called `text`.
        "text": alert.short,
        "data": {
            "alert_id": alert.alert_id,
            "case_id": alert.case_id,
            "organisation": alert.organisation,
            "route": alert.route,
            "recipient": alert.recipient,
            "urgency": alert.urgency.value,
            "step": alert.step,
            "page": alert.page,
        },
    }

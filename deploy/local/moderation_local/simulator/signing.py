"""How the platforms sign what they send.

Construction and headers: the platforms' documentation, gathered in `docs/platforms.md`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping

from moderation_local.simulator.credentials import FacebookCredentials, XCredentials


def facebook_headers(body: bytes, credentials: FacebookCredentials) -> Mapping[str, str]:
    """Return the header of a Facebook delivery: HMAC-SHA-256 in hex, by the app secret."""
    signature = hmac.new(credentials.app_secrets[0].encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={signature}"}


def x_headers(body: bytes, credentials: XCredentials) -> Mapping[str, str]:
    """Return the signature headers of an X delivery: HMAC-SHA-256 in base 64.

    The newer header comes beside the first where the app has an OAuth 2.0 client secret.
    """
    headers = {"x-twitter-webhooks-signature": x_signature(body, credentials.consumer_secrets[0])}
    if credentials.oauth2_client_secrets:
        secret = credentials.oauth2_client_secrets[0]
        headers["X-Twitter-Webhooks-Signature-OAuth2"] = x_signature(body, secret)
    return headers


def x_signature(message: bytes, secret: str) -> str:
    """Return X's signature of a body or of a challenge."""
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return f"sha256={base64.b64encode(digest).decode()}"


def right_x_answers(token: str, credentials: XCredentials) -> frozenset[str]:
    """Return every answer to a challenge that one of the app's secrets in use would give."""
    secrets = (credentials.consumer_secrets[0], *credentials.oauth2_client_secrets[:1])
    return frozenset(x_signature(token.encode(), secret) for secret in secrets)

"""X's challenge-response check and its signatures: who may speak to the webhook.

The challenge is answered with the same key and the same algorithm as deliveries are signed with,
so whoever may choose the token could have a delivery signed by us. Only short tokens of a safe set
are answered, and a body that could be such a token is never taken for a delivery.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

from moderation_ingest.domain.handshake import HandshakeAnswer, HandshakeRefusedError
from moderation_ingest.domain.signature import equals_any, sign_base64

SIGNATURE_HEADER: Final = "x-twitter-webhooks-signature"
OAUTH2_SIGNATURE_HEADER: Final = "x-twitter-webhooks-signature-oauth2"
_SAFE_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{1,128}", re.ASCII)
_SAFE_BODY: Final = re.compile(rb"[A-Za-z0-9_-]{1,128}")


def answer_challenge(query: Mapping[str, str], *, secret: str) -> HandshakeAnswer:
    """Return the response token; raises `HandshakeRefusedError` for an unsafe token."""
    token = query.get("crc_token", "")
    if not secret or not _SAFE_TOKEN.fullmatch(token):
        raise HandshakeRefusedError
    answer = {"response_token": sign_base64(secret, token.encode("ascii"))}
    return HandshakeAnswer(content=json.dumps(answer), media_type="application/json")


def is_signed(
    headers: Mapping[str, str],
    body: bytes,
    *,
    consumer_secrets: Sequence[str],
    oauth2_client_secrets: Sequence[str],
) -> bool:
    """Tell whether X signed these very bytes.

    Where the newer header is present and its secret is configured, it alone decides: falling back
    to the older one would let a forger choose which key to attack.
    """
    if _SAFE_BODY.fullmatch(body):
        return False
    newer = headers.get(OAUTH2_SIGNATURE_HEADER)
    if newer is not None and oauth2_client_secrets:
        return equals_any(newer, [sign_base64(secret, body) for secret in oauth2_client_secrets])
    presented = headers.get(SIGNATURE_HEADER, "")
    return equals_any(presented, [sign_base64(secret, body) for secret in consumer_secrets])

"""Facebook's handshake and signature: who may speak to the webhook."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from moderation_ingest.domain.handshake import HandshakeAnswer, HandshakeRefusedError
from moderation_ingest.domain.signature import equals_any, sign_hex

SIGNATURE_HEADER: Final = "x-hub-signature-256"
# Documented as an integer; digits alone cannot make the echo carry markup.
_CHALLENGE: Final = re.compile(r"[0-9]{1,64}", re.ASCII)


def answer_handshake(query: Mapping[str, str], *, verify_token: str) -> HandshakeAnswer:
    """Return the echo of the challenge; raises `HandshakeRefusedError` when the token is wrong."""
    presented = query.get("hub.verify_token", "")
    challenge = query.get("hub.challenge", "")
    known = bool(verify_token) and equals_any(presented, [verify_token])
    if not known or query.get("hub.mode") != "subscribe" or not _CHALLENGE.fullmatch(challenge):
        raise HandshakeRefusedError
    return HandshakeAnswer(content=challenge, media_type="text/plain")


def is_signed(headers: Mapping[str, str], body: bytes, *, app_secrets: Sequence[str]) -> bool:
    """Tell whether one of the apps' secrets signed these very bytes."""
    presented = headers.get(SIGNATURE_HEADER, "")
    return equals_any(presented, [sign_hex(secret, body) for secret in app_secrets])

"""Signatures of deliveries: HMAC-SHA-256 over the bytes as they came, compared in constant time."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from typing import Final

SCHEME: Final = "sha256="


def sign_hex(secret: str, message: bytes) -> str:
    """Return the signature as Meta writes it: `sha256=` and small hexadecimal digits."""
    return SCHEME + _digest(secret, message).hex()


def sign_base64(secret: str, message: bytes) -> str:
    """Return the signature as X writes it: `sha256=` and padded base 64."""
    return SCHEME + base64.b64encode(_digest(secret, message)).decode("ascii")


def equals_any(presented: str, expected: Iterable[str]) -> bool:
    """Tell whether the text is one of those expected, in a time that betrays nothing."""
    # On bytes, because comparing text that is not ASCII raises instead of answering.
    given = presented.encode("utf-8", "surrogatepass")
    matches = [hmac.compare_digest(given, wanted.encode("utf-8")) for wanted in expected]
    return any(matches)


def _digest(secret: str, message: bytes) -> bytes:
    return hmac.new(secret.encode("utf-8"), message, hashlib.sha256).digest()

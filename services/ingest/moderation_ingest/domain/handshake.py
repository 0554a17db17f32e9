"""The handshake by which a platform makes sure that an address is ours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HandshakeAnswer:
    """What to send back with status 200."""

    content: str
    media_type: str


class HandshakeRefusedError(Exception):
    """The caller did not show that it is the platform, or asked for something unsafe to answer."""

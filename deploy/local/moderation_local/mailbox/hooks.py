"""Webhooks that arrived, one file each, with whether they were signed by somebody we know."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

_SUFFIX: Final = ".json"
_ID: Final = "webhook-id"
_TIMESTAMP: Final = "webhook-timestamp"
_SIGNATURE: Final = "webhook-signature"
_VERSION: Final = "v1,"
_MAX_DEPTH: Final = 50
"""Of what is kept as JSON, which is copied level by level; no alert is nearly so deep."""
_SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - it says what follows, and is no secret


@dataclass(frozen=True)
class ReceivedHook:
    """One webhook call."""

    id: str
    """Grows with time."""
    name: str
    """The last part of the address, such as the team's."""
    received_at: float
    """Unix seconds."""
    signed: bool | None
    """Whether the signature is right; None where there is no secret to check it by."""
    headers: Mapping[str, str]
    """Those that speak of the content, its signature and its identity."""
    body: Any
    """As JSON, or as text when it is none or nested very deep."""


class HookStore:
    """The folder of the webhooks received."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._last = max((int(file.stem) for file in folder.glob(f"*{_SUFFIX}")), default=0)

    def keep(
        self, name: str, *, body: bytes, headers: Mapping[str, str], signed: bool | None
    ) -> ReceivedHook:
        """Keep a call and return it."""
        self._last = max(time.time_ns(), self._last + 1)
        hook = ReceivedHook(
            id=f"{self._last:020d}",
            name=name,
            received_at=self._last / 1e9,
            signed=signed,
            headers=_telling(headers),
            body=_readable(body),
        )
        written = self._folder / f"{hook.id}.tmp"
        written.write_text(json.dumps(asdict(hook)), "utf-8")
        written.rename(self._folder / f"{hook.id}{_SUFFIX}")
        return hook

    def list(self, *, name: str | None = None, limit: int = 200) -> list[ReceivedHook]:
        """Return the newest calls, newest first."""
        found: list[ReceivedHook] = []
        for file in sorted(self._folder.glob(f"*{_SUFFIX}"), reverse=True):
            hook = ReceivedHook(**json.loads(file.read_text("utf-8")))
            if name in {None, hook.name}:
                found.append(hook)
            if len(found) == limit:
                break
        return found


def is_signed(body: bytes, headers: Mapping[str, str], *, secret: str) -> bool:
    """Tell whether a call is signed as the Standard Webhooks specification says.

    `webhook-signature` holds one or more of `v1,` and the base 64 of HMAC-SHA-256 over
    `id.timestamp.body`; the key is what follows `whsec_` in base 64, or else the text itself. Old
    stamps are taken: a sender stamps the alert, which may have waited for us.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    stamped = f"{lowered.get(_ID, '')}.{lowered.get(_TIMESTAMP, '')}.".encode()
    digest = hmac.new(_key(secret), stamped + body, hashlib.sha256).digest()
    right = f"{_VERSION}{base64.b64encode(digest).decode()}".encode()
    offered = lowered.get(_SIGNATURE, "").encode("utf-8", "surrogateescape").split(b" ")
    return any(hmac.compare_digest(one, right) for one in offered)


def _key(secret: str) -> bytes:
    if not secret.startswith(_SECRET_PREFIX):
        return secret.encode()
    return base64.b64decode(secret.removeprefix(_SECRET_PREFIX))


def _telling(headers: Mapping[str, str]) -> dict[str, str]:
    words = (_ID, _TIMESTAMP, _SIGNATURE, "content-type")
    return {name: headers[name] for name in words if name in headers}


def _readable(body: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    text = body.decode("utf-8", "replace")
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return text if _is_deeper(read, _MAX_DEPTH) else read


def _is_deeper(value: object, levels: int) -> bool:
    """Say whether lists and objects lie within each other deeper than so many levels."""
    if not isinstance(value, list | dict):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper(one, levels - 1) for one in inner)

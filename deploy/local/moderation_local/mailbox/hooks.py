"""Webhooks that arrived, one file each, with whether they were signed by somebody we know."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

_SUFFIX: Final = ".json"
_SIGNATURE: Final = "signature"
_TIMESTAMP: Final = "timestamp"
_PREFIXES: Final = ("sha256=", "v1=")


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
    """As JSON, or as text when it is none."""


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
    """Tell whether a signature header holds the HMAC-SHA-256 of the body in hex.

    A sender that stamps the time signs `time.body`; the stamp stands in a header of its own.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    stamps = [value for name, value in lowered.items() if name.endswith(_TIMESTAMP)]
    messages = [f"{stamp}.".encode() + body for stamp in stamps] or [body]
    right = [
        hmac.new(secret.encode(), message, hashlib.sha256).hexdigest().encode()
        for message in messages
    ]
    offered = [
        _bare(part.strip())
        for name, value in lowered.items()
        if _SIGNATURE in name
        for part in value.split(",")
    ]
    return any(hmac.compare_digest(one, other) for one in offered for other in right)


def _bare(value: str) -> bytes:
    for prefix in _PREFIXES:
        value = value.removeprefix(prefix)
    return value.encode("utf-8", "surrogateescape")


def _telling(headers: Mapping[str, str]) -> dict[str, str]:
    words = (_SIGNATURE, _TIMESTAMP, "webhook", "idempotency", "content-type", "event")
    return {name: value for name, value in headers.items() if any(word in name for word in words)}


def _readable(body: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    text = body.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except ValueError:
        return text

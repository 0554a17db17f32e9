"""Mail that arrived, one file each, written beside and moved in: none is ever half there."""

from __future__ import annotations

import email
import email.policy
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Final

_SUFFIX: Final = ".eml"


@dataclass(frozen=True)
class Letter:
    """One mail."""

    id: str
    """Grows with time."""
    received_at: float
    """Unix seconds."""
    sender: str
    recipients: tuple[str, ...]
    """To whom it was really sent, whatever its header says."""
    subject: str
    text: str


class LetterStore:
    """The folder of the mail; `tmp` is where letters are written, `new` where they are read."""

    def __init__(self, folder: Path) -> None:
        self._tmp = folder / "tmp"
        self._new = folder / "new"
        for part in (self._tmp, self._new):
            part.mkdir(parents=True, exist_ok=True)
        self._last = max((int(file.stem) for file in self._new.glob(f"*{_SUFFIX}")), default=0)

    def keep(self, content: bytes, *, sender: str, recipients: Sequence[str]) -> str:
        """Keep a mail as it came, with its envelope; returns its id."""
        self._last = max(time.time_ns(), self._last + 1)
        name = f"{self._last:020d}{_SUFFIX}"
        envelope = f"X-Envelope-From: {sender}\r\nX-Envelope-To: {', '.join(recipients)}\r\n"
        (self._tmp / name).write_bytes(envelope.encode("utf-8", "surrogateescape") + content)
        (self._tmp / name).rename(self._new / name)
        return name.removesuffix(_SUFFIX)

    def list(self, *, limit: int = 200) -> list[Letter]:
        """Return the newest letters, newest first."""
        files = sorted(self._new.glob(f"*{_SUFFIX}"), reverse=True)
        return [_read(file) for file in files[:limit]]

    def find(self, letter_id: str) -> Letter | None:
        """Return one letter."""
        if not letter_id.isdigit():
            return None
        file = self._new / f"{letter_id}{_SUFFIX}"
        return _read(file) if file.is_file() else None


def _read(file: Path) -> Letter:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    recipients = message.get("X-Envelope-To", "")
    return Letter(
        id=file.stem,
        received_at=int(file.stem) / 1e9,
        sender=message.get("X-Envelope-From", ""),
        recipients=tuple(one.strip() for one in recipients.split(",") if one.strip()),
        subject=message.get("Subject", ""),
        text=_text_of(message),
    )


def _text_of(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    content = part.get_content()
    return content if isinstance(content, str) else ""

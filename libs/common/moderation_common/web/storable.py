"""Text that a caller sends for PostgreSQL to hold: the one character that it cannot is refused."""

from __future__ import annotations

from typing import Final

_NUL: Final = "\x00"


def refuse_unstorable(text: str) -> str:
    """Return the text; raises `ValueError`, which says how to mend it, where it holds U+0000."""
    if _NUL in text:
        raise ValueError("this text holds the character U+0000; leave it out")
    return text

"""The reason that whoever changes what the machine does gives for it."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints

_NUL: Final = "\x00"


def _can_be_kept(text: str) -> str:
    """Refuse the one character that PostgreSQL does not hold."""
    if _NUL in text:
        message = "this text holds the character U+0000; leave it out"
        raise ValueError(message)
    return text


Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=500),
    AfterValidator(_can_be_kept),
]
"""Why, for those who read the record, in more than blanks; no text of a comment."""

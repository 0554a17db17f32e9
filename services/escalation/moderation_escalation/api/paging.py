"""Which entries of a list are wanted: about which comment, how many, and from where on."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import HTTPException, Query

from moderation_common.identity import CommentRef
from moderation_escalation.ports import Position, ReviewPosition

_MOST: Final = 200
_NOT_OURS: Final = "`after` is not from an earlier page; leave it out to begin anew."
_DANGER: Final = "d"
_NO_DANGER: Final = "n"

Limit = Annotated[int, Query(ge=1, le=_MOST, description="Entries on a page.")]
After = Annotated[str | None, Query(description="The `next` of the page before.", max_length=200)]


Ref = Annotated[
    str | None, Query(description="A comment, as `platform/account/comment`.", max_length=800)
]


def read_ref(text: str | None) -> CommentRef | None:
    """Read the name of a comment that a filter gives; answers 400 when it is not one."""
    return None if text is None else parse_ref(text)


def parse_ref(text: str) -> CommentRef:
    """Read the name of a comment; answers 400 when it is not one."""
    try:
        return CommentRef.parse(text)
    except ValueError as error:
        raise HTTPException(400, "Write `ref` as platform/account/comment.") from error


def write_position(position: Position) -> str:
    """Return a position as text."""
    moment, identity = position
    return base64.urlsafe_b64encode(f"{moment.isoformat()} {identity}".encode()).decode()


def read_position(text: str | None) -> Position | None:
    """Read a position back; answers 400 when it is not one of ours."""
    if text is None:
        return None
    try:
        moment, _, identity = base64.urlsafe_b64decode(text).decode().partition(" ")
        when = datetime.fromisoformat(moment)
        if when.tzinfo is None:
            raise ValueError(moment)
        return when, str(UUID(identity))
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise HTTPException(400, _NOT_OURS) from error


def write_review_position(position: ReviewPosition) -> str:
    """Return a position in the list of reviews as text."""
    danger, moment, identity = position
    inner = write_position((moment, identity))
    return f"{_DANGER if danger else _NO_DANGER}{inner}"


def read_review_position(text: str | None) -> ReviewPosition | None:
    """Read a position in the list of reviews back; answers 400 when it is not one of ours."""
    if text is None:
        return None
    danger, inner = text[:1], read_position(text[1:])
    if danger not in (_DANGER, _NO_DANGER) or inner is None:
        raise HTTPException(400, _NOT_OURS)
    return (danger == _DANGER, *inner)

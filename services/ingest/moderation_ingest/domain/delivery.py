"""What a delivery holds once it is read: each item of it is one of five things, never nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pydantic import ValidationError

from moderation_common.events import (
    CommentEdited,
    CommentReceived,
    CommentRemoved,
    CommentVisibilityChanged,
)
from moderation_common.identity import CommentRef
from moderation_ingest.domain.payload import UnreadablePayloadError

CommentPayload = CommentReceived | CommentEdited | CommentRemoved | CommentVisibilityChanged


class IgnoredReason(StrEnum):
    """Why an item needs nothing done; a label of the metric, so the set is closed."""

    OWN = "own"
    """Our own account wrote it or did it."""
    NOT_A_COMMENT = "not_a_comment"
    """Likes, posts, read receipts and the like."""
    UNKNOWN_TYPE = "unknown_type"
    """A field or event type that this release does not know."""
    ENCRYPTED = "encrypted"
    """An encrypted chat, which only the platform's own app can show."""
    REPLAY_STATUS = "replay_status"
    """The platform tells how far a replay has got."""


class UnreadableReason(StrEnum):
    """Why a signed item became a dead letter; a label of the metric, so the set is closed."""

    NOT_JSON = "not_json"
    WRONG_SHAPE = "wrong_shape"
    UNKNOWN_ACCOUNT = "unknown_account"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class NewestVersion:
    """On X an edit is a new post: which one stands for the comment now."""

    ref: CommentRef
    target_id: str
    edits: int
    """How many edits led to it; a later delivery with fewer is an older one."""


@dataclass(frozen=True)
class Found:
    """A member of the public wrote, changed or removed something."""

    account_id: str
    cause: str
    """The platform's idempotency key with platform and account: it decides the event's id."""
    payload: CommentPayload
    raw: bytes
    """A delivery that holds this item only, for a dead letter."""
    newest: NewestVersion | None = None

    @property
    def ref(self) -> CommentRef:
        """The comment that it is about."""
        return reference_of(self.payload)


@dataclass(frozen=True)
class OwnText:
    """The account itself wrote, changed or removed a post or comment: context, nothing to judge."""

    account_id: str
    text_id: str
    """The post or comment."""
    version_at: datetime
    """When it was written, changed or removed: later news supersedes earlier."""
    text: str | None = field(repr=False)
    """None when it is gone."""


@dataclass(frozen=True)
class Ignored:
    """Nothing to do, and that is known."""

    reason: IgnoredReason


@dataclass(frozen=True)
class Unreadable:
    """Signed by the platform, but not understood: kept for a person."""

    reason: UnreadableReason
    explanation: str
    """One clear sentence that quotes nothing from the item."""
    raw: bytes
    account_id: str | None = None


@dataclass(frozen=True)
class Revoked:
    """The account withdrew our permission to act for it."""

    account_id: str


Item = Found | OwnText | Ignored | Unreadable | Revoked


def reference_of(payload: CommentPayload) -> CommentRef:
    """Return the comment that a payload is about."""
    match payload:
        case CommentReceived() | CommentEdited():
            return payload.comment.ref
        case CommentRemoved() | CommentVisibilityChanged():
            return payload.ref


def read_item(
    read: Callable[[], Iterable[Item]], *, raw: bytes, account_id: str | None
) -> list[Item]:
    """Return what `read` finds; an item that it cannot understand comes back as unreadable.

    One bad item never costs the rest of its delivery.
    """
    try:
        return list(read())
    except UnreadablePayloadError as error:
        explanation = str(error)
    except ValidationError as error:
        # The values would carry the comment's text.
        places = sorted({".".join(str(part) for part in e["loc"]) for e in error.errors()})
        explanation = f"It does not fit the event at {', '.join(places)}."
    return [
        Unreadable(
            UnreadableReason.WRONG_SHAPE,
            explanation,
            raw=raw,
            account_id=account_id,
        )
    ]


def read_moment(*candidates: datetime | None, received_at: datetime) -> datetime:
    """Return the first moment that is known; when none is, when the delivery came."""
    return next((moment for moment in candidates if moment is not None), received_at)

"""Reads a direct message on X; both of its APIs send the same form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moderation_common.events import Comment, CommentReceived
from moderation_common.vocabulary import Kind
from moderation_ingest.domain.delivery import Found, Ignored, IgnoredReason, Item, read_moment
from moderation_ingest.domain.payload import (
    JsonObject,
    instant_at,
    object_at,
    require_identifier,
    text_at,
)
from moderation_ingest.domain.x.account import SubscribedAccount


def read_message(account: SubscribedAccount, event: JsonObject) -> Iterable[Item]:
    """Return what one message says; raises `UnreadablePayloadError` when it cannot be understood.

    Two subscribed accounts in one conversation get a copy each: the account is in every key.
    """
    if event.get("type", "message_create") != "message_create":
        return [Ignored(IgnoredReason.UNKNOWN_TYPE)]
    message = object_at(event, "message_create")
    sender_id = require_identifier(message, "sender_id")
    if sender_id == account.user_id:
        return [Ignored(IgnoredReason.OWN)]
    message_id = require_identifier(event, "id")
    content = object_at(message, "message_data")
    comment = Comment(
        ref=account.reference(message_id),
        kind=Kind.DIRECT_MESSAGE,
        text=text_at(content, "text") or "",
        author=account.author(sender_id),
        created_at=read_moment(
            instant_at(event, "created_timestamp"), received_at=account.received_at
        ),
        post_id=_name_conversation(account.user_id, sender_id),
        attachments=tuple(_read_attachments(content)),
    )
    cause = account.cause("message", message_id, "received")
    return [Found(account.user_id, cause, CommentReceived(comment=comment), raw=account.raw)]


def _name_conversation(user_id: str, sender_id: str) -> str:
    """Name a conversation of two as X does: the lower id first."""
    ordered = sorted((user_id, sender_id), key=lambda user: (len(user), user))
    return "-".join(ordered)


def _read_attachments(content: JsonObject) -> Iterator[str]:
    media = object_at(object_at(content, "attachment"), "media")
    address = text_at(media, "media_url_https", "url")
    if address:
        yield address

"""Reads a Messenger event: a private message to the page, or its edit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moderation_common.events import Author, Comment, CommentEdited, CommentReceived
from moderation_common.vocabulary import Kind
from moderation_ingest.domain.delivery import Found, Ignored, IgnoredReason, Item, read_moment
from moderation_ingest.domain.facebook.page import PageEntry
from moderation_ingest.domain.payload import (
    JsonObject,
    identifier_at,
    instant_at,
    object_at,
    objects_at,
    require_identifier,
    text_at,
)


def read_message(page: PageEntry, event: JsonObject) -> Iterable[Item]:
    """Return what one event says; raises `UnreadablePayloadError` when it cannot be understood."""
    edit = event.get("message_edit")
    message = edit if isinstance(edit, dict) else event.get("message")
    if not isinstance(message, dict):
        # Read receipts, deliveries, postbacks, reactions.
        return [Ignored(IgnoredReason.NOT_A_COMMENT)]
    sender_id = require_identifier(object_at(event, "sender"), "id")
    if message.get("is_echo") is True or sender_id == page.page_id:
        return [Ignored(IgnoredReason.OWN)]
    message_id = require_identifier(message, "mid")
    comment = Comment(
        ref=page.reference(message_id),
        kind=Kind.DIRECT_MESSAGE,
        text=text_at(message, "text") or "",
        author=Author(author_id=sender_id),
        # An edit does not say when the message was first sent.
        created_at=read_moment(
            instant_at(event, "timestamp"), page.sent_at, received_at=page.received_at
        ),
        # A page and a person have one conversation, which the person's id names.
        post_id=sender_id,
        attachments=tuple(_read_attachments(message)),
    )
    raw = page.wrap("messaging", event)
    if isinstance(edit, dict):
        number = identifier_at(edit, "num_edit") or comment.created_at.isoformat()
        edited = comment.model_copy(update={"edited_at": comment.created_at})
        cause = page.cause("message", message_id, "edited", number)
        return [Found(page.page_id, cause, CommentEdited(comment=edited), raw=raw)]
    cause = page.cause("message", message_id, "received")
    return [Found(page.page_id, cause, CommentReceived(comment=comment), raw=raw)]


def _read_attachments(message: JsonObject) -> Iterator[str]:
    for attachment in objects_at(message, "attachments"):
        address = text_at(object_at(attachment, "payload"), "url")
        if address:
            yield address

"""What Facebook tells by webhook: changes of a page's feed, mentions, messages.

Each event is kept as one slot of a delivery's entry, so that several can travel together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from moderation_common.vocabulary import Kind
from moderation_local.simulator.comments import Post, StoredComment
from moderation_local.simulator.deliveries import Delivery, Event


def comment_event(comment: StoredComment, verb: str, *, at: float) -> Event:
    """Return the event that something happened to a comment; the verb is Facebook's word."""
    value: dict[str, Any] = {
        "item": "comment",
        "verb": verb,
        "comment_id": comment.id,
        "post_id": comment.post_id,
        "parent_id": comment.parent_id,
        "from": {"id": comment.author_id, "name": comment.author_name},
        "created_time": int(at if verb in {"hide", "unhide", "remove"} else comment.created_at),
    }
    if verb in {"add", "edited"}:
        value["message"] = comment.text
    if verb == "edited":
        value["edited_time"] = int(at)
    return {"changes": {"field": "feed", "value": value}}


def post_event(post: Post, *, author_name: str) -> Event:
    """Return the event that the page itself posted something."""
    value: dict[str, Any] = {
        "item": "status",
        "verb": "add",
        "post_id": post.id,
        "from": {"id": post.account_id, "name": author_name},
        "message": post.text,
        "created_time": int(post.created_at),
    }
    return {"changes": {"field": "feed", "value": value}}


def mention_event(comment: StoredComment, verb: str, *, at: float) -> Event:
    """Return the event that somebody named the page in a post of their own."""
    value: dict[str, Any] = {
        "item": "post",
        "verb": verb,
        "post_id": comment.id,
        "from": {"id": comment.author_id, "name": comment.author_name},
        "created_time": int(comment.created_at),
    }
    if verb != "remove":
        value["message"] = comment.text
    if verb == "edited":
        value["edited_time"] = int(at)
    return {"changes": {"field": "mention", "value": value}}


def message_event(comment: StoredComment, *, recipient_id: str) -> Event:
    """Return the event of a private message; the page's own come back as echoes."""
    message: dict[str, Any] = {"mid": comment.id, "text": comment.text}
    if comment.by_account:
        message["is_echo"] = True
    return _messaging(comment, recipient_id, at=comment.created_at, content={"message": message})


def message_edit_event(
    comment: StoredComment, *, recipient_id: str, edits: int, at: float
) -> Event:
    """Return the event that the person changed a private message."""
    edit = {"mid": comment.id, "text": comment.text, "num_edit": edits}
    return _messaging(comment, recipient_id, at=at, content={"message_edit": edit})


def _messaging(
    comment: StoredComment, recipient_id: str, *, at: float, content: dict[str, Any]
) -> Event:
    people = {"sender": {"id": comment.author_id}, "recipient": {"id": recipient_id}}
    return {"messaging": people | {"timestamp": int(at * 1000)} | content}


def written(comment: StoredComment, *, recipient_id: str) -> Event:
    """Return the event of something new."""
    match comment.kind:
        case Kind.DIRECT_MESSAGE:
            return message_event(comment, recipient_id=recipient_id)
        case Kind.MENTION:
            return mention_event(comment, "add", at=comment.created_at)
        case Kind.COMMENT | Kind.REPLY:
            return comment_event(comment, "add", at=comment.created_at)


def envelope(deliveries: Sequence[Delivery], *, at: float) -> Event:
    """Return one delivery of several events, gathered by page and in the order they came.

    A page's changes are stamped in seconds and its messages in milliseconds, as documented, so
    that they stand in entries of their own.
    """
    entries: dict[tuple[str, str], dict[str, Any]] = {}
    for delivery in deliveries:
        for slot, content in delivery.event.items():
            stamp = int(at) if slot == "changes" else int(at * 1000)
            entry = entries.setdefault(
                (delivery.account_id, slot), {"id": delivery.account_id, "time": stamp, slot: []}
            )
            entry[slot].append(content)
    return {"object": "page", "entry": list(entries.values())}

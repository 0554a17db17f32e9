"""What X tells by webhook: activity events, one a delivery.

Only what X documents is told: replies to the account's own posts, mentions, messages and the
account's own deeds. That somebody else edits or deletes a post is told to nobody.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from moderation_common.vocabulary import Kind
from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.comments import StoredComment
from moderation_local.simulator.deliveries import Event

_USERNAME_LENGTH: Final = 15
# An event's number is a signed 64-bit integer, written as text.
_HALF: Final = 1 << 63


def names_account(text: str, account: SimulatedAccount) -> bool:
    """Tell whether a text mentions the account."""
    return f"@{account.handle}".casefold() in text.casefold()


def post_object(
    comment: StoredComment, *, account: SimulatedAccount, versions: Sequence[str]
) -> dict[str, Any]:
    """Return a post as X shows it."""
    created_at = datetime.fromtimestamp(comment.created_at, UTC)
    shown: dict[str, Any] = {
        "id": comment.id,
        "text": comment.text,
        "author_id": comment.author_id,
        "conversation_id": comment.post_id or comment.id,
        "edit_history_tweet_ids": list(versions),
        "created_at": f"{created_at:%Y-%m-%dT%H:%M:%S}.{created_at.microsecond // 1000:03d}Z",
    }
    if comment.parent_id is not None:
        shown["in_reply_to_tweet_id"] = comment.parent_id
        shown["referenced_tweets"] = [{"type": "replied_to", "id": comment.parent_id}]
        if comment.parent_id == comment.post_id and comment.kind is not Kind.MENTION:
            shown["in_reply_to_user_id"] = account.account_id
    if names_account(comment.text, account):
        mention = {"id": account.account_id, "username": account.handle}
        shown["entities"] = {"mentions": [mention]}
    return shown


def post_events(
    comment: StoredComment,
    *,
    account: SimulatedAccount,
    versions: Sequence[str],
    answers_account: bool,
) -> list[Event]:
    """Return the events of a post: a direct reply, a mention, or both for one that is both."""
    payload = post_object(comment, account=account, versions=versions)
    if answers_account:
        payload["in_reply_to_user_id"] = account.account_id
    if comment.by_account:
        types = ["post.create"]
    else:
        types = ["post.reply.create"] if answers_account else []
        if names_account(comment.text, account):
            types.append("post.mention.create")
    author = {
        "id": comment.author_id,
        "name": comment.author_name,
        "username": _username(comment.author_name),
    }
    includes = {"users": [author]}
    return [
        _activity(event_type, account=account, payload=payload, includes=includes)
        for event_type in types
    ]


def delete_event(comment: StoredComment, *, account: SimulatedAccount) -> Event:
    """Return the event that the account deleted a post of its own."""
    payload = {"id": comment.id, "author_id": comment.author_id}
    return _activity("post.delete", account=account, payload=payload)


def message_event(comment: StoredComment, *, account: SimulatedAccount, recipient_id: str) -> Event:
    """Return the event of a private message, received or sent."""
    message = {
        "type": "message_create",
        "id": comment.id,
        "created_timestamp": str(int(comment.created_at * 1000)),
        "message_create": {
            "target": {"recipient_id": recipient_id},
            "sender_id": comment.author_id,
            "message_data": {"text": comment.text},
        },
    }
    event_type = "dm.sent" if comment.by_account else "dm.received"
    payload = {"direct_message_events": [message]}
    return _activity(event_type, account=account, payload=payload)


def revoked_event(*, account: SimulatedAccount) -> Event:
    """Return the event that the account withdrew the app's access."""
    return _activity("oauth.revoke", account=account, payload={"user_id": account.account_id})


def _username(name: str) -> str:
    letters = "".join(letter for letter in name if letter.isascii() and letter.isalnum())
    return letters[:_USERNAME_LENGTH] or "someone"


def _activity(
    event_type: str,
    *,
    account: SimulatedAccount,
    payload: dict[str, Any],
    includes: dict[str, Any] | None = None,
) -> Event:
    number = (uuid.uuid4().int >> 64) - _HALF
    data: dict[str, Any] = {
        "event_uuid": str(number),
        "event_type": event_type,
        "filter": {"user_id": account.account_id},
        "payload": payload,
    }
    if includes is not None:
        data["includes"] = includes
    return {"data": data}

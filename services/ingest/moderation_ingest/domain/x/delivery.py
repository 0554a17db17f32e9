"""Reads a delivery of X's: the Activity API's, and the deprecated Account Activity API's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

from moderation_ingest.domain.delivery import (
    Ignored,
    IgnoredReason,
    Item,
    Revoked,
    Unreadable,
    UnreadableReason,
    read_item,
)
from moderation_ingest.domain.payload import (
    JsonObject,
    JsonValue,
    UnreadablePayloadError,
    dump_object,
    identifier_at,
    object_at,
    parse_object,
    text_at,
)
from moderation_ingest.domain.x.account import (
    SubscribedAccount,
    read_media,
    read_people,
    read_posts,
)
from moderation_ingest.domain.x.messages import read_message
from moderation_ingest.domain.x.posts import read_deletion, read_post

Reader = Callable[[SubscribedAccount, JsonObject], Iterable[Item]]

_OWN_ONLY: Final = frozenset({"dm.sent"})
_UNREADABLE_CHATS: Final = frozenset({"chat.received", "chat.sent"})


def read_delivery(body: bytes, *, received_at: datetime) -> list[Item]:
    """Return everything in the body, in its order; never raises, whatever the body is."""
    try:
        delivery = parse_object(body)
    except UnreadablePayloadError as error:
        return [Unreadable(UnreadableReason.NOT_JSON, str(error), raw=body)]
    if any(key.startswith("replay_job_status") for key in delivery):
        return [Ignored(IgnoredReason.REPLAY_STATUS)]
    if isinstance(delivery.get("data"), dict):
        return _read_activity(delivery, received_at=received_at)
    if "user_event" in delivery:
        return _read_user_event(delivery)
    if identifier_at(delivery, "for_user_id") is not None:
        return list(_read_account_activity(delivery, received_at=received_at))
    explanation = "The delivery is neither an activity nor an account's events."
    return [Unreadable(UnreadableReason.WRONG_SHAPE, explanation, raw=body)]


def _read_activity(delivery: JsonObject, *, received_at: datetime) -> list[Item]:
    """Read one event of the X Activity API."""
    data = object_at(delivery, "data")
    event_type = text_at(data, "event_type") or ""
    user_id = identifier_at(object_at(data, "filter"), "user_id")
    raw = dump_object(delivery)
    account = SubscribedAccount(
        user_id=user_id or "",
        people=read_people(data) | read_people(delivery) | read_people(object_at(data, "payload")),
        media=read_media(data) | read_media(delivery),
        raw=raw,
        received_at=received_at,
        posts=read_posts(data) | read_posts(delivery),
    )

    def read() -> Iterable[Item]:
        payload = data.get("payload")
        if not event_type:
            raise UnreadablePayloadError("The activity names no event type.")
        if event_type in _UNREADABLE_CHATS:
            return [Ignored(IgnoredReason.ENCRYPTED)]
        if event_type in _OWN_ONLY:
            return [Ignored(IgnoredReason.OWN)]
        reader = _ACTIVITY_READERS.get(event_type)
        if reader is None:
            return [Ignored(IgnoredReason.UNKNOWN_TYPE)]
        if user_id is None:
            raise UnreadablePayloadError("The activity names no account.")
        return reader(account, payload if isinstance(payload, dict) else {})

    return read_item(read, raw=raw, account_id=user_id)


def _read_direct_messages(account: SubscribedAccount, payload: JsonObject) -> Iterator[Item]:
    events = payload.get("direct_message_events")
    if not isinstance(events, list) or not events:
        raise UnreadablePayloadError("The activity holds no direct message.")
    for event in events:
        if not isinstance(event, dict):
            raise UnreadablePayloadError("A direct message is not an object.")
        yield from read_message(account, event)


def _read_revocation(account: SubscribedAccount, _payload: JsonObject) -> list[Item]:
    return [Revoked(account.user_id)]


_ACTIVITY_READERS: Final[dict[str, Reader]] = {
    "post.mention.create": read_post,
    "post.reply.create": read_post,
    "post.quote.create": read_post,
    "post.create": read_post,
    "post.delete": read_deletion,
    "dm.received": _read_direct_messages,
    "oauth.revoke": _read_revocation,
}

_LIST_READERS: Final[dict[str, Reader]] = {
    "tweet_create_events": read_post,
    "tweet_delete_events": read_deletion,
    "direct_message_events": read_message,
}


def _read_account_activity(delivery: JsonObject, *, received_at: datetime) -> Iterator[Item]:
    """Read the lists of the Account Activity API; several may come at once."""
    user_id = identifier_at(delivery, "for_user_id") or ""
    lists = {key: value for key, value in delivery.items() if key.endswith("_events")}
    if not lists:
        explanation = "The delivery holds no list of events."
        yield Unreadable(
            UnreadableReason.WRONG_SHAPE,
            explanation,
            raw=dump_object(delivery),
            account_id=user_id,
        )
    for key, values in lists.items():
        reader = _LIST_READERS.get(key)
        listed = values if isinstance(values, list) else [values]
        for value in listed:
            if reader is None:
                yield Ignored(IgnoredReason.UNKNOWN_TYPE)
            else:
                yield from _read_listed(
                    delivery, key, value, reader=reader, received_at=received_at
                )


def _read_listed(
    delivery: JsonObject, key: str, value: JsonValue, *, reader: Reader, received_at: datetime
) -> list[Item]:
    user_id = identifier_at(delivery, "for_user_id") or ""
    alone: JsonObject = {"for_user_id": user_id, key: [value]}
    if "users" in delivery:
        alone["users"] = delivery["users"]
    account = SubscribedAccount(
        user_id=user_id,
        people=read_people(delivery),
        media={},
        raw=dump_object(alone),
        received_at=received_at,
    )

    def read() -> Iterable[Item]:
        if not isinstance(value, dict):
            raise UnreadablePayloadError(f"What stands in {key} is not an object.")
        return reader(account, value)

    return read_item(read, raw=account.raw, account_id=user_id)


def _read_user_event(delivery: JsonObject) -> list[Item]:
    event = object_at(delivery, "user_event")
    user_id = identifier_at(object_at(object_at(event, "revoke"), "source"), "user_id")
    if user_id is None:
        return [Ignored(IgnoredReason.UNKNOWN_TYPE)]
    return [Revoked(user_id)]

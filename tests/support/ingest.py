"""What the tests of ingest share: deliveries as the platforms send them, and fakes of its ports."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final

from typing_extensions import override

from moderation_common.events import ActionRequested, Actor, ActorKind, Event
from moderation_common.identity import ActionId, CommentRef
from moderation_common.policy import Account
from moderation_common.vocabulary import Action, Kind, Platform
from moderation_ingest.domain.context import TextKey
from moderation_ingest.domain.delivery import Found, Item, NewestVersion, OwnText
from moderation_ingest.domain.queue import AccountKey, Pause
from moderation_ingest.ports import Accounts, ActivityBook, OwnTexts

NOW: Final = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

APP_SECRET: Final = "app-secret"
CONSUMER_SECRET: Final = "consumer-secret"
PAGE: Final = "100000000000101"
USER: Final = "9000000000000000101"
ORGANISATION: Final = "nottingham"


def encode(body: object) -> bytes:
    """Return a body as JSON."""
    return json.dumps(body).encode()


def facebook_headers(body: bytes, *, secret: str = APP_SECRET) -> dict[str, str]:
    """Return the header in which Facebook signs a body."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"x-hub-signature-256": f"sha256={digest}"}


def x_headers(body: bytes, *, secret: str = CONSUMER_SECRET) -> dict[str, str]:
    """Return the header in which X signs a body."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return {"x-twitter-webhooks-signature": f"sha256={base64.b64encode(digest).decode()}"}


def comment_change(verb: str = "add", field: str = "feed", /, **value: object) -> dict[str, Any]:
    """Return a change that tells of a comment; keyword arguments set or (with None) drop keys."""
    full: dict[str, Any] = {
        "item": "comment",
        "verb": verb,
        "from": {"id": "222", "name": "A Person"},
        "post_id": f"{PAGE}_333",
        "comment_id": "333_444",
        "parent_id": f"{PAGE}_333",
        "message": "hello",
        "created_time": 1_700_000_000,
    } | value
    return {"field": field, "value": {k: v for k, v in full.items() if v is not None}}


def own_post(verb: str = "add", /, **value: object) -> dict[str, Any]:
    """Return a change that tells of the page's own post 333; None drops a key."""
    full: dict[str, Any] = {
        "item": "status",
        "verb": verb,
        "from": {"id": PAGE, "name": "The Trust"},
        "post_id": f"{PAGE}_333",
        "message": "Book your flu jab",
        "created_time": 1_700_000_000,
    } | value
    return {"field": "feed", "value": {k: v for k, v in full.items() if v is not None}}


def page_delivery(
    *changes: Mapping[str, Any], page: str = PAGE, time: object = 1_700_000_005
) -> dict[str, Any]:
    """Return a delivery of one page's changes."""
    return {"object": "page", "entry": [{"id": page, "time": time, "changes": list(changes)}]}


def message_delivery(*events: Mapping[str, Any], page: str = PAGE) -> dict[str, Any]:
    """Return a delivery of one page's messages."""
    entry = {"id": page, "time": 1_700_000_000_500, "messaging": list(events)}
    return {"object": "page", "entry": [entry]}


def message_event(**content: object) -> dict[str, Any]:
    """Return a Messenger event from a person to the page."""
    return {
        "sender": {"id": "900"},
        "recipient": {"id": PAGE},
        "timestamp": 1_700_000_000_123,
    } | content


def post(**fields: object) -> dict[str, Any]:
    """Return a post on X that answers the account's post 2080; None drops a key."""
    full: dict[str, Any] = {
        "id": "2090",
        "text": "@ExampleTrust hello",
        "author_id": "222",
        "conversation_id": "2080",
        "in_reply_to_tweet_id": "2080",
        "in_reply_to_user_id": USER,
        "referenced_tweets": [{"type": "replied_to", "id": "2080"}],
        "edit_history_tweet_ids": ["2090"],
        "created_at": "2026-08-12T18:00:00.000Z",
    } | fields
    return {k: v for k, v in full.items() if v is not None}


def activity(
    event_type: str, payload: object, *, user: str = USER, **data: object
) -> dict[str, Any]:
    """Return a delivery of the X Activity API."""
    return {
        "data": {
            "event_uuid": "-6850",
            "event_type": event_type,
            "filter": {"user_id": user},
            "payload": payload,
        }
        | data
    }


def direct_message(
    text: str = "hello", *, sender: str = "222", recipient: str = USER, message_id: str = "954"
) -> dict[str, Any]:
    """Return a direct message on X."""
    return {
        "type": "message_create",
        "id": message_id,
        "created_timestamp": "1784928224372",
        "message_create": {
            "target": {"recipient_id": recipient},
            "sender_id": sender,
            "message_data": {"text": text},
        },
    }


def only_found(items: Sequence[Item]) -> Found:
    """Return the one item, which must be something found."""
    (item,) = items
    assert isinstance(item, Found), item
    return item


def request_event(
    action: Action = Action.HIDE,
    *,
    platform: Platform = Platform.FACEBOOK,
    comment_id: str = "333_444",
    kind: Kind = Kind.COMMENT,
    number: int = 1,
    time: datetime = NOW,
    text: str | None = None,
    author_id: str | None = None,
) -> Event:
    """Return the event that asks for an action; `number` tells several of one kind apart."""
    account_id = PAGE if platform is not Platform.X else USER
    ref = CommentRef(platform=platform, account_id=account_id, comment_id=comment_id)
    request = ActionRequested(
        action_id=ActionId(f"action-{action}-{comment_id}-{number}"),
        ref=ref,
        kind=kind,
        action=action,
        requested_by=Actor(kind=ActorKind.MACHINE, name="classifier"),
        text=text,
        author_id=author_id,
    )
    return Event.build(
        request,
        cause=f"test/{request.action_id}",
        source="/classifier",
        subject=str(ref),
        organisation=ORGANISATION,
        correlation_id=ref.correlation_id,
        time=time,
    )


class KnownAccounts(Accounts):
    """Nottingham's page and user, unless told."""

    def __init__(self, *accounts: AccountKey) -> None:
        self._accounts = accounts or (
            AccountKey(Platform.FACEBOOK, PAGE),
            AccountKey(Platform.X, USER),
        )

    @override
    def organisation_of(self, account: AccountKey) -> str | None:
        return ORGANISATION if account in self._accounts else None

    @override
    def accounts_of(self, organisation: str) -> Sequence[Account]:
        if organisation != ORGANISATION:
            return ()
        return [
            Account(
                id=f"account-{number}",
                platform=key.platform,
                external_id=key.account_id,
                handle="@example",
                purpose="Corporate",
                owner="Communications",
            )
            for number, key in enumerate(self._accounts)
        ]


class NotedActivity(ActivityBook):
    """Keeps what was noted."""

    def __init__(self) -> None:
        self.latest: dict[AccountKey, datetime] = {}

    @override
    def note(self, account: AccountKey, *, at: datetime) -> None:
        self.latest[account] = at


class ConsequencesBook:
    """The part of the queue that deliveries write to; everything else of it is absent."""

    def __init__(self) -> None:
        self.versions: list[NewestVersion] = []
        self.pauses: dict[AccountKey, Pause] = {}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[ConsequencesBook]:
        """Begin a transaction."""
        yield self

    async def remember_version(self, newest: NewestVersion) -> None:
        """Keep it."""
        self.versions.append(newest)

    async def pause(self, account: AccountKey, pause: Pause, *, failed: bool) -> None:
        """Keep it."""
        self.pauses[account] = pause


class RememberedTexts(OwnTexts):
    """The accounts' own texts in memory, the newest of each, for ever."""

    def __init__(self) -> None:
        self.kept: dict[TextKey, OwnText] = {}

    @override
    async def exchange(
        self, told: Sequence[tuple[TextKey, OwnText]], wanted: Collection[TextKey], *, now: datetime
    ) -> Mapping[TextKey, str]:
        for key, own in told:
            known = self.kept.get(key)
            if known is None or known.version_at <= own.version_at:
                self.kept[key] = own
        texts = {key: self.kept[key].text for key in wanted if key in self.kept}
        return {key: text for key, text in texts.items() if text is not None}

    @override
    async def forget(self, *, now: datetime) -> None:
        """Keep all of it."""

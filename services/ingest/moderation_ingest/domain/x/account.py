"""Whose activity a delivery of X's tells: the subscribed account, and where its items came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from moderation_common.events import Author
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Platform
from moderation_ingest.domain.payload import (
    JsonObject,
    identifier_at,
    object_at,
    objects_at,
    text_at,
)


@dataclass(frozen=True)
class SubscribedAccount:
    """One subscription's share of a delivery."""

    user_id: str
    people: Mapping[str, JsonObject]
    """User objects that came along, by id."""
    media: Mapping[str, JsonObject]
    """Media objects that came along, by media key."""
    raw: bytes
    """A delivery that holds the item in hand only."""
    received_at: datetime
    posts: Mapping[str, JsonObject] = field(default_factory=dict)
    """Other posts that came along, such as the one answered, by id."""

    def reference(self, comment_id: str) -> CommentRef:
        """Name a post or message of this account."""
        return CommentRef(platform=Platform.X, account_id=self.user_id, comment_id=comment_id)

    def cause(self, *parts: str) -> str:
        """Return an idempotency key, which always names the platform and the account."""
        return "/".join((Platform.X.value, self.user_id, *parts))

    def author(self, author_id: str, described: JsonObject | None = None) -> Author:
        """Say who wrote, with the names that came along."""
        person = described or self.people.get(author_id, {})
        return Author(
            author_id=author_id,
            name=text_at(person, "name"),
            handle=text_at(person, "username", "screen_name"),
        )


def read_people(holder: JsonObject) -> dict[str, JsonObject]:
    """Return the user objects of `includes.users`, or of `users` keyed by id, by id."""
    listed = {
        user_id: user
        for user in objects_at(object_at(holder, "includes"), "users")
        if (user_id := identifier_at(user, "id")) is not None
    }
    keyed = {
        user_id: user
        for user_id, user in object_at(holder, "users").items()
        if isinstance(user, dict)
    }
    return listed | keyed


def read_media(holder: JsonObject) -> dict[str, JsonObject]:
    """Return the media objects of `includes.media`, by media key."""
    return {
        key: media
        for media in objects_at(object_at(holder, "includes"), "media")
        if (key := text_at(media, "media_key")) is not None
    }


def read_posts(holder: JsonObject) -> dict[str, JsonObject]:
    """Return the post objects of `includes.tweets`, by id."""
    return {
        post_id: post
        for post in objects_at(object_at(holder, "includes"), "tweets")
        if (post_id := identifier_at(post, "id")) is not None
    }

"""Reads a post on X: a reply to the account, a mention, a quote, an edit of one of them, its end.

What kind a post is follows from the post alone, not from the event that brought it: one reply may
fire a reply event and a mention event, and both must give the same event of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from moderation_common.events import (
    Author,
    Comment,
    CommentEdited,
    CommentReceived,
    CommentRemoved,
)
from moderation_common.vocabulary import Kind
from moderation_ingest.domain.delivery import (
    Found,
    Ignored,
    IgnoredReason,
    Item,
    NewestVersion,
    read_moment,
)
from moderation_ingest.domain.payload import (
    JsonObject,
    UnreadablePayloadError,
    identifier_at,
    instant_at,
    list_at,
    object_at,
    objects_at,
    text_at,
)
from moderation_ingest.domain.x.account import SubscribedAccount

_SITE: Final = "https://x.com/"


def read_post(account: SubscribedAccount, post: JsonObject) -> Iterable[Item]:
    """Return what one post says; raises `UnreadablePayloadError` when it cannot be understood."""
    post_id = _read_post_id(post)
    author = _read_author(account, post)
    if author.author_id == account.user_id:
        return [Ignored(IgnoredReason.OWN)]
    if "retweeted_status" in post or _refers_to(post, "retweeted"):
        return [Ignored(IgnoredReason.NOT_A_COMMENT)]
    history = _read_history(post, post_id)
    comment = _build_comment(account, post, author, history=history)
    if post_id == history[0]:
        cause = account.cause("post", post_id, "received")
        return [Found(account.user_id, cause, CommentReceived(comment=comment), raw=account.raw)]
    # Everything about one comment goes under the id it was first posted with.
    newest = NewestVersion(ref=comment.ref, target_id=post_id, edits=history.index(post_id))
    edited = comment.model_copy(update={"edited_at": comment.created_at})
    cause = account.cause("post", history[0], "edited", post_id)
    payload = CommentEdited(comment=edited)
    return [Found(account.user_id, cause, payload, raw=account.raw, newest=newest)]


def read_deletion(account: SubscribedAccount, deletion: JsonObject) -> Iterable[Item]:
    """Return what a deletion says: only the account's own posts are announced, so nothing to do."""
    status = object_at(deletion, "status") or deletion
    author_id = identifier_at(status, "author_id", "user_id_str", "user_id")
    if author_id is None or author_id == account.user_id:
        return [Ignored(IgnoredReason.OWN)]
    post_id = identifier_at(status, "id_str") or text_at(status, "id")
    if not post_id:
        raise UnreadablePayloadError("The deletion names no post.")
    removed = CommentRemoved(
        ref=account.reference(post_id),
        removed_at=read_moment(
            instant_at(deletion, "timestamp_ms", "deleted_at"), received_at=account.received_at
        ),
    )
    cause = account.cause("post", post_id, "removed")
    return [Found(account.user_id, cause, removed, raw=account.raw)]


def _read_post_id(post: JsonObject) -> str:
    # A number under `id` is rounded in the older payloads' samples, so that only text counts.
    post_id = identifier_at(post, "id_str") or text_at(post, "id")
    if not post_id:
        raise UnreadablePayloadError("The post has no id in text form.")
    return post_id


def _read_author(account: SubscribedAccount, post: JsonObject) -> Author:
    user = object_at(post, "user")
    author_id = identifier_at(post, "author_id") or identifier_at(user, "id_str") or ""
    return account.author(author_id, user or None)


def _read_history(post: JsonObject, post_id: str) -> list[str]:
    """Return the ids of the post's versions, oldest first, with its own among them."""
    history = list_at(post, "edit_history_tweet_ids")
    versions = [version for version in history if isinstance(version, str) and version]
    return versions if post_id in versions else [*versions, post_id]


def _build_comment(
    account: SubscribedAccount, post: JsonObject, author: Author, *, history: list[str]
) -> Comment:
    answered_id = identifier_at(post, "in_reply_to_tweet_id", "in_reply_to_status_id_str")
    answered_id = answered_id or _refers_to(post, "replied_to")
    answered_user = identifier_at(post, "in_reply_to_user_id", "in_reply_to_user_id_str")
    conversation_id = identifier_at(post, "conversation_id") or answered_id
    if answered_id is None or answered_user != account.user_id:
        kind = Kind.MENTION
    elif answered_id == conversation_id:
        kind = Kind.COMMENT
    else:
        kind = Kind.REPLY
    parent_id = None if answered_id == conversation_id else answered_id
    return Comment(
        ref=account.reference(history[0]),
        kind=kind,
        text=_read_text(post),
        author=author,
        created_at=read_moment(instant_at(post, "created_at"), received_at=account.received_at),
        post_id=conversation_id,
        parent_id=parent_id,
        attachments=tuple(_read_attachments(account, post)),
        permalink=_permalink(author.handle, history[-1]),
        post_text=_text_along(account, conversation_id),
        parent_text=_text_along(account, parent_id),
    )


def _text_along(account: SubscribedAccount, post_id: str | None) -> str | None:
    """Return what another post says, when it came along."""
    post = account.posts.get(post_id) if post_id is not None else None
    return _read_text(post) or None if post is not None else None


def _permalink(handle: str | None, post_id: str) -> str:
    # X shows a post under any name that stands before it.
    return f"{_SITE}{quote(handle or 'i', safe='')}/status/{quote(post_id, safe='')}"


def _read_text(post: JsonObject) -> str:
    """Return the whole text: the short form is cut where a post is long."""
    for longer in (object_at(post, "note_tweet"), object_at(post, "extended_tweet")):
        text = text_at(longer, "text", "full_text")
        if text is not None:
            return text
    return text_at(post, "full_text", "text") or ""


def _refers_to(post: JsonObject, relation: str) -> str | None:
    return next(
        (
            identifier_at(other, "id")
            for other in objects_at(post, "referenced_tweets")
            if other.get("type") == relation
        ),
        None,
    )


def _read_attachments(account: SubscribedAccount, post: JsonObject) -> Iterator[str]:
    for key in list_at(object_at(post, "attachments"), "media_keys"):
        media = account.media.get(key, {}) if isinstance(key, str) else {}
        address = text_at(media, "url", "preview_image_url")
        if address:
            yield address
    entities = object_at(post, "extended_entities") or object_at(post, "entities")
    for media in objects_at(entities, "media"):
        address = text_at(media, "media_url_https")
        if address:
            yield address

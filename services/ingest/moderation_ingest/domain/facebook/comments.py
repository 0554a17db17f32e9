"""Reads a change on a page: comments, replies and mentions, new, edited, removed, hidden, shown.

What the page itself posts or answers is no comment, but context for the comments under it.

A comment on the page's own posts that also mentions the page arrives twice, under `feed` and under
`mention`; both give the same event, because the key does not hold the field.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

from moderation_common.events import (
    Author,
    Comment,
    CommentEdited,
    CommentReceived,
    CommentRemoved,
    CommentVisibilityChanged,
)
from moderation_common.vocabulary import Kind
from moderation_ingest.domain.delivery import (
    CommentPayload,
    Found,
    Ignored,
    IgnoredReason,
    Item,
    OwnText,
    read_moment,
)
from moderation_ingest.domain.facebook.page import PageEntry
from moderation_ingest.domain.payload import (
    JsonObject,
    UnreadablePayloadError,
    identifier_at,
    instant_at,
    list_at,
    object_at,
    require_identifier,
    text_at,
)

# The documented list has `edit` and `delete`; what arrives is said to be `edited` and `remove`.
_VERBS: Final = {
    "add": "add",
    "edited": "edited",
    "edit": "edited",
    "remove": "remove",
    "delete": "remove",
    "hide": "hide",
    "unhide": "unhide",
}
_FIELDS: Final = frozenset({"feed", "mention"})
# Of what else a feed tells, these are posts and may have words.
_POSTS: Final = frozenset({"album", "link", "photo", "post", "share", "status", "video"})
_SITE: Final = "https://www.facebook.com/"


def read_change(page: PageEntry, change: JsonObject) -> Iterable[Item]:
    """Return what one change says; raises `UnreadablePayloadError` when it cannot be understood."""
    field = text_at(change, "field")
    if field is None:
        raise UnreadablePayloadError("The change names no field.")
    if field not in _FIELDS:
        return [Ignored(IgnoredReason.UNKNOWN_TYPE)]
    value = change.get("value")
    if not isinstance(value, dict):
        raise UnreadablePayloadError("The change has no value; switch on “include values”.")
    if field == "feed" and value.get("item") != "comment":
        return [_read_post(page, value) or Ignored(IgnoredReason.NOT_A_COMMENT)]
    verb = _VERBS.get(text_at(value, "verb") or "")
    if verb is None:
        return [Ignored(IgnoredReason.UNKNOWN_TYPE)]
    return _read_comment(page, change, verb, mention=field == "mention")


def _read_post(page: PageEntry, value: JsonObject) -> OwnText | None:
    """Return the words of the page's own post; None of anything else."""
    if text_at(value, "item") not in _POSTS or _read_author(value).author_id != page.page_id:
        return None
    return _read_own(page, value, verb=_VERBS.get(text_at(value, "verb") or ""), key="post_id")


def _read_own(page: PageEntry, value: JsonObject, *, verb: str | None, key: str) -> OwnText | None:
    text_id = identifier_at(value, key)
    text = text_at(value, "message")
    if text_id is None:
        return None
    match verb:
        case "add" if text:
            written_at = instant_at(value, "created_time")
        case "edited":
            written_at = instant_at(value, "edited_time")
        case "remove":
            # The time that a removal carries may be that of the writing.
            written_at, text = None, None
        case _:
            return None
    version_at = read_moment(written_at, page.sent_at, received_at=page.received_at)
    return OwnText(page.page_id, text_id, version_at, text or None)


def _read_comment(
    page: PageEntry, change: JsonObject, verb: str, *, mention: bool
) -> Iterator[Item]:
    value = object_at(change, "value")
    author = _read_author(value)
    own = author.author_id == page.page_id
    if own and verb in {"add", "edited"}:
        said = _read_own(page, value, verb=verb, key="comment_id")
        yield said or Ignored(IgnoredReason.OWN)
        return
    # A mention in a post has no comment; the post is then what is answered.
    keys = ("comment_id", "post_id") if mention else ("comment_id",)
    comment_id = require_identifier(value, *keys)
    payload: CommentPayload
    if verb == "remove":
        cause = page.cause(comment_id, verb, _stamp(value))
        payload = CommentRemoved(
            ref=page.reference(comment_id),
            removed_at=read_moment(page.sent_at, received_at=page.received_at),
        )
        if own and (gone := _read_own(page, value, verb=verb, key="comment_id")):
            yield gone
    elif verb in {"hide", "unhide"}:
        # The same key comes back when a comment is hidden again, so that the time of sending has
        # to tell the two apart. A retry then counts as one more change to the same state.
        cause = page.cause(comment_id, verb, _stamp(value), str(page.sent))
        payload = CommentVisibilityChanged(
            ref=page.reference(comment_id),
            hidden=verb == "hide",
            changed_at=read_moment(page.sent_at, received_at=page.received_at),
        )
    else:
        comment = _build_comment(page, value, author, comment_id=comment_id, mention=mention)
        if verb == "add":
            cause = page.cause(comment_id, verb)
            payload = CommentReceived(comment=comment)
        else:
            edited_at = read_moment(
                instant_at(value, "edited_time"), page.sent_at, received_at=page.received_at
            )
            # Two edits within the second the platform counts in differ in their words.
            cause = page.cause(comment_id, verb, _stamp(value), _hash(comment.text))
            payload = CommentEdited(comment=comment.model_copy(update={"edited_at": edited_at}))
    yield Found(page.page_id, cause, payload, raw=page.wrap("changes", change))


def _build_comment(
    page: PageEntry, value: JsonObject, author: Author, *, comment_id: str, mention: bool
) -> Comment:
    post_id = identifier_at(value, "post_id")
    parent_id = identifier_at(value, "parent_id")
    under_own_post = post_id is not None and post_id.startswith(f"{page.page_id}_")
    is_top_level = parent_id is None or _same_post(parent_id, post_id)
    if mention and not under_own_post:
        kind = Kind.MENTION
    else:
        kind = Kind.COMMENT if is_top_level else Kind.REPLY
    return Comment(
        ref=page.reference(comment_id),
        kind=kind,
        text=text_at(value, "message") or "",
        author=author,
        created_at=read_moment(
            instant_at(value, "created_time"), page.sent_at, received_at=page.received_at
        ),
        post_id=post_id,
        parent_id=None if is_top_level else parent_id,
        attachments=tuple(_read_attachments(value)),
        permalink=_permalink(value, post_id=post_id, comment_id=comment_id),
    )


def _read_author(value: JsonObject) -> Author:
    sender = object_at(value, "from")
    return Author(
        author_id=identifier_at(sender, "id") or identifier_at(value, "sender_id") or "",
        name=text_at(sender, "name") or text_at(value, "sender_name"),
    )


def _read_attachments(value: JsonObject) -> Iterator[str]:
    for key in ("photo", "video"):
        address = text_at(value, key)
        if address:
            yield address
    yield from (address for address in list_at(value, "photos") if isinstance(address, str))


def _same_post(parent_id: str, post_id: str | None) -> bool:
    return post_id is not None and (parent_id == post_id or post_id.endswith(f"_{parent_id}"))


def _permalink(value: JsonObject, *, post_id: str | None, comment_id: str) -> str:
    given = text_at(value, "permalink_url") or text_at(object_at(value, "post"), "permalink_url")
    if given is not None and given.startswith(_SITE):
        return given
    if post_id is None or post_id == comment_id:
        return _SITE + quote(comment_id, safe="")
    own_part = comment_id.rpartition("_")[2]
    return f"{_SITE}{quote(post_id, safe='')}?{urlencode({'comment_id': own_part})}"


def _stamp(value: JsonObject) -> str:
    moment: datetime | None = instant_at(value, "edited_time", "created_time")
    return "" if moment is None else moment.isoformat()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]

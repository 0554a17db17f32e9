"""What the body's own accounts said, as context for those who answer it; never judged itself.

A platform that tells of a comment seldom says under which words it stands. The body's posts and
answers come as events of their own, so that their texts can be kept for a while and sent along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final, NamedTuple

from moderation_common.events import Comment, CommentEdited, CommentReceived
from moderation_common.vocabulary import Kind
from moderation_ingest.domain.delivery import Found, Item
from moderation_ingest.domain.queue import AccountKey

TEXT_KEPT: Final = timedelta(hours=72)
"""How long an own text is kept: answers to it mostly come within three days."""

MAX_KEPT_CHARACTERS: Final = 8_000
"""So much of a text is kept, as is read of any text, and no event grows too large by it."""


class TextKey(NamedTuple):
    """One post or comment of an own account."""

    account: AccountKey
    text_id: str


def texts_wanted(items: Iterable[Item]) -> frozenset[TextKey]:
    """Return what a delivery's comments stand under or answer, where it was not sent along."""
    return frozenset(
        key
        for item in items
        if isinstance(item, Found) and (comment := _comment_of(item)) is not None
        for key in (_post_wanted(comment), _parent_wanted(comment))
        if key is not None
    )


def with_context(found: Found, texts: Mapping[TextKey, str]) -> Found:
    """Return what was found with the texts that it stands under, as far as they are known."""
    comment = _comment_of(found)
    if comment is None:
        return found
    post, parent = _post_wanted(comment), _parent_wanted(comment)
    added = {
        name: texts[key]
        for name, key in (("post_text", post), ("parent_text", parent))
        if key is not None and key in texts
    }
    if not added:
        return found
    told = comment.model_copy(update=added)
    return replace(found, payload=found.payload.model_copy(update={"comment": told}))


def _comment_of(found: Found) -> Comment | None:
    if isinstance(found.payload, CommentReceived | CommentEdited):
        comment = found.payload.comment
        # What a private message names as its post is the conversation.
        return None if comment.kind is Kind.DIRECT_MESSAGE else comment
    return None


def _post_wanted(comment: Comment) -> TextKey | None:
    return _key(comment, comment.post_id) if comment.post_text is None else None


def _parent_wanted(comment: Comment) -> TextKey | None:
    return _key(comment, comment.parent_id) if comment.parent_text is None else None


def _key(comment: Comment, text_id: str | None) -> TextKey | None:
    ref = comment.ref
    if text_id is None or text_id == ref.comment_id:
        return None
    return TextKey(AccountKey(ref.platform, ref.account_id), text_id)

"""How the Graph API shows a page, a post, a comment, and which fields of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.comments import Post, StoredComment
from moderation_local.simulator.facebook.errors import INVALID_PARAMETER, graph_error

_ALWAYS: Final = "id"
_COMMENT_DEFAULT: Final = ("created_time", "from", "message")
_POST_DEFAULT: Final = ("created_time", "message")
_PAGE_DEFAULT: Final = ("name",)
# A field may carry its own selection and modifiers: from{id,name} or comments.limit(5).
_FIELD: Final = re.compile(r"([a-z_]+)(?:\.[a-z]+\([^)]*\))*(?:\{[^{}]*\})?")


def show_page(account: SimulatedAccount, fields: str | None) -> Mapping[str, Any]:
    """Return a page as a read of it answers."""
    known = {"id": account.account_id, "name": account.name, "username": account.handle}
    return _select(known, fields, default=_PAGE_DEFAULT)


def show_post(post: Post, fields: str | None) -> Mapping[str, Any]:
    """Return a post as a read of it answers."""
    known = {
        "id": post.id,
        "message": post.text,
        "created_time": _time(post.created_at),
        "from": {"id": post.account_id},
        "permalink_url": f"https://www.facebook.com/{post.id}",
    }
    return _select(known, fields, default=_POST_DEFAULT)


def show_comment(comment: StoredComment, fields: str | None, *, replies: int) -> Mapping[str, Any]:
    """Return a comment as a read of it answers."""
    known: dict[str, Any] = {
        "id": comment.id,
        "message": comment.text,
        "created_time": _time(comment.created_at),
        "from": {"id": comment.author_id, "name": comment.author_name},
        "is_hidden": comment.hidden,
        "can_hide": not comment.by_account,
        "can_remove": True,
        "can_comment": True,
        "can_reply_privately": not comment.by_account and comment.private_reply_id is None,
        "comment_count": replies,
        "permalink_url": f"https://www.facebook.com/{comment.post_id}?comment_id={comment.id}",
    }
    if comment.parent_id != comment.post_id:
        known["parent"] = {"id": comment.parent_id}
    return _select(known, fields, default=_COMMENT_DEFAULT, absent=frozenset({"parent"}))


def _select(
    known: Mapping[str, Any],
    fields: str | None,
    *,
    default: tuple[str, ...],
    absent: frozenset[str] = frozenset(),
) -> Mapping[str, Any]:
    wanted = default if not fields else tuple(_FIELD.findall(fields))
    for name in wanted:
        if name not in known and name not in absent:
            message = f"Tried accessing nonexisting field ({name})"
            raise graph_error(INVALID_PARAMETER, message=message)
    return {name: known[name] for name in dict.fromkeys((*wanted, _ALWAYS)) if name in known}


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")

"""Links to comments that may be passed on: none carries the name of whoever wrote.

An address of a platform that is known here is given only in a form that holds no name, of another
one as it is unless it shows a handle. What cannot be written so is no link. Numbers and ids stay: a
link leads to its comment, and the comment to its author, for as long as that is left there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Platform

_ANY: Final = re.compile(r"[\w:().,-]+", re.ASCII)
"""What an id may be made of, with the brackets of an URN."""
_SCHEMES: Final = frozenset({"http", "https"})
_X_STATUS: Final = re.compile(r"/[^/]+(?:/web)?/status(?:es)?/(\d{1,25})(?:/.*)?", re.ASCII)
_FACEBOOK_ID: Final = re.compile(r"\d+(?:_\d+)*|pfbid\w+", re.ASCII)
_FACEBOOK_PLACE: Final = re.compile(
    rf"/?(?:groups/[^/]+/)?(?:(?:{_FACEBOOK_ID.pattern}|permalink(?:\.php)?|story\.php|photo\.php|"
    r"photos?|posts|videos|reel|watch)(?:/|$))+",
    re.ASCII,
)
"""Ids and what they are ids of; a group is not who writes in it."""
_FACEBOOK_KEYS: Final = ("comment_id", "reply_comment_id", "story_fbid", "fbid", "id", "v")
_INSTAGRAM_POST: Final = re.compile(r"(?:/[^/]+)?(/(?:p|reel|tv)/[\w-]+(?:/c/\d+)?)/?", re.ASCII)
_LINKEDIN_POST: Final = re.compile(r"/posts/[^/]*-(activity|share|ugcPost)-(\d+)[^/]*/?", re.ASCII)
_LINKEDIN_UPDATE: Final = re.compile(r"/feed/update/urn:li:\w+:\d+/?", re.ASCII)
_LINKEDIN_KEYS: Final = ("commentUrn", "dashCommentUrn", "replyUrn", "dashReplyUrn")
_YOUTUBE_VIDEO: Final = re.compile(r"/(?:watch|(?:shorts|live|post)/[\w-]+)/?", re.ASCII)
_YOUTUBE_KEYS: Final = ("v", "lc")


def nameless_link(ref: CommentRef, permalink: str | None) -> str | None:
    """Return where a comment stands, in an address that names nobody; `None` without such a one.

    Of an address that is no page, or cannot be read, there is none either.
    """
    if permalink is None:
        return None
    try:
        parts = urlsplit(permalink)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or not host or "@" in parts.netloc:
        return None
    site = ".".join(host.rstrip(".").split(".")[-2:])
    rewrite = _REWRITES.get(site)
    if rewrite is not None:
        return rewrite(ref, parts)
    shown = unquote(unquote(parts.path))
    return None if "/@" in shown else permalink


def _on_x(ref: CommentRef, parts: SplitResult) -> str | None:
    # X shows a post under any name that stands before it, and under `i`, which is nobody's.
    match = _X_STATUS.fullmatch(parts.path)
    status = match[1] if match else ref.comment_id
    of_a_post = match is not None or (
        ref.platform is Platform.X and status.isascii() and status.isdecimal()
    )
    return f"https://x.com/i/status/{status}" if of_a_post else None


def _on_facebook(ref: CommentRef, parts: SplitResult) -> str | None:
    if _FACEBOOK_PLACE.fullmatch(parts.path):
        keys = _kept(parts, _FACEBOOK_KEYS, _FACEBOOK_ID)
        return f"https://www.facebook.com/{parts.path.lstrip('/')}{keys}"
    # The address begins with whose page it is: with the author's name, where they wrote there.
    # Ingest builds its own of the ids, where none is given to it.
    if ref.platform is Platform.FACEBOOK and _FACEBOOK_ID.fullmatch(ref.comment_id):
        return f"https://www.facebook.com/{ref.comment_id}"
    return None


def _on_instagram(_ref: CommentRef, parts: SplitResult) -> str | None:
    match = _INSTAGRAM_POST.fullmatch(parts.path)
    return f"https://www.instagram.com{match[1]}/" if match else None


def _on_linkedin(_ref: CommentRef, parts: SplitResult) -> str | None:
    path = unquote(parts.path)
    keys = _kept(parts, _LINKEDIN_KEYS)
    if match := _LINKEDIN_POST.fullmatch(path):
        return f"https://www.linkedin.com/feed/update/urn:li:{match[1]}:{match[2]}/{keys}"
    if _LINKEDIN_UPDATE.fullmatch(path):
        return f"https://www.linkedin.com{path}{keys}"
    return None


def _on_youtube(_ref: CommentRef, parts: SplitResult) -> str | None:
    if not _YOUTUBE_VIDEO.fullmatch(parts.path):
        return None
    return f"https://www.youtube.com{parts.path}{_kept(parts, _YOUTUBE_KEYS)}"


def _on_a_page_with_a_name(_ref: CommentRef, _parts: SplitResult) -> str | None:
    # The page of a video or track carries the name of whose it is; a comment has no page there.
    return None


def _kept(parts: SplitResult, keys: tuple[str, ...], values: re.Pattern[str] = _ANY) -> str:
    """Return the query with what points at the comment alone; empty where nothing does."""
    kept = [
        (key, value)
        for key, value in parse_qsl(parts.query)
        if key in keys and values.fullmatch(value)
    ]
    return f"?{urlencode(kept, safe=':(),')}" if kept else ""


_REWRITES: Final[Mapping[str, Callable[[CommentRef, SplitResult], str | None]]] = {
    "x.com": _on_x,
    "twitter.com": _on_x,
    "facebook.com": _on_facebook,
    "fb.com": _on_facebook,
    "instagram.com": _on_instagram,
    "linkedin.com": _on_linkedin,
    "youtube.com": _on_youtube,
    "tiktok.com": _on_a_page_with_a_name,
    "soundcloud.com": _on_a_page_with_a_name,
}

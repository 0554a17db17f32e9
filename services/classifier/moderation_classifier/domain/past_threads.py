"""What stood around a past comment, told by the comments beside it, for trying a policy on them.

The live judging has it from what it heard in the last days, which is destroyed after these. What a
later version of a comment says takes the place of what it said at the time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter
from typing import Final

from moderation_classifier.domain.context import EARLIER_KEPT, MAX_EARLIER, Thread
from moderation_common.events import Comment
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Platform

_Place = tuple[Platform, str, str]
"""An author under one post."""

_Key = tuple[Platform, str, str]
"""A comment by its platform, account and id there."""

_WRITTEN: Final = attrgetter("version_at")


class PastThreads:
    """One version of each of some comments of one body, as context for each other."""

    def __init__(self, comments: Iterable[Comment]) -> None:
        self._by_key: dict[_Key, Comment] = {}
        self._by_place: defaultdict[_Place, list[Comment]] = defaultdict(list)
        for comment in sorted(comments, key=_WRITTEN):
            self._by_key[_key_of(comment.ref, comment.ref.comment_id)] = comment
            place = _place_of(comment)
            if place is not None:
                self._by_place[place].append(comment)

    def around(self, comment: Comment) -> Thread:
        """Return what was said around a comment, as far as the comment or the others tell."""
        answered = self._near(comment, comment.parent_id)
        post = self._near(comment, comment.post_id)
        return Thread(
            post_text=comment.post_text or (post.text if post else None),
            parent_text=comment.parent_text or (answered.text if answered else None),
            earlier=self._earlier(comment),
            answers_other=answered is not None and _differ(answered, comment),
        )

    def _near(self, comment: Comment, comment_id: str | None) -> Comment | None:
        if comment_id is None or comment_id == comment.ref.comment_id:
            return None
        return self._by_key.get(_key_of(comment.ref, comment_id))

    def _earlier(self, comment: Comment) -> tuple[str, ...]:
        place = _place_of(comment)
        if place is None:
            return ()
        said = [
            one.text
            for one in self._by_place[place]
            if one.ref != comment.ref
            and comment.version_at - EARLIER_KEPT < one.version_at <= comment.version_at
        ]
        return tuple(text for text in said[-MAX_EARLIER:] if text)


def _key_of(near: CommentRef, comment_id: str) -> _Key:
    return near.platform, near.account_id, comment_id


def _place_of(comment: Comment) -> _Place | None:
    """Return where whoever wrote it wrote it; none where either is not known."""
    author_id = comment.author.author_id
    if not author_id or comment.post_id is None:
        return None
    return comment.ref.platform, author_id, comment.post_id


def _differ(one: Comment, other: Comment) -> bool:
    """Say whether two comments are known to be by two people."""
    authors = {one.author.author_id, other.author.author_id}
    return len(authors) > 1 and "" not in authors

"""What stood around a past comment, told by the comments beside it, for trying a policy on them.

The live judging has it from what it heard in the last days, which is destroyed after these; what
an author said beside a comment counts here, too, where it was heard first. What a later version of
a comment says takes the place of what it said at the time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from moderation_classifier.domain.context import (
    MAX_EACH_SIDE,
    SAID_TOGETHER,
    Thread,
    written_order,
)
from moderation_common.events import Comment
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Platform

_Place = tuple[Platform, str, str]
"""An author under one post."""

_Key = tuple[Platform, str, str]
"""A comment by its platform, account and id there."""


class PastThreads:
    """One version of each of some comments of one body, as context for each other."""

    def __init__(self, comments: Iterable[Comment]) -> None:
        """Take them in the order in which they were heard."""
        in_turn = list(comments)
        self._turns = {comment.ref: turn for turn, comment in enumerate(in_turn)}
        self._by_key: dict[_Key, Comment] = {}
        self._by_place: defaultdict[_Place, list[Comment]] = defaultdict(list)
        for comment in sorted(in_turn, key=written_order):
            self._by_key[_key_of(comment.ref, comment.ref.comment_id)] = comment
            place = _place_of(comment)
            if place is not None:
                self._by_place[place].append(comment)

    def around(self, comment: Comment) -> Thread:
        """Return what was said around a comment, as far as the comment or the others tell."""
        answered = self._near(comment, comment.parent_id)
        post = self._near(comment, comment.post_id)
        earlier, later = self._beside(comment)
        return Thread(
            post_text=comment.post_text or (post.text if post else None),
            parent_text=comment.parent_text or (answered.text if answered else None),
            earlier=earlier,
            later=later,
            answers_other=answered is not None and _differ(answered, comment),
        )

    def _near(self, comment: Comment, comment_id: str | None) -> Comment | None:
        if comment_id is None or comment_id == comment.ref.comment_id:
            return None
        return self._by_key.get(_key_of(comment.ref, comment_id))

    def _beside(self, comment: Comment) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what its author had said there before a comment was heard: earlier, and later."""
        place = _place_of(comment)
        if place is None:
            return (), ()
        turn = self._turns.get(comment.ref, len(self._turns))
        said = [
            one
            for one in self._by_place[place]
            if self._turns[one.ref] < turn
            and abs(one.version_at - comment.version_at) < SAID_TOGETHER
        ]
        own = written_order(comment)
        earlier = [one.text for one in said if written_order(one) < own]
        later = [one.text for one in said if written_order(one) > own]
        return (
            tuple(text for text in earlier[-MAX_EACH_SIDE:] if text),
            tuple(text for text in later[:MAX_EACH_SIDE] if text),
        )


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

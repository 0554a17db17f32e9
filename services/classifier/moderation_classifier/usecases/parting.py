"""Taking what a person decided about many comments at once in parts, each a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from moderation_common.events import ReviewDecided
from moderation_common.identity import CommentRef

_PART: Final = 200
"""Comments of one transaction: it locks the author of each, and PostgreSQL has room for some
thousand locks in all."""


def parts_of(decided: ReviewDecided) -> Iterator[tuple[CommentRef, ...]]:
    """Yield the comments decided about, the decision's own in the first part of all.

    By the event alone, so that every delivery has the same parts.
    """
    own = () if decided.part else (decided.ref,)
    refs = tuple(dict.fromkeys((*own, *decided.group_refs)))
    for start in range(0, len(refs), _PART):
        yield refs[start : start + _PART]

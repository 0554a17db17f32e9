"""What stood around a past comment, from the comments beside it alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from moderation_classifier.domain.context import Thread
from moderation_classifier.domain.trials.past_threads import PastThreads
from moderation_common.events import Author, Comment
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Kind, Platform

NOON: Final = datetime(2026, 11, 2, 12, tzinfo=UTC)
SECOND: Final = timedelta(seconds=1)


def comment(
    number: int,
    *,
    author: str = "ann",
    post: str | None = "p",
    answers: int | None = None,
    at: datetime = NOON,
) -> Comment:
    """Return a comment that says which it is."""
    return Comment(
        ref=CommentRef(platform=Platform.FACEBOOK, account_id="1", comment_id=str(number)),
        kind=Kind.COMMENT if answers is None else Kind.REPLY,
        text=f"Words {number}",
        author=Author(author_id=author),
        created_at=at,
        post_id=post,
        parent_id=None if answers is None else str(answers),
    )


def test_what_is_answered_is_found_with_who_wrote_it() -> None:
    """An answer to somebody else is told from one below one's own comment."""
    first, own = comment(1), comment(2, answers=1)
    other = comment(3, author="bob", answers=1)
    nobody = comment(4, author="", answers=1)
    threads = PastThreads([first, own, other, nobody])
    assert [threads.around(one).parent_text for one in (own, other, nobody)] == ["Words 1"] * 3
    assert [threads.around(one).answers_other for one in (own, other, nobody)] == [
        False,
        True,
        False,
    ]


def test_what_the_platform_itself_gave_goes_first() -> None:
    """It is what was known when the comment was judged."""
    told = comment(2, answers=1).model_copy(update={"parent_text": "Told", "post_text": "Post"})
    thread = PastThreads([comment(1), told]).around(told)
    assert (thread.parent_text, thread.post_text) == ("Told", "Post")


def test_a_post_that_was_heard_is_found_and_a_comment_is_no_post_of_its_own() -> None:
    """Posts on a page by members of the public are comments too."""
    post = comment(7, author="bob", post="7")
    under = comment(8, post="7")
    threads = PastThreads([post, under])
    assert threads.around(under).post_text == "Words 7"
    assert threads.around(post).post_text is None


def test_what_its_author_said_there_counts_where_it_was_heard_first() -> None:
    """As when it was judged: of two comments the one that was heard second is read with the other.

    What else bounds it, `tests/contract` says of this and of the live judging alike.
    """
    first, second = comment(1), comment(2, at=NOON + SECOND)
    in_order, swapped = PastThreads([first, second]), PastThreads([second, first])
    assert in_order.around(first) == swapped.around(second) == Thread()
    assert in_order.around(second) == Thread(earlier=("Words 1",))
    assert swapped.around(first) == Thread(later=("Words 2",))


def test_nothing_is_known_of_a_comment_by_itself() -> None:
    """Whose author or post is not known has said nothing before."""
    assert PastThreads([]).around(comment(1, answers=5)) == Thread()
    silent = [comment(1, author="", at=NOON - SECOND), comment(2, post=None, at=NOON - SECOND)]
    threads = PastThreads(silent)
    assert threads.around(comment(3, author="")) == Thread()
    assert threads.around(comment(3, post=None)) == Thread()

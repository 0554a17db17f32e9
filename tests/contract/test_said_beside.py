"""What an author said beside a comment, as the live judging and a trial of the past see it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

import pytest
from sqlalchemy import text

from moderation_classifier.adapters.store import ClassifierStore
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.domain.behaviour.author import (
    AUTHOR_KEY_PURPOSE,
    AuthorHasher,
    AuthorKey,
)
from moderation_classifier.domain.context import MAX_EACH_SIDE, SAID_TOGETHER, Thread
from moderation_classifier.domain.trials.past_threads import PastThreads
from moderation_classifier.ports import SeenComment, UnitOfWork
from moderation_common.events import Author, Comment
from moderation_common.identity import CommentRef
from moderation_common.postgres import Database, migrate
from moderation_common.vault import Vault
from moderation_common.vocabulary import Kind, Platform
from tests.support.waiting import eventually

NOON: Final = datetime(2026, 11, 2, 12, tzinfo=UTC)
SECOND: Final = timedelta(seconds=1)
BODY: Final = "bsw"


class Hearing(Protocol):
    """Something that hears comments, and knows what was said around another."""

    async def around(self, comment: Comment, *, heard: Sequence[Comment]) -> Thread:
        """Hear comments in turn; return what was said around one that comes next."""
        ...


class PastHearing:
    """The comments of the event log, side by side."""

    async def around(self, comment: Comment, *, heard: Sequence[Comment]) -> Thread:
        """Hear comments in turn; return what was said around one that comes next."""
        return PastThreads([*heard, comment]).around(comment)


class LiveHearing:
    """The classifier's own rows."""

    def __init__(self, database: Database) -> None:
        vault = Vault.from_text(Vault.generate_key())
        self.database = database
        self.units = ClassifierStore(database, vault)
        self._authors = AuthorHasher(vault.derive_key(AUTHOR_KEY_PURPOSE))

    async def around(self, comment: Comment, *, heard: Sequence[Comment]) -> Thread:
        """Hear comments in turn; return what was said around one that comes next."""
        for one in heard:
            async with self.units() as unit:
                await self.keep(unit, one)
        async with self.units() as unit:
            return await self.read(unit, comment)

    async def read(self, unit: UnitOfWork, comment: Comment) -> Thread:
        """Return what was said around a comment."""
        return await unit.heard.thread(BODY, comment, author=self._author(comment))

    async def keep(self, unit: UnitOfWork, comment: Comment) -> None:
        """Keep a comment as one that was judged."""
        seen = SeenComment(ref=comment.ref, author=self._author(comment))
        await unit.heard.keep(BODY, comment, seen, now=NOON)

    def _author(self, comment: Comment) -> AuthorKey | None:
        return self._authors.key_of(BODY, comment.ref.platform, comment.author.author_id)

    async def someone_waits(self) -> bool:
        """Say whether a transaction waits for another."""
        query = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        async with self.database.engine.connect() as connection:
            return bool(await connection.scalar(text(query)))


@pytest.fixture
async def live(fresh_database: str) -> AsyncIterator[LiveHearing]:
    """Give the live judging's rows, with nothing in them."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    yield LiveHearing(database)
    await database.close()


@pytest.fixture(
    params=[pytest.param("past"), pytest.param("live", marks=pytest.mark.postgres)],
)
def hearing(request: pytest.FixtureRequest) -> Hearing:
    """Give each in turn."""
    if request.param == "past":
        return PastHearing()
    live: LiveHearing = request.getfixturevalue("live")
    return live


def comment(
    number: int, *, seconds: float = 0, author: str = "ann", post: str | None = "p"
) -> Comment:
    """Return a comment of around noon that says which it is."""
    return Comment(
        ref=CommentRef(platform=Platform.FACEBOOK, account_id="1", comment_id=str(number)),
        kind=Kind.COMMENT,
        text=f"Words {number}",
        author=Author(author_id=author),
        created_at=NOON + timedelta(seconds=seconds),
        post_id=post,
    )


async def test_what_was_said_before_and_after_is_in_the_order_of_writing(hearing: Hearing) -> None:
    """However it was heard."""
    heard = [comment(4, seconds=2), comment(1, seconds=-2), comment(3, seconds=1), comment(2)]
    thread = await hearing.around(comment(9, seconds=0.5), heard=heard)
    assert thread == Thread(earlier=("Words 1", "Words 2"), later=("Words 3", "Words 4"))


async def test_the_nearest_on_each_side_are_found(hearing: Hearing) -> None:
    """So many that one thought is made up of them, and no more."""
    apart = range(1, MAX_EACH_SIDE + 3)
    heard = [
        *(comment(100 + each, seconds=each) for each in apart),
        *(comment(200 + each, seconds=-each) for each in apart),
    ]
    thread = await hearing.around(comment(9), heard=heard)
    nearest = range(1, MAX_EACH_SIDE + 1)
    assert thread.later == tuple(f"Words {100 + each}" for each in nearest)
    assert thread.earlier == tuple(f"Words {200 + each}" for each in reversed(nearest))


@pytest.mark.parametrize(
    "other",
    [
        comment(1, author="bob"),
        comment(1, post="q"),
        comment(1, author=""),
        comment(1, post=None),
        comment(1, seconds=SAID_TOGETHER.total_seconds()),
        comment(1, seconds=-SAID_TOGETHER.total_seconds()),
        comment(9, seconds=-60),
    ],
    ids=["by another", "elsewhere", "by nobody", "nowhere", "too late", "too early", "itself"],
)
async def test_what_does_not_belong_to_it_is_left_out(hearing: Hearing, other: Comment) -> None:
    """Other authors, other posts, other hours, and its own version before."""
    assert await hearing.around(comment(9), heard=[other]) == Thread()


@pytest.mark.parametrize("side", [-1, 1])
async def test_a_thought_lasts_for_hours(hearing: Hearing, side: int) -> None:
    """On both sides alike."""
    seconds = side * (SAID_TOGETHER - SECOND).total_seconds()
    thread = await hearing.around(comment(9), heard=[comment(1, seconds=seconds)])
    assert (*thread.earlier, *thread.later) == ("Words 1",)


@pytest.mark.parametrize("unknown", [comment(9, author=""), comment(9, post=None)])
async def test_whose_author_or_post_is_not_known_stands_alone(
    hearing: Hearing, unknown: Comment
) -> None:
    """Nobody knows what belongs to it."""
    heard = [comment(1), comment(2, author=""), comment(3, post=None)]
    assert await hearing.around(unknown, heard=heard) == Thread()


async def test_within_a_second_the_lower_number_was_written_first(hearing: Hearing) -> None:
    """Platforms give whole seconds, and number comments upwards: 9 comes before 10."""
    heard = [comment(11), comment(8), comment(100), comment(9)]
    thread = await hearing.around(comment(10), heard=heard)
    assert thread == Thread(earlier=("Words 8", "Words 9"), later=("Words 11", "Words 100"))


async def test_of_two_judged_at_once_the_second_waits_and_sees_the_first(live: LiveHearing) -> None:
    """Whichever was written first, by however many processes they are judged."""

    async def read_second() -> Thread:
        async with live.units() as unit:
            return await live.read(unit, comment(1))

    async with live.units() as unit:
        assert await live.read(unit, comment(2, seconds=1)) == Thread()
        waiting = asyncio.create_task(read_second())
        await eventually(live.someone_waits, what="The second waits for the first")
        await live.keep(unit, comment(2, seconds=1))
    assert await waiting == Thread(later=("Words 2",))


@pytest.mark.parametrize(
    "other", [comment(1, author="bob"), comment(1, post="q"), comment(1, author="")]
)
async def test_nobody_else_waits(live: LiveHearing, other: Comment) -> None:
    """Comments of others, and under other posts, are judged beside each other."""
    async with live.units() as first, live.units() as second:
        await live.read(first, comment(2))
        assert await live.read(second, other) == Thread()

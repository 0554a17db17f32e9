"""Showing moderators what is kept of an author, and who writes much; nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from moderation_classifier import metrics
from moderation_classifier.domain.behaviour.author import AuthorHasher, AuthorKey
from moderation_classifier.domain.behaviour.measures import Proposal
from moderation_classifier.domain.behaviour.strikes import Strike
from moderation_classifier.ports import Activity, Prolific, UnitsOfWork, Upkeep
from moderation_classifier.usecases.keeping_records import KeepRecords
from moderation_common.clock import Clock
from moderation_common.identity import CommentRef
from moderation_common.policy import PolicyPacks
from moderation_common.vocabulary import Platform

PROLIFIC_FROM: Final = 20
"""Comments in 24 hours from which moderators are shown an author, as the metric's words say."""

_MANY: Final = 10_000
_WINDOWS: Final = (timedelta(hours=24), timedelta(days=7), timedelta(days=30))


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorStanding:
    """How an author stands with a body."""

    author: AuthorKey
    points: int
    strikes: tuple[Strike, ...]
    """All that are kept, with those that expired lately or were taken back."""
    proposals: tuple[Proposal, ...]
    activity: tuple[tuple[timedelta, Activity], ...]
    """How much they wrote in the last day, week and month."""


class ShowStanding:
    """Reads authors' records of one body at a time."""

    def __init__(
        self,
        *,
        units: UnitsOfWork,
        authors: AuthorHasher,
        packs: Callable[[], PolicyPacks],
        clock: Clock,
    ) -> None:
        self._units = units
        self._authors = authors
        self._packs = packs
        self._clock = clock

    async def by_comment(self, organisation: str, ref: CommentRef) -> AuthorStanding | None:
        """Return how the author of a comment stands; `None` when it is not known who wrote it."""
        async with self._units() as unit:
            seen = await unit.messages.find(organisation, ref)
        if seen is None or seen.author is None:
            return None
        return await self._read(organisation, seen.author)

    async def by_account(
        self, organisation: str, platform: Platform, author_id: str
    ) -> AuthorStanding | None:
        """Return how the holder of an account stands; an unknown one has a clean record."""
        author = self._authors.key_of(organisation, platform, author_id)
        return None if author is None else await self._read(organisation, author)

    async def prolific(self, organisation: str, *, days: int, limit: int) -> Sequence[Prolific]:
        """Return who wrote most in the last days; much writing is of itself no fault."""
        since = self._clock() - timedelta(days=days)
        async with self._units() as unit:
            return await unit.records.prolific(organisation, since=since, at_least=2, limit=limit)

    async def count_prolific(self) -> None:
        """Bring the metric up to date; raises `TransientError` when the database is away."""
        since = self._clock() - timedelta(hours=24)
        for organisation in self._packs().organisations:
            async with self._units() as unit:
                found = await unit.records.prolific(
                    organisation, since=since, at_least=PROLIFIC_FROM, limit=_MANY
                )
            metrics.PROLIFIC_AUTHORS.labels(organisation).set(len(found))

    async def _read(self, organisation: str, author: AuthorKey) -> AuthorStanding:
        now = self._clock()
        async with self._units() as unit:
            history = await unit.records.history(organisation, author)
            return AuthorStanding(
                author=author,
                points=history.points(now),
                strikes=history.strikes,
                proposals=tuple(await unit.records.proposals(organisation, author)),
                activity=tuple(
                    [
                        (
                            window,
                            await unit.records.activity(organisation, author, since=now - window),
                        )
                        for window in _WINDOWS
                    ]
                ),
            )


class TidyBehaviour:
    """The job that counts prolific authors and lets go of what has had its time.

    That is what was kept long enough, and proposals whose strikes have expired.
    """

    def __init__(
        self, *, keep: KeepRecords, upkeep: Upkeep, show: ShowStanding, clock: Clock
    ) -> None:
        self._keep = keep
        self._upkeep = upkeep
        self._show = show
        self._clock = clock

    async def __call__(self) -> None:
        """Do all of it once; raises `TransientError` when the database is away."""
        await self._upkeep.forget(now=self._clock())
        await self._keep.withdraw_expired()
        await self._show.count_prolific()

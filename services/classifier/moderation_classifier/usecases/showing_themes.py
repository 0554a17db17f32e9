"""Showing what people talk about: the figures of some weeks, with examples and what is new."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from moderation_classifier.domain.text import normalise
from moderation_classifier.domain.themes.discovery import group_phrases, rising_phrases
from moderation_classifier.domain.themes.figures import Figures, build_figures
from moderation_classifier.domain.themes.topics import TopicId, TopicList
from moderation_classifier.domain.themes.weeks import Weeks
from moderation_classifier.domain.themes.wording import Vocabulary
from moderation_classifier.ports import Period, ThemeCounts, ThemeExample
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Platform

_EXAMPLES_EACH: Final = 3
"""Comments shown of each topic and channel: enough to see what is meant."""
_MAX_PHRASES: Final = 100
"""Rising phrases that are put together; the surest ones."""
MAX_NEW: Final = 10
"""New topics in a report; more are noise to a reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTopic:
    """Something that people began to talk about."""

    name: str
    also: tuple[str, ...]
    """The other phrases that belong to it."""
    people_now: int
    people_before: int
    odds_ratio: float
    """By how much the odds that somebody says it have grown."""
    low: float
    high: float
    examples: tuple[ThemeExample, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningWeek:
    """The week of today, which a report of weeks that are over leaves out."""

    monday: date
    comments: int
    """Written in it so far."""
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Themes:
    """What people talked about in some weeks."""

    organisation: str
    weeks: Weeks
    unfinished: date | None
    """The Monday of the week that is not over, so that more may be written in it; none when all
    are."""
    running: RunningWeek | None
    """The week after these, where that is the one of today: it is left out of every figure."""
    before: Weeks
    """The weeks that they are held against: eight, or as many of them as are kept, which may be
    none."""
    platform: Platform | None
    """The one channel that was asked about; none for all."""
    figures: Figures
    examples: Mapping[tuple[TopicId, Platform], Sequence[ThemeExample]]
    found: tuple[FoundTopic, ...]
    names: Mapping[TopicId, str]
    versions: tuple[str, ...]
    """Of the list of topics; with several a change may be the list's, not people's."""


class ShowThemes:
    """Gathers the figures of one body."""

    def __init__(self, *, counts: ThemeCounts, topics: TopicList, vocabulary: Vocabulary) -> None:
        self._counts = counts
        self._topics = topics
        self._vocabulary = vocabulary

    async def show(
        self, organisation: str, weeks: Weeks, *, now: datetime, platform: Platform | None = None
    ) -> Themes:
        """Return the themes of some weeks, held against the eight weeks before, where kept.

        All of the weeks have begun, and none is forgotten. Raises `TransientError` when the
        database is away.
        """
        within = Period(*weeks.bounds())
        before = weeks.kept_before(now)
        everything = Period(before.bounds()[0], within.until)
        weekly = await self._counts.tallies(
            organisation, everything, by_week=True, platform=platform
        )
        whole = await self._counts.tallies(organisation, within, by_week=False, platform=platform)
        figures = await asyncio.to_thread(
            build_figures, weekly, whole, weeks=weeks, listed=self._topics.topics
        )
        named = {one.tally.topic for one in (*figures.period, *figures.weekly)}
        return Themes(
            organisation=organisation,
            weeks=weeks,
            unfinished=weeks.unfinished(now),
            running=await self._count_running(organisation, weeks, now=now, platform=platform),
            before=before,
            platform=platform,
            figures=figures,
            examples=await self._counts.examples(
                organisation, within, each=_EXAMPLES_EACH, platform=platform
            ),
            found=await self._find_new(organisation, everything, within, platform=platform),
            names={topic: self._topics.name_of(topic) for topic in named if topic is not None},
            versions=tuple(await self._counts.versions(organisation, everything)),
        )

    async def _count_running(
        self, organisation: str, weeks: Weeks, *, now: datetime, platform: Platform | None
    ) -> RunningWeek | None:
        running = weeks.running_after(now)
        if running is None:
            return None
        tallies = await self._counts.tallies(
            organisation, Period(*running.bounds()), by_week=False, platform=platform
        )
        everything = next(
            (one for one in tallies if one.topic is None and one.platform is None), None
        )
        return RunningWeek(
            monday=running.first,
            comments=everything.comments if everything else 0,
            people=everything.people if everything else 0,
        )

    def _is_known(self, phrase: str) -> bool:
        """Return whether a known topic counts it, or it is but a piece of what one looks for."""
        pieces = frozenset(phrase.replace("'", "").split())
        return pieces <= self._topics.words or bool(self._topics.find(normalise(phrase)))

    async def _find_new(
        self, organisation: str, everything: Period, within: Period, *, platform: Platform | None
    ) -> tuple[FoundTopic, ...]:
        uses, now, before = await self._counts.phrase_uses(
            organisation, everything, split=within.since, platform=platform
        )
        # Words kept by an older list are asked about again: it may have taken a name for a word.
        unknown = [
            use
            for use in uses
            if self._vocabulary.may_show(use.phrase) and not self._is_known(use.phrase)
        ]
        rising = rising_phrases(unknown, people_now=now, people_before=before)[:_MAX_PHRASES]
        if not rising:
            return ()
        users = await self._counts.users(
            organisation, within, [one.use.key for one in rising], platform=platform
        )
        groups = group_phrases(
            rising, {key: [str(one.ref) for one in comments] for key, comments in users.items()}
        )
        found = []
        for group in groups[:MAX_NEW]:
            (best,) = (one for one in group.phrases if one.use.phrase == group.name)
            found.append(
                FoundTopic(
                    name=group.name,
                    also=tuple(
                        one.use.phrase for one in group.phrases if one.use.phrase != group.name
                    ),
                    people_now=best.use.now,
                    people_before=best.use.before,
                    odds_ratio=best.odds_ratio,
                    low=best.low,
                    high=best.high,
                    examples=tuple(
                        await self._counts.showable(
                            organisation,
                            within,
                            [CommentRef.parse(ref) for ref in group.comments],
                            each=_EXAMPLES_EACH,
                        )
                    ),
                )
            )
        return tuple(found)

"""The figures of a report on themes: how many, what share, in which mood, which way it goes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from moderation_classifier.domain.quality.estimate import wilson
from moderation_classifier.domain.themes.remark import Mood
from moderation_classifier.domain.themes.topics import TopicId
from moderation_classifier.domain.themes.trend import (
    Change,
    Count,
    Trend,
    as_told,
    compare,
    name_courses,
    usual_spread,
)
from moderation_classifier.domain.themes.weeks import Weeks
from moderation_common.vocabulary import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often something was said somewhere in some time, as it was counted."""

    topic: TopicId | None
    """None for all comments, whatever they are about."""
    platform: Platform | None
    """None for all channels together."""
    week: date | None
    """The Monday; none for the whole period."""
    comments: int
    people: int
    """Different authors; a comment whose author is not known counts as one."""
    moods: Mapping[Mood, int]
    """Comments by mood."""
    speakers: Mapping[Mood, int]
    """Different authors by mood; who wrote in two moods counts in both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFigure:
    """One topic on one channel, or all, in one week, or the period."""

    tally: Tally
    of_people: int
    """How many people wrote at all."""
    share: float
    """Of the people who wrote, those who spoke of it."""
    low: float
    high: float
    """Wilson's 95 % interval of the share."""
    trend: Trend


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All figures of a period, the most spoken of first."""

    totals: tuple[Tally, ...]
    """Everything that was written, for the period and by channel."""
    period: tuple[TopicFigure, ...]
    weekly: tuple[TopicFigure, ...]


_Place = tuple[TopicId | None, Platform | None]
_ByWeek = Mapping[tuple[TopicId | None, Platform | None, date | None], Tally]
_Pair = tuple[list[Count], list[Count]]


def build_figures(
    weekly: Iterable[Tally],
    whole: Iterable[Tally],
    *,
    weeks: Weeks,
    listed: Collection[TopicId],
) -> Figures:
    """Return the figures of the weeks; `weekly` also holds those before, to compare with.

    `listed` are the topics that are looked for. What people spoke of before and no more has a
    figure of the period, too, so that it can be told to fall.
    """
    by_week = {(tally.topic, tally.platform, tally.week): tally for tally in weekly}
    period = list(whole)
    totals = {tally.platform: tally for tally in period if tally.topic is None}
    spoken = [tally for tally in period if tally.topic is not None]
    spoken += _fallen_silent(by_week, spoken, totals=totals, listed=listed)
    in_weeks = [
        tally
        for tally in by_week.values()
        if tally.topic is not None and tally.week is not None and tally.week >= weeks.first
    ]
    whole_pairs = [_pair(by_week, tally, weeks) for tally in spoken]
    week_pairs = [_pair(by_week, tally, Weeks(tally.week or weeks.first, 1)) for tally in in_weeks]
    return Figures(
        totals=tuple(
            sorted(totals.values(), key=lambda one: (one.platform is not None, -one.comments))
        ),
        period=_figures(
            spoken, _compare_all(whole_pairs), [totals[tally.platform].people for tally in spoken]
        ),
        weekly=_figures(
            in_weeks,
            _compare_all(week_pairs),
            [by_week[None, tally.platform, tally.week].people for tally in in_weeks],
        ),
    )


def _fallen_silent(
    by_week: _ByWeek,
    spoken: Iterable[Tally],
    *,
    totals: Collection[Platform | None],
    listed: Collection[TopicId],
) -> Iterator[Tally]:
    """Yield a nought for each listed topic of before that is missing where people still write."""
    known = {(tally.topic, tally.platform) for tally in spoken}
    for topic, platform in dict.fromkeys((topic, platform) for topic, platform, _ in by_week):
        if topic in listed and platform in totals and (topic, platform) not in known:
            yield Tally(
                topic=topic,
                platform=platform,
                week=None,
                comments=0,
                people=0,
                moods=dict.fromkeys(Mood, 0),
                speakers=dict.fromkeys(Mood, 0),
            )


def _figures(
    tallies: Sequence[Tally], changes: Sequence[Change | None], of_people: Sequence[int]
) -> tuple[TopicFigure, ...]:
    made = []
    for tally, trend, people in zip(tallies, name_courses(changes), of_people, strict=True):
        share = tally.people / people
        low, high = wilson(share, people)
        told = as_told(trend, people=tally.people, of_people=people)
        made.append(
            TopicFigure(tally=tally, of_people=people, share=share, low=low, high=high, trend=told)
        )
    return tuple(sorted(made, key=_order))


def _order(figure: TopicFigure) -> tuple[str, str, int, str]:
    tally = figure.tally
    week = tally.week.isoformat() if tally.week else ""
    return week, tally.platform or "", -tally.people, tally.topic or ""


def _compare_all(pairs: Sequence[_Pair]) -> list[Change | None]:
    usual = usual_spread(pairs)
    return [compare(now, before, usual=usual) for now, before in pairs]


def _pair(by_week: _ByWeek, tally: Tally, weeks: Weeks) -> _Pair:
    """Return the counts of some weeks and of those before."""
    place = (tally.topic, tally.platform)
    before = weeks.before().mondays
    return _counts(by_week, place, weeks.mondays), _counts(by_week, place, before)


def _counts(
    by_week: _ByWeek,
    place: _Place,
    mondays: Iterable[date],
) -> list[Count]:
    counts = []
    for monday in mondays:
        everything = by_week.get((None, place[1], monday))
        spoken = by_week.get((*place, monday))
        if everything is not None:
            counts.append(Count(spoken.people if spoken else 0, everything.people))
    return counts

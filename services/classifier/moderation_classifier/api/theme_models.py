"""What the routes about themes answer."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from moderation_classifier.domain.themes.figures import Tally, TopicFigure
from moderation_classifier.domain.themes.nameless_links import nameless_link
from moderation_classifier.domain.themes.remark import Mood
from moderation_classifier.domain.themes.trend import Course, Trend
from moderation_classifier.domain.themes.weeks import label_of
from moderation_classifier.ports import ThemeExample
from moderation_classifier.usecases.showing_themes import FoundTopic, RunningWeek, Themes
from moderation_common.vocabulary import Platform


class Out(BaseModel):
    """A piece of an answer."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class TotalOut(Out):
    """Everything that was written in the period."""

    platform: Platform | None
    """Null for all channels."""
    comments: int
    people: int
    moods: dict[Mood, int]

    @classmethod
    def build(cls, tally: Tally) -> Self:
        """Return the counts."""
        return cls(
            platform=tally.platform,
            comments=tally.comments,
            people=tally.people,
            moods=dict(tally.moods),
        )


class TrendOut(Out):
    """Which way a topic goes against the eight weeks before, as far as they are kept."""

    course: Course
    ratio: float | None
    """The share of people against the share before; null when there was too little to compare."""
    low: float | None
    high: float | None
    """The 95 % interval of the ratio by itself."""

    @classmethod
    def build(cls, trend: Trend) -> Self:
        """Return the word and the ratio."""
        change = trend.change
        if change is None:
            return cls(course=trend.course, ratio=None, low=None, high=None)
        return cls(
            course=trend.course,
            ratio=round(change.ratio, 3),
            low=round(change.low, 3),
            high=round(change.high, 3),
        )


class ExampleOut(Out):
    """A typical comment, to look at where it stands."""

    ref: str
    permalink: str | None
    """An address that carries nobody's name; null where there is none."""
    mood: Mood
    said_at: AwareDatetime

    @classmethod
    def build(cls, example: ThemeExample) -> Self:
        """Return where it stands."""
        return cls(
            ref=str(example.ref),
            permalink=nameless_link(example.ref, example.permalink),
            mood=example.mood,
            said_at=example.said_at,
        )


class TopicOut(Out):
    """One topic on one channel in one week or the period."""

    topic: str
    name: str
    platform: Platform | None
    week: str | None
    """The ISO week; null for the whole period."""
    comments: int
    people: int
    of_people: int
    share: float
    low: float
    high: float
    moods: dict[Mood, int]
    trend: TrendOut
    examples: list[ExampleOut]

    @classmethod
    def build(cls, figure: TopicFigure, themes: Themes) -> Self:
        """Return one figure with the examples of its topic and channel, for the period."""
        tally = figure.tally
        assert tally.topic is not None  # noqa: S101 - figures are made of topics only
        examples = (
            themes.examples.get((tally.topic, tally.platform), ())
            if tally.platform is not None and tally.week is None
            else ()
        )
        return cls(
            topic=tally.topic,
            name=themes.names[tally.topic],
            platform=tally.platform,
            week=label_of(tally.week) if tally.week else None,
            comments=tally.comments,
            people=tally.people,
            of_people=figure.of_people,
            share=round(figure.share, 4),
            low=round(figure.low, 4),
            high=round(figure.high, 4),
            moods=dict(tally.moods),
            trend=TrendOut.build(figure.trend),
            examples=[ExampleOut.build(one) for one in examples],
        )


class FoundOut(Out):
    """Something new that no known topic covers."""

    name: str
    also: list[str]
    people_now: int
    people_before: int
    odds_ratio: float
    low: float
    high: float
    examples: list[ExampleOut]

    @classmethod
    def build(cls, found: FoundTopic) -> Self:
        """Return what was found."""
        return cls(
            name=found.name,
            also=list(found.also),
            people_now=found.people_now,
            people_before=found.people_before,
            odds_ratio=round(found.odds_ratio, 2),
            low=round(found.low, 2),
            high=round(found.high, 2),
            examples=[ExampleOut.build(one) for one in found.examples],
        )


class RunningWeekOut(Out):
    """The week of today, where it follows on the weeks asked about: no figure counts it."""

    week: str
    """The ISO week."""
    first_day: date
    comments: int
    """Written in it so far."""
    people: int

    @classmethod
    def build(cls, running: RunningWeek) -> Self:
        """Return the counts."""
        return cls(
            week=label_of(running.monday),
            first_day=running.monday,
            comments=running.comments,
            people=running.people,
        )


class ThemesOut(Out):
    """What people talked about in some whole weeks."""

    organisation: str
    first_day: date
    last_day: date
    weeks: list[str]
    unfinished_week: str | None
    """The one that is not over, so that more may be written in it; null when all are."""
    running_week: RunningWeekOut | None
    """The week of today, which no figure counts; null where it does not follow on the weeks."""
    weeks_before: list[str]
    """Those that the period is held against: eight, or as many of them as are still kept."""
    topic_list_versions: list[str]
    totals: list[TotalOut]
    period: list[TopicOut]
    weekly: list[TopicOut]
    new: list[FoundOut]

    @classmethod
    def build(cls, themes: Themes) -> Self:
        """Return the themes as an answer."""
        return cls(
            organisation=themes.organisation,
            first_day=themes.weeks.first,
            last_day=themes.weeks.last_day,
            weeks=[label_of(monday) for monday in themes.weeks.mondays],
            unfinished_week=label_of(themes.unfinished) if themes.unfinished else None,
            running_week=RunningWeekOut.build(themes.running) if themes.running else None,
            weeks_before=[label_of(monday) for monday in themes.before.mondays],
            topic_list_versions=list(themes.versions),
            totals=[TotalOut.build(total) for total in themes.figures.totals],
            period=[TopicOut.build(figure, themes) for figure in themes.figures.period],
            weekly=[TopicOut.build(figure, themes) for figure in themes.figures.weekly],
            new=[FoundOut.build(found) for found in themes.found],
        )

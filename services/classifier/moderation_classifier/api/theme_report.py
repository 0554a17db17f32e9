"""Themes as a person reads them: Markdown for a monthly report, CSV for a spreadsheet.

In the report a number of people below five is not given, because it may be passed on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Final
from urllib.parse import quote

from moderation_classifier.domain.themes.discovery import MIN_AUTHORS
from moderation_classifier.domain.themes.figures import Tally, TopicFigure
from moderation_classifier.domain.themes.remark import Mood
from moderation_classifier.domain.themes.trend import Course, Trend
from moderation_classifier.domain.themes.weeks import BASELINE_WEEKS, label_of
from moderation_classifier.ports import ThemeExample
from moderation_classifier.usecases.showing_themes import FoundTopic, Themes
from moderation_common.vocabulary import Platform

_TOP: Final = 15
"""Topics in the table of a channel; the CSV has them all."""
_EXAMPLES_SHOWN: Final = 2

_ADDRESS: Final = ":/?#[]@!$&'()*+,;=%-._~"
"""What may stand in an address."""

_CHANNELS: Final = {
    Platform.FACEBOOK: "Facebook",
    Platform.INSTAGRAM: "Instagram",
    Platform.X: "X",
    Platform.LINKEDIN: "LinkedIn",
    Platform.YOUTUBE: "YouTube",
    Platform.TIKTOK: "TikTok",
    Platform.VIVA_ENGAGE: "Viva Engage",
    Platform.SOUNDCLOUD: "SoundCloud",
    Platform.SMS: "Text messages",
}
_MOOD_WORDS: Final = (
    (Mood.COMPLIMENT, "compliments"),
    (Mood.MIXED, "mixed"),
    (Mood.CRITICISM, "criticism"),
    (Mood.COMPLAINT, "complaints"),
)
_COLUMNS: Final = (
    "week",
    "channel",
    "topic",
    "comments",
    "people",
    "of_people",
    "share",
    "share_low",
    "share_high",
    *(mood.value for mood in Mood),
    "trend",
    "ratio",
    "ratio_low",
    "ratio_high",
)


def write_markdown(themes: Themes) -> str:
    """Return the report in plain words."""
    return "\n".join(chain(_opening(themes), _body(themes), _notes(themes))) + "\n"


def write_csv(themes: Themes) -> str:
    """Return every figure, the period's first, as comma-separated values with a heading."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for figure in (*themes.figures.period, *themes.figures.weekly):
        tally, change = figure.tally, figure.trend.change
        ratios = [change.ratio, change.low, change.high] if change else []
        writer.writerow(
            [
                label_of(tally.week) if tally.week else "period",
                _channel(tally.platform),
                _name(themes, tally),
                tally.comments,
                tally.people,
                figure.of_people,
                *(f"{share:.4f}" for share in (figure.share, figure.low, figure.high)),
                *(tally.moods.get(mood, 0) for mood in Mood),
                figure.trend.course.value,
                *([f"{ratio:.3f}" for ratio in ratios] or ["", "", ""]),
            ]
        )
    return out.getvalue()


def _opening(themes: Themes) -> Iterator[str]:
    weeks = themes.weeks
    yield "# What people talk about"
    yield ""
    span = label_of(weeks.first)
    if weeks.number > 1:
        span += f" to {label_of(weeks.mondays[-1])}"
    yield f"{_day(weeks.first)} to {_day(weeks.last_day)} ({span})."
    totals = themes.figures.totals
    if not totals:
        return
    everything = totals[0]
    channels = [total for total in totals if total.platform is not None]
    yield ""
    yield (
        f"{_number(everything.comments, 'comment')} from {_people(everything.people)}:"
        f" {_moods(everything)}."
    )
    if len(channels) > 1:
        yield (
            "By channel: "
            + ", ".join(f"{_channel(total.platform)} {total.comments:,}" for total in channels)
            + "."
        )


def _body(themes: Themes) -> Iterator[str]:
    figures = themes.figures
    if not figures.totals:
        yield ""
        yield "Nobody wrote in these weeks."
        return
    together = [one for one in figures.period if one.tally.platform is None]
    yield from _changes(themes, together)
    yield from _new(themes.found)
    channels = [total.platform for total in figures.totals if total.platform is not None]
    if len(channels) > 1:
        yield from _table(themes, "All channels", together)
    for channel in channels:
        there = [one for one in figures.period if one.tally.platform is channel]
        yield from _table(themes, _channel(channel), there)
        yield from _examples(themes, there)


def _changes(themes: Themes, figures: Sequence[TopicFigure]) -> Iterator[str]:
    yield ""
    yield f"## What changed against the {BASELINE_WEEKS} weeks before"
    yield ""
    changed = [one for one in figures if one.trend.course in (Course.RISING, Course.FALLING)]
    for one in sorted(changed, key=lambda one: one.trend.course is Course.FALLING):
        yield (
            f"- **{_name(themes, one.tally)}** is {one.trend.course.value}:"
            f" {one.share:.0%} of those who wrote, {_ratio(one.trend)}."
        )
    if not changed:
        if all(one.trend.change is None for one in figures):
            yield "There is too little from the weeks before to say."
        else:
            yield "No known topic rose or fell beyond what chance explains."


def _new(found: Sequence[FoundTopic]) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield "## New things people say"
    yield ""
    for one in found:
        also = f" (also: {', '.join(one.also[:4])})" if one.also else ""
        yield (
            f"- **{one.name}**{also}: {_people(one.people_now)}, before"
            f" {_few(one.people_before)}.{_links(one.examples)}"
        )


def _table(themes: Themes, title: str, figures: Sequence[TopicFigure]) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    spoken = [one for one in figures if one.tally.people]
    if not spoken:
        yield "None of the known topics came up."
        return
    told = [one for one in spoken if one.tally.people >= MIN_AUTHORS]
    if told:
        yield "| Topic | People | Share of those who wrote | Mood of their comments | Trend |"
        yield "| --- | --- | --- | --- | --- |"
    for one in told[:_TOP]:
        yield (
            f"| {_name(themes, one.tally)} | {one.tally.people:,}"
            f" | {one.share:.0%} ({one.low:.0%} to {one.high:.0%}) | {_moods(one.tally)}"
            f" | {one.trend.course.value} |"
        )
    if told:
        yield ""
    if len(told) > _TOP:
        yield f"Less often: {_listed(themes, told[_TOP:])}."
    few = [one for one in spoken if one.tally.people < MIN_AUTHORS]
    if few:
        yield f"Fewer than 5 people each: {_listed(themes, few)}."


def _examples(themes: Themes, figures: Iterable[TopicFigure]) -> Iterator[str]:
    shown = [
        (_name(themes, one.tally), links)
        for one in figures
        if one.tally.people >= MIN_AUTHORS
        and one.tally.topic is not None
        and one.tally.platform is not None
        and (links := _links(themes.examples.get((one.tally.topic, one.tally.platform), ())))
    ][:_TOP]
    if not shown:
        return
    yield ""
    yield "Typical comments, to look at where they stand:"
    yield ""
    for name, links in shown:
        yield f"- {name}:{links}"


def _notes(themes: Themes) -> Iterator[str]:
    yield ""
    yield "## How to read this"
    yield ""
    yield (
        "A comment may speak of several topics. A person counts once a topic, however often they"
        " wrote. The figures in brackets are 95 % intervals: had other people happened to write,"
        " the share would likely still lie there. The mood is that of the whole comment. Rising"
        " and falling are said only where chance is an unlikely reason (at most 5 % of what is"
        " called so); steady where the share surely changed by less than half; otherwise there is"
        " too little to say. Spam, and what was removed for abuse, does not count. People who"
        " write are not all people who use the service."
    )
    if len(themes.versions) > 1:
        yield ""
        yield (
            "The list of topics changed in these weeks or those before"
            f" ({', '.join(themes.versions)}): part of a change may be the list's."
        )


def _links(examples: Sequence[ThemeExample]) -> str:
    parts = [
        f" [{place}](<{link}>)" if (link := _link(one)) else f" `{one.ref}`"
        for place, one in enumerate(examples[:_EXAMPLES_SHOWN], start=1)
    ]
    return "".join(parts)


def _link(example: ThemeExample) -> str | None:
    """Return an address that cannot break out of the Markdown around it; none that is no page."""
    link = example.permalink
    return quote(link, safe=_ADDRESS) if link and link.startswith(("https://", "http://")) else None


def _moods(tally: Tally) -> str:
    parts = [
        f"{tally.moods[mood] / tally.comments:.0%} {words}"
        for mood, words in _MOOD_WORDS
        if tally.moods.get(mood)
    ]
    return ", ".join(parts) if parts else "neither praise nor criticism"


def _ratio(trend: Trend) -> str:
    change = trend.change
    if change is None:
        return "not compared"
    return f"{change.ratio:.1f} times the share before ({change.low:.1f} to {change.high:.1f})"


def _name(themes: Themes, tally: Tally) -> str:
    return themes.names[tally.topic] if tally.topic is not None else "Everything"


def _channel(platform: Platform | None) -> str:
    return _CHANNELS[platform] if platform is not None else "All channels"


def _listed(themes: Themes, figures: Iterable[TopicFigure]) -> str:
    return "; ".join(_name(themes, one.tally) for one in figures)


def _few(people: int) -> str:
    return "fewer than 5" if 0 < people < MIN_AUTHORS else f"{people:,}"


def _people(number: int) -> str:
    if 0 < number < MIN_AUTHORS:
        return "fewer than 5 people"
    return f"{number:,} people"


def _number(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

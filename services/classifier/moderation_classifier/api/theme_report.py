"""Themes as a person reads them: Markdown for a monthly report, CSV for a spreadsheet.

In the report a number of people below five is not given, nor what tells of one, nor a link that
carries somebody's name, because it may be passed on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Final
from urllib.parse import quote

from moderation_classifier.domain.themes.disclosure import Disclosure, disclose
from moderation_classifier.domain.themes.discovery import MIN_AUTHORS
from moderation_classifier.domain.themes.figures import Tally, TopicFigure
from moderation_classifier.domain.themes.nameless_links import nameless_link
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
_NEUTRAL: Final = "neither praise nor criticism"
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
    "over",
)


def write_markdown(themes: Themes) -> str:
    """Return the report in plain words."""
    told = disclose(themes.figures)
    return "\n".join(chain(_opening(themes, told), _body(themes, told), _notes(themes))) + "\n"


def write_csv(themes: Themes) -> str:
    """Return every figure, the period's first, as comma-separated values with a heading."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for figure in (*themes.figures.period, *themes.figures.weekly):
        tally, change = figure.tally, figure.trend.change
        ratios = [change.ratio, change.low, change.high] if change else []
        unfinished = themes.unfinished is not None and tally.week in (None, themes.unfinished)
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
                "no" if unfinished else "yes",
            ]
        )
    return out.getvalue()


def _opening(themes: Themes, told: Disclosure) -> Iterator[str]:
    weeks = themes.weeks
    yield f"# What people talk about{_place(themes.platform)}"
    yield ""
    span = label_of(weeks.first)
    if weeks.number > 1:
        span += f" to {label_of(weeks.mondays[-1])}"
    yield f"{_day(weeks.first)} to {_day(weeks.last_day)} ({span})."
    if themes.unfinished is not None:
        yield ""
        yield (
            f"The week of {_day(themes.unfinished)} ({label_of(themes.unfinished)}) is not over:"
            " its figures, and those of the whole period, are those so far."
        )
    totals = themes.figures.totals
    if not totals:
        return
    everything = totals[0]
    yield ""
    if not told.gives(everything):
        yield "Fewer than 5 people wrote."
        return
    yield (
        f"{_number(everything.comments, 'comment')} from {everything.people:,} people:"
        f" {_moods(everything, told)}."
    )
    channels = [total for total in totals if total.platform is not None]
    if len(channels) > 1:
        yield from _by_channel(channels, told)


def _by_channel(channels: Sequence[Tally], told: Disclosure) -> Iterator[str]:
    given = [
        f"{_channel(total.platform)} {total.comments:,}"
        for total in channels
        if total.platform in told.channels
    ]
    if given:
        yield f"By channel: {', '.join(given)}."
    hidden = [_channel(total.platform) for total in channels if total.platform not in told.channels]
    if hidden:
        yield (
            "Not by themselves, because fewer than 5 people wrote on one of them or more:"
            f" {', '.join(hidden)}."
        )


def _body(themes: Themes, told: Disclosure) -> Iterator[str]:
    figures = themes.figures
    if not figures.totals:
        yield ""
        yield f"Nobody wrote{_place(themes.platform)} in these weeks."
        return
    together = [one for one in figures.period if one.tally.platform is None]
    yield from _changes(themes, together, told)
    yield from _new(themes.found)
    channels = [total.platform for total in figures.totals if total.platform is not None]
    if len(channels) > 1:
        yield from _heading(_channel(None))
        yield from _table(themes, together, told)
        hidden = [
            one for one in figures.period if one.tally.platform in set(channels) - told.channels
        ]
        yield from _examples(themes, hidden)
    for channel in channels:
        if channel in told.channels:
            there = [one for one in figures.period if one.tally.platform is channel]
            yield from _heading(_channel(channel))
            yield from _table(themes, there, told)
            yield from _examples(themes, there)


def _changes(themes: Themes, figures: Sequence[TopicFigure], told: Disclosure) -> Iterator[str]:
    kept = themes.before.number
    yield ""
    yield f"## What changed against the {_number(kept, 'week') if kept else 'weeks'} before"
    yield ""
    if not kept:
        yield f"None of the {BASELINE_WEEKS} weeks before is still kept, so nothing is compared."
        return
    if kept < BASELINE_WEEKS:
        last = f"last {kept} are" if kept > 1 else "last is"
        yield f"Of the {BASELINE_WEEKS} weeks before only the {last} still kept."
        yield ""
    changed = [one for one in figures if one.trend.course in (Course.RISING, Course.FALLING)]
    for one in sorted(changed, key=lambda one: one.trend.course is Course.FALLING):
        line = f"- **{_name(themes, one.tally)}** is {one.trend.course.value}"
        if told.gives(one.tally) or not one.tally.people:
            yield f"{line}: {one.share:.0%} of those who wrote, {_ratio(one.trend)}."
        elif one.tally.people < MIN_AUTHORS:
            yield f"{line}: fewer than 5 people."
        else:
            yield f"{line}."
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


def _heading(title: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"


def _table(themes: Themes, figures: Sequence[TopicFigure], told: Disclosure) -> Iterator[str]:
    yield ""
    spoken = [one for one in figures if one.tally.people]
    if not spoken:
        yield "None of the known topics came up."
        return
    given = [one for one in spoken if told.gives(one.tally)]
    if given:
        yield "| Topic | People | Share of those who wrote | Mood of their comments | Trend |"
        yield "| --- | --- | --- | --- | --- |"
    for one in given[:_TOP]:
        yield (
            f"| {_name(themes, one.tally)} | {one.tally.people:,}"
            f" | {one.share:.0%} ({one.low:.0%} to {one.high:.0%}) | {_moods(one.tally, told)}"
            f" | {one.trend.course.value} |"
        )
    if given:
        yield ""
    if len(given) > _TOP:
        yield f"Less often: {_listed(themes, given[_TOP:])}."
    few = [one for one in spoken if one.tally.people < MIN_AUTHORS]
    if few:
        yield f"Fewer than 5 people each: {_listed(themes, few)}."
    kept_back = [one for one in spoken if one not in given and one not in few]
    if kept_back:
        yield f"Not given, because it would tell of fewer than 5: {_listed(themes, kept_back)}."


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
        " too little to say. Spam, and what was removed for abuse, does not count. A number of"
        " people below 5, and what would tell of one, is not given. People who write are not all"
        " people who use the service."
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
    link = nameless_link(example.ref, example.permalink)
    return quote(link, safe=_ADDRESS) if link else None


def _moods(tally: Tally, told: Disclosure) -> str:
    """Return the shares that may be given; where none may, what most comments are."""
    given = told.moods(tally)
    parts = [
        f"{tally.moods[mood] / tally.comments:.0%} {words}"
        for mood, words in _MOOD_WORDS
        if mood in given
    ]
    if parts:
        return ", ".join(parts)
    if not any(tally.moods.get(mood) for mood, _ in _MOOD_WORDS):
        return _NEUTRAL
    for mood, words in (*_MOOD_WORDS, (Mood.OTHER, _NEUTRAL)):
        most = 2 * tally.moods.get(mood, 0) > tally.comments
        if most and tally.speakers.get(mood, 0) >= MIN_AUTHORS:
            return f"mostly {words}"
    return "various"


def _ratio(trend: Trend) -> str:
    change = trend.change
    if change is None:
        return "not compared"
    return f"{change.ratio:.1f} times the share before ({change.low:.1f} to {change.high:.1f})"


def _place(platform: Platform | None) -> str:
    """Return where people wrote, as a sentence goes on; empty for all channels."""
    if platform is None:
        return ""
    return " in text messages" if platform is Platform.SMS else f" on {_channel(platform)}"


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

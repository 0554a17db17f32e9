"""Themes as a person reads them: Markdown or HTML for a monthly report, CSV for a spreadsheet.

In the report a number of people below five is not given, nor what tells of one, nor a link that
carries somebody's name, because it may be passed on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Final

from moderation_classifier.api.report_blocks import (
    Block,
    Code,
    Heading,
    Line,
    Link,
    Points,
    Strong,
    Table,
    say,
    to_html,
    to_markdown,
)
from moderation_classifier.domain.themes.disclosure import Disclosure, disclose
from moderation_classifier.domain.themes.figures import Tally, TopicFigure
from moderation_classifier.domain.themes.nameless_links import nameless_link
from moderation_classifier.domain.themes.remark import Mood
from moderation_classifier.domain.themes.trend import MIN_AUTHORS, Course, Trend
from moderation_classifier.domain.themes.weeks import BASELINE_WEEKS, LONDON, MAX_WEEKS, label_of
from moderation_classifier.ports import ThemeExample
from moderation_classifier.usecases.showing_themes import Themes
from moderation_common.vocabulary import Platform

_TOP: Final = 15
"""Topics in the table of a channel; the CSV has them all."""
_EXAMPLES_SHOWN: Final = 2

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
_NOT_GIVEN: Final = "not given"
_HEADS: Final = (
    "Topic",
    "People",
    "Share of those who wrote",
    "Mood of their comments",
    "Trend",
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
    "over",
)


def write_markdown(themes: Themes, *, body: str) -> str:
    """Return the report about a body, which it calls by its full name, as Markdown."""
    return to_markdown(_report(themes, body))


def write_html(themes: Themes, *, body: str) -> str:
    """Return the same as one page of HTML that needs nothing else."""
    return to_html(_report(themes, body), title=_title(themes, body))


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


def _report(themes: Themes, body: str) -> list[Block]:
    told = disclose(themes.figures)
    return [
        # Pasted or printed, it is away from whoever asked for it: it has to say whose it is.
        Heading(1, _title(themes, body)),
        *chain(_opening(themes, told), _body(themes, told), _notes(themes, told)),
    ]


def _title(themes: Themes, body: str) -> str:
    return f"What people talk about with {body}{_place(themes.platform)}"


def _opening(themes: Themes, told: Disclosure) -> Iterator[Block]:
    weeks = themes.weeks
    span = label_of(weeks.first)
    if weeks.number > 1:
        span += f" to {label_of(weeks.mondays[-1])}"
    yield say(f"Monday {_day(weeks.first)} to Sunday {_day(weeks.last_day)} ({span}).")
    if themes.unfinished is not None:
        yield say(
            f"The week of {_day(themes.unfinished)} ({label_of(themes.unfinished)}) is not over:"
            " its figures, and those of the whole period, are those so far."
        )
    yield from _left_out(themes)
    totals = themes.figures.totals
    if not totals:
        return
    everything = totals[0]
    if not told.gives(everything):
        yield say("Fewer than 5 people wrote.")
        return
    yield say(
        f"{_number(everything.comments, 'comment')} from {everything.people:,} people:"
        f" {_moods(everything, told)}."
    )
    channels = [total for total in totals if total.platform is not None]
    if len(channels) > 1:
        yield from _by_channel(channels, told)


def _left_out(themes: Themes) -> Iterator[Block]:
    """Say of the week of today, where it follows, what is not counted and how to count it."""
    running, weeks = themes.running, themes.weeks
    if running is None:
        return
    if not running.comments:
        written = "nobody has written in it yet"
    elif running.people < MIN_AUTHORS:
        written = "what fewer than 5 people wrote in it is not counted yet"
    else:
        verb = "is" if running.comments == 1 else "are"
        written = f"{_number(running.comments, 'comment')} of it {verb} not counted yet"
    first = weeks.first if weeks.number < MAX_WEEKS else weeks.first + timedelta(weeks=1)
    yield say(
        f"The week from Monday {_day(running.monday)} is not over, and not in this report:"
        f" {written}. To include it, ask for the days from {_day(first)} until today: ",
        Code(f"--from {first} --to {running.monday}"),
        ".",
    )


def _by_channel(channels: Sequence[Tally], told: Disclosure) -> Iterator[Block]:
    given = [
        f"{_channel(total.platform)} {total.comments:,}"
        for total in channels
        if total.platform in told.channels
    ]
    if given:
        yield say(f"By channel: {', '.join(given)}.")
    hidden = sorted(
        _channel(total.platform) for total in channels if total.platform not in told.channels
    )
    if hidden:
        yield say(
            "Not by themselves, because fewer than 5 people wrote on one of them or more:"
            f" {', '.join(hidden)}."
        )


def _body(themes: Themes, told: Disclosure) -> Iterator[Block]:
    figures = themes.figures
    if not figures.totals:
        yield say(f"Nobody wrote{_place(themes.platform)} in these weeks.")
        return
    together = [one for one in figures.period if one.tally.platform is None]
    yield from _changes(themes, together, told)
    yield from _new(themes)
    channels = [total.platform for total in figures.totals if total.platform is not None]
    if len(channels) > 1:
        yield Heading(2, _channel(None))
        yield from _table(themes, together, told)
        hidden = [
            one for one in figures.period if one.tally.platform in set(channels) - told.channels
        ]
        yield from _examples(themes, hidden, told)
    for channel in channels:
        if channel in told.channels:
            there = [one for one in figures.period if one.tally.platform is channel]
            yield Heading(2, _channel(channel))
            yield from _table(themes, there, told)
            yield from _examples(themes, there, told)


def _changes(themes: Themes, figures: Sequence[TopicFigure], told: Disclosure) -> Iterator[Block]:
    kept = themes.before.number
    before = _number(kept, "week") if kept else "weeks"
    yield Heading(2, f"What changed against the {before} before")
    if not kept:
        yield say(
            f"None of the {BASELINE_WEEKS} weeks before is still kept, so nothing is compared."
        )
        return
    if kept < BASELINE_WEEKS:
        last = f"last {kept} are" if kept > 1 else "last is"
        yield say(f"Of the {BASELINE_WEEKS} weeks before only the {last} still kept.")
    if themes.figures.totals[0].people < MIN_AUTHORS:
        yield say("Fewer than 5 people wrote, so nothing is compared.")
        return
    changed = [one for one in figures if one.trend.course in (Course.RISING, Course.FALLING)]
    if changed:
        changed.sort(
            key=lambda one: (one.trend.course is Course.FALLING, *_place_of(themes, one, told))
        )
        yield Points([_change(themes, one, told) for one in changed])
    elif all(one.trend.change is None for one in figures):
        yield say("There is too little from the weeks before to say.")
    else:
        yield say("No known topic rose or fell beyond what chance explains.")


def _change(themes: Themes, one: TopicFigure, told: Disclosure) -> Line:
    if told.gives(one.tally) or not one.tally.people:
        figures = f": {one.share:.0%} of those who wrote, {_ratio(one.trend)}."
    else:
        figures = ": fewer than 5 people." if one.tally.people < MIN_AUTHORS else "."
    return Strong(_name(themes, one.tally)), f" is {one.trend.course.value}{figures}"


def _new(themes: Themes) -> Iterator[Block]:
    if not themes.found:
        return
    yield Heading(2, "New things people say")
    points: list[Line] = []
    for one in themes.found:
        also = f" (also: {', '.join(one.also[:4])})" if one.also else ""
        points.append(
            (
                Strong(one.name),
                f"{also}: {_people(one.people_now)}, before {_few(one.people_before)}.",
                *_links(themes, one.examples),
            )
        )
    yield Points(points)


def _table(themes: Themes, figures: Sequence[TopicFigure], told: Disclosure) -> Iterator[Block]:
    spoken = [one for one in figures if one.tally.people]
    if not spoken:
        yield say("None of the known topics came up.")
        return
    # Neither what is left out nor what lies between two numbers is put in an order that tells more.
    given = sorted(
        (one for one in spoken if _most(one, told)), key=lambda one: _place_of(themes, one, told)
    )
    if given:
        yield Table(_HEADS, [_row(themes, one, told) for one in given[:_TOP]])
    if len(given) > _TOP:
        yield say(f"Less often: {_listed(themes, given[_TOP:])}.")
    few = [one for one in spoken if one.tally.people < MIN_AUTHORS]
    if few:
        yield say(f"Fewer than 5 people each: {_listed(themes, few, in_order=False)}.")
    kept_back = [one for one in spoken if one not in given and one not in few]
    if kept_back:
        names = _listed(themes, kept_back, in_order=False)
        yield say(f"Not given, because it would tell of fewer than 5: {names}.")


def _most(one: TopicFigure, told: Disclosure) -> int:
    """Return the number of people that is given, or the higher of two; 0 when none may be."""
    if told.gives(one.tally):
        return one.tally.people
    bounds = told.bounds(one.tally)
    return bounds[1] if bounds else 0


def _place_of(themes: Themes, one: TopicFigure, told: Disclosure) -> tuple[int, str]:
    """Return what orders topics: what is given of them, and never what is kept back."""
    return -_most(one, told), _name(themes, one.tally)


def _row(themes: Themes, one: TopicFigure, told: Disclosure) -> tuple[str, ...]:
    name, trend, bounds = _name(themes, one.tally), one.trend.course.value, told.bounds(one.tally)
    if bounds is not None and not told.gives(one.tally):
        low, high = bounds
        shares = f"{low / one.of_people:.0%} to {high / one.of_people:.0%}"
        return name, f"{low:,} to {high:,}", shares, _NOT_GIVEN, trend
    shares = f"{one.share:.0%} ({one.low:.0%} to {one.high:.0%})"
    return name, f"{one.tally.people:,}", shares, _moods(one.tally, told), trend


def _examples(themes: Themes, figures: Iterable[TopicFigure], told: Disclosure) -> Iterator[Block]:
    shown: list[Line] = [
        (f"{_name(themes, one.tally)}:", *links)
        for one in sorted(figures, key=lambda one: _place_of(themes, one, told))
        if one.tally.people >= MIN_AUTHORS
        and one.tally.topic is not None
        and one.tally.platform is not None
        and (
            links := _links(themes, themes.examples.get((one.tally.topic, one.tally.platform), ()))
        )
    ][:_TOP]
    if shown:
        yield say("Typical comments, to look at where they stand:")
        yield Points(shown)


def _notes(themes: Themes, told: Disclosure) -> Iterator[Block]:
    yield Heading(2, "How to read this")
    yield say(
        "A comment may speak of several topics. A person counts once a topic, however often they"
        " wrote; where many post the same words, each of them counts. The figures in brackets are"
        " 95% intervals: had other people happened to write,"
        " the share would likely still lie there. The mood is that of the whole comment. Rising"
        " and falling are said only where chance is an unlikely reason (at most 5% of what is"
        " called so); steady where the share surely changed by less than half; otherwise there is"
        " too little to say. Spam, and what was removed for abuse, does not count. A number of"
        " people below 5, and what would tell of one, is not given. People who write are not all"
        " people who use the service."
    )
    if any(told.bounds(one.tally) for one in themes.figures.period):
        yield say(
            "A number of people is given as from one to another where the exact one, taken away"
            " from that of all channels, would tell of fewer than 5 people on another channel."
        )
    if len(themes.versions) > 1:
        yield say(
            "The list of topics changed in these weeks or those before"
            f" ({', '.join(themes.versions)}): part of a change may be the list's."
        )


def _links(themes: Themes, examples: Sequence[ThemeExample]) -> Line:
    """Return what leads to some comments, each named by its channel and day."""
    pieces: list[str | Link | Code] = []
    for one in examples[:_EXAMPLES_SHOWN]:
        pieces.append(", " if pieces else " ")
        words = f"{_channel(one.ref.platform)}, {_said_on(one, themes)}"
        link = nameless_link(one.ref, one.permalink)
        pieces += [Link(words, link)] if link else [f"{words} ", Code(str(one.ref))]
    return tuple(pieces)


def _said_on(example: ThemeExample, themes: Themes) -> str:
    """Return the day in London, with its year where the weeks are of two."""
    day = example.said_at.astimezone(LONDON).date()
    if themes.weeks.first.year != themes.weeks.last_day.year:
        return _day(day)
    return f"{day.day} {day:%B}"


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


def _listed(themes: Themes, figures: Iterable[TopicFigure], *, in_order: bool = True) -> str:
    names = [_name(themes, one.tally) for one in figures]
    return "; ".join(names if in_order else sorted(names))


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

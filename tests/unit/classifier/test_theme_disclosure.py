"""What a report on themes gives of numbers that would tell of a few people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from moderation_classifier.api.theme_report import write_markdown
from moderation_classifier.domain.themes.disclosure import disclose
from moderation_classifier.domain.themes.figures import Figures, Tally, build_figures
from moderation_classifier.domain.themes.remark import Mood
from moderation_classifier.domain.themes.topics import TopicId
from moderation_classifier.domain.themes.weeks import Weeks
from moderation_classifier.ports import ThemeExample
from moderation_classifier.usecases.showing_themes import Themes
from moderation_common.vocabulary import Platform
from tests.support.behaviour import ref_of

PARKING = TopicId("parking")
FACEBOOK, X, YOUTUBE = Platform.FACEBOOK, Platform.X, Platform.YOUTUBE
WEEKS = Weeks(date(2026, 11, 2), 1)

Moods = Mapping[Mood, int]


def critics(people: int) -> Moods:
    """Return that so many people wrote, all of them critically."""
    return {Mood.CRITICISM: people}


def figures_of(*, writers: Mapping[Platform, int], parking: Mapping[Platform, Moods]) -> Figures:
    """Return figures of a week in which people wrote one comment each."""
    lines: dict[tuple[TopicId | None, Platform | None], Moods] = {}
    for topic, said in (
        (None, {channel: critics(people) for channel, people in writers.items()}),
        (PARKING, parking),
    ):
        everywhere: dict[Mood, int] = {}
        for channel, moods in said.items():
            lines[topic, channel] = moods
            for mood, people in moods.items():
                everywhere[mood] = everywhere.get(mood, 0) + people
        lines[topic, None] = everywhere
    whole = [
        Tally(
            topic=topic,
            platform=channel,
            week=None,
            comments=sum(moods.values()),
            people=sum(moods.values()),
            moods=moods,
            speakers=moods,
        )
        for (topic, channel), moods in lines.items()
        if moods
    ]
    return build_figures([], whole, weeks=WEEKS, listed={PARKING})


def report_of(figures: Figures) -> str:
    """Return the report on figures, with a typical comment of parking on X."""
    example = ThemeExample(
        ref=ref_of(1),
        permalink="https://example.org/1",
        mood=Mood.CRITICISM,
        said_at=datetime(2026, 11, 3, tzinfo=UTC),
    )
    return write_markdown(
        Themes(
            organisation="bsw",
            weeks=WEEKS,
            unfinished=None,
            running=None,
            before=WEEKS.before(),
            platform=None,
            figures=figures,
            examples={(PARKING, X): [example]},
            found=(),
            names={PARKING: "Parking"},
            versions=("1",),
        ),
        body="NHS Wessex ICB",
    )


def given(figures: Figures) -> set[Platform | None]:
    """Return where the number of people who spoke of parking is given."""
    told = disclose(figures)
    return {one.tally.platform for one in figures.period if told.gives(one.tally)}


def test_no_second_number_tells_of_a_few() -> None:
    """34 of all channels and 33 of Facebook would tell of the one on X."""
    many = {FACEBOOK: 100, X: 40}
    one_on_x = figures_of(writers=many, parking={FACEBOOK: critics(33), X: critics(1)})
    assert given(one_on_x) == {None}
    report = report_of(one_on_x)
    assert "| Parking | 34 |" in report
    assert "| Parking | 33 |" not in report
    assert "Fewer than 5 people each: Parking." in report
    assert "| Parking | 30 to 33 | 30% to 33% | not given | too few to say |" in report
    assert "would tell of fewer than 5 people on another channel" in report
    enough = figures_of(writers=many, parking={FACEBOOK: critics(33), X: critics(5)})
    assert given(enough) == {None, FACEBOOK, X}


def test_where_no_second_channel_is_left_the_total_is_not_given() -> None:
    """Two channels below five that have eight together have four each, so nobody is told eight."""
    many = {FACEBOOK: 100, X: 40}
    four_each = figures_of(writers=many, parking={FACEBOOK: critics(4), X: critics(4)})
    assert given(four_each) == set()
    seven = figures_of(writers=many, parking={FACEBOOK: critics(4), X: critics(3)})
    assert given(seven) == {None}


def test_the_smallest_channel_is_the_second_left_out() -> None:
    """Of three channels the largest keeps its number, and a nought needs no protection."""
    many = {FACEBOOK: 100, X: 40, YOUTUBE: 30}
    three = figures_of(
        writers=many, parking={FACEBOOK: critics(33), X: critics(9), YOUTUBE: critics(2)}
    )
    assert given(three) == {None, FACEBOOK}
    none = figures_of(writers=many, parking={FACEBOOK: critics(33), X: critics(9)})
    assert given(none) == {None, FACEBOOK, X}


def test_a_channel_on_which_few_wrote_is_not_shown_by_itself() -> None:
    """Nor is the smallest other one, whose numbers would tell how few they were."""
    figures = figures_of(
        writers={FACEBOOK: 100, X: 40, YOUTUBE: 2},
        parking={FACEBOOK: critics(33), X: critics(9), YOUTUBE: critics(2)},
    )
    assert disclose(figures).channels == {FACEBOOK}
    report = report_of(figures)
    assert "142 comments from 142 people" in report
    assert "By channel: Facebook 100." in report
    assert "fewer than 5 people wrote on one of them or more: X, YouTube." in report
    assert "## Facebook" in report
    assert "## X" not in report
    # A comment to look at tells no number.
    assert "- Parking: [Facebook, 3 November](<https://example.org/1>)" in report
    assert "## YouTube" not in report


def test_when_few_wrote_at_all_no_number_is_given() -> None:
    """Neither of people nor of comments."""
    report = report_of(figures_of(writers={FACEBOOK: 3}, parking={FACEBOOK: critics(3)}))
    assert "Fewer than 5 people wrote." in report
    assert "Fewer than 5 people each: Parking." in report
    assert "3 comments" not in report
    assert "100%" not in report


@pytest.mark.parametrize(
    "moods, words",
    [
        ({Mood.COMPLIMENT: 11}, "100% compliments"),
        ({Mood.COMPLIMENT: 10, Mood.COMPLAINT: 1}, "mostly compliments"),
        ({Mood.COMPLIMENT: 10, Mood.OTHER: 1}, "mostly compliments"),
        ({Mood.COMPLIMENT: 10, Mood.COMPLAINT: 1, Mood.OTHER: 9}, "50% compliments"),
        ({Mood.COMPLIMENT: 6, Mood.CRITICISM: 10, Mood.COMPLAINT: 4}, "50% criticism"),
        ({Mood.COMPLIMENT: 3, Mood.CRITICISM: 3, Mood.COMPLAINT: 3}, "various"),
        ({Mood.COMPLAINT: 2, Mood.OTHER: 9}, "mostly neither praise nor criticism"),
        ({Mood.OTHER: 9}, "neither praise nor criticism"),
    ],
)
def test_no_share_of_a_mood_is_given_for_a_few(moods: Moods, words: str) -> None:
    """Nor one that leaves a few over, of which it would tell."""
    report = report_of(figures_of(writers={FACEBOOK: 100}, parking={FACEBOOK: moods}))
    assert f" | {words} | " in report


def test_shares_of_moods_on_other_channels_do_not_tell_of_a_few() -> None:
    """Ten compliments beside one complaint stay back on Facebook, so X keeps its five back too."""
    figures = figures_of(
        writers={FACEBOOK: 100, X: 40},
        parking={
            FACEBOOK: {Mood.COMPLIMENT: 10, Mood.COMPLAINT: 1},
            X: {Mood.COMPLIMENT: 5, Mood.CRITICISM: 6},
        },
    )
    told = disclose(figures)
    moods = {one.tally.platform: told.moods(one.tally) for one in figures.period}
    assert moods == {None: {Mood.COMPLIMENT}, FACEBOOK: set(), X: {Mood.CRITICISM}}


def test_one_author_of_many_comments_is_one_person() -> None:
    """Six complaints of one person have no share, however many comments they are."""
    quiet = figures_of(writers={FACEBOOK: 100}, parking={FACEBOOK: {Mood.OTHER: 15}})
    loud = [
        replace(
            one.tally,
            comments=26,
            moods={Mood.COMPLAINT: 6, Mood.OTHER: 20},
            speakers={Mood.COMPLAINT: 1, Mood.OTHER: 14},
        )
        for one in quiet.period
    ]
    figures = build_figures([], [*quiet.totals, *loud], weeks=WEEKS, listed={PARKING})
    assert "23% complaints" not in report_of(figures)
    assert "mostly neither praise nor criticism" in report_of(figures)

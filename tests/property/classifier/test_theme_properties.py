"""What holds of themes whatever people write and however the counts fall."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from moderation_classifier.adapters.theme_files import load_packaged_topics, load_vocabulary
from moderation_classifier.domain.text import normalise
from moderation_classifier.domain.themes.disclosure import Disclosure, disclose
from moderation_classifier.domain.themes.discovery import (
    PhraseUse,
    group_phrases,
    rising_phrases,
)
from moderation_classifier.domain.themes.figures import Figures, Tally, build_figures
from moderation_classifier.domain.themes.remark import Mood
from moderation_classifier.domain.themes.topics import TopicId
from moderation_classifier.domain.themes.trend import (
    MIN_AUTHORS,
    Change,
    Count,
    Course,
    compare,
    name_courses,
    usual_spread,
)
from moderation_classifier.domain.themes.weeks import MAX_WEEKS, Weeks
from moderation_classifier.domain.themes.wording import MAX_PHRASES, PhraseKey, phrases_of
from moderation_common.vocabulary import Platform

TOPICS = load_packaged_topics()
VOCABULARY = load_vocabulary(TOPICS)
COUNTS = st.integers(0, 200).flatmap(
    lambda of: st.builds(Count, people=st.integers(0, of), of=st.just(of))
)
WEEKS = st.lists(COUNTS, max_size=9)


@given(st.text(max_size=400))
def test_any_text_has_known_topics_and_bounded_clean_phrases(words: str) -> None:
    """Whatever is written, nothing breaks, and no name, digit or sign stands in a phrase."""
    text = normalise(words)
    hits = TOPICS.find(text)
    assert len({hit.topic for hit in hits}) == len(hits)
    assert all(hit.topic in TOPICS.topics and hit.typical > 0 for hit in hits)
    phrases = phrases_of(text, VOCABULARY)
    assert len(phrases) <= MAX_PHRASES
    for phrase in phrases:
        assert 1 <= len(phrase.split()) <= 3
        assert not set(phrase.split()) & VOCABULARY.names
        assert all(sign.isalpha() or sign in " '" for sign in phrase)


@given(
    st.sampled_from(sorted(VOCABULARY.names)), st.sampled_from([str.lower, str.title, str.upper])
)
def test_a_listed_name_stands_in_no_phrase(name: str, case: Callable[[str], str]) -> None:
    """In lower case, capitalised or shouted."""
    text = normalise(f"It was {case(name)} who mended the hearing aid. Good")
    assert not any(name in phrase.split() for phrase in phrases_of(text, VOCABULARY))


@given(WEEKS, WEEKS)
def test_a_change_has_its_ratio_within_its_interval(now: list[Count], before: list[Count]) -> None:
    """And a likelihood between 0 and 1, however empty the weeks."""
    change = compare(now, before)
    if change is not None:
        assert 0 < change.low <= change.ratio <= change.high
        assert 0 <= change.p <= 1


@given(st.lists(COUNTS, min_size=4, max_size=8), st.integers(0, 50), st.integers(1, 50))
def test_more_people_never_lower_the_ratio(before: list[Count], people: int, more: int) -> None:
    """Of as many who wrote, more who spoke of it is a larger share."""
    less = compare([Count(people, 200)], before)
    greater = compare([Count(people + more, 200)], before)
    if less is not None and greater is not None:
        assert greater.ratio > less.ratio


@given(
    st.lists(
        st.none()
        | st.builds(
            Change,
            ratio=st.floats(0.1, 10),
            low=st.floats(0.01, 0.1),
            high=st.floats(10, 100),
            p=st.floats(0, 1),
        ),
        max_size=40,
    )
)
def test_the_words_agree_with_the_figures(changes: list[Change | None]) -> None:
    """Nothing unlikely to be real is called rising or falling, nor anything the wrong way."""
    for trend in name_courses(changes):
        if trend.course is Course.RISING:
            assert trend.change is not None
            assert trend.change.ratio > 1
            assert trend.change.p <= 0.05
        if trend.course is Course.FALLING:
            assert trend.change is not None
            assert trend.change.ratio <= 1
            assert trend.change.p <= 0.05
        if trend.change is None:
            assert trend.course is Course.TOO_FEW


def test_where_nothing_changed_few_reports_raise_a_false_alarm() -> None:
    """Of 300 reports on 30 unchanging topics in uneven weeks, few call anything changed."""
    draw = random.Random(7)
    alarms = 0
    for _ in range(300):
        weeks = [[_week(draw, 0.02 + 0.01 * topic) for _ in range(12)] for topic in range(30)]
        pairs = [(one[8:], one[:8]) for one in weeks]
        usual = usual_spread(pairs)
        changes = [compare(now, before, usual=usual) for now, before in pairs]
        courses = {trend.course for trend in name_courses(changes)}
        alarms += bool(courses & {Course.RISING, Course.FALLING})
    assert alarms / 300 < 0.08


def _week(draw: random.Random, rate: float) -> Count:
    uneven = rate * draw.lognormvariate(0, 0.3)
    return Count(sum(draw.random() < uneven for _ in range(60)), 60)


USES = st.lists(
    st.builds(
        PhraseUse,
        key=st.integers(0, 30).map(PhraseKey),
        phrase=st.sampled_from(["roof", "roof leaks", "badge colour", "blue lamp"]),
        now=st.integers(0, 100),
        before=st.integers(0, 100),
    ),
    unique_by=lambda use: use.key,
    max_size=15,
)


@settings(max_examples=60)
@given(USES, st.dictionaries(st.integers(0, 30).map(PhraseKey), st.sets(st.sampled_from("abcdef"))))
def test_each_rising_phrase_is_in_exactly_one_new_topic(
    uses: list[PhraseUse], comments: dict[PhraseKey, set[str]]
) -> None:
    """And none was used by fewer than five people, or less than before."""
    rising = rising_phrases(uses, people_now=100, people_before=100)
    assert all(one.use.now >= MIN_AUTHORS and one.odds_ratio > 1 for one in rising)
    grouped = [one.use.key for topic in group_phrases(rising, comments) for one in topic.phrases]
    assert sorted(grouped) == sorted(one.use.key for one in rising)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 7 * MAX_WEEKS - 14))
def test_weeks_hold_the_days_and_follow_those_before(first: date, days: int) -> None:
    """The weeks before end where these begin, wherever in the year."""
    weeks = Weeks.around(first, first + timedelta(days=days))
    assert weeks.first <= first
    assert weeks.last_day >= first + timedelta(days=days)
    assert weeks.before().bounds()[1] == weeks.bounds()[0]


PARKING = TopicId("parking")
CHANNELS = (Platform.FACEBOOK, Platform.X, Platform.YOUTUBE)
LINES = st.lists(
    # Small numbers are where one gives another away.
    (st.integers(0, 9) | st.integers(0, 60)).flatmap(
        lambda people: st.tuples(st.integers(people, people + 50), st.just(people))
    ),
    min_size=3,
    max_size=3,
)


@settings(max_examples=300)
@given(LINES)
def test_no_reader_can_reckon_a_number_of_people_below_five(lines: list[tuple[int, int]]) -> None:
    """Whoever tries all numbers that fit a report finds several for each that is below five.

    The reader knows which figures are given, that a figure told to be below five is 1 to 4, that
    one which is left out beside it is at least 5, and nothing of channels that are not shown.
    """
    people = {channel: said for channel, (of, said) in zip(CHANNELS, lines, strict=True) if of}
    wrote = {channel: of for channel, (of, _) in zip(CHANNELS, lines, strict=True) if of}
    total = sum(people.values())
    if not total:
        return
    whole = [
        Tally(
            topic=topic,
            platform=channel,
            week=None,
            comments=number,
            people=number,
            moods={Mood.CRITICISM: number},
            speakers={Mood.CRITICISM: number},
        )
        for topic, numbers in ((None, wrote), (PARKING, people))
        for channel, number in [*numbers.items(), (None, sum(numbers.values()))]
        if number
    ]
    figures = build_figures([], whole, weeks=Weeks(date(2026, 11, 2), 1), listed={PARKING})
    told = disclose(figures)
    given_places = {one.tally.platform for one in figures.period if told.gives(one.tally)}
    if None not in given_places:
        return
    possible = []
    for channel, number in people.items():
        if channel in given_places:
            possible.append(range(number, number + 1))
        elif channel not in told.channels:
            possible.append(range(total + 1))
        elif number < MIN_AUTHORS:
            possible.append(range(1, MIN_AUTHORS) if number else range(1))
        else:
            possible.append(range(MIN_AUTHORS, total + 1))
    fitting = [guess for guess in product(*possible) if sum(guess) == total]
    assert tuple(people.values()) in fitting
    for place, number in enumerate(people.values()):
        if 0 < number < MIN_AUTHORS:
            assert len({guess[place] for guess in fitting}) > 1
    _check_bounds(told, figures, dict(zip(people, zip(*fitting, strict=True), strict=True)))
    hidden = [number for channel, number in people.items() if channel not in given_places]
    assert not 0 < sum(hidden) < MIN_AUTHORS


def _check_bounds(
    told: Disclosure, figures: Figures, guesses: Mapping[Platform, Collection[int]]
) -> None:
    """Demand that bounds say no more than all numbers that fit, and stand in place of a number."""
    for one in figures.period:
        bounds = told.bounds(one.tally)
        if bounds is not None:
            assert one.tally.platform is not None
            fitting = guesses[one.tally.platform]
            assert bounds == (min(fitting), max(fitting))
            assert not told.gives(one.tally)

"""What people talk about: topics, phrases that name nobody, weeks, and the report's words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typing_extensions import override

from moderation_classifier.adapters.theme_files import (
    load_packaged_topics,
    load_topics,
    load_vocabulary,
)
from moderation_classifier.api import theme_report
from moderation_classifier.api.report_blocks import (
    Block,
    Heading,
    Link,
    Points,
    Strong,
    Table,
    say,
    to_html,
    to_markdown,
)
from moderation_classifier.api.theme_models import ExampleOut
from moderation_classifier.api.theme_report import write_csv
from moderation_classifier.domain.personal_data.name_list import (
    FIRST_NAMES,
    NAMES_LIKE_WORDS,
    SURNAMES,
)
from moderation_classifier.domain.text import MAX_ANALYSED_CHARACTERS, normalise
from moderation_classifier.domain.themes.discovery import (
    PhraseUse,
    group_phrases,
    rising_phrases,
)
from moderation_classifier.domain.themes.examples import Candidate, choose_examples
from moderation_classifier.domain.themes.figures import Tally, build_figures
from moderation_classifier.domain.themes.remark import Mood, is_removal, may_lend_phrases, mood_of
from moderation_classifier.domain.themes.topics import TopicId
from moderation_classifier.domain.themes.trend import (
    Count,
    Course,
    Trend,
    as_told,
    compare,
    name_courses,
)
from moderation_classifier.domain.themes.weeks import MAX_WEEKS, Weeks, first_kept, label_of
from moderation_classifier.domain.themes.wording import PhraseHasher, PhraseKey, phrases_of
from moderation_classifier.ports import ThemeExample
from moderation_classifier.usecases.showing_themes import FoundTopic, RunningWeek, Themes
from moderation_common.errors import ConfigurationError
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Action, Kind, Label, Platform
from tests.support.behaviour import decision_of, ref_of

TOPICS = load_packaged_topics()
VOCABULARY = load_vocabulary(TOPICS)
MONDAY = date(2026, 11, 2)
BODY = "NHS Wessex & Vale ICB"
write_markdown = partial(theme_report.write_markdown, body=BODY)
write_html = partial(theme_report.write_html, body=BODY)
PARKING = TopicId("parking")


def topics_of(words: str) -> set[str]:
    """Return the ids of the topics of a text."""
    return {str(hit.topic) for hit in TOPICS.find(normalise(words))}


def phrases(words: str, *barred: str) -> set[str]:
    """Return the phrases of a text."""
    return set(phrases_of(normalise(words), VOCABULARY, barred=barred))


def test_no_name_of_the_one_list_stands_in_a_phrase() -> None:
    """The names by which personal data are found are kept out of topics, too."""
    names = FIRST_NAMES | NAMES_LIKE_WORDS | (SURNAMES - VOCABULARY.surnames)
    assert names == VOCABULARY.names
    assert phrases("Please mend the doe lift") & {"doe", "doe lift"} == set()
    assert "stone lift" in phrases("Please mend the stone lift")


@pytest.mark.parametrize(
    "words, topic",
    [
        ("Nine hours on a trolley, never again", "emergency_care"),
        ("Can't get an appointment with my own doctor for love nor money", "gp_appointments"),
        ("The crew were ever so kind to my nan", "staff_kindness"),
        ("The receptionist was not very helpful at all", "staff_attitude"),
        ("£4.50 for the car park, daylight robbery", "parking"),
        ("Nobody told me what would happen next, no information", "communication"),
        ("Still no NHS dentist taking patients round here", "dentistry"),
        ("When are the flu jabs starting?", "vaccination"),
        ("45 minutes on hold and then cut off", "phone_lines"),
        ("The app logged me out again", "digital"),
        ("They are closing our maternity unit", "local_changes"),
        ("Support the nurses on strike", "strikes_pay"),
        ("My son has waited three years for CAMHS", "mental_health"),
        ("Such dear p a r k i n g again", "parking"),
        ("the toilets were filthyyyy", "cleanliness"),
        ("I rang and was cut off. Again", "phone_lines"),
        ("A quiet ward at night, slept well", "buildings"),
        ("the lift was out of order", "buildings"),
        ("The ticket machine isn't working", "buildings"),
        ("The bed was comfortable", "buildings"),
        ("Still waiting for my results", "tests_scans"),
        ("Results of the blood test lost", "tests_scans"),
        ("No beds again, my mum was on a trolley", "beds"),
        ("Mum waited for a bed all night", "beds"),
        ("Nine hours on a trolley, never again", "waiting_times"),
        ("Sepsis missed twice", "safety"),
        ("My stroke was not spotted by anybody", "safety"),
        ("Mounjaro on the NHS when?", "weight"),
        ("Another data breach letter", "data_protection"),
        ("nowhere to leave the car, again", "parking"),
        ("there is no room to put a car round there", "parking"),
        ("clamped outside while my mum was in", "parking"),
        ("they clamped my van", "parking"),
        ("sat for nine hours in ED", "waiting_times"),
        ("Sat in casualty from lunch until midnight", "waiting_times"),
        ("six hours in A&E with a toddler", "waiting_times"),
        ("been there since breakfast and still not seen", "waiting_times"),
        ("Stuck on a plastic chair all night", "waiting_times"),
        ("been on the list since 2024", "waiting_times"),
        ("on your waiting list 18 months", "waiting_times"),
        ("referred in 2023 and heard nothing", "waiting_times"),
        ("ward stank of pee", "cleanliness"),
        ("the corridor reeked of urine", "cleanliness"),
        ("this place is smelly", "cleanliness"),
        ("heating's broken", "buildings"),
        ("The heating’s packed in again", "buildings"),
        ("boiler conked out on ward six", "buildings"),
        ("Ritalin shortage", "prescriptions"),
        ("Elvanse out of stock everywhere", "prescriptions"),
        ("cannot get hold of atorvastatin", "prescriptions"),
        ("Nobody rings you back", "communication"),
        ("Nobody rings you back", "phone_lines"),
        ("they said they'd phone back and never did", "communication"),
        ("never got back to me", "communication"),
        ("we were not given any update", "communication"),
        ("the food was cold", "food"),
        ("no lunch again today", "food"),
        ("nothing to eat since breakfast", "food"),
        ("the nurses were so nice", "staff_kindness"),
        ("such nice staff", "staff_kindness"),
        ("missed the bus home because clinic overran", "patient_transport"),
        ("the driver was late", "patient_transport"),
    ],
)
def test_a_topic_is_found_in_plain_and_disguised_words(words: str, topic: str) -> None:
    """Each of these is about its topic, whatever else it speaks of."""
    assert topic in topics_of(words)


@pytest.mark.parametrize(
    "words, topic",
    [
        ("I had a stroke and they saved me", "strikes_pay"),
        ("Can't wait to meet you all on Saturday", "waiting_times"),
        ("No complaints from me", "complaints_handling"),
        ("The nurse was not kind", "staff_kindness"),
        ("They were never rude to us", "staff_attitude"),
        ("A nice cup of tea", "discharge"),
        ("My leg was cut off below the knee", "phone_lines"),
        ("A bit of peace and quiet", "buildings"),
        ("The results of the election", "tests_scans"),
        ("Survey results are out", "tests_scans"),
        ("When do weight loss jabs start?", "vaccination"),
        ("No beds, nine hours on a trolley", "buildings"),
        ("Waiting for a bed", "buildings"),
        ("She could not get out of bed", "beds"),
        ("That is well out of order", "buildings"),
        ("Thanks for the lift", "buildings"),
        ("I missed my cancer appointment", "safety"),
        ("", "food"),
        ("Any update?", "communication"),
        ("Any news please", "communication"),
        ("Update your app", "communication"),
        ("food for thought", "food"),
        ("That takes the biscuit", "food"),
        ("It is hardly a piece of cake", "food"),
        ("Not my cup of tea", "food"),
        ("Sat in casualty from lunch until midnight", "food"),
        ("coffee morning on Friday", "food"),
        ("She was there after lunch", "food"),
        ("breakfast was late", "waiting_times"),
        ("Nice one", "staff_kindness"),
        ("Nice weather for it", "staff_kindness"),
        ("Lovely photo", "staff_kindness"),
        ("Kind regards", "staff_kindness"),
        ("You have missed the bus on this", "patient_transport"),
        ("It is driving me mad", "patient_transport"),
        ("driving us all up the wall", "patient_transport"),
        ("Thank you for sharing your journey", "patient_transport"),
        ("I picked up a bug", "patient_transport"),
        ("my baby's cord was clamped", "parking"),
        ("Let's park that for now", "parking"),
        ("I was a nurse in casualty for ten years", "waiting_times"),
        ("She sat with me for two hours", "waiting_times"),
        ("Get well soon, speedy recovery", "waiting_times"),
        ("My late husband was treated there", "waiting_times"),
        ("This stinks of corruption", "cleanliness"),
        ("I lost my sense of smell", "cleanliness"),
        ("staff shortage", "prescriptions"),
        ("Nobody has her back", "communication"),
        ("welcome back", "phone_lines"),
    ],
)
def test_a_likeness_of_words_is_not_a_topic(words: str, topic: str) -> None:
    """Neither another sense of a word nor its denial counts."""
    assert topic not in topics_of(words)


def test_a_figure_of_speech_silences_itself_alone() -> None:
    """Meant in the same sentence, the word counts."""
    assert "food" in topics_of("food for thought: the food on the ward was cold")
    assert "staff_kindness" in topics_of("Nice weather and the nurses were lovely")
    assert "parking" in topics_of("Park that thought, the car park is full")


def test_an_s_without_an_apostrophe_is_no_genitive() -> None:
    """A plural that the list does not hold is another word."""
    assert "buildings" in topics_of("The seating's poor")
    assert "buildings" not in topics_of("two seatings")


def test_every_topic_has_a_plain_name_of_its_own() -> None:
    """A reader can tell the topics of a report apart."""
    names = [topic.name for topic in TOPICS.topics.values()]
    assert len(set(names)) == len(names) > 30
    assert TOPICS.name_of(TopicId("gone_away")) == "Gone away"


def test_a_wrong_list_says_what_is_wrong(tmp_path: Path) -> None:
    """An unknown field is named, and so is a topic that stands twice."""
    file = tmp_path / "topics.yaml"
    file.write_text("version: a\nterms: {}\ntopics: [{id: x, name: X, phrase: [y]}]\n", "utf-8")
    with pytest.raises(ConfigurationError, match="phrase"):
        load_topics(file)
    file.write_text(
        "version: a\nterms: {}\ntopics: [{id: x, name: X}, {id: x, name: Y}]\n", "utf-8"
    )
    with pytest.raises(ConfigurationError, match="stands twice"):
        load_topics(file)


def test_an_example_is_mostly_about_its_topic() -> None:
    """A comment about one thing is more typical of it than one about several."""
    one = TOPICS.find(normalise("The parking is dear and the parking machine never takes cards"))
    many = TOPICS.find(
        normalise(
            "Parking was dear but the food, the nurses and the ward were all lovely and clean"
        )
    )
    typical = {hit.topic: hit.typical for hit in one}[PARKING]
    assert typical > {hit.topic: hit.typical for hit in many}[PARKING] > 0


@pytest.mark.parametrize(
    "words",
    [
        "We saw Olabisi twice about the hearing aid batteries",
        "Sarah was good with the hearing aid batteries",
        "sarah was good with the hearing aid batteries. And more",
        "Ask Mr Featherstonehaugh for hearing aid batteries",
        "the midwife NKECHI had hearing aid batteries. Thanks",
        "Thanks @jo_smith4 for the hearing aid batteries",
        "Email pat.kelly@example.org for hearing aid batteries",
        "Ring 07700900123 for hearing aid batteries",
    ],
)
def test_no_phrase_holds_a_name_or_contact(words: str) -> None:
    """What is left names the thing, nobody, and holds no digit, handle or address."""
    found = phrases(words)
    assert "hearing aid batteries" in found
    listed = {word for phrase in found for word in phrase.split()}
    assert listed <= {
        "hearing",
        "aid",
        "batteries",
        "for",
        "the",
        "with",
        "had",
        "saw",
        "twice",
    } | {"about", "was", "good", "midwife", "ask", "thanks", "email", "ring", "more", "and"}


def test_where_capitals_tell_nothing_only_known_words_are_taken() -> None:
    """In lower case or shouted throughout, an unknown word might be anybody's name."""
    assert phrases("olabisi from the car park office") == {"car park", "park"}
    assert "OLABISI".lower() not in phrases("OLABISI AND THE CAR PARK")


@pytest.mark.parametrize(
    "words",
    [
        "Please bring pratchley back to the diabetes clinic",
        "Bring back pratchley, the diabetes clinic needs pratchley's advice",
        "Thanks pratchley and the diabetes clinic",
        "Ask for pratchley at the diabetes clinic",
        "Nurse pratchley of the diabetes clinic",
        "The pratchley way, at the diabetes clinic",
        "Please bring baker back to the diabetes clinic",
        "We want baker's advice at the diabetes clinic",
        "Thanks to barney in the diabetes clinic",
    ],
)
def test_no_phrase_holds_a_name_in_small_letters(words: str) -> None:
    """Where other words have capitals, too: an unknown word may be anybody's name."""
    found = phrases(words)
    assert "diabetes clinic" in found
    held = {word.removesuffix("'s") for phrase in found for word in phrase.split()}
    assert not held & {"pratchley", "baker", "barney"}


@pytest.mark.parametrize(
    "words, phrase",
    [
        ("The sprinkler drips on everyone", "sprinkler drips"),
        ("The sprinklers drip on everyone", "sprinklers drip"),
        ("Our baker stall was shut", "baker stall"),
        ("When is sacubitrilolol coming", "sacubitrilolol"),
        ("Where can I get orforglutide from", "orforglutide"),
    ],
)
def test_known_words_things_and_medicines_make_phrases(words: str, phrase: str) -> None:
    """A word that is a surname, too, behind an article; a medicine by how its name ends."""
    assert phrase in phrases(words)


def test_a_name_that_is_kept_already_is_not_shown() -> None:
    """Phrases live for months: those that an older list let through are asked about again."""
    assert VOCABULARY.may_show("sprinkler drips")
    for kept in ("pratchley", "bring pratchley", "baker", "barney", "pratchley's desk"):
        assert not VOCABULARY.may_show(kept)


def test_what_the_body_lists_and_the_author_is_called_is_barred() -> None:
    """A member of staff of the directory stands in no phrase, in whatever case."""
    assert "bramble" in phrases("I had bramble jelly")
    assert "bramble" not in " ".join(phrases("I had bramble jelly", "Tilda Bramble"))


@pytest.mark.parametrize("name", ["Tilda Brämble", "tilda_BRA\u0301MBLE", "Tilda Вramble"])
def test_a_barred_name_is_barred_without_its_accents(name: str) -> None:
    """Commenters seldom write them; a letter that looks like another is read as that, too."""
    assert "bramble" not in " ".join(phrases("I had bramble jelly", name))


@pytest.mark.parametrize(
    "words",
    [
        "The karen's desk by the lift",
        "The karen’s desk by the lift",
        "The karen´s desk by the lift",
        "The karens desk by the lift",
        "The james' desk by the lift",
        "The james's desk by the lift",
        "The Karen's desk by the lift",
    ],
)
def test_a_name_in_the_genitive_stands_in_no_phrase(words: str) -> None:
    """With any mark before its s, or none; what is beside it may name a topic."""
    found = phrases(words)
    assert "desk" in found
    assert not [phrase for phrase in found if "karen" in phrase or "james" in phrase]


def test_what_is_barred_is_barred_in_the_genitive() -> None:
    """A listed surname and an author's stand in no phrase with an s either."""
    assert "bramble's jelly" in phrases("I had bramble's jelly")
    for written in ("bramble's", "bramble’s", "brambles"):
        assert "bramble" not in " ".join(phrases(f"I had {written} jelly", "Tilda Bramble"))


@pytest.mark.parametrize("word", ["ramp's", "ramps", "rays", "glass"])
def test_an_s_behind_another_word_bars_nothing(word: str) -> None:
    """A known word that looks like a name with an s is a word, and so is any that names nobody."""
    assert any(word in phrase for phrase in phrases(f"The hospital {word} bay by the lift"))


def test_capitals_behind_what_is_read_tell_nothing() -> None:
    """They say nothing of the beginning, in which a word in small letters may be a name."""
    small = "olabisi from the car park office. " * 300
    assert len(small) > MAX_ANALYSED_CHARACTERS
    assert phrases(f"{small} And Then More") == phrases(small) == {"car park", "park"}
    assert "office" in phrases(f"And {small}")


def test_a_phrase_has_another_key_at_another_body() -> None:
    """Nobody can tell that two bodies' people say the same."""
    hasher = PhraseHasher(b"k" * 32)
    assert (
        hasher.keys_of("one", ["roof leaks"]).keys() != hasher.keys_of("two", ["roof leaks"]).keys()
    )
    assert hasher.keys_of("one", ["roof leaks"]) == hasher.keys_of("one", ["roof leaks"])


@pytest.mark.parametrize(
    "labels, mood",
    [
        ((), Mood.OTHER),
        ((Label.QUERY,), Mood.OTHER),
        ((Label.COMPLIMENT,), Mood.COMPLIMENT),
        ((Label.CRITICISM,), Mood.CRITICISM),
        ((Label.COMPLIMENT, Label.CRITICISM), Mood.MIXED),
        ((Label.COMPLIMENT, Label.COMPLAINT), Mood.COMPLAINT),
    ],
)
def test_the_mood_follows_from_the_labels(labels: tuple[Label, ...], mood: Mood) -> None:
    """A complaint is one whatever else is said; praise with criticism is mixed."""
    assert mood_of(decision_of(labels)) is mood


def test_private_and_removed_comments_lend_no_phrase() -> None:
    """Nothing is taken from a message, from what names somebody, or from what may go."""
    plain = decision_of((Label.CRITICISM,))
    assert may_lend_phrases(plain, Kind.COMMENT)
    assert not may_lend_phrases(plain, Kind.DIRECT_MESSAGE)
    assert not may_lend_phrases(decision_of(doubtful=(Label.STAFF_NAMED,)), Kind.COMMENT)
    hidden = decision_of((Label.PROFANITY,), actions=(Action.HIDE,))
    assert is_removal(hidden)
    assert not may_lend_phrases(hidden, Kind.COMMENT)


def test_weeks_are_mondays_to_sundays_in_london() -> None:
    """Half past midnight British summer time on a Monday is in the new week already."""
    assert Weeks.around(date(2026, 11, 4), date(2026, 11, 9)) == Weeks(MONDAY, 2)
    assert label_of(date(2026, 12, 28)) == "2026-W53"
    late = datetime(2026, 7, 5, 23, 30, tzinfo=UTC)
    assert Weeks.complete(late, 1).last_day == date(2026, 7, 5)
    with pytest.raises(ValueError, match="on or after"):
        Weeks.around(date(2026, 11, 9), date(2026, 11, 1))


def test_a_doubled_share_rises_and_an_equal_one_is_steady() -> None:
    """Ten of a hundred before: thirty now is rising, two falling, ten steady, one week too few."""
    before = [Count(2 * people, 200) for people in (9, 11, 10, 10, 8, 12, 10, 10)]
    changes = [compare([Count(2 * people, 200)] * 4, before) for people in (30, 2, 10)] + [
        compare([Count(30, 100)], before[:3])
    ]
    assert [trend.course for trend in name_courses(changes)] == [
        Course.RISING,
        Course.FALLING,
        Course.STEADY,
        Course.TOO_FEW,
    ]
    assert changes[0] is not None
    assert changes[0].low < changes[0].ratio < changes[0].high
    assert changes[0].ratio == pytest.approx(3, rel=0.05)


@pytest.mark.parametrize(
    "course, people, of_people, told",
    [
        (Course.RISING, 4, 100, Course.TOO_FEW),
        (Course.RISING, 5, 100, Course.RISING),
        (Course.FALLING, 0, 100, Course.FALLING),
        (Course.FALLING, 0, 4, Course.TOO_FEW),
        (Course.STEADY, 4, 4, Course.TOO_FEW),
    ],
)
def test_nothing_rises_on_fewer_people_than_are_told_of(
    course: Course, people: int, of_people: int, told: Course
) -> None:
    """Or a report would call a rise what it keeps back; where few wrote nothing goes anywhere."""
    assert as_told(Trend(course, None), people=people, of_people=of_people).course is told


def test_the_report_of_a_few_people_compares_nothing() -> None:
    """Four of four speak of parking, of which one in a hundred spoke before."""
    weeks = Weeks(MONDAY, 1)
    weekly = [tally(None, MONDAY, 4), tally(PARKING, MONDAY, 4)]
    for monday in weeks.before().mondays:
        weekly += [tally(None, monday, 400), tally(PARKING, monday, 4)]
    whole = [tally(None, None, 4), tally(PARKING, None, 4)]
    figures = build_figures(weekly, whole, weeks=weeks, listed=TOPICS.topics)
    report = write_markdown(replace(themes_of(40), figures=figures, found=()))
    assert "Fewer than 5 people wrote, so nothing is compared." in report
    assert "is rising" not in report
    lines = [tally(None, None, 100), tally(PARKING, None, 4)]
    weekly[0] = tally(None, MONDAY, 8)
    figures = build_figures(weekly, lines, weeks=weeks, listed=TOPICS.topics)
    assert [one.trend.course for one in figures.period] == [Course.TOO_FEW]


def test_weeks_that_differ_much_make_a_change_less_sure() -> None:
    """The same totals say less when weeks leapt up and down before."""
    even = compare([Count(20, 100)] * 2, [Count(10, 100)] * 8)
    uneven = compare([Count(20, 100)] * 2, [Count(0, 100), Count(20, 100)] * 4)
    assert even is not None
    assert uneven is not None
    assert uneven.p > even.p
    assert uneven.high > even.high


def test_new_phrases_need_five_people_and_a_past() -> None:
    """Four people are not enough, nor is a body that nobody wrote to before."""
    roof = PhraseUse(key=PhraseKey(1), phrase="roof leaks", now=20, before=1)
    few = PhraseUse(key=PhraseKey(2), phrase="green paint", now=4, before=0)
    usual = PhraseUse(key=PhraseKey(3), phrase="lunch break", now=20, before=40)
    rising = rising_phrases([roof, few, usual], people_now=200, people_before=400)
    assert [one.use.phrase for one in rising] == ["roof leaks"]
    assert 1 < rising[0].low < rising[0].odds_ratio < rising[0].high
    assert rising_phrases([roof], people_now=200, people_before=10) == []


def test_phrases_of_the_same_comments_are_one_new_topic() -> None:
    """It is named by its longest common phrase; another phrase elsewhere is another topic."""
    uses = [
        PhraseUse(key=PhraseKey(1), phrase="roof", now=20, before=1),
        PhraseUse(key=PhraseKey(2), phrase="roof leaks", now=18, before=0),
        PhraseUse(key=PhraseKey(3), phrase="badge colour", now=15, before=0),
    ]
    rising = rising_phrases(uses, people_now=200, people_before=400)
    refs = {
        PhraseKey(1): [f"a{n}" for n in range(20)],
        PhraseKey(2): [f"a{n}" for n in range(18)],
        PhraseKey(3): [f"b{n}" for n in range(15)],
    }
    topics = group_phrases(rising, refs)
    assert {topic.name for topic in topics} == {"roof leaks", "badge colour"}
    roof = next(topic for topic in topics if topic.name == "roof leaks")
    assert roof.comments[0] == "a0"
    assert len(roof.comments) == 20


def tally(
    topic: TopicId | None, week: date | None, people: int, platform: Platform | None = None
) -> Tally:
    """Return so many people, one comment each, all of them critical."""
    return Tally(
        topic=topic,
        platform=platform,
        week=week,
        comments=people,
        people=people,
        moods={Mood.CRITICISM: people},
        speakers={Mood.CRITICISM: people},
    )


def themes_of(parking_now: int) -> Themes:
    """Return the themes of a week after eight in which ten of a hundred spoke of parking.

    Where nobody speaks of it now, it has no tally of the week, as the database counts.
    """
    weeks = Weeks(MONDAY, 1)
    weekly = []
    for channel in (None, Platform.FACEBOOK):
        for monday in weeks.before().mondays:
            weekly += [tally(None, monday, 100, channel), tally(PARKING, monday, 10, channel)]
        weekly.append(tally(None, MONDAY, 100, channel))
        if parking_now:
            weekly.append(tally(PARKING, MONDAY, parking_now, channel))
    whole = [
        tally(topic, None, people, channel)
        for channel in (None, Platform.FACEBOOK)
        for topic, people in ((None, 100), (PARKING, parking_now))
        if people
    ]
    example = ThemeExample(
        ref=ref_of(1),
        permalink="https://example.org/a>b\nc",
        mood=Mood.CRITICISM,
        said_at=datetime(2026, 11, 3, tzinfo=UTC),
    )
    return Themes(
        organisation="bsw",
        weeks=weeks,
        unfinished=None,
        running=None,
        before=weeks.before(),
        platform=None,
        figures=build_figures(weekly, whole, weeks=weeks, listed=TOPICS.topics),
        examples={(PARKING, Platform.FACEBOOK): [example]},
        found=(
            FoundTopic(
                name="roof leaks",
                also=("roof",),
                people_now=20,
                people_before=1,
                odds_ratio=9.0,
                low=3.0,
                high=27.0,
                examples=(example,),
            ),
        ),
        names={PARKING: "Parking"},
        versions=("1", "2"),
    )


def test_the_report_says_what_rose_in_plain_words() -> None:
    """Share, trend, what is new, where to look, and that the list changed."""
    report = write_markdown(themes_of(40))
    assert "**Parking** is rising: 40% of those who wrote" in report
    assert "| Parking | 40 | 40% (31% to 50%) | 100% criticism | rising |" in report
    assert "**roof leaks** (also: roof): 20 people, before fewer than 5." in report
    assert "[Facebook, 3 November](<https://example.org/a%3Eb%0Ac>)" in report
    assert "The list of topics changed" in report


@pytest.mark.parametrize(
    "permalink,link,shown",
    [
        (
            "https://x.com/joansmith/status/2090",
            "https://x.com/i/status/2090",
            "[X, 3 November](<https://x.com/i/status/2090>)",
        ),
        ("https://www.tiktok.com/@joansmith/video/71", None, "X, 3 November `x/301/2089`"),
    ],
)
def test_no_output_of_the_report_carries_a_handle(
    permalink: str, link: str | None, shown: str
) -> None:
    """Neither what is pasted nor the figures; without a link the comment's reference is given."""
    example = ThemeExample(
        ref=CommentRef(platform=Platform.X, account_id="301", comment_id="2089"),
        permalink=permalink,
        mood=Mood.CRITICISM,
        said_at=datetime(2026, 11, 3, tzinfo=UTC),
    )
    themes = themes_of(40)
    found = [replace(one, examples=(example,)) for one in themes.found]
    report = write_markdown(
        replace(themes, examples={(PARKING, Platform.FACEBOOK): [example]}, found=tuple(found))
    )
    assert report.count(shown) == 2
    assert "joansmith" not in report
    assert ExampleOut.build(example).permalink == link


def test_the_report_hides_small_numbers_and_the_table_has_them() -> None:
    """Three people are fewer than five in what is passed on."""
    themes = themes_of(3)
    assert "Fewer than 5 people each: Parking." in write_markdown(themes)
    assert "| Parking |" not in write_markdown(themes)
    rows = write_csv(themes).splitlines()
    assert rows[0].startswith("week,channel,topic,comments,people")
    assert any(row.startswith("2026-W45,Facebook,Parking,3,3,100,0.0300,") for row in rows)


def test_a_topic_of_which_nobody_speaks_any_more_is_falling() -> None:
    """It is told among the changes, and in no table of what came up."""
    themes = themes_of(0)
    both = [(one.tally.platform, one.trend.course) for one in themes.figures.period]
    assert both == [(None, Course.FALLING), (Platform.FACEBOOK, Course.FALLING)]
    report = write_markdown(themes)
    assert "**Parking** is falling: 0% of those who wrote" in report
    assert "None of the known topics came up." in report
    assert "| Parking |" not in report
    assert "Fewer than 5 people each" not in report
    assert "period,Facebook,Parking,0,0,100,0.0000," in write_csv(themes)


def silent_since(*before: tuple[TopicId, Platform]) -> list[tuple[str | None, Platform | None]]:
    """Return what has a figure in a week of Facebook only, after weeks with these topics."""
    weeks = Weeks(MONDAY, 1)
    weekly = [tally(None, MONDAY, 100, channel) for channel in (None, Platform.FACEBOOK)]
    for monday in weeks.before().mondays:
        weekly += [tally(None, monday, 100, channel) for channel in (None, *Platform)]
        weekly += [tally(topic, monday, 20, channel) for topic, channel in before]
    whole = [tally(None, None, 100, channel) for channel in (None, Platform.FACEBOOK)]
    figures = build_figures(weekly, whole, weeks=weeks, listed=TOPICS.topics)
    return [(one.tally.topic, one.tally.platform) for one in figures.period]


def test_silence_says_nothing_where_nobody_writes_or_listens() -> None:
    """A channel without comments has no share; a topic that is listed no more is not heard."""
    assert silent_since((PARKING, Platform.FACEBOOK)) == [(PARKING, Platform.FACEBOOK)]
    assert silent_since((PARKING, Platform.X)) == []
    assert silent_since((TopicId("listed_no_more"), Platform.FACEBOOK)) == []


def nothing_written(
    *,
    platform: Platform | None = None,
    unfinished: date | None = None,
    running: RunningWeek | None = None,
) -> Themes:
    """Return the themes of a week in which nobody wrote."""
    weeks = Weeks(MONDAY, 1)
    return Themes(
        organisation="bsw",
        weeks=weeks,
        unfinished=unfinished,
        running=running,
        before=weeks.before(),
        platform=platform,
        figures=build_figures([], [], weeks=weeks, listed=TOPICS.topics),
        examples={},
        found=(),
        names={},
        versions=(),
    )


@pytest.mark.parametrize(
    "platform, heading, sentence",
    [
        (None, f"# What people talk about with {BODY}", "Nobody wrote in these weeks."),
        (
            Platform.YOUTUBE,
            f"# What people talk about with {BODY} on YouTube",
            "Nobody wrote on YouTube in these weeks.",
        ),
        (
            Platform.SMS,
            f"# What people talk about with {BODY} in text messages",
            "Nobody wrote in text messages in these weeks.",
        ),
    ],
)
def test_a_week_in_which_nobody_wrote_is_said(
    platform: Platform | None, heading: str, sentence: str
) -> None:
    """No tables then, but a sentence, which names the one channel that was asked about."""
    lines = write_markdown(nothing_written(platform=platform)).splitlines()
    assert lines[0] == heading
    assert sentence in lines


def test_a_week_that_is_not_over_is_named() -> None:
    """In the report before any figure, and in the table line by line."""
    report = write_markdown(nothing_written(unfinished=MONDAY))
    assert "The week of 2 November 2026 (2026-W45) is not over" in report
    assert "is not over" not in write_markdown(nothing_written())
    whole, running = themes_of(40), replace(themes_of(40), unfinished=MONDAY)
    assert all(line.endswith(",yes") for line in write_csv(whole).splitlines()[1:])
    assert all(line.endswith(",no") for line in write_csv(running).splitlines()[1:])


@pytest.mark.parametrize(
    "comments, people, sentence",
    [
        (37, 30, "37 comments of it are not counted yet"),
        (9, 4, "what fewer than 5 people wrote in it is not counted yet"),
        (0, 0, "nobody has written in it yet"),
    ],
)
def test_the_report_says_what_this_week_leaves_out(
    comments: int, people: int, sentence: str
) -> None:
    """Also where nobody wrote in the weeks before, and with what it is included."""
    running = RunningWeek(monday=date(2026, 11, 9), comments=comments, people=people)
    report = write_markdown(nothing_written(running=running))
    assert "Monday 2 November 2026 to Sunday 8 November 2026 (2026-W45)." in report
    assert f"is not over, and not in this report: {sentence}." in report
    assert "`--from 2026-11-02 --to 2026-11-09`." in report
    assert "Nobody wrote in these weeks." in report
    assert "not in this report" not in write_markdown(nothing_written())


def test_the_days_to_include_this_week_are_never_too_many() -> None:
    """After as many weeks as one report holds, the first gives way."""
    now = datetime(2026, 11, 11, tzinfo=UTC)
    weeks = Weeks.complete(now, MAX_WEEKS)
    running = RunningWeek(monday=date(2026, 11, 9), comments=0, people=0)
    report = write_markdown(replace(nothing_written(running=running), weeks=weeks))
    (first, last) = re.findall(r"--(?:from|to) (\S+?)`?(?=[ .])", report)
    Weeks.around(date.fromisoformat(first), date.fromisoformat(last)).require_kept(now)


def test_this_week_follows_only_on_the_week_before() -> None:
    """Weeks that hold it leave nothing out, and after older ones it is not what is missed."""
    now = datetime(2026, 11, 11, tzinfo=UTC)
    assert Weeks(MONDAY, 1).running_after(now) == Weeks(date(2026, 11, 9), 1)
    assert Weeks(MONDAY, 2).running_after(now) is None
    assert Weeks(date(2026, 10, 26), 1).running_after(now) is None


def test_the_page_says_what_the_text_says() -> None:
    """The same words in headings, lists and plain tables, with links, and nothing that runs."""
    page = write_html(themes_of(40))
    assert page.startswith("<!DOCTYPE html>")
    assert "<h2>What changed against the 8 weeks before</h2>" in page
    assert "<li><strong>Parking</strong> is rising: 40% of those who wrote" in page
    assert "<td>Parking</td><td>40</td><td>40% (31% to 50%)</td>" in page
    assert (
        '<a href="https://example.org/a%3Eb%0Ac" rel="noreferrer">Facebook, 3 November</a>' in page
    )
    for sign in ("<script", "<style", "<link", "<img", "http-equiv", "**", "](<", "| Topic"):
        assert sign not in page
    parser = Outline()
    parser.feed(page)
    assert parser.open == []
    words = write_markdown(themes_of(40))
    assert [title for title in parser.titles if title not in words] == []


def test_a_report_says_whose_it_is() -> None:
    """Away from whoever asked for it, as text, as a page and in the page's own title."""
    heading, *_ = write_markdown(themes_of(40)).splitlines()
    assert heading == f"# What people talk about with {BODY}"
    page, said = write_html(themes_of(40)), "What people talk about with NHS Wessex &amp; Vale ICB"
    assert f"<h1>{said}</h1>" in page
    assert f"<title>{said}</title>" in page


def test_figures_are_written_in_one_way_and_copies_explained() -> None:
    """No blank stands before a percent sign; a reader learns that a campaign counts in full."""
    report = write_markdown(themes_of(40))
    assert "95% intervals" in report
    assert " %" not in report
    assert "where many post the same words, each of them counts" in report


class Outline(HTMLParser):
    """What is opened and not closed in a page, and its titles."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.titles: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "meta":
            self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @override
    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"h1", "h2"}:
            self.titles.append(data)


HOSTILE = "<b onload='x'>|`[a](https://e.example)*\"&"


def test_each_form_escapes_what_it_is_given() -> None:
    """In every place of a report, in both forms."""
    blocks: list[Block] = [
        Heading(1, HOSTILE),
        say(HOSTILE, Strong(HOSTILE), Link(HOSTILE, f"https://example.org/{HOSTILE}")),
        Points([(HOSTILE,)]),
        Table([HOSTILE], [[HOSTILE]]),
    ]
    page = to_html(blocks, title=HOSTILE)
    assert "<b " not in page
    assert page.count("&lt;b onload=&#x27;x&#x27;&gt;") == 8
    assert 'href="https://example.org/%3Cb%20onload=&#x27;x&#x27;%3E%7C%60[a]' in page
    text = to_markdown(blocks)
    assert text.count(r"\<b onload='x'\>\|\`\[a\](https://e.example)\*") == 7


def test_an_example_of_two_years_gives_its_year() -> None:
    """Or a day in January might be of either."""
    themes = replace(themes_of(40), weeks=Weeks(date(2026, 12, 28), 1))
    assert "[Facebook, 3 November 2026](<" in write_markdown(themes)


def test_weeks_that_have_not_begun_are_refused() -> None:
    """The week of today has begun and is not over; on its Monday in London the one before is."""
    sunday = datetime(2026, 11, 8, 23, tzinfo=UTC)
    this, two = Weeks(MONDAY, 1), Weeks(MONDAY, 2)
    this.require_begun(sunday)
    assert this.unfinished(sunday) == MONDAY
    with pytest.raises(ValueError, match="2026-11-09 has not begun"):
        two.require_begun(sunday)
    midnight = datetime(2026, 11, 9, tzinfo=UTC)
    two.require_begun(midnight)
    assert this.unfinished(midnight) is None
    assert two.unfinished(midnight) == date(2026, 11, 9)


def test_weeks_that_are_forgotten_are_refused() -> None:
    """A week is kept until 730 days after its first moment in London, and not a moment longer."""
    until = datetime(2026, 11, 11, tzinfo=UTC)
    week, later = Weeks(date(2024, 11, 11), 2), until + timedelta(microseconds=1)
    week.require_kept(until)
    assert first_kept(until) == date(2024, 11, 11)
    sentence = "The week of 2024-11-11 is no longer kept; give a first day of 2024-11-18 or after."
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        week.require_kept(later)
    assert first_kept(later) == date(2024, 11, 18)
    Weeks(first_kept(later), 1).require_kept(later)
    summer = datetime(2026, 6, 2, 23, tzinfo=UTC)
    assert first_kept(summer) == date(2024, 6, 3)
    assert first_kept(summer + timedelta(microseconds=1)) == date(2024, 6, 10)


def test_as_many_weeks_as_one_report_holds_are_never_refused() -> None:
    """Nor are the eight before them cut, whatever the day."""
    for day in range(7):
        now = datetime(2026, 11, 9, 12, tzinfo=UTC) + timedelta(days=day)
        weeks = Weeks.complete(now, MAX_WEEKS)
        weeks.require_kept(now)
        assert weeks.kept_before(now) == weeks.before()


def test_of_the_weeks_before_only_those_kept_are_held_against() -> None:
    """Three of eight, one, and none in the first week that can be asked about."""
    now = datetime(2026, 11, 9, 12, tzinfo=UTC)
    first = date(2024, 11, 11)
    assert first_kept(now) == first
    kept = [Weeks(first + timedelta(weeks=number), 2).kept_before(now) for number in (0, 1, 3)]
    assert kept == [Weeks(first, 0), Weeks(first, 1), Weeks(first, 3)]
    full = Weeks(first + timedelta(weeks=8), 2)
    assert full.kept_before(now) == full.before() == Weeks(first, 8)


@pytest.mark.parametrize(
    "kept, heading, sentence",
    [
        (8, "the 8 weeks before", None),
        (3, "the 3 weeks before", "Of the 8 weeks before only the last 3 are still kept."),
        (1, "the 1 week before", "Of the 8 weeks before only the last is still kept."),
        (
            0,
            "the weeks before",
            "None of the 8 weeks before is still kept, so nothing is compared.",
        ),
    ],
)
def test_the_report_says_how_many_of_the_weeks_before_are_kept(
    kept: int, heading: str, sentence: str | None
) -> None:
    """Or a change would read as one against eight weeks."""
    before = Weeks(MONDAY - timedelta(weeks=kept), kept)
    lines = write_markdown(replace(themes_of(40), before=before)).splitlines()
    assert f"## What changed against {heading}" in lines
    told = [line for line in lines if "still kept" in line]
    assert told == ([sentence] if sentence else [])


def candidate(number: int, *, message: str | None = None, phrases: range = range(0)) -> Candidate:
    """Return a comment that may be an example."""
    return Candidate(
        ref=ref_of(number), message_id=message, phrases=frozenset(map(PhraseKey, phrases))
    )


def test_no_two_examples_say_the_same() -> None:
    """One of a message, and one of copies that came too late to be known as one message."""
    first = candidate(1, message="a", phrases=range(10))
    copies = [
        candidate(2, message="a", phrases=range(50, 60)),
        candidate(3, message="b", phrases=range(9)),
    ]
    other = candidate(4, message="c", phrases=range(8, 20))
    assert choose_examples([first, *copies, other], each=3) == [ref_of(1), ref_of(4)]
    assert choose_examples([first, *copies, other], each=1) == [ref_of(1)]


def test_a_few_words_in_common_make_no_copy() -> None:
    """Where only `car park` was taken of two comments, nobody knows that they say the same."""
    few = [candidate(number, phrases=range(2)) for number in (1, 2)]
    assert choose_examples(few, each=2) == [ref_of(1), ref_of(2)]
    some = [candidate(1, phrases=range(5)), candidate(2, phrases=range(1, 6))]
    assert choose_examples(some, each=2) == [ref_of(1), ref_of(2)]
    equal = [candidate(number, phrases=range(5)) for number in (1, 2)]
    assert choose_examples(equal, each=2) == [ref_of(1)]

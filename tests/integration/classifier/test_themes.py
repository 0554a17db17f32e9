"""Themes on a real PostgreSQL: judged, counted, taken back, shown, and never the text."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx
import pytest
from sqlalchemy import text

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.adapters.store import ClassifierStore
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.adapters.theme_files import load_packaged_topics, load_vocabulary
from moderation_classifier.adapters.theme_rows import PHRASES_KEPT
from moderation_classifier.adapters.theme_store import ThemeStore
from moderation_classifier.adapters.theme_tables import theme_phrases, theme_remarks
from moderation_classifier.api.themes import build_themes_router
from moderation_classifier.consumers import CommentsConsumer, VerdictsConsumer
from moderation_classifier.domain.behaviour.author import AUTHOR_KEY_PURPOSE, AuthorHasher
from moderation_classifier.domain.behaviour.similarity import FINGERPRINT_KEY_PURPOSE, Fingerprinter
from moderation_classifier.domain.retention import JUDGEMENTS_KEPT
from moderation_classifier.domain.themes.wording import PHRASE_KEY_PURPOSE, PhraseHasher
from moderation_classifier.ports import Period
from moderation_classifier.usecases import JudgeComments
from moderation_classifier.usecases.deciding import Engine
from moderation_classifier.usecases.keeping_examples import KeepExamples
from moderation_classifier.usecases.noting_themes import NoteThemes
from moderation_classifier.usecases.showing_themes import ShowThemes
from moderation_classifier.usecases.watching_behaviour import WatchBehaviour
from moderation_classifier.usecases.watching_visibility import WatchVisibility
from moderation_common.events import (
    Actor,
    ActorKind,
    Author,
    Comment,
    CommentEdited,
    CommentReceived,
    CommentRemoved,
    Event,
    ReviewDecided,
)
from moderation_common.identity import CommentRef, ReviewId, derive_id
from moderation_common.lifecycle import Lifecycle
from moderation_common.policy import PolicyPacks
from moderation_common.policy.loader import load_packs
from moderation_common.postgres import Database, migrate
from moderation_common.vault import Vault
from moderation_common.vocabulary import Action, Category, Kind, Platform, Role
from moderation_common.web import Principal, TokenSigner, create_application
from tests.support.infrastructure import REPOSITORY

BODY: Final = "mid-and-south-essex"
MONDAY: Final = datetime(2026, 11, 2, 12, tzinfo=UTC)
NOW: Final = datetime(2026, 11, 9, 12, tzinfo=UTC)
ROOF: Final = "The sprinkler drips on everyone in outpatients, please mend it."
SLIPPED: Final = "The sprinkler drips on the ward, a patient slipped and broke her hip."
"""Tells of a danger, which no report points at."""
SIGNER: Final = TokenSigner("s" * 40)


@dataclass
class Workplace:
    """A classifier that notes themes, on a schema of its own."""

    database: Database
    vault: Vault
    engine: Engine
    packs: PolicyPacks
    now: datetime = NOW

    def clock(self) -> datetime:
        """Return the time of day in the test."""
        return self.now

    async def judge(self, *events: Event) -> None:
        """Judge comments, changes and removals."""
        topics = load_packaged_topics()
        authors = AuthorHasher(self.vault.derive_key(AUTHOR_KEY_PURPOSE))
        units = ClassifierStore(self.database, self.vault)
        consumer = CommentsConsumer(
            JudgeComments(
                units=units,
                judge=self.engine,
                packs=lambda: self.packs,
                clock=self.clock,
                behaviour=WatchBehaviour(
                    authors=authors,
                    fingerprinter=Fingerprinter(self.vault.derive_key(FINGERPRINT_KEY_PURPOSE)),
                ),
                themes=NoteThemes(
                    topics=topics,
                    vocabulary=load_vocabulary(topics),
                    hasher=PhraseHasher(self.vault.derive_key(PHRASE_KEY_PURPOSE)),
                    authors=authors,
                ),
            ),
            WatchVisibility(units=units, packs=lambda: self.packs, clock=self.clock),
        )
        for event in events:
            await consumer.handle(event)

    async def decide(self, about: Event, action: Action) -> None:
        """Hear a person's decision about a comment."""
        review_id = ReviewId(derive_id(f"{about.id} {action}", "review"))
        await VerdictsConsumer(
            KeepExamples(units=ClassifierStore(self.database, self.vault))
        ).handle(
            Event.build(
                ReviewDecided(
                    review_id=review_id,
                    ref=CommentRef.parse(about.subject),
                    decided_by=Actor(
                        kind=ActorKind.PERSON, name="sam.moderator", role=Role.MODERATOR
                    ),
                    category=Category.ANYTHING_ELSE,
                    actions=(action,),
                    comment_event_id=about.id,
                ),
                cause=review_id,
                source="/escalation",
                subject=about.subject,
                organisation=about.organisation,
                correlation_id=about.correlation_id,
                time=NOW,
            )
        )

    async def ask(
        self, path: str = "", *, role: Role = Role.MODERATOR, body: str = BODY, **query: str
    ) -> Any:  # noqa: ANN401 - an answer of any form
        """Ask the service; returns the answer."""
        app = create_application(
            title="classifier", version="0", lifecycle=Lifecycle(), tokens=SIGNER
        )
        topics = load_packaged_topics()
        show = ShowThemes(
            counts=ThemeStore(self.database), topics=topics, vocabulary=load_vocabulary(topics)
        )
        app.include_router(
            build_themes_router(show=show, packs=lambda: self.packs, clock=self.clock)
        )
        token = SIGNER.issue(
            Principal(subject="sam", role=role, organisation=body),
            now=datetime.now(UTC),
            lifetime=timedelta(minutes=5),
        )
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url="http://classifier"
        ) as client:
            return await client.get(
                f"/v1/themes{path}", params=query, headers={"Authorization": f"Bearer {token}"}
            )

    async def rows(self, query: str) -> Sequence[Any]:
        """Return what a query finds."""
        async with self.database.unit_of_work() as unit:
            return (await unit.connection.execute(text(query))).all()


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Give the packaged rules and model."""
    return open_engine()


@pytest.fixture
async def workplace(fresh_database: str, engine: Engine) -> AsyncIterator[Workplace]:
    """Give a classifier on an empty, migrated schema."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    yield Workplace(
        database=database,
        vault=Vault.from_text(Vault.generate_key()),
        engine=engine,
        packs=load_packs(REPOSITORY / "policies"),
    )
    await database.close()


def received(
    number: int,
    words: str,
    *,
    author: str | None = None,
    at: datetime = MONDAY,
    edited: bool = False,
    platform: Platform = Platform.FACEBOOK,
    kind: Kind = Kind.COMMENT,
    picture: bool = False,
) -> Event:
    """Return the arrival of a comment, or its change an hour later."""
    comment = Comment(
        ref=CommentRef(platform=platform, account_id="100000000000301", comment_id=f"9_{number}"),
        kind=kind,
        text=words,
        author=Author(author_id=author if author is not None else f"author {number}"),
        created_at=at,
        edited_at=at + timedelta(hours=1) if edited else None,
        permalink=f"https://example.org/{number}",
        attachments=(f"https://media.example.org/{number}.jpg",) if picture else (),
    )
    return Event.build(
        CommentEdited(comment=comment) if edited else CommentReceived(comment=comment),
        cause=f"comment {number} {edited}",
        source="/ingest",
        subject=str(comment.ref),
        organisation=BODY,
        correlation_id=comment.ref.correlation_id,
        time=at,
    )


def gone(about: Event) -> Event:
    """Return that a comment was taken down."""
    ref = CommentRef.parse(about.subject)
    return about.caused(
        CommentRemoved(ref=ref, removed_at=NOW), source="/ingest", time=NOW, step="gone"
    )


def people(answer: httpx.Response, topic: str, platform: str | None = None) -> int:
    """Return how many spoke of a topic in the period."""
    return sum(
        one["people"]
        for one in answer.json()["period"]
        if one["topic"] == topic and one["platform"] == platform
    )


async def test_topics_are_counted_by_channel_and_person(workplace: Workplace) -> None:
    """Two comments of one author are two comments of one person, and another on X is another."""
    words = "The car park is far too dear."
    await workplace.judge(
        received(1, words, author="a"),
        received(2, words, author="a"),
        received(3, words, author="b", platform=Platform.X),
        received(4, "Lovely nurses, so kind.", author="c"),
    )
    answer = await workplace.ask()
    assert answer.status_code == 200
    assert people(answer, "parking") == 2
    assert people(answer, "parking", "facebook") == 1
    (parking,) = [
        one
        for one in answer.json()["period"]
        if one["topic"] == "parking" and one["platform"] == "facebook"
    ]
    assert (parking["comments"], parking["of_people"]) == (2, 2)
    assert parking["trend"] == {
        "course": "too few to say",
        "ratio": None,
        "low": None,
        "high": None,
    }
    # Of one author only one is an example.
    assert len(parking["examples"]) == 1
    only_x = await workplace.ask(platform="x")
    assert people(only_x, "parking") == 1
    weekly = {(one["week"], one["topic"]) for one in answer.json()["weekly"]}
    assert ("2026-W45", "parking") in weekly


async def shown(workplace: Workplace, topic: str) -> list[str]:
    """Return the numbers of the comments on Facebook that are shown as typical of a topic."""
    (one,) = [
        one
        for one in (await workplace.ask()).json()["period"]
        if one["topic"] == topic and one["platform"] == "facebook"
    ]
    return [example["permalink"].rsplit("/", 1)[1] for example in one["examples"]]


async def test_no_example_is_private_dangerous_foreign_or_in_doubt(workplace: Workplace) -> None:
    """A report points at comments that anybody may look at, once a person has looked."""
    asked = received(5, "Here is the car park as it was this morning.", picture=True)
    await workplace.judge(
        received(1, "The car park is full by nine in the morning."),
        received(2, "I sat in the car park and I want to kill myself tonight."),
        received(3, "Le parking est toujours trop cher pour les familles du quartier."),
        received(4, "The car park machine ate my card.", kind=Kind.DIRECT_MESSAGE),
        asked,
    )
    assert await shown(workplace, "parking") == ["1"]
    assert people(await workplace.ask(), "parking") == 5
    await workplace.decide(asked, Action.LEAVE)
    assert set(await shown(workplace, "parking")) == {"1", "5"}


async def test_what_somebody_hid_on_the_platform_is_no_example(workplace: Workplace) -> None:
    """The link would lead to nothing."""
    await workplace.judge(received(1, "The car park is full by nine in the morning."))
    assert await shown(workplace, "parking") == ["1"]
    await workplace.rows("UPDATE classifier.comment_versions SET hidden = true RETURNING ref")
    assert await shown(workplace, "parking") == []


async def test_examples_say_different_things_in_the_usual_mood(workplace: Workplace) -> None:
    """Of nearly the same words one is shown, and praise only where there is too little blame."""
    copied = "The car park is far too dear, and the machine at the gate takes no cards."
    await workplace.judge(
        received(1, copied),
        received(2, copied + " Really!"),
        received(3, copied),
        received(4, "I drove around the car park for half an hour and then gave up."),
        received(5, "Parking, parking: the new car park by the gate is wonderful."),
    )
    # Whatever the model makes of them.
    await workplace.rows(
        "UPDATE classifier.theme_remarks SET mood = CASE WHEN ref LIKE '%9_5' THEN 'compliment'"
        " ELSE 'criticism' END RETURNING ref"
    )
    numbers = await shown(workplace, "parking")
    assert len(set(numbers[:2]) & {"1", "2", "3"}) == 1
    assert "4" in numbers[:2]
    assert numbers[2:] == ["5"]


async def test_weeks_that_have_not_begun_are_refused(workplace: Workplace) -> None:
    """A running week is answered, and the report says that it is not over."""
    future = await workplace.ask(role=Role.MODERATOR, **{"from": "2027-01-01", "to": "2027-02-01"})
    assert future.status_code == 422
    assert "has not begun" in future.json()["detail"]
    await workplace.judge(received(1, "The car park is far too dear.", at=NOW))
    days = {"from": "2026-11-02", "to": "2026-11-09"}
    report = await workplace.ask("/report", role=Role.MODERATOR, **days)
    assert report.status_code == 200
    assert "The week of 9 November 2026 (2026-W46) is not over" in report.text
    asked = await workplace.ask(role=Role.MODERATOR, **days)
    assert asked.json()["unfinished_week"] == "2026-W46"
    assert (await workplace.ask()).json()["unfinished_week"] is None
    table = await workplace.ask("/report", role=Role.MODERATOR, format="csv", **days)
    assert {row["over"] for row in csv.DictReader(io.StringIO(table.text))} == {"no"}


async def test_what_is_removed_does_not_count_until_a_person_leaves_it(
    workplace: Workplace,
) -> None:
    """Spam counts for nothing; left by a person it counts; removed by a person it does not."""
    spam = received(1, "Cheap parking!!! Click http://win.example and earn £5000 a week now")
    plain = received(2, "The car park is far too dear.")
    await workplace.judge(spam, plain)
    assert (await workplace.rows("SELECT removal FROM classifier.theme_remarks ORDER BY ref")) == [
        (True,),
        (False,),
    ]
    assert people(await workplace.ask(), "parking") == 1
    await workplace.decide(spam, Action.LEAVE)
    assert people(await workplace.ask(), "parking") == 2
    await workplace.decide(plain, Action.HIDE)
    assert people(await workplace.ask(), "parking") == 1


async def test_a_change_replaces_and_a_removal_forgets(workplace: Workplace) -> None:
    """The newest version counts, and nothing is kept of a comment that is gone."""
    await workplace.judge(received(1, "The car park is far too dear."))
    workplace.now += timedelta(hours=1)
    await workplace.judge(received(1, "The dinner was cold.", edited=True))
    answer = await workplace.ask()
    assert (people(answer, "parking"), people(answer, "food")) == (0, 1)
    await workplace.judge(gone(received(1, "")))
    assert await workplace.rows("SELECT * FROM classifier.theme_remarks") == []


async def test_words_are_written_only_when_five_people_used_them(workplace: Workplace) -> None:
    """Four authors, one of them twice, and some unknown, leave hashes; the fifth gives words."""
    named = "SELECT phrase FROM classifier.theme_phrases WHERE phrase IS NOT NULL"
    await workplace.judge(
        *(received(n, ROOF) for n in range(4)),
        received(10, ROOF, author="author 1"),
        *(received(n, ROOF, author="") for n in range(20, 26)),
    )
    assert await workplace.rows(named) == []
    assert len(await workplace.rows("SELECT * FROM classifier.theme_phrases")) > 3
    await workplace.judge(received(5, ROOF))
    phrases = {row.phrase for row in await workplace.rows(named)}
    assert "sprinkler drips" in phrases
    authors = "SELECT DISTINCT authors FROM classifier.theme_phrases WHERE phrase IS NOT NULL"
    assert await workplace.rows(authors) == [([],)]


async def test_a_new_topic_and_a_rise_are_found_and_reported(workplace: Workplace) -> None:
    """After eight usual weeks many speak of something new, and more of parking than before."""
    number = 0
    usual = []
    for week in range(1, 9):
        for place in range(12):
            number += 1
            words = "The car park is dear." if place == 0 else "The blue folder arrived safely."
            usual.append(received(number, words, at=MONDAY - timedelta(weeks=week)))
    new = [received(1000 + n, SLIPPED) for n in range(14)]
    more = [received(2000 + n, "I could not park, the car park is dear.") for n in range(14)]
    await workplace.judge(*usual, *new, *more)

    answer = await workplace.ask(weeks="1")
    (found,) = answer.json()["new"]
    assert "sprinkler" in " ".join([found["name"], *found["also"]])
    assert (found["people_now"], found["people_before"]) == (14, 0)
    assert found["examples"] == []
    (parking,) = [
        one
        for one in answer.json()["period"]
        if one["topic"] == "parking" and one["platform"] is None
    ]
    assert parking["trend"]["course"] == "rising"
    assert parking["trend"]["low"] > 1

    report = await workplace.ask("/report", weeks="1")
    assert report.headers["content-type"].startswith("text/markdown")
    assert "**Parking** is rising" in report.text
    assert found["name"] in report.text
    table = await workplace.ask("/report", weeks="1", format="csv")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert {row["channel"] for row in rows} == {"All channels", "Facebook"}
    page = await workplace.ask("/report", weeks="1", format="html")
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<strong>Parking</strong> is rising" in page.text


async def test_comments_of_this_week_are_told_of_and_not_counted(workplace: Workplace) -> None:
    """They are counted once the week of today is asked about."""
    workplace.now = NOW + timedelta(hours=1)
    await workplace.judge(
        received(1, "The car park is full.", at=NOW - timedelta(days=2)),
        *(received(n, "The car park is dear.", at=NOW) for n in range(10, 16)),
        received(20, "The car park is dear.", at=NOW, platform=Platform.INSTAGRAM),
    )
    answer = (await workplace.ask(weeks="1")).json()
    assert answer["running_week"] == {
        "week": "2026-W46",
        "first_day": "2026-11-09",
        "comments": 7,
        "people": 7,
    }
    assert [one["comments"] for one in answer["totals"]] == [1, 1]
    there = (await workplace.ask(weeks="1", platform="instagram")).json()
    assert (there["running_week"]["comments"], there["totals"]) == (1, [])
    report = (await workplace.ask("/report", weeks="1")).text
    assert "7 comments of it are not counted yet" in report
    days = {"from": "2026-11-02", "to": "2026-11-09"}
    both = (await workplace.ask(role=Role.MODERATOR, body=BODY, **days)).json()
    assert both["running_week"] is None
    assert both["totals"][0]["comments"] == 8


async def test_a_name_that_was_kept_as_words_is_not_shown(workplace: Workplace) -> None:
    """Five authors wrote it while the list of words was another."""
    usual = [
        received(number, "The blue folder arrived safely.", at=MONDAY - timedelta(weeks=1))
        for number in range(60)
    ]
    await workplace.judge(*usual, *(received(1000 + number, ROOF) for number in range(14)))
    (found,) = (await workplace.ask(weeks="1")).json()["new"]
    assert found["name"] == "sprinkler drips"
    await workplace.rows(
        "UPDATE classifier.theme_phrases SET phrase = replace(phrase, 'sprinkler', 'pratchley')"
        " RETURNING key"
    )
    told = (await workplace.ask(weeks="1")).text
    assert "pratchley" not in told


async def test_no_words_of_a_comment_are_kept(workplace: Workplace) -> None:
    """Of what one person wrote nothing can be read in the tables of themes."""
    await workplace.judge(received(1, ROOF))
    for table in (theme_remarks, theme_phrases):
        kept = str(await workplace.rows(f"SELECT * FROM {SCHEMA}.{table.name}"))  # noqa: S608
        assert "sprinkler" not in kept
        assert "author 1" not in kept


async def test_old_remarks_and_phrases_are_forgotten(workplace: Workplace) -> None:
    """Phrases go after half a year, remarks after two."""
    await workplace.judge(received(1, ROOF))
    store = ClassifierStore(workplace.database, workplace.vault)
    await store.forget(now=NOW + PHRASES_KEPT)
    assert await workplace.rows("SELECT cardinality(phrases) FROM classifier.theme_remarks") == [
        (0,)
    ]
    await store.forget(now=NOW + PHRASES_KEPT + timedelta(days=1))
    assert await workplace.rows("SELECT * FROM classifier.theme_phrases") == []
    await store.forget(now=MONDAY + JUDGEMENTS_KEPT)
    assert len(await workplace.rows("SELECT * FROM classifier.theme_remarks")) == 1
    await store.forget(now=MONDAY + JUDGEMENTS_KEPT + timedelta(seconds=1))
    assert await workplace.rows("SELECT * FROM classifier.theme_remarks") == []


async def test_what_a_person_removed_never_counts_again(workplace: Workplace) -> None:
    """What is still counted is counted as people decided, until nothing of it is left."""
    spam = received(1, "Cheap parking!!! Click http://win.example and earn £5000 a week now")
    plain = received(2, "The dinner was cold.")
    await workplace.judge(spam, plain)
    await workplace.decide(spam, Action.LEAVE)
    await workplace.decide(plain, Action.HIDE)
    store = ClassifierStore(workplace.database, workplace.vault)
    counted = []
    for now in (MONDAY + JUDGEMENTS_KEPT, NOW + JUDGEMENTS_KEPT + timedelta(seconds=1)):
        await store.forget(now=now)
        tallies = await ThemeStore(workplace.database).tallies(
            BODY, Period(MONDAY, NOW), by_week=False, platform=Platform.FACEBOOK
        )
        counted.append({one.topic: one.comments for one in tallies if one.platform and one.topic})
    assert counted == [{"parking": 1}, {}]


@pytest.mark.parametrize("path", ["", "/report"])
@pytest.mark.parametrize(
    "first, last",
    [("0001-01-01", "0001-01-07"), ("2024-11-04", "2024-11-10"), ("2024-11-10", "2024-12-01")],
)
async def test_weeks_that_are_forgotten_are_refused(
    workplace: Workplace, path: str, first: str, last: str
) -> None:
    """They would read as if nobody had written; from the first that is kept on they are not."""
    forgotten = await workplace.ask(path, role=Role.MODERATOR, **{"from": first, "to": last})
    assert forgotten.status_code == 422
    monday = "0001-01-01" if first.startswith("0001") else "2024-11-04"
    assert forgotten.json()["detail"] == (
        f"The week of {monday} is no longer kept; give a first day of 2024-11-11 or after."
    )
    days = {"from": "2024-11-11", "to": "2024-12-01"}
    kept = await workplace.ask(path, role=Role.MODERATOR, **days)
    assert kept.status_code == 200


async def test_a_week_that_is_forgotten_in_part_is_held_against_nothing(
    workplace: Workplace,
) -> None:
    """Only the whole ones of the weeks before are, and the answer and the report say which."""
    days = {"from": "2024-11-25", "to": "2024-12-01"}
    words = "The car park is far too dear."
    partly, wholly = (datetime(2024, 11, day, 13, tzinfo=UTC) for day in (10, 12))
    await workplace.judge(
        received(1, words, at=partly),
        received(2, words, at=wholly),
        *(received(number, words, at=wholly + timedelta(weeks=2)) for number in range(3, 9)),
    )
    await workplace.rows(
        "UPDATE classifier.theme_remarks SET version = 'of a forgotten week'"
        " WHERE ref LIKE '%9_1' RETURNING ref"
    )
    answer = (await workplace.ask(role=Role.MODERATOR, **days)).json()
    assert answer["weeks_before"] == ["2024-W46", "2024-W47"]
    assert "of a forgotten week" not in answer["topic_list_versions"]
    assert len(answer["topic_list_versions"]) == 1
    report = await workplace.ask("/report", role=Role.MODERATOR, **days)
    assert "Of the 8 weeks before only the last 2 are still kept." in report.text
    assert len((await workplace.ask()).json()["weeks_before"]) == 8


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-11-02"},
        {"from": "2026-11-02", "to": "2026-10-01"},
        {"from": "2020-01-01", "to": "2026-10-01"},
        {"from": "2026-11-02", "to": "2026-11-02", "weeks": "2"},
        {"weeks": "0"},
        {"platform": "pigeon"},
    ],
)
async def test_a_wrong_question_is_refused(workplace: Workplace, query: dict[str, str]) -> None:
    """Half a period, days in the wrong order, too long, two ways at once, and no such channel."""
    assert (await workplace.ask(role=Role.MODERATOR, **query)).status_code == 422


async def test_a_body_without_a_pack_has_no_report(workplace: Workplace) -> None:
    """It would read as if nobody had written."""
    for path in ("", "/report"):
        refused = await workplace.ask(path, body="nowhere")
        assert refused.status_code == 404
        assert refused.json()["detail"] == "Your organisation has no policy pack in force."


async def test_what_is_new_is_shown_where_nothing_is_in_doubt(workplace: Workplace) -> None:
    """One of the copies is shown, but only once a person has decided about their campaign."""
    usual = [
        received(number, "The blue folder arrived safely.", at=MONDAY - timedelta(weeks=1))
        for number in range(60)
    ]
    new = [received(1000 + number, ROOF) for number in range(14)]
    await workplace.judge(*usual, *new)
    for comment in new[:12]:
        await workplace.decide(comment, Action.LEAVE)
    (found,) = (await workplace.ask(weeks="1")).json()["new"]
    assert len(found["examples"]) == 1
    assert found["examples"][0]["permalink"].startswith("https://example.org/10")


async def test_team_members_may_not_read_themes(workplace: Workplace) -> None:
    """Examples point at people's comments, which are for those who moderate."""
    assert (await workplace.ask(role=Role.TEAM_MEMBER)).status_code == 403
    assert (await workplace.ask(role=Role.AUDITOR)).status_code == 200


async def test_the_tables_are_as_queries_see_them(workplace: Workplace) -> None:
    """The migration made the columns that the code names."""
    columns = await workplace.rows(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'classifier'"
    )
    for table in (theme_remarks, theme_phrases):
        made = {row.column_name for row in columns if row.table_name == table.name}
        assert made == set(table.columns.keys())

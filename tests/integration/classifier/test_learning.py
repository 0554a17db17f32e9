"""Learning from people on a real PostgreSQL: judged, asked, decided, measured, erased."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx
import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.adapters.example_store import ExampleStore
from moderation_classifier.adapters.store import ClassifierStore
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.api.quality import build_quality_router
from moderation_classifier.consumers import CommentsConsumer, VerdictsConsumer
from moderation_classifier.domain.outcome import decision_id_of
from moderation_classifier.domain.quality.sampling import SAMPLED_DOUBT, Sampling, Stratum
from moderation_classifier.domain.trials.redeciding import with_thresholds
from moderation_classifier.ports import Period
from moderation_classifier.usecases import JudgeComments
from moderation_classifier.usecases.deciding import Engine
from moderation_classifier.usecases.exporting_examples import ExportExamples
from moderation_classifier.usecases.keeping_examples import KeepExamples
from moderation_classifier.usecases.measuring import MeasureQuality
from moderation_classifier.usecases.proposing import ProposeThresholds
from moderation_classifier.usecases.showing_quality import ShowQuality
from moderation_classifier.usecases.watching_visibility import WatchVisibility
from moderation_common.events import (
    Actor,
    ActorKind,
    Author,
    Comment,
    CommentEdited,
    CommentReceived,
    DecisionMade,
    Event,
    RecordRead,
    ReviewDecided,
)
from moderation_common.identity import CommentRef, ReviewId, derive_id
from moderation_common.lifecycle import Lifecycle
from moderation_common.policy import PolicyPacks
from moderation_common.policy.house_rules import Threshold
from moderation_common.policy.loader import load_packs
from moderation_common.postgres import Database, OutboxRelay, SubjectVault, migrate
from moderation_common.testing import MemoryEventLog
from moderation_common.vault import Vault
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform, Role
from moderation_common.web import Principal, TokenSigner, create_application
from tests.support.infrastructure import REPOSITORY
from tests.support.learning import judgement

T0: Final = datetime(2026, 11, 2, 12, tzinfo=UTC)
BODY: Final = "mid-and-south-essex"
RUMOUR: Final = "MMR causes autism, fact."
THANKS: Final = "The queue was long but the nurse was kind."
REQUEST: Final = "Under the FOI Act, please send me the minutes of the board meeting of 3 May."
EVERYTHING: Final = Sampling(left=1, removed=1)
SIGNER: Final = TokenSigner("s" * 40)


@dataclass
class Workplace:
    """A classifier on a schema of its own, with people who answer it."""

    database: Database
    vault: Vault
    log: MemoryEventLog
    engine: Engine
    packs: PolicyPacks
    now: datetime = T0
    sampling: Sampling = EVERYTHING
    kept: int = 0

    def __post_init__(self) -> None:
        """Set up the job once, because it remembers what it has shown."""
        self.job = ShowQuality(
            measure=self.measure,
            examples=self.examples,
            packs=lambda: self.packs,
            clock=self.clock,
        )

    @property
    def units(self) -> ClassifierStore:
        """Its transactions."""
        return ClassifierStore(self.database, self.vault)

    @property
    def examples(self) -> ExampleStore:
        """What it has learnt."""
        return ExampleStore(self.database, self.vault)

    @property
    def measure(self) -> MeasureQuality:
        """How it does."""
        return MeasureQuality(examples=self.examples, model=self.engine.model_id, clock=self.clock)

    def clock(self) -> datetime:
        """Return the time of day in the test."""
        return self.now

    async def judge(self, *events: Event) -> list[DecisionMade]:
        """Judge comments; return what was published about them."""
        consumer = CommentsConsumer(
            JudgeComments(
                units=self.units,
                judge=self.engine,
                packs=lambda: self.packs,
                clock=self.clock,
                sampling=self.sampling,
            ),
            WatchVisibility(units=self.units, packs=lambda: self.packs, clock=self.clock),
        )
        for event in events:
            await consumer.handle(event)
        return [one.data for one in await self.publish() if isinstance(one.data, DecisionMade)]

    async def publish(self) -> list[Event]:
        """Publish what waits in the outbox and return it."""
        await OutboxRelay(self.database, self.log).move_batch()
        topics = ["moderation.decisions.v1", "moderation.actions.v1", "moderation.reads.v1"]
        subscription = await self.log.subscribe("test", topics)
        batches = await subscription.fetch(max_records=1000, timeout_s=0.01)
        for partition, records in batches.items():
            await subscription.commit(partition, records[-1].offset + 1)
        await subscription.close()
        return [
            Event.read(record.message.headers, record.message.body)
            for records in batches.values()
            for record in records
        ]

    async def decide(self, *events: Event) -> None:
        """Hear people's decisions."""
        consumer = VerdictsConsumer(KeepExamples(units=self.units))
        for event in events:
            await consumer.handle(event)

    async def show(self) -> None:
        """Bring the gauges up to date; one job throughout, as in the service."""
        await self.job()

    async def keep(
        self,
        number: int,
        judged_at: datetime,
        scores: dict[Label, float],
        *,
        model: str | None = None,
    ) -> None:
        """Keep so many judgements alike, as if they had been made then, by the running model.

        A `model` of no letters means that which one it was is not recorded.
        """
        async with self.units() as unit:
            for _ in range(number):
                self.kept += 1
                about = judgement(
                    self.kept,
                    stratum=Stratum.LEFT,
                    asked=False,
                    scores=scores,
                    organisation=BODY,
                    model=(self.engine.model_id if model is None else model) or None,
                )
                event = received(10_000 + self.kept, THANKS)
                assert isinstance(event.data, CommentReceived)
                await unit.keep_judgement(replace(about, judged_at=judged_at), event.data.comment)

    async def rows(self, query: str) -> Sequence[Any]:
        """Return what a query finds."""
        async with self.database.unit_of_work() as unit:
            return (await unit.connection.execute(text(query))).all()


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Give the packaged rules and model."""
    return open_engine()


@pytest.fixture(scope="module")
def packs() -> PolicyPacks:
    """Give the five packs."""
    return load_packs(REPOSITORY / "policies")


@pytest.fixture
async def workplace(
    fresh_database: str, engine: Engine, packs: PolicyPacks
) -> AsyncIterator[Workplace]:
    """Give a classifier on an empty, migrated schema."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    yield Workplace(
        database=database,
        vault=Vault.from_text(Vault.generate_key()),
        log=MemoryEventLog(),
        engine=engine,
        packs=packs,
    )
    await database.close()


def ref(number: int) -> CommentRef:
    """Return a comment's reference."""
    return CommentRef(
        platform=Platform.FACEBOOK, account_id="100000000000301", comment_id=f"9_{number}"
    )


def received(
    number: int, words: str, *, author: str = "77", edited_at: datetime | None = None
) -> Event:
    """Return the arrival of a comment, or of a later version of it."""
    comment = Comment(
        ref=ref(number),
        kind=Kind.COMMENT,
        text=words,
        author=Author(author_id=author),
        created_at=T0,
        edited_at=edited_at,
    )
    return Event.build(
        CommentEdited(comment=comment) if edited_at else CommentReceived(comment=comment),
        cause=f"comment {number} {edited_at}",
        source="/ingest",
        subject=str(comment.ref),
        organisation=BODY,
        correlation_id=comment.ref.correlation_id,
        time=T0,
    )


def decided(
    about: Event,
    *,
    category: Category = Category.ANYTHING_ELSE,
    labels: tuple[Label, ...] = (),
    actions: tuple[Action, ...] = (Action.LEAVE,),
    minutes: int = 5,
    kind: ActorKind = ActorKind.PERSON,
    named: bool = True,
) -> Event:
    """Return a moderator's decision about the version that an event carried."""
    place = CommentRef.parse(about.subject)
    review_id = ReviewId(derive_id(f"{about.id} {minutes}", "review"))
    return Event.build(
        ReviewDecided(
            review_id=review_id,
            ref=place,
            decided_by=Actor(kind=kind, name="sam.moderator", role=Role.MODERATOR),
            category=category,
            labels=labels,
            actions=actions,
            comment_event_id=about.id if named else None,
        ),
        cause=review_id,
        source="/escalation",
        subject=about.subject,
        organisation=about.organisation,
        correlation_id=about.correlation_id,
        time=T0 + timedelta(minutes=minutes),
    )


def as_rumour(about: Event, **more: Any) -> Event:  # noqa: ANN401 - as `decided` takes them
    """Return that a moderator would have hidden it too."""
    return decided(
        about,
        category=Category.MISINFORMATION_OR_SPAM,
        labels=(Label.MISINFORMATION,),
        actions=(Action.HIDE,),
        **more,
    )


def gauge(name: str, **labels: str) -> float | None:
    """Return what Prometheus would be told."""
    return REGISTRY.get_sample_value(
        f"moderation_classifier_{name}", {"organisation": BODY, **labels}
    )


async def test_figures_follow_from_what_people_decide(workplace: Workplace) -> None:
    """Six hidden and one of them wrongly, ten left: the figures and gauges say so."""
    rumours = [received(n, RUMOUR) for n in range(6)]
    thanks = [received(100 + n, THANKS) for n in range(10)]
    made = await workplace.judge(*rumours, *thanks)
    assert all(decision.review for decision in made)
    assert {decision.doubts for decision in made} == {(SAMPLED_DOUBT,)}
    wrong = decided(rumours[0], actions=(Action.UNHIDE,))
    await workplace.decide(wrong, *map(as_rumour, rumours[1:]), *(decided(one) for one in thanks))

    workplace.now = T0 + timedelta(hours=1)
    quality = await workplace.measure.measure(BODY)
    figures = quality.figures
    assert (figures.comments, figures.examples, figures.weighed) == (16, 16, 16)
    assert figures.unanswered == ()
    assert figures.safety.overturned is not None
    assert figures.safety.overturned.value == pytest.approx(1 / 6)
    assert figures.safety.must_leave_removed is not None
    assert figures.safety.must_leave_removed.value == pytest.approx(1 / 11)
    (rumour,) = [one for one in figures.labels if one.label is Label.MISINFORMATION]
    assert rumour.precision is not None
    assert rumour.precision.value == pytest.approx(5 / 6)
    assert rumour.recall is not None
    assert rumour.recall.value == 1

    await workplace.show()
    assert gauge("removals_overturned_share") == pytest.approx(1 / 6)
    assert gauge("must_leave_removed_share") == pytest.approx(1 / 11)
    assert gauge("label_examples", label="misinformation") == 16
    # Six answers are too few for a share by label.
    assert gauge("label_precision", label="misinformation") is None

    # Half a year later nothing of it is known any more, and nothing is shown.
    workplace.now = T0 + timedelta(days=200)
    await workplace.show()
    assert gauge("removals_overturned_share") is None
    assert gauge("label_examples", label="misinformation") is None


async def test_enough_answers_show_a_labels_shares(workplace: Workplace) -> None:
    """From twenty answers on, precision, recall and agreement of a label are gauges."""
    rumours = [received(n, RUMOUR) for n in range(20)]
    thanks = [received(100 + n, THANKS) for n in range(5)]
    await workplace.judge(*rumours, *thanks)
    await workplace.decide(
        decided(rumours[0]), *map(as_rumour, rumours[1:]), *(decided(one) for one in thanks)
    )
    workplace.now = T0 + timedelta(hours=1)
    await workplace.show()

    assert gauge("label_precision", label="misinformation") == pytest.approx(19 / 20)
    assert gauge("label_kappa", label="misinformation") is not None
    assert gauge("label_calibration_error", label="misinformation") is not None
    # People gave the label nineteen times, which is one too few to speak of its recall.
    assert gauge("label_recall", label="misinformation") is None


async def test_a_labels_precision_is_not_shown_where_none_of_what_was_left_was_drawn(
    workplace: Workplace,
) -> None:
    """A request opens a case and no review: what was asked of others does not speak for it."""
    thanks = [received(100 + n, THANKS) for n in range(25)]
    asked = [received(n, REQUEST) for n in range(25)]
    await workplace.judge(*asked, *thanks)
    as_asked = [decided(one, labels=(Label.FOI,)) for one in asked]
    await workplace.decide(*as_asked, *(decided(one) for one in thanks))
    workplace.now = T0 + timedelta(hours=1)
    await workplace.show()
    assert gauge("label_precision", label="foi") == 1

    # As if all of these had been in doubt, and one more was not.
    await workplace.rows(
        "UPDATE classifier.judgements SET stratum = 'review' WHERE 'foi' = ANY(labels) RETURNING 1"
    )
    workplace.sampling = Sampling()
    await workplace.judge(received(50, REQUEST))
    workplace.now += timedelta(hours=1)
    await workplace.show()
    assert gauge("label_precision", label="foi") is None


async def test_drift_is_shown_when_chance_does_not_explain_it(workplace: Workplace) -> None:
    """A week in which every comment scores high for hate is another world than the weeks before."""
    await workplace.keep(250, T0 - timedelta(days=20), {})
    await workplace.keep(250, T0 - timedelta(days=2), {Label.HATE: 0.9})
    await workplace.show()
    assert (gauge("label_drift", label="hate") or 0) > 0.25

    # A month later all of it lies in the past, and what came since is too little to compare.
    workplace.now = T0 + timedelta(days=40)
    await workplace.show()
    assert gauge("label_drift", label="hate") is None


async def test_a_change_of_model_is_no_drift(workplace: Workplace) -> None:
    """Two models' scores are on two scales; nothing is said until the new one has judged enough."""
    await workplace.keep(250, T0 - timedelta(days=20), {}, model="model.before")
    await workplace.keep(250, T0 - timedelta(days=2), {Label.HATE: 0.9})
    await workplace.show()
    assert gauge("label_drift", label="hate") is None


async def test_steady_weeks_show_no_drift(workplace: Workplace) -> None:
    """What chance explains is a nought, so that nobody is alarmed by it."""
    for days in (20, 2):
        await workplace.keep(230, T0 - timedelta(days=days), {})
        await workplace.keep(20, T0 - timedelta(days=days), {Label.HATE: 0.9})
    await workplace.show()
    assert gauge("label_drift", label="hate") == 0


async def test_comments_are_drawn_by_their_share(workplace: Workplace) -> None:
    """With sampling off nobody is asked about what is in no doubt, and recall is unknown."""
    workplace.sampling = Sampling()
    rumour, thanks = received(1, RUMOUR), received(2, THANKS)
    assert not any(decision.review for decision in await workplace.judge(rumour, thanks))
    # A person looks all the same, unasked.
    await workplace.decide(decided(rumour, actions=(Action.UNHIDE,)))

    workplace.now = T0 + timedelta(hours=1)
    figures = (await workplace.measure.measure(BODY)).figures
    assert (figures.examples, figures.weighed) == (1, 0)
    assert figures.safety.overturned is None
    assert figures.safety.must_leave_removed is None


async def test_only_texts_that_people_see_or_that_were_removed_are_kept(
    workplace: Workplace,
) -> None:
    """A team that gets a case sees it too. Of the rest no text stays; what is kept is sealed."""
    workplace.sampling = Sampling()
    await workplace.judge(received(1, RUMOUR), received(2, THANKS), received(3, REQUEST))

    kept = await workplace.rows(
        "SELECT judgement.ref, sealed FROM classifier.kept_texts"
        " JOIN classifier.judgements AS judgement USING (decision_id) ORDER BY ref"
    )
    assert [row.ref for row in kept] == [str(ref(1)), str(ref(3))]
    assert RUMOUR.encode() not in bytes(kept[0].sealed)
    (row,) = await workplace.rows(
        f"SELECT to_jsonb(j) AS whole FROM classifier.judgements AS j WHERE ref = '{ref(2)}'"  # noqa: S608
    )
    assert THANKS not in str(row.whole)
    assert row.whole["scores"] is not None
    assert not {"author", "author_hash"} & set(row.whole)


async def test_erasing_an_author_makes_their_words_unreadable(workplace: Workplace) -> None:
    """The example stays, its text is gone; another author's is not."""
    first, second = received(1, RUMOUR, author="77"), received(2, RUMOUR, author="88")
    await workplace.judge(first, second)
    await workplace.decide(as_rumour(first), as_rumour(second))
    async with workplace.database.unit_of_work() as unit:
        keys = SubjectVault(workplace.vault, schema=SCHEMA)
        assert await keys.destroy(unit.connection, f"author/{BODY}/facebook/77")

    before = T0 + timedelta(days=1)
    found = {
        str(one.example.judgement.ref): one.text
        async for one in workplace.examples.readable(BODY, before=before)
    }
    assert found == {str(ref(1)): None, str(ref(2)): RUMOUR}


async def test_texts_are_let_go_when_the_packs_time_is_over(workplace: Workplace) -> None:
    """After thirteen months the words are destroyed and the example counts on."""
    first = received(1, RUMOUR)
    await workplace.judge(first)
    await workplace.decide(as_rumour(first))
    workplace.now = datetime(2027, 12, 1, tzinfo=UTC)
    await workplace.show()
    assert await workplace.rows("SELECT 1 FROM classifier.kept_texts WHERE sealed IS NOT NULL")
    workplace.now = datetime(2027, 12, 3, tzinfo=UTC)
    await workplace.show()
    (left,) = await workplace.rows("SELECT sealed FROM classifier.kept_texts")
    assert left.sealed is None
    assert await workplace.examples.count(BODY, before=workplace.now) == 1


async def test_a_later_decision_replaces_the_earlier_and_both_are_kept(
    workplace: Workplace,
) -> None:
    """Whichever arrives first, the one decided last is what people say now."""
    first = received(1, RUMOUR)
    await workplace.judge(first)
    early = as_rumour(first, minutes=5)
    late = decided(first, actions=(Action.UNHIDE,), minutes=30)
    await workplace.decide(late, early, late)

    (example,) = await workplace.examples.examples(BODY, Period(T0, T0 + timedelta(days=1)))
    assert example.actions == {Action.UNHIDE}
    assert example.must_leave
    history = await workplace.rows("SELECT current FROM classifier.verdicts ORDER BY decided_at")
    assert [row.current for row in history] == [False, True]


async def test_a_decision_is_about_the_version_that_was_read(workplace: Workplace) -> None:
    """Deciding about the amended text takes nothing back of what was said of the first."""
    first = received(1, RUMOUR)
    second = received(1, THANKS, edited_at=T0 + timedelta(minutes=10))
    await workplace.judge(first, second)
    await workplace.decide(as_rumour(first), decided(second, minutes=20))

    found = await workplace.examples.examples(BODY, Period(T0, T0 + timedelta(days=1)))
    assert {one.judgement.comment_event_id: one.must_leave for one in found} == {
        first.id: False,
        second.id: True,
    }


async def test_a_decision_that_names_only_the_machines_is_held_against_that(
    workplace: Workplace,
) -> None:
    """Where the version is not known, the decision in doubt is."""
    first = received(1, RUMOUR)
    second = received(1, THANKS, edited_at=T0 + timedelta(minutes=1))
    await workplace.judge(first, second)
    about_first = as_rumour(first, named=False)
    assert isinstance(about_first.data, ReviewDecided)
    data = about_first.data.model_copy(update={"decision_id": decision_id_of(first.id)})
    await workplace.decide(about_first.model_copy(update={"data": data}))

    found = await workplace.examples.examples(BODY, Period(T0, T0 + timedelta(days=1)))
    assert [one.judgement.comment_event_id for one in found] == [first.id]


async def test_an_older_event_is_held_against_the_newest_judgement(workplace: Workplace) -> None:
    """Events from before versions were named are used as well as they can be."""
    first = received(1, RUMOUR)
    await workplace.judge(first)
    await workplace.decide(as_rumour(first, named=False))

    found = await workplace.examples.examples(BODY, Period(T0, T0 + timedelta(days=1)))
    assert [one.judgement.comment_event_id for one in found] == [first.id]


async def test_a_decision_about_what_was_never_judged_is_kept_and_counts_nowhere(
    workplace: Workplace,
) -> None:
    """Nothing that people decide is thrown away, and nothing is made up beside it."""
    await workplace.decide(as_rumour(received(1, RUMOUR)))

    (row,) = await workplace.rows("SELECT decision_id, role FROM classifier.verdicts")
    assert (row.decision_id, row.role) == (None, "moderator")
    assert await workplace.examples.count(BODY, before=T0 + timedelta(days=1)) == 0


async def test_another_bodys_decision_is_not_taken_for_ours(workplace: Workplace) -> None:
    """An event with our comment's id under another name does not touch our examples."""
    first = received(1, RUMOUR)
    await workplace.judge(first)
    await workplace.decide(as_rumour(first).model_copy(update={"organisation": "bsw"}))

    assert await workplace.examples.count(BODY, before=T0 + timedelta(days=1)) == 0
    assert await workplace.examples.count("bsw", before=T0 + timedelta(days=1)) == 0


async def test_machines_teach_nothing_and_names_are_not_kept(workplace: Workplace) -> None:
    """A machine's decision is no example; a person is a keyed hash, the same each time."""
    first, second = received(1, RUMOUR), received(2, RUMOUR)
    await workplace.judge(first, second)
    await workplace.decide(
        as_rumour(first, kind=ActorKind.MACHINE, minutes=1), as_rumour(first), as_rumour(second)
    )

    rows = await workplace.rows(
        "SELECT to_jsonb(v) AS whole, decided_by FROM classifier.verdicts v"
    )
    assert len(rows) == 2
    assert rows[0].decided_by == rows[1].decided_by
    assert "sam" not in str([row.whole for row in rows])


@pytest.fixture
async def client(workplace: Workplace) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of the routes about quality."""
    app = create_application(
        title="classifier",
        version="1",
        lifecycle=Lifecycle(),
        tokens=SIGNER,
        clock=workplace.clock,
    )
    app.include_router(
        build_quality_router(
            packs=lambda: workplace.packs,
            measure=workplace.measure,
            propose=ProposeThresholds(
                examples=workplace.examples,
                model=workplace.engine.model_id,
                clock=workplace.clock,
            ),
            export=ExportExamples(
                units=workplace.units, examples=workplace.examples, clock=workplace.clock
            ),
        )
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        yield client


def bearer(workplace: Workplace, role: Role, organisation: str = BODY) -> dict[str, str]:
    """Return headers with a fresh token."""
    principal = Principal(subject="sam", role=role, organisation=organisation)
    token = SIGNER.issue(principal, now=workplace.now, lifetime=timedelta(hours=1))
    return {"Authorization": f"Bearer {token}"}


async def test_moderators_and_auditors_see_the_quality_of_their_own_body(
    workplace: Workplace, client: httpx.AsyncClient
) -> None:
    """Figures are given within one organisation, and not to every role."""
    first = received(1, RUMOUR)
    await workplace.judge(first)
    await workplace.decide(decided(first, actions=(Action.UNHIDE,)))
    workplace.now = T0 + timedelta(hours=1)

    for role in (Role.MODERATOR, Role.AUDITOR):
        said = (await client.get("/v1/quality", headers=bearer(workplace, role))).json()
        assert said["removals_overturned"]["value"] == 1
        assert said["removals_checked"] == 1
        (drift,) = [one for one in said["drift"] if one["label"] == "misinformation"]
        assert drift["movement"] == "unknown"
    other = await client.get("/v1/quality", headers=bearer(workplace, Role.MODERATOR, "bsw"))
    assert other.json()["comments"] == 0
    refused = await client.get("/v1/quality", headers=bearer(workplace, Role.TEAM_MEMBER))
    assert refused.status_code == 403


async def test_too_few_examples_are_said_and_nothing_is_proposed(
    workplace: Workplace, client: httpx.AsyncClient
) -> None:
    """The answer says for each label how many are missing."""
    first = received(1, RUMOUR)
    await workplace.judge(first)
    await workplace.decide(as_rumour(first))
    workplace.now = T0 + timedelta(hours=1)

    answer = await client.get(
        "/v1/thresholds/proposal", headers=bearer(workplace, Role.ADMINISTRATOR)
    )
    labels = {one["label"]: one for one in answer.json()["labels"]}
    assert labels["misinformation"]["positives"] == 1
    assert "19 more are needed" in " ".join(labels["misinformation"]["refusals"])
    assert answer.json()["yaml"] == ""
    wrong = await client.get(
        "/v1/thresholds/proposal?min_recall=2", headers=bearer(workplace, Role.ADMINISTRATOR)
    )
    assert wrong.status_code == 422


async def test_enough_examples_propose_thresholds_and_say_what_would_change(
    workplace: Workplace, client: httpx.AsyncClient
) -> None:
    """What meets its demands stays; rumours that a stricter pack passes over lower its `review`."""
    rumours = [received(n, RUMOUR) for n in range(30)]
    thanks = [received(100 + n, THANKS) for n in range(30)]
    await workplace.judge(*rumours, *thanks)
    await workplace.decide(*map(as_rumour, rumours), *(decided(one) for one in thanks))
    workplace.now = T0 + timedelta(hours=1)

    async def proposed() -> tuple[dict[str, Any], dict[str, Any]]:
        answer = await client.get(
            "/v1/thresholds/proposal?max_removal_error=0.2",
            headers=bearer(workplace, Role.MODERATOR),
        )
        said = answer.json()
        (rumour,) = [one for one in said["labels"] if one["label"] == "misinformation"]
        return said, rumour

    said, rumour = await proposed()
    assert rumour["proposed"] == rumour["now"]
    assert not rumour["changes"]
    assert said["yaml"] == ""

    strict = with_thresholds(
        workplace.packs[BODY], {Label.MISINFORMATION: Threshold(act=1.0, review=1.0)}
    )
    workplace.packs = PolicyPacks({BODY: strict})
    said, rumour = await proposed()
    assert rumour["proposed"]["review"] < rumour["now"]["review"]
    assert rumour["now_does"]["recall"]["value"] == 0
    assert rumour["proposed_does"]["recall"]["value"] == 1
    assert rumour["effect"]["judged"] == 60
    assert sum(change["judgements"] for change in rumour["effect"]["changes"]) == 30
    assert "misinformation: {act: " in said["yaml"]
    assert (said["judgements"], said["other_models"], said["warnings"]) == (60, 0, [])
    assert datetime.fromisoformat(said["since"]) == workplace.now - timedelta(days=180)


async def test_a_judgement_keeps_which_model_it_allows_for(workplace: Workplace) -> None:
    """Also of a text so harmless that no model reads it; what is not recorded stays unknown."""
    await workplace.judge(received(1, RUMOUR), received(2, "Thank you!"))
    rows = await workplace.rows("SELECT DISTINCT model FROM classifier.judgements")
    assert [row.model for row in rows] == [workplace.engine.model_id]
    await workplace.keep(1, T0, {}, model="")
    everything = Period(T0, T0 + timedelta(days=1))
    counted = {
        model: len(await workplace.examples.judgements(BODY, everything, model=model, limit=9))
        for model in (workplace.engine.model_id, "", "linear.2025")
    }
    assert counted == {workplace.engine.model_id: 2, "": 0, "linear.2025": 0}


@pytest.mark.parametrize("model", [None, "", "linear.2025"])
async def test_another_models_scores_fit_no_threshold(
    workplace: Workplace, client: httpx.AsyncClient, model: str | None
) -> None:
    """They and what people said of them are left out, and how many is said."""
    old = [received(n, RUMOUR) for n in range(30)]
    await workplace.judge(*old)
    await workplace.decide(*map(as_rumour, old))
    async with workplace.database.unit_of_work() as unit:
        await unit.connection.execute(
            text("UPDATE classifier.judgements SET model = :model"), {"model": model}
        )
    new = [received(100 + n, THANKS) for n in range(5)]
    await workplace.judge(*new)
    await workplace.decide(*(decided(one) for one in new))
    workplace.now = T0 + timedelta(hours=1)

    examples = workplace.examples
    everything = Period(T0, workplace.now)
    mine = workplace.engine.model_id
    assert await examples.population(BODY, everything, model=mine) == {Stratum.LEFT: 5}
    assert sum((await examples.population(BODY, everything)).values()) == 35
    assert await examples.count_of_other_models(BODY, everything, model=mine) == 30
    assert await examples.count_of_other_models("bsw", everything, model=mine) == 0

    answer = await client.get(
        "/v1/thresholds/proposal", headers=bearer(workplace, Role.ADMINISTRATOR)
    )
    said = answer.json()
    assert (said["examples"], said["judgements"], said["other_models"]) == (5, 5, 30)
    assert any(one.startswith("30 judgements were left out") for one in said["warnings"])
    (rumour,) = [one for one in said["labels"] if one["label"] == "misinformation"]
    assert rumour["positives"] == 0


async def test_only_an_administrator_takes_examples_and_the_record_says_so(
    workplace: Workplace, client: httpx.AsyncClient
) -> None:
    """Each line has the text and what people said; who took them is published for the record."""
    events = [received(n, RUMOUR) for n in range(3)]
    await workplace.judge(*events)
    await workplace.decide(*map(as_rumour, events))
    workplace.now = T0 + timedelta(hours=1)

    refused = await client.get("/v1/examples/export", headers=bearer(workplace, Role.MODERATOR))
    assert refused.status_code == 403
    assert await workplace.publish() == []
    answer = await client.get("/v1/examples/export", headers=bearer(workplace, Role.ADMINISTRATOR))
    lines = [httpx.Response(200, text=line).json() for line in answer.text.splitlines()]
    assert [line["text"] for line in lines] == [RUMOUR] * 3
    assert {tuple(line["labels"]) for line in lines} == {("misinformation",)}
    assert all(line["scores"]["misinformation"] > 0 for line in lines)
    (note,) = await workplace.publish()
    assert isinstance(note.data, RecordRead)
    assert (note.data.read_by.name, note.data.entries) == ("sam", 3)
    assert note.organisation == BODY


async def test_an_export_is_complete_beyond_what_is_held_in_memory(
    workplace: Workplace, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chunks follow each other without a gap or a repeat, also at equal times."""
    monkeypatch.setattr("moderation_classifier.adapters.example_store._CHUNK", 2)
    events = [received(n, RUMOUR) for n in range(7)]
    await workplace.judge(*events)
    await workplace.decide(*map(as_rumour, events))
    workplace.now = T0 + timedelta(hours=1)

    answer = await client.get("/v1/examples/export", headers=bearer(workplace, Role.ADMINISTRATOR))
    found = [httpx.Response(200, text=line).json() for line in answer.text.splitlines()]
    assert len({line["decision_id"] for line in found}) == len(found) == 7


async def test_scores_are_counted_by_week(workplace: Workplace) -> None:
    """What the drift is computed from is what was judged, in its bins."""
    await workplace.judge(received(1, RUMOUR), received(2, THANKS))
    count, mine = workplace.examples.score_counts, workplace.engine.model_id
    day = Period(T0, T0 + timedelta(days=1))
    counts = await count(BODY, day, model=mine)

    assert counts.comments == 2
    assert counts.labelled[Label.MISINFORMATION] == 1
    assert counts.bins(Label.MISINFORMATION)[0] == 1
    assert counts.bins(Label.MISINFORMATION)[-1] == 1
    for nothing in (
        await count(BODY, Period(T0 - timedelta(days=1), T0), model=mine),
        await count(BODY, day, model="another"),
    ):
        assert (nothing.comments, nothing.scores, nothing.labelled) == (0, {}, {})

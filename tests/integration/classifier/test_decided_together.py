"""One decision of a person about a whole group, in what is learnt and in themes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from sqlalchemy import func, select

from moderation_classifier.adapters.example_store import ExampleStore
from moderation_classifier.adapters.learning_tables import verdicts
from moderation_classifier.adapters.store import ClassifierStore
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.adapters.theme_files import load_packaged_topics, load_vocabulary
from moderation_classifier.adapters.theme_store import ThemeStore
from moderation_classifier.consumers import CommentsConsumer, VerdictsConsumer
from moderation_classifier.domain.behaviour.author import AUTHOR_KEY_PURPOSE, AuthorHasher
from moderation_classifier.domain.behaviour.similarity import FINGERPRINT_KEY_PURPOSE, Fingerprinter
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.quality.weighing import Evidence, weigh
from moderation_classifier.domain.retention import JUDGEMENTS_KEPT
from moderation_classifier.domain.themes.wording import PHRASE_KEY_PURPOSE, PhraseHasher
from moderation_classifier.ports import Period
from moderation_classifier.usecases import JudgeComments
from moderation_classifier.usecases.deciding import Engine
from moderation_classifier.usecases.keeping_examples import KeepExamples
from moderation_classifier.usecases.noting_themes import NoteThemes
from moderation_classifier.usecases.watching_behaviour import WatchBehaviour
from moderation_classifier.usecases.watching_visibility import WatchVisibility
from moderation_common.events import (
    Actor,
    ActorKind,
    Author,
    Comment,
    CommentReceived,
    DecisionMade,
    Event,
    ReviewDecided,
)
from moderation_common.identity import GroupId, ReviewId
from moderation_common.policy import PolicyPacks
from moderation_common.policy.loader import load_packs
from moderation_common.policy.strikes import GROUP_WINDOW
from moderation_common.postgres import Database, OutboxRelay, migrate
from moderation_common.testing import MemoryEventLog
from moderation_common.vault import Vault
from moderation_common.vocabulary import Action, Category, Kind, Label, Role
from tests.support.behaviour import ref_of
from tests.support.echo import echoing_labeller
from tests.support.infrastructure import REPOSITORY

BODY: Final = "mid-and-south-essex"
MONDAY: Final = datetime(2026, 11, 2, 12, tzinfo=UTC)
ALWAYS: Final = Period(MONDAY - timedelta(days=1), MONDAY + timedelta(days=30))
WAVE: Final = (
    "I work here and the parking for staff is a scandal, we have raised it with managers for years"
)
"""It may be bad for the body's name: the machine removes nothing, and asks a person."""
OTHERS: Final = (
    "Czekałam pięć godzin na lekarza i nikt mi nic nie powiedział",
    "Dziękuję pielęgniarkom za opiekę nad moją mamą w zeszłym tygodniu",
    "Kiedy zostanie otwarta nowa przychodnia przy dworcu kolejowym",
)
"""In a language that the machine does not read: a person is asked about each."""


@dataclass
class Workplace:
    """A classifier that watches groups and notes themes, on a schema of its own."""

    database: Database
    vault: Vault
    packs: PolicyPacks
    now: datetime = MONDAY

    def __post_init__(self) -> None:
        """Set up what hears comments, and what hears people."""
        self.log = MemoryEventLog()
        units = ClassifierStore(self.database, self.vault)
        topics = load_packaged_topics()
        authors = AuthorHasher(self.vault.derive_key(AUTHOR_KEY_PURPOSE))
        judge = JudgeComments(
            units=units,
            judge=Engine(echoing_labeller()),
            packs=lambda: self.packs,
            clock=lambda: self.now,
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
        )
        visibility = WatchVisibility(units=units, packs=lambda: self.packs, clock=lambda: self.now)
        self.comments = CommentsConsumer(judge, visibility)
        self.verdicts = VerdictsConsumer(KeepExamples(units=units))

    async def hear(self, number: int, words: str = WAVE) -> DecisionMade:
        """Judge a comment that a person has to decide about; return the decision."""
        comment = Comment(
            ref=ref_of(number),
            kind=Kind.COMMENT,
            text=words,
            author=Author(author_id=f"author {number}"),
            created_at=self.now,
            post_id="9",
        )
        await self.comments.handle(self._event(CommentReceived(comment=comment), f"heard {number}"))
        await OutboxRelay(self.database, self.log).move_batch()
        subscription = await self.log.subscribe("test", ["moderation.decisions.v1"])
        batches = await subscription.fetch(max_records=1000, timeout_s=0.01)
        for partition, records in batches.items():
            await subscription.commit(partition, records[-1].offset + 1)
        await subscription.close()
        (made,) = [
            event.data
            for records in batches.values()
            for event in (Event.read(one.message.headers, one.message.body) for one in records)
            if isinstance(event.data, DecisionMade)
        ]
        assert made.review
        return made

    async def decide(
        self,
        made: DecisionMade,
        *actions: Action,
        others: Sequence[DecisionMade] = (),
        group: GroupId | None = None,
        part: int = 0,
    ) -> None:
        """Have a person decide about a comment, or about it and others."""
        hidden = Action.HIDE in actions
        decided = ReviewDecided(
            review_id=ReviewId(f"review of {made.ref} at {self.now}"),
            ref=made.ref,
            decided_by=Actor(kind=ActorKind.PERSON, name="sam", role=Role.MODERATOR),
            category=Category.MISINFORMATION_OR_SPAM if hidden else Category.ANYTHING_ELSE,
            labels=(Label.SPAM,) if hidden else (),
            actions=actions,
            decision_id=made.decision_id,
            comment_event_id=made.comment_event_id,
            group_id=group,
            wording_id=made.wording_id if group else None,
            group_refs=tuple(one.ref for one in others),
            part=part,
        )
        await self.verdicts.handle(self._event(decided, f"{decided.review_id}/{part}"))

    async def examples(self) -> dict[str, Example]:
        """Return what was learnt, by the comment's id."""
        store = ExampleStore(self.database, self.vault)
        found = await store.examples(BODY, ALWAYS)
        assert await store.count(BODY, before=ALWAYS.until) == len(found)
        readable = [one async for one in store.readable(BODY, before=ALWAYS.until)]
        assert len(readable) == len(found)
        return {one.judgement.ref.comment_id: one for one in found}

    async def evidence(self) -> Evidence:
        """Return what people have said, weighed."""
        store = ExampleStore(self.database, self.vault)
        return weigh(await store.examples(BODY, ALWAYS), await store.population(BODY, ALWAYS))

    async def parking(self) -> int:
        """Return how many comments about parking count in themes."""
        tallies = await ThemeStore(self.database).tallies(
            BODY, ALWAYS, by_week=False, platform=None
        )
        return sum(
            one.comments for one in tallies if one.topic == "parking" and one.platform is None
        )

    async def verdicts_kept(self) -> int:
        """Return how many decisions of people are kept."""
        async with self.database.unit_of_work() as unit:
            count = await unit.connection.scalar(select(func.count()).select_from(verdicts))
        return count or 0

    def _event(self, data: CommentReceived | ReviewDecided, cause: str) -> Event:
        ref = data.ref if isinstance(data, ReviewDecided) else data.comment.ref
        return Event.build(
            data,
            cause=cause,
            source="/test",
            subject=str(ref),
            organisation=BODY,
            correlation_id=ref.correlation_id,
            time=self.now,
        )


@pytest.fixture(scope="module")
def packs() -> PolicyPacks:
    """Give the five packs."""
    return load_packs(REPOSITORY / "policies")


@pytest.fixture
async def workplace(fresh_database: str, packs: PolicyPacks) -> AsyncIterator[Workplace]:
    """Give a classifier on an empty, migrated schema."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    yield Workplace(database=database, vault=Vault.from_text(Vault.generate_key()), packs=packs)
    await database.close()


async def wave(workplace: Workplace, size: int = 5) -> list[DecisionMade]:
    """Hear so many copies, and return their decisions, which are one group."""
    made = [await workplace.hear(number) for number in range(size)]
    assert len({one.group_id for one in made}) == 1
    assert made[0].group_id is not None
    return made


async def test_a_wave_hidden_by_one_verdict_is_an_example_of_each_copy(
    workplace: Workplace,
) -> None:
    """Three single reviews, two left, and a hidden wave of five: two must be left, not more."""
    single = [await workplace.hear(100 + n, words) for n, words in enumerate(OTHERS)]
    made = await wave(workplace)
    workplace.now += timedelta(minutes=5)
    await workplace.decide(single[0], Action.LEAVE)
    await workplace.decide(single[1], Action.LEAVE)
    await workplace.decide(single[2], Action.HIDE)
    await workplace.decide(made[0], Action.HIDE, others=made[1:], group=made[0].group_id)

    evidence = await workplace.evidence()
    assert evidence.examples == evidence.comments == 8
    left = sum(one.weight for one in evidence.weighed if one.example.must_leave)
    assert left == pytest.approx(2)
    examples = await workplace.examples()
    assert len({examples[one.ref.comment_id].decided_in for one in made}) == 1
    assert len({one.decided_in for one in examples.values()}) == 4


async def test_a_removal_teaches_nothing_of_what_somebody_added(workplace: Workplace) -> None:
    """Nobody read the sentence of their own; to leave the group is to leave theirs, too."""
    made = await wave(workplace)
    own = f"{WAVE}, and I am nearly blind"
    added = await workplace.hear(60, own)
    assert added.group_id == made[0].group_id
    assert added.wording_id != made[0].wording_id
    workplace.now += timedelta(minutes=5)
    await workplace.decide(made[0], Action.HIDE, others=made[1:], group=made[0].group_id)
    examples = await workplace.examples()
    assert examples.keys() == {one.ref.comment_id for one in made}

    workplace.now += timedelta(minutes=5)
    await workplace.decide(made[0], Action.LEAVE, others=made[1:], group=made[0].group_id)
    assert added.ref.comment_id in await workplace.examples()


async def test_a_removal_in_no_known_wording_teaches_of_one_comment(workplace: Workplace) -> None:
    """Of what the others say nobody knows whether it was read."""
    made = await wave(workplace)
    workplace.now += timedelta(minutes=5)
    unknown = made[0].model_copy(update={"wording_id": None})
    await workplace.decide(unknown, Action.HIDE, others=made[1:], group=made[0].group_id)
    assert (await workplace.examples()).keys() == {made[0].ref.comment_id}


async def test_a_decision_in_several_events_is_learnt_from_once(workplace: Workplace) -> None:
    """A further event names more of the group's comments; the person has decided once."""
    made = await wave(workplace)
    workplace.now += timedelta(minutes=5)
    group = made[0].group_id
    await workplace.decide(made[0], Action.HIDE, others=made[1:3], group=group)
    await workplace.decide(made[0], Action.HIDE, others=made[3:], group=group, part=1)
    assert await workplace.verdicts_kept() == 1
    assert len(await workplace.examples()) == 5


async def test_themes_drop_all_of_a_group_that_a_person_hid(workplace: Workplace) -> None:
    """Five copies count until they are hidden; one that a person shows again counts again."""
    made = await wave(workplace)
    assert await workplace.parking() == 5
    workplace.now += timedelta(minutes=5)
    await workplace.decide(made[0], Action.HIDE, others=made[1:], group=made[0].group_id)
    assert await workplace.parking() == 0

    late = await workplace.hear(50)
    assert late.group_id == made[0].group_id
    assert await workplace.parking() == 0
    workplace.now += timedelta(minutes=5)
    await workplace.decide(made[3], Action.UNHIDE)
    assert await workplace.parking() == 1


async def test_a_group_stays_hidden_until_the_last_copy_is_forgotten(
    workplace: Workplace,
) -> None:
    """What was decided about it outlives the comment that was decided, not what it can settle."""
    made = await wave(workplace, 2)
    await workplace.decide(made[0], Action.HIDE, others=made[1:], group=made[0].group_id)
    workplace.now += timedelta(days=2)
    late = await workplace.hear(50)
    store = ClassifierStore(workplace.database, workplace.vault)
    await store.forget(now=MONDAY + JUDGEMENTS_KEPT + timedelta(days=1))
    assert set(await workplace.examples()) == {late.ref.comment_id}
    assert await workplace.parking() == 0
    await store.forget(now=MONDAY + JUDGEMENTS_KEPT + GROUP_WINDOW)
    assert await workplace.verdicts_kept() == 1
    await store.forget(now=MONDAY + JUDGEMENTS_KEPT + GROUP_WINDOW + timedelta(seconds=1))
    assert await workplace.verdicts_kept() == 0


async def test_a_later_copy_is_an_example_as_long_as_the_verdict_settles_it(
    workplace: Workplace,
) -> None:
    """Within 72 hours it shares the verdict; after that it waits for the next, and keeps that."""
    made = await wave(workplace, 2)
    group = made[0].group_id
    await workplace.decide(made[0], Action.HIDE, others=made[1:], group=group)
    workplace.now = MONDAY + GROUP_WINDOW - timedelta(hours=1)
    within = await workplace.hear(10)
    workplace.now = MONDAY + GROUP_WINDOW + timedelta(hours=1)
    after = await workplace.hear(11)
    assert within.group_id == after.group_id == group
    examples = await workplace.examples()
    assert set(examples) == {one.ref.comment_id for one in (*made, within)}
    assert not any(one.must_leave for one in examples.values())

    workplace.now += timedelta(hours=1)
    await workplace.decide(after, Action.LEAVE, group=group)
    workplace.now += timedelta(hours=1)
    last = await workplace.hear(12)
    examples = await workplace.examples()
    left = {one for one, example in examples.items() if example.must_leave}
    assert left == {after.ref.comment_id, last.ref.comment_id}
    assert len(examples) == 5


async def test_what_was_said_of_the_very_comment_goes_before_what_was_said_of_its_like(
    workplace: Workplace,
) -> None:
    """Whoever decides one apart and then the rest has said two things, each of its own."""
    made = await wave(workplace, 3)
    workplace.now += timedelta(minutes=5)
    await workplace.decide(made[0], Action.LEAVE)
    assert set(await workplace.examples()) == {made[0].ref.comment_id}
    workplace.now += timedelta(minutes=5)
    await workplace.decide(made[1], Action.HIDE, others=made[2:], group=made[1].group_id)

    examples = await workplace.examples()
    assert [examples[one.ref.comment_id].must_leave for one in made] == [True, False, False]


async def test_another_bodys_group_is_none_of_ours(workplace: Workplace) -> None:
    """An event with our group's id under another name does not touch our examples."""
    made = await wave(workplace, 2)
    decided = ReviewDecided(
        review_id=ReviewId("review"),
        ref=made[0].ref,
        decided_by=Actor(kind=ActorKind.PERSON, name="sam", role=Role.MODERATOR),
        category=Category.ANYTHING_ELSE,
        actions=(Action.LEAVE,),
        group_id=made[0].group_id,
    )
    event = Event.build(
        decided,
        cause="review",
        source="/test",
        subject=str(decided.ref),
        organisation="bsw",
        correlation_id=decided.ref.correlation_id,
        time=workplace.now,
    )
    await workplace.verdicts.handle(event)

    assert await workplace.examples() == {}

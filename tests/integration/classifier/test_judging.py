"""Judging comments on a real PostgreSQL, with the packaged rules and the five packs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from typing_extensions import override

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.adapters.store import ClassifierStore
from moderation_classifier.adapters.tables import SCHEMA, metadata
from moderation_classifier.consumers import CommentsConsumer
from moderation_classifier.domain.labelling import Labeller, Labelling, Utterance
from moderation_classifier.domain.local import LocalKnowledge
from moderation_classifier.domain.model import Passage, Scored
from moderation_classifier.domain.outcome import decision_events
from moderation_classifier.domain.rules import RuleSet
from moderation_classifier.usecases import JudgeComments
from moderation_classifier.usecases.deciding import Engine
from moderation_classifier.usecases.watching_visibility import WatchVisibility
from moderation_common.errors import PermanentError
from moderation_common.events import (
    ActionRequested,
    Author,
    Comment,
    CommentEdited,
    CommentReceived,
    CommentRemoved,
    CommentVisibilityChanged,
    DecisionMade,
    Event,
    Payload,
)
from moderation_common.identity import CommentRef
from moderation_common.policy import PolicyPacks
from moderation_common.policy.loader import load_packs
from moderation_common.postgres import Database, OutboxRelay, migrate
from moderation_common.testing import MemoryEventLog
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform
from tests.support.infrastructure import REPOSITORY
from tests.support.schema_comparison import schema_differences

T0: Final = datetime(2026, 11, 2, 12, tzinfo=UTC)
REF: Final = CommentRef(platform=Platform.FACEBOOK, account_id="100000000000301", comment_id="9_1")
RUMOUR: Final = "MMR causes autism, fact."
THANKS: Final = "The queue was long but the nurse was kind."
THREAT: Final = "I am going to stab the next doctor I see in that clinic"


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Give the packaged rules and model."""
    return open_engine()


@pytest.fixture(scope="module")
def packs() -> PolicyPacks:
    """Give the five packs."""
    return load_packs(REPOSITORY / "policies")


@dataclass
class Classifier:
    """The consumer on a schema of its own, and what it published."""

    consumer: CommentsConsumer
    relay: OutboxRelay
    log: MemoryEventLog

    async def hear(self, *events: Event) -> list[Event]:
        """Handle events in turn; return what was published, in order within each topic."""
        for event in events:
            await self.consumer.handle(event)
        return await self.published()

    async def published(self) -> list[Event]:
        """Return everything published since the last look."""
        await self.relay.move_batch()
        subscription = await self.log.subscribe(
            "test", ["moderation.decisions.v1", "moderation.actions.v1"]
        )
        batches = await subscription.fetch(max_records=1000, timeout_s=0.01)
        for partition, records in batches.items():
            await subscription.commit(partition, records[-1].offset + 1)
        await subscription.close()
        ordered = [records for _partition, records in sorted(batches.items(), reverse=True)]
        return [
            Event.read(record.message.headers, record.message.body)
            for records in ordered
            for record in records
        ]


@pytest.fixture
async def classifier(
    fresh_database: str, engine: Engine, packs: PolicyPacks
) -> AsyncIterator[Classifier]:
    """Give a classifier on an empty, migrated schema."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    log = MemoryEventLog()
    units = ClassifierStore(database)
    judge = JudgeComments(units=units, judge=engine, packs=lambda: packs, clock=lambda: T0)
    visibility = WatchVisibility(units=units, packs=lambda: packs, clock=lambda: T0)
    yield Classifier(CommentsConsumer(judge, visibility), OutboxRelay(database, log), log)
    await database.close()


def comment(
    text: str, *, edited_at: datetime | None = None, attachments: tuple[str, ...] = ()
) -> Comment:
    """Return a version of the comment."""
    return Comment(
        ref=REF,
        kind=Kind.COMMENT,
        text=text,
        author=Author(author_id="77"),
        created_at=T0,
        edited_at=edited_at,
        attachments=attachments,
    )


def event(data: Payload, *, cause: str, organisation: str = "mid-and-south-essex") -> Event:
    """Return an event about the comment."""
    return Event.build(
        data,
        cause=cause,
        source="/ingest",
        subject=str(REF),
        organisation=organisation,
        correlation_id=REF.correlation_id,
        time=T0,
    )


def received(text: str) -> Event:
    """Return the comment's arrival."""
    return event(CommentReceived(comment=comment(text)), cause="received")


def edited(text: str, *, seconds: float = 60) -> Event:
    """Return a later version."""
    version = comment(text, edited_at=T0 + timedelta(seconds=seconds))
    return event(CommentEdited(comment=version), cause=f"edited {seconds}")


def decisions(events: Sequence[Event]) -> list[DecisionMade]:
    """Return the decisions among events."""
    return [one.data for one in events if isinstance(one.data, DecisionMade)]


def requests(events: Sequence[Event]) -> list[ActionRequested]:
    """Return the requests among events."""
    return [one.data for one in events if isinstance(one.data, ActionRequested)]


async def test_a_rumour_is_hidden_with_clause_and_words(classifier: Classifier) -> None:
    """The decision names the pack, the clause and the policy's words, and asks for the hiding."""
    heard = await classifier.hear(received(RUMOUR))
    (decision,) = decisions(heard)
    assert decision.category is Category.MISINFORMATION_OR_SPAM
    assert decision.pack.startswith("mid-and-south-essex@")
    assert all(reason.clause and reason.words for reason in decision.reasons)
    assert [request.action for request in requests(heard)] == [Action.HIDE]


async def test_thanks_are_left_and_nothing_is_asked(classifier: Classifier) -> None:
    """A comment that breaks no rule gives a decision and no action."""
    heard = await classifier.hear(received(THANKS))
    assert [decision.actions for decision in decisions(heard)] == [(Action.LEAVE,)]
    assert requests(heard) == []


@pytest.mark.parametrize("text", ["", THANKS, RUMOUR])
async def test_a_person_looks_at_a_picture_and_the_actions_stay(
    classifier: Classifier, text: str
) -> None:
    """The machine sees none, so one alone would otherwise reach nobody."""
    seen = comment(text, attachments=("https://media.example.org/1.jpg",))
    heard = await classifier.hear(event(CommentReceived(comment=seen), cause="received"))
    (decision,) = decisions(heard)
    assert decision.review
    assert decision.doubts == (
        "It comes with a picture or recording, which the machine cannot see.",
    )
    done = [Action.HIDE] if text == RUMOUR else []
    assert [request.action for request in requests(heard)] == done
    assert list(decision.actions) == (done or [Action.LEAVE])


async def test_a_removal_is_explained_before_it_is_done(classifier: Classifier) -> None:
    """The author is told why, in the policy's own words, and then the comment is deleted."""
    heard = await classifier.hear(received(THREAT))
    told, deleted = requests(heard)
    assert (told.action, deleted.action) == (Action.PRIVATE_REPLY, Action.DELETE)
    (decision,) = decisions(heard)
    threat = next(reason for reason in decision.reasons if reason.label == "threat")
    assert threat.words is not None
    assert told.text is not None
    assert threat.words in told.text
    assert deleted.text is None


async def test_a_repeated_event_decides_nothing_new(classifier: Classifier) -> None:
    """The second delivery of the same event publishes nothing."""
    await classifier.hear(received(RUMOUR))
    assert await classifier.hear(received(RUMOUR)) == []


async def test_the_same_event_gives_the_same_ids_elsewhere(
    classifier: Classifier, engine: Engine, packs: PolicyPacks
) -> None:
    """A repeat after a lost database is recognised by whoever reads it."""
    first = received(THREAT)
    published = await classifier.hear(first)
    pack = packs["mid-and-south-essex"]
    utterance = Utterance(text=THREAT, kind=Kind.COMMENT, platform=Platform.FACEBOOK)
    again = decision_events(
        first, comment(THREAT), engine.decide(utterance, pack), pack=pack, now=T0
    )
    assert {one.id for one in again} == {one.id for one in published}


async def test_an_edited_comment_is_judged_again(classifier: Classifier) -> None:
    """A harmless comment that turns into a rumour is hidden."""
    await classifier.hear(received(THANKS))
    heard = await classifier.hear(edited(RUMOUR))
    assert [request.action for request in requests(heard)] == [Action.HIDE]


async def test_an_edit_before_its_comment_wins(classifier: Classifier) -> None:
    """The older version that arrives late asks nothing of the platform."""
    heard = await classifier.hear(edited(THANKS), received(RUMOUR))
    assert [decision.superseded for decision in decisions(heard)] == [False, True]
    assert requests(heard) == []


async def test_danger_in_a_version_that_was_overtaken_is_found(classifier: Classifier) -> None:
    """Who takes back what they wrote may be in danger all the same."""
    cry = "I am going to kill myself tonight"
    heard = await classifier.hear(edited("sorry ignore me"), received(cry))
    late = decisions(heard)[-1]
    assert late.superseded
    assert "self_harm" in late.labels
    assert late.routes


async def test_what_a_rule_suspects_is_named(classifier: Classifier) -> None:
    """Whoever routes can tell that somebody may be in danger."""
    (decision,) = decisions(
        await classifier.hear(received("my son was suicidal last year and nobody phoned"))
    )
    assert decision.review
    assert decision.doubtful_labels == (Label.SELF_HARM,)


class Suspicious:
    """A model that finds a risk possible in every text, whatever its weights."""

    id = "model.suspicious"
    calibrated = True

    def score_many(self, passages: Sequence[Passage]) -> list[Scored]:
        """Return a score between `review` and `act`."""
        return [Scored({Label.SELF_HARM: 0.49}) for _ in passages]


@pytest.mark.parametrize(
    "engine", [Engine(Labeller(load_packaged_rules(), Suspicious()))], ids=["suspicious"]
)
async def test_what_the_model_hardly_suspects_is_put_to_a_person_and_wakes_nobody(
    classifier: Classifier,
) -> None:
    """A faint doubt of the model's own is among the doubts and not among the labels in doubt."""
    (decision,) = decisions(await classifier.hear(received("The tea was cold again.")))
    assert decision.review
    assert decision.doubts
    assert decision.doubtful_labels == ()


async def test_an_edit_within_the_same_second_is_the_later_version(classifier: Classifier) -> None:
    """Platforms give whole seconds, so an edit with the comment's own time supersedes it."""
    heard = await classifier.hear(received(THANKS), edited(RUMOUR, seconds=0))
    assert len(decisions(heard)) == 2
    assert [request.action for request in requests(heard)] == [Action.HIDE]


async def test_a_mended_comment_is_put_before_a_person(classifier: Classifier) -> None:
    """Who was hidden and amends is reconsidered, by a person."""
    await classifier.hear(received(RUMOUR))
    heard = await classifier.hear(edited(THANKS))
    (decision,) = decisions(heard)
    assert decision.review
    assert any("changed it" in doubt for doubt in decision.doubts)
    assert requests(heard) == []


async def test_a_comment_that_is_gone_is_judged_but_left(classifier: Classifier) -> None:
    """Somebody may be in danger in what was written, yet there is nothing to hide."""
    gone = event(CommentRemoved(ref=REF, removed_at=T0), cause="removed")
    heard = await classifier.hear(gone, received(THREAT))
    (decision,) = decisions(heard)
    assert "threat" in decision.labels
    assert requests(heard) == []


async def test_our_own_hiding_coming_back_changes_nothing(classifier: Classifier) -> None:
    """The platform's echo of an action is no reason to decide again."""
    echo = event(CommentVisibilityChanged(ref=REF, hidden=True, changed_at=T0), cause="hidden")
    assert await classifier.hear(echo) == []


async def test_versions_at_once_leave_the_latest_in_force(classifier: Classifier) -> None:
    """Two consumers during a rebalance cannot end with an older version's decision."""
    events = [edited(THANKS, seconds=n) for n in range(1, 6)]
    await asyncio.gather(*(classifier.consumer.handle(one) for one in events))
    await classifier.published()
    heard = await classifier.hear(received(RUMOUR), edited(RUMOUR, seconds=4.5))
    assert all(decision.superseded for decision in decisions(heard))
    assert requests(heard) == []


async def test_a_body_without_a_pack_is_a_dead_letter_not_a_guess(classifier: Classifier) -> None:
    """No policy, no decision; the message says what to do."""
    stranger = event(
        CommentReceived(comment=comment(THANKS)), cause="received", organisation="nowhere"
    )
    with pytest.raises(PermanentError, match="policy pack"):
        await classifier.consumer.handle(stranger)


async def test_a_bug_in_the_labelling_sends_the_comment_to_a_person(packs: PolicyPacks) -> None:
    """What cannot be classified is never passed over in silence."""

    class Broken(Labeller):
        @override
        def label(self, utterance: Utterance, local: LocalKnowledge | None = None) -> Labelling:
            raise ZeroDivisionError

    decision = Engine(Broken(RuleSet(()), None)).decide(
        Utterance(text=THANKS, kind=Kind.COMMENT, platform=Platform.X), packs["bsw"]
    )
    assert decision.review
    assert decision.actions == (Action.LEAVE,)
    assert decision.doubts


async def test_the_tables_are_those_of_the_migrations(fresh_database: str) -> None:
    """What queries assume is what the migrations make."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    assert await schema_differences(fresh_database, metadata) == []

"""Amended comments and comments shown again, on a real PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import pytest

from moderation_classifier.adapters.example_store import ExampleStore
from moderation_classifier.adapters.store import ClassifierStore
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.consumers import CommentsConsumer, RecordsConsumer, VerdictsConsumer
from moderation_classifier.domain.behaviour.author import AUTHOR_KEY_PURPOSE, AuthorHasher
from moderation_classifier.domain.behaviour.similarity import FINGERPRINT_KEY_PURPOSE, Fingerprinter
from moderation_classifier.domain.context import TEXT_KEPT
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.quality.sampling import Sampling
from moderation_classifier.ports import Period
from moderation_classifier.usecases import JudgeComments
from moderation_classifier.usecases.deciding import Engine
from moderation_classifier.usecases.keeping_examples import KeepExamples
from moderation_classifier.usecases.keeping_records import KeepRecords
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
    CommentVisibilityChanged,
    DecisionMade,
    Event,
    Payload,
    ReviewDecided,
)
from moderation_common.identity import CommentRef, GroupId, ReviewId
from moderation_common.policy import PolicyPacks
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.policy.loader import load_packs
from moderation_common.policy.strikes import GROUP_WINDOW
from moderation_common.postgres import Database, OutboxRelay, migrate
from moderation_common.testing import FixedClock, MemoryEventLog
from moderation_common.vault import Vault
from moderation_common.vocabulary import Action, Category, Kind, Label, Role
from tests.support.behaviour import NOON, pack_of, ref_of
from tests.support.echo import echoing_labeller
from tests.support.infrastructure import REPOSITORY

BODY: Final = "mid-and-south-essex"
ALWAYS: Final = Period(NOON - timedelta(days=1), NOON + timedelta(days=30))
RUMOUR: Final = "MMR causes autism, fact."
CONCERN: Final = "You fucking cunts. My mum was given the wrong tablets."  # codespell:ignore
THANKS: Final = "The queue was long but the nurse was kind."
PARKING: Final = "Parking at this hospital costs far too much."
INSULT: Final = "This hospital is a joke and you are all idiots who ruin it for everybody here"
MINUTE: Final = timedelta(minutes=1)


@dataclass
class Scene:
    """The classifier's three consumers on a schema of their own; each event comes a minute on."""

    database: Database
    packs: PolicyPacks
    vault: Vault
    clock: FixedClock
    log: MemoryEventLog = field(default_factory=MemoryEventLog)
    serial: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        """Set the consumers up."""
        self.units = ClassifierStore(self.database, self.vault)
        units, clock = self.units, self.clock
        self.authors = AuthorHasher(self.vault.derive_key(AUTHOR_KEY_PURPOSE))
        judge = JudgeComments(
            units=units,
            judge=Engine(echoing_labeller()),
            packs=lambda: self.packs,
            clock=clock,
            sampling=Sampling(left=0, removed=0),
            behaviour=WatchBehaviour(
                authors=self.authors,
                fingerprinter=Fingerprinter(self.vault.derive_key(FINGERPRINT_KEY_PURPOSE)),
            ),
        )
        visibility = WatchVisibility(units=units, packs=lambda: self.packs, clock=clock)
        keep = KeepRecords(units=units, packs=lambda: self.packs, clock=clock)
        self.comments = CommentsConsumer(judge, visibility)
        self.records = RecordsConsumer(keep, visibility)
        self.verdicts = VerdictsConsumer(KeepExamples(units=units))

    async def hear(self, text: str, *, number: int = 1, edited: bool = False) -> DecisionMade:
        """Judge a version of a comment; return the decision."""
        return (await self.judge(self.heard(text, number=number, edited=edited)))[-1]

    async def amend(self, text: str, *, number: int = 1) -> DecisionMade:
        """Judge what its author made of a comment."""
        return await self.hear(text, number=number, edited=True)

    def heard(self, text: str, *, number: int = 1, edited: bool = False) -> Event:
        """Return the event of a version."""
        self.clock.advance(MINUTE)
        comment = Comment(
            ref=ref_of(number),
            kind=Kind.COMMENT,
            text=text,
            author=Author(author_id=f"author {number}"),
            created_at=self.clock(),
            edited_at=self.clock() if edited else None,
            post_id="9",
        )
        made: Payload = CommentEdited(comment=comment)
        if not edited:
            made = CommentReceived(comment=comment)
        return self.event(made, comment.ref)

    async def judge(self, *events: Event) -> Sequence[DecisionMade]:
        """Judge comments, or hear of them; return the decisions that were new."""
        for event in events:
            await self.comments.handle(event)
        await OutboxRelay(self.database, self.log).move_batch()
        subscription = await self.log.subscribe("test", ["moderation.decisions.v1"])
        batches = await subscription.fetch(max_records=1000, timeout_s=0.01)
        for partition, records in batches.items():
            await subscription.commit(partition, records[-1].offset + 1)
        await subscription.close()
        found = [
            Event.read(one.message.headers, one.message.body).data
            for records in batches.values()
            for one in records
        ]
        return [made for made in found if isinstance(made, DecisionMade)]

    def decided(
        self,
        *actions: Action,
        about: DecisionMade | None = None,
        number: int = 1,
        others: Sequence[int] = (),
        group: GroupId | None = None,
        label: Label | None = None,
    ) -> Event:
        """Return what a person decided, a minute later; a removal is for swearing unless told."""
        self.clock.advance(MINUTE)
        if label is None and not {Action.HIDE, Action.DELETE}.isdisjoint(actions):
            label = Label.PROFANITY
        decided = ReviewDecided(
            review_id=ReviewId(f"review {next(self.serial)}"),
            ref=ref_of(number),
            decided_by=Actor(kind=ActorKind.PERSON, name="sam", role=Role.MODERATOR),
            category=Category.HARMFUL_ABUSE if label else Category.ANYTHING_ELSE,
            labels=(label,) if label else (),
            actions=actions,
            decision_id=about.decision_id if about else None,
            comment_event_id=about.comment_event_id if about else None,
            group_id=group,
            group_refs=tuple(ref_of(other) for other in others),
        )
        return self.event(decided, ref_of(number))

    async def take(self, *events: Event) -> None:
        """Hand what a person decided to both who learn and who keep records."""
        for event in events:
            await self.records.handle(event)
            await self.verdicts.handle(event)

    def told(self, *, hidden: bool, number: int = 1) -> Event:
        """Return what the platform says, a minute later."""
        self.clock.advance(MINUTE)
        changed = CommentVisibilityChanged(
            ref=ref_of(number), hidden=hidden, changed_at=self.clock()
        )
        return self.event(changed, ref_of(number))

    def event(self, data: Payload, ref: CommentRef) -> Event:
        """Return an event of this moment."""
        return Event.build(
            data,
            cause=f"test {next(self.serial)}",
            source="/test",
            subject=str(ref),
            organisation=BODY,
            correlation_id=ref.correlation_id,
            time=self.clock(),
        )

    async def points(self, number: int = 1) -> int:
        """Return what the author of a comment has against them."""
        key = self.authors.key_of(BODY, ref_of(number).platform, f"author {number}")
        assert key is not None
        async with self.units() as unit:
            return (await unit.records.history(BODY, key)).points(self.clock())

    async def examples(self) -> list[Example]:
        """Return what was learnt."""
        return await ExampleStore(self.database, self.vault).examples(BODY, ALWAYS)


@pytest.fixture(scope="module")
def packs() -> PolicyPacks:
    """Give the five packs."""
    return load_packs(REPOSITORY / "policies")


@pytest.fixture
async def scene(fresh_database: str, packs: PolicyPacks) -> AsyncIterator[Scene]:
    """Give consumers on an empty, migrated schema."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    vault = Vault.from_text(Vault.generate_key())
    yield Scene(database, packs, vault, FixedClock(NOON))
    await database.close()


def is_left_again(made: DecisionMade) -> bool:
    """Say whether a person is asked because one has let an earlier version stand."""
    return (
        made.actions == (Action.LEAVE,)
        and made.review
        and Action.HIDE in made.proposed
        and any("earlier version" in doubt for doubt in made.doubts)
    )


def is_reconsidered(made: DecisionMade) -> bool:
    """Say whether a person is asked because it was hidden and is amended."""
    return made.review and any("its author has changed it" in doubt for doubt in made.doubts)


@pytest.mark.parametrize("action", [Action.HIDE, Action.DELETE])
async def test_what_a_person_hid_is_reconsidered_when_amended(scene: Scene, action: Action) -> None:
    """The machine had let it stand, so only the person's decision tells that it is hidden."""
    made = await scene.hear(PARKING)
    await scene.take(scene.decided(action, about=made))
    assert is_reconsidered(await scene.amend(THANKS))


async def test_what_a_person_kept_hidden_is_reconsidered_each_time(scene: Scene) -> None:
    """That a version in between was found harmless does not make the comment visible."""
    await scene.hear(RUMOUR)
    second = await scene.amend(PARKING)
    assert is_reconsidered(second)
    await scene.take(scene.decided(Action.HIDE, about=second))
    assert is_reconsidered(await scene.amend(THANKS))


async def test_an_offence_by_an_edit_counts_though_an_earlier_one_has_expired(
    scene: Scene,
) -> None:
    """It is as good as a new comment; a person's word about the old words is not."""
    first = await scene.hear(RUMOUR)
    scene.clock.advance(timedelta(days=pack_of().strikes.expire_after_days + 1))
    await scene.take(scene.decided(Action.HIDE, about=first, label=Label.MISINFORMATION))
    assert await scene.points() == 0
    made = await scene.amend("Drinking bleach cures covid.")
    await scene.take(scene.decided(Action.HIDE, about=made, label=Label.MISINFORMATION))
    assert await scene.points() == 1


async def test_nobody_decided_and_it_is_amended_again(scene: Scene) -> None:
    """The doubt stays until somebody shows the comment."""
    await scene.hear(RUMOUR)
    await scene.amend(PARKING)
    assert is_reconsidered(await scene.amend(THANKS))


async def test_what_a_person_showed_again_is_not_said_to_be_hidden(scene: Scene) -> None:
    """The next amendment is judged like any comment."""
    made = await scene.hear(RUMOUR)
    await scene.take(scene.decided(Action.UNHIDE, about=made))
    assert not (await scene.amend(THANKS)).review


async def test_a_persons_leaving_shows_nothing(scene: Scene) -> None:
    """A decision that asks nothing of the platform changes nothing there."""
    made = await scene.hear(RUMOUR)
    await scene.take(scene.decided(Action.LEAVE, about=made))
    assert is_reconsidered(await scene.amend(THANKS))


@pytest.mark.parametrize("text", [RUMOUR, CONCERN])
@pytest.mark.parametrize("action", [Action.UNHIDE, Action.LEAVE])
async def test_what_a_person_let_stand_is_not_removed_unasked_when_amended(
    scene: Scene, action: Action, text: str
) -> None:
    """A corrected slip does not undo a person's word; in a comment with danger neither."""
    made = await scene.hear(text)
    assert Action.HIDE in made.actions
    await scene.take(scene.decided(action, about=made))
    for _ in range(2):
        again = await scene.amend(f"{text} Sorry for the typo.")
        assert is_left_again(again)
        assert again.group_id is None


async def test_what_somebody_showed_on_the_platform_is_not_removed_unasked(scene: Scene) -> None:
    """The platform's word is a person's, too."""
    await scene.hear(RUMOUR)
    await scene.judge(scene.told(hidden=False))
    assert is_left_again(await scene.amend(f"{RUMOUR} Sorry for the typo."))


async def test_what_was_let_stand_with_its_group_is_not_removed_unasked(scene: Scene) -> None:
    """Each of the group may be amended, and stands until a person has decided anew."""
    first = await scene.hear(f"{RUMOUR} {INSULT}", number=1)
    second = await scene.hear(f"{RUMOUR} {INSULT}", number=2)
    assert first.group_id == second.group_id
    decided = scene.decided(Action.UNHIDE, about=first, group=first.group_id, others=(2,))
    await scene.take(decided)
    assert is_left_again(await scene.amend(RUMOUR, number=2))


async def test_what_a_person_hid_after_all_is_removed_when_amended(scene: Scene) -> None:
    """The last word counts, and a word about another comment never does."""
    made = await scene.hear(RUMOUR)
    await scene.take(scene.decided(Action.UNHIDE, about=made))
    asked = await scene.amend(f"{RUMOUR} Sorry for the typo.")
    await scene.take(scene.decided(Action.HIDE, about=asked))
    assert Action.HIDE in (await scene.amend(f"{RUMOUR} Sorry again.")).actions
    other = await scene.hear("Drinking bleach cures covid.", number=2)
    assert Action.HIDE in other.actions


async def test_a_verdict_on_others_takes_nothing_away_that_was_let_stand(scene: Scene) -> None:
    """Though the amended words are those of a group that a person hid."""
    made = await scene.hear(f"{RUMOUR} {INSULT} Honestly", number=1)
    await scene.take(scene.decided(Action.UNHIDE, about=made, number=1))
    like = await scene.hear(f"{RUMOUR} {INSULT}", number=2)
    await scene.take(scene.decided(Action.HIDE, about=like, number=2, group=like.group_id))
    again = await scene.amend(f"{RUMOUR} {INSULT}", number=1)
    assert is_left_again(again)
    assert again.group_id is None


@pytest.mark.parametrize("first_words", [THANKS, f"{INSULT} Honestly"], ids=["other", "alike"])
async def test_what_was_left_is_hidden_with_no_group_though_only_in_doubt(
    scene: Scene, first_words: str
) -> None:
    """The machine would only ask; then no person's word on others answers, nor strikes."""
    like = await scene.hear(INSULT, number=2)
    assert (like.review, like.actions) == (True, (Action.LEAVE,))
    made = await scene.hear(first_words, number=1)
    await scene.take(scene.decided(Action.LEAVE, about=made, number=1))
    hidden = scene.decided(
        Action.HIDE, about=like, number=2, group=like.group_id, label=Label.HARASSMENT
    )
    await scene.take(hidden)
    again = await scene.amend(INSULT, number=1)
    assert (again.review, again.actions, again.group_id) == (True, (Action.LEAVE,), None)
    assert await scene.points(1) == 0
    assert not is_reconsidered(await scene.amend(THANKS, number=1))


async def test_what_was_left_is_judged_as_any_comment_where_it_becomes_abuse(scene: Scene) -> None:
    """A person removed others in these words; it goes for them itself, and not as one left."""
    like = await scene.hear(HATE, number=2)
    made = await scene.hear(THANKS, number=1)
    await scene.take(scene.decided(Action.LEAVE, about=made, number=1))
    await scene.take(
        scene.decided(Action.DELETE, about=like, number=2, group=like.group_id, label=Label.HATE)
    )
    again = await scene.amend(HATE, number=1)
    assert not REMOVALS.isdisjoint(again.actions)
    assert not any("has left this comment" in doubt for doubt in again.doubts)


async def test_what_was_left_waits_with_no_group_that_nobody_has_decided(scene: Scene) -> None:
    """What a person then says of the others is not said of it."""
    like = await scene.hear(INSULT, number=2)
    made = await scene.hear(THANKS, number=1)
    await scene.take(scene.decided(Action.LEAVE, about=made, number=1))
    again = await scene.amend(INSULT, number=1)
    assert again.review
    assert like.group_id is not None
    assert again.group_id is None


async def test_what_was_left_with_its_group_is_settled_by_it_when_amended(scene: Scene) -> None:
    """A corrected slip asks nobody anew what they have just answered."""
    made = await scene.hear(INSULT)
    await scene.take(scene.decided(Action.LEAVE, about=made, group=made.group_id))
    again = await scene.amend(f"{INSULT}!")
    assert again.review
    assert again.group_id == made.group_id


async def test_what_was_left_is_hidden_with_no_campaign(scene: Scene) -> None:
    """Nothing in the words is in doubt, so only their number would have anybody asked."""
    wave = f"{PARKING} We want the charges for patients abolished."
    made = await scene.hear(THANKS, number=1)
    await scene.take(scene.decided(Action.LEAVE, about=made, number=1))
    copies = [await scene.hear(wave, number=number) for number in range(2, 12)]
    assert copies[-1].review
    hidden = scene.decided(
        Action.HIDE, about=copies[-1], number=11, group=copies[-1].group_id, label=Label.SPAM
    )
    await scene.take(hidden)
    assert (await scene.hear(wave, number=12)).review
    assert await scene.points(12) == 1
    again = await scene.amend(wave, number=1)
    assert (again.actions, again.group_id) == ((Action.LEAVE,), None)
    assert again.review
    assert "removed others in nearly the same words" in " ".join(again.doubts)
    assert await scene.points(1) == 0


async def test_the_others_of_a_group_are_hidden_and_shown_with_it(scene: Scene) -> None:
    """What a person decides about a group holds for each comment of it."""
    for number in (1, 2, 3):
        await scene.hear(PARKING, number=number)
    await scene.take(scene.decided(Action.HIDE, others=(2, 3)))
    assert is_reconsidered(await scene.amend(THANKS, number=2))
    await scene.take(scene.decided(Action.UNHIDE, others=(3,)))
    assert not (await scene.amend(THANKS, number=3)).review


async def test_what_joins_a_group_that_was_hidden_is_hidden_too(scene: Scene) -> None:
    """A later copy is taken away on the word of the person who decided about the group."""
    first = await scene.hear(INSULT, number=1)
    assert first.review
    assert first.group_id
    await scene.take(scene.decided(Action.HIDE, about=first, group=first.group_id))
    later = await scene.hear(INSULT, number=2)
    assert later.group_id == first.group_id
    assert is_reconsidered(await scene.amend(THANKS, number=2))


async def test_a_group_is_hidden_for_what_weighs_nothing_too(scene: Scene) -> None:
    """Nobody gets a strike for their own data, but its copies are hidden, though left before."""
    first = await scene.hear(INSULT, number=1)
    await scene.take(scene.decided(Action.LEAVE, about=first, group=first.group_id))
    data = Label.PERSONAL_DATA
    await scene.take(scene.decided(Action.HIDE, about=first, group=first.group_id, label=data))
    await scene.hear(INSULT, number=2)
    assert await scene.points(2) == 0
    assert is_reconsidered(await scene.amend(THANKS, number=2))


async def test_what_joins_a_group_that_was_only_reported_stands(scene: Scene) -> None:
    """A report takes nothing away, so there is nothing to show again."""
    first = await scene.hear(INSULT, number=1)
    abuse = Label.HARASSMENT
    await scene.take(scene.decided(Action.REPORT, about=first, group=first.group_id, label=abuse))
    await scene.hear(INSULT, number=2)
    assert not (await scene.amend(THANKS, number=2)).review


async def test_what_was_hidden_on_the_platform_is_reconsidered(scene: Scene) -> None:
    """Whoever hides it there; once it is shown there, nobody is asked."""
    await scene.hear(PARKING)
    await scene.judge(scene.told(hidden=True))
    assert is_reconsidered(await scene.amend(THANKS))
    await scene.judge(scene.told(hidden=False))
    assert not (await scene.amend(PARKING)).review


async def test_late_and_repeated_words_change_nothing(scene: Scene) -> None:
    """Events of several topics overtake each other; the time of each says which is the last."""
    made = await scene.hear(RUMOUR)
    echo = scene.told(hidden=True)
    shown = scene.decided(Action.UNHIDE, about=made)
    hidden = scene.decided(Action.HIDE, about=made)
    await scene.take(hidden, shown, hidden)
    await scene.judge(echo, echo)
    assert is_reconsidered(await scene.amend(THANKS))
    again = scene.decided(Action.UNHIDE, about=made)
    await scene.take(again, hidden, shown)
    await scene.judge(echo)
    assert not (await scene.amend(PARKING)).review


async def test_showing_it_on_the_platform_reverses_the_machine(scene: Scene) -> None:
    """The offence counts no more and the comment is an example of what is left, once."""
    await scene.hear(RUMOUR)
    assert await scene.points() > 0
    shown = scene.told(hidden=False)
    await scene.judge(shown, shown, scene.told(hidden=False))
    assert await scene.points() == 0
    (example,) = await scene.examples()
    assert example.must_leave
    assert example.overturned
    # Others in the same words are put before a person from then on.
    assert (await scene.hear(RUMOUR, number=2)).actions == (Action.LEAVE,)


@pytest.mark.parametrize("echo_first", [False, True])
async def test_our_own_showing_coming_back_is_nobody_elses(
    scene: Scene, *, echo_first: bool
) -> None:
    """Whether the platform's echo or the decision is heard first, there is one example."""
    made = await scene.hear(RUMOUR)
    decided = scene.decided(Action.UNHIDE, about=made)
    echo = scene.told(hidden=False)
    if echo_first:
        await scene.judge(echo)
    await scene.take(decided)
    await scene.judge(echo)
    assert await scene.points() == 0
    assert [one.role for one in await scene.examples()] == [Role.MODERATOR]
    async with scene.database.unit_of_work() as unit:
        kept = await unit.connection.exec_driver_sql("SELECT count(*) FROM classifier.verdicts")
        assert kept.scalar_one() == 1


@pytest.mark.parametrize("echo_first", [False, True])
async def test_our_own_showing_of_a_group_is_an_example_once(
    scene: Scene, *, echo_first: bool
) -> None:
    """What the platform tells of one comment stands aside for the decision about its group."""
    first = await scene.hear(f"{RUMOUR} {INSULT}", number=1)
    second = await scene.hear(f"{RUMOUR} {INSULT}", number=2)
    assert Action.HIDE in second.actions
    assert second.review
    assert first.group_id == second.group_id
    decided = scene.decided(Action.UNHIDE, about=first, group=first.group_id, others=(2,))
    echo = scene.told(hidden=False, number=2)
    if echo_first:
        await scene.judge(echo)
    await scene.take(decided)
    await scene.judge(echo)
    assert {one.decided_in for one in await scene.examples()} == {decided.id}
    assert await scene.points(2) == 0


async def test_a_person_here_goes_before_who_showed_it_there(scene: Scene) -> None:
    """The offence counts no more, but what was learnt is what the moderator said."""
    made = await scene.hear(RUMOUR)
    await scene.take(scene.decided(Action.HIDE, about=made))
    await scene.judge(scene.told(hidden=False))
    assert await scene.points() == 0
    (example,) = await scene.examples()
    assert example.role is Role.MODERATOR
    assert not example.must_leave


async def test_a_hiding_heard_after_it_was_undone_counts_nothing(scene: Scene) -> None:
    """The decision comes late; what the platform told of later still undoes it."""
    made = await scene.hear(RUMOUR)
    decided = scene.decided(Action.HIDE, about=made)
    await scene.judge(scene.told(hidden=False))
    await scene.take(decided)
    assert await scene.points() == 0
    assert not (await scene.amend(THANKS)).review


async def test_showing_an_amended_comment_keeps_what_stood_before(scene: Scene) -> None:
    """Who shows the new words says nothing about the old ones."""
    await scene.hear(RUMOUR)
    before = await scene.points()
    await scene.amend(THANKS)
    await scene.judge(scene.told(hidden=False))
    assert await scene.points() == before
    assert await scene.examples() == []


async def test_what_the_platform_showed_before_the_hiding_reverses_nothing(scene: Scene) -> None:
    """The machine hid it afterwards, whenever the word arrives."""
    await scene.hear(PARKING)
    early = scene.told(hidden=False)
    await scene.amend(RUMOUR)
    await scene.judge(early)
    assert await scene.points() > 0
    assert await scene.examples() == []
    assert is_reconsidered(await scene.amend(THANKS))


@pytest.mark.parametrize("learnt", [True, False], ids=["learnt before", "learnt after"])
async def test_what_a_person_left_before_the_machine_read_it_stands(
    scene: Scene, *, learnt: bool
) -> None:
    """The classifier is behind: a person reads the amended words first, and leaves them."""
    await scene.hear(PARKING)
    amended = scene.heard(RUMOUR, edited=True)
    left = scene.decided(Action.LEAVE)
    assert isinstance(left.data, ReviewDecided)
    data = left.data.model_copy(update={"comment_event_id": amended.id})
    left = scene.event(data, ref_of(1))
    await scene.records.handle(left)
    if learnt:
        await scene.verdicts.handle(left)
    (made,) = await scene.judge(amended)
    assert is_left_again(made)
    assert await scene.points() == 0
    await scene.verdicts.handle(left)
    (example,) = await scene.examples()
    assert example.judgement.decision_id == made.decision_id
    assert (example.decided_in, example.must_leave) == (left.id, True)


async def test_the_newest_word_on_a_version_that_is_not_judged_yet_holds(scene: Scene) -> None:
    """Of several the last decided, whichever was heard last; a word on another version gives way.

    So it is what is learnt of the version.
    """
    first = await scene.hear(RUMOUR)
    amended = scene.heard(f"{RUMOUR} Sorry for the typo.", edited=True)
    about = first.model_copy(update={"comment_event_id": amended.id, "decision_id": None})
    left = scene.decided(Action.LEAVE, about=about)
    hidden = scene.decided(Action.HIDE, about=about)
    other = scene.decided(Action.UNHIDE, about=first)
    await scene.take(hidden, left, other)
    (made,) = await scene.judge(amended)
    assert Action.HIDE in made.actions
    examples = {one.judgement.decision_id: one.decided_in for one in await scene.examples()}
    assert examples == {first.decision_id: other.id, made.decision_id: hidden.id}


async def test_a_version_that_comes_twice_is_not_acted_on_twice(scene: Scene) -> None:
    """Long after, when nobody knows any more that its event was handled."""
    await scene.hear(PARKING)
    amended = scene.heard(RUMOUR, edited=True)
    (made,) = await scene.judge(amended)
    assert Action.HIDE in made.actions
    async with scene.database.unit_of_work() as unit:
        await unit.connection.exec_driver_sql("DELETE FROM classifier.inbox")
    (again,) = await scene.judge(amended)
    assert again.superseded
    assert again.actions == (Action.LEAVE,)


HATE: Final = "Go back to your own country you filthy immigrant nurses, you subhuman vermin"
QUESTION: Final = "When will the minor injuries unit open again at weekends, nobody answers us"


async def test_what_was_left_in_other_words_is_removed_like_any_comment(scene: Scene) -> None:
    """With its group or alone: nobody has left what its author made of it since."""
    made = [await scene.hear(QUESTION, number=number) for number in (1, 2)]
    await scene.take(
        scene.decided(Action.LEAVE, about=made[0], group=made[0].group_id, others=(2,))
    )
    for number in (1, 2):
        again = await scene.amend(HATE, number=number)
        assert not REMOVALS.isdisjoint(again.actions)
    appended = await scene.hear(QUESTION, number=3)
    await scene.take(scene.decided(Action.LEAVE, about=appended, number=3))
    again = await scene.amend(f"{QUESTION}. {HATE}", number=3)
    assert not REMOVALS.isdisjoint(again.actions)


async def test_abuse_put_back_over_what_was_shown_again_is_removed(scene: Scene) -> None:
    """The person has shown the apology and never the abuse."""
    assert not REMOVALS.isdisjoint((await scene.hear(HATE)).actions)
    apology = await scene.amend(THANKS)
    await scene.take(scene.decided(Action.UNHIDE, about=apology))
    assert not REMOVALS.isdisjoint((await scene.amend(HATE)).actions)


async def test_words_that_were_left_stay_left_after_edits_there_and_back(scene: Scene) -> None:
    """Also where what stood between was hidden: that was a word about other words."""
    first = await scene.hear(RUMOUR)
    await scene.take(scene.decided(Action.UNHIDE, about=first))
    between = await scene.amend(f"{PARKING} {THANKS}")
    await scene.take(scene.decided(Action.HIDE, about=between))
    assert is_left_again(await scene.amend(RUMOUR))


async def test_a_few_worse_words_are_no_correction_of_what_was_left(scene: Scene) -> None:
    """A person has let the claim stand and has seen no abuse in it."""
    first = await scene.hear(f"{RUMOUR} I read it in three papers in March.")
    await scene.take(scene.decided(Action.UNHIDE, about=first))
    again = await scene.amend(
        f"{RUMOUR} I read it in three papers in March. You fucking cunts."  # codespell:ignore
    )
    assert not REMOVALS.isdisjoint(again.actions)


@pytest.mark.parametrize("first, removed", [(RUMOUR, False), (QUESTION, True)])
async def test_of_what_a_release_before_kept_the_labels_tell(
    scene: Scene, first: str, *, removed: bool
) -> None:
    """Its words are not known; a person was told of the same breach, or of none."""
    made = await scene.hear(first)
    await scene.take(scene.decided(Action.UNHIDE, about=made))
    async with scene.database.unit_of_work() as unit:
        await unit.connection.exec_driver_sql("UPDATE classifier.judgements SET said = NULL")
    again = await scene.amend(f"{RUMOUR} Everybody knows it by now.")
    assert REMOVALS.isdisjoint(again.actions) is not removed


OFFER: Final = (
    "You have won a free iPhone! Claim your prize now, click here {} or text {} to get your cash"
)
FIRST: Final = ("http://a-one.example", "07700 900123")


@pytest.mark.parametrize(
    "link, number", [("http://evil.example/steal", FIRST[1]), (FIRST[0], "07700 900456")]
)
async def test_an_offer_that_was_left_is_removed_when_it_leads_elsewhere(
    scene: Scene, link: str, number: str
) -> None:
    """The person has seen where the first link and number lead; a slip mended stays left.

    For 72 hours it is like what they left, and so is anybody's copy: a person is asked first.
    """
    first = await scene.hear(OFFER.format(*FIRST))
    assert not REMOVALS.isdisjoint(first.actions)
    await scene.take(scene.decided(Action.UNHIDE, about=first))
    assert not is_left_again(await scene.amend(OFFER.format(link, number)))
    scene.clock.advance(GROUP_WINDOW + MINUTE)
    assert is_left_again(await scene.amend(f"{OFFER.format(*FIRST)} please"))
    again = await scene.amend(OFFER.format(link, number))
    assert not REMOVALS.isdisjoint(again.actions)


async def test_what_was_said_is_known_as_long_as_its_text_or_where_it_was_left(
    scene: Scene,
) -> None:
    """What a person has let stand in time has no end; of what nobody left nothing is kept."""
    made = {
        number: await scene.hear(RUMOUR if number == 1 else f"{QUESTION} {number}", number=number)
        for number in (1, 2, 3)
    }
    await scene.take(scene.decided(Action.UNHIDE, about=made[1]))
    await scene.take(scene.decided(Action.HIDE, about=made[2], number=2))
    assert await _known(scene) == [1, 2, 3]
    await scene.units.forget(now=scene.clock() + TEXT_KEPT - timedelta(hours=1))
    assert await _known(scene) == [1, 2, 3]
    for _ in range(2):
        await scene.units.forget(now=scene.clock() + TEXT_KEPT)
        assert await _known(scene) == [1]
    assert is_left_again(await scene.amend(f"{RUMOUR} Sorry for the typo."))


async def test_nothing_is_known_of_what_its_author_took_down(scene: Scene) -> None:
    """Also where the words come after the news, and of what a person had left."""
    made = [await scene.hear(QUESTION, number=number) for number in (1, 2)]
    await scene.take(scene.decided(Action.LEAVE, about=made[0], number=1))
    late = scene.heard(THANKS, number=3)
    for number in (1, 3):
        gone = CommentRemoved(ref=ref_of(number), removed_at=scene.clock())
        await scene.comments.handle(scene.event(gone, ref_of(number)))
    await scene.judge(late)
    assert await _known(scene) == [2]


async def test_nothing_is_kept_of_what_is_said_in_private(scene: Scene) -> None:
    """Nothing there is removed by the machine, so no leave ever shelters it."""
    event = scene.heard(THANKS)
    assert isinstance(event.data, CommentReceived)
    private = event.data.comment.model_copy(update={"kind": Kind.DIRECT_MESSAGE, "post_id": None})
    await scene.judge(scene.event(CommentReceived(comment=private), private.ref))
    assert await _known(scene) == []


async def _known(scene: Scene) -> list[int]:
    """Return the numbers of the comments of whose words anything is known."""
    query = "SELECT DISTINCT ref FROM classifier.judgements WHERE said IS NOT NULL"
    async with scene.database.unit_of_work() as unit:
        refs = {row.ref for row in await unit.connection.exec_driver_sql(query)}
    return [number for number in range(10) if str(ref_of(number)) in refs]

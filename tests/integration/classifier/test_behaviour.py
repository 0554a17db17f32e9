"""Behaviour over time on a real PostgreSQL: groups, strikes, measures, context, standing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import permutations
from typing import Any, Final, TypeVar

import httpx
import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from moderation_classifier.adapters import message_rows
from moderation_classifier.adapters.store import ClassifierStore
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.api.authors import build_authors_router
from moderation_classifier.consumers import CommentsConsumer, RecordsConsumer
from moderation_classifier.domain.behaviour.author import AUTHOR_KEY_PURPOSE, AuthorHasher
from moderation_classifier.domain.behaviour.grouping import Group
from moderation_classifier.domain.behaviour.measures import Outcome
from moderation_classifier.domain.behaviour.similarity import FINGERPRINT_KEY_PURPOSE, Fingerprinter
from moderation_classifier.domain.behaviour.strikes import History
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.labelling import Utterance
from moderation_classifier.usecases import JudgeComments
from moderation_classifier.usecases.deciding import Engine
from moderation_classifier.usecases.keeping_records import KeepRecords
from moderation_classifier.usecases.showing_standing import ShowStanding, TidyBehaviour
from moderation_classifier.usecases.watching_behaviour import WatchBehaviour
from moderation_classifier.usecases.watching_visibility import WatchVisibility
from moderation_common.events import (
    ActionRequested,
    Actor,
    ActorKind,
    Author,
    CaseClosed,
    Comment,
    CommentEdited,
    CommentReceived,
    DecisionMade,
    Event,
    MeasureDecided,
    MeasureProposed,
    MeasureWithdrawn,
    Payload,
    ReviewDecided,
)
from moderation_common.identity import (
    CaseId,
    CommentRef,
    EventId,
    GroupId,
    ReviewId,
    WordingId,
    derive_id,
)
from moderation_common.lifecycle import Lifecycle
from moderation_common.policy import PolicyPack, PolicyPacks
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.policy.loader import load_packs
from moderation_common.postgres import Database, OutboxRelay, migrate
from moderation_common.testing import FixedClock, MemoryEventLog
from moderation_common.vault import Vault
from moderation_common.vocabulary import (
    DANGER_LABELS,
    Action,
    Category,
    Kind,
    Label,
    Measure,
    Platform,
    Role,
)
from moderation_common.web import Principal, TokenSigner, create_application
from tests.support.behaviour import NOON, breach, ref_of
from tests.support.echo import echoing_labeller
from tests.support.infrastructure import REPOSITORY
from tests.support.waiting import eventually

SIGNER: Final = TokenSigner("s" * 40)
BODY: Final = "mid-and-south-essex"
SAM: Final = Actor(kind=ActorKind.PERSON, name="sam", role=Role.MODERATOR)
SPAM: Final = (
    "CONGRATULATIONS you have won a free gift card, click www.win-prizes.example and enter your"
    " bank details now"
)
CRITICISM: Final = (
    "The board should resign over the closure of the Marlow minor injuries unit, it is a disgrace"
)
RUMOUR: Final = "MMR causes autism, fact."
ANOTHER: Final = "Vaccines contain microchips to track you, wake up."
SWEARING: Final = "The parking at this fucking hospital is a disgrace to all of us"
THIRD: Final = "Drinking bleach cures covid, they do not want you to know."
INSULT: Final = "This hospital is a joke and you are all idiots who ruin it for everybody here"
CLAIM: Final = (
    "Vaccines cause autism in children and the government is hiding all of the evidence from"
    " parents"
)
REBUTTAL: Final = (
    "No, vaccines do not cause autism in children and the government is not hiding all of the"
    " evidence from parents"
)
QUESTION: Final = (
    "Do vaccines cause autism in children and is the government hiding all of the evidence from"
    " parents?"
)
ANSWERS: Final = (
    REBUTTAL,
    QUESTION,
    f"My sister believes {CLAIM}, please help",
    f"Reported. {CLAIM} she wrote on your page yesterday",
)
IMPATIENT: Final = (
    "I could fucking kill someone if I have to wait any longer, eight hours in A&E with a crying"
    " toddler"
)
HATE: Final = "All Muslims are vermin and should be wiped out of this country"
POLISH: Final = "Ten szpital jest bardzo zły i nikt nie wie, co robić z pacjentami w poczekalni"
PICTURE: Final = "https://media.example.org/1.jpg"
THANKS: Final = "Thank you so much to all the wonderful nurses on the children's ward"
CRY: Final = "I am going to kill myself tonight, nobody in this town would ever miss me"

P = TypeVar("P", bound=Payload)


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Give the packaged rules and model."""
    # With a model that agrees, so that no test rests on what one makes of half a sentence.
    return Engine(echoing_labeller())


@pytest.fixture(scope="module")
def packs() -> PolicyPacks:
    """Give the five packs."""
    return load_packs(REPOSITORY / "policies")


@dataclass
class Watch:
    """The classifier on a schema of its own, and what it published."""

    comments: CommentsConsumer
    records: RecordsConsumer
    relay: OutboxRelay
    log: MemoryEventLog
    clock: FixedClock
    database: Database
    units: ClassifierStore
    authors: AuthorHasher
    tidy: TidyBehaviour
    client: httpx.AsyncClient
    serial: int = 0
    published: list[Event] = field(default_factory=list)
    heard: list[Event] = field(default_factory=list)
    """The events that carried the comments, the newest last."""

    async def hear(
        self,
        text: str,
        *,
        number: int,
        author: str = "77",
        kind: Kind = Kind.COMMENT,
        edited: bool = False,
        attachments: tuple[str, ...] = (),
        **more: str,
    ) -> DecisionMade:
        """Judge a comment; return the decision."""
        event = self.comment(
            text,
            number=number,
            author=author,
            kind=kind,
            edited=edited,
            attachments=attachments,
            **more,
        )
        self.heard.append(event)
        await self.comments.handle(event)
        return (await self.new(DecisionMade))[-1]

    def comment(
        self,
        text: str,
        *,
        number: int,
        author: str = "77",
        kind: Kind = Kind.COMMENT,
        edited: bool = False,
        attachments: tuple[str, ...] = (),
        **more: str,
    ) -> Event:
        """Return the event that carries a comment."""
        self.serial += 1
        comment = Comment(
            ref=ref_of(number),
            kind=kind,
            text=text,
            author=Author(author_id=author),
            created_at=self.clock(),
            edited_at=self.clock() if edited else None,
            attachments=attachments,
            **({"post_id": "9"} | more),
        )
        payload: Payload = (
            CommentEdited(comment=comment) if edited else CommentReceived(comment=comment)
        )
        return self._event(payload, comment.ref)

    async def decide(
        self,
        number: int,
        *actions: Action,
        labels: Sequence[Label] = (),
        group: GroupId | None = None,
        others: Sequence[int] = (),
        category: Category | None = None,
        version: EventId | None = None,
    ) -> None:
        """Have a person decide a review."""
        decided = self.verdict(
            number,
            *actions,
            labels=labels,
            group=group,
            others=others,
            category=category,
            version=version,
        )
        await self.records.handle(decided)
        await self._collect()

    def verdict(
        self,
        number: int,
        *actions: Action,
        labels: Sequence[Label] = (),
        group: GroupId | None = None,
        others: Sequence[int] = (),
        category: Category | None = None,
        version: EventId | None = None,
        part: int = 0,
        wording: WordingId | None = None,
    ) -> Event:
        """Return the event of a person's decision."""
        abuse = Category.MISINFORMATION_OR_SPAM if labels else Category.ANYTHING_ELSE
        self.serial += 1
        decided = ReviewDecided(
            review_id=ReviewId(f"review {self.serial}"),
            ref=ref_of(number),
            decided_by=SAM,
            category=category or abuse,
            labels=tuple(labels),
            actions=actions,
            comment_event_id=version,
            group_id=group,
            group_refs=tuple(ref_of(other) for other in others),
            part=part,
            wording_id=wording,
        )
        return self._event(decided, ref_of(number))

    async def answer(self, proposed: MeasureProposed, *, approved: bool) -> None:
        """Have a person approve or refuse a measure."""
        self.serial += 1
        decided = MeasureDecided(
            measure_id=proposed.measure_id,
            measure=proposed.measure,
            ref=proposed.ref,
            approved=approved,
            decided_by=SAM,
        )
        await self.records.handle(self._event(decided, proposed.ref))

    async def refuse(self, number: int, decision: DecisionMade) -> None:
        """Have a person close a case and say that none of its labels was right."""
        self.serial += 1
        closed = CaseClosed(
            case_id=CaseId(f"case {self.serial}"),
            ref=ref_of(number),
            closed_by=SAM,
            outcome="It was a joke.",
            decision_id=decision.decision_id,
            labels_refused=decision.labels,
        )
        await self.records.handle(self._event(closed, ref_of(number)))

    async def new(self, kind: type[P]) -> list[P]:
        """Return everything of a kind that was published so far."""
        await self._collect()
        return [event.data for event in self.published if isinstance(event.data, kind)]

    async def standing(self, number: int) -> dict[str, object]:
        """Return how the author of a comment stands, as a moderator sees it."""
        answer = await self.client.get(
            "/v1/authors/standing", params={"ref": str(ref_of(number))}, headers=bearer()
        )
        assert answer.status_code == 200
        found: dict[str, object] = answer.json()
        return found

    async def _collect(self) -> None:
        await self.relay.move_batch()
        subscription = await self.log.subscribe(
            "test", ["moderation.decisions.v1", "moderation.actions.v1"]
        )
        batches = await subscription.fetch(max_records=1000, timeout_s=0.01)
        for partition, records in batches.items():
            await subscription.commit(partition, records[-1].offset + 1)
            self.published += [Event.read(r.message.headers, r.message.body) for r in records]
        await subscription.close()

    def _event(self, data: Payload, ref: CommentRef) -> Event:
        return Event.build(
            data,
            cause=f"test {self.serial}",
            source="/test",
            subject=str(ref),
            organisation=BODY,
            correlation_id=ref.correlation_id,
            time=self.clock(),
        )


def bearer(organisation: str = BODY, role: Role = Role.MODERATOR) -> dict[str, str]:
    """Return headers with a fresh token."""
    principal = Principal(subject="sam", role=role, organisation=organisation)
    token = SIGNER.issue(principal, now=NOON, lifetime=timedelta(days=400))
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def watch(fresh_database: str, engine: Engine, packs: PolicyPacks) -> AsyncIterator[Watch]:
    """Give a classifier on an empty, migrated schema."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    log, clock = MemoryEventLog(), FixedClock(NOON)
    vault = Vault.from_text(Vault.generate_key())
    units = ClassifierStore(database, vault)
    authors = AuthorHasher(vault.derive_key(AUTHOR_KEY_PURPOSE))
    judge = JudgeComments(
        units=units,
        judge=engine,
        packs=lambda: packs,
        clock=clock,
        behaviour=WatchBehaviour(
            authors=authors,
            fingerprinter=Fingerprinter(vault.derive_key(FINGERPRINT_KEY_PURPOSE)),
        ),
    )
    keep = KeepRecords(units=units, packs=lambda: packs, clock=clock)
    visibility = WatchVisibility(units=units, packs=lambda: packs, clock=clock)
    show = ShowStanding(units=units, authors=authors, packs=lambda: packs, clock=clock)
    app = create_application(
        title="classifier", version="1", lifecycle=Lifecycle(), tokens=SIGNER, clock=clock
    )
    app.include_router(build_authors_router(show=show, clock=clock))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        yield Watch(
            comments=CommentsConsumer(judge, visibility),
            records=RecordsConsumer(keep, visibility),
            relay=OutboxRelay(database, log),
            log=log,
            clock=clock,
            database=database,
            units=units,
            authors=authors,
            tidy=TidyBehaviour(keep=keep, upkeep=units, show=show, clock=clock),
            client=client,
        )
    await database.close()


async def test_a_wave_of_nearly_the_same_is_one_group(watch: Watch) -> None:
    """Several authors, small changes: one group, counted as it grows."""
    first = await watch.hear(CRITICISM, number=1, author="1")
    second = await watch.hear(CRITICISM.upper() + "!!", number=2, author="2")
    third = await watch.hear(CRITICISM.replace("Marlow", "Henley"), number=3, author="2")
    assert first.group_id == second.group_id == third.group_id
    assert (third.group_size, third.group_authors) == (3, 2)
    other = await watch.hear("When does the unit in Marlow open on bank holidays?", number=4)
    assert other.group_id != first.group_id


async def test_a_campaign_of_criticism_is_left(watch: Watch) -> None:
    """Thirty people may say the same: nothing is hidden, and a person is told of the wave.

    From the tenth on all wait in one group, which escalation puts before people once.
    """
    made = [await watch.hear(CRITICISM, number=n, author=str(n)) for n in range(30)]
    for decision in made:
        assert decision.actions == (Action.LEAVE,)
        assert Label.SPAM not in (*decision.labels, *decision.doubtful_labels)
    assert [decision.review for decision in made] == [False] * 9 + [True] * 21
    assert len({decision.group_id for decision in made}) == 1
    assert len({decision.doubts for decision in made[9:]}) == 1
    assert any("10 or more accounts" in doubt for doubt in made[9].doubts)
    assert made[9].proposed == (Action.LEAVE,)
    assert made[-1].group_authors == 30
    assert await watch.new(ActionRequested) == []
    assert await watch.new(MeasureProposed) == []
    for number in (0, 9, 29):
        assert (await watch.standing(number))["points"] == 0


async def test_copies_judged_at_once_miss_no_campaign(watch: Watch) -> None:
    """Of a dozen that come together nine ask nobody and three do, whichever come first."""
    events = [watch.comment(CRITICISM, number=n, author=str(n)) for n in range(12)]
    await asyncio.gather(*(watch.comments.handle(event) for event in events))
    made = await watch.new(DecisionMade)
    assert sorted(decision.review for decision in made) == [False] * 9 + [True] * 3


async def test_a_campaign_that_is_judged_again_asks_again_alike(watch: Watch) -> None:
    """After a failure half-way, a repeat of the event, and an edit that changes no word."""
    for number in range(9):
        assert not (await watch.hear(CRITICISM, number=number, author=str(number))).review
    tenth = watch.comment(CRITICISM, number=9, author="9")
    function = (
        "CREATE FUNCTION classifier.fail() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'for the test'; END $$"
    )
    trigger = (
        "CREATE TRIGGER fail BEFORE INSERT ON classifier.outbox FOR EACH ROW"
        " EXECUTE FUNCTION classifier.fail()"
    )
    async with watch.database.engine.begin() as connection:
        for statement in (function, trigger):
            await connection.execute(sql(statement))
    with pytest.raises(DBAPIError):
        await watch.comments.handle(tenth)
    async with watch.database.engine.begin() as connection:
        await connection.execute(sql("DROP TRIGGER fail ON classifier.outbox"))
    await watch.comments.handle(tenth)
    await watch.comments.handle(tenth)
    watch.clock.advance(timedelta(minutes=1))
    edited = await watch.hear(CRITICISM, number=9, author="9", edited=True)
    made = await watch.new(DecisionMade)
    assert len(made) == 11
    assert made[9].review
    assert made[9].doubts == edited.doubts
    assert (made[9].group_id, made[9].group_authors) == (edited.group_id, edited.group_authors)


async def test_a_slow_chorus_is_no_campaign(watch: Watch) -> None:
    """The message lives on, but in 72 hours there are never more than six accounts."""
    made = []
    for number in range(14):
        made.append(await watch.hear(CRITICISM, number=number, author=str(number)))
        watch.clock.advance(timedelta(hours=12))
    assert not any(decision.review for decision in made)
    assert made[-1].group_authors == 14


@pytest.mark.parametrize(
    "text, kind, author",
    [
        (THANKS, Kind.COMMENT, "{}"),
        ("The parking is too expensive", Kind.COMMENT, "{}"),
        (CRITICISM, Kind.DIRECT_MESSAGE, "{}"),
        (CRITICISM, Kind.COMMENT, "77"),
        (CRITICISM, Kind.COMMENT, ""),
    ],
    ids=["thanks", "few words", "in private", "one account", "nobody known"],
)
async def test_what_is_no_campaign_tells_nobody_of_one(
    watch: Watch, text: str, kind: Kind, author: str
) -> None:
    """However often it is said."""
    made = [
        await watch.hear(text, number=number, author=author.format(number), kind=kind)
        for number in range(12)
    ]
    assert not any("accounts" in doubt for decision in made for doubt in decision.doubts)
    assert (made[-1].group_size or 0) >= 8


async def test_one_decision_on_a_campaign_holds_for_later_copies(watch: Watch) -> None:
    """For 72 hours after it, also when fewer write it by then; it is the person's own word."""
    for number in range(9):
        await watch.hear(CRITICISM, number=number, author=str(number))
    watch.clock.advance(timedelta(hours=48))
    group = (await watch.hear(CRITICISM, number=9, author="9")).group_id
    await watch.decide(9, Action.HIDE, labels=[Label.SPAM], group=group)
    watch.clock.advance(timedelta(hours=48))
    late = await watch.hear(CRITICISM, number=50, author="50")
    assert (late.group_id, late.review, late.actions) == (group, True, (Action.LEAVE,))
    points = [(await watch.standing(number))["points"] for number in (0, 9, 50)]
    assert points == [0, 1, 1]


async def test_one_author_who_repeats_themselves_is_put_before_a_person(watch: Watch) -> None:
    """From the pack's number on it may be spam; the machine removes nothing for it."""
    decisions = [await watch.hear(CRITICISM, number=number) for number in range(6)]
    assert [Label.SPAM in each.doubtful_labels for each in decisions] == [False] * 4 + [True] * 2
    assert decisions[4].review
    assert any("5 times" in doubt for doubt in decisions[4].doubts)
    assert all(each.actions == (Action.LEAVE,) for each in decisions)
    assert decisions[4].group_id == decisions[5].group_id != decisions[3].group_id


async def test_who_asks_again_every_other_day_does_not_repeat_themselves(watch: Watch) -> None:
    """The message lives on and counts all its copies; in 72 hours there are two of the author."""
    decisions = []
    for number in range(9):
        decisions.append(await watch.hear(CRITICISM, number=number))
        watch.clock.advance(timedelta(days=2))
    assert not any(Label.SPAM in each.doubtful_labels for each in decisions)
    assert (decisions[-1].group_size, decisions[-1].group_authors) == (9, 1)

    more = [await watch.hear(CRITICISM, number=number) for number in range(9, 13)]
    assert [Label.SPAM in each.doubtful_labels for each in more] == [False] * 3 + [True]
    assert any("5 times" in doubt for doubt in more[-1].doubts)


async def test_somebody_in_danger_is_decided_alone(watch: Watch) -> None:
    """However often the same cry is heard, each is in no group."""
    for number in range(7):
        decision = await watch.hear(CRY, number=number)
        assert decision.group_id is None
        assert decision.routes
        assert Label.SPAM not in decision.doubtful_labels


async def test_what_the_machine_does_not_understand_is_decided_alone(watch: Watch) -> None:
    """A verdict about one copy settles no other: it may hold a danger that nobody has seen."""
    first = await watch.hear(POLISH, number=1, author="1")
    await watch.decide(1, Action.HIDE, labels=[Label.SPAM], group=first.group_id)
    for number in range(2, 8):
        again = await watch.hear(POLISH, number=number, author="2")
        assert again.group_id is None
        assert again.review
        assert again.actions == (Action.LEAVE,)
        assert Label.SPAM not in again.doubtful_labels
    assert (await watch.standing(7))["points"] == 0


@pytest.mark.parametrize("kind", [Kind.COMMENT, Kind.DIRECT_MESSAGE])
async def test_a_picture_is_not_settled_by_a_verdict_about_the_words(
    watch: Watch, kind: Kind
) -> None:
    """Under the same words stands another picture, so a person is asked about each."""
    plain = await watch.hear(INSULT, number=1, author="1", kind=kind)
    assert plain.group_id is not None
    await watch.decide(1, Action.HIDE, labels=[Label.HARASSMENT], group=plain.group_id)
    for number, text in ((2, INSULT), (3, CRITICISM), (4, "")):
        seen = await watch.hear(text, number=number, author="2", kind=kind, attachments=(PICTURE,))
        assert seen.group_id is None
        assert seen.review
        assert any("picture" in doubt for doubt in seen.doubts)
    assert (await watch.standing(2))["points"] == 0


async def test_a_group_ends_after_its_window(watch: Watch) -> None:
    """What comes back a week later is looked at afresh."""
    first = await watch.hear(CRITICISM, number=1, author="1")
    watch.clock.advance(timedelta(hours=73))
    later = await watch.hear(CRITICISM, number=2, author="2")
    assert later.group_id != first.group_id


async def test_an_edited_comment_leaves_its_group(watch: Watch) -> None:
    """A changed comment is counted with its new words and not with the old."""
    await watch.hear(CRITICISM, number=1, author="1")
    await watch.hear(CRITICISM, number=2, author="2")
    watch.clock.advance(timedelta(minutes=1))
    await watch.hear("I am sorry, I was wrong about this", number=2, author="2", edited=True)
    third = await watch.hear(CRITICISM, number=3, author="3")
    assert (third.group_size, third.group_authors) == (2, 2)


async def test_short_words_mean_another_thing_under_another_post(watch: Watch) -> None:
    """Two words are one group under one post only."""
    one = await watch.hear("Shut it", number=1, author="1")
    same = await watch.hear("shut it!", number=2, author="2")
    elsewhere = await watch.hear("Shut it", number=3, author="3", post_id="10")
    assert one.group_id == same.group_id != elsewhere.group_id


async def test_the_machine_asks_when_a_person_has_left_the_same_before(watch: Watch) -> None:
    """A person's word about one comment stops the machine from removing its like unasked."""
    removed = await watch.hear(RUMOUR, number=1, author="1")
    assert removed.actions == (Action.HIDE,)
    await watch.decide(1, Action.UNHIDE)
    again = await watch.hear(RUMOUR, number=2, author="2")
    assert again.actions == (Action.LEAVE,)
    assert again.review
    assert again.proposed == (Action.HIDE,)


async def test_one_offence_is_one_strike_and_a_person_takes_it_back(watch: Watch) -> None:
    """Copies and versions count once; leaving it clears the record."""
    await watch.hear(RUMOUR, number=1)
    await watch.hear(RUMOUR, number=2)
    watch.clock.advance(timedelta(minutes=1))
    await watch.hear(ANOTHER, number=2, edited=True)
    standing = await watch.standing(1)
    assert standing["points"] == 1
    await watch.decide(1, Action.UNHIDE)
    assert (await watch.standing(1))["points"] == 0


async def test_a_label_refused_at_closing_a_case_takes_no_strike_back(watch: Watch) -> None:
    """It teaches; whether the comment was rightly removed is for a review to say."""
    decision = await watch.hear(RUMOUR, number=1)
    assert (await watch.standing(1))["points"] == 1
    await watch.refuse(1, decision)
    assert (await watch.standing(1))["points"] == 1


async def test_strikes_lead_to_a_proposal_and_nothing_else(watch: Watch) -> None:
    """A warning, then a block, are proposed with every offence and its clause."""
    await watch.hear(RUMOUR, number=1)
    await watch.decide(2, Action.LEAVE)
    for number, text in ((2, ANOTHER), (3, THIRD), (4, "5G masts cause covid, it is proven.")):
        await watch.hear(text, number=number)
        await watch.decide(number, Action.HIDE, labels=[Label.MISINFORMATION])
    proposed = await watch.new(MeasureProposed)
    assert [each.measure for each in proposed] == [Measure.WARNING, Measure.BLOCK]
    block = proposed[-1]
    assert block.points == block.limit == 4
    assert len(block.strikes) == 4
    assert all(strike.clauses for strike in block.strikes)
    assert block.clause
    assert {request.action for request in await watch.new(ActionRequested)} <= {
        Action.HIDE,
        Action.PRIVATE_REPLY,
        Action.REPLY,
        Action.DELETE,
    }


async def test_a_refused_block_is_not_proposed_again_at_once(watch: Watch) -> None:
    """The person's answer is kept, and shown to the next."""
    for number, text in enumerate((RUMOUR, ANOTHER)):
        await watch.hear(text, number=number)
        await watch.decide(number, Action.HIDE, labels=[Label.THREAT])
    (warning, *_), proposed = await watch.new(MeasureProposed), await watch.new(MeasureProposed)
    block = proposed[-1]
    assert block.measure is Measure.BLOCK
    await watch.answer(block, approved=False)
    await watch.decide(0, Action.HIDE, labels=[Label.THREAT])
    assert len(await watch.new(MeasureProposed)) == len(proposed)
    shown = await watch.standing(0)
    outcomes = {each["measure_id"]: each["outcome"] for each in shown["proposals"]}  # type: ignore[attr-defined]
    assert outcomes[block.measure_id] == "refused"
    assert warning.measure_id in outcomes


async def test_a_proposal_is_withdrawn_when_its_ground_goes(watch: Watch) -> None:
    """Nobody is asked to block somebody for what was excused since."""
    await watch.hear(ANOTHER, number=1)
    await watch.decide(1, Action.HIDE, labels=[Label.HATE])
    (warning,) = await watch.new(MeasureProposed)
    await watch.decide(1, Action.UNHIDE)
    (withdrawn,) = await watch.new(MeasureWithdrawn)
    assert withdrawn.measure_id == warning.measure_id
    assert withdrawn.points == 0


async def test_a_verdict_on_a_group_counts_for_each_author_once_and_later_ones(
    watch: Watch,
) -> None:
    """Present members and those to come have the strike; two copies of one author are one."""
    made = [await watch.hear(SPAM, number=n, author=a) for n, a in ((1, "1"), (2, "1"), (3, "2"))]
    assert made[0].group_id is not None
    await watch.decide(1, Action.HIDE, labels=[Label.SPAM], group=made[0].group_id, others=[2, 3])
    await watch.hear(SPAM, number=4, author="3")
    for number in (1, 3, 4):
        assert (await watch.standing(number))["points"] == 1


async def test_a_copy_that_no_verdict_settles_is_no_strike(watch: Watch) -> None:
    """A mention cannot be hidden in a person's name, so a person has yet to say what it is."""
    first = await watch.hear(INSULT, number=1, author="1")
    label = Label.HARASSMENT
    await watch.decide(1, Action.HIDE, labels=[label], group=first.group_id)
    mention = await watch.hear(INSULT, number=2, author="2", kind=Kind.MENTION)
    comment = await watch.hear(INSULT, number=3, author="3")
    assert first.group_id == mention.group_id == comment.group_id
    assert (await watch.standing(2))["points"] == 0
    assert (await watch.standing(3))["points"] == 1


async def test_what_a_person_found_dangerous_settles_no_copy(watch: Watch) -> None:
    """Escalation asks about the next; until then it is no strike and counts as not hidden."""
    first = await watch.hear(INSULT, number=1, author="1")
    labels = [Label.HARASSMENT, Label.THREAT]
    await watch.decide(1, Action.HIDE, labels=labels, group=first.group_id)
    copy = await watch.hear(INSULT, number=2, author="2")
    assert copy.group_id == first.group_id
    assert (await watch.standing(2))["points"] == 0


async def test_a_claim_hidden_by_a_person_takes_no_answer_with_it(watch: Watch) -> None:
    """Who rebuts, asks about or reports it says nearly the same words, and is read first."""
    first = await watch.hear(CLAIM, number=1, author="1")
    await watch.decide(1, Action.HIDE, labels=[Label.MISINFORMATION], group=first.group_id)
    for number, text in enumerate(ANSWERS, start=2):
        answer = await watch.hear(text, number=number, author=str(number))
        assert answer.group_id != first.group_id
        standing: dict[str, Any] = await watch.standing(number)
        bases = {basis for strike in standing["strikes"] for basis in strike["comments"].values()}
        assert "person" not in bases
    copy = await watch.hear(f"{CLAIM} 😡 www.example.org", number=9, author="9")
    assert copy.group_id == first.group_id


OWN_SENTENCES: Final = (
    "I am 84 and have lived here since 1961",
    "It stitched up my three lads more times than I care to count",
    "I am blind and Wexham is two buses away",
    "Signed, Alan Petty, retired postman, Marlow Bottom",
)
PROTEST: Final = (
    "The board should resign over the closure of the Marlow minor injuries unit because it is a"
    " disgrace and everybody in this town knows that it will cost us dear"
)
RANT: Final = f"{INSULT} and that holds for each and every one of the managers upstairs as well"
LEGACY: Final = "UPDATE classifier.strike_comments SET written_at = NULL"


async def test_words_that_nobody_read_are_hidden_with_no_group(watch: Watch) -> None:
    """Who adds a sentence of their own is counted with the wave, read, and not struck for it."""
    for number in range(9):
        await watch.hear(PROTEST, number=number, author=str(number))
    last = await watch.hear(PROTEST, number=9, author="9")
    assert last.review
    assert last.group_id is not None
    await watch.decide(9, Action.HIDE, labels=[Label.SPAM], group=last.group_id)
    for number, own in enumerate(OWN_SENTENCES, start=20):
        made = await watch.hear(f"{PROTEST}. {own}", number=number, author=str(number))
        assert (made.group_id, made.review) == (last.group_id, True)
        assert made.wording_id != last.wording_id
        assert (await watch.standing(number))["points"] == 0
    copy = await watch.hear(f"{PROTEST.upper()} 😡", number=30, author="30")
    assert (copy.group_id, copy.wording_id) == (last.group_id, last.wording_id)
    assert (await watch.standing(30))["points"] == 1


async def test_danger_in_a_sentence_of_ones_own_is_in_no_group(watch: Watch) -> None:
    """Whatever was decided about the others, whoever is in danger is seen."""
    for number in range(9):
        await watch.hear(PROTEST, number=number, author=str(number))
    last = await watch.hear(PROTEST, number=9, author="9")
    for number, action in ((9, Action.HIDE), (8, Action.LEAVE)):
        await watch.decide(number, action, labels=[Label.SPAM], group=last.group_id)
        made = await watch.hear(f"{PROTEST}. {CRY}", number=20 + number, author=f"z{number}")
        assert (made.group_id, made.wording_id) == (None, None)
        assert not DANGER_LABELS.isdisjoint((*made.labels, *made.doubtful_labels))


async def test_each_wording_is_decided_by_who_has_read_it(watch: Watch) -> None:
    """A verdict on one holds while another is decided, and until any of the group is left."""
    other = f"{RANT}. {OWN_SENTENCES[0]}"
    first = await watch.hear(RANT, number=1, author="1")
    second = await watch.hear(other, number=2, author="2")
    assert first.group_id == second.group_id
    label = Label.HARASSMENT
    await watch.decide(1, Action.HIDE, labels=[label], group=first.group_id)
    assert await _points_of_copies(watch, RANT, other) == [1, 0]
    await watch.decide(2, Action.DELETE, labels=[label], group=first.group_id)
    assert await _points_of_copies(watch, RANT, other) == [1, 1]
    await watch.decide(2, Action.UNHIDE)
    assert await _points_of_copies(watch, RANT, other) == [0, 0]


async def _points_of_copies(watch: Watch, *texts: str) -> list[object]:
    found = []
    for text in texts:
        number = 100 + watch.serial
        watch.clock.advance(timedelta(minutes=1))
        # The machine is sure of none of these, so that a strike is on a person's word.
        made = await watch.hear(text, number=number, author=f"z{number}")
        assert REMOVALS.isdisjoint(made.actions)
        found.append((await watch.standing(number))["points"])
    watch.clock.advance(timedelta(minutes=1))
    return found


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_verdicts_on_wordings_end_alike_in_whichever_order_they_are_heard(
    watch: Watch, order: tuple[int, ...]
) -> None:
    """One was hidden, one of the group left, another hidden: only the last verdict holds."""
    other = f"{RANT}. {OWN_SENTENCES[0]}"
    first = await watch.hear(RANT, number=1, author="1")
    await watch.hear(other, number=2, author="2")
    verdicts = []
    for number, action in ((1, Action.HIDE), (2, Action.LEAVE), (2, Action.HIDE)):
        watch.clock.advance(timedelta(minutes=1))
        verdicts.append(
            watch.verdict(number, action, labels=[Label.HARASSMENT], group=first.group_id)
        )
    for place in order:
        await watch.records.handle(verdicts[place])
    assert await _points_of_copies(watch, RANT, other) == [0, 1]


async def test_who_has_added_words_since_is_not_struck_for_these(watch: Watch) -> None:
    """What was hidden with the group is the version before; the new one is for a person to read."""
    first = await watch.hear(PROTEST, number=1, author="1")
    await watch.hear(PROTEST, number=2, author="2")
    amended = f"{PROTEST}. {OWN_SENTENCES[0]}"
    watch.clock.advance(timedelta(minutes=1))
    await watch.hear(amended, number=2, author="2", edited=True)
    verdict = watch.verdict(
        1,
        Action.HIDE,
        labels=[Label.SPAM],
        group=first.group_id,
        others=[2],
        wording=first.wording_id,
    )
    await watch.records.handle(verdict)
    author = watch.authors.key_of(BODY, Platform.FACEBOOK, "2")
    assert author is not None
    async with watch.units() as unit:
        (strike,) = (await unit.records.history(BODY, author)).strikes
    assert [version.event_id for version in strike.comments] == [None]


async def test_what_is_kept_of_a_wording_is_hashes_for_a_while(watch: Watch) -> None:
    """No word can be read from it, and nothing is left once the group has ended."""
    await watch.hear(PROTEST, number=1, author="1")
    count = sql("SELECT count(*) FROM classifier.wordings")
    async with watch.database.engine.begin() as connection:
        (words,) = (await connection.execute(sql("SELECT words FROM classifier.wordings"))).one()
        assert len(bytes(words)) == 4 * len(PROTEST.split())
    await watch.units.forget(now=watch.clock() + timedelta(hours=71))
    async with watch.database.engine.begin() as connection:
        assert await connection.scalar(count) == 1
    await watch.units.forget(now=watch.clock() + timedelta(hours=73))
    async with watch.database.engine.begin() as connection:
        assert await connection.scalar(count) == 0


@pytest.mark.parametrize("days", [2, 4])
async def test_who_goes_on_after_a_warning_is_struck_for_it(watch: Watch, days: int) -> None:
    """The same words every few days lead to a warning, and after it to a block."""
    for number in range(3):
        await watch.hear(HATE, number=number)
        if number == 0:
            (warning,) = await watch.new(MeasureProposed)
            await watch.answer(warning, approved=True)
        watch.clock.advance(timedelta(days=days))
    standing: dict[str, Any] = await watch.standing(0)
    assert standing["points"] > 2
    assert [each.measure for each in await watch.new(MeasureProposed)] == [
        Measure.WARNING,
        Measure.BLOCK,
    ]


@pytest.mark.parametrize("statement", ["SELECT 1", LEGACY], ids=["now", "kept by a release before"])
async def test_a_burst_is_one_strike_and_strangers_shield_nobody(
    watch: Watch, statement: str
) -> None:
    """A message that others keep alive is a new offence of its author after 72 hours."""
    for number in (1, 2):
        await watch.hear(RUMOUR, number=number)
        watch.clock.advance(timedelta(hours=1))
    async with watch.database.engine.begin() as connection:
        await connection.execute(sql(statement))
    await watch.hear(RUMOUR, number=3)
    assert (await watch.standing(1))["points"] == 1
    for number in range(10, 13):
        watch.clock.advance(timedelta(hours=30))
        await watch.hear(RUMOUR, number=number, author=str(number))
    await watch.hear(RUMOUR, number=4)
    assert (await watch.standing(1))["points"] == 2
    await watch.decide(4, Action.UNHIDE)
    assert (await watch.standing(1))["points"] == 1


async def test_a_backlog_of_copies_is_struck_by_when_they_were_written(watch: Watch) -> None:
    """Heard late and newest first, they are parted as if each had been heard in its turn."""
    start = watch.clock()
    arrivals = []
    for number, hours in ((1, 100), (2, 60), (3, 0)):
        watch.clock.advance(start + timedelta(hours=hours) - watch.clock())
        arrivals.append(watch.comment(RUMOUR, number=number))
    watch.clock.advance(start + timedelta(hours=120) - watch.clock())
    for arrival in arrivals:
        await watch.comments.handle(arrival)
    standing: dict[str, Any] = await watch.standing(1)
    parts = {frozenset(strike["comments"]) for strike in standing["strikes"]}
    assert parts == {
        frozenset({str(ref_of(1))}),
        frozenset({str(ref_of(2)), str(ref_of(3))}),
    }
    assert standing["points"] == 2


async def test_a_certain_threat_that_waits_for_a_person_is_no_strike(watch: Watch) -> None:
    """It goes for its swearing; for the threat its author has points once a person says so."""
    made = await watch.hear(IMPATIENT, number=1)
    assert not REMOVALS.isdisjoint(made.actions)
    assert Label.THREAT in (*made.labels, *made.doubtful_labels)
    assert (await watch.standing(1))["points"] == 0
    assert await watch.new(MeasureProposed) == []
    version = watch.heard[-1].id
    await watch.decide(1, Action.HIDE, labels=[Label.THREAT], version=version)
    assert (await watch.standing(1))["points"] == 3


async def test_the_machine_strikes_nobody_while_somebody_may_be_at_risk(watch: Watch) -> None:
    """What may be a concern in bad words is hidden, and what it is a person says."""
    text = "You fucking cunts. My mum was given the wrong tablets."  # codespell:ignore
    made = await watch.hear(text, number=1)
    assert Action.HIDE in made.actions
    assert (await watch.standing(1))["points"] == 0
    version = watch.heard[-1].id
    await watch.decide(1, Action.HIDE, labels=[Label.PROFANITY], version=version)
    assert (await watch.standing(1))["points"] == 1


async def test_a_person_who_corrects_the_machine_lowers_the_strike(watch: Watch) -> None:
    """And what was proposed on the machine's word alone is withdrawn."""
    await watch.hear(HATE, number=1)
    assert (await watch.standing(1))["points"] == 2
    (warning,) = await watch.new(MeasureProposed)
    version = watch.heard[-1].id
    await watch.decide(1, Action.HIDE, labels=[Label.PROFANITY], version=version)
    strike = await _only_strike(watch, 1)
    assert (strike["labels"], strike["points"]) == (["profanity"], 1)
    (withdrawn,) = await watch.new(MeasureWithdrawn)
    assert (withdrawn.measure_id, withdrawn.points) == (warning.measure_id, 1)
    assert withdrawn.taken_back


async def test_strikes_expire(watch: Watch) -> None:
    """After the pack's days the record is clean."""
    await watch.hear(RUMOUR, number=1)
    assert (await watch.standing(1))["points"] == 1
    watch.clock.advance(timedelta(days=366))
    assert (await watch.standing(1))["points"] == 0


async def test_a_danger_split_over_two_comments_is_found(watch: Watch) -> None:
    """The same author under the same post: the halves are read together."""
    await watch.hear("I am going to kill", number=1)
    watch.clock.advance(timedelta(minutes=2))
    second = await watch.hear("myself tonight, sorry everyone", number=2)
    assert Label.SELF_HARM in second.labels
    watch.clock.advance(timedelta(hours=7))
    late = await watch.hear("myself tonight, sorry everyone", number=3)
    assert Label.SELF_HARM not in late.labels


async def test_a_danger_is_found_whichever_half_is_judged_first(watch: Watch) -> None:
    """Comments of one author come by several ways; what is written later may be heard before."""
    halves = halves_of(watch, author="77")
    watch.clock.advance(timedelta(minutes=1))
    for event in reversed(halves):
        await watch.comments.handle(event)
    later, earlier = await watch.new(DecisionMade)
    assert (later.ref, earlier.ref) == (ref_of(2), ref_of(1))
    assert Label.SELF_HARM not in later.labels
    assert Label.SELF_HARM in earlier.labels
    assert earlier.routes
    assert earlier.actions == (Action.LEAVE,)
    assert await watch.new(ActionRequested) == []


async def test_a_danger_is_found_when_both_halves_are_judged_at_once(watch: Watch) -> None:
    """Of each author's two whichever is judged second shows it, once."""
    events = [
        event
        for number in range(1, 9, 2)
        for event in halves_of(watch, number=number, author=str(number))
    ]
    await asyncio.gather(*(watch.comments.handle(event) for event in events))
    made = await watch.new(DecisionMade)
    found = sorted(one.ref.comment_id for one in made if Label.SELF_HARM in one.labels)
    assert len(made) == 8
    assert [(int(each[2:]) - 1) // 2 for each in found] == [0, 1, 2, 3]


async def test_who_waits_for_their_own_comment_keeps_no_other_waiting(watch: Watch) -> None:
    """The author's thread is locked after the comment, so people who lock both hold up nobody."""
    first, second = halves_of(watch, author="77")
    async with watch.units() as unit:
        await unit.visibility.lock([ref_of(1)])
        waiting = asyncio.create_task(watch.comments.handle(first))
        await eventually(partial(_is_waited, watch), what="The first half waits for its comment")
        await watch.comments.handle(second)
    await waiting
    second_made, first_made = await watch.new(DecisionMade)
    assert Label.SELF_HARM not in second_made.labels
    assert Label.SELF_HARM in first_made.labels


async def _is_waited(watch: Watch) -> bool:
    query = (
        "SELECT 1 FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    return bool(await _rows(watch, query))


def halves_of(watch: Watch, *, number: int = 1, author: str) -> tuple[Event, Event]:
    """Return a cry for help in two comments, a minute apart."""
    first = watch.comment("I am going to kill", number=number, author=author)
    watch.clock.advance(timedelta(minutes=1))
    second = watch.comment("myself tonight, sorry everyone", number=number + 1, author=author)
    return first, second


async def test_another_authors_words_are_not_joined(watch: Watch) -> None:
    """Only what somebody wrote themselves is read with what they write."""
    await watch.hear("I am going to kill", number=1, author="1")
    second = await watch.hear("myself tonight, sorry everyone", number=2, author="2")
    assert Label.SELF_HARM not in second.labels


async def test_the_comment_answered_is_known_from_before(
    watch: Watch, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer is labelled with the words that it answers, and the post's where they are sent."""
    read: list[Utterance] = []
    decide = engine.decide

    def listen(utterance: Utterance, pack: PolicyPack) -> Decision:
        read.append(utterance)
        return decide(utterance, pack)

    monkeypatch.setattr(engine, "decide", listen)
    await watch.hear("Is the flu jab safe?", number=1, author="1")
    await watch.hear(
        "No.", number=2, author="2", kind=Kind.REPLY, parent_id="9_1", post_text="Book your jab"
    )
    assert read[-1].parent_text == "Is the flu jab safe?"
    assert read[-1].post_text == "Book your jab"
    assert read[-1].to_another


async def test_an_answer_in_ones_own_thread_is_for_the_body(watch: Watch) -> None:
    """Threads are flat: who answers under their own words answers what the body said there."""
    question = "I want to make a formal complaint about ward 4"
    await watch.hear("You are wonderful", number=1, author="1")
    own = await watch.hear(question, number=2, author="1", kind=Kind.REPLY, parent_id="9_1")
    assert Label.COMPLAINT in own.labels
    unheard = await watch.hear(question, number=3, author="2", kind=Kind.REPLY, parent_id="9_9")
    assert Label.COMPLAINT in unheard.labels
    other = await watch.hear(question, number=4, author="2", kind=Kind.REPLY, parent_id="9_1")
    assert Label.COMPLAINT not in other.labels
    assert other.review


async def test_no_text_is_kept_plain_and_none_for_long(watch: Watch) -> None:
    """What is kept as context is sealed, and destroyed after three days."""
    await watch.hear(CRITICISM, number=1, author="author-4711")
    await watch.tidy()
    rows = await _rows(watch, "SELECT * FROM classifier.comments_seen")
    assert len(rows) == 1
    assert "Marlow" not in rows[0]
    assert "sealed=None" not in rows[0]
    watch.clock.advance(timedelta(hours=73))
    await watch.tidy()
    (row,) = await _rows(watch, "SELECT sealed, subject FROM classifier.comments_seen")
    assert row == "sealed=None subject=None"
    assert await _rows(watch, "SELECT * FROM classifier.messages") == []


async def _only_strike(watch: Watch, number: int) -> dict[str, Any]:
    standing: dict[str, Any] = await watch.standing(number)
    strikes: list[dict[str, Any]] = standing["strikes"]
    assert len(strikes) == 1
    return strikes[0]


async def _rows(watch: Watch, query: str) -> list[str]:
    async with watch.database.engine.connect() as connection:
        result = await connection.execute(sql(query))
        return [
            " ".join(f"{name}={value!r}" for name, value in row._mapping.items())  # noqa: SLF001
            for row in result
        ]


async def test_who_writes_much_is_shown_and_nothing_is_done(watch: Watch) -> None:
    """Volume is no offence."""
    for number in range(25):
        await watch.hear(f"Thank you for ward number {number}", number=number, author="many")
        watch.clock.advance(timedelta(seconds=1))
    await watch.hear("Thank you", number=99, author="one")
    answer = await watch.client.get("/v1/authors/prolific", headers=bearer())
    (found,) = answer.json()
    assert (found["comments"], found["newest"]) == (25, str(ref_of(24)))
    standing = await watch.standing(24)
    assert standing["strikes"] == []
    assert standing["activity"][0]["comments"] == 25  # type: ignore[index]
    assert await watch.new(ActionRequested) == []


async def test_another_body_sees_nothing(watch: Watch) -> None:
    """Each body has its own records, also of the same person."""
    await watch.hear(RUMOUR, number=1)
    reference = {"ref": str(ref_of(1))}
    other = await watch.client.get("/v1/authors/standing", params=reference, headers=bearer("bsw"))
    assert other.status_code == 404
    account = {"platform": "facebook", "author_id": "77"}
    mine = await watch.client.get("/v1/authors/standing", params=account, headers=bearer())
    assert mine.json()["points"] == 1
    theirs = await watch.client.get("/v1/authors/standing", params=account, headers=bearer("bsw"))
    assert theirs.json()["points"] == 0
    auditor = bearer(role=Role.AUDITOR)
    refused = await watch.client.get("/v1/authors/standing", params=account, headers=auditor)
    assert refused.status_code == 403


async def test_a_verdict_on_an_amended_comment_leaves_the_strike_for_what_stood_before(
    watch: Watch,
) -> None:
    """Abuse that its author has written over counts until a person takes the abuse itself back."""
    await watch.hear(RUMOUR, number=1)
    abuse = watch.heard[-1].id
    watch.clock.advance(timedelta(minutes=1))
    await watch.hear("I am sorry, I was wrong about this", number=1, edited=True)
    await watch.decide(1, Action.UNHIDE, version=watch.heard[-1].id)
    assert (await watch.standing(1))["points"] == 1
    await watch.decide(1, Action.UNHIDE, version=abuse)
    assert (await watch.standing(1))["points"] == 0


async def test_a_verdict_on_a_version_not_heard_yet_takes_nothing_from_the_one_before(
    watch: Watch,
) -> None:
    """What was suspected of the words before is neither what the person meant nor excused."""
    await watch.hear(RUMOUR, number=1)
    unheard = EventId(derive_id("a later version", "test"))
    spoken = Category.MISINFORMATION_OR_SPAM
    await watch.decide(1, Action.HIDE, category=spoken, version=unheard)
    strike = await _only_strike(watch, 1)
    assert strike["comments"] == {str(ref_of(1)): "machine"}
    await watch.decide(1, Action.UNHIDE, version=unheard)
    assert (await watch.hear(RUMOUR, number=2, author="2")).actions == (Action.HIDE,)
    await watch.decide(1, Action.HIDE, category=spoken, version=watch.heard[0].id)
    strike = await _only_strike(watch, 1)
    assert strike["comments"] == {str(ref_of(1)): "person"}


async def test_what_was_withdrawn_is_proposed_again_for_a_new_offence(watch: Watch) -> None:
    """The strike begins anew, and nobody is spared because a person once excused it."""
    await watch.hear(ANOTHER, number=1)
    await watch.decide(1, Action.HIDE, labels=[Label.HATE])
    await watch.decide(1, Action.UNHIDE)
    watch.clock.advance(timedelta(hours=1))
    await watch.decide(1, Action.HIDE, labels=[Label.HATE])
    first, again = await watch.new(MeasureProposed)
    assert first.measure_id != again.measure_id
    (before,), (after,) = first.strikes, again.strikes
    # Both are dated by when the comment was written, not by when it was decided about.
    assert after.struck_at == before.struck_at == NOON
    assert after.expires_at == before.expires_at
    strike = await _only_strike(watch, 1)
    assert datetime.fromisoformat(strike["struck_at"]) == after.struck_at


async def test_a_withdrawal_does_not_undo_what_a_person_decided(watch: Watch) -> None:
    """Whoever reads a proposal as open may write when it no longer is."""
    await watch.hear(ANOTHER, number=1)
    await watch.decide(1, Action.HIDE, labels=[Label.HATE])
    (warning,) = await watch.new(MeasureProposed)
    author = watch.authors.key_of(BODY, Platform.FACEBOOK, "77")
    assert author is not None
    async with watch.units() as unit:
        assert await unit.records.waiting(BODY) == [author]
    await watch.answer(warning, approved=True)
    async with watch.units() as unit:
        settled = await unit.records.settle(
            BODY, warning.measure_id, Outcome.WITHDRAWN, at=watch.clock()
        )
        (kept,) = await unit.records.proposals(BODY, author)
        assert await unit.records.waiting(BODY) == []
    assert not settled
    assert kept.outcome is Outcome.APPROVED


async def test_an_approved_measure_whose_strikes_are_taken_back_is_told_of(watch: Watch) -> None:
    """Only people can undo what was done by hand; that its strikes expire is no reason to."""
    await watch.hear(ANOTHER, number=1)
    await watch.decide(1, Action.HIDE, labels=[Label.HATE])
    (warning,) = await watch.new(MeasureProposed)
    await watch.answer(warning, approved=True)
    await watch.tidy()
    assert await watch.new(MeasureWithdrawn) == []
    await watch.decide(1, Action.UNHIDE)
    await watch.decide(1, Action.UNHIDE)
    (withdrawn,) = await watch.new(MeasureWithdrawn)
    assert (withdrawn.measure_id, withdrawn.points) == (warning.measure_id, 0)
    assert withdrawn.taken_back


async def test_a_proposal_is_withdrawn_when_its_strikes_expire(watch: Watch) -> None:
    """Nobody is asked to warn somebody for what has lapsed."""
    await watch.hear(ANOTHER, number=1)
    await watch.decide(1, Action.HIDE, labels=[Label.HATE])
    (warning,) = await watch.new(MeasureProposed)
    await watch.tidy()
    assert await watch.new(MeasureWithdrawn) == []
    watch.clock.advance(timedelta(days=366))
    await watch.tidy()
    await watch.tidy()
    (withdrawn,) = await watch.new(MeasureWithdrawn)
    assert (withdrawn.measure_id, withdrawn.points) == (warning.measure_id, 0)


async def test_an_expired_proposal_does_not_stand_in_the_way_of_a_new_one(watch: Watch) -> None:
    """It is withdrawn, and the new offence is put forward for itself."""
    await watch.hear(ANOTHER, number=1)
    await watch.decide(1, Action.HIDE, labels=[Label.HATE])
    watch.clock.advance(timedelta(days=366))
    await watch.hear(THIRD, number=2)
    await watch.decide(2, Action.HIDE, labels=[Label.HATE])
    (withdrawn,) = await watch.new(MeasureWithdrawn)
    old, new = await watch.new(MeasureProposed)
    assert withdrawn.measure_id == old.measure_id != new.measure_id
    assert [strike.refs for strike in new.strikes] == [(ref_of(2),)]


async def _gather(watch: Watch, size: int) -> Event:
    """Put so many copies of one spam message, each of another author, before a person."""
    first = await watch.hear(SPAM, number=0, author="0")
    assert first.group_id is not None
    copied = sql(
        "INSERT INTO classifier.comments_seen (organisation, ref, author, message_id, group_id,"
        " labels, written_at, seen_at) SELECT organisation, :ref, :author, message_id, group_id,"
        " labels, written_at, seen_at FROM classifier.comments_seen WHERE ref = :first"
    )
    rows = [
        {
            "ref": str(ref_of(number)),
            "author": watch.authors.key_of(BODY, Platform.FACEBOOK, str(number)),
            "first": str(ref_of(0)),
        }
        for number in range(1, size)
    ]
    async with watch.database.engine.begin() as connection:
        await connection.execute(copied, rows)
    return watch.verdict(
        0, Action.HIDE, labels=[Label.SPAM], group=first.group_id, others=range(1, size)
    )


async def test_a_proposal_about_a_prolific_copier_stays_small(watch: Watch) -> None:
    """It names the comments that matter most and how many there are; a message has a limit."""
    await watch.hear(RUMOUR, number=1)
    copied = sql(
        "INSERT INTO classifier.strike_comments (strike_id, ref, event_id, basis, labels, clauses,"
        " points) SELECT strike_id, :ref, '', 'machine', labels, clauses, points"
        " FROM classifier.strike_comments WHERE ref = :first"
    )
    first = {"first": str(ref_of(1))}
    async with watch.database.engine.begin() as connection:
        await connection.execute(
            copied, [first | {"ref": str(ref_of(number))} for number in range(2, 2_000)]
        )
    await watch.hear(ANOTHER, number=2_000)
    (proposed,) = await watch.new(MeasureProposed)
    old, new = proposed.strikes
    assert (len(old.refs), old.comments) == (50, 1_999)
    assert (new.refs, new.comments) == ((ref_of(2_000),), 1)
    assert len(proposed.model_dump_json()) < 20_000


async def test_a_proposal_about_endless_offences_stays_small(watch: Watch) -> None:
    """The gravest are told, whichever they are, and all points counted."""
    author = watch.authors.key_of(BODY, Platform.FACEBOOK, "77")
    assert author is not None
    history = History()
    for number in range(150):
        points = 3 if number == 7 else 1
        offence = breach(number, points=points, hours=number - 200, days=180)
        history = history.with_breach(offence)
    async with watch.units() as unit:
        await unit.records.save(BODY, author, history, known=History())
    await watch.hear(RUMOUR, number=500)
    await watch.decide(500, Action.HIDE, labels=[Label.PROFANITY])
    (proposed,) = await watch.new(MeasureProposed)
    refs = [strike.refs for strike in proposed.strikes]
    assert len(refs) == 100
    assert (refs[0], refs[-1]) == ((ref_of(7),), (ref_of(500),))
    assert proposed.points == 153


async def test_a_proposal_about_endless_offences_of_many_copies_stays_small(watch: Watch) -> None:
    """Its strikes share the comments that are told evenly."""
    author = watch.authors.key_of(BODY, Platform.FACEBOOK, "77")
    assert author is not None
    history = History()
    for number in range(100):
        history = history.with_breach(breach(number, hours=number - 200, days=180))
    async with watch.units() as unit:
        await unit.records.save(BODY, author, history, known=History())
    copied = sql(
        "INSERT INTO classifier.strike_comments (strike_id, ref, event_id, basis, labels, clauses,"
        " points) SELECT strike_id, ref || '-' || copy, '', basis, labels, clauses, points"
        " FROM classifier.strike_comments, generate_series(1, 29) AS copy"
    )
    async with watch.database.engine.begin() as connection:
        await connection.execute(copied)
    await watch.hear(RUMOUR, number=500)
    (proposed,) = await watch.new(MeasureProposed)
    assert {strike.comments for strike in proposed.strikes} == {30, 1}
    assert {len(strike.refs) for strike in proposed.strikes} == {10, 1}


_STRUCK: Final = "SELECT count(DISTINCT author) AS authors FROM classifier.strikes"


async def test_a_large_group_is_taken_in_parts_that_stay_done(watch: Watch) -> None:
    """A delivery that fails half-way is continued by the next one, and each part counts once."""
    decided = await _gather(watch, 450)
    unlucky = watch.authors.key_of(BODY, Platform.FACEBOOK, "333")
    assert unlucky is not None
    function = (
        "CREATE FUNCTION classifier.fail() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'for the test'; END $$"
    )
    trigger = (
        "CREATE TRIGGER fail BEFORE INSERT ON classifier.strikes FOR EACH ROW"
        f" WHEN (NEW.author = decode('{unlucky.hex()}', 'hex'))"
        " EXECUTE FUNCTION classifier.fail()"
    )
    async with watch.database.engine.begin() as connection:
        for statement in (function, trigger):
            await connection.execute(sql(statement))
    with pytest.raises(DBAPIError):
        await watch.records.handle(decided)
    assert await _rows(watch, _STRUCK) == ["authors=200"]
    async with watch.database.engine.begin() as connection:
        await connection.execute(sql("DROP TRIGGER fail ON classifier.strikes"))
    await watch.records.handle(decided)
    assert await _rows(watch, _STRUCK) == ["authors=450"]
    await watch.records.handle(decided)
    assert await _rows(watch, "SELECT count(*) FROM classifier.strikes") == ["count=450"]
    for number in (0, 200, 333, 449):
        assert (await watch.standing(number))["points"] == 1


def _in_two_events(watch: Watch, made: Sequence[DecisionMade]) -> list[Event]:
    """Return a decision about five of a group as two events."""
    return [
        watch.verdict(
            0,
            Action.HIDE,
            labels=[Label.MISINFORMATION],
            group=made[0].group_id,
            others=others,
            part=part,
        )
        for part, others in enumerate([(1, 2), (3, 4)])
    ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0, 1)])
async def test_a_decision_in_several_events_counts_for_each_author_once(
    watch: Watch, order: Sequence[int]
) -> None:
    """The others that a further event names are struck; the group's verdict is the first's."""
    parts = _in_two_events(
        watch, [await watch.hear(RUMOUR, number=n, author=str(n)) for n in range(5)]
    )
    for number in order:
        await watch.records.handle(parts[number])
    assert await _rows(watch, "SELECT count(*) FROM classifier.strikes") == ["count=5"]
    verdicts = "SELECT verdict, labels FROM classifier.decision_groups"
    assert await _rows(watch, verdicts) == ["verdict='breach' labels=['misinformation']"]
    for number in range(5):
        assert (await watch.standing(number))["points"] == 1


async def test_a_further_event_says_nothing_of_the_decisions_own_comment(watch: Watch) -> None:
    """A person has shown that one again in between."""
    first, further = _in_two_events(
        watch, [await watch.hear(RUMOUR, number=n, author=str(n)) for n in range(5)]
    )
    await watch.records.handle(first)
    await watch.decide(0, Action.UNHIDE)
    await watch.records.handle(further)
    assert [(await watch.standing(n))["points"] for n in range(5)] == [0, 1, 1, 1, 1]


async def test_leaving_a_petition_waits_for_no_author(watch: Watch) -> None:
    """Whoever has no strike has none to take back, so their record is not locked."""
    made = [await watch.hear(CRITICISM, number=n, author=str(n)) for n in range(3)]
    author = watch.authors.key_of(BODY, Platform.FACEBOOK, "1")
    assert author is not None
    async with watch.units() as other:
        await other.records.lock(BODY, author)
        leaving = watch.decide(0, Action.LEAVE, group=made[0].group_id, others=[1, 2])
        await asyncio.wait_for(leaving, timeout=10)
    assert await watch.new(MeasureProposed) == []


async def test_a_copy_more_leaves_what_is_kept_of_the_others_alone(watch: Watch) -> None:
    """Only what has changed is written, however many copies and strikes there are."""
    written = "SELECT ref, xmin::text AS by FROM classifier.strike_comments ORDER BY ref"
    await watch.hear(RUMOUR, number=1)
    await watch.hear(RUMOUR, number=2)
    before = await _rows(watch, written)
    await watch.hear(RUMOUR, number=3)
    after = await _rows(watch, written)
    assert len(before) == 2
    assert len(after) == 3
    assert after[:2] == before


@pytest.mark.parametrize("action", [Action.LEAVE, Action.UNHIDE])
@pytest.mark.parametrize("done", [Action.HIDE, Action.REPORT])
async def test_an_older_verdict_on_a_group_does_not_undo_a_later_reversal(
    watch: Watch, action: Action, done: Action
) -> None:
    """The two are about different comments, so they may come in any order."""
    first = await watch.hear(INSULT, number=1, author="1")
    second = await watch.hear(INSULT, number=2, author="2")
    assert first.group_id == second.group_id
    version = watch.heard[-1].id
    abuse = [Label.HARASSMENT]
    older = watch.verdict(1, done, labels=abuse, group=first.group_id, others=[2])
    watch.clock.advance(timedelta(minutes=5))
    await watch.decide(2, action, version=version)
    await watch.records.handle(older)
    assert (await watch.standing(1))["points"] == 1
    assert (await watch.standing(2))["points"] == 0
    strikes = (await watch.standing(2))["strikes"]
    assert strikes == []
    await watch.hear(INSULT, number=3, author="3")
    assert (await watch.standing(3))["points"] == 0


async def test_an_older_verdict_counts_for_words_that_were_not_let_stand(watch: Watch) -> None:
    """A reversal of what its author made of it says nothing of what stood there before."""
    await watch.hear(INSULT, number=1)
    abuse = watch.heard[-1].id
    older = watch.verdict(1, Action.HIDE, labels=[Label.HARASSMENT], version=abuse)
    watch.clock.advance(timedelta(minutes=5))
    await watch.hear(THANKS, number=1, edited=True)
    await watch.decide(1, Action.LEAVE, version=watch.heard[-1].id)
    await watch.records.handle(older)
    assert (await watch.standing(1))["points"] == 1


async def test_what_a_person_finds_weightless_clears_the_machines_strike(watch: Watch) -> None:
    """The person's labels take the place of the machine's, also where they weigh nothing."""
    await watch.hear(RUMOUR, number=1)
    assert (await watch.standing(1))["points"] == 1
    version = watch.heard[-1].id
    await watch.decide(1, Action.HIDE, version=version)
    assert (await watch.standing(1))["points"] == 1
    await watch.decide(1, Action.HIDE, labels=[Label.PERSONAL_DATA], version=version)
    assert (await watch.standing(1))["points"] == 0


async def test_an_approved_block_whose_strikes_weigh_less_since_is_told_of(watch: Watch) -> None:
    """A person corrects one of two offences, and too little is left for the block."""
    versions = []
    for number, text in enumerate((HATE, f"{HATE} Write to your paper about it today"), start=1):
        await watch.hear(text, number=number, post_id=str(number))
        versions.append(watch.heard[-1].id)
        watch.clock.advance(timedelta(hours=80))
    assert (await watch.standing(1))["points"] == 4
    block = (await watch.new(MeasureProposed))[-1]
    assert block.measure is Measure.BLOCK
    await watch.answer(block, approved=True)
    told = len(await watch.new(MeasureWithdrawn))
    await watch.decide(2, Action.HIDE, labels=[Label.PROFANITY], version=versions[1])
    withdrawn = (await watch.new(MeasureWithdrawn))[told:]
    assert [(each.measure_id, each.points) for each in withdrawn] == [(block.measure_id, 3)]
    assert withdrawn[0].taken_back


@pytest.mark.parametrize("kind", ["picture", "danger", "language"])
async def test_copies_that_are_decided_apart_are_one_offence(watch: Watch, kind: str) -> None:
    """Who sends one message several times has offended once, whatever keeps it from a group."""
    text = {"picture": INSULT, "danger": IMPATIENT, "language": POLISH}[kind]
    attachments = (PICTURE,) if kind == "picture" else ()
    for number in (1, 2, 3):
        made = await watch.hear(text, number=number, attachments=attachments)
        assert made.group_id is None
        version = watch.heard[-1].id
        await watch.decide(number, Action.HIDE, labels=[Label.HARASSMENT], version=version)
    strike = await _only_strike(watch, 1)
    assert set(strike["comments"]) == {str(ref_of(number)) for number in (1, 2, 3)}
    assert strike["points"] == 1


async def test_removals_of_what_many_say_are_put_before_a_person_and_end(watch: Watch) -> None:
    """The machine may be wrong about all of them alike: nine are hidden, and no tenth.

    They wait together, with the number of those removed, and are no offence until then.
    """
    made = [await watch.hear(SWEARING, number=n, author=str(n)) for n in range(14)]
    assert [Action.HIDE in each.actions for each in made] == [True] * 9 + [False] * 5
    assert [each.review for each in made] == [False] * 9 + [True] * 5
    assert len({each.group_id for each in made}) == 1
    for each in made[9:]:
        assert (each.actions, Action.HIDE in each.proposed) == ((Action.LEAVE,), True)
        assert any("9 comments" in doubt and "9 accounts" in doubt for doubt in each.doubts)
    assert [(await watch.standing(n))["points"] for n in (0, 9, 13)] == [1, 0, 0]


async def test_removals_wait_for_the_person_who_was_asked(watch: Watch) -> None:
    """However slowly the next copy comes; what the person says then holds for it."""
    for number in range(9):
        await watch.hear(SWEARING, number=number, author=str(number))
    last = await watch.hear(SWEARING, number=9, author="9")
    watch.clock.advance(timedelta(hours=60))
    assert (await watch.hear(SWEARING, number=20, author="20")).actions == (Action.LEAVE,)
    watch.clock.advance(timedelta(hours=60))
    assert (await watch.hear(SWEARING, number=21, author="21")).actions == (Action.LEAVE,)
    label = Label.PROFANITY
    await watch.decide(9, Action.HIDE, labels=[label], group=last.group_id, others=[20, 21])
    for number in range(30, 42):
        again = await watch.hear(SWEARING, number=number, author=str(number))
        assert (Action.HIDE in again.actions, again.review) == (True, False)


async def test_what_many_say_and_a_person_has_left_is_not_removed(watch: Watch) -> None:
    """Not unasked."""
    for number in range(9):
        await watch.hear(SWEARING, number=number, author=str(number))
    last = await watch.hear(SWEARING, number=9, author="9")
    await watch.decide(9, Action.LEAVE, group=last.group_id)
    again = await watch.hear(SWEARING, number=20, author="20")
    assert (again.actions, again.review) == ((Action.LEAVE,), True)


async def test_of_a_wave_the_newest_of_the_group_are_counted(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A review of the group shows these again, and no others of the message."""
    made = [await watch.hear(ANOTHER, number=n, author=str(n)) for n in range(9)]
    assert made[0].group_id is not None
    group = Group(group_id=made[0].group_id, size=9, authors=9)

    async def removed() -> tuple[int, int]:
        async with watch.units() as unit:
            return await unit.messages.removed(group, now=watch.clock())

    assert await removed() == (9, 9)
    elsewhere = sql("UPDATE classifier.comments_seen SET group_id = :other WHERE ref = :ref")
    async with watch.database.unit_of_work() as unit:
        for number in (1, 2):
            values = {"other": EventId(derive_id("other", "group")), "ref": str(ref_of(number))}
            await unit.connection.execute(elsewhere, values)
    assert await removed() == (7, 7)
    monkeypatch.setattr(message_rows, "_MAX_REMOVED", 4)
    assert await removed() == (4, 4)


async def test_nothing_is_counted_of_what_is_no_campaign(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few words are hit upon by many; those who say them wait for each other no longer for it."""
    counted: list[Group] = []

    async def removed(_: object, group: Group, **__: object) -> tuple[int, int]:
        counted.append(group)
        return 9, 9

    monkeypatch.setattr(message_rows.MessageRows, "removed", removed)
    for number in range(12):
        made = await watch.hear(RUMOUR, number=number, author=str(number))
        assert Action.HIDE in made.actions
    assert counted == []
    for number in range(20, 30):
        await watch.hear(ANOTHER, number=number, author=str(number))
    assert len(counted) == 1


async def test_what_one_author_repeats_is_removed_as_before(watch: Watch) -> None:
    """It is no campaign, however often it is said."""
    made = [await watch.hear(ANOTHER, number=number) for number in range(12)]
    assert all(Action.HIDE in each.actions for each in made)


async def test_copies_judged_unlike_are_counted_as_one_wave(watch: Watch) -> None:
    """Each of its groups is told of, though neither reaches the number."""
    praise = (
        "Honestly my life changed when I messaged Dr Boris about his wonderful care, he sorted my"
        " dad within days, thank you so much"
    )
    texts = [praise] * 6 + [f"Wrong! {praise}"] * 6
    made = [await watch.hear(text, number=n, author=str(n)) for n, text in enumerate(texts)]
    assert len({each.group_id for each in made}) == 2
    assert [each.review for each in made] == [False] * 9 + [True] * 3
    late = await watch.hear(praise, number=20, author="20")
    assert late.review
    assert late.group_id == made[0].group_id


async def test_what_was_written_long_ago_is_no_ground_for_a_measure(watch: Watch) -> None:
    """A backlog delivered late, or replayed; what is new counts, and so does a time to come."""
    now = watch.clock()
    for number, days in ((1, 240), (2, 200)):
        watch.clock.advance(now - timedelta(days=days) - watch.clock())
        old = watch.comment(HATE if number == 1 else INSULT, number=number)
        watch.clock.advance(now - watch.clock())
        await watch.comments.handle(old)
        await watch.decide(number, Action.HIDE, labels=[Label.HATE])
    standing: dict[str, Any] = await watch.standing(1)
    assert standing["points"] == 0
    assert not any(strike["counts"] for strike in standing["strikes"])
    assert await watch.new(MeasureProposed) == []

    watch.clock.advance(timedelta(days=400))
    to_come = watch.comment(HATE, number=3)
    watch.clock.advance(-timedelta(days=400))
    await watch.comments.handle(to_come)
    strikes: Any = (await watch.standing(3))["strikes"]
    (counting,) = [strike for strike in strikes if strike["counts"]]
    assert datetime.fromisoformat(counting["struck_at"]) == now


async def test_an_approved_block_withdraws_the_warning_that_waits(watch: Watch) -> None:
    """Nobody is asked to warn who is blocked, and the record says why."""
    for number, text in enumerate((RUMOUR, ANOTHER, THIRD, INSULT)):
        await watch.hear(text, number=number)
        await watch.decide(number, Action.HIDE, labels=[Label.MISINFORMATION])
    warning, block = await watch.new(MeasureProposed)
    assert (warning.measure, block.measure) == (Measure.WARNING, Measure.BLOCK)
    await watch.answer(block, approved=True)
    (withdrawn,) = await watch.new(MeasureWithdrawn)
    assert withdrawn.measure_id == warning.measure_id
    assert (withdrawn.points, withdrawn.taken_back) == (4, False)
    assert "approved blocking" in withdrawn.because
    proposals: Any = (await watch.standing(0))["proposals"]
    found = {each["measure_id"]: (each["outcome"], each["because"]) for each in proposals}
    assert found == {
        warning.measure_id: ("withdrawn", withdrawn.because),
        block.measure_id: ("approved", ""),
    }


async def test_a_refused_block_leaves_the_warning_that_waits(watch: Watch) -> None:
    """Somebody may still be warned, and a warning that was answered stays so."""
    for number, text in enumerate((RUMOUR, ANOTHER, THIRD, INSULT)):
        await watch.hear(text, number=number)
        await watch.decide(number, Action.HIDE, labels=[Label.MISINFORMATION])
    _, block = await watch.new(MeasureProposed)
    await watch.answer(block, approved=False)
    assert await watch.new(MeasureWithdrawn) == []

"""Modes and the author's record on a real PostgreSQL: declared, recorded, and judged under."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import httpx
import pytest
import sqlalchemy
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.example_store import ExampleStore
from moderation_classifier.adapters.store import ClassifierStore
from moderation_classifier.adapters.strike_rows import StrikeRows
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.api.modes import build_modes_router
from moderation_classifier.api.routes import build_router
from moderation_classifier.domain.behaviour.author import (
    AUTHOR_KEY_PURPOSE,
    AuthorHasher,
    AuthorKey,
)
from moderation_classifier.domain.behaviour.similarity import FINGERPRINT_KEY_PURPOSE, Fingerprinter
from moderation_classifier.domain.trials.redeciding import redecide
from moderation_classifier.ports import Period
from moderation_classifier.usecases import JudgeComments
from moderation_classifier.usecases.deciding import Engine
from moderation_classifier.usecases.declaring_modes import ModeBoard
from moderation_classifier.usecases.watching_behaviour import WatchBehaviour
from moderation_classifier.usecases.watching_shadow import WatchShadow
from moderation_common.events import (
    Author,
    Comment,
    CommentEdited,
    CommentReceived,
    DecisionMade,
    Event,
    ModeChanged,
    Payload,
)
from moderation_common.lifecycle import Lifecycle
from moderation_common.policy import ModeName, PolicyPack, PolicyPacks, Row, When
from moderation_common.policy.loader import load_packs
from moderation_common.policy.refreshing import RefreshPacks
from moderation_common.policy.shadows import ShadowPack
from moderation_common.policy.watcher import PackRegistry
from moderation_common.postgres import Database, OutboxRelay, migrate
from moderation_common.testing import FixedClock, MemoryEventLog
from moderation_common.vault import Vault
from moderation_common.vocabulary import Action, Kind, Label, Role
from moderation_common.web import Principal, TokenSigner, create_application
from tests.support.behaviour import NOON, ref_of
from tests.support.echo import EchoingModel, echoing_labeller
from tests.support.infrastructure import REPOSITORY

SIGNER: Final = TokenSigner("s" * 40)
BODY: Final = "mid-and-south-essex"
INCIDENT: Final = {"mode": "major_incident", "reason": "A fire at the hospital."}
RUMOURS: Final = (
    "MMR causes autism, fact.",
    "Vaccines contain microchips to track you, wake up.",
    "Garlic in your socks cures covid, they do not want you to know.",
)
DELETED: Final = ((Action.DELETE,), (Action.REPORT,))


def bearer(role: Role = Role.ADMINISTRATOR, organisation: str = BODY) -> dict[str, str]:
    """Return headers with a fresh token."""
    principal = Principal(subject="sam", role=role, organisation=organisation)
    token = SIGNER.issue(principal, now=NOON, lifetime=timedelta(days=400))
    return {"Authorization": f"Bearer {token}"}


def with_row(pack: PolicyPack, row_id: str, when: When, *, tell: bool = False) -> PolicyPack:
    """Return the pack with a stricter row for misinformation before all others."""
    usual = next(row for row in pack.categories if row.id == "misinformation")
    then = usual.then.model_copy(update={"actions": DELETED, "tell": tell})
    rows = (Row(id=row_id, when=when, then=then), *pack.categories)
    return pack.model_copy(update={"categories": rows})


@dataclass
class Desk:
    """A classifier on a schema of its own, whose pack a test may change."""

    packs: dict[str, PolicyPack]
    judge: JudgeComments
    board: ModeBoard
    database: Database
    client: httpx.AsyncClient
    clock: FixedClock
    log: MemoryEventLog
    shadows: dict[str, ShadowPack]
    asked: list[AuthorKey] = field(default_factory=list)
    """Whose record was looked up."""
    serial: int = 0

    async def hear(
        self,
        text: str,
        *,
        number: int,
        author: str = "77",
        kind: Kind = Kind.COMMENT,
        edited: bool = False,
    ) -> DecisionMade:
        """Judge a comment; return the decision."""
        self.serial += 1
        self.clock.advance(timedelta(seconds=1))
        comment = Comment(
            ref=ref_of(number),
            kind=kind,
            text=text,
            author=Author(author_id=author),
            created_at=self.clock(),
            edited_at=self.clock() if edited else None,
            post_id="9",
        )
        data: Payload = (
            CommentEdited(comment=comment) if edited else CommentReceived(comment=comment)
        )
        event = Event.build(
            data,
            cause=f"test {self.serial}",
            source="/test",
            subject=str(comment.ref),
            organisation=BODY,
            correlation_id=comment.ref.correlation_id,
            time=self.clock(),
        )
        await self.judge.judge(event, comment)
        made = [
            one.data
            for one in await self.published()
            if isinstance(one.data, DecisionMade) and one.data.ref == comment.ref
        ]
        return made[-1]

    async def published(self) -> list[Event]:
        """Return everything that was published so far."""
        await OutboxRelay(self.database, self.log).move_batch()
        subscription = await self.log.subscribe(f"test {self.serial}", ["moderation.decisions.v1"])
        batches = await subscription.fetch(max_records=1000, timeout_s=0.01)
        await subscription.close()
        return [
            Event.read(record.message.headers, record.message.body)
            for records in batches.values()
            for record in records
        ]

    async def changes(self) -> list[tuple[str, bool, str]]:
        """Return what the record hears of modes."""
        return [
            (one.data.mode, one.data.declared, one.data.note)
            for one in await self.published()
            if isinstance(one.data, ModeChanged)
        ]


@pytest.fixture(scope="module")
def five_packs() -> PolicyPacks:
    """Give the five packs."""
    return load_packs(REPOSITORY / "policies")


@pytest.fixture
async def desk(
    fresh_database: str, five_packs: PolicyPacks, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Desk]:
    """Give a classifier on an empty, migrated schema."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    clock, vault = FixedClock(NOON), Vault.from_text(Vault.generate_key())
    units = ClassifierStore(database, vault)
    board = ModeBoard(units=units, clock=clock)
    packs = {pack.organisation.key: pack for pack in five_packs}
    # With a model that agrees, so that no test rests on what one makes of a sentence.
    engine = Engine(echoing_labeller())
    shadows: dict[str, ShadowPack] = {}
    judge = JudgeComments(
        units=units,
        judge=engine,
        shadow=WatchShadow(judge=engine, shadows=lambda: shadows),
        packs=lambda: PolicyPacks(packs),
        clock=clock,
        behaviour=WatchBehaviour(
            authors=AuthorHasher(vault.derive_key(AUTHOR_KEY_PURPOSE)),
            fingerprinter=Fingerprinter(vault.derive_key(FINGERPRINT_KEY_PURPOSE)),
        ),
        modes=board.of,
    )
    app = create_application(
        title="classifier", version="1", lifecycle=Lifecycle(), tokens=SIGNER, clock=clock
    )
    app.include_router(build_modes_router(board, packs=lambda: PolicyPacks(packs)))
    registry = PackRegistry.open(REPOSITORY / "policies", now=NOON)
    refresh = RefreshPacks(registry, clock=clock)
    app.include_router(
        build_router(registry=registry, refresh=refresh, judge=engine, modes=board.of)
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        desk = Desk(
            packs=packs,
            judge=judge,
            board=board,
            database=database,
            client=client,
            clock=clock,
            log=MemoryEventLog(),
            shadows=shadows,
        )
        look_up = StrikeRows.points

        async def listen(self: StrikeRows, organisation: str, author: AuthorKey, **more: object):  # type: ignore[no-untyped-def]  # noqa: ANN202
            desk.asked.append(author)
            return await look_up(self, organisation, author, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(StrikeRows, "points", listen)
        yield desk
    await database.close()


async def test_a_declared_mode_reaches_other_replicas_and_the_record(desk: Desk) -> None:
    """The replica that is asked follows at once, the others at their next look, others not."""
    other = ModeBoard(units=ClassifierStore(desk.database), clock=desk.clock)
    await other()
    answer = await desk.client.post("/v1/modes", headers=bearer(), json=INCIDENT)
    assert answer.status_code == 201
    assert answer.json()["answering"] == "person_only"
    assert answer.json()["declared"]["declared_by"] == "sam"
    assert desk.board.of(BODY) == {ModeName.MAJOR_INCIDENT}
    assert not other.of(BODY)
    await other()
    assert other.of(BODY) == {ModeName.MAJOR_INCIDENT}
    assert not other.of("bsw")
    again = await desk.client.post("/v1/modes", headers=bearer(), json=INCIDENT)
    assert again.status_code == 409
    path = "/v1/modes/major_incident"
    over = {"reason": "The fire is out."}
    foreign = await desk.client.delete(path, headers=bearer(organisation="bsw"), params=over)
    assert foreign.status_code == 404
    ended = await desk.client.delete(path, headers=bearer(), params=over)
    assert ended.status_code == 204
    assert not desk.board.of(BODY)
    assert await desk.changes() == [
        ("major_incident", True, INCIDENT["reason"]),
        ("major_incident", False, over["reason"]),
    ]


async def test_the_modes_of_the_policy_are_listed_with_what_is_declared(desk: Desk) -> None:
    """Moderators see what holds; a mode that a later policy lacks is shown, and can be ended."""
    await desk.client.post("/v1/modes", headers=bearer(), json=INCIDENT)
    listed = (await desk.client.get("/v1/modes", headers=bearer(Role.MODERATOR))).json()
    assert {one["mode"]: one["declared"] is not None for one in listed} == {
        "pre_election": False,
        "major_incident": True,
    }
    desk.packs[BODY] = desk.packs[BODY].model_copy(update={"modes": ()})
    (left,) = (await desk.client.get("/v1/modes", headers=bearer())).json()
    assert (left["mode"], left["answering"]) == ("major_incident", None)
    path = "/v1/modes/major_incident"
    ended = await desk.client.delete(path, headers=bearer(), params={"reason": "It is over."})
    assert ended.status_code == 204


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.AUDITOR, Role.DUTY_MANAGER])
async def test_only_an_administrator_declares(desk: Desk, role: Role) -> None:
    """Others are refused."""
    answer = await desk.client.post("/v1/modes", headers=bearer(role), json=INCIDENT)
    assert answer.status_code == 403
    assert not desk.board.of(BODY)


@pytest.mark.parametrize(
    "organisation, mode, sentence",
    [
        (BODY, "heatwave", "no mode 'heatwave': use one of pre_election, major_incident."),
        ("bsw", "pre_election", "no mode 'pre_election': use one of major_incident."),
        ("lincolnshire", "pre_election", "it has none; add the mode to the pack first."),
    ],
)
async def test_a_mode_that_the_policy_has_not_is_refused(
    desk: Desk, organisation: str, mode: str, sentence: str
) -> None:
    """One sentence says which there are."""
    answer = await desk.client.post(
        "/v1/modes",
        headers=bearer(organisation=organisation),
        json={"mode": mode, "reason": "An election is called."},
    )
    assert answer.status_code == 422
    assert answer.json()["detail"].endswith(sentence)


async def test_a_row_for_a_mode_decides_while_it_is_declared(desk: Desk) -> None:
    """Before and after, the comment has the usual row."""
    row = When(labels_any=(Label.MISINFORMATION,), modes=(ModeName.MAJOR_INCIDENT,))
    desk.packs[BODY] = with_row(desk.packs[BODY], "incident", row)
    before = await desk.hear(RUMOURS[0], number=1, author="1")
    await desk.client.post("/v1/modes", headers=bearer(), json=INCIDENT)
    during = await desk.hear(RUMOURS[1], number=2, author="2")
    await desk.client.delete(
        "/v1/modes/major_incident", headers=bearer(), params={"reason": "It is over."}
    )
    after = await desk.hear(RUMOURS[2], number=3, author="3")
    assert [before.actions, during.actions, after.actions] == [
        (Action.HIDE,),
        (Action.DELETE,),
        (Action.HIDE,),
    ]


async def test_a_trial_from_scores_knows_what_held_at_the_time(desk: Desk) -> None:
    """A row for a mode decides about the comments of its days, one for points about old hands."""
    await desk.hear(RUMOURS[0], number=1, author="1")
    await desk.client.post("/v1/modes", headers=bearer(), json=INCIDENT)
    await desk.hear(RUMOURS[1], number=2, author="2")
    await desk.client.delete(
        "/v1/modes/major_incident", headers=bearer(), params={"reason": "It is over."}
    )
    rumour = (Label.MISINFORMATION,)
    desk.packs[BODY] = with_row(desk.packs[BODY], "points", When(labels_any=rumour, min_points=50))
    await desk.hear(RUMOURS[2], number=3, author="2")

    store = ExampleStore(desk.database, Vault.from_text(Vault.generate_key()))
    period = Period(NOON, desk.clock() + timedelta(hours=1))
    kept = await store.judgements(BODY, period, model=EchoingModel.id, limit=10)
    circumstances = [one.circumstances for one in sorted(kept, key=lambda one: one.judged_at)]
    assert [one.modes for one in circumstances] == [set(), {ModeName.MAJOR_INCIDENT}, set()]
    points = circumstances[2].points
    assert points > 0
    assert [one.points for one in circumstances] == [0, 0, points]

    for when, deleted in (
        (When(labels_any=rumour, modes=(ModeName.MAJOR_INCIDENT,)), 2),
        (When(labels_any=rumour, min_points=points), 3),
    ):
        tried = with_row(desk.packs[BODY], "tried", when)
        assert [one.ref for one in kept if redecide(one, tried).actions == (Action.DELETE,)] == [
            ref_of(deleted)
        ]


async def test_nothing_goes_out_in_a_mode_in_which_only_a_person_answers(desk: Desk) -> None:
    """The comment is hidden at once, and a person decides whether its author is told why."""
    row = When(labels_any=(Label.MISINFORMATION,))
    desk.packs[BODY] = with_row(desk.packs[BODY], "told", row, tell=True)
    await desk.client.post("/v1/modes", headers=bearer(), json=INCIDENT)
    decision = await desk.hear(RUMOURS[0], number=1)
    assert decision.actions == (Action.HIDE,)
    assert decision.review
    assert decision.proposed == (Action.PRIVATE_REPLY, Action.DELETE)
    assert any("Only a person may answer" in doubt for doubt in decision.doubts)


async def test_a_text_is_tried_under_the_declared_modes(desk: Desk) -> None:
    """What a moderator is told is what would happen to the comment now."""
    asked = {
        "id": "1",
        "platform": "facebook",
        "kind": "comment",
        "text": "Ring him at home on 01245 496 0123 or write to tom.smith1983@gmail.com",
    }
    said = []
    for _ in range(2):
        answer = await desk.client.post("/v1/classify", headers=bearer(), json=asked)
        said.append(answer.json()["actions"])
        await desk.client.post("/v1/modes", headers=bearer(), json=INCIDENT)
    assert said == [["reply", "hide"], ["hide"]]


@pytest.fixture
def strict(desk: Desk) -> Desk:
    """Give a body that deletes misinformation of those who have a point."""
    row = When(labels_any=(Label.MISINFORMATION,), min_points=1)
    desk.packs[BODY] = with_row(desk.packs[BODY], "again", row)
    return desk


async def test_a_row_for_points_decides_about_whoever_has_them(strict: Desk) -> None:
    """The first is hidden, the next of the same author deleted, another author's is not."""
    first = await strict.hear(RUMOURS[0], number=1, author="1")
    second = await strict.hear(RUMOURS[1], number=2, author="1")
    other = await strict.hear(RUMOURS[2], number=3, author="2")
    assert (first.actions, second.actions) == ((Action.HIDE,), (Action.DELETE,))
    assert other.actions == (Action.HIDE,)


async def test_a_comment_is_no_record_against_itself(strict: Desk) -> None:
    """An amended comment is judged without the strike that its version before earned."""
    await strict.hear(RUMOURS[0], number=1)
    amended = await strict.hear(RUMOURS[0] + " Look it up.", number=1, edited=True)
    assert amended.actions == (Action.HIDE,)


async def test_expired_points_count_no_more(strict: Desk) -> None:
    """After the pack's days the author begins anew."""
    await strict.hear(RUMOURS[0], number=1)
    strict.clock.advance(timedelta(days=strict.packs[BODY].strikes.expire_after_days + 1))
    assert (await strict.hear(RUMOURS[1], number=2)).actions == (Action.HIDE,)


async def test_an_unknown_author_and_a_private_message_have_no_record(strict: Desk) -> None:
    """Whoever the platform does not name is nobody's successor, and messages stand alone."""
    await strict.hear(RUMOURS[0], number=1, author="")
    assert (await strict.hear(RUMOURS[1], number=2, author="")).actions == (Action.HIDE,)
    await strict.hear(RUMOURS[0], number=3, author="5")
    strict.asked.clear()
    await strict.hear(RUMOURS[1], number=4, author="5", kind=Kind.DIRECT_MESSAGE)
    assert strict.asked == []


async def test_the_record_is_looked_up_once_and_only_where_it_is_asked_for(
    desk: Desk, five_packs: PolicyPacks
) -> None:
    """Traffic under a table without such a row costs no query more, and else a single one."""
    statements: list[str] = []

    def note(_: AsyncConnection, __: object, statement: str, *___: Sequence[object]) -> None:
        statements.append(statement)

    thanks = "Thank you to the lovely nurses on the ward."
    await desk.hear(thanks, number=1, author="1")
    assert desk.asked == []
    row = When(labels_any=(Label.MISINFORMATION,), min_points=1)
    desk.packs[BODY] = with_row(five_packs[BODY], "again", row)
    sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", note)
    try:
        await desk.hear(thanks + " So kind.", number=2, author="2")
    finally:
        sqlalchemy.event.remove(sqlalchemy.Engine, "before_cursor_execute", note)
    assert len(desk.asked) == 1
    assert sum("sum(" in one and "strikes" in one for one in statements) == 1


async def test_a_version_in_the_shadow_is_tried_with_the_authors_record(desk: Desk) -> None:
    """It may ask for points though the version in force does not."""
    row = When(labels_any=(Label.MISINFORMATION,), min_points=1)
    shadow = ShadowPack(with_row(desk.packs[BODY], "again", row), "fingerprint")
    desk.shadows[BODY] = shadow
    await desk.hear(RUMOURS[0], number=1)
    decision = await desk.hear(RUMOURS[1], number=2)
    assert decision.actions == (Action.HIDE,)
    async with ClassifierStore(desk.database)() as unit:
        figures = await unit.shadows.figures(
            BODY, shadow, pack=desk.packs[BODY].reference, limit=10
        )
    assert [one.after.row for _, one in figures.differing] == ["again"]

"""Kill switches on a real PostgreSQL: turned by one replica, followed by the others, recorded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Final

import httpx
import pytest

from moderation_classifier.adapters.store import ClassifierStore
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.api.switches import build_switches_router
from moderation_classifier.usecases.switching import SwitchBoard
from moderation_common.events import Event, SwitchChanged
from moderation_common.lifecycle import Lifecycle
from moderation_common.postgres import Database, OutboxRelay, migrate
from moderation_common.testing import MemoryEventLog
from moderation_common.vocabulary import Label, Role
from moderation_common.web import Principal, TokenSigner, create_application

NOW: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
SIGNER: Final = TokenSigner("s" * 40)
HATE_OFF: Final = {"kind": "label", "target": "hate", "reason": "It takes place names for hate."}


def bearer(role: Role, organisation: str = "bsw") -> dict[str, str]:
    """Return headers with a fresh token."""
    principal = Principal(subject="sam", role=role, organisation=organisation)
    token = SIGNER.issue(principal, now=NOW, lifetime=timedelta(hours=1))
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def database(fresh_database: str) -> AsyncIterator[Database]:
    """Give a migrated schema."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    yield database
    await database.close()


def board_on(database: Database) -> SwitchBoard:
    """Return one replica's board."""
    return SwitchBoard(units=ClassifierStore(database), clock=lambda: NOW)


@pytest.fixture
def board(database: Database) -> SwitchBoard:
    """Give the board of the replica that is asked."""
    return board_on(database)


@pytest.fixture
async def client(board: SwitchBoard) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of the routes."""
    app = create_application(
        title="classifier", version="1", lifecycle=Lifecycle(), tokens=SIGNER, clock=lambda: NOW
    )
    app.include_router(build_switches_router(board, knows_rule=lambda rule: rule == "hate-slurs"))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        yield client


async def recorded(database: Database) -> list[SwitchChanged]:
    """Return the switches of which the record hears."""
    log = MemoryEventLog()
    await OutboxRelay(database, log).move_batch()
    subscription = await log.subscribe("test", ["moderation.decisions.v1"])
    batches = await subscription.fetch(max_records=100, timeout_s=0.01)
    events = [
        Event.read(record.message.headers, record.message.body)
        for records in batches.values()
        for record in records
    ]
    return [event.data for event in events if isinstance(event.data, SwitchChanged)]


async def test_a_switch_holds_for_its_body_and_reaches_other_replicas(
    client: httpx.AsyncClient, board: SwitchBoard, database: Database
) -> None:
    """The replica that is asked follows at once, the others at their next look."""
    other = board_on(database)
    await other()
    answer = await client.post("/v1/switches", headers=bearer(Role.ADMINISTRATOR), json=HATE_OFF)
    assert answer.status_code == 201
    assert answer.json()["switched_by"] == "sam"
    assert board.of("bsw").labels == {Label.HATE}
    assert not other.of("bsw").labels
    await other()
    assert other.of("bsw").labels == {Label.HATE}
    assert not other.of("nottingham").labels
    (made,) = await recorded(database)
    assert (made.target, made.off, made.changed_by.name) == ("hate", True, "sam")
    assert made.note == HATE_OFF["reason"]


async def test_what_is_off_is_listed_and_can_be_turned_on(
    client: httpx.AsyncClient, board: SwitchBoard, database: Database
) -> None:
    """Only the own body's switches show, and each turn is an event of its own."""
    administrator = bearer(Role.ADMINISTRATOR)
    rule = {"kind": "rule", "target": "hate-slurs", "reason": "It misfires on a street name."}
    await client.post("/v1/switches", headers=administrator, json=rule)
    (listed,) = (await client.get("/v1/switches", headers=administrator)).json()
    assert (listed["target"], listed["reason"]) == (rule["target"], rule["reason"])
    elsewhere = bearer(Role.ADMINISTRATOR, "nottingham")
    assert (await client.get("/v1/switches", headers=elsewhere)).json() == []
    path = "/v1/switches/rule/hate-slurs"
    mended = {"reason": "The rule was mended."}
    foreign = await client.delete(path, headers=elsewhere, params=mended)
    assert foreign.status_code == 404
    answer = await client.delete(path, headers=administrator, params=mended)
    assert answer.status_code == 204
    assert not board.of("bsw").rules
    assert [change.off for change in await recorded(database)] == [True, False]


async def test_a_switch_that_stands_already_is_no_second_event(
    client: httpx.AsyncClient, database: Database
) -> None:
    """The record tells of each change once."""
    for expected in (201, 409):
        answer = await client.post(
            "/v1/switches", headers=bearer(Role.ADMINISTRATOR), json=HATE_OFF
        )
        assert answer.status_code == expected
    assert len(await recorded(database)) == 1


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.AUDITOR, Role.TEAM_MEMBER])
async def test_only_an_administrator_turns_switches(client: httpx.AsyncClient, role: Role) -> None:
    """Others are refused."""
    answer = await client.post("/v1/switches", headers=bearer(role), json=HATE_OFF)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": "rudeness"},
        {"kind": "rule", "target": "no-such-rule"},
        {"reason": ""},
        {"reason": " \t\n  "},
        {"reason": " a  "},
        {"kind": "mood"},
        {"target": "hate\x00"},
        {"kind": "rule", "target": "hate\x00slurs"},
    ],
    ids=str,
)
async def test_a_wrong_switch_is_refused(client: httpx.AsyncClient, wrong: dict[str, str]) -> None:
    """A label that does not exist, or no reason, changes nothing."""
    answer = await client.post(
        "/v1/switches", headers=bearer(Role.ADMINISTRATOR), json=HATE_OFF | wrong
    )
    assert answer.status_code == 422


async def test_who_names_no_rule_is_told_where_to_find_its_name(client: httpx.AsyncClient) -> None:
    """Ids of rules stand in no list; any text that a rule finds something in gives them."""
    asked = HATE_OFF | {"kind": "rule", "target": "encoder"}
    answer = await client.post("/v1/switches", headers=bearer(Role.ADMINISTRATOR), json=asked)
    assert answer.status_code == 422
    assert "'encoder'" in answer.json()["detail"]
    assert "POST /v1/classify" in answer.json()["detail"]


async def test_a_reason_that_the_record_cannot_hold_is_refused(
    client: httpx.AsyncClient, board: SwitchBoard
) -> None:
    """PostgreSQL holds no U+0000; whoever sent it is told which character to leave out."""
    asked = HATE_OFF | {"reason": "It takes place\x00names for hate."}
    answer = await client.post("/v1/switches", headers=bearer(Role.ADMINISTRATOR), json=asked)
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "body.reason: this text holds the character U+0000; leave it out.",
    )
    assert not board.of("bsw").labels


async def test_a_reason_is_kept_without_the_blanks_around_it(
    client: httpx.AsyncClient, database: Database
) -> None:
    """Blanks alone tell no reader of the record why, neither when it goes off nor on again."""
    administrator, path = bearer(Role.ADMINISTRATOR), "/v1/switches/label/hate"
    off = HATE_OFF | {"reason": "  It takes place names for hate. "}
    await client.post("/v1/switches", headers=administrator, json=off)
    blank = await client.delete(path, headers=administrator, params={"reason": "    "})
    assert blank.status_code == 422
    assert [change.note for change in await recorded(database)] == [HATE_OFF["reason"]]
    mended = {"reason": " It was mended.  "}
    assert (await client.delete(path, headers=administrator, params=mended)).status_code == 204
    assert [change.note for change in await recorded(database)] == ["It was mended."]


@pytest.mark.parametrize(
    "kind, target, asks",
    [("label", "hate", False), ("label", "threat", True), ("rule", "hate-slurs", True)],
)
async def test_the_answer_says_whether_danger_still_reaches_a_person(
    client: httpx.AsyncClient, kind: str, target: str, *, asks: bool
) -> None:
    """A rule or model may have found some, and then a person is asked as for a label."""
    switch = HATE_OFF | {"kind": kind, "target": target}
    made = await client.post("/v1/switches", headers=bearer(Role.ADMINISTRATOR), json=switch)
    assert made.json()["asks_person"] is asks

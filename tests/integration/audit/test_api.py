"""The query API against a real record."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any, Final

import httpx
import pytest

from moderation_audit.adapters.reading import PostgresReadStore
from moderation_audit.adapters.scanning import PostgresScanStore
from moderation_audit.api.routes import create_router
from moderation_audit.consumers import consume_events
from moderation_audit.usecases.append import Recorder
from moderation_audit.usecases.read import RecordQueries
from moderation_common.clock import utc_now
from moderation_common.lifecycle import Lifecycle
from moderation_common.postgres import Database, OutboxRelay
from moderation_common.testing import MemoryEventLog
from moderation_common.vault import Vault
from moderation_common.vocabulary import Role
from moderation_common.web import Principal, TokenSigner, create_application
from tests.support.audit_database import scalar, tamper
from tests.support.audit_events import T0, comment_received, decision_made, reply_requested
from tests.support.waiting import eventually

_SIGNER: Final = TokenSigner("a-secret-of-at-least-thirty-two-characters")
_TRAIL: Final = "/v1/comments/facebook/page-1/c1/trail"

Json = dict[str, Any]


def _bearer(role: Role = Role.AUDITOR, *, organisation: str = "nottingham") -> dict[str, str]:
    principal = Principal(subject="ada", role=role, organisation=organisation)
    token = _SIGNER.issue(principal, now=utc_now(), lifetime=timedelta(hours=1))
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def client(database: Database, vault: Vault) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of the application, with an auditor's token of Nottingham's."""
    app = create_application(title="audit", version="1", lifecycle=Lifecycle(), tokens=_SIGNER)
    queries = RecordQueries(PostgresReadStore(database, vault=vault), clock=utc_now)
    app.include_router(create_router(queries, PostgresScanStore(database, vault=vault)))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://audit.test", headers=_bearer()
    ) as client:
        yield client


@pytest.fixture
async def record(recorder: Recorder) -> None:
    """Record a comment with its decision and reply for Nottingham, and a comment for BSW."""
    received = comment_received(1, text="Words of the public.")
    for event in (
        received,
        decision_made(received),
        reply_requested(received),
        comment_received(1, organisation="bsw", author_id="author-2"),
        comment_received(2),
    ):
        await recorder.record_event(event)


async def _get(client: httpx.AsyncClient, path: str, **parameters: str | int) -> Json:
    response = await client.get(path, params=parameters)
    assert response.status_code == 200, response.text
    answer: Json = response.json()
    return answer


async def _indexes(client: httpx.AsyncClient, **parameters: str | int) -> list[int]:
    answer = await _get(client, "/v1/entries", **parameters)
    return [entry["index"] for entry in answer["entries"]]


@pytest.mark.usefixtures("record")
async def test_an_auditor_sees_the_entries_of_the_own_organisation(
    client: httpx.AsyncClient,
) -> None:
    """Entries come in order, as they were hashed, without anybody's words."""
    answer = await _get(client, "/v1/entries")
    assert [entry["index"] for entry in answer["entries"]] == [0, 1, 2, 4]
    assert answer["next_after"] is None
    first = answer["entries"][0]
    assert first["type"] == "moderation.comment.received.v1"
    assert first["entry"]["event"]["data"]["comment"]["ref"]["comment_id"] == "c1"
    assert "Words of the public" not in json.dumps(answer)


@pytest.mark.parametrize(
    "path", ["/v1/entries", "/v1/entries/0", _TRAIL, "/v1/export", "/v1/verify", "/v1/head"]
)
async def test_everything_needs_the_right_role(client: httpx.AsyncClient, path: str) -> None:
    """Without a token it is 401; a role that does not audit gets 403."""
    anonymous = await client.get(path, headers={"Authorization": ""})
    assert anonymous.status_code == 401
    for role in (Role.MODERATOR, Role.DUTY_MANAGER, Role.TEAM_MEMBER):
        assert (await client.get(path, headers=_bearer(role))).status_code == 403


@pytest.mark.usefixtures("record")
async def test_another_organisation_s_entries_do_not_exist(client: httpx.AsyncClient) -> None:
    """Neither by list, index, trail nor export does one body see another's record."""
    bsw = _bearer(organisation="bsw")
    listed = (await client.get("/v1/entries", headers=bsw)).json()
    assert [entry["index"] for entry in listed["entries"]] == [3]
    assert (await client.get("/v1/entries/0", headers=bsw)).status_code == 404
    assert (await client.get("/v1/entries/3", headers=bsw)).status_code == 200
    trail = (await client.get(_TRAIL, headers=bsw)).json()
    assert [entry["index"] for entry in trail["entries"]] == [3]
    export = await client.get("/v1/export", headers=bsw)
    assert (export.headers["x-entries"], export.text.count("\n")) == ("1", 1)
    nobody = await client.get("/v1/entries", headers=_bearer(organisation=""))
    assert nobody.json()["entries"] == []


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    "parameters,indexes",
    [
        ({"type": "moderation.decision.made.v1"}, [1]),
        ({"kind": "event"}, [0, 1, 2, 4]),
        ({"kind": "conflict"}, []),
        ({"subject": "facebook/page-1/c2"}, [4]),
        ({"subject": "facebook/page-1/c1"}, [0, 1, 2]),
        ({"correlation_id": comment_received(2).correlation_id}, [4]),
        ({"actor": "sam"}, [2]),
        ({"actor": "/ingest"}, [0, 4]),
        ({"category": "misinformation_or_spam"}, [1]),
        ({"action": "hide"}, [1]),
        ({"action": "private_reply"}, [2]),
        ({"label": "promotion"}, [1]),
        ({"label": "hate"}, []),
        ({"from": (T0 + timedelta(seconds=2)).isoformat()}, [1, 2, 4]),
        ({"to": (T0 + timedelta(seconds=2)).isoformat()}, [0]),
        ({"from": "2026-01-05T09:00:02Z", "to": "2026-01-05T09:00:03Z"}, [1, 4]),
        ({"action": "hide", "actor": "sam"}, []),
    ],
)
async def test_filters_pick_what_they_say(
    client: httpx.AsyncClient, parameters: dict[str, str], indexes: list[int]
) -> None:
    """Each filter narrows the list, several together more; a moment belongs to what it begins."""
    assert await _indexes(client, **parameters) == indexes


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=501",
        "after=-1",
        "after=99999999999999999999",
        "from=2026-01-05T09:00:00",
        "category=rude",
        "label=rude",
        "action=ban",
        "organisation=bsw",
        "colour=blue",
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, query: str
) -> None:
    """A misspelt filter is an error, never a longer list than was asked for."""
    assert (await client.get(f"/v1/entries?{query}")).status_code == 422


async def test_paging_is_stable_while_appends_go_on(
    client: httpx.AsyncClient, recorder: Recorder
) -> None:
    """Each entry comes once and in order, also when the record grows between the pages."""
    for number in range(10):
        await recorder.record_event(comment_received(number))
    seen: list[int] = []
    after: int | None = None
    for page in range(20):
        asked: dict[str, str | int] = (
            {"limit": 3} if after is None else {"limit": 3, "after": after}
        )
        answer = await _get(client, "/v1/entries", **asked)
        seen += [entry["index"] for entry in answer["entries"]]
        after = answer["next_after"]
        if after is None:
            break
        if page < 3:
            await recorder.record_event(comment_received(100 + page))
            await recorder.record_event(comment_received(200 + page, organisation="bsw"))
    indexes = [10, 12, 14]
    assert seen == [*range(10), *indexes]


@pytest.mark.usefixtures("record")
async def test_one_entry_is_read_by_its_index(client: httpx.AsyncClient) -> None:
    """The leaf hash can be recomputed from what is shown."""
    entry = await _get(client, "/v1/entries/2")
    assert (entry["actor"], entry["actions"]) == ("sam", ["private_reply"])
    for missing in ("99", "-1", "9" * 30):
        assert (await client.get(f"/v1/entries/{missing}")).status_code == 404


@pytest.mark.usefixtures("record")
async def test_a_trail_tells_everything_about_one_comment(client: httpx.AsyncClient) -> None:
    """What was said, decided and answered stands in order, with the text for an auditor."""
    answer = await _get(client, _TRAIL)
    assert answer["comment"] == "facebook/page-1/c1"
    types = [entry["type"].split(".")[1] for entry in answer["entries"]]
    assert types == ["comment", "decision", "action"]
    received, decision, reply = answer["entries"]
    assert received["text_state"] == "open"
    assert received["text"]["/event/data/comment/text"] == "Words of the public."
    assert (decision["text_state"], decision["text"]) == ("none", {})
    assert reply["text"]["/event/data/text"] == "Dear Pat, we are sorry."


@pytest.mark.usefixtures("record")
async def test_an_administrator_sees_the_trail_without_the_text(client: httpx.AsyncClient) -> None:
    """Keeping the system going needs no words of the public."""
    response = await client.get(_TRAIL, headers=_bearer(Role.ADMINISTRATOR))
    assert response.status_code == 200
    assert "Words of the public" not in response.text
    assert response.json()["entries"][0]["text_state"] == "unopened"


@pytest.mark.usefixtures("record")
async def test_a_trail_comes_in_pages_too(client: httpx.AsyncClient) -> None:
    """A long trail is read on from where the page ended."""
    first = await _get(client, _TRAIL, limit=2)
    assert [entry["index"] for entry in first["entries"]] == [0, 1]
    rest = await _get(client, _TRAIL, limit=2, after=first["next_after"])
    assert [entry["index"] for entry in rest["entries"]] == [2]
    assert rest["next_after"] is None


async def test_a_comment_s_id_may_hold_slashes(
    client: httpx.AsyncClient, recorder: Recorder
) -> None:
    """A platform's ids are taken as they are."""
    event = comment_received().model_copy(update={"subject": "x/a/b/c%d"})
    await recorder.record_event(event)
    answer = await _get(client, "/v1/comments/x/a/b/c%25d/trail")
    assert len(answer["entries"]) == 1
    assert (await client.get("/v1/comments/myspace/a/b/trail")).status_code == 404


@pytest.mark.usefixtures("record")
async def test_json_lines_can_be_verified_by_themselves(client: httpx.AsyncClient) -> None:
    """Each line has the very bytes that were hashed, and their hash."""
    response = await client.get("/v1/export", params={"format": "jsonl"})
    lines = [json.loads(line) for line in response.text.splitlines()]
    assert response.headers["content-type"].startswith("application/jsonl")
    assert response.headers["x-entries"] == "4"
    assert [line["index"] for line in lines] == [0, 1, 2, 4]
    for line in lines:
        hashed = hashlib.sha256(b"\x00" + line["canonical"].encode()).hexdigest()
        assert hashed == line["leaf_hash"]


async def test_csv_is_safe_in_a_spreadsheet(client: httpx.AsyncClient, recorder: Recorder) -> None:
    """A cell that a spreadsheet would run as a formula is disarmed, and filters apply."""
    event = comment_received(1).model_copy(update={"source": "=1+1", "correlation_id": 'a,"b'})
    await recorder.record_event(event)
    await recorder.record_event(comment_received(2))
    response = await client.get("/v1/export", params={"format": "csv", "actor": "=1+1"})
    (row,) = csv.DictReader(io.StringIO(response.text))
    assert (row["index"], row["actor"], row["correlation_id"]) == ("0", "'=1+1", 'a,"b')
    assert response.headers["content-disposition"] == 'attachment; filename="record.csv"'


async def test_an_export_of_many_entries_comes_whole(
    client: httpx.AsyncClient, recorder: Recorder, database: Database
) -> None:
    """More entries than one chunk holds are all in the file, once and in order."""
    await asyncio.gather(*(recorder.record_event(comment_received(n)) for n in range(1203)))
    response = await client.get("/v1/export")
    indexes = [json.loads(line)["index"] for line in response.text.splitlines()]
    assert indexes == list(range(1203))


async def test_the_head_of_an_empty_record_is_the_empty_tree(client: httpx.AsyncClient) -> None:
    """Before anything happened there is a head already."""
    empty = hashlib.sha256(b"").hexdigest()
    assert await _get(client, "/v1/head") == {"tree_size": 0, "root_hash": empty, "at": None}


@pytest.mark.usefixtures("record")
async def test_head_and_verification_agree(client: httpx.AsyncClient) -> None:
    """The head covers every organisation, and the recomputed root is the one it names."""
    head = await _get(client, "/v1/head")
    report = await _get(client, "/v1/verify")
    assert report["intact"] is True
    assert (report["entries"], report["root_hash"]) == (head["tree_size"], head["root_hash"])
    assert head["tree_size"] == 5


@pytest.mark.usefixtures("record")
async def test_the_api_tells_of_tampering(client: httpx.AsyncClient, database: Database) -> None:
    """Any auditor can have the record recomputed and reads the verdict."""
    await tamper(database, "UPDATE entries SET actor = 'nobody' WHERE index = 3")
    report = await _get(client, "/v1/verify")
    assert report["intact"] is False
    assert report["problems"][0]["index"] == 3


@pytest.mark.usefixtures("record")
async def test_every_reading_is_recorded(
    client: httpx.AsyncClient, database: Database, recorder: Recorder
) -> None:
    """Who read what, and how much came of it, goes through the log into the record itself."""
    await _get(client, "/v1/entries", actor="sam")
    await _get(client, "/v1/entries/0")
    await _get(client, _TRAIL)
    await client.get("/v1/export?format=csv")
    await _get(client, "/v1/verify")
    assert (await client.get("/v1/entries/3")).status_code == 404
    assert await scalar(database, "SELECT count(*) FROM outbox") == 6

    event_log = MemoryEventLog()
    lifecycle = Lifecycle()
    lifecycle.add_task("relay", OutboxRelay(database, event_log))
    lifecycle.add_task("consumer", consume_events(event_log, recorder.record_event))
    await lifecycle.start()
    count: Callable[[], Any] = lambda: scalar(  # noqa: E731 - a condition to wait for
        database, "SELECT count(*) = 6 FROM entries WHERE type = 'moderation.record.read.v1'"
    )
    await eventually(count, what="six readings in the record")
    await lifecycle.stop()

    answer = await _get(client, "/v1/entries", type="moderation.record.read.v1")
    readings = {
        entry["entry"]["event"]["data"]["query"]: entry["entry"]["event"]["data"]["entries"]
        for entry in answer["entries"]
    }
    assert readings == {
        "/v1/entries?actor=sam": 1,
        "/v1/entries/0": 1,
        _TRAIL: 3,
        "/v1/export?format=csv": 4,
        "/v1/verify": 5,
        "/v1/entries/3": 0,
    }
    assert {entry["actor"] for entry in answer["entries"]} == {"ada"}
    trail = await _get(client, _TRAIL)
    assert trail["entries"][-1]["type"] == "moderation.record.read.v1"

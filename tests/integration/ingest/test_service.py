"""The whole service: a signed webhook in, an event out; a request in, a hidden comment out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import insert, select

from moderation_common.clock import utc_now
from moderation_common.errors import ConfigurationError
from moderation_common.eventlog import publish_events
from moderation_common.events import ActionCompleted, Topic
from moderation_common.postgres import Database, migrate, read_taken_up
from moderation_common.testing import MemoryEventLog
from moderation_common.vocabulary import Action, Role
from moderation_common.web import Principal, TokenSigner
from moderation_ingest.adapters.tables import own_texts
from moderation_ingest.app import build_application
from tests.support.ingest import (
    ORGANISATION,
    PAGE,
    comment_change,
    encode,
    facebook_headers,
    page_delivery,
    request_event,
)
from tests.support.ingest_platforms import FakeFacebook, credentials_text
from tests.support.ingest_workplace import TOKEN_SECRET, ingest_settings
from tests.support.simulated_platforms import serving
from tests.support.waiting import eventually


class Service:
    """A running service and what stands around it."""

    def __init__(
        self, client: httpx.AsyncClient, event_log: MemoryEventLog, facebook: FakeFacebook
    ) -> None:
        self.client = client
        self.event_log = event_log
        self.facebook = facebook

    def token(self, role: Role, organisation: str = ORGANISATION) -> dict[str, str]:
        """Return the header of a person in a role."""
        principal = Principal(subject="somebody", role=role, organisation=organisation)
        token = TokenSigner(TOKEN_SECRET).issue(
            principal, now=utc_now(), lifetime=timedelta(hours=1)
        )
        return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def service(fresh_database: str, tmp_path: Path) -> AsyncIterator[Service]:
    """Run the service as its composition root wires it, with the log in memory."""
    await migrate(fresh_database, package="moderation_ingest", schema="ingest")
    file = tmp_path / "credentials.json"
    file.write_bytes(encode(credentials_text()))
    facebook, event_log = FakeFacebook(), MemoryEventLog()
    async with serving(facebook.app) as url:
        settings = ingest_settings(fresh_database, file, url)
        app = build_application(settings, event_log=event_log)
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://ingest") as client:
                yield Service(client, event_log, facebook)


async def test_both_ways_through_the_running_service(service: Service) -> None:
    """A comment comes in, is hidden on request, and both can be seen by those who may."""
    body = encode(page_delivery(comment_change()))
    answer = await service.client.post(
        "/webhooks/facebook", content=body, headers=facebook_headers(body)
    )
    assert answer.status_code == 200
    (received,) = service.event_log.events(Topic.COMMENTS)
    assert received.organisation == ORGANISATION

    request = request_event(Action.HIDE, time=utc_now())
    await publish_events(service.event_log, [request])
    completed = await eventually(
        lambda: [
            event
            for event in service.event_log.events(Topic.ACTIONS)
            if isinstance(event.data, ActionCompleted)
        ],
        what="The hiding is told",
    )
    assert completed[0].causation_id == request.id
    assert service.facebook.hidden == {"333_444"}

    shown = await service.client.get(
        "/v1/actions", params={"ref": request.subject}, headers=service.token(Role.AUDITOR)
    )
    (action,) = shown.json()["actions"]
    assert (action["state"], action["attempts"], action["next_attempt_at"]) == ("done", 1, None)

    async def heard_of() -> bool:
        shown = await service.client.get("/v1/accounts", headers=service.token(Role.MODERATOR))
        return any(
            account["account_id"] == PAGE and account["last_event_at"] is not None
            for account in shown.json()["accounts"]
        )

    await eventually(heard_of, what="The page's last event is stored")


@pytest.mark.usefixtures("service")
async def test_the_policy_versions_in_force_are_remembered(fresh_database: str) -> None:
    """After a restart no other version can pass for a body's first."""

    async def remembered() -> bool:
        known = await read_taken_up(fresh_database, schema="ingest")
        return ORGANISATION in {version.organisation for version in known}

    await eventually(remembered, what="The versions are remembered")


async def test_the_service_is_ready_and_says_what_is_away(service: Service) -> None:
    """Readiness follows the event log."""
    assert (await service.client.get("/readyz")).json() == {"ready": True, "wrong": {}}

    service.event_log.go_away()
    answer = await service.client.get("/readyz")
    assert answer.status_code == 503
    assert "eventlog" in answer.json()["wrong"]
    service.event_log.come_back()


async def test_people_see_their_own_body_only(service: Service) -> None:
    """The token's organisation decides what is shown; the role, whether anything is."""
    accounts = await service.client.get("/v1/accounts", headers=service.token(Role.ADMINISTRATOR))
    facebook = [a for a in accounts.json()["accounts"] if a["account_id"] == PAGE]
    assert facebook == [
        {
            "platform": "facebook",
            "account_id": PAGE,
            "handle": facebook[0]["handle"],
            "served": True,
            "last_event_at": None,
            "paused_until": None,
            "pause_reason": None,
            "waiting": 0,
        }
    ]
    served_by = {a["platform"]: a["served"] for a in accounts.json()["accounts"]}
    assert served_by["linkedin"] is False

    other = await service.client.get("/v1/accounts", headers=service.token(Role.AUDITOR, "bsw"))
    assert PAGE not in {a["account_id"] for a in other.json()["accounts"]}
    nobody = await service.client.get("/v1/accounts", headers=service.token(Role.AUDITOR, "none"))
    assert nobody.json() == {"accounts": []}

    for path in ("/v1/accounts", "/v1/actions?ref=facebook/1/2"):
        assert (await service.client.get(path)).status_code == 401
        refused = await service.client.get(path, headers=service.token(Role.TEAM_MEMBER))
        assert refused.status_code == 403
    bad = await service.client.get("/v1/actions?ref=myspace", headers=service.token(Role.AUDITOR))
    assert (bad.status_code, "platform/account/comment" in bad.json()["detail"]) == (422, True)


async def test_only_an_administrator_of_the_body_resumes_its_account(service: Service) -> None:
    """Another body's administrator does not even learn that the account exists."""
    path = f"/v1/accounts/facebook/{PAGE}/resume"

    statuses = [
        (await service.client.post(path, headers=service.token(role, organisation))).status_code
        for role, organisation in (
            (Role.ADMINISTRATOR, ORGANISATION),
            (Role.ADMINISTRATOR, "bsw"),
            (Role.MODERATOR, ORGANISATION),
        )
    ]

    assert statuses == [200, 404, 403]


def test_without_credentials_the_service_does_not_start(
    tmp_path: Path,
) -> None:
    """A missing file is a configuration error with one clear sentence."""
    settings = ingest_settings(
        "postgresql://unused/none", tmp_path / "none.json", "http://127.0.0.1:1"
    )

    with pytest.raises(ConfigurationError, match="credentials file cannot be read"):
        build_application(settings, event_log=MemoryEventLog())


async def test_the_running_service_forgets_what_the_accounts_said(
    fresh_database: str, tmp_path: Path
) -> None:
    """Words that were kept for their time are gone soon after a start, and no newer ones."""
    await migrate(fresh_database, package="moderation_ingest", schema="ingest")
    file = tmp_path / "credentials.json"
    file.write_bytes(encode(credentials_text()))
    database = Database(fresh_database, schema="ingest")
    now = utc_now()
    rows = [
        {
            "platform": "facebook",
            "account_id": PAGE,
            "text_id": name,
            "sealed": b"sealed",
            "version_at": now - age,
            "kept_at": now - age,
        }
        for name, age in (("old", timedelta(hours=73)), ("new", timedelta(hours=71)))
    ]
    async with database.unit_of_work() as unit:
        await unit.connection.execute(insert(own_texts), rows)

    async def kept() -> list[str]:
        async with database.unit_of_work() as unit:
            return list((await unit.connection.execute(select(own_texts.c.text_id))).scalars())

    async def forgotten() -> bool:
        return await kept() == ["new"]

    settings = ingest_settings(fresh_database, file, "http://127.0.0.1:1")
    app = build_application(settings, event_log=MemoryEventLog())
    async with app.router.lifespan_context(app):
        await eventually(forgotten, what="The end of the old words")
    await database.close()

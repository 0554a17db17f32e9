"""The classifier as it runs: a process of its own, asked over the network."""

from __future__ import annotations

import asyncio
import base64
import os
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Final

import httpx
import pytest

from moderation_common.vocabulary import Role
from moderation_common.web import Principal, TokenSigner
from tests.support.infrastructure import REPOSITORY
from tests.support.simulated_platforms import free_port
from tests.support.waiting import eventually

SECRET: Final = "s" * 40


@pytest.fixture
async def client(fresh_database: str) -> AsyncIterator[httpx.AsyncClient]:
    """Run the service and give a client of it, with an administrator's token."""
    port = free_port()
    environment = os.environ | {
        "MODERATION_DATABASE_URL": fresh_database,
        "MODERATION_EVENTLOG_URL": fresh_database.replace("+asyncpg", ""),
        "MODERATION_POLICIES_DIR": str(REPOSITORY / "policies"),
        "MODERATION_TOKEN_SECRET": SECRET,
        "MODERATION_VAULT_KEY": base64.urlsafe_b64encode(bytes(32)).decode(),
        "MODERATION_PORT": str(port),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "moderation_classifier", env=environment
    )
    principal = Principal(subject="sam", role=Role.ADMINISTRATOR, organisation="bsw")
    token = TokenSigner(SECRET).issue(principal, now=datetime.now(UTC), lifetime=timedelta(hours=1))
    try:
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {token}"}
        ) as client:

            async def ready() -> bool:
                assert process.returncode is None, "the classifier has ended"
                try:
                    return (await client.get("/readyz")).status_code == 200
                except httpx.TransportError:
                    return False

            await eventually(ready, what="the classifier to be ready", deadline_s=60)
            yield client
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@pytest.mark.postgres
async def test_what_judges_and_what_its_switches_miss_is_told(client: httpx.AsyncClient) -> None:
    """The encoder judges, by metric and by route, and a mistyped switch is refused."""
    page = (await client.get("/metrics")).text
    said = (await client.get("/v1/policy")).json()
    assert said["model"].startswith("model.encoder-")
    assert f'moderation_classifier_model_in_use{{model="{said["model"]}"}} 1.0' in page
    assert said["unknown_switches"] == []
    assert 'moderation_classifier_switches_unknown{organisation="bsw"} 0.0' in page
    switch = {"kind": "rule", "target": "personal-data.phone", "reason": "it misfires"}
    assert (await client.post("/v1/switches", json=switch)).status_code == 422
    switch["target"] = "personal-data.telephone"
    assert (await client.post("/v1/switches", json=switch)).status_code == 201

"""A simulator in the test's own process, and callers of its sides."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from moderation_local.simulator.app import build
from tests.support.simulated_platforms import (
    FACEBOOK,
    PAGE,
    PAGE_TOKEN,
    USER,
    USER_TOKEN,
    X,
    simulator_settings,
)


class Caller:
    """Calls one side of the simulator."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def control(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """Call the control side and return its answer, which must be a success."""
        answer = await self.client.request(method, f"/control{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()

    async def write(self, text: str = "hello", **order: object) -> dict[str, Any]:
        """Write as the public; on Nottingham's Facebook page unless the order says otherwise."""
        platform = order.setdefault("platform", "facebook")
        order.setdefault("account_id", PAGE if platform == "facebook" else USER)
        written: dict[str, Any] = await self.control("POST", "/comments", order | {"text": text})
        return written

    async def state(self, comment: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state of what was written."""
        path = f"/comments/{comment['platform']}/{comment['comment_id']}"
        shown: dict[str, Any] = await self.control("GET", path)
        return shown

    async def totals(self, **question: str) -> dict[str, dict[str, int]]:
        """Return what was asked of the APIs, by action."""
        query = "&".join(f"{name}={value}" for name, value in question.items())
        answer = await self.control("GET", f"/effects?{query}")
        totals: dict[str, dict[str, int]] = answer["totals"]
        return totals

    async def graph(
        self, method: str, path: str, body: object = None, *, token: str = PAGE_TOKEN
    ) -> httpx.Response:
        """Call the Graph API as a page."""
        return await self.client.request(method, f"{FACEBOOK}{path}", json=body, headers=_as(token))

    async def x(
        self, method: str, path: str, body: object = None, *, token: str = USER_TOKEN
    ) -> httpx.Response:
        """Call X's API as a user."""
        return await self.client.request(method, f"{X}{path}", json=body, headers=_as(token))


def _as(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder for the simulator's state."""
    return tmp_path / "simulator"


@pytest.fixture
def app(folder: Path) -> FastAPI:
    """Give the application without an ingest; what the public writes waits."""
    return build(simulator_settings(folder))


@pytest.fixture
async def call(app: FastAPI) -> AsyncIterator[Caller]:
    """Give a caller on this machine."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield Caller(client)

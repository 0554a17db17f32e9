"""Ingest's own adapters act on the simulated platforms and understand their refusals."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from moderation_common.clock import utc_now
from moderation_common.identity import ActionId, CommentRef, EventId
from moderation_common.vocabulary import Action, Kind, Platform
from moderation_ingest.adapters.calling import PlatformClient
from moderation_ingest.adapters.credentials import CredentialsFile
from moderation_ingest.adapters.facebook import FacebookActions
from moderation_ingest.adapters.x import XActions
from moderation_ingest.domain.outcome import (
    Done,
    Gone,
    Limited,
    NotSent,
    Outcome,
    Refused,
    Unauthorised,
    Unavailable,
)
from moderation_ingest.domain.queue import QueuedAction
from moderation_ingest.ports import PlatformActions
from tests.integration.simulator.conftest import Caller
from tests.support.simulated_platforms import FACEBOOK, PAGE, USER, X


@dataclass(frozen=True)
class Ingest:
    """Ingest's outgoing side."""

    facebook: PlatformActions
    x: PlatformActions

    async def act(
        self, comment: dict[str, Any], action: Action, *, kind: Kind = Kind.COMMENT
    ) -> Outcome:
        """Carry out an action on something that the public wrote."""
        return (await self._on(comment).carry_out(queued(comment, action, kind=kind))).outcome

    async def look(self, comment: dict[str, Any], action: Action) -> Outcome:
        """Look whether an interrupted reply arrived."""
        asked = replace(queued(comment, action, kind=Kind.COMMENT), sending_since=utc_now())
        return (await self._on(comment).look_for_reply(asked)).outcome

    def _on(self, comment: dict[str, Any]) -> PlatformActions:
        return self.facebook if comment["platform"] == "facebook" else self.x


def queued(comment: dict[str, Any], action: Action, *, kind: Kind) -> QueuedAction:
    """Return an action as ingest would have it in its queue."""
    ref = CommentRef(
        platform=Platform(comment["platform"]),
        account_id=comment["account_id"],
        comment_id=comment["comment_id"],
    )
    return QueuedAction(
        action_id=ActionId("action"),
        request_id=EventId("request"),
        organisation="nottingham",
        correlation_id=ref.correlation_id,
        ref=ref,
        target_id=ref.comment_id,
        kind=kind,
        action=action,
        text="Thank you for telling us.",
        post_id=comment["post_id"],
        author_id=comment["author_id"],
        requested_by="test",
        requested_at=datetime.now(UTC),
    )


@pytest.fixture
async def ingest(app: FastAPI, folder: Path) -> AsyncIterator[Ingest]:
    """Give ingest's adapters, with the credentials file that both sides share."""
    credentials = CredentialsFile(folder / "credentials.json")
    clients = [
        PlatformClient(f"http://127.0.0.1{prefix}", timeout_s=5, transport=httpx.ASGITransport(app))
        for prefix in (FACEBOOK, X)
    ]
    yield Ingest(
        FacebookActions(clients[0], credentials=credentials, clock=utc_now),
        XActions(clients[1], credentials=credentials, clock=utc_now),
    )
    for client in clients:
        await client.close()


@pytest.mark.parametrize("platform", ["facebook", "x"])
async def test_hide_unhide_and_reply(call: Caller, ingest: Ingest, platform: str) -> None:
    """Ingest hides, shows, answers in public and in private; the platform shows each."""
    comment = await call.write(platform=platform)
    assert await ingest.act(comment, Action.HIDE) == Done()
    assert (await call.state(comment))["hidden"] is True
    assert await ingest.act(comment, Action.UNHIDE) == Done()
    assert await ingest.act(comment, Action.REPLY) == Done()
    assert await ingest.act(comment, Action.PRIVATE_REPLY) == Done()
    state = await call.state(comment)
    assert state["hidden"] is False
    assert "Thank you for telling us." in [reply["text"] for reply in state["replies"]]


async def test_deleted_twice_is_gone(call: Caller, ingest: Ingest) -> None:
    """The first deletion is done, the second finds that the comment is gone."""
    comment = await call.write()
    assert await ingest.act(comment, Action.DELETE) == Done()
    assert await ingest.act(comment, Action.DELETE) == Gone()


async def test_comment_taken_back_on_x_is_gone(call: Caller, ingest: Ingest) -> None:
    """Hiding what its author took down on X finds that it is gone."""
    comment = await call.write(platform="x")
    await call.control("POST", f"/comments/x/{comment['comment_id']}/remove", {})
    assert await ingest.act(comment, Action.HIDE) == Gone()


async def test_refusals_are_understood(call: Caller, ingest: Ingest) -> None:
    """A mention cannot be hidden on either platform, and a second private reply is refused."""
    for platform in ("facebook", "x"):
        mention = await call.write(platform=platform, kind="mention")
        assert isinstance(await ingest.act(mention, Action.HIDE), Refused)
    comment = await call.write()
    assert await ingest.act(comment, Action.PRIVATE_REPLY) == Done()
    assert isinstance(await ingest.act(comment, Action.PRIVATE_REPLY), Refused)


@pytest.mark.parametrize(
    "platform, account_id", [("facebook", PAGE), ("x", USER)], ids=["facebook", "x"]
)
async def test_withdrawn_token_is_understood(
    call: Caller, ingest: Ingest, *, platform: str, account_id: str
) -> None:
    """A withdrawn token asks for a new permission instead of another attempt."""
    comment = await call.write(platform=platform)
    await call.control("POST", f"/tokens/{platform}/{account_id}", {"revoked": True})
    assert isinstance(await ingest.act(comment, Action.HIDE), Unauthorised)


@pytest.mark.parametrize("platform, code", [("facebook", 4), ("facebook", 32), ("x", 429)])
async def test_limits_name_their_end(
    call: Caller, ingest: Ingest, *, platform: str, code: int
) -> None:
    """A used-up allowance says until when to wait."""
    comment = await call.write(platform=platform)
    order = {"place": platform, "code": code, "retry_after_s": 120}
    await call.control("POST", "/faults", order)
    outcome = await ingest.act(comment, Action.HIDE)
    assert isinstance(outcome, Limited)
    assert outcome.resume_at is not None
    assert 60 < (outcome.resume_at - utc_now()).total_seconds() < 180


@pytest.mark.parametrize("platform, code", [("facebook", 1), ("facebook", 2), ("x", 503)])
async def test_outages_are_understood(
    call: Caller, ingest: Ingest, *, platform: str, code: int
) -> None:
    """A fault of the platform's is an outage, to be tried again."""
    comment = await call.write(platform=platform)
    await call.control("POST", "/faults", {"place": platform, "code": code})
    assert isinstance(await ingest.act(comment, Action.HIDE), Unavailable)
    assert await ingest.act(comment, Action.HIDE) == Done()


async def test_lost_reply_is_found_again(call: Caller, ingest: Ingest) -> None:
    """A reply whose answer was lost is found by a look, one that was never sent is not."""
    lost, never = await call.write(), await call.write("another")
    await call.control("POST", "/faults", {"place": "facebook", "code": 2, "after_effect": True})
    assert isinstance(await ingest.act(lost, Action.REPLY), Unavailable)
    assert await ingest.look(lost, Action.REPLY) == Done()
    assert await ingest.look(never, Action.REPLY) == NotSent()
    assert await ingest.look(never, Action.PRIVATE_REPLY) == NotSent()


@pytest.mark.parametrize("platform", ["facebook", "x"])
async def test_message_is_answered(call: Caller, ingest: Ingest, platform: str) -> None:
    """A private message is answered in private."""
    message = await call.write(platform=platform, kind="direct_message")
    outcome = await ingest.act(message, Action.PRIVATE_REPLY, kind=Kind.DIRECT_MESSAGE)
    assert outcome == Done()

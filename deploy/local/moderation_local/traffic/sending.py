"""Speaks to the simulator's control side: write, edit, remove, deliver again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import httpx

from moderation_common.errors import TransientError
from moderation_common.identity import CommentRef
from moderation_common.policy import Account, PolicyPack
from moderation_common.vocabulary import Kind, Platform
from moderation_local.traffic.items import Expectation

# Thousands of comments are written in one call; a busy machine may take its time.
_TIMEOUT_S: Final = 60.0
# The supervisor starts a dead simulator again within a few seconds.
PATIENCE_S: Final = 10.0
_RETRY_S: Final = 0.25

SIMULATED: Final = (Platform.FACEBOOK, Platform.X)
"""The platforms that the simulator plays."""


class SimulatorError(TransientError):
    """The simulator does not answer, or refuses; the message says which."""


@dataclass(frozen=True)
class SentComment:
    """Something that was written on a simulated platform, and how to find it again."""

    ref: str
    """The sender's name for it: the item of the day, or the line of the file."""
    organisation: str
    platform: Platform
    account_id: str
    comment_id: str
    kind: Kind
    text: str
    """As its author left it."""
    expected: Expectation | None = None

    @property
    def subject(self) -> str:
        """The comment's reference in its text form, as events name it."""
        return str(
            CommentRef(
                platform=self.platform, account_id=self.account_id, comment_id=self.comment_id
            )
        )


@dataclass(frozen=True)
class Outgoing:
    """Something to write."""

    key: str
    """Its own within one run, so that a repetition is recognised."""
    ref: str
    """What the sender calls it."""
    organisation: str
    platform: Platform
    account_id: str
    kind: Kind
    text: str
    author: str | None = None
    post: str | None = None
    parent: str | None = None
    """What the comment says that it answers, where that comment's id is not known."""
    parent_id: str | None = None


@dataclass(frozen=True)
class RefusedComment:
    """Something that the platform did not take."""

    ref: str
    reason: str


class SimulatorClient:
    """The control side of a running simulator; raises `SimulatorError`."""

    def __init__(self, simulator_url: str, *, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._url = simulator_url
        self._client = httpx.AsyncClient(
            base_url=f"{simulator_url.rstrip('/')}/control", timeout=_TIMEOUT_S, trust_env=False
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def write_many(
        self, outgoing: Sequence[Outgoing], *, run: str
    ) -> list[SentComment | RefusedComment]:
        """Write each in order; waits a while for a simulator that is being started again.

        What one run has written already is recognised, so that trying again repeats nothing.
        """
        body = {"comments": [_order(one, run) for one in outgoing]}
        answer = await self._post("/comments/bulk", body, patience_s=self._patience_s)
        return [
            _result(one, result) for one, result in zip(outgoing, answer["results"], strict=True)
        ]

    async def edit(self, sent: SentComment, *, text: str) -> None:
        """Change the text as its author."""
        await self._post(f"{_address(sent)}/edit", {"text": text})

    async def remove(self, sent: SentComment) -> None:
        """Take it down as its author."""
        await self._post(f"{_address(sent)}/remove", {})

    async def redeliver(self, sent: SentComment, *, times: int) -> None:
        """Let the platform tell of it again."""
        await self._post(f"{_address(sent)}/redeliver", {"times": times})

    async def waiting(self) -> int:
        """Return how many webhooks are still to be delivered; raises `SimulatorError`."""
        try:
            answer = await self._client.get("/deliveries")
            answer.raise_for_status()
        except httpx.HTTPError as error:
            msg = f"The simulator at {self._url} does not say what it has still to deliver."
            raise SimulatorError(msg) from error
        return sum(line["waiting"] for line in answer.json().values())

    async def _post(
        self, path: str, body: Mapping[str, Any], *, patience_s: float = 0.0
    ) -> Mapping[str, Any]:
        answer = await self._send(path, body, patience_s=patience_s)
        if answer.is_error:
            msg = f"The simulator refused {path} with {answer.status_code}; see its log."
            raise SimulatorError(msg)
        content: Mapping[str, Any] = answer.json()
        return content

    async def _send(
        self, path: str, body: Mapping[str, Any], *, patience_s: float
    ) -> httpx.Response:
        end = time.monotonic() + patience_s
        while True:
            try:
                return await self._client.post(path, json=body)
            except httpx.TransportError as error:
                if time.monotonic() >= end:
                    msg = f"The simulator at {self._url} does not answer; run `moderation up`."
                    raise SimulatorError(msg) from error
            await asyncio.sleep(_RETRY_S)


async def wait_until_delivered(simulator_url: str, *, deadline_s: float) -> None:
    """Return when ingest has taken every webhook, or at the deadline; outages are sat out."""
    end = time.monotonic() + deadline_s
    async with SimulatorClient(simulator_url) as simulator:
        while time.monotonic() < end:
            try:
                if not await simulator.waiting():
                    return
            except SimulatorError:
                if time.monotonic() + _RETRY_S >= end:
                    raise
            await asyncio.sleep(_RETRY_S)


def accounts_of(pack: PolicyPack) -> tuple[Account, ...]:
    """Return a body's public accounts on the simulated platforms, the first of each first."""
    return tuple(
        account
        for account in pack.accounts
        if account.platform in SIMULATED and not account.internal
    )


def _order(one: Outgoing, run: str) -> Mapping[str, Any]:
    return {
        "platform": one.platform,
        "account_id": one.account_id,
        "kind": one.kind,
        "text": one.text,
        "author": {"name": one.author},
        "post": one.post,
        "parent": one.parent,
        "parent_id": one.parent_id,
        "ref": f"{run}/{one.key}",
    }


def _result(one: Outgoing, result: Mapping[str, Any]) -> SentComment | RefusedComment:
    if "error" in result:
        return RefusedComment(one.ref, result["error"])
    return SentComment(
        ref=one.ref,
        organisation=one.organisation,
        platform=one.platform,
        account_id=one.account_id,
        comment_id=result["comment_id"],
        kind=one.kind,
        text=one.text,
    )


def _address(sent: SentComment) -> str:
    return f"/comments/{sent.platform}/{sent.comment_id}"

"""Follows comments through the record: what was decided, what was done, who was told."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Self

import httpx

from moderation_common.clock import utc_now
from moderation_common.errors import TransientError
from moderation_common.events import (
    ActionCompleted,
    ActionFailed,
    ActionRequested,
    AlertSent,
    CaseOpened,
    CommentEdited,
    CommentReceived,
    DecisionMade,
    ReviewOpened,
)
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Role
from moderation_common.web import Principal, TokenSigner

_POLL_S: Final = 0.3
_TOKEN_LIFETIME: Final = timedelta(hours=1)
_PAGE: Final = 500


@dataclass(frozen=True)
class Trail:
    """What the record says of one comment so far."""

    entries: Sequence[Mapping[str, Any]]

    def of_type(self, event_type: str) -> list[Mapping[str, Any]]:
        """Return the data of the events of one type, in the order in which they were recorded."""
        return [e["entry"]["event"]["data"] for e in self.entries if e["type"] == event_type]

    @property
    def decision(self) -> Mapping[str, Any] | None:
        """The newest decision."""
        decisions = self.of_type(DecisionMade.event_type)
        return decisions[-1] if decisions else None

    @property
    def cases(self) -> list[Mapping[str, Any]]:
        """The cases that were opened."""
        return self.of_type(CaseOpened.event_type)

    @property
    def alerts(self) -> list[Mapping[str, Any]]:
        """The alerts that were sent."""
        return self.of_type(AlertSent.event_type)

    @property
    def outcomes(self) -> dict[str, str]:
        """What came of each action: `done`, `failed` or `waiting`."""
        done = {a["action_id"] for a in self.of_type(ActionCompleted.event_type)}
        failed = {a["action_id"] for a in self.of_type(ActionFailed.event_type)}
        return {
            request["action"]: "done"
            if request["action_id"] in done
            else "failed"
            if request["action_id"] in failed
            else "waiting"
            for request in self.of_type(ActionRequested.event_type)
        }

    @property
    def settled(self) -> bool:
        """Whether everything that follows from the comment by machine has happened.

        That is a decision for each version, an outcome for each action, a case for each route,
        and a place in the review queue where a person must look.
        """
        versions = len(self.of_type(CommentReceived.event_type)) + len(
            self.of_type(CommentEdited.event_type)
        )
        decision = self.decision
        if decision is None or len(self.of_type(DecisionMade.event_type)) < min(versions, 1):
            return False
        routed = {case["route"] for case in self.cases}
        return (
            "waiting" not in self.outcomes.values()
            and set(decision["routes"]) <= routed
            and (not decision["review"] or bool(self.of_type(ReviewOpened.event_type)))
        )


class RecordReader:
    """Reads the record through audit's interface, as an auditor of each body."""

    def __init__(self, audit_url: str, *, token_secret: str) -> None:
        self._client = httpx.AsyncClient(base_url=audit_url, trust_env=False, timeout=30)
        self._signer = TokenSigner(token_secret)

    async def __aenter__(self) -> Self:
        """Open the connection."""
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Close the connection."""
        await self._client.aclose()

    def headers(self, organisation: str) -> dict[str, str]:
        """Return the headers that make the caller an auditor of the body."""
        principal = Principal(subject="local", role=Role.AUDITOR, organisation=organisation)
        token = self._signer.issue(principal, now=utc_now(), lifetime=_TOKEN_LIFETIME)
        return {"Authorization": f"Bearer {token}"}

    async def trail(self, organisation: str, ref: CommentRef) -> Trail:
        """Return what the record says of a comment; raises `TransientError`."""
        return Trail(await self._pages(organisation, f"/v1/comments/{ref}/trail", {}))

    async def entries(self, organisation: str, **filters: str) -> Sequence[Mapping[str, Any]]:
        """Return every entry that matches; raises `TransientError`."""
        return await self._pages(organisation, "/v1/entries", filters)

    async def _pages(
        self, organisation: str, path: str, filters: Mapping[str, str]
    ) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = []
        after: int | None = None
        while True:
            parameters = {**filters, "limit": str(_PAGE)}
            if after is not None:
                parameters["after"] = str(after)
            try:
                answer = await self._client.get(
                    path, params=parameters, headers=self.headers(organisation)
                )
                answer.raise_for_status()
            except httpx.HTTPError as error:
                msg = f"Audit does not answer ({type(error).__name__}); see `moderation status`."
                raise TransientError(msg) from error
            page = answer.json()
            found += page["entries"]
            after = page["next_after"]
            if after is None:
                return found

    async def wait_until_settled(
        self, comments: Mapping[CommentRef, str], *, deadline_s: float
    ) -> dict[CommentRef, Trail]:
        """Return each comment's trail when all are settled, or what there is at the deadline."""
        end = time.monotonic() + deadline_s
        waiting = dict(comments)
        trails: dict[CommentRef, Trail] = {}
        while True:
            for ref, organisation in list(waiting.items()):
                trails[ref] = await self.trail(organisation, ref)
                if trails[ref].settled:
                    del waiting[ref]
            if not waiting or time.monotonic() > end:
                return trails
            await asyncio.sleep(_POLL_S)

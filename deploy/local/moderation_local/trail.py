"""Follows comments through the record: what was decided, what was done, who was told."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Self

import httpx

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
from moderation_common.vocabulary import Role
from moderation_common.web import TokenSigner
from moderation_local.tokens import bearer

_POLL_S: Final = 0.25
_TOKEN_LIFETIME: Final = timedelta(hours=12)
_PAGE: Final = 500

Entry = Mapping[str, Any]


@dataclass
class Trail:
    """What the record says of one comment so far."""

    entries: list[Entry] = field(default_factory=list)

    def of_type(self, *event_types: str) -> list[Mapping[str, Any]]:
        """Return the data of the events of some types, in the order in which they were recorded."""
        return [e["entry"]["event"]["data"] for e in self.entries if e["type"] in event_types]

    @property
    def decisions(self) -> dict[str, Mapping[str, Any]]:
        """Decisions by the id of the event that carried the version judged."""
        made = self.of_type(DecisionMade.event_type)
        return {decision["comment_event_id"]: decision for decision in made}

    @property
    def decision(self) -> Mapping[str, Any] | None:
        """The decision about the newest version; none while it is not made."""
        versions = [
            (_version_at(entry["entry"]["event"]["data"]["comment"]), entry["id"])
            for entry in self.entries
            if entry["type"] in {CommentReceived.event_type, CommentEdited.event_type}
        ]
        return self.decisions.get(max(versions)[1]) if versions else None

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

    def is_settled(self, reviewed_groups: Collection[str] = ()) -> bool:
        """Say whether everything that follows from the comment by machine has happened.

        That is a decision about the newest version, an outcome for each action, a case for each
        route, and a place in the review queue where a person must look: one of its own, or that
        of its group of near copies.
        """
        decision = self.decision
        if decision is None:
            return False
        routed = {case["route"] for case in self.cases}
        return (
            "waiting" not in self.outcomes.values()
            and set(decision["routes"]) <= routed
            and (
                not decision["review"]
                or decision.get("group_id") in reviewed_groups
                or bool(self.of_type(ReviewOpened.event_type))
            )
        )


def _version_at(comment: Mapping[str, Any]) -> tuple[datetime, bool]:
    edited = comment.get("edited_at")
    return datetime.fromisoformat(edited or comment["created_at"]), edited is not None


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

    async def entries(self, organisation: str, *, after: int | None = None) -> Sequence[Entry]:
        """Return a body's entries, those after an index only; raises `TransientError`."""
        found: list[Entry] = []
        following = after
        while True:
            parameters = {"limit": str(_PAGE)}
            if following is not None:
                parameters["after"] = str(following)
            page = await self._get(organisation, "/v1/entries", parameters)
            found += page["entries"]
            following = page["next_after"]
            if following is None:
                return found

    async def _get(
        self, organisation: str, path: str, parameters: Mapping[str, str]
    ) -> Mapping[str, Any]:
        headers = bearer(
            self._signer, role=Role.AUDITOR, organisation=organisation, lifetime=_TOKEN_LIFETIME
        )
        try:
            answer = await self._client.get(path, params=parameters, headers=headers)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            msg = f"Audit does not answer ({type(error).__name__}); see `moderation status`."
            raise TransientError(msg) from error
        content: Mapping[str, Any] = answer.json()
        return content


class Follower:
    """Reads what is new in the record of some bodies, and keeps it by comment."""

    def __init__(self, reader: RecordReader, organisations: Iterable[str]) -> None:
        self._reader = reader
        self._after: dict[str, int | None] = dict.fromkeys(organisations)
        self.trails: defaultdict[str, Trail] = defaultdict(Trail)
        """By the comment's reference in its text form."""
        self._group_of: dict[str, str] = {}
        """Groups of near copies by the decisions that name them."""
        self._reviewed: set[str] = set()
        """The decisions about which a person was or is asked, whose groups were unknown then."""
        self._reviewed_groups: set[str] = set()

    async def begin_here(self) -> None:
        """Pass over what is in the record already, but for the groups that have a review."""
        await self.read_on()
        self.trails.clear()

    async def read_on(self) -> None:
        """Read what came since the last time."""
        for organisation, after in self._after.items():
            entries = await self._reader.entries(organisation, after=after)
            for entry in entries:
                self.trails[entry["subject"]].entries.append(entry)
                self._note_group(entry)
            if entries:
                self._after[organisation] = entries[-1]["index"]

    async def wait_until_settled(self, subjects: Collection[str], *, deadline_s: float) -> None:
        """Return when every comment is settled; at the deadline, with whatever there is."""
        end = time.monotonic() + deadline_s
        waiting = set(subjects)
        while True:
            await self.read_on()
            waiting = {subject for subject in waiting if not self.is_settled(subject)}
            if not waiting or time.monotonic() > end:
                return
            await asyncio.sleep(_POLL_S)

    def is_settled(self, subject: str) -> bool:
        """Say whether everything that follows from a comment by machine has happened."""
        return subject in self.trails and self.trails[subject].is_settled(self._reviewed_groups)

    def _note_group(self, entry: Entry) -> None:
        # Decisions and reviews are of two topics, and either may be recorded first.
        if entry["type"] == DecisionMade.event_type:
            decision = entry["entry"]["event"]["data"]
            group = decision.get("group_id")
            if group and decision["decision_id"] in self._reviewed:
                self._reviewed_groups.add(group)
            elif group:
                self._group_of[decision["decision_id"]] = group
        elif entry["type"] == ReviewOpened.event_type:
            decision_id = entry["entry"]["event"]["data"].get("decision_id")
            if decision_id in self._group_of:
                self._reviewed_groups.add(self._group_of[decision_id])
            elif decision_id:
                self._reviewed.add(decision_id)

"""What the use cases need of the world, and no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from moderation_common.events import Event
from moderation_common.policy import Account
from moderation_common.vocabulary import Platform
from moderation_ingest.domain.context import TextKey
from moderation_ingest.domain.delivery import Item, NewestVersion, OwnText
from moderation_ingest.domain.handshake import HandshakeAnswer
from moderation_ingest.domain.outcome import Answer
from moderation_ingest.domain.queue import (
    AccountKey,
    ActionState,
    Pause,
    PauseReason,
    QueuedAction,
)


class PlatformWebhook(Protocol):
    """One platform's way of speaking to us."""

    def answer_handshake(self, query: Mapping[str, str]) -> HandshakeAnswer:
        """Answer the platform's check of our address; raises `HandshakeRefusedError`."""
        ...

    def is_signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether the platform signed these very bytes; header names are in small letters."""
        ...

    def read(self, body: bytes, *, received_at: datetime) -> Sequence[Item]:
        """Return everything that a signed body holds; never raises."""
        ...


class PlatformActions(Protocol):
    """One platform's way of being told what to do; no method raises for what it answers."""

    async def check_first(self, action: QueuedAction) -> Answer | None:
        """Say what stands against sending a reply; None when nothing is known to.

        It is asked before the reply is marked as on its way, where only the answer before tells
        what the answer after an interruption means.
        """
        ...

    async def carry_out(self, action: QueuedAction) -> Answer:
        """Do it, and say what came of it."""
        ...

    async def look_for_reply(self, action: QueuedAction) -> Answer:
        """Say what became of a reply whose sending was interrupted.

        `Done` when it stands there, `NotSent` when it does not, `Refused` when the platform does
        not show it.
        """
        ...


class Accounts(Protocol):
    """Which accounts belong to which body, by the policy packs in force."""

    def organisation_of(self, account: AccountKey) -> str | None:
        """Return the key of the body whose account it is; None when it is nobody's."""
        ...

    def accounts_of(self, organisation: str) -> Sequence[Account]:
        """Return a body's accounts; none when the body has no pack."""
        ...


class ActivityBook(Protocol):
    """When each account was last heard of, for people to see; losing a minute of it is fine."""

    def note(self, account: AccountKey, *, at: datetime) -> None:
        """Remember that something came for the account."""
        ...


class OwnTexts(Protocol):
    """What the accounts themselves said in the last days, for those who answer it."""

    async def exchange(
        self, told: Sequence[tuple[TextKey, OwnText]], wanted: Collection[TextKey], *, now: datetime
    ) -> Mapping[TextKey, str]:
        """Keep what is told, then return those of the wanted texts that are known.

        Older news changes nothing. Raises `TransientError` when the database is away.
        """
        ...

    async def forget(self, *, now: datetime) -> None:
        """Destroy what was kept for its time."""
        ...


class ConsequencesUnit(Protocol):
    """One transaction on what a delivery means for our own actions."""

    async def remember_version(self, newest: NewestVersion) -> None:
        """Remember which post stands for an edited comment now; older news changes nothing."""
        ...

    async def pause(self, account: AccountKey, pause: Pause, *, failed: bool) -> None:
        """Do nothing more for the account for a while; `failed` counts one more failed attempt."""
        ...


class Consequences(Protocol):
    """Where a delivery leaves what our own actions have to know."""

    def open(self) -> AbstractAsyncContextManager[ConsequencesUnit]:
        """Begin a transaction; raises `TransientError` when the database is away."""
        ...


@dataclass(frozen=True)
class TakenAction:
    """An action that this transaction alone holds, and how its account has fared."""

    action: QueuedAction
    failures: int
    """The account's failed attempts since the last that succeeded."""
    last_reason: str | None = None
    """Why it was postponed last."""


@dataclass(frozen=True)
class AccountStanding:
    """What is known of one account's traffic."""

    last_event_at: datetime | None = None
    paused_until: datetime | None = None
    pause_reason: PauseReason | None = None
    waiting: int = 0
    """Actions not yet carried out."""


@dataclass(frozen=True)
class ActionRecord:
    """An action with what came of it."""

    action: QueuedAction
    not_before: datetime
    settled_at: datetime | None
    reason: str | None
    already: bool | None


class QueueUnit(ConsequencesUnit, Protocol):
    """One transaction on the queue of actions."""

    async def claim(self, event: Event, *, consumer: str) -> bool:
        """Mark the event as handled; False when it already was."""
        ...

    async def publish(self, events: Sequence[Event]) -> None:
        """Publish events once the transaction is committed."""
        ...

    async def add(self, action: QueuedAction, *, now: datetime) -> bool:
        """Queue an action; False when one with its id is there already."""
        ...

    async def take_due(self, account: AccountKey, *, now: datetime) -> TakenAction | None:
        """Lock and return the account's next due action; None when there is none.

        Passes over paused accounts, over what another transaction holds, and over whatever has to
        wait for an earlier action on the same comment.
        """
        ...

    async def take_again(self, action: QueuedAction) -> TakenAction | None:
        """Lock a reply that is on its way; None when it was settled meanwhile."""
        ...

    async def take_overdue(
        self, *, requested_before: datetime, now: datetime
    ) -> TakenAction | None:
        """Lock and return an old action of an account that is held back, if there is one."""
        ...

    async def start_sending(self, action: QueuedAction, *, now: datetime, until: datetime) -> None:
        """Mark a reply as on its way; after `until` it counts as interrupted."""
        ...

    async def settle(
        self,
        action: QueuedAction,
        state: ActionState,
        *,
        attempts: int,
        now: datetime,
        already: bool = False,
        reason: str | None = None,
    ) -> None:
        """Close an action; its text and whom it went to are forgotten."""
        ...

    async def postpone(
        self,
        action: QueuedAction,
        state: ActionState,
        *,
        attempts: int,
        until: datetime,
        reason: str | None,
    ) -> None:
        """Leave an action for later."""
        ...

    async def clear(self, account: AccountKey) -> bool:
        """End an account's pause and forget its failures; False when there was nothing to end."""
        ...


class ActionQueue(Protocol):
    """The queue of actions, shared by every replica."""

    def open(self) -> AbstractAsyncContextManager[QueueUnit]:
        """Begin a transaction; raises `TransientError` when the database is away."""
        ...

    async def due_accounts(self, *, now: datetime) -> Sequence[AccountKey]:
        """Return the accounts that have something due and are not paused."""
        ...


class QueueOverview(Protocol):
    """The queue as people and metrics see it."""

    async def standings(
        self, accounts: Sequence[AccountKey]
    ) -> Mapping[AccountKey, AccountStanding]:
        """Return what is known of each account."""
        ...

    async def records(
        self, *, organisation: str, subject: str, limit: int
    ) -> Sequence[ActionRecord]:
        """Return the actions asked for on one comment, oldest first."""
        ...

    async def counts(self) -> Mapping[tuple[Platform, ActionState], int]:
        """Return how many actions are not settled."""
        ...

    async def stopped(self, *, now: datetime) -> Mapping[Platform, int]:
        """Return how many accounts wait for a person to connect them again."""
        ...

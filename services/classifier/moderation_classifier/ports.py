"""What the use cases need from outside."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.labelling import Utterance
from moderation_common.events import Event
from moderation_common.identity import CommentRef, EventId
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What was known of a comment when a version of it arrived."""

    superseded: bool
    """A later version was judged already, so this one changes nothing on the platform."""
    removed: bool
    """The comment is gone from the platform."""
    earlier_actions: frozenset[Action]
    """What the machine asked for when it judged the version before."""


class UnitOfWork(Protocol):
    """One transaction of the classifier."""

    async def claim(self, event: Event, *, consumer: str) -> bool:
        """Mark the event as handled; False when it already was."""
        ...

    async def publish(self, events: Sequence[Event]) -> None:
        """Publish the events when the transaction commits."""
        ...

    async def take_version(
        self, ref: CommentRef, *, version_at: datetime, event_id: EventId, edited: bool
    ) -> Standing:
        """Make this the version in force unless a later one is; other versions wait meanwhile."""
        ...

    async def note_actions(self, ref: CommentRef, actions: frozenset[Action]) -> None:
        """Remember what was asked for the version in force."""
        ...

    async def note_removal(self, ref: CommentRef, *, removed_at: datetime) -> None:
        """Remember that the comment is gone, also when it has not arrived yet."""
        ...


class UnitsOfWork(Protocol):
    """Opens transactions."""

    def __call__(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open one; commits when the block ends well. Raises `TransientError` on an outage."""
        ...


class Judge(Protocol):
    """Labels and decides; knows no state."""

    def decide(self, utterance: Utterance, pack: PolicyPack) -> Decision:
        """Return what the pack says about the text; sends to a person what it cannot read."""
        ...

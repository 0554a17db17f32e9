"""An alert: one message to one person or team on one channel, and what to do when it fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from moderation_common.identity import AlertId, CaseId, CommentRef, derive_id
from moderation_common.policy import Channel
from moderation_common.vocabulary import Urgency
from moderation_escalation.domain.recipient import RecipientKind

GroupId = NewType("GroupId", str)
"""Many cases that a person is told of in one alert, which may go out on several channels."""

LEASE: Final = timedelta(minutes=2)
"""After this an alert that is being sent counts as left behind by a crash: far longer than any
sending may take, so that no living process is overtaken."""

RETRY_AFTER: Final = (timedelta(seconds=5), timedelta(seconds=15))
"""Pauses before the second and third attempt. After the third the next person is told: waiting
longer for a channel helps nobody while somebody else can be reached."""

MAX_ATTEMPTS: Final = len(RETRY_AFTER) + 1


class AlertState(StrEnum):
    """How far an alert is."""

    PENDING = "pending"
    GROUPED = "grouped"
    """Told by a group's alert, whose page lists the case; nothing of its own is to be sent."""
    SENDING = "sending"
    """Claimed. After a crash nobody knows whether it went out, so it is sent again."""
    SENT = "sent"
    """The channel took it."""
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    """No longer needed when its turn came: somebody had taken the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One message."""

    alert_id: AlertId
    case_id: CaseId
    organisation: str
    ref: CommentRef
    recipient_kind: RecipientKind
    recipient: str
    """Key of the person or team in the pack."""
    channel: Channel
    step: int
    """Of the ladder; nought for a team."""
    telling: int
    """Which telling of the case it belongs to; those of one telling stand or fall together."""
    urgency: Urgency
    state: AlertState
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    settled_at: datetime | None = None
    """When it was sent, failed or withdrawn."""
    reason: str | None = None
    """Why it failed."""
    group_id: GroupId | None = None
    """Set when it tells of many cases, or is carried by one that does."""
    carried_by: AlertId | None = None
    """The group's alert on this channel that tells of its case; it shares that one's fate."""

    @property
    def announces(self) -> bool:
        """Say whether it is a group's own alert."""
        return self.group_id is not None and self.carried_by is None


def group_id_of(case_id: CaseId, *, telling: int, recipient: str) -> GroupId:
    """Return the id of the group that begins with a telling of a case."""
    return GroupId(derive_id(case_id, f"group/{telling}/{recipient}"))


def alert_id_of(case_id: CaseId, *, telling: int, recipient: str, channel: Channel) -> AlertId:
    """Return the id under which a repeat of the message is recognised by whoever receives it."""
    return AlertId(derive_id(case_id, f"alert/{telling}/{recipient}/{channel}"))


def next_attempt(attempts: int, *, permanent: bool, now: datetime) -> datetime | None:
    """Return when to try again after `attempts` failures; None when that is no use."""
    if permanent or attempts >= MAX_ATTEMPTS:
        return None
    return now + RETRY_AFTER[attempts - 1]

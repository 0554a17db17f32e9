"""Actions waiting to be carried out: what is known of each, and what to do after each attempt.

Hiding, showing and deleting may be repeated. A reply may not, so that it passes through `sending`:
whoever finds it there later looks at the platform before anything else.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from moderation_common.events import ActionRequested
from moderation_common.identity import ActionId, CommentRef, CorrelationId, EventId
from moderation_common.platforms import capabilities
from moderation_common.vocabulary import Action, Kind, Platform
from moderation_ingest.domain.outcome import (
    Answer,
    Done,
    Gone,
    Limited,
    NotSent,
    Refused,
    Unauthorised,
    Unavailable,
)

REMOVALS: Final = frozenset({Action.HIDE, Action.DELETE})
REPLIES: Final = frozenset({Action.REPLY, Action.PRIVATE_REPLY})
# 2**12 seconds already pass every maximum; doubling further would only overflow.
_MAX_DOUBLINGS: Final = 12


class ActionState(StrEnum):
    """Where an action stands."""

    PENDING = "pending"
    SENDING = "sending"
    """A reply that is on its way, or was when a process died."""
    DONE = "done"
    FAILED = "failed"


class PauseReason(StrEnum):
    """Why nothing is done for an account at the moment."""

    UNAUTHORISED = "unauthorised"
    """A person has to connect the account again."""
    LIMITED = "limited"
    UNAVAILABLE = "unavailable"


class AccountKey(NamedTuple):
    """One account on one platform."""

    platform: Platform
    account_id: str


@dataclass(frozen=True)
class QueuedAction:
    """An action as it was asked for, and what has come of it so far."""

    action_id: ActionId
    request_id: EventId
    """The event that asked for it."""
    organisation: str
    correlation_id: CorrelationId
    ref: CommentRef
    target_id: str
    """What to name to the platform: the newest version's id where an edit has an id of its own."""
    kind: Kind
    action: Action
    text: str | None
    post_id: str | None
    author_id: str | None
    requested_by: str
    requested_at: datetime
    state: ActionState = ActionState.PENDING
    attempts: int = 0
    sending_since: datetime | None = None

    @property
    def account(self) -> AccountKey:
        """Through which account it is carried out."""
        return AccountKey(self.ref.platform, self.ref.account_id)

    @property
    def may_be_repeated(self) -> bool:
        """Tell whether doing it twice is the same as doing it once."""
        return self.action not in REPLIES


@dataclass(frozen=True)
class Patience:
    """How long to wait for what."""

    first_backoff_s: float = 1.0
    longest_backoff_s: float = 300.0
    """Between attempts while a platform is away."""
    first_limit_s: float = 60.0
    longest_limit_s: float = 3600.0
    """While an allowance is used up and the platform does not say until when."""
    first_unauthorised_s: float = 900.0
    longest_unauthorised_s: float = 6 * 3600.0
    """While an account waits to be connected again."""
    give_up_after: timedelta = timedelta(hours=24)
    """A comment that should be hidden and is not is then a person's business."""


@dataclass(frozen=True)
class Pause:
    """Nothing more for this account until then."""

    until: datetime
    reason: PauseReason | None
    """None when it only goes slower, with nothing wrong."""


@dataclass(frozen=True)
class Complete:
    """It is done."""

    already: bool


@dataclass(frozen=True)
class GiveUp:
    """A person has to do it."""

    reason: str


@dataclass(frozen=True)
class Postpone:
    """Try again later, in the state given."""

    until: datetime
    state: ActionState


@dataclass(frozen=True)
class Verdict:
    """What follows from an attempt, for the action and for its account."""

    decision: Complete | GiveUp | Postpone
    pause: Pause | None = None


def find_obstacle(request: ActionRequested, *, served: Collection[Platform]) -> str | None:
    """Return why the machine can never carry out a request, in one sentence; None when it can."""
    platform = request.ref.platform
    if platform not in served:
        return f"This installation has no connection to {platform}; a person has to do it there."
    if request.action not in capabilities(platform, request.kind):
        kind = request.kind.replace("_", " ")
        return f"{platform} offers no way to {request.action} a {kind}; a person has to look."
    if request.action in REPLIES and not (request.text or "").strip():
        return "The reply has no text; write one and ask again."
    if _needs_addressee(request) and not request.author_id:
        return "It is not known whom to answer in private; a person has to find the writer."
    return None


def judge(
    action: QueuedAction, answer: Answer, *, failures: int, now: datetime, patience: Patience
) -> Verdict:
    """Decide after an attempt; `failures` counts the account's failed attempts before this one."""
    outcome = answer.outcome
    rest = Pause(now + timedelta(seconds=answer.rest_s), None) if answer.rest_s > 0 else None
    match outcome:
        case Done():
            return Verdict(Complete(outcome.already), rest)
        case Gone():
            return Verdict(_settle_gone(action), rest)
        case Refused():
            return Verdict(GiveUp(outcome.reason), rest)
        case NotSent():
            return Verdict(Postpone(now, ActionState.PENDING), rest)
        case Unauthorised() | Limited() | Unavailable():
            pause = _pause(outcome, failures=failures, now=now, patience=patience)
            if now - action.requested_at >= patience.give_up_after:
                return Verdict(GiveUp(explain_giving_up(outcome.reason)), pause)
            later = _postpone(action, outcome, now=now, patience=patience)
            return Verdict(later, pause)


def _settle_gone(action: QueuedAction) -> Complete | GiveUp:
    if action.may_be_repeated:
        return Complete(already=True)
    return GiveUp("The comment is gone, so that there is nothing to reply to.")


def _pause(
    outcome: Unauthorised | Limited | Unavailable,
    *,
    failures: int,
    now: datetime,
    patience: Patience,
) -> Pause:
    """Return for how long the whole account is left alone."""
    if isinstance(outcome, Limited) and outcome.resume_at is not None:
        # A moment more, because a second is the finest that they tell.
        until = max(outcome.resume_at, now) + timedelta(seconds=1)
        return Pause(until, PauseReason.LIMITED)
    match outcome:
        case Unauthorised():
            wait_s = _double(
                patience.first_unauthorised_s, failures, patience.longest_unauthorised_s
            )
            return Pause(now + timedelta(seconds=wait_s), PauseReason.UNAUTHORISED)
        case Limited():
            wait_s = _double(patience.first_limit_s, failures, patience.longest_limit_s)
            return Pause(now + timedelta(seconds=wait_s), PauseReason.LIMITED)
        case Unavailable():
            wait_s = _double(patience.first_backoff_s, failures, patience.longest_backoff_s)
            return Pause(now + timedelta(seconds=wait_s), PauseReason.UNAVAILABLE)


def _postpone(
    action: QueuedAction,
    outcome: Unauthorised | Limited | Unavailable,
    *,
    now: datetime,
    patience: Patience,
) -> Postpone:
    """Return when this action is tried again.

    The account's pause holds everything of the account back and can be lifted by a person; the
    action's own wait only keeps one that always fails from holding up the others.
    """
    own_wait_s = 0.0
    doubtful = action.state is ActionState.SENDING
    if isinstance(outcome, Unavailable):
        own_wait_s = _double(patience.first_backoff_s, action.attempts, patience.longest_backoff_s)
        doubtful = doubtful or (outcome.uncertain and not action.may_be_repeated)
    # A reply that may have gone out is looked for before anything else.
    state = ActionState.SENDING if doubtful else ActionState.PENDING
    return Postpone(now + timedelta(seconds=own_wait_s), state)


def explain_giving_up(last_reason: str | None) -> str:
    """Return the reason of an action whose time has run out."""
    return f"Not done within the time allowed; last: {last_reason or 'the account was stopped.'}"


def _needs_addressee(request: ActionRequested) -> bool:
    # Facebook lets a private reply name the comment; every other private message names the person.
    by_comment = request.ref.platform is Platform.FACEBOOK and request.kind in {
        Kind.COMMENT,
        Kind.REPLY,
        Kind.MENTION,
    }
    return request.action is Action.PRIVATE_REPLY and not by_comment


def _double(first_s: float, times: int, longest_s: float) -> float:
    return float(min(first_s * 2 ** min(times, _MAX_DOUBLINGS), longest_s))

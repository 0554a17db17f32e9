"""What the use cases need from outside: storage in one transaction, channels, links, packs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from moderation_common.events import Comment, Event
from moderation_common.identity import (
    AlertId,
    CaseId,
    CommentRef,
    DecisionId,
    EventId,
    GroupId,
    MeasureId,
    ReviewId,
    WordingId,
)
from moderation_common.policy import Channel, PolicyPacks
from moderation_common.vocabulary import Urgency
from moderation_escalation.domain.alert import Alert
from moderation_escalation.domain.alert_text import EmailText
from moderation_escalation.domain.case import (
    Case,
    CaseStatus,
    CommentVersion,
    Decision,
    Note,
    StoredComment,
    TimerKind,
)
from moderation_escalation.domain.measure import ProposedMeasure
from moderation_escalation.domain.recipient import Recipient
from moderation_escalation.domain.review import Review, ReviewStatus
from moderation_escalation.domain.rota import StandIn

Packs = Callable[[], PolicyPacks]
"""Gives the policy versions in force."""

Position = tuple[datetime, str]
"""Where a page of a list ended: the moment and id of its last entry."""
ReviewPosition = tuple[bool, datetime, str]
"""The same of reviews, which those come before in which somebody may be in danger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """Which cases, newest first."""

    organisation: str
    limit: int
    status: CaseStatus | None = None
    route: str | None = None
    team: str | None = None
    urgency: Urgency | None = None
    ref: CommentRef | None = None
    overdue_at: datetime | None = None
    """Only those whose deadline had passed by then while they were not closed."""
    after: Position | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewQuery:
    """Which reviews: first where somebody may be in danger, then the oldest, because they wait."""

    organisation: str
    limit: int
    status: ReviewStatus | None = None
    ref: CommentRef | None = None
    """Also those of a group in which the comment waits or was settled."""
    after: ReviewPosition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How much is waiting, for the gauges."""

    cases: Mapping[tuple[str, Urgency, CaseStatus], int]
    """By organisation, urgency and status; the closed are not counted."""
    overdue: Mapping[str, int]
    reviews: Mapping[str, int]
    oldest_timer_due: datetime | None
    oldest_alert_due: datetime | None


class Comments(Protocol):
    """The comments that have arrived, their text sealed."""

    async def store(
        self,
        comment: Comment,
        *,
        organisation: str,
        event_id: EventId,
        received_at: datetime,
        edited: bool,
    ) -> bool:
        """Keep this version, and show it unless a later one is; says whether it is shown."""
        ...

    async def note_removal(
        self, ref: CommentRef, *, organisation: str, removed_at: datetime
    ) -> None:
        """Remember that the comment is gone, also when it has not arrived yet."""
        ...

    async def note_visibility(
        self, ref: CommentRef, *, organisation: str, hidden: bool, at: datetime
    ) -> None:
        """Remember whether we have hidden the comment, unless something later is known."""
        ...

    async def find(self, organisation: str, ref: CommentRef) -> StoredComment | None:
        """Return what is kept of a comment."""
        ...

    async def find_each(
        self, organisation: str, refs: Collection[CommentRef]
    ) -> Mapping[CommentRef, StoredComment]:
        """Return what is kept of each of some comments, at most a few hundred."""
        ...

    async def versions(
        self, organisation: str, ref: CommentRef, wanted: Collection[EventId]
    ) -> Sequence[CommentVersion]:
        """Return those of the versions that have arrived, oldest first."""
        ...


class Decisions(Protocol):
    """What the classifier said."""

    async def store(self, decision: Decision) -> None:
        """Keep a decision."""
        ...

    async def find(self, organisation: str, decision_id: DecisionId) -> Decision | None:
        """Return a decision."""
        ...

    async def newest_about(self, organisation: str, ref: CommentRef) -> Decision | None:
        """Return the newest decision about a comment that was not overtaken."""
        ...

    async def newest_about_each(
        self, organisation: str, refs: Collection[CommentRef]
    ) -> Mapping[CommentRef, Decision]:
        """Return the same of each of some comments, at most a few hundred."""
        ...


class Cases(Protocol):
    """Cases with their notes and timers."""

    async def add(self, case: Case) -> None:
        """Keep a new case."""
        ...

    async def save(self, case: Case) -> None:
        """Keep what changed of a case that this transaction has locked."""
        ...

    async def lock(self, case_id: CaseId) -> Case | None:
        """Return a case that nobody else changes until the transaction ends."""
        ...

    async def find(self, organisation: str, case_id: CaseId) -> Case | None:
        """Return a case of a body."""
        ...

    async def lock_open_about(self, organisation: str, ref: CommentRef) -> Sequence[Case]:
        """Return and lock the cases about a comment that are not closed, oldest first."""
        ...

    async def open_followers(self, case_id: CaseId) -> Sequence[Case]:
        """Return the cases not yet taken that are told of together with this one."""
        ...

    async def told_with(self, case: Case) -> Sequence[Case]:
        """Return the other cases of a case's group, taken and closed ones too; locks none."""
        ...

    async def search(self, query: CaseQuery) -> Sequence[Case]:
        """Return a page of cases."""
        ...

    async def add_note(self, case_id: CaseId, note: Note) -> None:
        """Write something into a case's file."""
        ...

    async def notes(self, case_id: CaseId) -> Sequence[Note]:
        """Return a case's notes, oldest first."""
        ...

    async def set_timer(self, case_id: CaseId, kind: TimerKind, due_at: datetime) -> None:
        """Make something happen to the case at a time, instead of what was set before."""
        ...

    async def drop_timer(self, case_id: CaseId, kind: TimerKind) -> None:
        """Let it not happen."""
        ...

    async def timer(self, case_id: CaseId, kind: TimerKind) -> datetime | None:
        """Return for when a timer is set."""
        ...

    async def claim_due(self, now: datetime) -> tuple[Case, TimerKind] | None:
        """Lock the case whose timer has been due longest, and take the timer away.

        Cases that another transaction holds are passed over, so that several replicas share the
        work. If this transaction fails the timer is still there.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What a person has been told of at a body and nobody has taken."""

    alone: tuple[Urgency, ...]
    """The urgency of each alert that told of one case."""
    announcing: tuple[Alert, ...]
    """The last group's alerts, one a channel, unless it was answered or all of it taken."""
    waiting: int
    """How many of that group's cases nobody has taken."""


class Alerts(Protocol):
    """Alerts."""

    async def add(self, alert: Alert) -> None:
        """Keep a new alert."""
        ...

    async def save(self, alert: Alert) -> None:
        """Keep what changed of an alert."""
        ...

    async def claim_due(self, now: datetime, *, limit: int) -> Sequence[Alert]:
        """Mark alerts that are due as being sent, and count the attempt.

        The bodies take turns, each with its most urgent first, so that a storm at one holds up no
        other. Among them those that a crash left behind; what another transaction holds is passed
        over.
        """
        ...

    async def withdraw_waiting(
        self, case_id: CaseId, *, now: datetime, to_teams: bool
    ) -> Sequence[Alert]:
        """Withdraw what has not been sent to people on call, or to anybody."""
        ...

    async def about(self, case_id: CaseId) -> Sequence[Alert]:
        """Return all alerts of a case, oldest first."""
        ...

    async def find(self, alert_id: AlertId) -> Alert | None:
        """Return an alert."""
        ...

    async def lock_tellings(self, organisation: str) -> None:
        """Wait until nobody else decides how a body's people are told; holds until the end."""
        ...

    async def earlier_to(self, organisation: str, person: str, *, since: datetime) -> Earlier:
        """Return what a person was told of since then that nobody has taken, and the last group."""
        ...

    async def release_carried(
        self, announcing: AlertId, *, now: datetime, created_by: datetime | None
    ) -> None:
        """Have the alerts that a group's alert carries settled as it was.

        With `created_by` only those that were there by then.
        """
        ...

    async def waiting_for(self, organisation: str, person: str) -> Sequence[CaseId]:
        """Return the cases of which a person was told and that nobody has taken.

        The most urgent come first, then the oldest.
        """
        ...

    async def was_told(self, organisation: str, person: str, case_id: CaseId) -> bool:
        """Say whether a person was told of a case, also in a group."""
        ...

    async def announces_group(self, organisation: str, person: str, case_id: CaseId) -> bool:
        """Say whether a group's alert to a person leads to this case."""
        ...

    async def answer_groups(self, organisation: str, person: str, *, now: datetime) -> None:
        """Note that a person has answered the groups that they were told of."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMember:
    """One of the comments that a review of a group settles."""

    ref: CommentRef
    decision_id: DecisionId
    settled_at: datetime | None = None
    """None while it waits."""


class Reviews(Protocol):
    """The review queue."""

    async def add(self, review: Review) -> None:
        """Keep a new review."""
        ...

    async def save(self, review: Review) -> None:
        """Keep what changed of a review that this transaction has locked."""
        ...

    async def lock_open_about(self, organisation: str, ref: CommentRef) -> Review | None:
        """Return and lock the review about a comment that nobody has decided yet."""
        ...

    async def lock(self, organisation: str, review_id: ReviewId) -> Review | None:
        """Return a review that nobody else changes until the transaction ends."""
        ...

    async def find(self, organisation: str, review_id: ReviewId) -> Review | None:
        """Return a review of a body."""
        ...

    async def search(self, query: ReviewQuery) -> Sequence[Review]:
        """Return a page of reviews."""
        ...

    async def find_open_about(self, organisation: str, ref: CommentRef) -> Review | None:
        """Return the review about a comment that nobody has decided yet."""
        ...

    async def lock_group(self, organisation: str, group_id: GroupId) -> None:
        """Wait until nobody else works on a group; holds until the end.

        Whoever locks a group's review takes this first.
        """
        ...

    async def lock_open_of_group(self, organisation: str, group_id: GroupId) -> Review | None:
        """Return and lock the review of a group that nobody has decided yet."""
        ...

    async def newest_settled(
        self, organisation: str, group_id: GroupId, *, since: datetime
    ) -> Review | None:
        """Return what was last decided about a group since a moment."""
        ...

    async def newest_of_wording(
        self,
        organisation: str,
        group_id: GroupId,
        wording_id: WordingId | None,
        *,
        since: datetime,
    ) -> Review | None:
        """Return what was last decided about a group by who read that wording, since a moment."""
        ...

    async def was_left(self, organisation: str, group_id: GroupId, *, since: datetime) -> bool:
        """Say whether a person has left or shown any comment of a group since a moment."""
        ...

    async def left_among(
        self, organisation: str, refs: Collection[CommentRef]
    ) -> frozenset[CommentRef]:
        """Return those, of at most a few hundred, that people's last word on them lets stand.

        Their last word may have been about the comment alone or about its group.
        """
        ...

    async def add_members(
        self, review: Review, members: Sequence[ReviewMember], *, at: datetime
    ) -> None:
        """Have comments, at most a few hundred, wait for a review or be settled by it.

        Each is counted once.
        """
        ...

    async def hidden_unasked(
        self, review: Review, *, only: CommentRef | None = None
    ) -> Sequence[ReviewMember]:
        """Return what the machine hid of a review's group and nobody was asked about since.

        With `only`, no more than that comment.
        """
        ...

    async def add_hidden_of_group(self, review: Review, *, at: datetime) -> int:
        """Have all that we hid of a group wait for a review of it; returns how many others.

        What a person has hidden by itself stays as they decided, unless it was decided anew since.
        """
        ...

    async def members(
        self, review_id: ReviewId, *, limit: int, after: CommentRef | None
    ) -> Sequence[ReviewMember]:
        """Return a page of those that a review settles or settled, by their refs."""
        ...

    async def waiting(self, review_id: ReviewId) -> Sequence[ReviewMember]:
        """Return the members for which nothing was done yet, those that joined first first."""
        ...

    async def settled_among(
        self, review_id: ReviewId, refs: Collection[CommentRef]
    ) -> frozenset[CommentRef]:
        """Return those of some comments, at most a few hundred, that a review has settled."""
        ...

    async def move_waiting(self, review: Review, *, to: Review) -> None:
        """Have all but a review's own comment wait for another review."""
        ...

    async def drop_waiting(
        self, organisation: str, ref: CommentRef, *, other_than: GroupId | None
    ) -> None:
        """Let a comment wait for no review of another group."""
        ...


class Measures(Protocol):
    """Warnings and blocks proposed about authors."""

    async def add(self, measure: ProposedMeasure) -> None:
        """Keep a new proposal."""
        ...

    async def save(self, measure: ProposedMeasure) -> None:
        """Keep what changed of a proposal that this transaction has locked."""
        ...

    async def lock(self, organisation: str, measure_id: MeasureId) -> ProposedMeasure | None:
        """Return a proposal that nobody else changes until the transaction ends."""
        ...

    async def find(self, organisation: str, measure_id: MeasureId) -> ProposedMeasure | None:
        """Return a proposal of a body."""
        ...

    async def open(self, organisation: str, *, limit: int) -> Sequence[ProposedMeasure]:
        """Return those that wait for a person, the longest waiting first."""
        ...


class StandIns(Protocol):
    """Who stands in for whom on the rota."""

    async def put(self, organisation: str, stand_in: StandIn, *, set_by: str) -> None:
        """Keep a stand-in, instead of the body's own with the same id."""
        ...

    async def remove(self, organisation: str, stand_in_id: str) -> bool:
        """Forget a stand-in; False when there is none."""
        ...

    async def between(self, organisation: str, start: datetime, end: datetime) -> Sequence[StandIn]:
        """Return those that hold at some time between two moments, or at both if equal."""
        ...


class Modes(Protocol):
    """Which modes of its policy each body has declared."""

    async def note(
        self, organisation: str, mode: str, *, declared: bool, changed_at: datetime
    ) -> None:
        """Keep whether a mode holds, unless something later is known of it."""
        ...

    async def declared(self, organisation: str) -> frozenset[str]:
        """Return the names of the modes that hold at a body."""
        ...


class UnitOfWork(Protocol):
    """One transaction of escalation."""

    @property
    def comments(self) -> Comments:
        """The comments."""
        ...

    @property
    def decisions(self) -> Decisions:
        """The decisions."""
        ...

    @property
    def cases(self) -> Cases:
        """The cases."""
        ...

    @property
    def alerts(self) -> Alerts:
        """The alerts."""
        ...

    @property
    def reviews(self) -> Reviews:
        """The reviews."""
        ...

    @property
    def measures(self) -> Measures:
        """The proposed measures."""
        ...

    @property
    def stand_ins(self) -> StandIns:
        """The stand-ins."""
        ...

    @property
    def modes(self) -> Modes:
        """The declared modes."""
        ...

    async def claim(self, event: Event, *, consumer: str) -> bool:
        """Mark the event as handled; False when it already was."""
        ...

    async def publish(self, events: Sequence[Event]) -> None:
        """Publish the events when the transaction commits."""
        ...

    async def lock_comment(self, organisation: str, ref: CommentRef) -> None:
        """Wait until nobody else works on what hangs on a comment; holds until the end.

        Whoever changes more than one case takes this first, so that two never wait for each
        other.
        """
        ...

    async def measure_backlog(self, now: datetime) -> Backlog:
        """Count what is waiting."""
        ...


class UnitsOfWork(Protocol):
    """Opens transactions."""

    def __call__(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open one; commits when the block ends well. Raises `TransientError` on an outage."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingAlert:
    """An alert ready to be sent."""

    alert_id: AlertId
    """The same on every attempt, so that a repeat is recognised."""
    case_id: CaseId
    organisation: str
    route: str
    recipient: str
    urgency: Urgency
    step: int
    address: str
    page: str
    email: EmailText
    short: str
    at: datetime


class Channels(Protocol):
    """Everything by which the deployment can tell somebody."""

    def reaches(self, channel: Channel, address: str) -> bool:
        """Say whether there is a way to send to an address on a channel."""
        ...

    async def send(self, channel: Channel, alert: OutgoingAlert) -> None:
        """Send; the channel has taken it when this returns.

        Raises `TransientError` when another attempt may succeed and `PermanentError` when none
        can; after a `TransientError` it may have gone out all the same.
        """
        ...


class Links(Protocol):
    """Addresses of cases' pages."""

    def page_of(
        self, case_id: CaseId, *, organisation: str, recipient: Recipient, now: datetime
    ) -> str:
        """Return the address at which the recipient reads and takes a case."""
        ...

    def group_page_of(
        self, case_id: CaseId, *, organisation: str, recipient: Recipient, now: datetime
    ) -> str:
        """Return the address at which they read and take all that waits for them.

        `case_id` is the case to which the group's alert belongs.
        """
        ...

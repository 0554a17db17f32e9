"""What each event says. The Pydantic models here are the source of every schema and example."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from moderation_common.events.topics import Topic
from moderation_common.identity import (
    ActionId,
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
from moderation_common.vocabulary import (
    Action,
    Category,
    Kind,
    Label,
    Measure,
    Role,
    SwitchKind,
    Urgency,
)


class Part(BaseModel):
    """A piece of an event: immutable; fields that it does not know are passed over.

    Passing them over lets an old consumer read what a newer producer wrote.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)


class Payload(Part):
    """The data of one event type; subclasses name their type and topic."""

    event_type: ClassVar[str]
    topic: ClassVar[Topic]


class Author(Part):
    """Who wrote a comment, as far as the platform tells."""

    author_id: str
    """The platform's own id; empty where the platform withholds it."""
    name: str | None = None
    handle: str | None = None


class Comment(Part):
    """One version of a comment, reply, mention or direct message."""

    ref: CommentRef
    kind: Kind
    text: str
    author: Author
    created_at: AwareDatetime
    edited_at: AwareDatetime | None = None
    post_id: str | None = None
    """The post, or conversation, under which it stands."""
    parent_id: str | None = None
    """The comment that it answers, when it answers one."""
    attachments: tuple[str, ...] = ()
    """Addresses of photos and videos, for a person to look at."""
    permalink: str | None = None
    post_text: str | None = None
    """What the post says under which it stands, where that is known."""
    parent_text: str | None = None
    """What the comment says that it answers, where that is known."""

    @property
    def version_at(self) -> AwareDatetime:
        """When this version was written: later versions supersede earlier ones."""
        return self.edited_at or self.created_at


class CommentReceived(Payload):
    """A member of the public wrote."""

    event_type: ClassVar[str] = "moderation.comment.received.v1"
    topic: ClassVar[Topic] = Topic.COMMENTS

    comment: Comment


class CommentEdited(Payload):
    """The author changed the text; the comment carried is the whole new version."""

    event_type: ClassVar[str] = "moderation.comment.edited.v1"
    topic: ClassVar[Topic] = Topic.COMMENTS

    comment: Comment


class CommentRemoved(Payload):
    """The comment is gone from the platform, by its author's or somebody else's hand."""

    event_type: ClassVar[str] = "moderation.comment.removed.v1"
    topic: ClassVar[Topic] = Topic.COMMENTS

    ref: CommentRef
    removed_at: AwareDatetime


class CommentVisibilityChanged(Payload):
    """The platform says that the comment is now hidden or shown, whoever did it."""

    event_type: ClassVar[str] = "moderation.comment.visibility-changed.v1"
    topic: ClassVar[Topic] = Topic.COMMENTS

    ref: CommentRef
    hidden: bool
    changed_at: AwareDatetime


class Span(Part):
    """Half-open range of code points in the comment's original text."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Reason(Part):
    """Why a label was given, in terms that can be quoted to the commenter."""

    label: Label
    clause: str | None = None
    """The clause of the body's policy, as it is cited; none where no house rule speaks."""
    words: str | None = None
    """The policy's own words."""
    score: float = Field(ge=0, le=1)
    span: Span | None = None
    source: str | None = None
    """The rule or model that found it."""
    seconded_by: str | None = None
    """The second opinion that holds the same, where one was asked for."""


class DecisionMade(Payload):
    """What the classifier made of one version of a comment under the body's policy."""

    event_type: ClassVar[str] = "moderation.decision.made.v1"
    topic: ClassVar[Topic] = Topic.DECISIONS

    decision_id: DecisionId
    ref: CommentRef
    comment_event_id: EventId
    """The event that carried the version judged."""
    kind: Kind
    category: Category
    labels: tuple[Label, ...] = ()
    doubtful_labels: tuple[Label, ...] = ()
    """Labels that a rule finds possible, but not sure; a person decides. What only a model
    suspects is among the doubts alone."""
    superseded: bool = False
    """True when a later version of the comment was judged before this one; nothing is asked of
    the platform for an overtaken version, but somebody in danger in it is still found."""
    actions: tuple[Action, ...]
    """What the machine asks for by itself; `leave` alone when nothing."""
    proposed: tuple[Action, ...] = ()
    """What a person is asked to approve; empty when nobody is asked."""
    urgency: Urgency
    routes: tuple[str, ...] = ()
    """Keys of the pack's routes."""
    review: bool
    """A person must look."""
    reasons: tuple[Reason, ...] = ()
    doubts: tuple[str, ...] = ()
    """Why a person must look, in plain words; empty when none must."""
    pack: str
    """Pack version, as `organisation@version`."""
    group_id: GroupId | None = None
    """Comments of nearly the same words, judged alike, that one decision of a person may settle.
    None for a comment that is decided alone, as every one is in which somebody may be in danger."""
    group_size: int | None = Field(default=None, ge=1)
    """How many comments the group has had so far, with this one."""
    group_authors: int | None = Field(default=None, ge=0)
    """How many authors they have, as far as platforms tell: one repeats, several campaign."""
    wording_id: WordingId | None = None
    """Those of the group that differ in hardly a word. What a person has removed takes no other
    wording with it unread. None outside a group, and in older events, as if all were of one."""
    modes: tuple[str, ...] = ()
    """The modes that the body had declared when it was judged. Whoever reads of a mode's
    declaration later than of the decision still knows that it held."""


class StrikeCounted(Part):
    """One offence of an author that counts."""

    refs: tuple[CommentRef, ...]
    """The comments in which it was made: several when nearly the same was written again.

    Of more than 50, or fewer where there are many strikes, the comment with which the limit was
    reached, those that a person decided on and those with the gravest words."""
    comments: int | None = Field(default=None, ge=1)
    """How many comments there are in all; null in older events, whose `refs` are all of them."""
    labels: tuple[Label, ...]
    clauses: tuple[str, ...] = ()
    """The clauses of the body's policy that were broken."""
    points: int = Field(ge=1)
    confirmed: bool
    """A person decided on one of the comments; otherwise the machine acted by itself."""
    struck_at: AwareDatetime
    expires_at: AwareDatetime


class MeasureProposed(Payload):
    """An author's strikes have reached a limit: a person decides whether to warn or block them."""

    event_type: ClassVar[str] = "moderation.measure.proposed.v1"
    topic: ClassVar[Topic] = Topic.DECISIONS

    measure_id: MeasureId
    measure: Measure
    ref: CommentRef
    """The comment with which the limit was reached."""
    author_key: str
    """Keyed hash of the author; their name is read from the comment."""
    points: int = Field(ge=1)
    limit: int = Field(ge=1)
    """From how many points the pack has the measure proposed."""
    strikes: tuple[StrikeCounted, ...]
    """The oldest first; of more than 100 those that weigh most, and of like ones the newest."""
    clause: str | None = None
    """Where the policy speaks of repeated breaches."""
    words: str | None = None
    pack: str


class MeasureWithdrawn(Payload):
    """A proposal no longer stands: strikes were taken back or expired, or its author was blocked.

    Of a measure that a person has approved it says that its ground is gone.
    """

    event_type: ClassVar[str] = "moderation.measure.withdrawn.v1"
    topic: ClassVar[Topic] = Topic.DECISIONS

    measure_id: MeasureId
    ref: CommentRef
    points: int = Field(ge=0)
    """What the author's strikes amount to now."""
    taken_back: bool = False
    """Whether a person took strikes back; otherwise `because` says why it no longer stands."""
    because: str = ""
    """Why, in a sentence; empty in older events."""


class ActorKind(StrEnum):
    """Machine or person."""

    MACHINE = "machine"
    PERSON = "person"


class Actor(Part):
    """Who did something."""

    kind: ActorKind
    name: str
    """Service and version, or the token's subject."""
    role: Role | None = None


class SwitchChanged(Payload):
    """A person took a label or rule out of use for one body, or put it back into use."""

    event_type: ClassVar[str] = "moderation.switch.changed.v1"
    topic: ClassVar[Topic] = Topic.DECISIONS

    kind: SwitchKind
    target: str
    """The label, or the id of the rule, detector or model."""
    off: bool
    """True when it no longer counts, false when it counts again."""
    changed_by: Actor
    note: str
    """Why, in the person's own words."""


class ModeChanged(Payload):
    """A person declared a mode of one body's policy, or ended it."""

    event_type: ClassVar[str] = "moderation.mode.changed.v1"
    topic: ClassVar[Topic] = Topic.DECISIONS

    mode: str
    """Its name in the pack, such as `major_incident`."""
    declared: bool
    """True when it begins to hold, false when it ends."""
    changed_by: Actor
    note: str
    """Why, in the person's own words."""


class PolicyTakenUp(Payload):
    """A version of the body's policy came into force; told once for each version and content."""

    event_type: ClassVar[str] = "moderation.policy.taken-up.v1"
    topic: ClassVar[Topic] = Topic.DECISIONS

    pack: str
    """The version, as `organisation@version`."""
    sha256: str
    """Of the file's bytes, in hexadecimal: whoever keeps the file can show that it was this one."""
    replaces: str | None = None
    """The version in force before; None for the first, the same where only the file changed."""
    approved_by: str | None = None
    """Name and role, as the pack states them; None for a first version that states nobody."""
    approved_on: date | None = None
    content_sha256: str | None = None
    """Of what the file says, without remarks and order of fields, in hexadecimal. Two files with
    the same state the same policy; None in events of before it was told."""


class ActionRequested(Payload):
    """Somebody asked for something to be done to a comment on its platform."""

    event_type: ClassVar[str] = "moderation.action.requested.v1"
    topic: ClassVar[Topic] = Topic.ACTIONS

    action_id: ActionId
    ref: CommentRef
    kind: Kind
    action: Action
    requested_by: Actor
    decision_id: DecisionId | None = None
    clause: str | None = None
    text: str | None = None
    """What to say, for a reply or private reply."""
    post_id: str | None = None
    author_id: str | None = None
    """To whom a private reply goes, on platforms that address the person."""


class ActionCompleted(Payload):
    """The platform confirmed it, or the comment was already as asked."""

    event_type: ClassVar[str] = "moderation.action.completed.v1"
    topic: ClassVar[Topic] = Topic.ACTIONS

    action_id: ActionId
    ref: CommentRef
    action: Action
    already: bool = False
    """True when the comment was already gone or already in the state asked for."""
    attempts: int = Field(ge=1)


class ActionFailed(Payload):
    """The action will not be done by the machine; a person has to."""

    event_type: ClassVar[str] = "moderation.action.failed.v1"
    topic: ClassVar[Topic] = Topic.ACTIONS

    action_id: ActionId
    ref: CommentRef
    action: Action
    reason: str
    """One clear sentence, without comment text."""
    attempts: int = Field(ge=0)


class CaseOpened(Payload):
    """A comment was routed to a team."""

    event_type: ClassVar[str] = "moderation.case.opened.v1"
    topic: ClassVar[Topic] = Topic.CASES

    case_id: CaseId
    ref: CommentRef
    route: str
    team: str
    urgency: Urgency
    labels: tuple[Label, ...]
    doubtful_labels: tuple[Label, ...] = ()
    """Those of the labels that the text may have, but not surely."""
    decision_id: DecisionId
    due_at: AwareDatetime | None = None
    """When the route's deadline ends, if it has one."""


class AlertSent(Payload):
    """A person or team was told of a case on one channel."""

    event_type: ClassVar[str] = "moderation.alert.sent.v1"
    topic: ClassVar[Topic] = Topic.CASES

    alert_id: AlertId
    case_id: CaseId
    ref: CommentRef
    person: str
    """Key of the person or team in the pack, never an address."""
    channel: str
    step: int = Field(ge=0)
    """Rung of the ladder, from nought."""


class AlertFailed(Payload):
    """Nobody could be told on this channel; the next channel or person is tried."""

    event_type: ClassVar[str] = "moderation.alert.failed.v1"
    topic: ClassVar[Topic] = Topic.CASES

    alert_id: AlertId
    case_id: CaseId
    ref: CommentRef
    person: str
    channel: str
    step: int = Field(ge=0)
    reason: str


class CaseEscalated(Payload):
    """Nobody acknowledged in time, so the next person is told."""

    event_type: ClassVar[str] = "moderation.case.escalated.v1"
    topic: ClassVar[Topic] = Topic.CASES

    case_id: CaseId
    ref: CommentRef
    step: int = Field(ge=1)
    person: str


class CaseAcknowledged(Payload):
    """Somebody took the case."""

    event_type: ClassVar[str] = "moderation.case.acknowledged.v1"
    topic: ClassVar[Topic] = Topic.CASES

    case_id: CaseId
    ref: CommentRef
    acknowledged_by: Actor
    channel: str
    """`page` or `api`."""


class CaseClosed(Payload):
    """The case is done, with what came of it."""

    event_type: ClassVar[str] = "moderation.case.closed.v1"
    topic: ClassVar[Topic] = Topic.CASES

    case_id: CaseId
    ref: CommentRef
    closed_by: Actor
    outcome: str
    decision_id: DecisionId | None = None
    """The decision that last asked for the case, which the two answers below are about."""
    labels_confirmed: tuple[Label, ...] = ()
    """Those of the case's labels that, the person found, the comment carries."""
    labels_refused: tuple[Label, ...] = ()
    """Those that it does not carry; of a label in neither the person has not said."""


class ReviewOpened(Payload):
    """A person has to decide about a comment."""

    event_type: ClassVar[str] = "moderation.review.opened.v1"
    topic: ClassVar[Topic] = Topic.CASES

    review_id: ReviewId
    ref: CommentRef
    decision_id: DecisionId | None = None
    doubts: tuple[str, ...]


class ReviewDecided(Payload):
    """A person decided; this overrides the machine."""

    event_type: ClassVar[str] = "moderation.review.decided.v1"
    topic: ClassVar[Topic] = Topic.CASES

    review_id: ReviewId
    ref: CommentRef
    decided_by: Actor
    category: Category
    labels: tuple[Label, ...] = ()
    actions: tuple[Action, ...]
    note: str = ""
    decision_id: DecisionId | None = None
    """The machine's decision that was in doubt; none when only an action had failed."""
    comment_event_id: EventId | None = None
    """The event that carried the version which the person decided about, where it is known."""
    group_id: GroupId | None = None
    """The group of nearly the same comments that it settles, later members too; None for one."""
    group_refs: tuple[CommentRef, ...] = ()
    """The other comments of the group to which it was applied at once; at most a thousand."""
    wording_id: WordingId | None = None
    """The wording that the person read, of the group's; None in older events."""
    part: int = Field(default=0, ge=0)
    """0, or which further event this is about one decision whose group is too large for one."""


class MeasureDecided(Payload):
    """A person approved or refused what was proposed about an author."""

    event_type: ClassVar[str] = "moderation.measure.decided.v1"
    topic: ClassVar[Topic] = Topic.CASES

    measure_id: MeasureId
    measure: Measure
    ref: CommentRef
    approved: bool
    decided_by: Actor
    note: str = ""


class RecordRead(Payload):
    """Somebody read the audit record, or took examples out for training; kept in the record."""

    event_type: ClassVar[str] = "moderation.record.read.v1"
    topic: ClassVar[Topic] = Topic.READS

    read_by: Actor
    query: str
    """What was asked, as the request's path and filters."""
    entries: int = Field(ge=0)


PAYLOADS: tuple[type[Payload], ...] = (
    CommentReceived,
    CommentEdited,
    CommentRemoved,
    CommentVisibilityChanged,
    DecisionMade,
    MeasureProposed,
    MeasureWithdrawn,
    SwitchChanged,
    ModeChanged,
    PolicyTakenUp,
    ActionRequested,
    ActionCompleted,
    ActionFailed,
    CaseOpened,
    AlertSent,
    AlertFailed,
    CaseEscalated,
    CaseAcknowledged,
    CaseClosed,
    ReviewOpened,
    ReviewDecided,
    MeasureDecided,
    RecordRead,
)
PAYLOAD_BY_TYPE: dict[str, type[Payload]] = {payload.event_type: payload for payload in PAYLOADS}

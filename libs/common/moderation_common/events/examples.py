"""One golden example of each event type: the life of a made-up comment, from receipt to reading.

They show every field, and tests hold that they stay readable for ever.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from moderation_common.events.envelope import Event
from moderation_common.events.payloads import (
    ActionCompleted,
    ActionFailed,
    ActionRequested,
    Actor,
    ActorKind,
    AlertFailed,
    AlertSent,
    Author,
    CaseAcknowledged,
    CaseClosed,
    CaseEscalated,
    CaseOpened,
    Comment,
    CommentEdited,
    CommentReceived,
    CommentRemoved,
    CommentVisibilityChanged,
    DecisionMade,
    Payload,
    Reason,
    RecordRead,
    ReviewDecided,
    ReviewOpened,
    Span,
)
from moderation_common.identity import (
    ActionId,
    AlertId,
    CaseId,
    CommentRef,
    DecisionId,
    ReviewId,
    derive_id,
)
from moderation_common.vocabulary import (
    Action,
    Category,
    Kind,
    Label,
    Platform,
    Role,
    Urgency,
)

_ORGANISATION: Final = "example-trust"
_BEGINNING: Final = datetime(2026, 3, 2, 19, 42, 7, tzinfo=UTC)
_REF: Final = CommentRef(
    platform=Platform.FACEBOOK, account_id="104200000000001", comment_id="77001_88002"
)
_TEXT: Final = "Nan has sat in A&E for nine hours and Nurse Example is a bl**dy disgrace."
_CLASSIFIER: Final = Actor(kind=ActorKind.MACHINE, name="classifier 0.1.0")
_MODERATOR: Final = Actor(kind=ActorKind.PERSON, name="a.moderator", role=Role.MODERATOR)
_DUTY_MANAGER: Final = Actor(kind=ActorKind.PERSON, name="d.manager", role=Role.DUTY_MANAGER)

_COMMENT: Final = Comment(
    ref=_REF,
    kind=Kind.REPLY,
    text=_TEXT,
    author=Author(author_id="5550001", name="Pat Example", handle="pat.example"),
    created_at=_BEGINNING - timedelta(seconds=4),
    post_id="104200000000001_77001",
    parent_id="77001_88001",
    attachments=("https://media.example.org/waiting-room.jpg",),
    permalink="https://www.example.org/posts/77001?comment_id=88002",
)


def _at(minutes: int) -> datetime:
    return _BEGINNING + timedelta(minutes=minutes)


def _build() -> tuple[Event, ...]:
    received = Event.build(
        CommentReceived(comment=_COMMENT),
        cause=f"{_REF} {_COMMENT.version_at.isoformat()}",
        source="/ingest",
        subject=str(_REF),
        organisation=_ORGANISATION,
        correlation_id=_REF.correlation_id,
        time=_BEGINNING,
    )
    decision_id = DecisionId(derive_id(received.id, "decision"))
    decided = received.caused(_decision(received, decision_id), source="/classifier", time=_at(0))
    requested = decided.caused(
        _request(decision_id, Action.HIDE), source="/classifier", time=_at(0), step="hide"
    )
    action_id = requested.data.action_id if isinstance(requested.data, ActionRequested) else ""
    opened = decided.caused(_case(decided, decision_id), source="/escalation", time=_at(1))
    return (
        received,
        decided,
        requested,
        *_on_the_platform(received, requested, ActionId(action_id)),
        opened,
        *_with_people(opened, decision_id),
        _reading(),
    )


def _decision(received: Event, decision_id: DecisionId) -> DecisionMade:
    return DecisionMade(
        decision_id=decision_id,
        ref=_REF,
        comment_event_id=received.id,
        kind=Kind.REPLY,
        category=Category.HARMFUL_ABUSE,
        labels=(Label.STAFF_NAMED, Label.PROFANITY, Label.COMPLAINT),
        actions=(Action.HIDE,),
        proposed=(Action.PRIVATE_REPLY,),
        urgency=Urgency.URGENT,
        routes=("complaints",),
        review=True,
        reasons=(
            Reason(
                label=Label.STAFF_NAMED,
                clause="4.2",
                words="Please do not name members of staff.",
                score=0.93,
                span=Span(start=_TEXT.index("Nurse"), end=_TEXT.index(" is a")),
                source="names",
            ),
            Reason(label=Label.COMPLAINT, score=0.71, source="model"),
        ),
        doubtful_labels=(Label.COMPLAINT,),
        doubts=("It may also be a complaint about care.",),
        pack=f"{_ORGANISATION}@2026-03-01",
    )


def _request(decision_id: DecisionId, action: Action) -> ActionRequested:
    return ActionRequested(
        action_id=ActionId(derive_id(decision_id, action)),
        ref=_REF,
        kind=Kind.REPLY,
        action=action,
        requested_by=_CLASSIFIER,
        decision_id=decision_id,
        clause="4.2",
        text="We have hidden your comment because it names a member of staff.",
        post_id=_COMMENT.post_id,
        author_id=_COMMENT.author.author_id,
    )


def _case(decided: Event, decision_id: DecisionId) -> CaseOpened:
    return CaseOpened(
        case_id=CaseId(derive_id(decided.id, "complaints")),
        ref=_REF,
        route="complaints",
        team="patient-advice",
        urgency=Urgency.URGENT,
        labels=(Label.COMPLAINT,),
        doubtful_labels=(Label.COMPLAINT,),
        decision_id=decision_id,
        due_at=_at(60),
    )


def _on_the_platform(received: Event, requested: Event, action_id: ActionId) -> tuple[Event, ...]:
    edited = _COMMENT.model_copy(update={"text": "Nine hours in A&E.", "edited_at": _at(30)})
    told: tuple[Payload, ...] = (
        CommentEdited(comment=edited),
        CommentVisibilityChanged(ref=_REF, hidden=True, changed_at=_at(1)),
        CommentRemoved(ref=_REF, removed_at=_at(45)),
    )
    outcomes: tuple[Payload, ...] = (
        ActionCompleted(
            action_id=action_id, ref=_REF, action=Action.HIDE, already=False, attempts=2
        ),
        ActionFailed(
            action_id=action_id,
            ref=_REF,
            action=Action.HIDE,
            reason="The page's access token was withdrawn; connect the page again.",
            attempts=3,
        ),
    )
    return (
        *(received.caused(data, source="/ingest", time=_at(30)) for data in told),
        *(requested.caused(data, source="/ingest", time=_at(1)) for data in outcomes),
    )


def _with_people(opened: Event, decision_id: DecisionId) -> tuple[Event, ...]:
    case_id = opened.data.case_id if isinstance(opened.data, CaseOpened) else CaseId("")
    alert_id = AlertId(derive_id(case_id, "alert"))
    review_id = ReviewId(derive_id(decision_id, "review"))
    data: tuple[Payload, ...] = (
        AlertFailed(
            alert_id=alert_id,
            case_id=case_id,
            ref=_REF,
            person="patient-advice",
            channel="webhook",
            step=0,
            reason="The team's address did not answer within 10 seconds.",
        ),
        AlertSent(
            alert_id=alert_id,
            case_id=case_id,
            ref=_REF,
            person="patient-advice",
            channel="email",
            step=0,
        ),
        CaseEscalated(case_id=case_id, ref=_REF, step=1, person="duty-manager"),
        CaseAcknowledged(case_id=case_id, ref=_REF, acknowledged_by=_DUTY_MANAGER, channel="page"),
        CaseClosed(
            case_id=case_id,
            ref=_REF,
            closed_by=_DUTY_MANAGER,
            outcome="The family was called back.",
        ),
        ReviewOpened(
            review_id=review_id,
            ref=_REF,
            decision_id=decision_id,
            doubts=("It may also be a complaint about care.",),
        ),
        ReviewDecided(
            review_id=review_id,
            ref=_REF,
            decided_by=_MODERATOR,
            category=Category.HARMFUL_ABUSE,
            labels=(Label.STAFF_NAMED, Label.COMPLAINT),
            actions=(Action.HIDE, Action.PRIVATE_REPLY),
            note="Hidden for the name; the concern went to the complaints team.",
        ),
    )
    return tuple(
        opened.caused(each, source="/escalation", time=_at(5 + n)) for n, each in enumerate(data)
    )


def _reading() -> Event:
    query = "/v1/entries?subject=example"
    return Event.build(
        RecordRead(
            read_by=Actor(kind=ActorKind.PERSON, name="an.auditor", role=Role.AUDITOR),
            query=query,
            entries=16,
        ),
        cause=f"{query} {_at(600).isoformat()}",
        source="/audit",
        subject=query,
        organisation=_ORGANISATION,
        correlation_id=_REF.correlation_id,
        time=_at(600),
    )


EXAMPLES: Final[tuple[Event, ...]] = _build()


def read_structured(document: Mapping[str, Any]) -> Event:
    """Read the structured form back; raises `UnreadableEventError`."""
    headers = {f"ce_{name}": str(value) for name, value in document.items() if name != "data"}
    return Event.read(headers, json.dumps(document["data"]).encode())

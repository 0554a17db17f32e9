"""One golden example of each event type: the life of a made-up comment, from receipt to reading.

They show every field, and tests hold that they stay readable for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
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
    MeasureDecided,
    MeasureProposed,
    MeasureWithdrawn,
    ModeChanged,
    Payload,
    PolicyTakenUp,
    Reason,
    RecordRead,
    ReviewDecided,
    ReviewOpened,
    Span,
    StrikeCounted,
    SwitchChanged,
)
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
    derive_id,
)
from moderation_common.vocabulary import (
    Action,
    Category,
    Kind,
    Label,
    Measure,
    Platform,
    Role,
    SwitchKind,
    Urgency,
)

_ORGANISATION: Final = "example-trust"
_BEGINNING: Final = datetime(2026, 3, 2, 19, 42, 7, tzinfo=UTC)
_OTHER_REF: Final = CommentRef(
    platform=Platform.FACEBOOK, account_id="104200000000001", comment_id="77001_88003"
)
_GROUP: Final = GroupId(derive_id("nine hours", "group"))
_WORDING: Final = WordingId(derive_id("nine hours", "wording"))
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
    post_text="How long did you wait?",
    parent_text="Too long, every time.",
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
        *_measures(decided),
        requested,
        *_on_the_platform(received, requested, ActionId(action_id)),
        opened,
        *_with_people(opened, decision_id, received.id),
        _switching(),
        _declaring(),
        _taking_up(),
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
            Reason(
                label=Label.COMPLAINT,
                score=0.71,
                source="model",
                seconded_by="second-opinion:llama-3.1:8b",
            ),
        ),
        doubtful_labels=(Label.COMPLAINT,),
        doubts=("It may also be a complaint about care.",),
        pack=f"{_ORGANISATION}@2026-03-01",
        group_id=_GROUP,
        group_size=3,
        group_authors=2,
        wording_id=_WORDING,
        modes=("major_incident",),
    )


def _measures(decided: Event) -> tuple[Event, ...]:
    measure_id = MeasureId(derive_id(decided.id, "block"))
    proposed = MeasureProposed(
        measure_id=measure_id,
        measure=Measure.BLOCK,
        ref=_REF,
        author_key="6f1c0a52b7d94e0c8a3f5d2e9b107c44",
        points=4,
        limit=4,
        strikes=(
            StrikeCounted(
                refs=(_REF, _OTHER_REF),
                comments=2,
                labels=(Label.STAFF_NAMED, Label.PROFANITY),
                clauses=("4.2",),
                points=4,
                confirmed=True,
                struck_at=_at(0),
                expires_at=_at(0) + timedelta(days=180),
            ),
        ),
        clause="4.9",
        words="Whoever breaks these rules repeatedly may be blocked.",
        pack=f"{_ORGANISATION}@2026-03-01",
    )
    withdrawn = MeasureWithdrawn(
        measure_id=measure_id,
        ref=_REF,
        points=1,
        taken_back=True,
        because="A person has taken strikes back, and too few are left.",
    )
    return (
        decided.caused(proposed, source="/classifier", time=_at(0)),
        decided.caused(withdrawn, source="/classifier", time=_at(20)),
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
        labels=(Label.COMPLAINT, Label.STAFF_CONDUCT),
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


def _with_people(
    opened: Event, decision_id: DecisionId, comment_event_id: EventId
) -> tuple[Event, ...]:
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
            decision_id=decision_id,
            labels_confirmed=(Label.COMPLAINT,),
            labels_refused=(Label.STAFF_CONDUCT,),
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
            decision_id=decision_id,
            comment_event_id=comment_event_id,
            group_id=_GROUP,
            group_refs=(_OTHER_REF,),
            wording_id=_WORDING,
        ),
        MeasureDecided(
            measure_id=MeasureId(derive_id(decision_id, "block")),
            measure=Measure.BLOCK,
            ref=_REF,
            approved=True,
            decided_by=_MODERATOR,
            note="Discussed with the communications inbox first.",
        ),
    )
    return tuple(
        opened.caused(each, source="/escalation", time=_at(5 + n)) for n, each in enumerate(data)
    )


def _switching() -> Event:
    return Event.build(
        SwitchChanged(
            kind=SwitchKind.LABEL,
            target=Label.PROMOTION,
            off=True,
            changed_by=Actor(
                kind=ActorKind.PERSON, name="an.administrator", role=Role.ADMINISTRATOR
            ),
            note="It takes our own charity's appeals for advertising.",
        ),
        cause=f"{_ORGANISATION} switch",
        source="/classifier",
        subject=f"switch/label/{Label.PROMOTION}",
        organisation=_ORGANISATION,
        correlation_id=_REF.correlation_id,
        time=_at(500),
    )


def _declaring() -> Event:
    return Event.build(
        ModeChanged(
            mode="major_incident",
            declared=True,
            changed_by=Actor(
                kind=ActorKind.PERSON, name="an.administrator", role=Role.ADMINISTRATOR
            ),
            note="A water main has burst at the hospital; the council leads on news.",
        ),
        cause=f"{_ORGANISATION} mode",
        source="/classifier",
        subject="mode/major_incident",
        organisation=_ORGANISATION,
        correlation_id=_REF.correlation_id,
        time=_at(505),
    )


def _taking_up() -> Event:
    pack, sha256 = f"{_ORGANISATION}@2026-03-01", hashlib.sha256(b"the pack").hexdigest()
    return Event.build(
        PolicyTakenUp(
            pack=pack,
            sha256=sha256,
            replaces=f"{_ORGANISATION}@2025-09-01",
            approved_by="Sam Example, Head of Communications",
            approved_on=date(2026, 2, 26),
            content_sha256=hashlib.sha256(b"what the pack says").hexdigest(),
        ),
        cause=f"{pack}/{sha256}",
        source="/classifier",
        subject=f"policy/{_ORGANISATION}",
        organisation=_ORGANISATION,
        correlation_id=_REF.correlation_id,
        time=_at(550),
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

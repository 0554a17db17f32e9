"""Events as the other services publish them, for the tests of the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from moderation_common.events import (
    ActionRequested,
    Actor,
    ActorKind,
    Author,
    Comment,
    CommentReceived,
    DecisionMade,
    Event,
    Reason,
)
from moderation_common.identity import ActionId, CommentRef, DecisionId
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform, Role, Urgency

T0: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""A Monday morning."""


def comment_ref(number: int = 1) -> CommentRef:
    """Name the comment of that number."""
    return CommentRef(platform=Platform.FACEBOOK, account_id="page-1", comment_id=f"c{number}")


def comment_received(
    number: int = 1,
    *,
    organisation: str = "nottingham",
    text: str = "The queue was two hours long.",
    author_id: str = "author-1",
) -> Event:
    """Make the event of comment `number`, written that many seconds after `T0`."""
    ref = comment_ref(number)
    written_at = T0 + timedelta(seconds=number)
    return Event.build(
        CommentReceived(
            comment=Comment(
                ref=ref,
                kind=Kind.COMMENT,
                text=text,
                author=Author(author_id=author_id, name="Pat Example", handle="@pat"),
                created_at=written_at,
                post_id="post-1",
            )
        ),
        cause=f"{organisation}/{ref}",
        source="/ingest",
        subject=str(ref),
        organisation=organisation,
        correlation_id=ref.correlation_id,
        time=written_at,
    )


def decision_made(received: Event, *, score: float = 0.75) -> Event:
    """Make the classifier's decision about a comment: spam, to be hidden."""
    ref = CommentRef.parse(received.subject)
    return received.caused(
        DecisionMade(
            decision_id=DecisionId(f"decision/{received.id}"),
            ref=ref,
            comment_event_id=received.id,
            kind=Kind.COMMENT,
            category=Category.MISINFORMATION_OR_SPAM,
            labels=(Label.SPAM, Label.PROMOTION),
            actions=(Action.HIDE,),
            urgency=Urgency.ROUTINE,
            review=False,
            reasons=(Reason(label=Label.SPAM, clause="9.1", words="No spam.", score=score),),
            pack="nottingham@1",
        ),
        source="/classifier",
        time=received.time + timedelta(seconds=1),
    )


def reply_requested(received: Event, *, text: str = "Dear Pat, we are sorry.") -> Event:
    """Make a moderator's request to answer the author privately."""
    return received.caused(
        ActionRequested(
            action_id=ActionId(f"action/{received.id}"),
            ref=CommentRef.parse(received.subject),
            kind=Kind.COMMENT,
            action=Action.PRIVATE_REPLY,
            requested_by=Actor(kind=ActorKind.PERSON, name="sam", role=Role.MODERATOR),
            text=text,
            author_id="author-1",
        ),
        source="/escalation",
        time=received.time + timedelta(seconds=2),
    )

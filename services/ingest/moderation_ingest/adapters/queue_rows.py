"""Rows of the queue as the domain knows them, for the module that writes and the one that shows."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_

from moderation_common.identity import ActionId, CommentRef, CorrelationId, EventId
from moderation_common.vocabulary import Action, Kind, Platform
from moderation_ingest.adapters.tables import accounts, actions
from moderation_ingest.domain.queue import ActionState, QueuedAction

OPEN: Final = (ActionState.PENDING.value, ActionState.SENDING.value)
"""States of actions that are not settled."""


def same_account() -> ColumnElement[bool]:
    """Return the condition that joins an action with its account's row."""
    return and_(
        accounts.c.platform == actions.c.platform, accounts.c.account_id == actions.c.account_id
    )


def read_action(row: Row[Any], *, text: str | None, target_id: str) -> QueuedAction:
    """Return the action in a row."""
    return QueuedAction(
        action_id=ActionId(row.action_id),
        request_id=EventId(row.request_id),
        organisation=row.organisation,
        correlation_id=CorrelationId(row.correlation_id),
        ref=CommentRef(
            platform=Platform(row.platform),
            account_id=row.account_id,
            comment_id=row.comment_id,
        ),
        target_id=target_id,
        kind=Kind(row.kind),
        action=Action(row.action),
        text=text,
        post_id=row.post_id,
        author_id=row.author_id,
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        state=ActionState(row.state),
        attempts=row.attempts,
        sending_since=row.sending_since,
    )

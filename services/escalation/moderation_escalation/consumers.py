"""Inbound events: comments, decisions and what came of actions."""

from __future__ import annotations

from collections.abc import Callable

from moderation_common.events import (
    ActionCompleted,
    ActionFailed,
    CommentEdited,
    CommentReceived,
    CommentRemoved,
    CommentVisibilityChanged,
    DecisionMade,
    Event,
    MeasureProposed,
    MeasureWithdrawn,
    ModeChanged,
)
from moderation_escalation.usecases.decide_measures import DecideMeasures
from moderation_escalation.usecases.heed_modes import HeedModes
from moderation_escalation.usecases.keep_comments import KeepComments
from moderation_escalation.usecases.open_cases import OpenCases
from moderation_escalation.usecases.open_reviews import ReviewFailedActions


class EventsConsumer:
    """Hands each event to its use case.

    The topics are consumed side by side, so a decision may come before its comment.
    """

    def __init__(
        self,
        *,
        comments: KeepComments,
        cases: OpenCases,
        failures: ReviewFailedActions,
        measures: DecideMeasures,
        modes: HeedModes,
        wake: Callable[[], None],
    ) -> None:
        """`wake` has the timers looked at without waiting for the interval."""
        self._comments = comments
        self._cases = cases
        self._failures = failures
        self._measures = measures
        self._modes = modes
        self._wake = wake

    async def handle(self, event: Event) -> None:
        """Handle one event; passes over those that change nothing here."""
        match event.data:
            case CommentReceived(comment=comment) | CommentEdited(comment=comment):
                await self._comments.store(event, comment)
            case CommentRemoved(ref=ref, removed_at=removed_at):
                await self._comments.remove(event, ref, removed_at)
            case DecisionMade() as made:
                await self._cases.open(event, made)
                self._wake()
            case CommentVisibilityChanged() as changed:
                await self._comments.note_visibility(event, changed)
            case ActionCompleted() as done:
                await self._comments.note_action(event, done)
            case ActionFailed() as failure:
                await self._failures.open(event, failure)
            case MeasureProposed() as proposed:
                await self._measures.propose(event, proposed)
            case MeasureWithdrawn() as withdrawn:
                await self._measures.withdraw(event, withdrawn)
            case ModeChanged() as mode:
                await self._modes.note(event, mode)
            case _:
                return

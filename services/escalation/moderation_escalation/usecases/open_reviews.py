"""Opening reviews: whatever a machine cannot settle becomes a question to a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from moderation_common.clock import Clock
from moderation_common.events import ActionFailed, Event, ReviewOpened
from moderation_common.identity import CommentRef, DecisionId, ReviewId, derive_id
from moderation_escalation import metrics
from moderation_escalation.domain.review import Review, doubt_of_failure, merge_doubts
from moderation_escalation.ports import UnitOfWork, UnitsOfWork
from moderation_escalation.usecases.announcing import SOURCE

_CONSUMER: Final = "review_failed_actions"


async def open_review(
    unit: UnitOfWork,
    event: Event,
    *,
    ref: CommentRef,
    decision_id: DecisionId | None,
    doubts: Sequence[str],
    now: datetime,
) -> None:
    """Put a comment before a person; a review of it that is open already takes the doubts in.

    The caller holds the comment's lock.
    """
    known = await unit.reviews.lock_open_about(event.organisation, ref)
    if known is not None:
        await unit.reviews.save(
            replace(
                known,
                doubts=merge_doubts(known.doubts, doubts),
                decision_id=decision_id or known.decision_id,
            )
        )
        return
    review = Review(
        review_id=ReviewId(derive_id(event.id, "review")),
        organisation=event.organisation,
        ref=ref,
        decision_id=decision_id,
        doubts=tuple(doubts),
        opened_at=now,
    )
    await unit.reviews.add(review)
    opened = ReviewOpened(
        review_id=review.review_id, ref=ref, decision_id=decision_id, doubts=review.doubts
    )
    await unit.publish([event.caused(opened, source=SOURCE, time=now)])
    metrics.REVIEWS_OPENED.labels(event.organisation).inc()


class ReviewFailedActions:
    """Makes an action that the machine could not do a person's task."""

    def __init__(self, *, units: UnitsOfWork, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    async def open(self, event: Event, failure: ActionFailed) -> None:
        """Open a review with the reason."""
        async with self._units() as unit:
            if not await unit.claim(event, consumer=_CONSUMER):
                return
            await unit.lock_comment(event.organisation, failure.ref)
            await open_review(
                unit,
                event,
                ref=failure.ref,
                decision_id=None,
                doubts=[doubt_of_failure(failure)],
                now=self._clock(),
            )

"""Opening reviews: what a machine cannot settle, and what a person wants looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import uuid4

from moderation_common.clock import Clock
from moderation_common.events import ActionFailed, Actor, Event, ReviewOpened
from moderation_common.identity import (
    CommentRef,
    DecisionId,
    EventId,
    GroupId,
    ReviewId,
    derive_id,
)
from moderation_escalation import metrics
from moderation_escalation.domain.errors import ConflictError, NotFoundError
from moderation_escalation.domain.review import (
    Review,
    doubt_of_failure,
    doubt_of_person,
    may_hold_danger,
    merge_doubts,
)
from moderation_escalation.ports import UnitOfWork, UnitsOfWork
from moderation_escalation.usecases.announcing import SOURCE, announce

_CONSUMER: Final = "review_failed_actions"


async def open_review(
    unit: UnitOfWork,
    event: Event,
    *,
    ref: CommentRef,
    decision_id: DecisionId | None,
    doubts: Sequence[str],
    now: datetime,
    group_id: GroupId | None = None,
    version: EventId | None = None,
    danger: bool = False,
) -> None:
    """Put a comment before a person; a review of it that is open already takes the doubts in.

    `version` is the one that raised them; None when no decision did. `danger` is that somebody may
    be in danger in it. With `group_id` it is a new
    review for all of the group. The caller holds the comment's lock.
    """
    raised_by = () if version is None else (version,)
    known = await unit.reviews.lock_open_about(event.organisation, ref)
    if known is not None:
        await unit.reviews.save(
            replace(
                known,
                doubts=merge_doubts(known.doubts, doubts),
                decision_id=decision_id or known.decision_id,
                raised_by=tuple(dict.fromkeys([*known.raised_by, *raised_by])),
                danger=known.danger or danger,
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
        group_id=group_id,
        raised_by=raised_by,
        danger=danger,
    )
    await unit.reviews.add(review)
    opened = ReviewOpened(
        review_id=review.review_id, ref=ref, decision_id=decision_id, doubts=review.doubts
    )
    await unit.publish([event.caused(opened, source=SOURCE, time=now)])
    metrics.REVIEWS_OPENED.labels(event.organisation).inc()


class ReviewOnRequest:
    """Puts a comment before a person because a person asks for it."""

    def __init__(self, *, units: UnitsOfWork, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    async def open(
        self,
        organisation: str,
        ref: CommentRef,
        *,
        by: Actor,
        note: str,
        whole_group: bool = False,
    ) -> Review:
        """Open a review of any comment of the body, so that what the machine did can be undone.

        With `whole_group` also of all that we hid of its group and that still is hidden, so that
        one decision shows them again. Raises `NotFoundError` when nothing is known of the comment,
        and `ConflictError` when a review of it is open already or no group of it is known.
        """
        now = self._clock()
        async with self._units() as unit:
            await unit.lock_comment(organisation, ref)
            decision = await unit.decisions.newest_about(organisation, ref)
            comment = await unit.comments.find(organisation, ref)
            if decision is None and comment is None:
                raise NotFoundError(
                    "There is no such comment; look its ref up in a case or review."
                )
            group_id = decision.group_id if decision is not None and whole_group else None
            if whole_group and group_id is None:
                raise ConflictError(
                    "No comments in nearly the same words are known; leave whole_group out."
                )
            if group_id is not None:
                await unit.reviews.lock_group(organisation, group_id)
                open_already = await unit.reviews.lock_open_of_group(organisation, group_id)
                if open_already is not None:
                    raise ConflictError(
                        f"A review of its group is open: {open_already.review_id}; decide that."
                    )
            known = await unit.reviews.lock_open_about(organisation, ref)
            if known is not None:
                raise ConflictError(f"A review of this comment is open: {known.review_id}.")
            review = Review(
                # No event causes it and a comment may be asked about again, so its id is fresh.
                review_id=ReviewId(str(uuid4())),
                organisation=organisation,
                ref=ref,
                decision_id=decision.decision_id if decision is not None else None,
                doubts=(doubt_of_person(by.name),),
                opened_at=now,
                request=note,
                # These are the words that the person saw.
                raised_by=(comment.version,) if comment and comment.version else (),
                group_id=group_id,
                danger=decision is not None and may_hold_danger(decision),
            )
            await unit.reviews.add(review)
            if group_id is not None:
                others = await unit.reviews.add_hidden_of_group(review, at=now)
                review = replace(review, group_size=1 + others)
            opened = ReviewOpened(
                review_id=review.review_id,
                ref=ref,
                decision_id=review.decision_id,
                doubts=review.doubts,
            )
            cause = f"{review.review_id}/opened"
            await unit.publish(
                [announce(opened, organisation=organisation, ref=ref, cause=cause, now=now)]
            )
        metrics.REVIEWS_OPENED.labels(organisation).inc()
        return review


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
            newest = await unit.decisions.newest_about(event.organisation, failure.ref)
            await open_review(
                unit,
                event,
                ref=failure.ref,
                decision_id=None,
                doubts=[doubt_of_failure(failure)],
                now=self._clock(),
                danger=newest is not None and may_hold_danger(newest),
            )

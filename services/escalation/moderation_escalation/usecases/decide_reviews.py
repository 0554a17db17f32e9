"""Deciding reviews: a person's word overrides the machine's, and is carried out and recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from moderation_common.clock import Clock
from moderation_common.events import ActionRequested, Actor, Event, ReviewDecided
from moderation_common.identity import ActionId, CommentRef, EventId, ReviewId, derive_id
from moderation_common.vocabulary import Kind
from moderation_escalation.domain.case import Decision, Signature, StoredComment
from moderation_escalation.domain.errors import ConflictError, NotFoundError
from moderation_escalation.domain.review import (
    ON_PLATFORM,
    WITH_TEXT,
    Review,
    Verdict,
    find_fault,
)
from moderation_escalation.ports import UnitOfWork, UnitsOfWork
from moderation_escalation.usecases.announcing import announce
from moderation_escalation.usecases.settle_groups import hand_on, settle_waiting
from moderation_escalation.usecases.settle_members import is_current

_REFS_OF_EVENT: Final = 1_000
"""So that an event stays far below what the broker takes: a reference is some tens of bytes."""


class DecideReviews:
    """Takes people's decisions."""

    def __init__(self, *, units: UnitsOfWork, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    async def decide(
        self,
        organisation: str,
        review_id: ReviewId,
        verdict: Verdict,
        *,
        by: Actor,
        version: EventId | None = None,
        whole_group: bool = True,
    ) -> Review:
        """Record a verdict and ask for its actions.

        `version` is the version of the comment that the person read; None when they do not say,
        which is taken to be the one that raised the last doubts.
        Of a group it is carried out for all of it, later members too unless it found danger or
        only reports; but what is against them only for those in the wording that was read. Where
        `whole_group` is false, or the person read words that the classifier has not read yet, the
        others go on waiting for a decision of their own.
        Raises `NotFoundError`, and `ConflictError` when somebody decided before, the comment has
        changed since it was read, or an action cannot be done.
        """
        now = self._clock()
        async with self._units() as unit:
            known = await unit.reviews.find(organisation, review_id)
            if known is not None and known.group_id is not None:
                await unit.reviews.lock_group(organisation, known.group_id)
            review = await unit.reviews.lock(organisation, review_id)
            if review is None:
                raise NotFoundError("There is no such review; look it up in the list of reviews.")
            if review.decided is not None:
                raise ConflictError(f"{review.decided.name} has decided this review already.")
            comment = await unit.comments.find(organisation, review.ref)
            decision = (
                await unit.decisions.find(organisation, review.decision_id)
                if review.decision_id is not None
                else None
            )
            kind = _kind(comment, decision)
            if version is not None and comment is not None and comment.version != version:
                raise ConflictError("The comment has changed since you read it; read it again.")
            if version is None and verdict.is_against and await _has_changed(unit, review, comment):
                raise ConflictError(
                    "The comment has changed since its doubts were raised: read it as it stands"
                    " now, and give the version that you read."
                )
            fault = find_fault(
                verdict,
                ref=review.ref,
                kind=kind,
                hidden=comment is not None and comment.hidden,
            )
            if fault is not None:
                raise ConflictError(fault)
            decided = replace(review, verdict=verdict, decided=Signature(by.name, by.role, now))
            # What was read is known to be the group's words only where the classifier has read it.
            told_of = decision is not None and is_current(comment, decision)
            if review.group_id is not None and not (
                whole_group and (told_of or not verdict.is_against)
            ):
                await hand_on(unit, review, now=now)
                decided = replace(decided, group_id=None)
            await unit.reviews.save(decided)
            others: Sequence[CommentRef] = ()
            if decided.group_id is not None:
                others = await settle_waiting(unit, decided, now=now)
            told = ReviewDecided(
                review_id=review_id,
                ref=review.ref,
                decided_by=by,
                category=verdict.category,
                labels=verdict.labels,
                actions=verdict.actions,
                note=verdict.note,
                decision_id=review.decision_id,
                comment_event_id=comment.version if comment is not None else None,
                group_id=decided.group_id,
                wording_id=decision.wording_id
                if decision is not None and decided.group_id is not None
                else None,
            )
            events = list(_announced(told, others, organisation=organisation, now=now))
            requests = (
                _requests(events[0], decided, verdict, by=by, kind=kind, comment=comment, now=now)
                if kind is not None
                else []
            )
            await unit.publish([*events, *requests])
        return decided


def _announced(
    told: ReviewDecided, others: Sequence[CommentRef], *, organisation: str, now: datetime
) -> Iterator[Event]:
    """Yield a decision as events, each of which names some of the group's other comments."""
    for part, start in enumerate(range(0, max(len(others), 1), _REFS_OF_EVENT)):
        refs = tuple(others[start : start + _REFS_OF_EVENT])
        yield announce(
            told.model_copy(update={"group_refs": refs, "part": part}),
            organisation=organisation,
            ref=told.ref,
            cause=f"{told.review_id}/{part}" if part else told.review_id,
            now=now,
        )


async def _has_changed(unit: UnitOfWork, review: Review, comment: StoredComment | None) -> bool:
    """Say whether a comment has other words now than when its last doubts were raised."""
    read = await unit.comments.versions(review.organisation, review.ref, review.raised_by[-1:])
    return any(version.differs_from(comment) for version in read)


def _kind(comment: StoredComment | None, decision: Decision | None) -> Kind | None:
    if comment is not None and comment.kind is not None:
        return comment.kind
    return decision.kind if decision is not None else None


def _requests(
    event: Event,
    review: Review,
    verdict: Verdict,
    *,
    by: Actor,
    kind: Kind,
    comment: StoredComment | None,
    now: datetime,
) -> Sequence[Event]:
    """Return what is asked of the platform, in the order of the verdict."""
    return [
        event.caused(
            ActionRequested(
                action_id=ActionId(derive_id(review.review_id, f"action/{action}")),
                ref=review.ref,
                kind=kind,
                action=action,
                requested_by=by,
                decision_id=review.decision_id,
                text=verdict.reply_text if action in WITH_TEXT else None,
                post_id=comment.post_id if comment is not None else None,
                author_id=comment.author_id if comment is not None else None,
            ),
            source=event.source,
            time=now,
            step=action.value,
        )
        for action in dict.fromkeys(verdict.actions)
        if action in ON_PLATFORM
    ]

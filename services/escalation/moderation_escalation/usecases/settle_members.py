"""Carrying a group's verdict out for its members: for each once, and for many with few queries.

The group's next comments wait meanwhile, so the number of queries does not grow with the group.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from moderation_common.events import ActionRequested, Actor, ActorKind, Event
from moderation_common.identity import ActionId, CommentRef, derive_id
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Action
from moderation_escalation import metrics
from moderation_escalation.domain.case import Decision, Signature, StoredComment
from moderation_escalation.domain.review import (
    ON_PLATFORM,
    WITH_TEXT,
    Review,
    Verdict,
    find_fault,
)
from moderation_escalation.ports import ReviewMember, UnitOfWork
from moderation_escalation.usecases.announcing import announce


async def settle_member(
    unit: UnitOfWork, review: Review, decision: Decision, *, now: datetime
) -> str | None:
    """Carry a verdict out for one that joins its group later; returns why it cannot be, if so."""
    comments = await unit.comments.find_each(review.organisation, [decision.ref])
    faults = await settle_each(unit, review, [decision], comments=comments, now=now, later=True)
    return faults.get(decision.ref)


async def settle_each(
    unit: UnitOfWork,
    review: Review,
    decisions: Sequence[Decision],
    *,
    comments: Mapping[CommentRef, StoredComment],
    now: datetime,
    later: bool = False,
) -> Mapping[CommentRef, str]:
    """Carry a group's verdict out for some members, once for each.

    They are at most a few hundred. Those that come `later` than it, and that nobody has hidden, are
    not shown again. Returns why it cannot be carried out, of those for which it cannot.
    """
    verdict, decided = review.verdict, review.decided
    refs = [decision.ref for decision in decisions]
    if verdict is None or decided is None:
        return dict.fromkeys(refs, "nobody has decided yet.")
    if not refs:
        return {}
    done = await unit.reviews.settled_among(review.review_id, refs)
    # The classifier may have judged it before it heard of that.
    left: Collection[CommentRef] = ()
    if verdict.removes:
        left = await unit.reviews.left_among(review.organisation, refs)
    faults: dict[CommentRef, str] = {}
    members: list[ReviewMember] = []
    requests: list[Event] = []
    for decision in decisions:
        ref, comment = decision.ref, comments.get(decision.ref)
        if ref in done:
            continue
        if ref in left:
            faults[ref] = "a person has left this one, as it is or in an earlier version."
            continue
        fault = _fault_of_member(verdict, decision, comment)
        if fault is not None:
            faults[ref] = fault
            continue
        if comment is None or comment.removed_at is None:
            asked = [action for action in dict.fromkeys(verdict.actions) if action in ON_PLATFORM]
            if later and _is_shown(comment, decision):
                asked = [action for action in asked if action is not Action.UNHIDE]
            requests += _requests(
                review, verdict, decided, actions=asked, decision=decision, comment=comment, now=now
            )
        members.append(ReviewMember(ref=ref, decision_id=decision.decision_id, settled_at=now))
    await unit.publish(requests)
    await unit.reviews.add_members(review, members, at=now)
    metrics.GROUP_MEMBERS.labels(review.organisation, "settled").inc(len(members))
    return faults


def _fault_of_member(
    verdict: Verdict, decision: Decision, comment: StoredComment | None
) -> str | None:
    """Return why a group's verdict cannot be carried out for a member; None where it can."""
    if not is_current(comment, decision):
        return "its author has changed it."
    if comment is not None and comment.removed_at is not None:
        return None
    hidden = comment is not None and comment.hidden
    return find_fault(verdict, ref=decision.ref, kind=decision.kind, hidden=hidden)


def _requests(
    review: Review,
    verdict: Verdict,
    decided: Signature,
    *,
    actions: Sequence[Action],
    decision: Decision,
    comment: StoredComment | None,
    now: datetime,
) -> list[Event]:
    """Return what is asked of the platform for one member, in the name of who decided."""
    by = Actor(kind=ActorKind.PERSON, name=decided.name, role=decided.role)
    return [
        announce(
            ActionRequested(
                action_id=ActionId(derive_id(review.review_id, f"{decision.ref}/{action}")),
                ref=decision.ref,
                kind=decision.kind,
                action=action,
                requested_by=by,
                decision_id=decision.decision_id,
                text=verdict.reply_text if action in WITH_TEXT else None,
                post_id=comment.post_id if comment is not None else None,
                author_id=comment.author_id if comment is not None else None,
            ),
            organisation=review.organisation,
            ref=decision.ref,
            cause=f"{review.review_id}/{decision.ref}/{action}",
            now=now,
        )
        for action in actions
    ]


def _is_shown(comment: StoredComment | None, decision: Decision) -> bool:
    """Say whether a comment was never hidden, so that there is nothing to show again.

    Where the machine hid it, the platform's word on that may be on its way.
    """
    return comment is not None and not comment.hidden and REMOVALS.isdisjoint(decision.actions)


def is_current(comment: StoredComment | None, decision: Decision) -> bool:
    """Say whether a decision is about the words that stand there now, as far as is known."""
    return comment is None or comment.version in (None, decision.comment_event_id)

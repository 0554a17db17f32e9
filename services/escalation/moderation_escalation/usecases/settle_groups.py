"""Settling groups: comments of nearly the same words wait for one decision, and share it.

The classifier names the group; a comment in which somebody may be in danger is in none. A verdict
is carried out for each member once: for those that wait at once, for later ones as they come. What
is against them is carried out only for those in the wording that the person read, which the
classifier names too: a sentence of somebody's own, on top of what all the others say, is read.
After a person has left or shown one of a group that was removed, found danger in it, or only
reported it, the next of it waits for a new verdict. What a person has left or shown is removed with
no group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from moderation_common.events import Event, ReviewOpened
from moderation_common.identity import (
    CommentRef,
    GroupId,
    ReviewId,
    WordingId,
    derive_id,
)
from moderation_common.policy.strikes import GROUP_WINDOW
from moderation_common.vocabulary import Action
from moderation_escalation import metrics
from moderation_escalation.domain.case import Decision
from moderation_escalation.domain.review import (
    Review,
    doubts_of,
    merge_doubts,
)
from moderation_escalation.ports import ReviewMember, UnitOfWork
from moderation_escalation.usecases.announcing import announce
from moderation_escalation.usecases.open_reviews import open_review
from moderation_escalation.usecases.settle_members import is_current, settle_each, settle_member

_AT_ONCE: Final = 200
"""Members that are read and settled together: each query names them all."""

_HANDED_ON: Final = "handed on"
_REVERSED: Final = (
    "People disagree about nearly the same words: they were removed, and since then one comment of "
    "the group was left or shown again."
)
_REPORTED: Final = (
    "Others in nearly the same words were reported to the platform. Only a person can report this "
    "one."
)
_OWN_WORDS: Final = (
    "Others in nearly the same words were removed or reported, but this one has words of its own "
    "that nobody has read yet."
)
_HIDDEN_BEFORE: Final = (
    "The machine hid this one by itself, before a person left or showed others in nearly the same "
    "words: say whether it and its like are to be shown again."
)
_KEPT_HIDDEN: Final = (
    "People disagree about nearly the same words: some were left or shown again, and since then "
    "others, which the machine had hidden before, were kept hidden."
)
_ENDANGERED: Final = (
    "A person found danger in nearly the same words, so a person must see who writes them again."
)


async def leave_groups(unit: UnitOfWork, decision: Decision, *, now: datetime) -> None:
    """Take a comment that was judged again out of groups that it is no longer in.

    The others that waited for a decision about it wait for one about the next of them.
    """
    organisation, ref = decision.organisation, decision.ref
    own = await unit.reviews.find_open_about(organisation, ref)
    if own is not None and own.group_id not in (None, decision.group_id):
        await unit.reviews.lock_group(organisation, own.group_id)
        locked = await unit.reviews.lock_open_about(organisation, ref)
        if locked is not None and locked.group_id == own.group_id:
            await hand_on(unit, locked, now=now)
    await unit.reviews.drop_waiting(organisation, ref, other_than=decision.group_id)


async def review_in_group(
    unit: UnitOfWork,
    event: Event,
    *,
    decision: Decision,
    group_id: GroupId,
    doubts: Sequence[str],
    now: datetime,
) -> None:
    """Put a comment before a person with the others of its group, or settle it as they were.

    The caller holds the comment's lock.
    """
    organisation, ref = decision.organisation, decision.ref
    await unit.reviews.lock_group(organisation, group_id)
    alone = False
    if await unit.reviews.find_open_about(organisation, ref) is None:
        waiting = await unit.reviews.lock_open_of_group(organisation, group_id)
        settled, anew = await _settling(unit, decision, group_id, now=now)
        if waiting is not None and (settled is None or _gives_way(settled, to=waiting)):
            await _join(unit, waiting, decision, now=now)
            return
        if anew is not None:
            doubts = merge_doubts(doubts, [anew])
        # Only a person can report, and each comment by itself.
        elif settled is not None and Action.REPORT not in decision.actions:
            fault = await settle_member(unit, settled, decision, now=now)
            if fault is None:
                return
            doubts, alone = merge_doubts(doubts, [_cannot(fault)]), True
        if waiting is not None:
            await _join(unit, waiting, decision, now=now)
            return
    await open_review(
        unit,
        event,
        ref=ref,
        decision_id=decision.decision_id,
        doubts=doubts,
        now=now,
        group_id=None if alone else group_id,
        version=decision.comment_event_id,
    )


async def settle_waiting(
    unit: UnitOfWork, review: Review, *, now: datetime
) -> Sequence[CommentRef]:
    """Carry a verdict out for those that waited; returns them. The caller holds the group's lock.

    Whose words have changed meanwhile waits for its new decision. For whom the verdict cannot be
    carried out, a review of its own is opened. Those with words of their own, where it is against
    them, wait together for the next verdict. So do those, where it lets them stand, that the
    machine had hidden before anybody was asked: what is like them is not to stay hidden unseen.
    """
    settled: list[CommentRef] = []
    unread: list[tuple[ReviewMember, Decision]] = []
    wording_id = await _wording_read(unit, review)
    if review.decision_id is not None:
        # Its own comment is settled by the caller; noted, lest it be settled again.
        own = ReviewMember(ref=review.ref, decision_id=review.decision_id, settled_at=now)
        await unit.reviews.add_members(review, [own], at=now)
    waiting = await unit.reviews.waiting(review.review_id)
    for start in range(0, len(waiting), _AT_ONCE):
        members = waiting[start : start + _AT_ONCE]
        done, others = await _settle_part(unit, review, members, wording_id=wording_id, now=now)
        settled += done
        unread += others
    if unread:
        await _ask_about_rest(unit, review, [member for member, _ in unread], now=now)
    elif not _is_against(review):
        hidden = await unit.reviews.hidden_unasked(review)
        await _ask_about_rest(unit, review, hidden, hidden_before=True, now=now)
    return settled


async def ask_about_hidden(
    unit: UnitOfWork, organisation: str, ref: CommentRef, *, now: datetime
) -> None:
    """Ask about a comment whose hiding has ended only after a person left or showed its like.

    Nobody could be asked with the others: it was not known to be hidden. What the machine judged
    after the verdict is its own affair. The caller holds the comment's lock.
    """
    decision = await unit.decisions.newest_about(organisation, ref)
    if decision is None or decision.group_id is None:
        return
    group_id = decision.group_id
    await unit.reviews.lock_group(organisation, group_id)
    settled = await unit.reviews.newest_settled(organisation, group_id, since=decision.made_at)
    if settled is None or _is_against(settled):
        return
    hidden = await unit.reviews.hidden_unasked(settled, only=ref)
    waiting = await unit.reviews.lock_open_of_group(organisation, group_id)
    if hidden and waiting is not None:
        await _join(unit, waiting, decision, now=now)
    else:
        await _ask_about_rest(unit, settled, hidden, hidden_before=True, now=now)


async def _settle_part(
    unit: UnitOfWork,
    review: Review,
    members: Sequence[ReviewMember],
    *,
    wording_id: WordingId | None,
    now: datetime,
) -> tuple[Sequence[CommentRef], Sequence[tuple[ReviewMember, Decision]]]:
    """Settle some of those that wait; returns them, and those with words that nobody has read."""
    refs = [member.ref for member in members]
    newest = await unit.decisions.newest_about_each(review.organisation, refs)
    comments = await unit.comments.find_each(review.organisation, refs)
    read: list[tuple[ReviewMember, Decision]] = []
    unread: list[tuple[ReviewMember, Decision]] = []
    for member in members:
        decision, comment = newest.get(member.ref), comments.get(member.ref)
        if decision is None or decision.group_id != review.group_id:
            continue
        if not is_current(comment, decision):
            continue
        if not _is_against(review) or decision.wording_id == wording_id:
            read.append((member, decision))
        elif comment is None or comment.removed_at is None:
            unread.append((member, decision))
    faults = await settle_each(
        unit, review, [decision for _, decision in read], comments=comments, now=now
    )
    for member, decision in read:
        fault = faults.get(member.ref)
        if fault is None:
            continue
        if await unit.reviews.find_open_about(review.organisation, member.ref) is None:
            doubts = merge_doubts(doubts_of(decision), [_cannot(fault)])
            await _open(
                unit, review, member, decision=decision, doubts=doubts, group_id=None, now=now
            )
    return [member.ref for member, _ in read if member.ref not in faults], unread


async def _ask_about_rest(
    unit: UnitOfWork,
    review: Review,
    members: Sequence[ReviewMember],
    *,
    hidden_before: bool = False,
    now: datetime,
) -> None:
    """Put those of a group that a verdict has not settled before a person, under one review."""
    if not members:
        return
    doubt = _HIDDEN_BEFORE if hidden_before else _OWN_WORDS
    first, *others = members
    decision = await unit.decisions.newest_about(review.organisation, first.ref)
    opened = await _open(
        unit,
        review,
        first,
        decision=decision,
        doubts=merge_doubts(doubts_of(decision) if decision is not None else (), [doubt]),
        group_id=review.group_id,
        hidden_before=hidden_before,
        now=now,
    )
    for start in range(0, len(others), _AT_ONCE):
        await unit.reviews.add_members(opened, others[start : start + _AT_ONCE], at=now)


async def _settling(
    unit: UnitOfWork, decision: Decision, group_id: GroupId, *, now: datetime
) -> tuple[Review | None, str | None]:
    """Return by which verdict the next of a group is settled, if any, or why a person is asked."""
    organisation, since = decision.organisation, now - GROUP_WINDOW
    newest = await unit.reviews.newest_settled(organisation, group_id, since=since)
    if newest is None:
        return None, None
    anew = await _why_anew(unit, newest, group_id)
    if anew is not None or await _wording_read(unit, newest) == decision.wording_id:
        return newest, anew
    own = await unit.reviews.newest_of_wording(
        organisation, group_id, decision.wording_id, since=since
    )
    if not _is_against(newest):
        return newest, _REVERSED if own is not None and _is_against(own) else None
    if own is None:
        return None, _OWN_WORDS
    return own, await _why_anew(unit, own, group_id)


async def _wording_read(unit: UnitOfWork, review: Review) -> WordingId | None:
    """Return in which wording a person has read a review's comment, where that is known."""
    if review.decision_id is None:
        return None
    decision = await unit.decisions.find(review.organisation, review.decision_id)
    return decision.wording_id if decision is not None else None


def _is_against(review: Review) -> bool:
    return review.verdict is not None and review.verdict.is_against


def _gives_way(settled: Review, *, to: Review) -> bool:
    """Say whether a verdict that lets stand gives way to a review of the group that waits.

    Not where the review asks only whether to show again what was hidden before the verdict.
    """
    if settled.decided is None or _is_against(settled) or to.hidden_before:
        return False
    return to.opened_at > settled.decided.at


async def _why_anew(unit: UnitOfWork, settled: Review, group_id: GroupId) -> str | None:
    """Return why a group's last verdict does not settle the next of it; None where it does."""
    verdict, decided = settled.verdict, settled.decided
    if verdict is None or decided is None:
        return None
    # A removal holds until a person has left or shown one of the group.
    if verdict.removes and await unit.reviews.was_left(
        settled.organisation, group_id, since=decided.at
    ):
        return _REVERSED
    if verdict.only_reports:
        return _REPORTED
    if verdict.finds_danger:
        return _ENDANGERED
    # Who keeps hidden what the machine had hidden has not said that the wave is to go after all.
    return _KEPT_HIDDEN if verdict.removes and settled.hidden_before else None


async def _join(unit: UnitOfWork, review: Review, decision: Decision, *, now: datetime) -> None:
    member = ReviewMember(ref=decision.ref, decision_id=decision.decision_id)
    await unit.reviews.add_members(review, [member], at=now)
    metrics.GROUP_MEMBERS.labels(review.organisation, "joined").inc()


async def hand_on(unit: UnitOfWork, review: Review, *, now: datetime) -> None:
    """Let the others of a group wait for a decision of their own, when one stands apart.

    The caller holds the group's lock and has locked the review.
    """
    others = [
        each for each in await unit.reviews.waiting(review.review_id) if each.ref != review.ref
    ]
    await unit.reviews.save(replace(review, group_id=None))
    if not others:
        return
    first = others[0]
    decision = await unit.decisions.newest_about(review.organisation, first.ref)
    doubts = doubts_of(decision) if decision is not None else review.doubts
    if review.hidden_before:
        doubts = merge_doubts(doubts, [_HIDDEN_BEFORE])
    opened = await _open(
        unit,
        review,
        first,
        decision=decision,
        doubts=doubts,
        group_id=review.group_id,
        hidden_before=review.hidden_before,
        now=now,
    )
    await unit.reviews.move_waiting(review, to=opened)


async def _open(
    unit: UnitOfWork,
    review: Review,
    member: ReviewMember,
    *,
    decision: Decision | None,
    doubts: Sequence[str],
    group_id: GroupId | None,
    hidden_before: bool = False,
    now: datetime,
) -> Review:
    """Put one of a group before a person; a review of it that is open already is taken."""
    known = await unit.reviews.lock_open_about(review.organisation, member.ref)
    if known is not None:
        taken = replace(
            known,
            group_id=group_id,
            # Opened for another reason, it may not say yet which words are asked about.
            decision_id=known.decision_id or member.decision_id,
            doubts=merge_doubts(known.doubts, doubts),
            hidden_before=known.hidden_before or hidden_before,
        )
        await unit.reviews.save(taken)
        return taken
    opened = Review(
        review_id=ReviewId(derive_id(f"{review.review_id}/{member.ref}", _HANDED_ON)),
        organisation=review.organisation,
        ref=member.ref,
        decision_id=member.decision_id,
        doubts=tuple(doubts),
        opened_at=now,
        group_id=group_id,
        raised_by=(decision.comment_event_id,) if decision is not None else (),
        hidden_before=hidden_before,
    )
    await unit.reviews.add(opened)
    told = ReviewOpened(
        review_id=opened.review_id,
        ref=member.ref,
        decision_id=member.decision_id,
        doubts=opened.doubts,
    )
    await unit.publish(
        [
            announce(
                told,
                organisation=review.organisation,
                ref=member.ref,
                cause=f"{opened.review_id}/opened",
                now=now,
            )
        ]
    )
    metrics.REVIEWS_OPENED.labels(review.organisation).inc()
    return opened


def _cannot(fault: str) -> str:
    return f"What was decided about others in nearly the same words cannot be done here: {fault}"

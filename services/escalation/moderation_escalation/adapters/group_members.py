"""Which comments a review of a group settles, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.identity import CommentRef, DecisionId, GroupId, ReviewId
from moderation_common.policy.house_rules import REMOVALS
from moderation_escalation.adapters.tables import (
    SCHEMA,
    comments,
    decisions,
    review_members,
    reviews,
)
from moderation_escalation.domain.review import AGAINST, Review
from moderation_escalation.ports import ReviewMember

_LOCK: Final = sql("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


class GroupMembers:
    """The part of the port `Reviews` that concerns groups."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock_group(self, organisation: str, group_id: GroupId) -> None:
        """Wait until nobody else works on a group; holds until the end."""
        name = f"{SCHEMA}/group/{organisation}/{group_id}"
        await self._connection.execute(_LOCK, {"name": name})

    async def was_left(self, organisation: str, group_id: GroupId, *, since: datetime) -> bool:
        """Say whether a person has left or shown any comment of a group since a moment.

        A review for one comment alone names no group; its decision does, and where an action failed
        there is no decision, so that any about the comment tells.
        """
        of_group = select(decisions.c.decision_id).where(
            decisions.c.organisation == organisation,
            decisions.c.ref == reviews.c.ref,
            decisions.c.group_id == group_id,
            or_(reviews.c.decision_id.is_(None), decisions.c.decision_id == reviews.c.decision_id),
        )
        found = await self._connection.execute(
            select(reviews.c.review_id)
            .where(
                reviews.c.organisation == organisation,
                reviews.c.decided_at > since,
                not_(reviews.c.actions.overlap([action.value for action in AGAINST])),
                of_group.exists(),
            )
            .limit(1)
        )
        return found.first() is not None

    async def left_among(
        self, organisation: str, refs: Collection[CommentRef]
    ) -> frozenset[CommentRef]:
        """Return those, of at most a few hundred, that people's last word on them lets stand."""
        names = [str(ref) for ref in refs]
        # Apart, so that each is found by an index.
        alone = select(reviews.c.ref, reviews.c.actions, reviews.c.decided_at).where(
            reviews.c.organisation == organisation,
            reviews.c.ref.in_(names),
            reviews.c.decided_at.is_not(None),
        )
        with_group = (
            select(review_members.c.ref, reviews.c.actions, reviews.c.decided_at)
            .join(review_members, review_members.c.review_id == reviews.c.review_id)
            .where(
                review_members.c.organisation == organisation,
                review_members.c.ref.in_(names),
                review_members.c.settled_at.is_not(None),
                reviews.c.decided_at.is_not(None),
            )
        )
        each = union_all(alone, with_group).subquery()
        last = (
            select(each.c.ref, each.c.actions)
            .ext(distinct_on(each.c.ref))
            .order_by(each.c.ref, each.c.decided_at.desc())
        )
        return frozenset(
            CommentRef.parse(row.ref)
            for row in await self._connection.execute(last)
            if AGAINST.isdisjoint(row.actions)
        )

    async def add_members(
        self, review: Review, members: Sequence[ReviewMember], *, at: datetime
    ) -> None:
        """Have comments wait for a review, or be settled by it; each is counted once."""
        if not members:
            return
        names = {str(member.ref) for member in members}
        known = await self._connection.scalars(
            select(review_members.c.ref).where(
                review_members.c.review_id == review.review_id, review_members.c.ref.in_(names)
            )
        )
        newcomers = names.difference(known.all(), [str(review.ref)])
        adding = insert(review_members)
        changed = {
            "decision_id": adding.excluded.decision_id,
            "settled_at": func.coalesce(adding.excluded.settled_at, review_members.c.settled_at),
        }
        await self._connection.execute(
            adding.on_conflict_do_update(index_elements=["review_id", "ref"], set_=changed),
            [
                {
                    "review_id": review.review_id,
                    "organisation": review.organisation,
                    "ref": str(member.ref),
                    "decision_id": member.decision_id,
                    "joined_at": at,
                    "settled_at": member.settled_at,
                }
                for member in members
            ],
        )
        if newcomers:
            await self._connection.execute(
                update(reviews)
                .where(reviews.c.review_id == review.review_id)
                .values(group_size=reviews.c.group_size + len(newcomers))
            )

    async def add_hidden_of_group(self, review: Review, *, at: datetime) -> int:
        """Have all that we hid of a group wait for a review of it; returns how many others.

        What a person has hidden by itself stays as they decided, unless it was decided anew since.
        """
        hidden = _hidden_of(review).where(not_(_hidden_by_itself()))
        columns = ["review_id", "organisation", "ref", "decision_id", "joined_at"]
        waiting = hidden.with_only_columns(
            literal(review.review_id, review_members.c.review_id.type),
            decisions.c.organisation,
            decisions.c.ref,
            decisions.c.decision_id,
            literal(at, review_members.c.joined_at.type),
        )
        added = await self._connection.execute(
            insert(review_members).from_select(columns, waiting).on_conflict_do_nothing()
        )
        await self._connection.execute(
            update(reviews)
            .where(reviews.c.review_id == review.review_id)
            .values(group_size=reviews.c.group_size + added.rowcount)
        )
        return added.rowcount

    async def hidden_unasked(
        self, review: Review, *, only: CommentRef | None = None
    ) -> Sequence[ReviewMember]:
        """Return what the machine hid of a review's group and nobody was asked about since.

        What a person said of words that its author has changed says nothing about these.
        """
        alone = select(reviews.c.review_id).where(
            reviews.c.organisation == decisions.c.organisation,
            reviews.c.ref == decisions.c.ref,
            or_(
                reviews.c.decided_at.is_(None),
                reviews.c.decided_at >= decisions.c.made_at,
                reviews.c.decision_id == decisions.c.decision_id,
            ),
        )
        # Whoever waited for this review and was not settled by it has other words now.
        with_group = select(review_members.c.ref).where(
            review_members.c.organisation == decisions.c.organisation,
            review_members.c.ref == decisions.c.ref,
            or_(
                review_members.c.settled_at >= decisions.c.made_at,
                and_(
                    review_members.c.settled_at.is_not(None),
                    review_members.c.decision_id == decisions.c.decision_id,
                ),
                review_members.c.review_id == review.review_id,
            ),
        )
        hidden = _hidden_of(review)
        if only is not None:
            hidden = hidden.where(decisions.c.ref == str(only))
        found = await self._connection.execute(
            hidden.where(
                decisions.c.actions.overlap([action.value for action in REMOVALS]),
                not_(alone.exists()),
                not_(with_group.exists()),
            ).order_by(decisions.c.made_at, decisions.c.ref)
        )
        return [
            ReviewMember(ref=CommentRef.parse(row.ref), decision_id=DecisionId(row.decision_id))
            for row in found
        ]

    async def members(
        self, review_id: ReviewId, *, limit: int, after: CommentRef | None
    ) -> Sequence[ReviewMember]:
        """Return a page of those that a review settles or settled, by their refs."""
        wanted = select(review_members).where(review_members.c.review_id == review_id)
        if after is not None:
            wanted = wanted.where(review_members.c.ref > str(after))
        return await self._read_members(wanted.order_by(review_members.c.ref).limit(limit))

    async def waiting(self, review_id: ReviewId) -> Sequence[ReviewMember]:
        """Return the members for which nothing was done yet, those that joined first first."""
        return await self._read_members(
            select(review_members)
            .where(review_members.c.review_id == review_id, review_members.c.settled_at.is_(None))
            .order_by(review_members.c.joined_at, review_members.c.ref)
        )

    async def _read_members(self, query: Select[Any]) -> list[ReviewMember]:
        return [
            ReviewMember(
                ref=CommentRef.parse(row.ref),
                decision_id=DecisionId(row.decision_id),
                settled_at=row.settled_at,
            )
            for row in await self._connection.execute(query)
        ]

    async def settled_among(
        self, review_id: ReviewId, refs: Collection[CommentRef]
    ) -> frozenset[CommentRef]:
        """Return those of some comments, at most a few hundred, that a review has settled."""
        found = await self._connection.scalars(
            select(review_members.c.ref).where(
                review_members.c.review_id == review_id,
                review_members.c.ref.in_([str(ref) for ref in refs]),
                review_members.c.settled_at.is_not(None),
            )
        )
        return frozenset(CommentRef.parse(ref) for ref in found)

    async def move_waiting(self, review: Review, *, to: Review) -> None:
        """Have all but a review's own comment wait for another review."""
        await self._connection.execute(
            update(review_members)
            .where(
                review_members.c.review_id == review.review_id,
                review_members.c.settled_at.is_(None),
                review_members.c.ref != str(review.ref),
            )
            .values(review_id=to.review_id)
        )
        size = (
            select(func.count())
            .select_from(review_members)
            .where(review_members.c.review_id == to.review_id, review_members.c.ref != str(to.ref))
            .scalar_subquery()
        )
        await self._connection.execute(
            update(reviews).where(reviews.c.review_id == to.review_id).values(group_size=1 + size)
        )

    async def drop_waiting(
        self, organisation: str, ref: CommentRef, *, other_than: GroupId | None
    ) -> None:
        """Let a comment wait for no review of another group."""
        elsewhere = select(reviews.c.review_id).where(
            reviews.c.review_id == review_members.c.review_id,
            or_(reviews.c.group_id.is_(None), reviews.c.group_id != (other_than or "")),
        )
        gone = (
            await self._connection.execute(
                delete(review_members)
                .where(
                    review_members.c.organisation == organisation,
                    review_members.c.ref == str(ref),
                    review_members.c.settled_at.is_(None),
                    elsewhere.exists(),
                )
                .returning(review_members.c.review_id)
            )
        ).scalars()
        for review_id in gone.all():
            await self._connection.execute(
                update(reviews)
                .where(reviews.c.review_id == review_id, reviews.c.ref != str(ref))
                .values(group_size=reviews.c.group_size - 1)
            )


def _hidden_of(review: Review) -> Select[Any]:
    """Return the decisions on the others of a review's group that stand and are hidden now."""
    later = decisions.alias()
    newest = (
        select(later.c.decision_id)
        .where(
            later.c.organisation == decisions.c.organisation,
            later.c.ref == decisions.c.ref,
            not_(later.c.superseded),
        )
        .order_by(later.c.made_at.desc(), later.c.decision_id)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(decisions.c.ref, decisions.c.decision_id)
        .join(
            comments,
            and_(
                comments.c.organisation == decisions.c.organisation,
                comments.c.ref == decisions.c.ref,
            ),
        )
        .where(
            decisions.c.organisation == review.organisation,
            decisions.c.group_id == review.group_id,
            decisions.c.ref != str(review.ref),
            # Whoever has changed theirs since says something else.
            decisions.c.decision_id == newest,
            comments.c.hidden,
            comments.c.removed_at.is_(None),
        )
    )


def _hidden_by_itself() -> ColumnElement[bool]:
    """Return the condition that people's last word on a decision's comment hid it alone."""
    later, of_group = reviews.alias(), reviews.alias()
    anew = select(later.c.review_id).where(
        later.c.organisation == reviews.c.organisation,
        later.c.ref == reviews.c.ref,
        later.c.decided_at > reviews.c.decided_at,
    )
    with_group = (
        select(of_group.c.review_id)
        .join(review_members, review_members.c.review_id == of_group.c.review_id)
        .where(
            review_members.c.organisation == reviews.c.organisation,
            review_members.c.ref == reviews.c.ref,
            review_members.c.settled_at.is_not(None),
            of_group.c.decided_at > reviews.c.decided_at,
        )
    )
    return (
        select(reviews.c.review_id)
        .where(
            reviews.c.organisation == decisions.c.organisation,
            reviews.c.ref == decisions.c.ref,
            reviews.c.group_id.is_(None),
            reviews.c.actions.overlap([action.value for action in AGAINST]),
            not_(anew.exists()),
            not_(with_group.exists()),
        )
        .exists()
    )

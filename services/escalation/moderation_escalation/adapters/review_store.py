"""Reviews in PostgreSQL; what people wrote in them is sealed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Row, Select, not_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.identity import (
    CommentRef,
    DecisionId,
    EventId,
    GroupId,
    ReviewId,
    WordingId,
)
from moderation_common.vocabulary import Action, Category, Label
from moderation_escalation.adapters.case_store import read_signature
from moderation_escalation.adapters.group_members import GroupMembers
from moderation_escalation.adapters.sealing import Sealer
from moderation_escalation.adapters.tables import decisions, review_members, reviews
from moderation_escalation.domain.review import Review, ReviewStatus, Verdict
from moderation_escalation.ports import ReviewQuery


class ReviewStore(GroupMembers):
    """See the port `Reviews`; what concerns groups is in `group_members`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        super().__init__(connection)
        self._sealer = sealer

    async def add(self, review: Review) -> None:
        """Keep a new review."""
        request: dict[str, Any] = {}
        if review.request:
            subject = await self._sealer.subject_of(review.organisation, review.ref)
            request["request_subject"] = subject
            request["request_sealed"] = await self._sealer.seal(subject, review.request)
        await self._connection.execute(
            insert(reviews).values(
                review_id=review.review_id,
                organisation=review.organisation,
                ref=str(review.ref),
                decision_id=review.decision_id,
                doubts=list(review.doubts),
                opened_at=review.opened_at,
                group_id=review.group_id,
                group_size=1,
                raised_by=list(review.raised_by),
                danger=review.danger,
                hidden_before=review.hidden_before,
                **request,
            )
        )

    async def save(self, review: Review) -> None:
        """Keep what changed of a review that this transaction has locked."""
        values: dict[str, Any] = {
            "decision_id": review.decision_id,
            "doubts": list(review.doubts),
            "group_id": review.group_id,
            "raised_by": list(review.raised_by),
            "danger": review.danger,
            "hidden_before": review.hidden_before,
        }
        if review.verdict is not None and review.decided is not None:
            verdict, decided = review.verdict, review.decided
            subject = await self._sealer.subject_of(review.organisation, review.ref)
            words = json.dumps({"note": verdict.note, "reply_text": verdict.reply_text})
            values |= {
                "category": verdict.category.value,
                "labels": [label.value for label in verdict.labels],
                "actions": [action.value for action in verdict.actions],
                "words_subject": subject,
                "words_sealed": await self._sealer.seal(subject, words),
                "decided_by": decided.name,
                "decided_role": decided.role.value if decided.role is not None else None,
                "decided_at": decided.at,
            }
        await self._connection.execute(
            update(reviews).where(reviews.c.review_id == review.review_id).values(**values)
        )

    async def lock_open_about(self, organisation: str, ref: CommentRef) -> Review | None:
        """Return and lock the review about a comment that nobody has decided yet."""
        found = await self._read(
            select(reviews)
            .where(
                reviews.c.organisation == organisation,
                reviews.c.ref == str(ref),
                reviews.c.decided_at.is_(None),
            )
            .with_for_update()
        )
        return found[0] if found else None

    async def find_open_about(self, organisation: str, ref: CommentRef) -> Review | None:
        """Return the review about a comment that nobody has decided yet."""
        found = await self._read(
            select(reviews).where(
                reviews.c.organisation == organisation,
                reviews.c.ref == str(ref),
                reviews.c.decided_at.is_(None),
            )
        )
        return found[0] if found else None

    async def lock_open_of_group(self, organisation: str, group_id: GroupId) -> Review | None:
        """Return and lock the review of a group that nobody has decided yet."""
        found = await self._read(
            select(reviews)
            .where(
                reviews.c.organisation == organisation,
                reviews.c.group_id == group_id,
                reviews.c.decided_at.is_(None),
            )
            .with_for_update()
        )
        return found[0] if found else None

    async def newest_settled(
        self, organisation: str, group_id: GroupId, *, since: datetime
    ) -> Review | None:
        """Return what was last decided about a group since a moment."""
        found = await self._read(
            select(reviews)
            .where(
                reviews.c.organisation == organisation,
                reviews.c.group_id == group_id,
                reviews.c.decided_at >= since,
            )
            .order_by(reviews.c.decided_at.desc(), reviews.c.review_id)
            .limit(1)
        )
        return found[0] if found else None

    async def newest_of_wording(
        self,
        organisation: str,
        group_id: GroupId,
        wording_id: WordingId | None,
        *,
        since: datetime,
    ) -> Review | None:
        """Return what was last decided about a group by who read that wording, since a moment."""
        read = select(decisions.c.decision_id).where(
            decisions.c.decision_id == reviews.c.decision_id,
            decisions.c.wording_id.is_not_distinct_from(wording_id),
        )
        found = await self._read(
            select(reviews)
            .where(
                reviews.c.organisation == organisation,
                reviews.c.group_id == group_id,
                reviews.c.decided_at >= since,
                read.exists(),
            )
            .order_by(reviews.c.decided_at.desc(), reviews.c.review_id)
            .limit(1)
        )
        return found[0] if found else None

    async def lock(self, organisation: str, review_id: ReviewId) -> Review | None:
        """Return a review that nobody else changes until the transaction ends."""
        found = await self._read(_one(organisation, review_id).with_for_update())
        return found[0] if found else None

    async def find(self, organisation: str, review_id: ReviewId) -> Review | None:
        """Return a review of a body."""
        found = await self._read(_one(organisation, review_id))
        return found[0] if found else None

    async def search(self, query: ReviewQuery) -> Sequence[Review]:
        """Return a page of reviews: first where somebody may be in danger, then the oldest."""
        wanted = select(reviews).where(reviews.c.organisation == query.organisation)
        match query.status:
            case ReviewStatus.OPEN:
                wanted = wanted.where(reviews.c.decided_at.is_(None))
            case ReviewStatus.DECIDED:
                wanted = wanted.where(reviews.c.decided_at.is_not(None))
            case None:
                pass
        if query.ref is not None:
            wanted = wanted.where(reviews.c.review_id.in_(_about(query.organisation, query.ref)))
        places = (not_(reviews.c.danger), reviews.c.opened_at, reviews.c.review_id)
        if query.after is not None:
            danger, *since = query.after
            wanted = wanted.where(tuple_(*places) > (not danger, *since))
        return await self._read(wanted.order_by(*places).limit(query.limit))

    async def _read(self, query: Select[Any]) -> list[Review]:
        rows = (await self._connection.execute(query)).all()
        return [
            _read_review(
                row,
                request=await self._sealer.open(row.request_subject, row.request_sealed),
                words=await self._sealer.open(row.words_subject, row.words_sealed),
            )
            for row in rows
        ]


def _about(organisation: str, ref: CommentRef) -> CompoundSelect[Any]:
    """Return the ids of the reviews of a comment, alone or with a group."""
    # Apart, so that each is found by an index.
    alone = select(reviews.c.review_id).where(
        reviews.c.organisation == organisation, reviews.c.ref == str(ref)
    )
    with_group = select(review_members.c.review_id).where(
        review_members.c.organisation == organisation, review_members.c.ref == str(ref)
    )
    return alone.union(with_group)


def _one(organisation: str, review_id: ReviewId) -> Select[Any]:
    return select(reviews).where(
        reviews.c.organisation == organisation, reviews.c.review_id == review_id
    )


def _read_review(row: Row[Any], *, request: str | None, words: str | None) -> Review:
    decided = read_signature(row.decided_by, row.decided_role, row.decided_at)
    written: dict[str, Any] = json.loads(words) if words is not None else {}
    verdict = None
    if decided is not None:
        verdict = Verdict(
            category=Category(row.category),
            labels=tuple(Label(label) for label in row.labels),
            actions=tuple(Action(action) for action in row.actions),
            note=written.get("note", ""),
            reply_text=written.get("reply_text"),
        )
    return Review(
        review_id=ReviewId(row.review_id),
        organisation=row.organisation,
        ref=CommentRef.parse(row.ref),
        decision_id=DecisionId(row.decision_id) if row.decision_id is not None else None,
        doubts=tuple(row.doubts),
        opened_at=row.opened_at,
        request=request or "",
        verdict=verdict,
        decided=decided,
        group_id=GroupId(row.group_id) if row.group_id is not None else None,
        group_size=row.group_size,
        raised_by=tuple(EventId(version) for version in row.raised_by),
        danger=row.danger,
        hidden_before=row.hidden_before,
    )

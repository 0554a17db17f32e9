"""Reads and writes what versions tried in the shadow would have decided, in a transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, and_, cast, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.switch_tables import shadow_decisions
from moderation_classifier.domain.behaviour.sketch import Sketch
from moderation_classifier.domain.trials.redeciding import Outcome
from moderation_classifier.domain.trials.trying import Tried
from moderation_classifier.ports import ShadowFigures
from moderation_common.events import Event
from moderation_common.identity import CommentRef, EventId
from moderation_common.policy.shadows import ShadowPack
from moderation_common.vocabulary import Action, Category, Label, Urgency


class ShadowRows:
    """One row a comment; only where the two versions differ does it say how."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(
        self, event: Event, shadow: ShadowPack, tried: Tried, *, pack: str, now: datetime
    ) -> None:
        """Keep how one comment was decided by both; what both decide alike is only counted."""
        await self._connection.execute(
            insert(shadow_decisions)
            .values(
                comment_event_id=event.id,
                candidate=shadow.pack.reference,
                fingerprint=shadow.fingerprint,
                organisation=event.organisation,
                pack=pack,
                ref=str(tried.ref),
                judged_at=now,
                review=tried.before.review,
                candidate_review=tried.after.review,
                before=_record(tried.before) if tried.changes else None,
                after=_record(tried.after) if tried.changes else None,
            )
            .on_conflict_do_nothing()
        )

    async def figures(
        self, organisation: str, shadow: ShadowPack, *, pack: str, limit: int
    ) -> ShadowFigures:
        """Return what was kept of a version beside the one in force, which `pack` names.

        With the newest `limit` differences.
        """
        table = shadow_decisions.c
        about = and_(
            table.organisation == organisation,
            table.candidate == shadow.pack.reference,
            table.fingerprint == shadow.fingerprint,
            # What it was held against before says nothing of what it would change now.
            table.pack == pack,
        )
        totals = (
            await self._connection.execute(
                select(
                    func.count().label("judged"),
                    func.coalesce(func.sum(cast(table.review, Integer)), 0).label("reviews"),
                    func.coalesce(func.sum(cast(table.candidate_review, Integer)), 0).label(
                        "candidate_reviews"
                    ),
                    func.min(table.judged_at).label("since"),
                ).where(about)
            )
        ).one()
        differing = await self._connection.execute(
            select(shadow_decisions)
            .where(about, table.before.is_not(None))
            .order_by(table.judged_at.desc())
            .limit(limit)
        )
        return ShadowFigures(
            judged=totals.judged,
            reviews=totals.reviews,
            candidate_reviews=totals.candidate_reviews,
            since=totals.since,
            differing=[
                (
                    EventId(row.comment_event_id),
                    Tried(
                        ref=CommentRef.parse(row.ref),
                        before=_sketch(row.before),
                        after=_sketch(row.after),
                    ),
                )
                for row in differing
            ],
        )


async def forget_shadows(connection: AsyncConnection, *, before: datetime) -> None:
    """Let go of what was decided in the shadow before a moment."""
    await connection.execute(delete(shadow_decisions).where(shadow_decisions.c.judged_at < before))


def _record(sketch: Sketch) -> dict[str, Any]:
    return {
        "outcome": sketch.outcome.value,
        "category": sketch.category.value,
        "row": sketch.row,
        "labels": list(sketch.labels),
        "possible": list(sketch.possible),
        "actions": list(sketch.actions),
        "review": sketch.review,
        "proposed": list(sketch.proposed),
        "urgency": sketch.urgency.value if sketch.urgency else None,
        "routes": list(sketch.routes),
        "house_rule": sketch.house_rule,
        "unheeded": list(sketch.unheeded),
    }


def _sketch(record: dict[str, Any]) -> Sketch:
    # Rows of before these were kept have nothing below `review`; both sides of a row are alike.
    urgency = record.get("urgency")
    return Sketch(
        outcome=Outcome(record["outcome"]),
        category=Category(record["category"]),
        row=record["row"],
        labels=tuple(map(Label, record["labels"])),
        possible=tuple(map(Label, record["possible"])),
        actions=tuple(map(Action, record["actions"])),
        review=record["review"],
        proposed=tuple(map(Action, record.get("proposed", ()))),
        urgency=Urgency(urgency) if urgency else None,
        routes=tuple(record.get("routes", ())),
        house_rule=record.get("house_rule"),
        unheeded=tuple(map(Label, record.get("unheeded", ()))),
    )

"""Which comments are hidden, in PostgreSQL, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.tables import comment_versions
from moderation_classifier.domain.behaviour.visibility import Hiding, Visibility
from moderation_classifier.ports import VersionSeen
from moderation_common.identity import CommentRef, EventId


class VisibilityRows:
    """See the port `Visibilities`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self, refs: Collection[CommentRef]) -> Mapping[CommentRef, VersionSeen]:
        """Return what is known of each of some comments, and let others wait for them."""
        # Everybody locks comments in the same order, so that no two wait for each other.
        keys = sorted({str(ref) for ref in refs})
        if not keys:
            return {}
        await self._connection.execute(
            insert(comment_versions)
            .values([{"ref": key, "actions": []} for key in keys])
            .on_conflict_do_nothing()
        )
        rows = await self._connection.execute(
            select(comment_versions)
            .where(comment_versions.c.ref.in_(keys))
            .order_by(comment_versions.c.ref)
            .with_for_update()
        )
        return {CommentRef.parse(row.ref): _seen(row) for row in rows}

    async def save(self, ref: CommentRef, visibility: Visibility) -> None:
        """Keep what is known of a comment that is locked."""
        hiding = visibility.hiding
        await self._connection.execute(
            update(comment_versions)
            .where(comment_versions.c.ref == str(ref))
            .values(
                hidden=visibility.hidden,
                visibility_at=visibility.changed_at,
                hiding_event_id=hiding.event_id if hiding else None,
                hiding_at=hiding.at if hiding else None,
                touched_at=func.now(),
            )
        )


def _seen(row: Row[Any]) -> VersionSeen:
    hiding = None
    if row.hiding_at is not None:
        event_id = EventId(row.hiding_event_id) if row.hiding_event_id else None
        hiding = Hiding(at=row.hiding_at, event_id=event_id)
    return VersionSeen(
        event_id=EventId(row.event_id) if row.event_id else None,
        version_at=row.version_at,
        visibility=Visibility(hidden=row.hidden, changed_at=row.visibility_at, hiding=hiding),
    )

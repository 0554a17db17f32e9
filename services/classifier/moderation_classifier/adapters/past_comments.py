"""Reads what the event log still has of a body's comments, in a group that commits nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from moderation_classifier.ports import PastComment
from moderation_common.errors import PermanentError, TransientError
from moderation_common.eventlog import EventLog, Record
from moderation_common.events import CommentEdited, CommentReceived, Event, Topic
from moderation_common.identity import CommentRef

_BATCH: Final = 500
_FETCH_S: Final = 2.0
_MAX_EMPTY: Final = 10
"""Empty fetches in a row after which the log counts as away, rather than as read."""


class LoggedComments:
    """The comments topic, from its earliest record to what there was when reading began."""

    def __init__(self, event_log: EventLog) -> None:
        self._event_log = event_log

    async def read(self, organisation: str, *, since: datetime, limit: int) -> list[PastComment]:
        """Return the newest version of each comment heard since, the newest `limit` of them."""
        kept: dict[CommentRef, PastComment] = {}
        # A group of its own, so that no consumer's place moves; it commits nothing.
        group = f"classifier-past-{uuid.uuid4()}"
        subscription = await self._event_log.subscribe(group, [Topic.COMMENTS])
        try:
            left: int | None = None
            empty = 0
            while left is None or left > 0:
                batches = await subscription.fetch(max_records=_BATCH, timeout_s=_FETCH_S)
                if left is None and subscription.assignment():
                    left = sum((await subscription.lag()).values())
                read = [record for records in batches.values() for record in records]
                empty = 0 if read else empty + 1
                if empty > _MAX_EMPTY:
                    msg = "The event log did not give all past comments; try again."
                    raise TransientError(msg)
                if left is not None:
                    left -= len(read)
                _keep(kept, read, organisation=organisation, since=since, limit=limit)
        finally:
            await subscription.close()
        return list(kept.values())


def _keep(
    kept: dict[CommentRef, PastComment],
    records: Iterable[Record],
    *,
    organisation: str,
    since: datetime,
    limit: int,
) -> None:
    for record in records:
        try:
            event = Event.read(record.message.headers, record.message.body)
        except PermanentError:
            # What nobody can read was never judged either.
            continue
        if event.organisation != organisation or event.time < since:
            continue
        if not isinstance(event.data, CommentReceived | CommentEdited):
            continue
        comment = event.data.comment
        known = kept.get(comment.ref)
        if known is not None and known.comment.version_at > comment.version_at:
            continue
        kept.pop(comment.ref, None)
        kept[comment.ref] = PastComment(event.id, comment)
        if len(kept) > limit:
            del kept[next(iter(kept))]

"""Reads what the event log still has of a body's comments, as no member of any group."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from typing import Final

from moderation_classifier.ports import Past, PastComment
from moderation_common.errors import PermanentError
from moderation_common.eventlog import EventLog, Message
from moderation_common.events import CommentEdited, CommentReceived, CommentRemoved, Event, Topic
from moderation_common.identity import CommentRef

_READ: Final = frozenset(
    payload.event_type for payload in (CommentReceived, CommentEdited, CommentRemoved)
)
_SPARE: Final = 2
"""So many times the limit is held before the oldest are let go, so that sorting is rare."""


class LoggedComments:
    """The comments topic, from its earliest record to what there was when reading began."""

    def __init__(self, event_log: EventLog) -> None:
        self._event_log = event_log

    async def read(self, organisation: str, *, since: datetime, limit: int) -> Past:
        """Return the newest version of each comment heard since, the newest `limit` of them."""
        heard = _Heard(since=since, limit=limit)
        begins: datetime | None = None
        async with aclosing(self._event_log.read(Topic.COMMENTS)) as batches:
            async for records in batches:
                for record in records:
                    at = _time_of(record.message)
                    # Partitions are read one after another, so the first need not be the earliest.
                    if at is not None and (begins is None or at < begins):
                        begins = at
                    event = _event_of(record.message, organisation)
                    if event is not None:
                        heard.keep(event)
        return Past(comments=heard.comments(), begins=begins)


class _Heard:
    """The newest comments of those read so far, and which of all are gone."""

    def __init__(self, *, since: datetime, limit: int) -> None:
        self._since = since
        self._limit = limit
        self._kept: dict[CommentRef, tuple[datetime, PastComment]] = {}
        self._gone: set[CommentRef] = set()

    def keep(self, event: Event) -> None:
        """Take in one event."""
        data = event.data
        if isinstance(data, CommentRemoved):
            self._gone.add(data.ref)
        elif isinstance(data, CommentReceived | CommentEdited) and event.time >= self._since:
            ref = data.comment.ref
            known = self._kept.get(ref)
            if known is None or known[1].comment.version_at <= data.comment.version_at:
                self._kept[ref] = (
                    event.time,
                    PastComment(event.id, data.comment, heard_at=event.time),
                )
            if len(self._kept) > _SPARE * self._limit:
                self._kept = dict(self._newest())

    def comments(self) -> list[PastComment]:
        """Return the newest, the oldest of them first."""
        return [replace(one, removed=ref in self._gone) for ref, (_at, one) in self._newest()]

    def _newest(self) -> list[tuple[CommentRef, tuple[datetime, PastComment]]]:
        # Partitions are read one after another, so what was read last need not be the newest.
        in_order = sorted(self._kept.items(), key=lambda item: item[1][0])
        return in_order[-self._limit :]


def _time_of(message: Message) -> datetime | None:
    """Read when something was said of any body's comments; the headers tell."""
    try:
        at = datetime.fromisoformat(message.headers.get("ce_time", ""))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _event_of(message: Message, organisation: str) -> Event | None:
    """Read an event about the body's comments; the headers tell which bodies need no reading."""
    headers = message.headers
    if headers.get("ce_organisation") != organisation or headers.get("ce_type") not in _READ:
        return None
    try:
        return Event.read(headers, message.body)
    except PermanentError:
        # What nobody can read was never judged either.
        return None

"""What an entry can be found by: read from the entry itself, and kept beside it as columns.

The entry is the truth and the columns only an index to it; verification reads them anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from moderation_audit.domain.kind import EntryKind

# PostgreSQL refuses an index row over 2,704 bytes; a character can take four. An organisation and a
# subject together stay below, and every name of a real platform is far shorter.
_MAX_SUBJECT: Final = 500
_MAX_NAME: Final = 120

_ACTOR_FIELDS: Final = ("requested_by", "acknowledged_by", "closed_by", "decided_by", "read_by")


@dataclass(frozen=True)
class Facets:
    """The attributes of one entry that queries filter by."""

    id: str
    kind: EntryKind
    recorded_at: datetime
    time: datetime
    """When it happened, as its producer says; for a dead letter, when it was recorded."""
    organisation: str
    type: str
    subject: str
    correlation_id: str
    actor: str
    """Who did it: the person or machine named in the event, else the service it came from."""
    category: str | None
    actions: tuple[str, ...]
    labels: tuple[str, ...]


def shorten_subject(subject: str) -> str:
    """Return the subject as columns hold it; a query's filter goes through here too."""
    return _plain(subject)[:_MAX_SUBJECT]


def shorten_name(name: str) -> str:
    """Return any other word as columns hold it; a query's filter goes through here too."""
    return _plain(name)[:_MAX_NAME]


def _plain(text: str) -> str:
    # PostgreSQL's text holds every character but this one.
    return text.replace("\x00", "\ufffd")


def facets_of(document: Mapping[str, Any]) -> Facets:
    """Read the facets from an entry's document.

    Raises `KeyError`, `TypeError` or `ValueError` when the document is not one that `entry` made.
    """
    kind = EntryKind(document["kind"])
    recorded_at = _in_utc(document["recorded_at"])
    if kind is EntryKind.DEAD_LETTER:
        letter = document["dead_letter"]
        return Facets(
            id=document["id"],
            kind=kind,
            recorded_at=recorded_at,
            time=recorded_at,
            organisation=shorten_name(letter["organisation"]),
            type=shorten_name(letter["type"]),
            subject=shorten_subject(letter["subject"]),
            correlation_id=shorten_name(letter["correlation_id"]),
            actor=shorten_name(letter["source"]),
            category=None,
            actions=(),
            labels=(),
        )
    event = document["event"]
    content = event["data"]
    return Facets(
        id=document["id"],
        kind=kind,
        recorded_at=recorded_at,
        time=_in_utc(event["time"]),
        organisation=shorten_name(event["organisation"]),
        type=shorten_name(event["type"]),
        subject=shorten_subject(event["subject"]),
        correlation_id=shorten_name(event["correlationid"]),
        actor=shorten_name(_actor(event)),
        category=content.get("category"),
        actions=_actions(content),
        labels=tuple(content.get("labels") or ()),
    )


def _in_utc(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        # Within hours of year 1 or 9999, which a platform's nonsense can be.
        return moment.replace(tzinfo=UTC)


def _actor(event: Mapping[str, Any]) -> str:
    for field in _ACTOR_FIELDS:
        if field in event["data"]:
            return str(event["data"][field]["name"])
    return str(event["source"])


def _actions(content: Mapping[str, Any]) -> tuple[str, ...]:
    if "action" in content:
        return (str(content["action"]),)
    return tuple(content.get("actions") or ())

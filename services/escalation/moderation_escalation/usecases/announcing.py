"""Events about cases that no incoming event causes: they follow from timers, alerts and people."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from moderation_common.events import Event, Payload
from moderation_common.identity import CommentRef

SOURCE: Final = "/escalation"


def announce(
    payload: Payload, *, organisation: str, ref: CommentRef, cause: str, now: datetime
) -> Event:
    """Return the event; the same cause always gives the same id."""
    return Event.build(
        payload,
        cause=cause,
        source=SOURCE,
        subject=str(ref),
        organisation=organisation,
        correlation_id=ref.correlation_id,
        time=now,
    )

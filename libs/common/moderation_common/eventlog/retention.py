"""How long the records of a topic are kept, whichever engine keeps them."""

from __future__ import annotations

from typing import Final

from moderation_common.events.topics import DEAD_LETTER_SUFFIX, TOPICS, Topic

DEAD_LETTER_RETENTION_DAYS: Final = 90
"""A dead letter waits for a person, who may be on leave; but it can hold personal text."""


def retention_days(topic: str) -> int | None:
    """Return for how many days the topic's records are kept; None when nothing is declared."""
    if topic.endswith(DEAD_LETTER_SUFFIX):
        return DEAD_LETTER_RETENTION_DAYS
    try:
        return TOPICS[Topic(topic)].retention_days
    except ValueError:
        return None

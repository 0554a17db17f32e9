"""The topics: who writes and reads each, and how long it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Topic(StrEnum):
    """Where events of one noun are published."""

    COMMENTS = "moderation.comments.v1"
    DECISIONS = "moderation.decisions.v1"
    ACTIONS = "moderation.actions.v1"
    CASES = "moderation.cases.v1"
    READS = "moderation.reads.v1"


@dataclass(frozen=True)
class TopicDeclaration:
    """What a topic promises."""

    description: str
    producers: tuple[str, ...]
    consumers: tuple[str, ...]
    retention_days: int
    """How long a stopped consumer can be away without losing an event."""


TOPICS: MappingProxyType[Topic, TopicDeclaration] = MappingProxyType(
    {
        Topic.COMMENTS: TopicDeclaration(
            description="What members of the public wrote, changed and removed.",
            producers=("ingest",),
            consumers=("classifier", "escalation", "audit"),
            retention_days=30,
        ),
        Topic.DECISIONS: TopicDeclaration(
            description="Decisions, measures, what people switched or declared, policies taken up.",
            producers=("classifier",),
            consumers=("escalation", "audit"),
            retention_days=30,
        ),
        Topic.ACTIONS: TopicDeclaration(
            description="What was asked to be done on a platform, and what came of it.",
            producers=("classifier", "escalation", "ingest"),
            consumers=("ingest", "escalation", "audit"),
            retention_days=30,
        ),
        Topic.CASES: TopicDeclaration(
            description="Cases, alerts, acknowledgements and people's decisions.",
            producers=("escalation",),
            consumers=("classifier", "audit"),
            retention_days=30,
        ),
        Topic.READS: TopicDeclaration(
            description="Who read the audit record, and who took examples out for training.",
            producers=("audit", "classifier"),
            consumers=("audit",),
            retention_days=30,
        ),
    }
)

DEAD_LETTER_SUFFIX = ".dlq"


def dead_letter_topic(topic: str) -> str:
    """Return the topic for records of `topic` that can never succeed."""
    return topic + DEAD_LETTER_SUFFIX

"""Publishing events: from the typed event to messages on its topic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from moderation_common import metrics
from moderation_common.eventlog.port import EventLog, Message
from moderation_common.events import Event


def to_message(event: Event) -> Message:
    """Return the event in the binary form that the log carries."""
    return Message(key=event.key, headers=event.headers(), body=event.body())


async def publish_events(event_log: EventLog, events: Sequence[Event]) -> None:
    """Publish each event to its topic; all are durable when this returns.

    Raises `TransientError` when the log is away: some may then have been published, so publish
    all of them again; their ids make the repeat harmless.
    """
    await publish_messages(event_log, [(event.topic, to_message(event)) for event in events])


async def publish_messages(event_log: EventLog, messages: Iterable[tuple[str, Message]]) -> None:
    """Publish each message to its topic, in order within a topic; as `publish_events`."""
    by_topic: dict[str, list[Message]] = {}
    for topic, message in messages:
        by_topic.setdefault(topic, []).append(message)
    for topic, batch in by_topic.items():
        await event_log.publish(topic, batch)
        metrics.EVENTS_PUBLISHED.labels(topic).inc(len(batch))

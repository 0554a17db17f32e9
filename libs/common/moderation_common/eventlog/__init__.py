"""The event log: one port, two engines, chosen by a URL."""

from moderation_common.eventlog.consumer import Consumer, Handler
from moderation_common.eventlog.opening import open_event_log
from moderation_common.eventlog.port import (
    EventLog,
    Message,
    Partition,
    PartitionLostError,
    Record,
    Subscription,
)
from moderation_common.eventlog.publishing import publish_events, to_message
from moderation_common.eventlog.retry import DeadLetterBudget, RetryPolicy

__all__ = [
    "Consumer",
    "DeadLetterBudget",
    "EventLog",
    "Handler",
    "Message",
    "Partition",
    "PartitionLostError",
    "Record",
    "RetryPolicy",
    "Subscription",
    "open_event_log",
    "publish_events",
    "to_message",
]

"""Every metric that the shared code declares; label values are bounded. Listed in operations.md."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

EVENTS_PUBLISHED: Final = Counter(
    "moderation_events_published", "Events published, by topic.", ["topic"]
)
EVENTS_CONSUMED: Final = Counter(
    "moderation_events_consumed",
    "Deliveries, by consumer group, topic and outcome (done, retry, dead_letter).",
    ["group", "topic", "outcome"],
)
HANDLER_SECONDS: Final = Histogram(
    "moderation_handler_seconds", "Seconds to handle one event.", ["group", "topic"]
)
CONSUMER_PAUSES: Final = Counter(
    "moderation_consumer_pauses", "Times a partition was paused to wait.", ["group", "topic"]
)
CONSUMER_LAG: Final = Gauge(
    "moderation_consumer_lag", "Records not yet committed.", ["group", "topic", "partition"]
)
OUTBOX_PENDING: Final = Gauge(
    "moderation_outbox_pending", "Events waiting in the outbox.", ["service"]
)
OUTBOX_REFUSED: Final = Counter(
    "moderation_outbox_refused",
    "Events that the event log refused for good, so that they were put aside.",
    ["service", "topic"],
)
REQUESTS: Final = Counter(
    "moderation_http_requests", "Requests answered, by route and status.", ["route", "status"]
)
REQUEST_SECONDS: Final = Histogram(
    "moderation_http_request_seconds", "Seconds to answer a request, by route.", ["route"]
)
POLICY_RELOADS: Final = Counter(
    "moderation_policy_reloads",
    "Policy packs read anew, by outcome (changed, refused).",
    ["outcome"],
)
TASK_DEATHS: Final = Counter(
    "moderation_task_deaths", "Times that background work died of a bug.", ["task"]
)
TASKS_STOPPED: Final = Gauge(
    "moderation_tasks_stopped",
    "1 for background work that stands still, so that the service is not ready.",
    ["task"],
)

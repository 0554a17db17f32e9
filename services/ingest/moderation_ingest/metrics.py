"""Every metric that ingest declares; label values are bounded. Listed in `docs/operations.md`."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

DELIVERIES: Final = Counter(
    "moderation_ingest_deliveries",
    "Webhook deliveries, by platform and outcome (accepted, refused, unavailable).",
    ["platform", "outcome"],
)
DELIVERY_SECONDS: Final = Histogram(
    "moderation_ingest_delivery_seconds",
    "Seconds from a delivery's last byte to its answer.",
    ["platform"],
)
HANDSHAKES: Final = Counter(
    "moderation_ingest_handshakes",
    "Handshakes, by platform and outcome (answered, refused).",
    ["platform", "outcome"],
)
ITEMS: Final = Counter(
    "moderation_ingest_items",
    "Items of signed deliveries, by platform, outcome (published, context, ignored,"
    " dead_lettered, revoked) and reason.",
    ["platform", "outcome", "reason"],
)
LAST_EVENT: Final = Gauge(
    "moderation_ingest_last_event_timestamp_seconds",
    "When this replica last heard of an account, in seconds since 1970.",
    ["platform", "account"],
)
ACTIONS: Final = Counter(
    "moderation_ingest_actions",
    "Attempts at actions, by platform, action and outcome (done, already, failed, postponed).",
    ["platform", "action", "outcome"],
)
ACTION_SECONDS: Final = Histogram(
    "moderation_ingest_action_seconds",
    "Seconds that the platform took for an attempt.",
    ["platform", "action"],
)
PAUSES: Final = Counter(
    "moderation_ingest_account_pauses",
    "Times an account's queue was held back, by platform and reason"
    " (unauthorised, limited, unavailable, slower).",
    ["platform", "reason"],
)
ACTIONS_WAITING: Final = Gauge(
    "moderation_ingest_actions_waiting",
    "Actions not settled, by platform and state (pending, sending).",
    ["platform", "state"],
)
ACCOUNTS_STOPPED: Final = Gauge(
    "moderation_ingest_accounts_stopped",
    "Accounts that a person has to connect again before anything more is done for them.",
    ["platform"],
)

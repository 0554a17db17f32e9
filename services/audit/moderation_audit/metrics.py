"""Every metric that audit declares; label values are bounded."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

ENTRIES: Final = Counter(
    "moderation_audit_entries",
    "Entries appended, by kind (event, conflict, dead_letter); a conflict is an alarm.",
    ["kind"],
)
DUPLICATES: Final = Counter(
    "moderation_audit_duplicates", "Deliveries of what was recorded already."
)
TREE_SIZE: Final = Gauge("moderation_audit_tree_size", "Entries in the record at the last append.")
APPEND_SECONDS: Final = Histogram(
    "moderation_audit_append_seconds", "Seconds from the start of an append to its commit."
)
BATCH_ENTRIES: Final = Histogram(
    "moderation_audit_batch_entries",
    "Entries appended together.",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500),
)
READS: Final = Counter(
    "moderation_audit_reads",
    "Reads of the record, by query (page, entry, trail, export, verify).",
    ["query"],
)
VERIFICATIONS: Final = Counter(
    "moderation_audit_verifications",
    "Verifications asked for through the API, by outcome (intact, altered).",
    ["outcome"],
)

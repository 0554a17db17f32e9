"""What the classifier counts. Listed in docs/operations.md."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Histogram

DECISIONS: Final = Counter(
    "moderation_classifier_decisions",
    "Decisions, by organisation, category and whether a person must look.",
    ["organisation", "category", "review"],
)
SUPERSEDED: Final = Counter(
    "moderation_classifier_superseded",
    "Versions judged after a later one, so that nothing was asked of the platform.",
)
DECIDE_SECONDS: Final = Histogram(
    "moderation_classifier_decide_seconds",
    "Seconds to label and decide one text.",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5),
)
FAILED_CLOSED: Final = Counter(
    "moderation_classifier_failed_closed",
    "Texts that could not be classified and went to a person.",
)

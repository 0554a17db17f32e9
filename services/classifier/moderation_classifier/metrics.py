"""What the classifier counts. Listed in docs/operations.md."""

from __future__ import annotations

from typing import Final, TypeAlias

from prometheus_client import Counter, Gauge, Histogram

Series: TypeAlias = tuple[Gauge, tuple[str, ...]]
"""One gauge with values for its labels."""

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
MODEL_IN_USE: Final = Gauge(
    "moderation_classifier_model_in_use",
    "1 for the model that judges, by its id; `none` when rules judge alone.",
    ["model"],
)
SWITCHES_UNKNOWN: Final = Gauge(
    "moderation_classifier_switches_unknown",
    "Ids that a body has switched off and that no rule, detector or model has.",
    ["organisation"],
)
SAMPLED: Final = Counter(
    "moderation_classifier_sampled",
    "Comments in no doubt that a person is asked about to check the machine, by what was done.",
    ["organisation", "stratum"],
)
EXAMPLES: Final = Counter(
    "moderation_classifier_examples",
    "Decisions of people kept as labelled examples.",
    ["organisation"],
)
TEXTS_FORGOTTEN: Final = Counter(
    "moderation_classifier_texts_forgotten",
    "Kept texts destroyed because the pack's time for keeping them was over.",
)
REMOVALS_OVERTURNED: Final = Gauge(
    "moderation_classifier_removals_overturned_share",
    "Of the machine's removals, the share that people would not have made.",
    ["organisation"],
)
MUST_LEAVE_REMOVED: Final = Gauge(
    "moderation_classifier_must_leave_removed_share",
    "Of the comments that must be left, the share that the machine removed.",
    ["organisation"],
)
MUST_LEAVE_REMOVED_UPPER: Final = Gauge(
    "moderation_classifier_must_leave_removed_share_upper",
    "The same, by the upper bound of what is plausible.",
    ["organisation"],
)
LABEL_EXAMPLES: Final = Gauge(
    "moderation_classifier_label_examples",
    "Labelled examples that tell of a label.",
    ["organisation", "label"],
)
LABEL_PRECISION: Final = Gauge(
    "moderation_classifier_label_precision",
    "Of what the machine labelled, the share that people labelled.",
    ["organisation", "label"],
)
LABEL_CASE_PRECISION: Final = Gauge(
    "moderation_classifier_label_case_precision",
    "Of the label's cases for which people said at closing whether it was right, the share right.",
    ["organisation", "label"],
)
LABEL_RECALL: Final = Gauge(
    "moderation_classifier_label_recall",
    "Of what people labelled, the share that the machine labelled for certain.",
    ["organisation", "label"],
)
LABEL_REACHED: Final = Gauge(
    "moderation_classifier_label_reached",
    "Of what people labelled, the share that the machine labelled or put before a person.",
    ["organisation", "label"],
)
LABEL_KAPPA: Final = Gauge(
    "moderation_classifier_label_kappa",
    "Agreement of machine and people beyond chance (Cohen's kappa).",
    ["organisation", "label"],
)
LABEL_CALIBRATION_ERROR: Final = Gauge(
    "moderation_classifier_label_calibration_error",
    "How far a label's scores are from the share of texts that have it.",
    ["organisation", "label"],
)
LABEL_DRIFT: Final = Gauge(
    "moderation_classifier_label_drift",
    "Population stability index of a label's scores, last week against the four weeks before.",
    ["organisation", "label"],
)
GROUPED: Final = Counter(
    "moderation_classifier_grouped",
    "Comments of nearly the same words as another: by several authors (campaign) or one.",
    ["organisation", "kind"],
)
STRIKES: Final = Counter(
    "moderation_classifier_strikes",
    "Offences that count against their authors, by whose word they rest on.",
    ["organisation", "basis"],
)
STRIKES_REVERSED: Final = Counter(
    "moderation_classifier_strikes_reversed",
    "Comments that a person's decision took back from their authors' offences.",
    ["organisation"],
)
MEASURES_PROPOSED: Final = Counter(
    "moderation_classifier_measures_proposed",
    "Warnings and blocks proposed to a person.",
    ["organisation", "measure"],
)
SECOND_OPINIONS: Final = Counter(
    "moderation_classifier_second_opinions",
    "Second opinions on comments in doubt, by how asking for them ended.",
    ["outcome"],
)
SECOND_OPINION_SECONDS: Final = Histogram(
    "moderation_classifier_second_opinion_seconds",
    "Seconds until a second opinion was there or given up.",
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 30),
)
SHADOW_JUDGED: Final = Counter(
    "moderation_classifier_shadow_judged",
    "Comments judged under a version that is tried in the shadow.",
    ["organisation"],
)
SHADOW_CHANGED: Final = Counter(
    "moderation_classifier_shadow_changed",
    "Of these, those decided differently, by what becomes of them in force and in the shadow.",
    ["organisation", "before", "after"],
)
PROLIFIC_AUTHORS: Final = Gauge(
    "moderation_classifier_prolific_authors",
    "Authors with 20 comments or more in 24 hours; of itself no fault.",
    ["organisation"],
)

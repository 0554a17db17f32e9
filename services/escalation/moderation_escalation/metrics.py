"""What escalation counts. Listed in docs/operations.md."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

_MINUTE_S: Final = 60

CASES_OPENED: Final = Counter(
    "moderation_escalation_cases_opened",
    "Cases opened, by organisation and urgency.",
    ["organisation", "urgency"],
)
CASES_OPEN: Final = Gauge(
    "moderation_escalation_cases_open",
    "Cases not closed, by organisation, urgency and status (open: nobody has taken it).",
    ["organisation", "urgency", "status"],
)
CASES_OVERDUE: Final = Gauge(
    "moderation_escalation_cases_overdue",
    "Cases not closed although their deadline has passed, by organisation.",
    ["organisation"],
)
ROUTES_UNKNOWN: Final = Counter(
    "moderation_escalation_routes_unknown",
    "Cases on a route that the pack in force does not have, by organisation.",
    ["organisation"],
)
ALERTS: Final = Counter(
    "moderation_escalation_alerts",
    "Attempts to send, by channel and outcome (sent, retry, failed, withdrawn).",
    ["channel", "outcome"],
)
ALERTS_REPEATED: Final = Counter(
    "moderation_escalation_alerts_repeated",
    "Alerts sent again because a crash left it open whether they went out, by channel.",
    ["channel"],
)
ESCALATIONS: Final = Counter(
    "moderation_escalation_escalations",
    "Steps up the ladder because nobody acknowledged, by organisation and urgency.",
    ["organisation", "urgency"],
)
NOBODY_REACHABLE: Final = Counter(
    "moderation_escalation_nobody_reachable",
    "Whole rounds of a ladder in which nobody could be told, by organisation. Page on any.",
    ["organisation"],
)
ACKNOWLEDGE_SECONDS: Final = Histogram(
    "moderation_escalation_acknowledge_seconds",
    "Seconds from the opening of a case until somebody took it, by urgency.",
    ["urgency"],
    buckets=tuple(_MINUTE_S * minutes for minutes in (1, 2, 5, 10, 20, 30, 60, 240, 1440, 4320)),
)
TIMERS_LATE_SECONDS: Final = Gauge(
    "moderation_escalation_timers_late_seconds",
    "Seconds by which the oldest timer that is due has been missed. Page on more than 60.",
)
ALERTS_LATE_SECONDS: Final = Gauge(
    "moderation_escalation_alerts_late_seconds",
    "Seconds by which the oldest alert that is due has not been sent. Page on more than 60.",
)
REVIEWS_OPENED: Final = Counter(
    "moderation_escalation_reviews_opened", "Reviews opened, by organisation.", ["organisation"]
)
REVIEWS_OPEN: Final = Gauge(
    "moderation_escalation_reviews_open", "Reviews not decided, by organisation.", ["organisation"]
)
ROTA_GAPS: Final = Gauge(
    "moderation_escalation_rota_gaps",
    "Places of the rota that nobody fills at some time in the next 14 days, by organisation.",
    ["organisation"],
)
GROUP_MEMBERS: Final = Counter(
    "moderation_escalation_group_members",
    "Comments that joined a review of nearly the same ones, or were settled by its decision.",
    ["organisation", "outcome"],
)
MEASURES: Final = Counter(
    "moderation_escalation_measures",
    "Warnings and blocks proposed about authors, approved, refused, and without ground since.",
    ["organisation", "measure", "outcome"],
)

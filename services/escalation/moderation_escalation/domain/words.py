"""The vocabulary in plain English, for messages and pages that people read in a hurry."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from moderation_common.vocabulary import Kind, Label, Platform, Urgency
from moderation_escalation.domain.working_time import LONDON

DANGER: Final = "Immediate danger: call 999."
"""Stands on every alert and page [requirement D5]."""

DOUBT: Final = "The machine is not sure of this: please look, and judge for yourself."
"""Stands where people are told of what may be danger, but not surely."""

_LABELS: Final = {
    Label.FOI: "freedom of information request",
    Label.SUBJECT_ACCESS: "request for personal data",
    Label.MEDIA: "media enquiry",
    Label.MEDICAL_ADVICE: "medical question",
    Label.LEGAL: "legal matter",
    Label.POLICE: "possible matter for the police",
    Label.REPUTATIONAL: "risk to reputation",
    Label.SPEAK_UP: "member of staff speaking up",
    Label.IG_INCIDENT: "information governance incident",
    Label.SELF_HARM: "risk of self-harm",
}
_PLATFORMS: Final = {
    Platform.X: "X",
    Platform.YOUTUBE: "YouTube",
    Platform.LINKEDIN: "LinkedIn",
    Platform.TIKTOK: "TikTok",
    Platform.SOUNDCLOUD: "SoundCloud",
    Platform.VIVA_ENGAGE: "Viva Engage",
    Platform.SMS: "text messages",
}
_URGENCIES: Final = {
    Urgency.IMMEDIATE: "Immediate: act now",
    Urgency.URGENT: "Urgent: act today",
    Urgency.ROUTINE: "Routine: act by the deadline",
}


def label_words(label: Label) -> str:
    """Return what a label is about."""
    return _LABELS.get(label, label.value.replace("_", " "))


def subject_words(labels: Iterable[Label], doubtful: Collection[Label] = ()) -> str:
    """Return what a case is about, as the beginning of a sentence; of the doubtful, what may be."""
    each = (f"{'may be ' * (label in doubtful)}{label_words(label)}" for label in labels)
    words = ", ".join(each) or "comment for your team"
    return words[:1].upper() + words[1:]


def platform_words(platform: Platform) -> str:
    """Return the name that the platform gives itself."""
    return _PLATFORMS.get(platform, platform.value.capitalize())


def kind_words(kind: Kind) -> str:
    """Return what the person wrote."""
    return kind.value.replace("_", " ")


def urgency_words(urgency: Urgency) -> str:
    """Return how soon to act."""
    return _URGENCIES[urgency]


def time_words(moment: datetime) -> str:
    """Return a moment by London's clock, such as `17:05 on Monday 2 November 2026`."""
    local = moment.astimezone(LONDON)
    return f"{local:%H:%M} on {local:%A} {local.day} {local:%B %Y}"

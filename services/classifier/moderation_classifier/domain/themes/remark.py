"""What is kept of one comment so that themes can be counted: never the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from moderation_classifier.domain.behaviour.author import AuthorKey
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.languages.language import ENGLISH
from moderation_classifier.domain.themes.topics import TopicHit
from moderation_classifier.domain.themes.wording import PhraseKey
from moderation_common.identity import CommentRef, DecisionId
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import DANGER_LABELS, Kind, Label, Platform


class Mood(StrEnum):
    """How the whole comment speaks; the topic in it may be the better or the worse part."""

    COMPLIMENT = "compliment"
    MIXED = "mixed"
    CRITICISM = "criticism"
    COMPLAINT = "complaint"
    OTHER = "other"


_CRITICAL: Final = frozenset({Label.CRITICISM, Label.PATIENT_SAFETY, Label.STAFF_CONDUCT})
_PRIVATE: Final = frozenset(
    {
        Label.PERSONAL_DATA,
        Label.STAFF_NAMED,
        Label.IG_INCIDENT,
        Label.SAFEGUARDING,
        Label.SELF_HARM,
        Label.EMERGENCY,
        Label.SUBJECT_ACCESS,
        Label.SPEAK_UP,
    }
)
"""Somebody may be recognised, or speaks of what is theirs alone: no phrase is taken from it, also
where the label is switched off."""
NEVER_EXAMPLES: Final = _PRIVATE | DANGER_LABELS
"""A report points at no comment that has one of these or may have one: it is passed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One comment as themes see it."""

    ref: CommentRef
    decision_id: DecisionId
    organisation: str
    platform: Platform
    kind: Kind
    said_at: datetime
    author: AuthorKey | None
    mood: Mood
    topics: tuple[TopicHit, ...]
    phrases: Mapping[PhraseKey, str]
    """The words are written down only once five authors have used them."""
    removal: bool
    """The machine hid or deleted it, or proposes to: it counts only if a person leaves it."""
    permalink: str | None
    version: str
    """The list of topics that it was read with."""


def mood_of(decision: Decision) -> Mood:
    """Return how a comment speaks, from its certain labels."""
    labels = frozenset(decision.labels)
    if Label.COMPLAINT in labels:
        return Mood.COMPLAINT
    critical, kind = bool(labels & _CRITICAL), Label.COMPLIMENT in labels
    if critical:
        return Mood.MIXED if kind else Mood.CRITICISM
    return Mood.COMPLIMENT if kind else Mood.OTHER


def is_removal(decision: Decision) -> bool:
    """Return whether the comment is removed, or its removal is proposed to a person."""
    return not REMOVALS.isdisjoint({*decision.actions, *decision.proposed})


def may_lend_phrases(decision: Decision, kind: Kind) -> bool:
    """Return whether phrases may be taken from a comment at all."""
    return (
        kind is not Kind.DIRECT_MESSAGE
        and decision.language == ENGLISH
        and not is_removal(decision)
        and _PRIVATE.isdisjoint(decision.conceivable)
    )

"""The system's one vocabulary: categories, labels, urgencies, platforms, kinds, actions, roles.

Event fields, database columns, metrics, pages and documents use exactly these words.
"""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    """What a comment is, exactly one; the NHS England table of April 2023."""

    HARMFUL_ABUSE = "harmful_abuse"
    MISINFORMATION_OR_SPAM = "misinformation_or_spam"
    ANYTHING_ELSE = "anything_else"


class Label(StrEnum):
    """What a text contains, any number of them."""

    # House rules: may lead to hide, delete, reply with the reason, report, block review.
    HATE = "hate"
    THREAT = "threat"
    HARASSMENT = "harassment"
    STAFF_NAMED = "staff_named"
    PROFANITY = "profanity"
    SEXUAL = "sexual"
    PERSONAL_DATA = "personal_data"
    MISINFORMATION = "misinformation"
    SPAM = "spam"
    PROMOTION = "promotion"
    IMPERSONATION = "impersonation"
    ILLEGAL = "illegal"
    DEFAMATION = "defamation"
    INCITEMENT = "incitement"

    # Routing: lead to a case for a team, whatever happens to the comment itself.
    EMERGENCY = "emergency"
    PATIENT_SAFETY = "patient_safety"
    SELF_HARM = "self_harm"
    SAFEGUARDING = "safeguarding"
    FOI = "foi"
    SUBJECT_ACCESS = "subject_access"
    MEDIA = "media"
    COMPLAINT = "complaint"
    STAFF_CONDUCT = "staff_conduct"
    MEDICAL_ADVICE = "medical_advice"
    LEGAL = "legal"
    POLICE = "police"
    REPUTATIONAL = "reputational"
    SPEAK_UP = "speak_up"
    IG_INCIDENT = "ig_incident"

    # Conversation: drive acknowledgement, replies and themes.
    COMPLIMENT = "compliment"
    QUERY = "query"
    CRITICISM = "criticism"


HOUSE_RULE_LABELS = frozenset(
    {
        Label.HATE,
        Label.THREAT,
        Label.HARASSMENT,
        Label.STAFF_NAMED,
        Label.PROFANITY,
        Label.SEXUAL,
        Label.PERSONAL_DATA,
        Label.MISINFORMATION,
        Label.SPAM,
        Label.PROMOTION,
        Label.IMPERSONATION,
        Label.ILLEGAL,
        Label.DEFAMATION,
        Label.INCITEMENT,
    }
)
CONVERSATION_LABELS = frozenset({Label.COMPLIMENT, Label.QUERY, Label.CRITICISM})
ROUTING_LABELS = frozenset(Label) - HOUSE_RULE_LABELS - CONVERSATION_LABELS
AT_RISK_LABELS = frozenset(
    {Label.SELF_HARM, Label.EMERGENCY, Label.SAFEGUARDING, Label.PATIENT_SAFETY}
)
"""Labels that say somebody needs help. All of them only send for people, none removes."""
DANGER_LABELS = AT_RISK_LABELS | {Label.THREAT}
"""Labels for which somebody may come to harm when nobody looks."""


class Urgency(StrEnum):
    """How soon a person must know."""

    IMMEDIATE = "immediate"
    """Wake someone now."""
    URGENT = "urgent"
    """Same working day; out of hours to the duty manager."""
    ROUTINE = "routine"
    """Next working day is fine."""


class Platform(StrEnum):
    """Where a comment was written."""

    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    X = "x"
    LINKEDIN = "linkedin"
    YOUTUBE = "youtube"
    TIKTOK = "tiktok"
    VIVA_ENGAGE = "viva_engage"
    SOUNDCLOUD = "soundcloud"
    SMS = "sms"


class Kind(StrEnum):
    """How a comment reached the body's account."""

    COMMENT = "comment"
    REPLY = "reply"
    MENTION = "mention"
    DIRECT_MESSAGE = "direct_message"


class Action(StrEnum):
    """What may be done to a comment; the first five are the words of `moderation classify`."""

    LEAVE = "leave"
    HIDE = "hide"
    DELETE = "delete"
    REPORT = "report"
    REPLY = "reply"
    UNHIDE = "unhide"
    PRIVATE_REPLY = "private_reply"


class Measure(StrEnum):
    """What a person may decide about somebody who breaks the house rules again and again."""

    WARNING = "warning"
    BLOCK = "block"


class SwitchKind(StrEnum):
    """What a kill switch takes out of use."""

    LABEL = "label"
    RULE = "rule"
    """A rule, detector or model, by the id that reasons name as their source."""


class Role(StrEnum):
    """What a token's bearer may do, within one organisation."""

    AUDITOR = "auditor"
    MODERATOR = "moderator"
    DUTY_MANAGER = "duty_manager"
    TEAM_MEMBER = "team_member"
    ADMINISTRATOR = "administrator"

"""What stands around the rules: approvals, modes, retention, the annual check."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StrictBool

from moderation_common.policy.part import Day, Key, Part, Term, Text
from moderation_common.policy.routing import Approval


class Approved(Part):
    """Who approved this very version, and when; every version after a body's first needs it."""

    by: Annotated[str, Field(min_length=3, max_length=200)]
    """Name and role."""
    on: Day


class ApprovalRule(Part):
    """Whose recorded approval a step needs."""

    step: Approval
    roles: tuple[Text, ...] = Field(min_length=1)
    """Any one of them, in order of preference; the body's own titles."""
    clause: Text


class ModeName(StrEnum):
    """A state of affairs that changes what is answered and who is told."""

    PRE_ELECTION = "pre_election"
    MAJOR_INCIDENT = "major_incident"


class Answering(StrEnum):
    """How far the body answers while a mode holds."""

    AS_USUAL = "as_usual"
    PERSON_ONLY = "person_only"
    """Nothing goes out that a person has not approved."""
    NONE = "none"


class Mode(Part):
    """What changes while a mode holds; a person switches it on and off."""

    name: ModeName
    answering: Answering
    tell: tuple[Key, ...]
    """Teams that are told of new cases as well."""
    clause: Text
    words: Text


class Retention(Part):
    """How long personal text is kept."""

    personal_text: Term
    """After this the text is to be erased; the record of what was done stays verifiable. So far the
    classifier alone does so."""
    delete_after_hand_over: StrictBool
    """Photos and personal details are to be deleted once passed on; nothing does so yet."""
    clause: Text


class Evidence(StrEnum):
    """What the system can show for a criterion of the annual check."""

    ACCOUNT_REGISTER = "account_register"
    CHECK_TIMES = "check_times"
    REPLY_TIMES = "reply_times"
    COMPLAINTS_SIGNPOSTED = "complaints_signposted"
    FOI_HAND_OVER = "foi_hand_over"
    OUTGOING_TEXT = "outgoing_text"
    PERSONAL_DATA_REMOVALS = "personal_data_removals"
    ATTESTATIONS = "attestations"
    MEDIA_CONTACTS = "media_contacts"
    NEGATIVE_CITATIONS = "negative_citations"
    REMOVALS = "removals"
    REMOVALS_EXPLAINED = "removals_explained"
    OUT_OF_HOURS_ALERTS = "out_of_hours_alerts"
    CREDENTIAL_AGE = "credential_age"
    ACCOUNT_ACTIVITY = "account_activity"
    APPROVALS = "approvals"
    SAFEGUARDING_CASES = "safeguarding_cases"
    THEMES = "themes"


class Criterion(Part):
    """One criterion of the annual compliance check."""

    id: Key
    clause: Text
    words: Text
    evidence: Evidence

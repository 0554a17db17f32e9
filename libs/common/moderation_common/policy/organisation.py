"""Who the body is: its names, contacts, documents, accounts, hours and promises."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator

from moderation_common.policy.part import Key, LocalTime, Part, Term, Text, Weekday
from moderation_common.vocabulary import Platform


class Contact(Part):
    """How to reach somebody. An address that the policy does not publish is a placeholder."""

    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    phone: Text | None = None
    published: StrictBool = False
    """True when the body's policy prints it; otherwise it is to be replaced at go-live."""


class Organisation(Part):
    """The public body whose policy the pack states."""

    key: Key
    name: Text
    short_name: Text
    website: Annotated[str, Field(pattern=r"^https://\S+$")]
    contact: Contact
    """The communications inbox."""


class SourceDocument(Part):
    """A published document that the pack's rules are quoted from."""

    id: Key
    title: Text
    reference: Text | None = None
    issued: Text | None = None
    """When it was issued, as the document says it."""


class DashboardTool(StrEnum):
    """The management tool through which an account is run, where the policy names one."""

    HOOTSUITE = "hootsuite"
    BRANDWATCH = "brandwatch"


class Account(Part):
    """One page, profile or group of the body on one platform."""

    id: Key
    platform: Platform
    external_id: Annotated[str, Field(min_length=1, max_length=200)]
    """The platform's own id of the page or user, always text."""
    handle: Text
    purpose: Text
    owner: Text
    managed_with: DashboardTool | None = None
    internal: StrictBool = False
    """For the body's own staff, under rules of engagement instead of the house rules."""


class AccountRules(Part):
    """How accounts are kept, where the policy says."""

    change_credentials_every: Term | None = None
    inactive_after: Term | None = None
    clause: Text


class Hours(Part):
    """When the body's people watch the accounts."""

    timezone: Literal["Europe/London"] = "Europe/London"
    weekdays: tuple[Weekday, ...] = Field(min_length=1)
    opens: LocalTime
    closes: LocalTime
    holidays: Literal["england"] = "england"
    """Whose bank holidays are no working days."""
    clause: Text

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            message = f"opens at {self.opens:%H:%M} but closes at {self.closes:%H:%M}; "
            raise ValueError(message + "make the closing time the later one")
        return self


class Digest(StrEnum):
    """What a person is shown at a check."""

    MORNING = "morning"
    """Yesterday's posts again, and what came overnight."""
    MIDDAY = "midday"
    END_OF_DAY = "end_of_day"
    """Open issues, handed over to the person on call."""


class Check(Part):
    """A time of the working day at which a person looks at every account."""

    at: LocalTime
    digest: Digest


class Promises(Part):
    """What the body tells the public about its replies, and how often it looks."""

    reply_within: Term | None
    """None where the policy promises no time."""
    reply_clause: Text | None = None
    checks: tuple[Check, ...] = Field(min_length=1)
    checks_clause: Text | None = None

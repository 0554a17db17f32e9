"""What the body says to people: reply templates, filled only with the pack's own facts."""

from __future__ import annotations

from enum import StrEnum
from string import Formatter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from moderation_common.policy.house_rules import HouseRule
    from moderation_common.policy.model import PolicyPack


class TemplateName(StrEnum):
    """The replies that every pack has."""

    ACKNOWLEDGEMENT = "acknowledgement"
    THANKS = "thanks"
    PALS = "pals"
    COMPLAINTS = "complaints"
    FOI = "foi"
    SUBJECT_ACCESS = "subject_access"
    MEDIA = "media"
    MEDICAL_ADVICE = "medical_advice"
    CRISIS = "crisis"
    EMERGENCY = "emergency"
    REMOVAL_NOTICE = "removal_notice"
    DIRECT_MESSAGE = "direct_message"
    """The automatic reply to a direct message."""
    STAFF_CONCERN = "staff_concern"


PLACEHOLDERS: Final = frozenset(
    {"organisation", "short_name", "website", "email", "hours", "clause", "words"}
)
_RULE_PLACEHOLDERS: Final = frozenset({"clause", "words"})


def unknown_placeholders(text: str) -> tuple[str, ...]:
    """Return what stands in braces in a template and is no placeholder.

    Raises `ValueError` when a brace has no partner.
    """
    names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    return tuple(name for name in names if name not in PLACEHOLDERS)


def compose_reply(pack: PolicyPack, name: TemplateName, *, rule: HouseRule | None = None) -> str:
    """Return a template's text with the pack's facts filled in.

    `rule` is the house rule to quote. Raises `ValueError` when the template quotes one and none
    is given, because a removal must never be explained with an empty reason.
    """
    text = pack.templates[name]
    asked = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    if rule is None and asked & _RULE_PLACEHOLDERS:
        raise ValueError(f"the template {name} quotes a house rule; pass the rule to quote")
    hours = pack.hours
    facts = {
        "organisation": pack.organisation.name,
        "short_name": pack.organisation.short_name,
        "website": pack.organisation.website,
        "email": pack.organisation.contact.email or "",
        "hours": f"{_spell_days(tuple(day.number for day in hours.weekdays))}, "
        f"{hours.opens:%H:%M} to {hours.closes:%H:%M}",
        "clause": rule.clause if rule else "",
        "words": rule.words if rule else "",
    }
    return text.format_map(facts)


_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _spell_days(numbers: tuple[int, ...]) -> str:
    days = sorted(set(numbers))
    consecutive = days == list(range(days[0], days[-1] + 1))
    if consecutive and len(days) > 2:  # noqa: PLR2004  two days read better as a list
        return f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
    return ", ".join(_DAYS[day] for day in days)

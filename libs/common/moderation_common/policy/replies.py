"""What the body says to people: reply templates, filled only with the pack's own facts."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from string import Formatter
from typing import TYPE_CHECKING, Final

from moderation_common.vocabulary import Action

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


RULE_PLACEHOLDERS: Final = frozenset({"notice", "removed", "words", "document", "clause"})
"""What only a removal notice can say: what was done, why, and the rule with its place."""
PLACEHOLDERS: Final = RULE_PLACEHOLDERS | {
    "organisation",
    "short_name",
    "website",
    "email",
    "hours",
}
NEUTRAL_NOTICE: Final = "We have {removed} your comment."
"""What is said where the rule brings no notice of its own; it accuses nobody of anything."""


def unknown_placeholders(text: str) -> tuple[str, ...]:
    """Return what stands in braces in a template and is no placeholder.

    Raises `ValueError` when a brace has no partner.
    """
    names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    return tuple(name for name in names if name not in PLACEHOLDERS)


def removal_word(actions: Collection[Action]) -> str:
    """Return what was done to a comment, as its author is told."""
    if Action.DELETE in actions:
        return "deleted"
    return "hidden" if Action.HIDE in actions else "removed"


def compose_reply(
    pack: PolicyPack,
    name: TemplateName,
    *,
    rule: HouseRule | None = None,
    actions: Collection[Action] = (),
) -> str:
    """Return a template's text with the pack's facts filled in.

    `rule` is the house rule to quote, and `actions` what is done to the comment for it. Raises
    `ValueError` when the template quotes a rule and none is given, because a removal must never
    be explained with an empty reason.
    """
    text = pack.templates[name]
    asked = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    if rule is None and asked & RULE_PLACEHOLDERS:
        raise ValueError(f"the template {name} quotes a house rule; pass the rule to quote")
    hours = pack.hours
    facts = {
        "organisation": pack.organisation.name,
        "short_name": pack.organisation.short_name,
        "website": pack.organisation.website,
        "email": pack.organisation.contact.email or "",
        "hours": f"{_spell_days(tuple(day.number for day in hours.weekdays))}, "
        f"{hours.opens:%H:%M} to {hours.closes:%H:%M}",
    }
    if rule is not None:
        facts |= {
            "notice": short_notice(rule, actions=actions),
            "removed": removal_word(actions),
            "words": rule.words,
            "document": pack.document_of(rule).title,
            "clause": rule.clause,
        }
    return text.format_map(facts)


def short_notice(rule: HouseRule, *, actions: Collection[Action]) -> str:
    """Return what is said of a removal without the rule's own words."""
    return (rule.notice or NEUTRAL_NOTICE).format(removed=removal_word(actions))


_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _spell_days(numbers: tuple[int, ...]) -> str:
    days = sorted(set(numbers))
    consecutive = days == list(range(days[0], days[-1] + 1))
    if consecutive and len(days) > 2:  # noqa: PLR2004  two days read better as a list
        return f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
    return ", ".join(_DAYS[day] for day in days)

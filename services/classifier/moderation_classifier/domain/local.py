"""What a body's policy pack tells the labelling: its staff, contacts, own words and place names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

from moderation_classifier.domain.names.staff import StaffDirectory
from moderation_classifier.domain.phrases import PhraseIndex
from moderation_classifier.domain.rules import Rule, RuleSet
from moderation_classifier.domain.text import NormalisedText, Span, normalise
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import Label

_BLOCKED_SCORE: Final = 0.95
"""A body lists a word because it wants it acted on."""

OWN_SOURCE: Final = "pack."
"""How the ids of what a pack's own lists find begin."""

_CONTACT: Final = re.compile(r"[^\s@,;]+@[^\s@,;]+[^\s@,;.]|\+?\d[\d ]{2,18}\d")
_BRACKETS: Final = re.compile(r"[()-]")


@dataclass(frozen=True, slots=True)
class LocalKnowledge:
    """Compiled once for each version of a pack, then shared by all of its comments."""

    staff: StaffDirectory
    own_contacts: frozenset[str]
    """Telephone numbers, e-mails and addresses that the body publishes."""
    blocked: RuleSet
    """The body's additions to the shared word lists."""
    allowed: PhraseIndex
    """Words never taken for a breach, such as place names."""

    @classmethod
    def of(cls, pack: PolicyPack) -> Self:
        """Compile what the pack says."""
        blocked = [
            Rule(
                id=blocked_source(terms.label),
                label=terms.label,
                score=_BLOCKED_SCORE,
                phrases=tuple(normalise(term).words.text for term in terms.terms),
            )
            for terms in pack.lists.blocked
        ]
        return cls(
            staff=StaffDirectory(name for member in pack.staff_directory for name in member.names),
            own_contacts=frozenset(_published(pack)),
            blocked=RuleSet(blocked),
            allowed=PhraseIndex({normalise(word).words.text: (0,) for word in pack.lists.allowed}),
        )

    @classmethod
    def none(cls) -> Self:
        """Return the knowledge of a body that says nothing about itself."""
        return cls(
            staff=StaffDirectory(),
            own_contacts=frozenset(),
            blocked=RuleSet(()),
            allowed=PhraseIndex({}),
        )

    def allowed_spans(self, text: NormalisedText) -> tuple[Span, ...]:
        """Return where the words stand that are never taken for a breach."""
        return tuple(span for _, span in self.allowed.find(text))


def blocked_source(label: Label) -> str:
    """Return the id by which reasons name a body's own words for a label."""
    return f"{OWN_SOURCE}blocked.{label}"


def _published(pack: PolicyPack) -> Iterator[str]:
    for contact in (pack.organisation.contact, *(team.contact for team in pack.teams)):
        yield from filter(None, (contact.email, contact.phone))
        # People write two numbers into one field, and brackets around a code.
        yield from _CONTACT.findall(_BRACKETS.sub(" ", contact.phone or ""))
    # Replies are published as well: they name crisis lines and offices.
    for template in pack.templates.values():
        yield from _CONTACT.findall(template)

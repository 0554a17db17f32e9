"""What a body does about people who break its rules again and again: weights, terms and limits.

A strike is one offence that was acted upon. Strikes only ever lead to a proposal, which a person
approves or refuses; nobody is warned or blocked by a machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from moderation_common.policy.house_rules import REMOVING_LABELS
from moderation_common.policy.part import Key, Part
from moderation_common.vocabulary import Label

GROUP_WINDOW: Final = timedelta(hours=72)
"""How long nearly the same words count as one message, and a decision about them for the next.

A campaign runs over a weekend; a phrase that comes back a week later deserves a fresh look.
"""

_DEFAULT_WEIGHT: Final = 1

DEFAULT_WEIGHTS: Final[Mapping[Label, int]] = MappingProxyType(
    {
        Label.THREAT: 3,
        Label.HATE: 2,
        Label.SEXUAL: 2,
        Label.INCITEMENT: 2,
        # Who discloses data, mostly their own, is protected by its removal and not at fault.
        Label.PERSONAL_DATA: 0,
        Label.IG_INCIDENT: 0,
    }
)
"""Where they are not one point; a default of the product, for each body to confirm."""

Points = Annotated[int, Field(ge=0, le=100)]


class Strikes(Part):
    """The body's rules for repeated breaches; every field has a default."""

    house_rule: Key | None = None
    """The rule that warnings and blocks rest on; the first about behaviour where left out."""
    weights: Mapping[Label, Points] = Field(default_factory=dict)
    """Points of a strike by the label that it is for, where they differ from the defaults."""
    rule_weights: Mapping[Key, Points] = Field(default_factory=dict)
    """Points by the house rule that was broken; they come before those of the label."""
    expire_after_days: Annotated[int, Field(ge=1, le=3650)] = 180
    """Days after which a strike counts no more."""
    warn_at: Annotated[int, Field(ge=1, le=1000)] = 2
    """Points from which a warning is proposed."""
    block_at: Annotated[int, Field(ge=1, le=1000)] = 4
    """Points from which a block is proposed."""
    repeats: Annotated[int, Field(ge=2, le=1000)] = 5
    """How often one person writes nearly the same within 72 hours until it may be spam."""
    campaign_authors: Annotated[int, Field(ge=2, le=1000)] = 10
    """From so many accounts nearly the same within 72 hours is put before a person, once.

    It earns nobody a strike.
    """

    @model_validator(mode="after")
    def _limits_ascend(self) -> Self:
        if self.warn_at > self.block_at:
            message = f"warn_at is {self.warn_at} but block_at is {self.block_at}; "
            raise ValueError(message + "warn before you block: make warn_at the lower, or equal")
        return self

    @model_validator(mode="after")
    def _only_breaches_weigh(self) -> Self:
        for label in self.weights:
            if label not in REMOVING_LABELS:
                message = f"{label.value!r} breaks no house rule, so nobody gets a strike for it; "
                raise ValueError(message + "weigh only labels for which comments may be removed")
        return self

    def points_for(self, labels: Iterable[Label], rules: Iterable[str] = ()) -> int:
        """Return the points of one offence: those of its gravest label or rule.

        Nought for an offence without a label that breaks a rule: criticism weighs nothing.
        """
        breaches = [label for label in labels if label in REMOVING_LABELS]
        if not breaches:
            return 0
        own = [self.rule_weights[rule] for rule in rules if rule in self.rule_weights]
        if own:
            return max(own)
        return max(
            self.weights.get(label, DEFAULT_WEIGHTS.get(label, _DEFAULT_WEIGHT))
            for label in breaches
        )

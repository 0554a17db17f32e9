"""As much of a decision as another can be held against: what becomes of the comment and for whom.

The row of the table that decided is kept and not compared: renaming one disturbs nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.trials.redeciding import Outcome, outcome_of
from moderation_common.vocabulary import Action, Category, Label, Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What one policy makes of one comment."""

    outcome: Outcome
    category: Category
    row: str
    labels: tuple[Label, ...]
    possible: tuple[Label, ...]
    """Those that are certain or in doubt."""
    actions: tuple[Action, ...]
    review: bool
    proposed: tuple[Action, ...] = ()
    """What a person is asked to approve; empty in sketches kept before this was."""
    urgency: Urgency | None = None
    """None in sketches kept before this was."""
    routes: tuple[str, ...] = ()
    """The ids of the routes that it takes, in the pack's order."""
    house_rule: str | None = None
    """The id of the house rule that a removal rests on; the commenter is sent its words."""
    unheeded: tuple[Label, ...] = ()
    """Those that are possible but switched off; empty in sketches kept before this was."""

    @classmethod
    def of(cls, decision: Decision) -> Self:
        """Return the sketch of a decision."""
        outcome = outcome_of(decision)
        return cls(
            outcome=outcome,
            category=decision.category,
            row=decision.row,
            labels=decision.labels,
            possible=tuple(reason.label for reason in decision.reasons),
            actions=decision.actions,
            review=decision.review,
            proposed=decision.proposed,
            urgency=decision.urgency,
            routes=decision.routes,
            # The freedom that what is left rests on is told to nobody.
            house_rule=decision.house_rule if outcome is Outcome.REMOVED else None,
            unheeded=decision.unheeded,
        )

    def same_as(self, other: Sketch) -> bool:
        """Say whether both come to the same for the commenter, the reviewer and the teams."""
        return self._compared() == other._compared()

    def reaches_person(self, label: Label) -> bool:
        """Say whether somebody hears of the label: it opens a case, or is read in review.

        A review asks about danger also where its label is switched off.
        """
        return label in self.labels or (self.review and label in (*self.possible, *self.unheeded))

    def _compared(self) -> tuple[object, ...]:
        # Each route opens a case of its own, so their order says nothing.
        return (
            self.category,
            self.labels,
            self.actions,
            self.review,
            self.proposed,
            self.urgency,
            frozenset(self.routes),
            self.house_rule,
        )

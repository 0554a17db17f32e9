"""A labelled example: what the machine decided about a text, and what a person said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_common.identity import (
    CommentRef,
    DecisionId,
    EventId,
    GroupId,
    ReviewId,
    WordingId,
)
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import CONVERSATION_LABELS, Action, Category, Label, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one person decided about one comment."""

    event_id: EventId
    review_id: ReviewId
    ref: CommentRef
    organisation: str
    decided_at: datetime
    decided_by: str
    """The subject of the person's token; only its keyed hash is kept."""
    role: Role | None
    category: Category
    labels: tuple[Label, ...]
    actions: tuple[Action, ...]
    decision_id: DecisionId | None
    """The machine's decision, as the event names it."""
    comment_event_id: EventId | None
    """The version that the person read, as the event names it."""
    group_id: GroupId | None = None
    """The group of nearly the same comments that it settles; none for this comment alone."""
    wording_id: WordingId | None = None
    """The wording of the group for which alone it holds; none where it holds for all of it."""
    on_platform: bool = False
    """Somebody showed the comment again on the platform itself, which does not say who."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A judgement of the machine and the verdict of a person that holds for the same version."""

    judgement: Judgement
    decided_in: EventId
    """The person's decision; several examples have the same when a group was decided."""
    decided_at: datetime
    role: Role | None
    category: Category
    labels: frozenset[Label]
    actions: frozenset[Action]

    @property
    def must_leave(self) -> bool:
        """Whether the person found nothing for which the comment might be taken away."""
        return (
            self.category is Category.ANYTHING_ELSE
            and REMOVALS.isdisjoint(self.actions)
            and Action.REPORT not in self.actions
        )

    @property
    def overturned(self) -> bool:
        """Whether the machine removed the comment and the person did not."""
        return self.judgement.removed and REMOVALS.isdisjoint(self.actions)

    @property
    def reached_person(self) -> bool:
        """Whether the machine itself put the comment before a person."""
        return self.judgement.draw.stratum is Stratum.REVIEW

    def speaks_of(self, label: Label) -> bool:
        """Say whether the verdict tells if the text carries the label.

        Who names no label at all has said only that nothing in it breaks a rule or needs a team;
        and who removes a comment without naming one has not said for which.
        """
        if self.labels:
            return True
        return self.category is Category.ANYTHING_ELSE and label not in CONVERSATION_LABELS

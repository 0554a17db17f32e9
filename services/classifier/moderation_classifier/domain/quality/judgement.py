"""What is kept of one decision so that people can hold the machine against it: never the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from moderation_classifier.domain.behaviour.similarity import Said
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.finding import REPETITION
from moderation_classifier.domain.labelling import Utterance
from moderation_classifier.domain.quality.sampling import Draw
from moderation_common.events import Comment, Event
from moderation_common.identity import CommentRef, DecisionId, EventId, GroupId, WordingId
from moderation_common.policy.circumstances import USUAL, Circumstances
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import (
    ROUTING_LABELS,
    Action,
    Category,
    Kind,
    Label,
    Platform,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision of the machine about one version of a comment."""

    decision_id: DecisionId
    comment_event_id: EventId
    """The event that carried the version judged."""
    ref: CommentRef
    organisation: str
    platform: Platform
    kind: Kind
    language: str
    judged_at: datetime
    pack: str
    row: str
    category: Category
    labels: tuple[Label, ...]
    doubtful: tuple[Label, ...]
    actions: tuple[Action, ...]
    proposed: tuple[Action, ...]
    review: bool
    superseded: bool
    scores: Mapping[Label, float]
    sources: Mapping[Label, str]
    draw: Draw
    model: str | None = None
    """The id of the model that the scores allow for, empty where rules judged alone.

    None where it was not recorded. Scores of two models are on two scales.
    """
    group_id: GroupId | None = None
    """The group with which it waits for one decision of a person; none when it waits for none,
    or for one of its own."""
    wording_id: WordingId | None = None
    """Which of the group's wordings it is in; none where there is no group."""
    circumstances: Circumstances = USUAL
    """As they were known: a table that asks for no record of the author's has none."""
    to_another: bool = False
    """Whether it plainly speaks to another commenter."""
    attached: bool | None = None
    """Whether a picture or recording came with it; None where it was not recorded."""
    read_whole: bool | None = None
    """Whether the machine read all of its text; None where it was not recorded."""
    said: Said | None = None
    """What tells whether a later version says the same; None where it was not recorded."""

    @property
    def removed(self) -> bool:
        """Whether the machine hid or deleted the comment by itself."""
        return not REMOVALS.isdisjoint(self.actions)

    @property
    def repeats(self) -> bool:
        """Whether `spam` was in doubt because its author wrote nearly the same again and again."""
        return self.sources.get(Label.SPAM) == REPETITION

    @property
    def unseen_is_known(self) -> bool:
        """Whether it is known if some of the comment was not seen or read.

        Where nobody was asked everything was, for a person is asked about all else.
        """
        return not self.review or not (self.attached is None or self.read_whole is None)

    @property
    def keeps_text(self) -> bool:
        """Whether the text is kept, sealed.

        A person is asked about it, or it was removed, or a team gets a case about it.
        """
        if self.review or self.draw.asked or self.removed:
            return True
        return not ROUTING_LABELS.isdisjoint((*self.labels, *self.doubtful))

    @classmethod
    def of(
        cls,
        event: Event,
        comment: Comment,
        decision: Decision,
        *,
        utterance: Utterance,
        decision_id: DecisionId,
        draw: Draw,
        superseded: bool,
        now: datetime,
        group_id: GroupId | None = None,
        wording_id: WordingId | None = None,
        said: Said | None = None,
    ) -> Self:
        """Return what is kept of a decision about the comment that an event carried."""
        return cls(
            decision_id=decision_id,
            comment_event_id=event.id,
            ref=comment.ref,
            organisation=event.organisation,
            platform=comment.ref.platform,
            kind=comment.kind,
            language=decision.language,
            judged_at=now,
            pack=decision.pack,
            row=decision.row,
            category=decision.category,
            labels=decision.labels,
            doubtful=decision.doubtful,
            actions=decision.actions,
            proposed=decision.proposed,
            review=decision.review,
            superseded=superseded,
            scores=decision.scores,
            sources=decision.sources,
            draw=draw,
            model=decision.model,
            group_id=group_id if decision.review else None,
            wording_id=wording_id if decision.review else None,
            circumstances=utterance.circumstances,
            to_another=utterance.to_another,
            attached=bool(comment.attachments),
            read_whole=decision.read_whole,
            said=said,
        )

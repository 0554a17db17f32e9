"""Makes judgements and labelled examples for tests of what is learnt from people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Final

from moderation_classifier.domain.outcome import decision_id_of
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.sampling import Draw, Stratum
from moderation_common.identity import CommentRef, EventId, derive_id
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform, Role

T0: Final = datetime(2026, 11, 2, 12, tzinfo=UTC)
NO_SCORES: Final[Mapping[Label, float]] = {}


def judgement(
    number: int,
    *,
    stratum: Stratum = Stratum.REVIEW,
    share: float = 1.0,
    asked: bool = True,
    labels: Collection[Label] = (),
    actions: tuple[Action, ...] = (Action.LEAVE,),
    scores: Mapping[Label, float] = NO_SCORES,
    language: str = "English",
    organisation: str = "bsw",
    platform: Platform = Platform.FACEBOOK,
    model: str | None = None,
    attached: bool | None = False,
    read_whole: bool | None = True,
) -> Judgement:
    """Return a judgement that is told apart by its number."""
    event_id = EventId(derive_id(f"comment {number}", "received"))
    return Judgement(
        decision_id=decision_id_of(event_id),
        comment_event_id=event_id,
        ref=CommentRef(platform=platform, account_id="1", comment_id=str(number)),
        organisation=organisation,
        platform=platform,
        kind=Kind.COMMENT,
        language=language,
        judged_at=T0,
        pack=f"{organisation}@2026-01-01.1",
        row="everything-else",
        category=Category.ANYTHING_ELSE,
        labels=tuple(labels),
        doubtful=(),
        actions=actions,
        proposed=actions,
        review=stratum is Stratum.REVIEW,
        superseded=False,
        scores=scores,
        sources={},
        draw=Draw(stratum=stratum, share=share, asked=asked),
        model=model,
        attached=attached,
        read_whole=read_whole,
    )


def example(
    about: Judgement,
    *,
    category: Category = Category.ANYTHING_ELSE,
    labels: Collection[Label] = (),
    actions: Collection[Action] = (Action.LEAVE,),
    decided_in: EventId | None = None,
) -> Example:
    """Return what a moderator said about a judgement, by itself or in a decision on several."""
    return Example(
        judgement=about,
        decided_in=decided_in or EventId(derive_id(about.decision_id, "decided")),
        decided_at=T0,
        role=Role.MODERATOR,
        category=category,
        labels=frozenset(labels),
        actions=frozenset(actions),
    )


def breach(about: Judgement, *labels: Label, decided_in: EventId | None = None) -> Example:
    """Return that a moderator took a comment away for these labels."""
    return example(
        about,
        category=Category.HARMFUL_ABUSE,
        labels=labels,
        actions=(Action.HIDE,),
        decided_in=decided_in,
    )

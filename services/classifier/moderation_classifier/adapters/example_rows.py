"""From rows to judgements and examples."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Row

from moderation_classifier.domain.quality.case_answers import CaseAnswer
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.sampling import Draw, Stratum
from moderation_common.identity import CaseId, CommentRef, DecisionId, EventId, GroupId, WordingId
from moderation_common.policy import ModeName
from moderation_common.policy.circumstances import Circumstances
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform, Role

_LABELS: Final = {label.value: label for label in Label}


def judgement_of(row: Row[Any]) -> Judgement:
    """Read a judgement from a row with all its columns."""
    return Judgement(
        decision_id=DecisionId(row.decision_id),
        comment_event_id=EventId(row.comment_event_id),
        ref=CommentRef.parse(row.ref),
        organisation=row.organisation,
        platform=Platform(row.platform),
        kind=Kind(row.kind),
        language=row.language,
        judged_at=row.judged_at,
        pack=row.pack,
        row=row.row,
        category=Category(row.category),
        labels=tuple(map(Label, row.labels)),
        doubtful=tuple(map(Label, row.doubtful)),
        actions=tuple(map(Action, row.actions)),
        proposed=tuple(map(Action, row.proposed)),
        review=row.review,
        superseded=row.superseded,
        scores={_LABELS[name]: float(score) for name, score in row.scores.items()},
        sources={_LABELS[name]: source for name, source in row.sources.items()},
        draw=Draw(stratum=Stratum(row.stratum), share=row.share, asked=row.asked),
        model=row.model,
        group_id=GroupId(row.group_id) if row.group_id else None,
        wording_id=WordingId(row.wording_id) if row.wording_id else None,
        circumstances=Circumstances(modes=frozenset(map(ModeName, row.modes)), points=row.points),
        to_another=row.to_another,
        attached=row.attached,
        read_whole=row.read_whole,
    )


def case_answer_of(row: Row[Any]) -> CaseAnswer:
    """Read a case's answer from a judgement's row and the columns of the answer beside it."""
    return CaseAnswer(
        judgement=judgement_of(row),
        case_id=CaseId(row.case_id),
        decided_at=row.decided_at,
        role=Role(row.role) if row.role else None,
        confirmed=frozenset(map(Label, row.confirmed)),
        refused=frozenset(map(Label, row.refused)),
    )


def example_of(row: Row[Any]) -> Example:
    """Read an example from a judgement's row and the columns of a verdict beside it."""
    return Example(
        judgement=judgement_of(row),
        decided_in=EventId(row.verdict_event_id),
        decided_at=row.decided_at,
        role=Role(row.role) if row.role else None,
        category=Category(row.verdict_category),
        labels=frozenset(map(Label, row.verdict_labels)),
        actions=frozenset(map(Action, row.verdict_actions)),
    )

"""The lines of the export of labelled examples."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.ports import ReadableCaseAnswer, ReadableExample
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform, Role


class _Exported(BaseModel):
    """What every line of the export says of the comment and of the machine."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    decision_id: str
    organisation: str
    platform: Platform
    kind: Kind
    language: str
    pack: str
    judged_at: AwareDatetime
    decided_at: AwareDatetime
    role: Role | None
    text: str | None
    """Null when it was not kept, or was erased."""
    machine_category: Category
    machine_labels: list[Label]
    machine_actions: list[Action]
    scores: dict[Label, float]

    @classmethod
    def _build(
        cls,
        judgement: Judgement,
        *,
        decided_at: datetime,
        role: Role | None,
        text: str | None,
        **own: object,
    ) -> Self:
        return cls.model_validate(
            {
                "decision_id": judgement.decision_id,
                "organisation": judgement.organisation,
                "platform": judgement.platform,
                "kind": judgement.kind,
                "language": judgement.language,
                "pack": judgement.pack,
                "judged_at": judgement.judged_at,
                "decided_at": decided_at,
                "role": role,
                "text": text,
                "machine_category": judgement.category,
                "machine_labels": list(judgement.labels),
                "machine_actions": list(judgement.actions),
                "scores": dict(judgement.scores),
                **own,
            }
        )


class ExportedExample(_Exported):
    """One line of the export that a review gave: all that a person holds of the comment."""

    category: Category
    labels: list[Label]
    actions: list[Action]
    share: float | None
    """The chance that a person was asked about it; null when somebody looked unasked."""

    @classmethod
    def build(cls, readable: ReadableExample) -> Self:
        """Return an example as a line."""
        example, draw = readable.example, readable.example.judgement.draw
        return cls._build(
            example.judgement,
            decided_at=example.decided_at,
            role=example.role,
            text=readable.text,
            category=example.category,
            labels=sorted(example.labels),
            actions=sorted(example.actions),
            share=draw.share if draw.asked else None,
        )


class ExportedCaseAnswer(_Exported):
    """One line of the export that a closed case gave: an answer for some labels, and no more."""

    case_id: str
    labels_confirmed: list[Label]
    labels_refused: list[Label]

    @classmethod
    def build(cls, readable: ReadableCaseAnswer) -> Self:
        """Return an answer as a line."""
        answer = readable.answer
        return cls._build(
            answer.judgement,
            decided_at=answer.decided_at,
            role=answer.role,
            text=readable.text,
            case_id=answer.case_id,
            labels_confirmed=sorted(answer.confirmed),
            labels_refused=sorted(answer.refused),
        )

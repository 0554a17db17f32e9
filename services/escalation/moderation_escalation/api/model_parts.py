"""What several answers of the API hold: signatures, comments, decisions."""

from __future__ import annotations

from pydantic import AwareDatetime, BaseModel, ConfigDict, field_validator

from moderation_common.vocabulary import Action, Category, Kind, Label, Platform, Role, Urgency
from moderation_common.web.storable import refuse_unstorable
from moderation_escalation.domain.case import (
    CommentVersion,
    Decision,
    Signature,
    StoredComment,
)


class Request(BaseModel):
    """What a caller sends; fields that it should not have are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _can_be_kept(cls, value: object) -> object:
        """Refuse what PostgreSQL cannot hold."""
        return refuse_unstorable(value) if isinstance(value, str) else value


class SignatureOut(BaseModel):
    """Who did something, and when."""

    name: str
    role: Role | None
    at: AwareDatetime

    @classmethod
    def build(cls, signature: Signature | None) -> SignatureOut | None:
        """Return the signature; None when there is none."""
        if signature is None:
            return None
        return cls(name=signature.name, role=signature.role, at=signature.at)


class CommentOut(BaseModel):
    """What is kept of a comment."""

    ref: str
    platform: Platform
    kind: Kind | None
    version: str | None
    """Give it back with a decision, so that it is about what was read."""
    text: str | None
    author_id: str | None
    author_name: str | None
    attachments: tuple[str, ...]
    post_id: str | None
    permalink: str | None
    created_at: AwareDatetime | None
    edited_at: AwareDatetime | None
    removed_at: AwareDatetime | None
    hidden: bool
    """True when we have hidden it and nobody has shown it again."""
    erased: bool

    @classmethod
    def build(cls, comment: StoredComment | None) -> CommentOut | None:
        """Return the comment; None when it has not arrived."""
        if comment is None:
            return None
        return cls(
            ref=str(comment.ref),
            platform=comment.ref.platform,
            kind=comment.kind,
            version=comment.version,
            text=comment.text,
            author_id=comment.author_id,
            author_name=comment.author_name,
            attachments=comment.attachments,
            post_id=comment.post_id,
            permalink=comment.permalink,
            created_at=comment.created_at,
            edited_at=comment.edited_at,
            removed_at=comment.removed_at,
            hidden=comment.hidden,
            erased=comment.erased,
        )


class VersionOut(BaseModel):
    """The words of one version of a comment."""

    version: str
    text: str | None
    """Null when it was erased."""
    attachments: tuple[str, ...]
    written_at: AwareDatetime

    @classmethod
    def build(cls, version: CommentVersion) -> VersionOut:
        """Return the version."""
        return cls(
            version=version.version,
            text=version.text,
            attachments=version.attachments,
            written_at=version.written_at,
        )


class ReasonOut(BaseModel):
    """Why a label was given."""

    label: Label
    clause: str | None
    words: str | None
    score: float
    span: tuple[int, int] | None
    source: str | None
    seconded_by: str | None
    """The second opinion that holds the same."""


class DecisionOut(BaseModel):
    """What the classifier said."""

    decision_id: str
    category: Category
    labels: tuple[Label, ...]
    doubtful_labels: tuple[Label, ...]
    superseded: bool
    """True when it is about a version that a later one had overtaken already."""
    actions: tuple[Action, ...]
    urgency: Urgency
    routes: tuple[str, ...]
    doubts: tuple[str, ...]
    reasons: list[ReasonOut]
    pack: str

    @classmethod
    def build(cls, decision: Decision | None) -> DecisionOut | None:
        """Return the decision; None when there is none."""
        if decision is None:
            return None
        return cls(
            decision_id=decision.decision_id,
            category=decision.category,
            labels=decision.labels,
            doubtful_labels=decision.doubtful_labels,
            superseded=decision.superseded,
            actions=decision.actions,
            urgency=decision.urgency,
            routes=decision.routes,
            doubts=decision.doubts,
            reasons=[
                ReasonOut(
                    label=reason.label,
                    clause=reason.clause,
                    words=reason.words,
                    score=reason.score,
                    span=(reason.span.start, reason.span.end) if reason.span else None,
                    source=reason.source,
                    seconded_by=reason.seconded_by,
                )
                for reason in decision.reasons
            ],
            pack=decision.pack,
        )

"""Names of things: deterministic ids, so that a repeat is recognised everywhere."""

from __future__ import annotations

import uuid
from typing import Final, NewType

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import override

from moderation_common.vocabulary import Platform

EventId = NewType("EventId", str)
CorrelationId = NewType("CorrelationId", str)
ActionId = NewType("ActionId", str)
CaseId = NewType("CaseId", str)
ReviewId = NewType("ReviewId", str)
AlertId = NewType("AlertId", str)
DecisionId = NewType("DecisionId", str)
GroupId = NewType("GroupId", str)
WordingId = NewType("WordingId", str)
MeasureId = NewType("MeasureId", str)

# Fixed for ever: every id in every log was derived from it.
_NAMESPACE: Final = uuid.UUID("5f0c2a5e-6a4f-5f0e-9d7b-0c9b7f2d1e10")


def derive_id(cause: str, step: str) -> str:
    """Return the UUIDv5 of what caused a thing and the step that made it."""
    return str(uuid.uuid5(_NAMESPACE, f"{cause}\x1f{step}"))


class CommentRef(BaseModel):
    """Which comment, on which account of which platform; its text form is the event's subject."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    platform: Platform
    account_id: str = Field(min_length=1, max_length=200)
    """The platform's own id of the body's page or user."""
    comment_id: str = Field(min_length=1, max_length=500)
    """The platform's own id of the comment or message."""

    @override
    def __str__(self) -> str:
        return f"{self.platform}/{self.account_id}/{self.comment_id}"

    @classmethod
    def parse(cls, text: str) -> CommentRef:
        """Read the text form back; raises `ValueError` when it is not one."""
        platform, _, rest = text.partition("/")
        account_id, _, comment_id = rest.partition("/")
        return cls(platform=Platform(platform), account_id=account_id, comment_id=comment_id)

    @property
    def correlation_id(self) -> CorrelationId:
        """The id by which everything that ever happened to this comment is found."""
        return CorrelationId(derive_id(str(self), "comment"))

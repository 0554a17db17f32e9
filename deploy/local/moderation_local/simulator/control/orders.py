"""The bodies of the control side's calls."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from moderation_common.vocabulary import Kind, Platform
from moderation_local.simulator.composition import Writing
from moderation_local.simulator.faults import Fault, FaultPlace

Name = Annotated[str, Field(min_length=1, max_length=200)]


class Order(BaseModel):
    """A call's body; a field that it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AuthorOrder(Order):
    """Who writes."""

    name: Name | None = None
    id: Name | None = None
    """Derived from the name when left out."""


class CommentOrder(Order):
    """Something to write as a member of the public."""

    platform: Platform
    account_id: Name
    text: str
    kind: Kind = Kind.COMMENT
    author: AuthorOrder = AuthorOrder()
    post: Annotated[str, Field(min_length=1, max_length=8000)] | None = None
    """The text of the body's post; made when the account has none such."""
    parent_id: str | None = None
    parent: Annotated[str, Field(min_length=1, max_length=8000)] | None = None
    """In place of `parent_id`: the text of the comment that a reply answers; written when none
    such stands under the post."""
    created_at: AwareDatetime | None = None
    ref: Name | None = None
    """The caller's name for it: the same name on the same account again writes nothing new."""
    deliveries: Annotated[int, Field(ge=1, le=10)] = 1
    """How often the platform tells of it: duplicates are part of life."""

    def writing(self) -> Writing:
        """Return the order as the public side takes it."""
        return Writing(
            platform=self.platform,
            account_id=self.account_id,
            kind=self.kind,
            text=self.text,
            author_name=self.author.name,
            author_id=self.author.id,
            post=self.post,
            parent_id=self.parent_id,
            parent=self.parent,
            created_at=None if self.created_at is None else self.created_at.timestamp(),
            ref=self.ref,
        )


class BulkOrder(Order):
    """Many at once."""

    comments: Annotated[tuple[CommentOrder, ...], Field(min_length=1, max_length=5000)]


class EditOrder(Order):
    """A new text for a comment."""

    text: str
    announce: bool | None = None
    """Overrules whether the platform tells of it: Facebook does, X does not."""


class RedeliverOrder(Order):
    """Tell again of what was told already."""

    times: Annotated[int, Field(ge=1, le=100)] = 1


class FaultOrder(Order):
    """A trouble for the next calls."""

    place: FaultPlace
    code: Annotated[int, Field(ge=1, le=100_000)] | None = None
    """Facebook's error code, X's or the webhook sink's HTTP status, SMTP's reply."""
    subcode: int | None = None
    account_id: Name | None = None
    action: Name | None = None
    times: Annotated[int, Field(ge=1)] | None = 1
    """None until it is cleared."""
    after_effect: bool = False
    delay_s: Annotated[float, Field(ge=0, le=120)] = 0.0
    retry_after_s: Annotated[float, Field(gt=0)] | None = None

    def fault(self) -> Fault:
        """Return the order as the fault book takes it."""
        return Fault(
            place=self.place,
            code=self.code,
            account_id=self.account_id,
            action=self.action,
            subcode=self.subcode,
            remaining=self.times,
            after_effect=self.after_effect,
            delay_s=self.delay_s,
            retry_after_s=self.retry_after_s,
        )


class TokenOrder(Order):
    """Withdraw an account's token, or give it back."""

    revoked: bool
    subcode: int | None = None
    """Facebook's reason, such as 463 for expired or 460 for a changed password."""


class SubscriptionOrder(Order):
    """Let a Facebook page tell its events, or not."""

    subscribed: bool

"""What the API answers with."""

from __future__ import annotations

import json
from typing import Any

from pydantic import AwareDatetime, BaseModel, Field

from moderation_audit.domain.head import Head
from moderation_audit.domain.kind import EntryKind
from moderation_audit.domain.merkle import Frontier
from moderation_audit.domain.verification import TextState
from moderation_audit.ports import FoundEntry
from moderation_audit.usecases.read import Page, TrailEntry


class EntryView(BaseModel):
    """One entry: what it can be found by, its hash, and the entry itself."""

    index: int
    id: str
    """The event's id; of a conflict or a dead letter, an id of its own."""
    kind: EntryKind
    recorded_at: AwareDatetime
    time: AwareDatetime
    organisation: str
    type: str
    subject: str
    correlation_id: str
    actor: str
    category: str | None
    actions: tuple[str, ...]
    labels: tuple[str, ...]
    leaf_hash: str
    """SHA-256 of a nought byte and the canonical JSON of `entry`, in hexadecimal."""
    entry: dict[str, Any]
    """The entry; personal text stands in it as a commitment."""

    @classmethod
    def of(cls, found: FoundEntry) -> EntryView:
        """Show an entry."""
        return cls(**_fields_of(found))


class PageView(BaseModel):
    """Some entries in order of index."""

    entries: list[EntryView]
    next_after: int | None
    """Give this as `after` for the next page; none when nothing more matches so far."""

    @classmethod
    def of(cls, page: Page) -> PageView:
        """Show a page."""
        return cls(
            entries=[EntryView.of(entry) for entry in page.entries], next_after=page.next_after
        )


class TrailEntryView(EntryView):
    """One entry about a comment, with its personal text where that may be shown."""

    text_state: TextState
    """`open`; else there was `none`, or it was `erased`, or is left `unopened` for this role."""
    text: dict[str, Any] = Field(default_factory=dict)
    """Personal text by its place in `entry`."""

    @classmethod
    def of_trail(cls, item: TrailEntry) -> TrailEntryView:
        """Show an entry of a trail."""
        return cls(
            **_fields_of(item.entry),
            text_state=item.text.state,
            text={"/" + "/".join(path): o.value for path, o in item.text.openings.items()},
        )


class TrailView(BaseModel):
    """Everything about one comment, in the order in which it was recorded."""

    comment: str
    entries: list[TrailEntryView]
    next_after: int | None


class HeadView(BaseModel):
    """How long the record is and what it hashes to; note it down to hold the record against it."""

    tree_size: int
    root_hash: str
    at: AwareDatetime | None
    """When it became so; none while the record is empty."""

    @classmethod
    def of(cls, head: Head | None) -> HeadView:
        """Show a head."""
        if head is None:
            return cls(tree_size=0, root_hash=Frontier().root().hex(), at=None)
        return cls(tree_size=head.tree_size, root_hash=head.root_hash.hex(), at=head.at)


def _fields_of(found: FoundEntry) -> dict[str, Any]:
    return vars(found.facets) | {
        "index": found.index,
        "leaf_hash": found.leaf_hash.hex(),
        "entry": json.loads(found.canonical),
    }

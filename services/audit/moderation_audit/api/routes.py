"""The routes: questions about the record, for auditors and administrators of one organisation."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from moderation_audit import metrics
from moderation_audit.api.export import ExportFormat, write_entries
from moderation_audit.api.models import EntryView, HeadView, PageView, TrailEntryView, TrailView
from moderation_audit.domain.filter import Filter
from moderation_audit.domain.kind import EntryKind
from moderation_audit.ports import ScanStore
from moderation_audit.usecases.read import Reader, RecordQueries
from moderation_audit.usecases.verify import verify_record
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Action, Category, Label, Platform, Role
from moderation_common.web import Principal, require

_MAX_LIMIT: Final = 500
_DEFAULT_LIMIT: Final = 100
_MAX_INDEX: Final = 2**63 - 1
"""The largest that PostgreSQL's bigint holds."""


# An administrator keeps the system going and needs no words of the public for that.
_ROLES_WITH_TEXT: Final = frozenset({Role.AUDITOR})


def _reader(
    request: Request,
    bearer: Annotated[Principal, Depends(require(Role.AUDITOR, Role.ADMINISTRATOR))],
) -> Reader:
    query = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return Reader(actor=bearer.as_actor(), organisation=bearer.organisation, query=query)


AnyReader = Annotated[Reader, Depends(_reader)]


class FilterQuery(BaseModel):
    """The filters of a request; all that are given must hold."""

    model_config = ConfigDict(extra="forbid")

    kind: EntryKind | None = None
    type: str | None = None
    subject: str | None = None
    correlation_id: str | None = None
    actor: str | None = None
    from_: AwareDatetime | None = Field(default=None, alias="from")
    to: AwareDatetime | None = None
    category: Category | None = None
    action: Action | None = None
    label: Label | None = None

    def within(self, organisation: str) -> Filter:
        """Return the filter, bound to the bearer's organisation."""
        names = ("kind", "type", "subject", "correlation_id", "actor", "from_", "to")
        words = ("category", "action", "label")
        return Filter(organisation, **{name: getattr(self, name) for name in (*names, *words)})


class PageQuery(FilterQuery):
    """Filters, and which page."""

    after: int | None = Field(default=None, ge=0, le=_MAX_INDEX)
    limit: int = Field(default=_DEFAULT_LIMIT, ge=1, le=_MAX_LIMIT)


class ExportQuery(FilterQuery):
    """Filters, and how the file is written."""

    format: ExportFormat = ExportFormat.JSONL


class TrailQuery(BaseModel):
    """Which page of a trail."""

    model_config = ConfigDict(extra="forbid")

    after: int | None = Field(default=None, ge=0, le=_MAX_INDEX)
    limit: int = Field(default=_MAX_LIMIT, ge=1, le=_MAX_LIMIT)


def create_router(queries: RecordQueries, scans: ScanStore) -> APIRouter:
    """Return the routes under /v1."""
    router = APIRouter(prefix="/v1", tags=["audit"])
    _add_entry_routes(router, queries)
    _add_tree_routes(router, queries, scans)
    return router


def _add_entry_routes(router: APIRouter, queries: RecordQueries) -> None:
    @router.get("/entries")
    async def list_entries(reader: AnyReader, query: Annotated[PageQuery, Query()]) -> PageView:
        """Return matching entries in order of index, a page at a time."""
        page = await queries.page(
            reader,
            query.within(reader.organisation),
            after=query.after,
            limit=query.limit,
        )
        return PageView.of(page)

    @router.get("/entries/{index}")
    async def read_entry(reader: AnyReader, index: int) -> EntryView:
        """Return one entry."""
        found = None
        if 0 <= index <= _MAX_INDEX:
            found = await queries.entry(reader, index)
        if found is None:
            raise HTTPException(404, f"Your organisation has no entry {index} in the record.")
        return EntryView.of(found)

    @router.get("/export")
    async def export_entries(
        reader: AnyReader, query: Annotated[ExportQuery, Query()]
    ) -> StreamingResponse:
        """Return every matching entry as a file."""
        export = await queries.export(reader, query.within(reader.organisation))
        return StreamingResponse(
            write_entries(export.entries, query.format),
            media_type=query.format.media_type,
            headers={
                "Content-Disposition": f'attachment; filename="record.{query.format}"',
                "X-Entries": str(export.count),
            },
        )

    @router.get("/comments/{platform}/{account_id}/{comment_id:path}/trail")
    async def read_trail(
        reader: AnyReader,
        place: Annotated[CommentRef, Depends(_comment_ref)],
        query: Annotated[TrailQuery, Query()],
    ) -> TrailView:
        """Return all about one comment in order; auditors see its text while it is kept."""
        trail, next_after = await queries.trail(
            reader,
            place,
            after=query.after,
            limit=query.limit,
            with_text=reader.actor.role in _ROLES_WITH_TEXT,
        )
        return TrailView(
            comment=str(place),
            entries=[TrailEntryView.of_trail(item) for item in trail],
            next_after=next_after,
        )


def _add_tree_routes(router: APIRouter, queries: RecordQueries, scans: ScanStore) -> None:
    one_at_a_time = asyncio.Lock()

    @router.get("/head")
    async def read_head(_reader: AnyReader) -> HeadView:
        """Return the head of the tree, which covers every organisation."""
        return HeadView.of(await queries.head())

    @router.get("/verify")
    async def verify(reader: AnyReader) -> dict[str, Any]:
        """Recompute the whole record and say whether anything was altered."""
        # It reads everything, so two at once would only slow each other down.
        async with one_at_a_time:
            report = await verify_record(scans)
        outcome: Literal["intact", "altered"] = "intact" if report.intact else "altered"
        metrics.VERIFICATIONS.labels(outcome).inc()
        await queries.note_verification(reader, entries=report.entries)
        return report.to_json()


def _comment_ref(platform: str, account_id: str, comment_id: str) -> CommentRef:
    try:
        return CommentRef(platform=Platform(platform), account_id=account_id, comment_id=comment_id)
    except (ValueError, ValidationError) as error:
        raise HTTPException(404, "There is no such platform, account or comment.") from error

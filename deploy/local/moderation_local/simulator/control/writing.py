"""Orders to do what members of the public do."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, HTTPException

from moderation_common.vocabulary import Platform
from moderation_local.simulator.composition import NotPossibleError
from moderation_local.simulator.control.access import OnStage
from moderation_local.simulator.control.orders import (
    BulkOrder,
    CommentOrder,
    EditOrder,
    RedeliverOrder,
)
from moderation_local.simulator.control.showing import show_comment
from moderation_local.simulator.public import PublicSide

# Written in one transaction, after which other callers get their turn.
_BULK_STEP: Final = 100
_IMPOSSIBLE: Final = 422

router = APIRouter(prefix="/comments")


@router.post("", status_code=HTTPStatus.CREATED)
async def write(order: CommentOrder, stage: OnStage) -> dict[str, Any]:
    """Write one comment, reply, mention or private message."""
    try:
        with stage.world.storage.transaction():
            return _write(stage.public, order)
    except NotPossibleError as error:
        raise HTTPException(_IMPOSSIBLE, str(error)) from error


@router.post("/bulk")
async def write_many(order: BulkOrder, stage: OnStage) -> dict[str, Any]:
    """Write each or say why not; the results stand in the order asked."""
    results: list[dict[str, Any]] = []
    for start in range(0, len(order.comments), _BULK_STEP):
        with stage.world.storage.transaction():
            for one in order.comments[start : start + _BULK_STEP]:
                try:
                    results.append(_write(stage.public, one))
                except NotPossibleError as error:
                    results.append({"ref": one.ref, "error": str(error)})
        await asyncio.sleep(0)
    return {"results": results}


@router.post("/{platform}/{comment_id}/edit")
async def edit(
    platform: Platform, comment_id: str, order: EditOrder, *, stage: OnStage
) -> dict[str, Any]:
    """Change a text as its author."""
    try:
        edited = stage.public.edit(platform, comment_id, text=order.text, announce=order.announce)
    except NotPossibleError as error:
        raise HTTPException(_IMPOSSIBLE, str(error)) from error
    return show_comment(edited)


@router.post("/{platform}/{comment_id}/remove")
async def remove(platform: Platform, comment_id: str, stage: OnStage) -> dict[str, Any]:
    """Remove a comment as its author."""
    try:
        return show_comment(stage.public.remove(platform, comment_id))
    except NotPossibleError as error:
        raise HTTPException(_IMPOSSIBLE, str(error)) from error


@router.post("/{platform}/{comment_id}/redeliver")
async def redeliver(
    platform: Platform, comment_id: str, order: RedeliverOrder, *, stage: OnStage
) -> dict[str, Any]:
    """Tell again of everything that was told about a comment."""
    events = sum(stage.public.redeliver(platform, comment_id) for _ in range(order.times))
    return {"events": events}


def _write(public: PublicSide, order: CommentOrder) -> dict[str, Any]:
    written = public.write(order.writing())
    comment = written.comment
    if written.created:
        for _ in range(order.deliveries - 1):
            public.redeliver(comment.platform, comment.id)
    return {
        "platform": comment.platform,
        "account_id": comment.account_id,
        "comment_id": comment.id,
        "post_id": comment.post_id,
        "parent_id": comment.parent_id,
        "author_id": comment.author_id,
        "ref": order.ref,
        "created": written.created,
    }

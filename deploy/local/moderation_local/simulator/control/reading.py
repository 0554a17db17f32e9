"""Questions about what the platforms hold, were asked for, and still have to deliver."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from pydantic import Field

from moderation_common.vocabulary import Platform
from moderation_local.simulator.accounts import SIMULATED
from moderation_local.simulator.control.access import OnStage, Stage
from moderation_local.simulator.control.orders import Order
from moderation_local.simulator.control.showing import show_call, show_comment

router = APIRouter()


class StateQuestion(Order):
    """Which comments."""

    platform: Platform | None = None
    account_id: str | None = None
    after: int = 0
    """Where the last answer ended, as its `next` said."""
    limit: Annotated[int, Field(ge=1, le=5000)] = 1000


class EffectsQuestion(Order):
    """Which calls."""

    platform: Platform | None = None
    account_id: str | None = None
    target_id: str | None = None
    limit: Annotated[int, Field(ge=0, le=20_000)] = 1000


@router.get("/accounts")
async def list_accounts(stage: OnStage) -> dict[str, Any]:
    """List the accounts that are played."""
    return {"accounts": [asdict(account) for account in stage.world.accounts]}


@router.get("/comments/{platform}/{comment_id}")
async def read_comment(platform: Platform, comment_id: str, stage: OnStage) -> dict[str, Any]:
    """Show a comment, the answers to it and every call about it."""
    comment = stage.world.comments.find(platform, comment_id)
    if comment is None:
        message = f"There is no comment {comment_id} on {platform}."
        raise HTTPException(HTTPStatus.NOT_FOUND, message)
    calls = stage.world.calls.find(platform=platform, target_id=comment_id)
    replies = stage.world.comments.replies_to(comment)
    return show_comment(comment) | {
        "replies": [show_comment(reply) for reply in replies],
        "calls": [show_call(call) for call in calls],
    }


@router.get("/state")
async def read_state(question: Annotated[StateQuestion, Query()], stage: OnStage) -> dict[str, Any]:
    """List comments in the order they came."""
    found = stage.world.comments.page(
        platform=question.platform,
        account_id=question.account_id,
        after=question.after,
        limit=question.limit,
    )
    following = found[-1][0] if len(found) == question.limit else None
    return {"comments": [show_comment(comment) for _place, comment in found], "next": following}


@router.get("/effects")
async def read_effects(
    question: Annotated[EffectsQuestion, Query()], stage: OnStage
) -> dict[str, Any]:
    """Count what was asked of the APIs and what took effect, by action."""
    totals = stage.world.calls.totals(
        platform=question.platform,
        account_id=question.account_id,
        target_id=question.target_id,
    )
    calls = stage.world.calls.find(
        platform=question.platform,
        account_id=question.account_id,
        target_id=question.target_id,
        limit=question.limit,
    )
    return {
        "totals": {total.action: asdict(total) for total in totals},
        "calls": [show_call(call) for call in calls],
    }


@router.get("/deliveries")
async def read_deliveries(stage: OnStage) -> dict[str, Any]:
    """Say how the webhooks and handshakes stand."""
    return {platform: _describe_line(stage, platform) for platform in SIMULATED}


def _describe_line(stage: Stage, platform: Platform) -> dict[str, Any]:
    handshake = stage.handshakes.get(platform)
    line: dict[str, Any] = {"handshake": None, "handshake_detail": "there is no ingest"}
    if handshake is not None:
        line = {"handshake": handshake.state, "handshake_detail": handshake.detail}
    return asdict(stage.world.queue.state_of(platform)) | line

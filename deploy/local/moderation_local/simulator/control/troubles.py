"""Orders for what goes wrong: errors, lost answers, withdrawn tokens, silent pages."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter

from moderation_common.vocabulary import Platform
from moderation_local.simulator.control.access import OnStage, Stage
from moderation_local.simulator.control.orders import FaultOrder, SubscriptionOrder, TokenOrder

router = APIRouter()


@router.post("/faults", status_code=HTTPStatus.CREATED)
async def order_fault(order: FaultOrder, stage: OnStage) -> dict[str, Any]:
    """Let the next calls fail."""
    stage.world.faults.order(order.fault())
    return _pending(stage)


@router.get("/faults")
async def list_faults(stage: OnStage) -> dict[str, Any]:
    """List the troubles that still stand."""
    return _pending(stage)


@router.delete("/faults")
async def clear_faults(stage: OnStage) -> dict[str, Any]:
    """Take back every trouble ordered; withdrawn tokens stay withdrawn."""
    stage.world.faults.clear()
    return _pending(stage)


@router.post("/tokens/{platform}/{account_id}")
async def set_token(
    platform: Platform, account_id: str, order: TokenOrder, *, stage: OnStage
) -> dict[str, Any]:
    """Withdraw an account's token, or give it back."""
    account = stage.account(platform, account_id)
    if order.revoked:
        stage.public.revoke_access(account, subcode=order.subcode)
    else:
        stage.world.faults.restore_token(platform, account_id)
    return {"revoked": order.revoked}


@router.post("/subscriptions/{page_id}")
async def set_subscription(
    page_id: str, order: SubscriptionOrder, stage: OnStage
) -> dict[str, Any]:
    """Let a Facebook page tell its events, or not."""
    account = stage.account(Platform.FACEBOOK, page_id)
    stage.subscriptions.set(account.account_id, subscribed=order.subscribed)
    return {"subscribed": order.subscribed}


@router.post("/handshakes")
async def shake_hands_again(stage: OnStage) -> dict[str, Any]:
    """Repeat the handshakes with ingest now."""
    for handshake in stage.handshakes.values():
        handshake.ask_again()
    return {"asked": list(stage.handshakes)}


def _pending(stage: Stage) -> dict[str, Any]:
    return {"pending": [asdict(fault) for fault in stage.world.faults.pending()]}

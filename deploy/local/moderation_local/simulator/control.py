"""The control side: what the public does, what goes wrong, and what came of it all.

Loopback callers only. Bodies are JSON; times are ISO 8601; an impossible order answers 422 with
one sentence under `detail`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, HTTPException

from moderation_common.vocabulary import Platform
from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.comments import StoredComment
from moderation_local.simulator.composition import NotPossibleError
from moderation_local.simulator.facebook.subscriptions import Subscriptions
from moderation_local.simulator.handshakes import Handshake
from moderation_local.simulator.orders import (
    BulkOrder,
    CommentOrder,
    EditOrder,
    FaultOrder,
    RedeliverOrder,
    SubscriptionOrder,
    TokenOrder,
)
from moderation_local.simulator.public import PublicSide
from moderation_local.simulator.world import World

PREFIX: Final = "/control"

# Written in one transaction, after which other callers get their turn.
_BULK_STEP: Final = 100


def control_router(
    world: World,
    public: PublicSide,
    *,
    subscriptions: Subscriptions,
    handshakes: Mapping[Platform, Handshake],
) -> APIRouter:
    """Return the routes of the control side."""
    router = APIRouter(prefix=PREFIX)

    @router.get("/accounts")
    async def list_accounts() -> dict[str, Any]:
        return {"accounts": [asdict(account) for account in world.accounts]}

    @router.post("/comments", status_code=HTTPStatus.CREATED)
    async def write(order: CommentOrder) -> dict[str, Any]:
        try:
            return _write(public, order)
        except NotPossibleError as error:
            raise _impossible(error) from error

    @router.post("/comments/bulk")
    async def write_many(order: BulkOrder) -> dict[str, Any]:
        """Write each comment or say why not; the answer's items stand in the order asked."""
        results: list[dict[str, Any]] = []
        for start in range(0, len(order.comments), _BULK_STEP):
            with world.storage.transaction():
                for one in order.comments[start : start + _BULK_STEP]:
                    try:
                        results.append(_write(public, one))
                    except NotPossibleError as error:
                        results.append({"ref": one.ref, "error": str(error)})
            await asyncio.sleep(0)
        return {"results": results}

    @router.get("/comments/{platform}/{comment_id}")
    async def read(platform: Platform, comment_id: str) -> dict[str, Any]:
        comment = world.comments.find(platform, comment_id)
        if comment is None:
            raise HTTPException(
                HTTPStatus.NOT_FOUND, f"There is no comment {comment_id} on {platform}."
            )
        return _show(comment) | {
            "replies": [_show(reply) for reply in world.comments.replies_to(comment)],
            "calls": [
                asdict(call) for call in world.calls.find(platform=platform, target_id=comment_id)
            ],
        }

    @router.post("/comments/{platform}/{comment_id}/edit")
    async def edit(platform: Platform, comment_id: str, order: EditOrder) -> dict[str, Any]:
        try:
            edited = public.edit(platform, comment_id, text=order.text, announce=order.announce)
        except NotPossibleError as error:
            raise _impossible(error) from error
        return _show(edited)

    @router.post("/comments/{platform}/{comment_id}/remove")
    async def remove(platform: Platform, comment_id: str) -> dict[str, Any]:
        try:
            return _show(public.remove(platform, comment_id))
        except NotPossibleError as error:
            raise _impossible(error) from error

    @router.post("/comments/{platform}/{comment_id}/redeliver")
    async def redeliver(
        platform: Platform, comment_id: str, order: RedeliverOrder
    ) -> dict[str, Any]:
        events = sum(public.redeliver(platform, comment_id) for _ in range(order.times))
        return {"events": events}

    @router.get("/state")
    async def state(
        platform: Platform | None = None,
        account_id: str | None = None,
        after: int = 0,
        limit: int = 1000,
    ) -> dict[str, Any]:
        found = world.comments.page(
            platform=platform, account_id=account_id, after=after, limit=limit
        )
        following = found[-1][0] if len(found) == limit else None
        return {"comments": [_show(comment) for _place, comment in found], "next": following}

    @router.get("/effects")
    async def effects(
        platform: Platform | None = None,
        account_id: str | None = None,
        target_id: str | None = None,
        limit: int = 1000,
    ) -> dict[str, Any]:
        totals = world.calls.totals(platform=platform, account_id=account_id, target_id=target_id)
        calls = world.calls.find(
            platform=platform, account_id=account_id, target_id=target_id, limit=limit
        )
        return {
            "totals": {total.action: asdict(total) for total in totals},
            "calls": [asdict(call) | {"at": _time(call.at)} for call in calls],
        }

    @router.get("/deliveries")
    async def deliveries() -> dict[str, Any]:
        return {
            platform: asdict(world.queue.state_of(platform)) | _describe(handshakes.get(platform))
            for platform in (Platform.FACEBOOK, Platform.X)
        }

    @router.post("/handshakes")
    async def shake_hands_again() -> dict[str, Any]:
        for handshake in handshakes.values():
            handshake.ask_again()
        return {"asked": list(handshakes)}

    @router.post("/faults", status_code=HTTPStatus.CREATED)
    async def order_fault(order: FaultOrder) -> dict[str, Any]:
        world.faults.order(order.fault())
        return {"pending": [asdict(fault) for fault in world.faults.pending()]}

    @router.get("/faults")
    async def list_faults() -> dict[str, Any]:
        return {"pending": [asdict(fault) for fault in world.faults.pending()]}

    @router.delete("/faults")
    async def clear_faults() -> dict[str, Any]:
        world.faults.clear()
        return {"pending": []}

    @router.post("/tokens/{platform}/{account_id}")
    async def set_token(platform: Platform, account_id: str, order: TokenOrder) -> dict[str, Any]:
        account = _account(world, platform, account_id)
        if order.revoked:
            public.revoke_access(account, subcode=order.subcode)
        else:
            world.faults.restore_token(platform, account_id)
        return {"revoked": order.revoked}

    @router.post("/subscriptions/{page_id}")
    async def set_subscription(page_id: str, order: SubscriptionOrder) -> dict[str, Any]:
        _account(world, Platform.FACEBOOK, page_id)
        subscriptions.set(page_id, subscribed=order.subscribed)
        return {"subscribed": order.subscribed}

    return router


def _write(public: PublicSide, order: CommentOrder) -> dict[str, Any]:
    written = public.write(order.writing())
    if written.created:
        for _ in range(order.deliveries - 1):
            public.redeliver(written.comment.platform, written.comment.id)
    return {
        "platform": written.comment.platform,
        "account_id": written.comment.account_id,
        "comment_id": written.comment.id,
        "post_id": written.comment.post_id,
        "parent_id": written.comment.parent_id,
        "author_id": written.comment.author_id,
        "ref": order.ref,
        "created": written.created,
    }


def _show(comment: StoredComment) -> dict[str, Any]:
    shown = asdict(comment) | {"exists": comment.exists}
    for name in ("created_at", "edited_at", "removed_at"):
        if shown[name] is not None:
            shown[name] = _time(shown[name])
    return shown


def _describe(handshake: Handshake | None) -> dict[str, Any]:
    if handshake is None:
        return {"handshake": "no ingest", "handshake_detail": None}
    return {"handshake": handshake.state, "handshake_detail": handshake.detail}


def _account(world: World, platform: Platform, account_id: str) -> SimulatedAccount:
    account = world.accounts.find(platform, account_id)
    if account is None:
        raise HTTPException(
            HTTPStatus.NOT_FOUND, f"There is no account {account_id} on {platform}."
        )
    return account


def _impossible(error: NotPossibleError) -> HTTPException:
    return HTTPException(HTTPStatus.UNPROCESSABLE_CONTENT, str(error))


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()

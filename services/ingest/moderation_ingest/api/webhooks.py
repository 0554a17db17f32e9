"""The one door for every platform: `/webhooks/{platform}`, open to signatures instead of tokens.

A caller who cannot sign learns nothing: a wrong signature, a missing one and junk get one answer.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from moderation_common.vocabulary import Platform
from moderation_common.web import problem
from moderation_ingest import metrics
from moderation_ingest.domain.handshake import HandshakeRefusedError
from moderation_ingest.ports import PlatformWebhook
from moderation_ingest.usecases.receive_delivery import ReceiveDelivery, SignatureRefusedError

PUBLIC_PREFIX = "/webhooks"


def webhook_router(
    receive_delivery: ReceiveDelivery, webhooks: Mapping[Platform, PlatformWebhook]
) -> APIRouter:
    """Return the routes; only the platforms in `webhooks` have one."""
    router = APIRouter(prefix=PUBLIC_PREFIX)
    by_name = {platform.value: (platform, webhook) for platform, webhook in webhooks.items()}
    served = ", ".join(by_name)

    def unknown() -> Response:
        return problem(404, f"There is no such platform here; webhooks are taken for: {served}.")

    @router.get("/{name}")
    async def answer_handshake(name: str, request: Request) -> Response:
        """Answer the platform's check of our address."""
        if name not in by_name:
            return unknown()
        platform, webhook = by_name[name]
        try:
            answer = webhook.answer_handshake(request.query_params)
        except HandshakeRefusedError:
            metrics.HANDSHAKES.labels(platform, "refused").inc()
            return problem(403, "The handshake is refused.")
        metrics.HANDSHAKES.labels(platform, "answered").inc()
        return Response(answer.content, media_type=answer.media_type)

    @router.post("/{name}")
    async def receive(name: str, request: Request) -> Response:
        """Take a delivery; 200 only once the event log has all of it."""
        if name not in by_name:
            return unknown()
        platform, webhook = by_name[name]
        try:
            body = await request.body()
        except ClientDisconnect:
            return problem(400, "The delivery broke off.")
        started = time.perf_counter()
        try:
            await receive_delivery.receive(platform, webhook, headers=request.headers, body=body)
        except SignatureRefusedError:
            return problem(401, "The signature is missing or wrong.")
        finally:
            metrics.DELIVERY_SECONDS.labels(platform).observe(time.perf_counter() - started)
        return Response(status_code=200)

    return router

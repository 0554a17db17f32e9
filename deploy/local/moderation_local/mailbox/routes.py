"""The addresses of the mail and the webhooks received: JSON, or a page for a browser."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from moderation_local.mailbox.hooks import HookStore, ReceivedHook, is_signed
from moderation_local.mailbox.letters import Letter, LetterStore
from moderation_local.mailbox.pages import hooks_page, letter_page, letters_page
from moderation_local.mailbox.smtp import Trouble


def mailbox_router(
    letters: LetterStore,
    hooks: HookStore,
    *,
    secret: str | None,
    trouble: Trouble,
) -> APIRouter:
    """Return the routes; with a secret, a webhook with a wrong signature is refused."""
    router = APIRouter(include_in_schema=False)

    @router.get("/mail")
    async def list_letters(request: Request, limit: int = 200) -> Response:
        found = letters.list(limit=limit)
        if _wants_page(request):
            return HTMLResponse(letters_page(found))
        return JSONResponse({"mail": [_show_letter(letter) for letter in found]})

    @router.get("/mail/{letter_id}")
    async def read_letter(letter_id: str, request: Request) -> Response:
        letter = letters.find(letter_id)
        if letter is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such mail.")
        if _wants_page(request):
            return HTMLResponse(letter_page(letter))
        return JSONResponse(_show_letter(letter))

    @router.get("/hooks")
    async def list_hooks(request: Request, name: str | None = None, limit: int = 200) -> Response:
        found = hooks.list(name=name, limit=limit)
        if _wants_page(request):
            return HTMLResponse(hooks_page(found))
        return JSONResponse({"hooks": [_show_hook(hook) for hook in found]})

    @router.post("/hooks/{name}")
    async def receive(name: str, request: Request) -> Response:
        code = trouble()
        if code is not None:
            return JSONResponse({"error": "Refused, as it was ordered."}, code)
        body = await request.body()
        signed = None if secret is None else is_signed(body, request.headers, secret=secret)
        if signed is False:
            return JSONResponse({"error": "The signature is wrong."}, HTTPStatus.UNAUTHORIZED)
        hook = hooks.keep(name, body=body, headers=request.headers, signed=signed)
        return JSONResponse({"id": hook.id})

    return router


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _show_letter(letter: Letter) -> dict[str, Any]:
    return asdict(letter) | {"received_at": _time(letter.received_at)}


def _show_hook(hook: ReceivedHook) -> dict[str, Any]:
    return asdict(hook) | {"received_at": _time(hook.received_at)}


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()

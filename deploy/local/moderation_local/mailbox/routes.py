"""The addresses of the mail and the webhooks received: JSON, or a page for a browser."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from moderation_local.mailbox.hooks import HookStore, ReceivedHook, is_signed
from moderation_local.mailbox.letters import Letter, LetterStore
from moderation_local.mailbox.pages import hooks_page, letter_page, letters_page
from moderation_local.mailbox.smtp import Trouble

router = APIRouter(include_in_schema=False)
"""The routes; `app.state.mailbox` holds the `Mailbox` that they show."""


@dataclass(frozen=True)
class Mailbox:
    """What was received, and how webhooks are received."""

    letters: LetterStore
    hooks: HookStore
    secret: str | None
    """With it, a webhook with a wrong signature is refused."""
    trouble: Trouble
    """Says whether the next webhook is to be refused."""


def _mailbox_of(request: Request) -> Mailbox:
    mailbox = request.app.state.mailbox
    assert isinstance(mailbox, Mailbox)  # noqa: S101 - the composition root puts it there
    return mailbox


Received = Annotated[Mailbox, Depends(_mailbox_of)]


@router.get("/mail")
async def list_letters(request: Request, received: Received, limit: int = 200) -> Response:
    """List the newest mail."""
    found = received.letters.list(limit=limit)
    if _wants_page(request):
        return HTMLResponse(letters_page(found))
    return JSONResponse({"mail": [_show(letter) for letter in found]})


@router.get("/mail/{letter_id}")
async def read_letter(letter_id: str, request: Request, received: Received) -> Response:
    """Show one mail."""
    letter = received.letters.find(letter_id)
    if letter is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such mail.")
    if _wants_page(request):
        return HTMLResponse(letter_page(letter))
    return JSONResponse(_show(letter))


@router.get("/hooks")
async def list_hooks(request: Request, received: Received, name: str | None = None) -> Response:
    """List the newest webhooks, of one name or of all."""
    found = received.hooks.list(name=name)
    if _wants_page(request):
        return HTMLResponse(hooks_page(found))
    return JSONResponse({"hooks": [_show(hook) for hook in found]})


@router.post("/hooks/{name}")
async def receive_hook(name: str, request: Request, received: Received) -> Response:
    """Keep a webhook, or refuse it."""
    code = received.trouble()
    if code is not None:
        return JSONResponse({"error": "Refused, as it was ordered."}, code)
    body = await request.body()
    secret = received.secret
    signed = None if secret is None else is_signed(body, request.headers, secret=secret)
    if signed is False:
        return JSONResponse({"error": "The signature is wrong."}, HTTPStatus.UNAUTHORIZED)
    hook = received.hooks.keep(name, body=body, headers=request.headers, signed=signed)
    return JSONResponse({"id": hook.id})


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _show(received: Letter | ReceivedHook) -> dict[str, Any]:
    at = datetime.fromtimestamp(received.received_at, UTC)
    return asdict(received) | {"received_at": at.isoformat()}

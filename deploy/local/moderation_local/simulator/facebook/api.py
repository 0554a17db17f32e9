"""The Graph API's addresses, as far as moderation uses them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from typing_extensions import override

from moderation_common.vocabulary import Platform
from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.exchange import Api, Deed, Done, RefusalError
from moderation_local.simulator.facebook.deeds import FacebookDeeds
from moderation_local.simulator.facebook.errors import (
    INVALID_PARAMETER,
    MISSING_PERMISSION,
    PAGE_THROTTLED,
    graph_error,
    ordered,
    token_refused,
)
from moderation_local.simulator.facebook.subscriptions import FIELDS, Subscriptions
from moderation_local.simulator.facebook.usage import measure, usage_headers
from moderation_local.simulator.faults import Fault, Revocation
from moderation_local.simulator.parameters import (
    Parameters,
    UnreadableBodyError,
    read_parameters,
    read_truth,
)
from moderation_local.simulator.world import World

PREFIX: Final = "/facebook/v25.0"


class FacebookApi(Api):
    """Facebook's way of refusing and of telling how much is used."""

    platform = Platform.FACEBOOK

    @override
    def token_refused(self, revocation: Revocation | None) -> RefusalError:
        return token_refused(revocation)

    @override
    def trouble(self, fault: Fault) -> RefusalError:
        return ordered(fault)

    @override
    def check_limit(self, account: SimulatedAccount, action: str) -> None:
        if measure(self.world, account).exhausted:
            raise graph_error(PAGE_THROTTLED)

    @override
    def rate_headers(
        self, account: SimulatedAccount, action: str, *, fault: Fault | None
    ) -> Mapping[str, str]:
        return usage_headers(measure(self.world, account, fault=fault), account)


def facebook_router(world: World, subscriptions: Subscriptions) -> APIRouter:
    """Return the routes of the Graph API."""
    router = APIRouter(prefix=PREFIX, include_in_schema=False)
    api = FacebookApi(world)
    deeds = FacebookDeeds(world, subscriptions)

    async def carry_out(request: Request, action: str, *, target_id: str, deed: Deed) -> Response:
        return await api.answer(request, action=action, target_id=target_id, deed=deed)

    @router.get("/{object_id}")
    async def read(object_id: str, request: Request, fields: str | None = None) -> Response:
        return await carry_out(
            request,
            "read",
            target_id=object_id,
            deed=lambda account: deeds.read(account, object_id, fields=fields),
        )

    @router.post("/{object_id}")
    async def change(object_id: str, request: Request) -> Response:
        parameters = await _parameters(request)
        if isinstance(parameters, Response):
            return parameters
        hidden = read_truth(parameters.get("is_hidden"))
        if hidden is None:
            return await carry_out(
                request, "change", target_id=object_id, deed=_refuse("is_hidden is required")
            )
        return await carry_out(
            request,
            "hide" if hidden else "unhide",
            target_id=object_id,
            deed=lambda account: deeds.set_hidden(account, object_id, hidden=hidden),
        )

    @router.delete("/{object_id}")
    async def delete(object_id: str, request: Request) -> Response:
        return await carry_out(
            request,
            "delete",
            target_id=object_id,
            deed=lambda account: deeds.delete(account, object_id),
        )

    @router.get("/{object_id}/comments")
    async def list_comments(
        object_id: str, request: Request, fields: str | None = None
    ) -> Response:
        return await carry_out(
            request,
            "list",
            target_id=object_id,
            deed=lambda account: deeds.list_comments(account, object_id, fields=fields),
        )

    @router.post("/{object_id}/comments")
    async def reply(object_id: str, request: Request) -> Response:
        parameters = await _parameters(request)
        if isinstance(parameters, Response):
            return parameters
        return await carry_out(
            request,
            "reply",
            target_id=object_id,
            deed=lambda account: deeds.reply(account, object_id, message=parameters.get("message")),
        )

    @router.post("/{page_id}/messages")
    async def send(page_id: str, request: Request) -> Response:
        parameters = await _parameters(request)
        if isinstance(parameters, Response):
            return parameters
        action, target_id, deed = _choose_message(deeds, page_id, parameters)
        return await carry_out(request, action, target_id=target_id, deed=deed)

    @router.get("/{page_id}/subscribed_apps")
    async def subscribed_apps(page_id: str, request: Request) -> Response:
        def deed(account: SimulatedAccount) -> Done:
            _check_own(account, page_id)
            apps = [{"id": "1", "name": "Moderation", "subscribed_fields": list(FIELDS)}]
            return Done({"data": apps if subscriptions.holds(account.account_id) else []})

        return await carry_out(request, "read", target_id=page_id, deed=deed)

    @router.post("/{page_id}/subscribed_apps")
    async def subscribe(page_id: str, request: Request) -> Response:
        def deed(account: SimulatedAccount) -> Done:
            _check_own(account, page_id)
            changed = subscriptions.set(account.account_id, subscribed=True)
            return Done({"success": True}, changed=changed)

        return await carry_out(request, "subscribe", target_id=page_id, deed=deed)

    @router.get("/{page_id}/blocked")
    async def list_blocked(page_id: str, request: Request) -> Response:
        def deed(account: SimulatedAccount) -> Done:
            _check_own(account, page_id)
            return deeds.list_blocked(account)

        return await carry_out(request, "list", target_id=page_id, deed=deed)

    async def set_blocked(page_id: str, request: Request, *, blocked: bool) -> Response:
        parameters = await _parameters(request)
        if isinstance(parameters, Response):
            return parameters
        names = ("user", "psid", "asid", "uid")
        person_id = next((str(parameters[name]) for name in names if name in parameters), "")

        def deed(account: SimulatedAccount) -> Done:
            _check_own(account, page_id)
            if not person_id:
                raise graph_error(INVALID_PARAMETER, message="Say whom: user, psid, asid or uid")
            return deeds.block(account, person_id, blocked=blocked)

        action = "block" if blocked else "unblock"
        return await carry_out(request, action, target_id=person_id or page_id, deed=deed)

    @router.post("/{page_id}/blocked")
    async def block(page_id: str, request: Request) -> Response:
        return await set_blocked(page_id, request, blocked=True)

    @router.delete("/{page_id}/blocked")
    async def unblock(page_id: str, request: Request) -> Response:
        return await set_blocked(page_id, request, blocked=False)

    return router


async def _parameters(request: Request) -> Parameters | Response:
    try:
        return await read_parameters(request)
    except UnreadableBodyError as error:
        refusal = graph_error(INVALID_PARAMETER, message=str(error))
        return JSONResponse(refusal.body, refusal.status)


def _choose_message(
    deeds: FacebookDeeds, page_id: str, parameters: Parameters
) -> tuple[str, str, Deed]:
    """Tell a private reply, addressed to a comment, from a message, addressed to a person."""
    recipient, message = parameters.get("recipient"), parameters.get("message")
    text = message.get("text") if isinstance(message, dict) else None
    match recipient:
        case {"comment_id": str(comment_id)}:

            def reply_privately(account: SimulatedAccount) -> Done:
                _check_own(account, page_id)
                return deeds.reply_privately(account, comment_id, message=text)

            return "private_reply", comment_id, reply_privately
        case {"id": str(person_id)}:

            def send_message(account: SimulatedAccount) -> Done:
                _check_own(account, page_id)
                return deeds.send_message(account, person_id, message=text)

            return "message", person_id, send_message
        case _:
            return "message", page_id, _refuse("recipient must hold comment_id or id")


def _check_own(account: SimulatedAccount, page_id: str) -> None:
    if page_id not in {account.account_id, "me"}:
        raise graph_error(MISSING_PERMISSION)


def _refuse(message: str) -> Deed:
    def deed(_account: SimulatedAccount) -> Done:
        raise graph_error(INVALID_PARAMETER, message=message)

    return deed

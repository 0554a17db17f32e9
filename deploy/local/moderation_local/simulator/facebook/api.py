"""The Graph API's addresses, as far as moderation uses them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
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

# How many comments a list holds when the caller does not say.
_LISTED: Final = 25


class FacebookApi(Api):
    """Facebook's way of refusing and of telling how much is used."""

    platform = Platform.FACEBOOK

    def __init__(self, world: World, subscriptions: Subscriptions) -> None:
        super().__init__(world)
        self.subscriptions = subscriptions
        self.deeds = FacebookDeeds(world, subscriptions)

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


def _api_of(request: Request) -> FacebookApi:
    api = request.app.state.facebook
    assert isinstance(api, FacebookApi)  # noqa: S101 - the composition root puts it there
    return api


async def _parameters_of(request: Request) -> Parameters:
    try:
        return await read_parameters(request)
    except UnreadableBodyError:
        # Facebook passes over a body that it cannot read and misses what it should have held.
        return {}


FacebookSide = Annotated[FacebookApi, Depends(_api_of)]
Given = Annotated[Parameters, Depends(_parameters_of)]

router = APIRouter(prefix=PREFIX, include_in_schema=False)
"""The routes; `app.state.facebook` holds the `FacebookApi` that they speak for."""


@router.get("/{object_id}")
async def read(object_id: str, request: Request, api: FacebookSide) -> Response:
    """Read a page, post or comment."""
    fields = request.query_params.get("fields")
    return await api.answer(
        request,
        action="read",
        target_id=object_id,
        deed=lambda account: api.deeds.read(account, object_id, fields=fields),
    )


@router.post("/{object_id}")
async def change(object_id: str, request: Request, api: FacebookSide, *, given: Given) -> Response:
    """Hide a comment or show it again."""
    hidden = read_truth(given.get("is_hidden"))
    if hidden is None:
        return await api.answer(
            request, action="change", target_id=object_id, deed=_refuse("is_hidden is required")
        )
    return await api.answer(
        request,
        action="hide" if hidden else "unhide",
        target_id=object_id,
        deed=lambda account: api.deeds.set_hidden(account, object_id, hidden=hidden),
    )


@router.delete("/{object_id}")
async def delete(object_id: str, request: Request, api: FacebookSide) -> Response:
    """Delete a comment."""
    return await api.answer(
        request,
        action="delete",
        target_id=object_id,
        deed=lambda account: api.deeds.delete(account, object_id),
    )


@router.get("/{object_id}/comments")
async def list_comments(object_id: str, request: Request, api: FacebookSide) -> Response:
    """List what stands under a post or comment."""
    asked = request.query_params
    limit = asked.get("limit", "")
    return await api.answer(
        request,
        action="list",
        target_id=object_id,
        deed=lambda account: api.deeds.list_comments(
            account,
            object_id,
            fields=asked.get("fields"),
            newest_first=asked.get("order") == "reverse_chronological",
            limit=int(limit) if limit.isdecimal() else _LISTED,
        ),
    )


@router.post("/{object_id}/comments")
async def reply(object_id: str, request: Request, api: FacebookSide, *, given: Given) -> Response:
    """Answer in public."""
    return await api.answer(
        request,
        action="reply",
        target_id=object_id,
        deed=lambda account: api.deeds.reply(account, object_id, message=given.get("message")),
    )


@router.post("/{page_id}/feed")
async def publish(page_id: str, request: Request, api: FacebookSide, *, given: Given) -> Response:
    """Post on the page."""
    return await api.answer(
        request,
        action="publish",
        target_id=page_id,
        deed=lambda account: api.deeds.publish(account, page_id, message=given.get("message")),
    )


@router.post("/{page_id}/messages")
async def send(page_id: str, request: Request, api: FacebookSide, *, given: Given) -> Response:
    """Answer a comment in private, or write to a person."""
    action, target_id, deed = _choose_message(api.deeds, page_id, given)
    return await api.answer(request, action=action, target_id=target_id, deed=deed)


@router.get("/{page_id}/subscribed_apps")
async def subscribed_apps(page_id: str, request: Request, api: FacebookSide) -> Response:
    """Say whether the page tells its events, and which."""

    def deed(account: SimulatedAccount) -> Done:
        _check_own(account, page_id)
        app = {"id": "1", "name": "Moderation", "subscribed_fields": list(FIELDS)}
        return Done({"data": [app] if api.subscriptions.holds(account.account_id) else []})

    return await api.answer(request, action="read", target_id=page_id, deed=deed)


@router.post("/{page_id}/subscribed_apps")
async def subscribe(page_id: str, request: Request, api: FacebookSide) -> Response:
    """Let the page tell its events again."""

    def deed(account: SimulatedAccount) -> Done:
        _check_own(account, page_id)
        changed = api.subscriptions.set(account.account_id, subscribed=True)
        return Done({"success": True}, changed=changed)

    return await api.answer(request, action="subscribe", target_id=page_id, deed=deed)


@router.get("/{page_id}/blocked")
async def list_blocked(page_id: str, request: Request, api: FacebookSide) -> Response:
    """List whom the page has banned."""

    def deed(account: SimulatedAccount) -> Done:
        _check_own(account, page_id)
        return api.deeds.list_blocked(account)

    return await api.answer(request, action="list", target_id=page_id, deed=deed)


@router.post("/{page_id}/blocked")
@router.delete("/{page_id}/blocked")
async def set_blocked(
    page_id: str, request: Request, api: FacebookSide, *, given: Given
) -> Response:
    """Ban a person from the page, or let them back."""
    blocked = request.method == "POST"
    names = ("user", "psid", "asid", "uid")
    person_id = next((str(given[name]) for name in names if name in given), "")

    def deed(account: SimulatedAccount) -> Done:
        _check_own(account, page_id)
        if not person_id:
            raise graph_error(INVALID_PARAMETER, message="Say whom: user, psid, asid or uid")
        return api.deeds.block(account, person_id, blocked=blocked)

    action = "block" if blocked else "unblock"
    return await api.answer(request, action=action, target_id=person_id or page_id, deed=deed)


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

"""The addresses of X's API, as far as moderation uses them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from typing_extensions import override

from moderation_common.vocabulary import Platform
from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.exchange import Api, Done, RefusalError
from moderation_local.simulator.faults import Fault, Revocation
from moderation_local.simulator.parameters import Parameters, UnreadableBodyError, read_parameters
from moderation_local.simulator.world import World
from moderation_local.simulator.x.allowance import measure, rate_headers
from moderation_local.simulator.x.deeds import XDeeds
from moderation_local.simulator.x.errors import (
    not_authorised,
    ordered,
    too_many,
    unauthorised,
)

PREFIX: Final = "/x/2"


class XApi(Api):
    """X's way of refusing and of telling how much is left."""

    platform = Platform.X

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.deeds = XDeeds(world)

    @override
    def token_refused(self, revocation: Revocation | None) -> RefusalError:
        return unauthorised()

    @override
    def trouble(self, fault: Fault) -> RefusalError:
        return ordered(fault)

    @override
    def check_limit(self, account: SimulatedAccount, action: str) -> None:
        if measure(self.world, account, action).remaining == 0:
            raise too_many()

    @override
    def rate_headers(
        self, account: SimulatedAccount, action: str, *, fault: Fault | None
    ) -> Mapping[str, str]:
        return rate_headers(measure(self.world, account, action, fault=fault))


def _api_of(request: Request) -> XApi:
    api = request.app.state.x
    assert isinstance(api, XApi)  # noqa: S101 - the composition root puts it there
    return api


async def _body_of(request: Request) -> Parameters:
    try:
        return await read_parameters(request)
    except UnreadableBodyError:
        # What it should have held is then missing, and refused as such.
        return {}


XSide = Annotated[XApi, Depends(_api_of)]
Body = Annotated[Parameters, Depends(_body_of)]

router = APIRouter(prefix=PREFIX, include_in_schema=False)
"""The routes; `app.state.x` holds the `XApi` that they speak for."""


@router.get("/users/me")
async def read_me(request: Request, api: XSide) -> Response:
    """Read the account itself."""
    return await api.answer(request, action="read", target_id="me", deed=api.deeds.read_me)


@router.get("/tweets/{post_id}")
async def read(post_id: str, request: Request, api: XSide) -> Response:
    """Read a post."""
    fields = request.query_params.get("tweet.fields")
    return await api.answer(
        request,
        action="read",
        target_id=post_id,
        deed=lambda account: api.deeds.read(account, post_id, fields=fields),
    )


@router.put("/tweets/{post_id}/hidden")
async def set_hidden(post_id: str, request: Request, api: XSide, *, body: Body) -> Response:
    """Hide a reply or show it again."""
    hidden = body.get("hidden")
    return await api.answer(
        request,
        action="unhide" if hidden is False else "hide",
        target_id=post_id,
        deed=lambda account: api.deeds.set_hidden(account, post_id, hidden=hidden),
    )


@router.delete("/tweets/{post_id}")
async def delete(post_id: str, request: Request, api: XSide) -> Response:
    """Delete a post of the account's own."""
    return await api.answer(
        request,
        action="delete",
        target_id=post_id,
        deed=lambda account: api.deeds.delete(account, post_id),
    )


@router.post("/tweets")
async def post(request: Request, api: XSide, *, body: Body) -> Response:
    """Publish a post or a reply."""
    reply = body.get("reply")
    reply_to = reply.get("in_reply_to_tweet_id") if isinstance(reply, dict) else None
    return await api.answer(
        request,
        action="post" if reply_to is None else "reply",
        target_id=str(reply_to or ""),
        deed=lambda account: api.deeds.post(account, text=body.get("text"), reply_to=reply_to),
    )


@router.post("/dm_conversations/with/{person_id}/messages")
async def send_message(person_id: str, request: Request, api: XSide, *, body: Body) -> Response:
    """Write to a person in private."""
    return await api.answer(
        request,
        action="private_reply",
        target_id=person_id,
        deed=lambda account: api.deeds.send_message(account, person_id, text=body.get("text")),
    )


@router.post("/users/{person_id}/dm/block")
async def block(person_id: str, request: Request, api: XSide) -> Response:
    """Block a person from writing in private."""
    return await api.answer(
        request,
        action="block",
        target_id=person_id,
        deed=lambda account: api.deeds.block(account, person_id),
    )


@router.post("/users/{user_id}/blocking")
async def block_everywhere(user_id: str, request: Request, api: XSide) -> Response:
    """Refuse the full block, which is not in the plan."""
    return await api.answer(
        request, action="block", target_id=user_id, deed=api.deeds.block_everywhere
    )


@router.post("/users/{user_id}/muting")
async def mute(user_id: str, request: Request, api: XSide, *, body: Body) -> Response:
    """Mute a person."""

    def deed(account: SimulatedAccount) -> Done:
        if user_id != account.account_id:
            raise not_authorised(user_id, detail="The token belongs to another account.")
        return Done({"data": {"muting": True}}, changed=True)

    target_id = str(body.get("target_user_id", ""))
    return await api.answer(request, action="mute", target_id=target_id, deed=deed)

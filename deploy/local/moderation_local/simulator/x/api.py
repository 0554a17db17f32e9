"""The addresses of X's API, as far as moderation uses them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
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
    invalid_request,
    not_authorised,
    ordered,
    too_many,
    unauthorised,
)

PREFIX: Final = "/x/2"

Fields = Annotated[str | None, Query(alias="tweet.fields")]


class XApi(Api):
    """X's way of refusing and of telling how much is left."""

    platform = Platform.X

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


def x_router(world: World) -> APIRouter:
    """Return the routes of X's API."""
    router = APIRouter(prefix=PREFIX, include_in_schema=False)
    api = XApi(world)
    deeds = XDeeds(world)

    @router.get("/users/me")
    async def read_me(request: Request) -> Response:
        return await api.answer(request, action="read", target_id="me", deed=deeds.read_me)

    @router.get("/tweets/{post_id}")
    async def read(post_id: str, request: Request, fields: Fields = None) -> Response:
        return await api.answer(
            request,
            action="read",
            target_id=post_id,
            deed=lambda account: deeds.read(account, post_id, fields=fields),
        )

    @router.put("/tweets/{post_id}/hidden")
    async def set_hidden(post_id: str, request: Request) -> Response:
        body = await _body(request)
        if isinstance(body, Response):
            return body
        hidden = body.get("hidden")
        return await api.answer(
            request,
            action="unhide" if hidden is False else "hide",
            target_id=post_id,
            deed=lambda account: deeds.set_hidden(account, post_id, hidden=hidden),
        )

    @router.delete("/tweets/{post_id}")
    async def delete(post_id: str, request: Request) -> Response:
        return await api.answer(
            request,
            action="delete",
            target_id=post_id,
            deed=lambda account: deeds.delete(account, post_id),
        )

    @router.post("/tweets")
    async def post(request: Request) -> Response:
        body = await _body(request)
        if isinstance(body, Response):
            return body
        reply = body.get("reply")
        reply_to = reply.get("in_reply_to_tweet_id") if isinstance(reply, dict) else None
        return await api.answer(
            request,
            action="post" if reply_to is None else "reply",
            target_id=str(reply_to or ""),
            deed=lambda account: deeds.post(account, text=body.get("text"), reply_to=reply_to),
        )

    @router.post("/dm_conversations/with/{person_id}/messages")
    async def send_message(person_id: str, request: Request) -> Response:
        body = await _body(request)
        if isinstance(body, Response):
            return body
        return await api.answer(
            request,
            action="private_reply",
            target_id=person_id,
            deed=lambda account: deeds.send_message(account, person_id, text=body.get("text")),
        )

    @router.post("/users/{person_id}/dm/block")
    async def block(person_id: str, request: Request) -> Response:
        return await api.answer(
            request,
            action="block",
            target_id=person_id,
            deed=lambda account: deeds.block(account, person_id),
        )

    @router.post("/users/{user_id}/blocking")
    async def block_everywhere(user_id: str, request: Request) -> Response:
        return await api.answer(
            request, action="block", target_id=user_id, deed=deeds.block_everywhere
        )

    @router.post("/users/{user_id}/muting")
    async def mute(user_id: str, request: Request) -> Response:
        body = await _body(request)
        if isinstance(body, Response):
            return body

        def deed(account: SimulatedAccount) -> Done:
            if user_id != account.account_id:
                raise not_authorised(user_id, detail="The token belongs to another account.")
            return Done({"data": {"muting": True}}, changed=True)

        target_id = str(body.get("target_user_id", ""))
        return await api.answer(request, action="mute", target_id=target_id, deed=deed)

    return router


async def _body(request: Request) -> Parameters | Response:
    try:
        return await read_parameters(request)
    except UnreadableBodyError as error:
        refusal = invalid_request(str(error))
        return JSONResponse(refusal.body, refusal.status)

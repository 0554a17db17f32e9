"""A small Facebook and a small X that remember what was done to them and can be told to falter.

They know just enough to say no: who has the token, what is gone, what may be done once. The
deployment's simulator knows far more; these stand inside a test.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from typing_extensions import override

from tests.support.ingest import PAGE, USER

TOKEN = "a-token"


@dataclass(frozen=True)
class Trouble:
    """What the next call meets instead of its answer."""

    status: int = 500
    body: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    after_effect: bool = False
    """The call is carried out all the same."""
    hangs: bool = False
    """No answer ever comes."""


class FakePlatform:
    """What both have in common: calls, troubles, the token."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.troubles: deque[Trouble] = deque()
        self.troubles_when_changing: deque[Trouble] = deque()
        """Reading goes on undisturbed."""
        self.tokens = {TOKEN}
        self.gone: set[str] = set()
        self.hidden: set[str] = set()
        self.replies: list[tuple[str, str]] = []
        """Comment or person, and what was said."""
        self.headers: dict[str, str] = {}
        """Sent with every answer."""
        self.app = FastAPI(openapi_url=None)
        self.app.add_api_route(
            "/{path:path}", self._answer, methods=["GET", "POST", "PUT", "DELETE"]
        )

    def deeds(self) -> list[str]:
        """Return the calls that were meant to change something."""
        return [call for call in self.calls if not call.startswith("GET ")]

    async def _answer(self, request: Request) -> Response:
        path = request.url.path.strip("/")
        self.calls.append(f"{request.method} {path}")
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return self.refuse_token()
        waiting = self.troubles
        if not waiting and request.method != "GET":
            waiting = self.troubles_when_changing
        trouble = waiting.popleft() if waiting else None
        if trouble is None or trouble.after_effect:
            body = await request.json() if await request.body() else {}
            answer = self.carry_out(request.method, path.split("/"), body)
            if trouble is None:
                answer.headers.update(self.headers)
                return answer
        if trouble.hangs:
            await asyncio.Event().wait()
        return JSONResponse(trouble.body, trouble.status, trouble.headers)

    def refuse_token(self) -> Response:
        """Answer a wrong token."""
        raise NotImplementedError

    def carry_out(self, method: str, path: list[str], body: Mapping[str, object]) -> Response:
        """Do it and answer."""
        raise NotImplementedError


class FakeFacebook(FakePlatform):
    """The part of the Graph API that a page needs."""

    def __init__(self) -> None:
        super().__init__()
        self.answered_in_private: set[str] = set()

    @override
    def refuse_token(self) -> Response:
        return graph_error(190, status=401)

    @override
    def carry_out(self, method: str, path: list[str], body: Mapping[str, object]) -> Response:
        match method, path, body:
            case "POST", [page, "messages"], _ if page == PAGE:
                return self._write(body)
            case "GET", [page], _ if page == PAGE:
                return JSONResponse({"id": page})
            case _, [target, *_], _ if target in self.gone:
                return graph_error(100, 33)
            case "GET", [target], _:
                open_still = target not in self.answered_in_private
                return JSONResponse({"id": target, "can_reply_privately": open_still})
            case "GET", [target, "comments"], _:
                listed = [
                    {"id": f"{target}_{n}", "message": said, "from": {"id": PAGE}}
                    for n, (under, said) in enumerate(self.replies)
                    if under == target
                ]
                return JSONResponse({"data": listed})
            case "POST", [target], {"is_hidden": bool(hidden)}:
                (self.hidden.add if hidden else self.hidden.discard)(target)
                return JSONResponse({"success": True})
            case "POST", [target, "comments"], {"message": str(said)}:
                self.replies.append((target, said))
                return JSONResponse({"id": f"{target}_{len(self.replies)}"})
            case "DELETE", [target], _:
                self.gone.add(target)
                return JSONResponse({"success": True})
            case _:
                return graph_error(100)

    def _write(self, body: Mapping[str, object]) -> Response:
        match body:
            case {"recipient": {"comment_id": str(target)}, "message": {"text": str(said)}}:
                if target in self.answered_in_private:
                    return graph_error(10900)
                self.answered_in_private.add(target)
            case {"recipient": {"id": str(target)}, "message": {"text": str(said)}}:
                pass
            case _:
                return graph_error(100)
        self.replies.append((target, said))
        return JSONResponse({"message_id": "m"})


class FakeX(FakePlatform):
    """The part of X's API that an account needs."""

    @override
    def refuse_token(self) -> Response:
        return JSONResponse({"title": "Unauthorized"}, 401)

    @override
    def carry_out(self, method: str, path: list[str], body: Mapping[str, object]) -> Response:
        match method, path, body:
            case _, ["tweets", target, *_], _ if target in self.gone:
                problem = "https://api.x.com/2/problems/resource-not-found"
                return JSONResponse(
                    {"errors": [{"type": problem}]}, 404 if method != "GET" else 200
                )
            case "GET", ["tweets", target], _:
                return JSONResponse({"data": {"id": target}})
            case "PUT", ["tweets", target, "hidden"], {"hidden": bool(hidden)}:
                (self.hidden.add if hidden else self.hidden.discard)(target)
                return JSONResponse({"data": {"hidden": hidden}})
            case "POST", ["tweets"], {"reply": {"in_reply_to_tweet_id": str(target)}}:
                self.replies.append((target, str(body["text"])))
                return JSONResponse({"data": {"id": "1"}}, 201)
            case "POST", ["dm_conversations", "with", person, "messages"], {"text": str(said)}:
                self.replies.append((person, said))
                return JSONResponse({"data": {"dm_event_id": "1"}}, 201)
            case _:
                return JSONResponse({"title": "Invalid Request"}, 400)


def graph_error(code: int, subcode: int | None = None, *, status: int = 400) -> Response:
    """Return an error as the Graph API writes it."""
    error: dict[str, object] = {"code": code, "message": "no"}
    if subcode is not None:
        error["error_subcode"] = subcode
    return JSONResponse({"error": error}, status)


def credentials_text() -> dict[str, object]:
    """Return credentials that both know."""
    return {
        "facebook": {
            "app_secrets": ["app-secret"],
            "verify_token": "ours",
            "page_tokens": {PAGE: TOKEN},
        },
        "x": {"consumer_secrets": ["consumer-secret"], "user_tokens": {USER: TOKEN}},
    }

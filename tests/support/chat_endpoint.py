"""A real server on loopback that speaks the chat-completions shape, and misbehaves when told to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request, Response

from tests.support.simulated_platforms import serving


@dataclass
class ChatServer:
    """Answers with what it is told, in turn; the last answer stands for all that follow."""

    answers: list[Response | None] = field(default_factory=list)
    """`None` keeps the caller waiting."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    azure_keys: list[str | None] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    """Path and query of each question."""
    refuses: frozenset[str] = frozenset()
    """Fields that it does not know, as models differ; a question with one is answered with 400."""
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def app(self) -> FastAPI:
        """Return the application to serve."""
        app = FastAPI()
        app.post("/{base:path}/chat/completions")(self._complete)
        return app

    async def _complete(self, request: Request) -> Response:
        self.asked.append(await request.json())
        self.keys.append(request.headers.get("authorization"))
        self.azure_keys.append(request.headers.get("api-key"))
        self.addresses.append(str(request.url).removeprefix(str(request.base_url)))
        unknown = self.refuses & self.asked[-1].keys()
        if unknown:
            said = {"error": {"param": min(unknown), "code": "unsupported_parameter"}}
            return Response(json.dumps(said), status_code=400, media_type="application/json")
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:
            await self.released.wait()
            return Response(status_code=503)
        # A response object is sent once; what it says may be sent again.
        return Response(answer.body, status_code=answer.status_code, media_type="application/json")


def completion(content: object, *, model: str = "llama-3.1:8b", **more: object) -> Response:
    """Return a completion whose message is `content`, as JSON unless it is text."""
    said = content if isinstance(content, str) else json.dumps(content)
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": model,
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": said},
            }
        ],
        **more,
    }
    return Response(json.dumps(body))


@asynccontextmanager
async def chat_server(
    *answers: Response | None, refuses: frozenset[str] = frozenset()
) -> AsyncIterator[tuple[ChatServer, str]]:
    """Serve the answers; give the server and the base address of its API."""
    server = ChatServer(list(answers), refuses=refuses)
    async with serving(server.app()) as address:
        try:
            yield server, f"{address}/v1"
        finally:
            server.released.set()

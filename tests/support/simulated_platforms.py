"""What tests of the simulated platforms share: settings, servers, and a listener for ingest."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.requests import ClientDisconnect

from moderation_local.simulator.settings import SimulatorSettings
from tests.support.waiting import eventually

PAGE: Final = "100000000000101"
OTHER_PAGE: Final = "100000000000201"
USER: Final = "9000000000000000101"
OTHER_USER: Final = "9000000000000000201"
PAGE_TOKEN: Final = "page-token-1"
OTHER_PAGE_TOKEN: Final = "page-token-2"
USER_TOKEN: Final = "user-token-1"
OTHER_USER_TOKEN: Final = "user-token-2"
APP_SECRET: Final = "app-secret"
VERIFY_TOKEN: Final = "verify-token"
CONSUMER_SECRET: Final = "consumer-secret"
WEBHOOK_SECRET: Final = "webhook-secret"

FACEBOOK: Final = "/facebook/v25.0"
X: Final = "/x/2"
POLICIES: Final = Path(__file__).parents[2] / "policies"

_LOOPBACK: Final = "127.0.0.1"


def credentials(**x: object) -> dict[str, Any]:
    """Return the content of a credentials file; keyword arguments add to X's section."""
    return {
        "facebook": {
            "app_secrets": [APP_SECRET],
            "verify_token": VERIFY_TOKEN,
            "page_tokens": {PAGE: PAGE_TOKEN, OTHER_PAGE: OTHER_PAGE_TOKEN},
        },
        "x": {
            "consumer_secrets": [CONSUMER_SECRET],
            "oauth2_client_secrets": [],
            "user_tokens": {USER: USER_TOKEN, OTHER_USER: OTHER_USER_TOKEN},
        }
        | x,
    }


def simulator_settings(folder: Path, **more: object) -> SimulatorSettings:
    """Return settings for a simulator that keeps its state in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "credentials.json"
    if not file.exists():
        file.write_text(json.dumps(credentials()), "utf-8")
    values: dict[str, Any] = {
        "simulator_data": folder / "state",
        "credentials_file": file,
        "policies_dir": POLICIES,
        "webhook_secret": WEBHOOK_SECRET,
        "simulator_retry_schedule_s": (0, 0.05, 0.2),
        "simulator_rate_limit_factor": 1,
    }
    return SimulatorSettings(**(values | more))


def free_port() -> int:
    """Return a port on which nobody listens."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.bind((_LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def serving(app: FastAPI, *, port: int = 0) -> AsyncIterator[str]:
    """Serve an application on this machine and give its address."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((_LOOPBACK, port))
    config = uvicorn.Config(
        app, log_config=None, access_log=False, timeout_graceful_shutdown=2, ws="none"
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await eventually(lambda: server.started or running.done(), what="The server's start")
        if running.done():
            running.result()
        yield f"http://{_LOOPBACK}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await running
        listener.close()


@dataclass
class Listener:
    """Stands where ingest does: checks handshakes and signatures by itself and keeps bodies."""

    facebook: list[dict[str, Any]] = field(default_factory=list)
    x: list[dict[str, Any]] = field(default_factory=list)
    raw: list[tuple[bytes, Mapping[str, str]]] = field(default_factory=list)
    unsigned: int = 0
    handshakes: int = 0
    status: int = 200
    """What deliveries are answered; anything but 200 keeps none."""
    honest: bool = True
    """False answers X's challenge with a wrong signature."""
    attempts: int = 0

    def app(self) -> FastAPI:
        """Return the application to serve."""
        app = FastAPI()
        app.get("/webhooks/facebook")(self._echo)
        app.get("/webhooks/x")(self._answer_challenge)
        app.post("/webhooks/facebook")(self._receive_facebook)
        app.post("/webhooks/x")(self._receive_x)
        return app

    @property
    def changes(self) -> list[dict[str, Any]]:
        """Every change that Facebook told, in the order received."""
        return [
            change
            for body in self.facebook
            for entry in body["entry"]
            for change in entry.get("changes", [])
        ]

    async def _echo(self, request: Request) -> Response:
        query = request.query_params
        if query.get("hub.verify_token") != VERIFY_TOKEN or query["hub.mode"] != "subscribe":
            return PlainTextResponse("no", 403)
        self.handshakes += 1
        return PlainTextResponse(query["hub.challenge"])

    async def _answer_challenge(self, request: Request) -> Response:
        self.handshakes += 1
        token = request.query_params["crc_token"]
        secret = CONSUMER_SECRET if self.honest else "something else"
        digest = hmac.new(secret.encode(), token.encode(), hashlib.sha256).digest()
        return JSONResponse({"response_token": f"sha256={base64.b64encode(digest).decode()}"})

    async def _receive_facebook(self, request: Request) -> Response:
        body = await _body(request)
        digest = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
        signed = request.headers.get("x-hub-signature-256") == f"sha256={digest}"
        return self._keep(self.facebook, request, body=body, signed=signed)

    async def _receive_x(self, request: Request) -> Response:
        body = await _body(request)
        digest = hmac.new(CONSUMER_SECRET.encode(), body, hashlib.sha256).digest()
        right = f"sha256={base64.b64encode(digest).decode()}"
        signed = request.headers.get("x-twitter-webhooks-signature") == right
        return self._keep(self.x, request, body=body, signed=signed)

    def _keep(
        self, kept: list[dict[str, Any]], request: Request, *, body: bytes, signed: bool
    ) -> Response:
        self.attempts += 1
        if not body:
            return PlainTextResponse("broken off", 400)
        if not signed:
            self.unsigned += 1
            return PlainTextResponse("wrong signature", 401)
        if self.status == 200:
            kept.append(json.loads(body))
            self.raw.append((body, dict(request.headers)))
        return PlainTextResponse("", self.status)


async def _body(request: Request) -> bytes:
    """Return what arrived; a sender that was killed midway leaves nothing."""
    try:
        return await request.body()
    except ClientDisconnect:
        return b""

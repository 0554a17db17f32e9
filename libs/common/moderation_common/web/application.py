"""The FastAPI application that every service starts from: denied by default, measured, logged.

A route is open only when its path stands under one of the public prefixes that the service
names; everything else needs a token before any of the service's code runs.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from moderation_common import metrics
from moderation_common.clock import Clock, utc_now
from moderation_common.errors import TransientError
from moderation_common.faults import Fault, say_faults
from moderation_common.lifecycle import Lifecycle
from moderation_common.web.tokens import TokenError, TokenSigner

_ALWAYS_PUBLIC: Final = ("/healthz", "/readyz", "/metrics")
# Meta batches up to 1,000 updates in one delivery; text alone stays well under this.
MAX_BODY_BYTES: Final = 8 * 1024 * 1024

log = structlog.get_logger(__name__)


def create_application(
    *,
    title: str,
    version: str,
    lifecycle: Lifecycle,
    tokens: TokenSigner,
    public_prefixes: Sequence[str] = (),
    clock: Clock = utc_now,
) -> FastAPI:
    """Return an application with /healthz, /readyz and /metrics, that starts the lifecycle."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await lifecycle.start()
        try:
            yield
        finally:
            await lifecycle.stop()

    app = FastAPI(title=title, version=version, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.lifecycle = lifecycle
    app.state.tokens = tokens
    app.state.clock = clock
    app.add_middleware(Gate, tokens=tokens, public=(*_ALWAYS_PUBLIC, *public_prefixes), clock=clock)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Say that the process answers."""
        return {"status": "ok", "service": title, "version": version}

    @app.get("/readyz")
    async def readyz(response: Response) -> dict[str, object]:
        """Say whether everything that the service needs is there."""
        wrong = await lifecycle.readiness()
        if wrong:
            response.status_code = 503
        return {"ready": not wrong, "wrong": wrong}

    @app.get("/metrics")
    async def read_metrics() -> Response:
        """Return the metrics for Prometheus."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    @app.exception_handler(TransientError)
    async def unavailable(_request: Request, error: TransientError) -> JSONResponse:
        return problem(503, str(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        # What was sent is not sent back: it may be long, and it may be somebody's words.
        return problem(422, "\n".join(_say_faults(error, request.scope.get("route"))))

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        # FastAPI says of whatever goes wrong in reading a body that there was an error.
        said = _UNREADABLE.get(type(error.__cause__))
        if said:
            return problem(400, said)
        return await http_exception_handler(request, _in_a_sentence(error))

    return app


_UNREADABLE: Final[dict[type[BaseException | None], str]] = {
    UnicodeDecodeError: "body: this is not UTF-8; send it in that encoding.",
    RecursionError: "body: this is nested too deep; send it flatter.",
}


def _in_a_sentence(error: HTTPException) -> HTTPException:
    """Return the router's own refusals, which are mere names of statuses, as sentences."""
    if error.detail != HTTPStatus(error.status_code).phrase:
        return error
    said = error.detail
    if error.status_code == HTTPStatus.NOT_FOUND:
        said = "There is nothing at this address; GET /openapi.json lists what there is."
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = (error.headers or {}).get("Allow", "")
        said = f"This address takes {allowed}; send that instead."
    return HTTPException(error.status_code, said, error.headers)


def problem(status: int, detail: str) -> JSONResponse:
    """Return an error answer: one clear sentence under `detail`, or a line for each fault."""
    return JSONResponse({"detail": detail}, status_code=status)


def _say_faults(error: RequestValidationError, route: object) -> list[str]:
    """Return a sentence for each fault, by what the route takes."""
    faults: Sequence[Fault] = error.errors()
    if isinstance(error.body, str) and [fault["type"] for fault in faults] == ["json_invalid"]:
        return [_say_unreadable(faults[0], error.body)]
    said: list[str] = []
    for source in dict.fromkeys(fault["loc"][0] for fault in faults):
        alike = [fault for fault in faults if fault["loc"][0] == source]
        said += say_faults(alike, expected=_taken_from(source, route))
    return said


def _taken_from(source: str, route: object) -> object:
    """Return the type that a route takes from the body or from the query; None without one."""
    if not isinstance(route, APIRoute):
        return None
    field = route.body_field
    if source == "query":
        field = next(iter(route.dependant.query_params), None)  # codespell:ignore
    return field.field_info.annotation if field is not None else None


def _say_unreadable(fault: Fault, body: str) -> str:
    """Return where a body stops being JSON, as an editor counts lines and columns."""
    _, at = fault["loc"]
    line, column = body.count("\n", 0, at) + 1, at - body.rfind("\n", 0, at)
    return (
        f"body: this cannot be read as JSON: {fault['ctx']['error']} at line {line}, column"
        f" {column}."
    )


class Gate:
    """ASGI middleware: size limit, token check, one log line and two metrics per request."""

    def __init__(
        self, app: ASGIApp, *, tokens: TokenSigner, public: tuple[str, ...], clock: Clock
    ) -> None:
        self._app = app
        self._tokens = tokens
        self._public = public
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500
        answering = False

        async def watched_send(message: Message) -> None:
            nonlocal status, answering
            if message["type"] == "http.response.start":
                status = message["status"]
                answering = True
            await send(message)

        try:
            refusal = self._refuse(scope)
            if refusal is not None:
                await refusal(scope, receive, watched_send)
            else:
                await self._app(scope, _limited(receive), watched_send)
        except Exception as error:
            # The server's own log would show the exception's text, which may quote the comment.
            log.error(
                "request_failed",
                error=type(error).__name__,
                stack="".join(traceback.format_tb(error.__traceback__)),
            )
            if answering:
                raise
            await problem(500, "It failed through a fault of ours; the log says where.")(
                scope, receive, watched_send
            )
        finally:
            self._record(scope, status, time.perf_counter() - started)

    def _refuse(self, scope: Scope) -> JSONResponse | None:
        path: str = scope["path"]
        if "\x00" in path or b"%00" in scope["query_string"]:
            # PostgreSQL holds no such character, so nothing here is called by such a name.
            return problem(400, "The address holds the character U+0000; leave it out.")
        if any(path == p or path.startswith(p.rstrip("/") + "/") for p in self._public):
            return None
        headers = dict(scope["headers"])
        scheme, _, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return problem(401, "Send a token in the header `Authorization: Bearer …`.")
        try:
            principal = self._tokens.read(token.strip(), now=self._clock())
        except TokenError as error:
            return problem(401, str(error))
        if principal.case_id is not None:
            return problem(403, "This token is good for one case's page only.")
        scope.setdefault("state", {})["principal"] = principal
        return None

    def _record(self, scope: Scope, status: int, elapsed_s: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        metrics.REQUESTS.labels(route, str(status)).inc()
        metrics.REQUEST_SECONDS.labels(route).observe(elapsed_s)
        if route not in _ALWAYS_PUBLIC:
            # Never the address: alert links and handshakes carry secrets in it.
            log.info(
                "request",
                method=scope["method"],
                route=route,
                status=status,
                duration_ms=round(elapsed_s * 1000, 1),
            )


class BodyTooLargeError(HTTPException):
    """More was sent than any platform sends; of this kind, FastAPI lets it through as it is."""

    def __init__(self) -> None:
        super().__init__(413, f"Send at most {MAX_BODY_BYTES} bytes in one request.")


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MAX_BODY_BYTES:
            raise BodyTooLargeError
        return message

    return limited

"""Puts the simulator together: the platforms' addresses, the control side, the mail, the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Final
from zoneinfo import ZoneInfo

import httpx
import structlog
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import JSONResponse, Response

from moderation_common.lifecycle import Lifecycle
from moderation_common.logs import configure_logging
from moderation_common.policy import PolicyPacks
from moderation_common.policy.loader import load_packs
from moderation_common.vocabulary import Platform
from moderation_common.web.serving import serve
from moderation_local.mailbox import routes as mailbox_routes
from moderation_local.mailbox.hooks import HookStore
from moderation_local.mailbox.letters import LetterStore
from moderation_local.mailbox.smtp import MailSink, Trouble
from moderation_local.simulator.accounts import AccountDirectory
from moderation_local.simulator.control import reading, troubles, writing
from moderation_local.simulator.control.access import Stage
from moderation_local.simulator.couriers import Courier, FacebookCourier, XCourier
from moderation_local.simulator.credentials import Credentials, read_credentials
from moderation_local.simulator.facebook import api as facebook
from moderation_local.simulator.facebook.subscriptions import Subscriptions
from moderation_local.simulator.faults import FaultPlace
from moderation_local.simulator.handshakes import FacebookHandshake, Handshake, XHandshake
from moderation_local.simulator.loopback import require_loopback
from moderation_local.simulator.pages import pages_router
from moderation_local.simulator.public import PublicSide
from moderation_local.simulator.settings import SimulatorSettings
from moderation_local.simulator.world import World
from moderation_local.simulator.x import api as x

log = structlog.get_logger(__name__)

_CONTROL: Final = "/control"
_DATABASE: Final = "simulator.sqlite3"
_LONDON: Final = ZoneInfo("Europe/London")
_PAGE_POLICY: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class Connection:
    """The simulator's side of the line to ingest."""

    handshakes: Mapping[Platform, Handshake]
    couriers: Mapping[Platform, Courier]


def connect(
    world: World,
    credentials: Credentials,
    *,
    ingest_url: str,
    client: httpx.AsyncClient,
    batch: int,
) -> Connection:
    """Return the handshakes and couriers for an ingest service; they are not started."""
    base = ingest_url.rstrip("/")
    facebook_url, x_url = f"{base}/webhooks/facebook", f"{base}/webhooks/x"
    queue, clock = world.queue, world.clock
    facebook_handshake = FacebookHandshake(
        client,
        facebook_url,
        passed=queue.listen(Platform.FACEBOOK),
        credentials=credentials.facebook,
    )
    x_handshake = XHandshake(
        client, x_url, passed=queue.listen(Platform.X), credentials=credentials.x
    )
    return Connection(
        handshakes={Platform.FACEBOOK: facebook_handshake, Platform.X: x_handshake},
        couriers={
            Platform.FACEBOOK: FacebookCourier(
                queue,
                client=client,
                url=facebook_url,
                handshake=facebook_handshake,
                clock=clock,
                batch=batch,
                credentials=credentials.facebook,
            ),
            Platform.X: XCourier(
                queue,
                client=client,
                url=x_url,
                handshake=x_handshake,
                clock=clock,
                credentials=credentials.x,
            ),
        },
    )


def build(settings: SimulatorSettings) -> FastAPI:
    """Return the whole application; what runs in the background starts and ends with it."""
    credentials = read_credentials(settings.credentials_file)
    world = World.open(
        settings.simulator_data / _DATABASE,
        accounts=AccountDirectory(credentials, _packs(settings)),
        retry_schedule_s=settings.simulator_retry_schedule_s,
        drop_after_s=settings.simulator_drop_after_s,
        limit_factor=settings.simulator_rate_limit_factor,
    )
    subscriptions = Subscriptions(world.storage)
    public = PublicSide(world, subscriptions)
    secret = None if settings.webhook_secret is None else settings.webhook_secret.get_secret_value()
    letters = LetterStore(settings.simulator_data / "mail")
    hooks = HookStore(settings.simulator_data / "hooks")
    mail = MailSink(letters, trouble=_trouble(world, FaultPlace.SMTP))
    lifecycle = Lifecycle(shutdown_timeout_s=settings.shutdown_timeout_s)
    client = httpx.AsyncClient(trust_env=False)
    handshakes: Mapping[Platform, Handshake] = {}
    if settings.ingest_url is not None:
        connection = connect(
            world,
            credentials,
            ingest_url=settings.ingest_url,
            client=client,
            batch=settings.simulator_batch,
        )
        handshakes = connection.handshakes
        for platform, handshake in connection.handshakes.items():
            lifecycle.add_task(f"handshake {platform}", handshake)
        for platform, courier in connection.couriers.items():
            lifecycle.add_task(f"courier {platform}", courier)
    lifecycle.add_closer(_closing(world, client))
    lifecycle.add_closer(mail.stop)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.mail_port = await mail.start(host=settings.host, port=settings.mail_port)
        await lifecycle.start()
        log.info("simulator_started", mail_port=app.state.mail_port)
        try:
            yield
        finally:
            await lifecycle.stop()

    app = FastAPI(
        title="Simulated platforms",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.facebook = facebook.FacebookApi(world, subscriptions)
    app.state.x = x.XApi(world)
    app.state.stage = Stage(world, public, subscriptions, handshakes)
    app.state.mailbox = mailbox_routes.Mailbox(
        letters, hooks, secret=secret, trouble=_trouble(world, FaultPlace.HOOKS)
    )
    app.middleware("http")(_protect_pages)
    app.include_router(facebook.router)
    app.include_router(x.router)
    app.include_router(_health_router(lifecycle, handshakes))
    for router, prefix in (
        (reading.router, _CONTROL),
        (troubles.router, _CONTROL),
        (writing.router, _CONTROL),
        (mailbox_routes.router, ""),
        (pages_router(world), ""),
    ):
        app.include_router(router, prefix=prefix, dependencies=[Depends(require_loopback)])
    return app


async def main() -> None:
    """Run the simulator until it is told to stop."""
    settings = SimulatorSettings.load()
    configure_logging(service="simulator", level=settings.log_level)
    await serve(
        build(settings),
        host=settings.host,
        port=settings.port,
        shutdown_timeout_s=settings.shutdown_timeout_s,
    )


def _packs(settings: SimulatorSettings) -> PolicyPacks | None:
    if settings.policies_dir is None:
        return None
    return load_packs(settings.policies_dir, on=datetime.now(_LONDON).date())


def _trouble(world: World, place: FaultPlace) -> Trouble:
    def take() -> int | None:
        with world.storage.transaction():
            fault = world.faults.take(place, "", action="")
        return None if fault is None else fault.code

    return take


def _closing(world: World, client: httpx.AsyncClient) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        await client.aclose()
        world.storage.close()

    return close


async def _protect_pages(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await call_next(request)
    response.headers.setdefault("Content-Security-Policy", _PAGE_POLICY)
    # Links in the mail carry what opens a case; the page they lead to is told no more than that.
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response


def _health_router(lifecycle: Lifecycle, handshakes: Mapping[Platform, Handshake]) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok", "version": version("moderation-local")}

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        wrong = await lifecycle.readiness()
        for platform, handshake in handshakes.items():
            if not handshake.verified:
                wrong[f"webhook {platform}"] = f"ingest {handshake.detail}"
        return JSONResponse({"ready": not wrong, "wrong": wrong}, 503 if wrong else 200)

    return router

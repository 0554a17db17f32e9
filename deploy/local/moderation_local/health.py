"""Asks the services how they are."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import httpx

from moderation_common.errors import TransientError

_POLL_S: Final = 0.1
_REQUEST_TIMEOUT_S: Final = 5.0


@dataclass(frozen=True)
class Health:
    """What one service says of itself."""

    healthy: bool
    ready: bool
    version: str | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)


async def ask(client: httpx.AsyncClient, url: str) -> Health:
    """Ask one service; an unreachable one is neither healthy nor ready."""
    try:
        health = await client.get(f"{url}/healthz", timeout=_REQUEST_TIMEOUT_S)
        ready = await client.get(f"{url}/readyz", timeout=_REQUEST_TIMEOUT_S)
        return Health(
            healthy=health.status_code == httpx.codes.OK,
            ready=ready.status_code == httpx.codes.OK,
            version=health.json().get("version"),
            wrong=ready.json().get("wrong", {}),
        )
    except (httpx.HTTPError, ValueError):
        return Health(healthy=False, ready=False, wrong={"service": "does not answer"})


async def ask_all(urls: Mapping[str, str]) -> dict[str, Health]:
    """Ask several services at once."""
    async with httpx.AsyncClient(trust_env=False) as client:
        answers = await asyncio.gather(*(ask(client, url) for url in urls.values()))
    return dict(zip(urls, answers, strict=True))


async def wait_until_ready(
    urls: Mapping[str, str], *, deadline_s: float, check: Callable[[], None] = lambda: None
) -> None:
    """Return when every service is ready; raises `TransientError` naming those that are not.

    `check` is called again and again meanwhile, and may raise to end the waiting.
    """
    end = time.monotonic() + deadline_s
    while True:
        check()
        answers = await ask_all(urls)
        waiting = {name: health for name, health in answers.items() if not health.ready}
        if not waiting:
            return
        if time.monotonic() > end:
            details = "; ".join(
                f"{name} ({', '.join(f'{k}: {v}' for k, v in health.wrong.items())})"
                for name, health in waiting.items()
            )
            msg = f"Not ready after {deadline_s:.0f} s: {details}. See the logs in the data folder."
            raise TransientError(msg)
        await asyncio.sleep(_POLL_S)

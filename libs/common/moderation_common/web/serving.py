"""Runs a service: its application under uvicorn until it is told to stop, or its migration."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Final

import uvicorn
from fastapi import FastAPI

from moderation_common.errors import ConfigurationError, ModerationError

_KEEP_ALIVE_S: Final = 15

Main = Callable[[], Coroutine[None, None, None]]


async def serve(app: FastAPI, *, host: str, port: int, shutdown_timeout_s: float) -> None:
    """Serve until SIGTERM or SIGINT; finishes requests and background work in hand first."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=max(1, int(shutdown_timeout_s)),
    )
    await uvicorn.Server(config).serve()


def run_service(
    name: str, *, serve_main: Main, migrate_main: Main, arguments: Sequence[str]
) -> int:
    """Run `python -m moderation_<name> [migrate]`; returns the exit status.

    Without an argument the service runs until SIGTERM or SIGINT; with `migrate` its schema is
    brought up to date. A known error is printed as one sentence.
    """
    match list(arguments):
        case []:
            main = serve_main
        case ["migrate"]:
            main = migrate_main
        case _:
            sys.stderr.write(f"Call `python -m moderation_{name}` or add `migrate`.\n")
            return 2
    try:
        asyncio.run(main())
    except ConfigurationError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except ModerationError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0

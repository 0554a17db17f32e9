"""Tries the servers that a user named, before anything is started that would need them."""

from __future__ import annotations

import asyncio
from typing import Final

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

from moderation_common.errors import ConfigurationError, TransientError
from moderation_common.eventlog import open_event_log
from moderation_common.postgres import Database

_DEADLINE_S: Final = 15.0


async def check_servers(*, database: str | None, event_log: str | None) -> None:
    """Connect once to each server that was named.

    Raises `ConfigurationError` for a URL that is wrong or refused, `TransientError` for a server
    that is away; either is one sentence that says which option to mend.
    """
    if database is not None:
        await _check_database(database)
    if event_log is not None:
        try:
            async with asyncio.timeout(_DEADLINE_S):
                await (await open_event_log(event_log, client_id="moderation")).close()
        except TransientError as error:
            # Its own words say that it is tried again, which is not so here.
            msg = "--eventlog: no server answers at the URL; start it, or mend the URL."
            raise TransientError(msg) from error
        except ConfigurationError as error:
            raise ConfigurationError(f"--eventlog: {error}") from error
        except TimeoutError as error:
            raise _silent("--eventlog") from error


async def _check_database(url: str) -> None:
    if not url.startswith("postgresql://"):
        msg = "--database: give a PostgreSQL URL, as postgresql://user:password@host/name."
        raise ConfigurationError(msg)
    try:
        database = Database(url, schema="public", pool_size=1)
        try:
            async with asyncio.timeout(_DEADLINE_S):
                await database.check()
        finally:
            await database.close()
    except TransientError as error:
        raise TransientError(f"--database: {error} Start it, or name another.") from error
    except TimeoutError as error:
        raise _silent("--database") from error
    except (asyncpg.PostgresError, SQLAlchemyError, ValueError, TypeError) as error:
        refusal = _refusal_in(error)
        if refusal is not None:
            msg = f"--database: the server refuses ({refusal}); mend the URL or the server."
            raise ConfigurationError(msg) from error
        # Any other error may quote the URL with its password.
        msg = "--database: the URL cannot be read; write postgresql://user:password@host/name."
        raise ConfigurationError(msg) from error


def _refusal_in(error: BaseException | None) -> str | None:
    """Return what the server itself said, which SQLAlchemy may have wrapped."""
    while error is not None:
        if isinstance(error, asyncpg.PostgresError):
            return error.message if isinstance(error.message, str) else type(error).__name__
        error = error.__cause__
    return None


def _silent(option: str) -> TransientError:
    return TransientError(
        f"{option}: no server answers within {_DEADLINE_S:.0f} s; start it, or mend the URL."
    )

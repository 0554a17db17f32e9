"""PostgreSQL through SQLAlchemy: connections, units of work, and which failures are outages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Final

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from moderation_common.errors import TransientError
from moderation_common.events import Event
from moderation_common.postgres.messaging import Inbox, Outbox

_POOL_SIZE: Final = 5
_COMMAND_TIMEOUT_S: Final = 30

_TRANSIENT_CAUSES: Final = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
    asyncpg.CannotConnectNowError,
)


def sqlalchemy_url(url: str) -> str:
    """Return the plain PostgreSQL URL with the driver that SQLAlchemy is to use."""
    for scheme in ("postgresql+asyncpg://", "postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+asyncpg://" + url.removeprefix(scheme)
    return url


@contextmanager
def outages_as_transient() -> Iterator[None]:
    """Turn what an outage of the database raises into `TransientError`; let bugs through."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        raise _away(error) from error
    except DBAPIError as error:
        if error.connection_invalidated or _is_transient(error.orig):
            raise _away(error) from error
        raise
    except _TRANSIENT_CAUSES as error:
        raise _away(error) from error


def _is_transient(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, _TRANSIENT_CAUSES):
            return True
        error = error.__cause__
    return False


def _away(error: Exception) -> TransientError:
    # The error's own text can carry a statement's parameters, and so somebody's words.
    cause = getattr(error, "orig", None) or error
    return TransientError(f"The database cannot be reached or is busy ({type(cause).__name__}).")


class UnitOfWork:
    """One transaction: what was read and written, the inbox mark and the outbox rows together."""

    def __init__(self, connection: AsyncConnection, inbox: Inbox, outbox: Outbox) -> None:
        self.connection = connection
        self._inbox = inbox
        self._outbox = outbox
        self.published = False

    async def claim(self, event: Event, *, consumer: str) -> bool:
        """Mark the event as handled by `consumer`; False when it already was."""
        return await self._inbox.claim(self.connection, event.id, consumer=consumer)

    async def publish(self, events: Sequence[Event]) -> None:
        """Put events into the outbox; the relay publishes them after the commit."""
        if events:
            await self._outbox.add(self.connection, events)
            self.published = True


class Database:
    """A service's own schema in PostgreSQL."""

    def __init__(self, url: str, *, schema: str, pool_size: int = _POOL_SIZE) -> None:
        self.schema = schema
        self.engine: AsyncEngine = create_async_engine(
            sqlalchemy_url(url),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=10,
            pool_pre_ping=True,
            # An error's text would otherwise quote what was to be stored.
            hide_parameters=True,
            connect_args={
                "command_timeout": _COMMAND_TIMEOUT_S,
                "server_settings": {"search_path": schema, "application_name": schema},
            },
        )
        self.outbox_filled = asyncio.Event()
        """Set after each commit that left something in the outbox."""
        self._inbox = Inbox(schema)
        self.outbox = Outbox(schema)

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        """Open a transaction; commits when the block ends well, rolls back when it raises.

        Raises `TransientError` when the database is away.
        """
        with outages_as_transient():
            async with self.engine.begin() as connection:
                unit = UnitOfWork(connection, self._inbox, self.outbox)
                yield unit
        if unit.published:
            self.outbox_filled.set()

    async def check(self) -> None:
        """Raise `TransientError` when the database cannot be reached."""
        with outages_as_transient():
            async with self.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()

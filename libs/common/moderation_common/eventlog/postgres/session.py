"""A member's own connection: its locks live exactly as long as it does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from moderation_common.errors import TransientError
from moderation_common.eventlog.postgres.address import Connection, PostgresAddress
from moderation_common.eventlog.postgres.outages import outages_as_transient

Listener = Callable[[Connection, int, str, str], None]


class Session:
    """One connection whose statements wait for each other and whose first failure ends it.

    Ending it gives up every advisory lock that it held, so nothing half taken is left behind.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()
        self.pid: int = connection.get_server_pid()

    @classmethod
    async def open(cls, address: PostgresAddress) -> Session:
        """Connect; raises `TransientError` when the server is away."""
        with outages_as_transient("connecting"):
            return cls(await address.connect())

    @property
    def is_lost(self) -> bool:
        """Whether the connection, and with it every lock, is gone."""
        return bool(self._connection.is_closed())

    async def fetch(self, statement: str, *arguments: object) -> list[Any]:
        """Run one statement in a transaction of its own and return its rows.

        Raises `TransientError`, and ends the connection, when the server is away or silent.
        """
        async with self._turn:
            try:
                with outages_as_transient("serving a consumer"):
                    rows: list[Any] = await self._connection.fetch(statement, *arguments)
            except (TransientError, asyncio.CancelledError):
                # Whether the statement took effect is unknown, a lock perhaps held unrecorded.
                self.terminate()
                raise
            return rows

    async def listen(self, channel: str, listener: Listener) -> None:
        """Call `listener` with connection, pid, channel and payload of each notification."""
        async with self._turn:
            with outages_as_transient("listening"):
                await self._connection.add_listener(channel, listener)

    def on_loss(self, callback: Callable[[], None]) -> None:
        """Call `callback` when the connection ends, however it ends."""
        self._connection.add_termination_listener(lambda _connection: callback())

    def terminate(self) -> None:
        """Drop the connection without a word; the server notices at once."""
        self._connection.terminate()

    async def close(self) -> None:
        """End the connection; waits for the statement in hand."""
        async with self._turn:
            if self.is_lost:
                return
            try:
                with outages_as_transient("closing a connection"):
                    await self._connection.close(timeout=2.0)
            except TransientError:
                self.terminate()

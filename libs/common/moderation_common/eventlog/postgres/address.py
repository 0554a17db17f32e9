"""Where the engine's PostgreSQL is, and how to connect to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

import asyncpg

from moderation_common.errors import ConfigurationError
from moderation_common.eventlog.query import Query

# asyncpg publishes no types.
Connection: TypeAlias = Any
Pool: TypeAlias = Any

_DEFAULT_PARTITIONS: Final = 4
_CONNECT_TIMEOUT_S: Final = 5.0
STATEMENT_TIMEOUT_S: Final = 15.0
"""Seconds after which a statement counts as an outage; each normally takes milliseconds."""

_SESSION_SETTINGS: Final = {
    # The row lock on a partition hands the newest offset to the next publisher only at this level.
    "default_transaction_isolation": "read committed",
    # A member whose machine vanished must lose its partitions within half a minute, not two hours.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    # The statements are small and repeated: compiling them would cost more than they do.
    "jit": "off",
}


@dataclass(frozen=True)
class PostgresAddress:
    """A database server, and what the log's URL asks of the engine."""

    dsn: str = field(repr=False)
    """The URL for the driver; holds the password."""
    client_id: str
    partitions: int
    """How many partitions a topic gets when it is first named; it keeps them for ever."""

    @classmethod
    def parse(cls, url: str, *, client_id: str) -> PostgresAddress:
        """Read `postgresql://user@host/database?partitions=4`.

        Parameters other than `partitions` go to the driver. Raises `ConfigurationError`.
        """
        try:
            parts = urlsplit(url)
        except ValueError as error:
            msg = "The event log's URL cannot be read; write postgresql://user@host/database."
            raise ConfigurationError(msg) from error
        query = Query(parts.query)
        partitions = query.take_number("partitions", default=_DEFAULT_PARTITIONS)
        dsn = parts._replace(query=query.rest()).geturl()
        return cls(dsn=dsn, client_id=client_id, partitions=partitions)

    def _arguments(self) -> dict[str, Any]:
        return {
            "dsn": self.dsn,
            "timeout": _CONNECT_TIMEOUT_S,
            "command_timeout": STATEMENT_TIMEOUT_S,
            "server_settings": _SESSION_SETTINGS
            | {"application_name": f"eventlog {self.client_id}"},
        }

    async def connect(self) -> Connection:
        """Open a connection of its own."""
        return await asyncpg.connect(**self._arguments())

    async def open_pool(self, *, max_size: int) -> Pool:
        """Make a pool that connects when it is first asked."""
        return await asyncpg.create_pool(**self._arguments(), min_size=0, max_size=max_size)

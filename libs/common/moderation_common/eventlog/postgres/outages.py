"""Which failures of PostgreSQL are outages, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import asyncpg

from moderation_common.errors import TransientError

OUTAGES: Final = (
    OSError,
    TimeoutError,
    # The driver's own: the connection or the pool was closed under the statement.
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    # Too many connections, disk full, out of memory.
    asyncpg.InsufficientResourcesError,
    # Shut down, starting up, statement cancelled by an administrator.
    asyncpg.OperatorInterventionError,
    # Deadlock, serialisation.
    asyncpg.TransactionRollbackError,
    asyncpg.ObjectNotInPrerequisiteStateError,
    # A fail-over left us on the replica.
    asyncpg.ReadOnlySQLTransactionError,
    # A password that is being changed, or a database that is being restored, comes right again.
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)


@contextmanager
def outages_as_transient(doing: str) -> Iterator[None]:
    """Turn what an outage raises while `doing` something into `TransientError`; let bugs through.

    The error's own text is left out: it can quote a statement's parameters or a password.
    """
    try:
        yield
    except OUTAGES as error:
        msg = (
            f"The event log's PostgreSQL is away or busy while {doing}"
            f" ({type(error).__name__}); it is tried again until it answers."
        )
        raise TransientError(msg) from error

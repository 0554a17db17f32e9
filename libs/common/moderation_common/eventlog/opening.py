"""Opening the event log that a URL names: the one place that knows which engine runs."""

from __future__ import annotations

from moderation_common.errors import ConfigurationError
from moderation_common.eventlog.port import EventLog


async def open_event_log(url: str, *, client_id: str) -> EventLog:
    """Open the event log at `postgresql://…` or `kafka://…`.

    `client_id` names the service on the engine's own lists of connections. Raises
    `ConfigurationError` when the URL is wrong and `TransientError` when the engine is away.
    """
    scheme = url.partition("://")[0] if "://" in url else ""
    # Each driver costs memory and start-up time that the other engine need not pay.
    if scheme == "postgresql":
        from moderation_common.eventlog.postgres import (  # noqa: PLC0415 - see above
            PostgresEventLog,
        )

        return await PostgresEventLog.open(url, client_id=client_id)
    if scheme == "kafka":
        from moderation_common.eventlog.kafka import KafkaEventLog  # noqa: PLC0415 - see above

        return await KafkaEventLog.open(url, client_id=client_id)
    msg = (
        f"The event log's URL starts with {scheme + '://' if scheme else 'no scheme'};"
        " write postgresql://user@host/database or kafka://host:9092."
    )
    raise ConfigurationError(msg)

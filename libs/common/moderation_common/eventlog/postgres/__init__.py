"""The event log on PostgreSQL: the embedded engine, so that one machine and no broker is enough."""

from moderation_common.eventlog.postgres.log import PostgresEventLog

__all__ = ["PostgresEventLog"]

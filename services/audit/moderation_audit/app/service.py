"""The running service: settings, adapters, use cases, consumers and the web application."""

from __future__ import annotations

from functools import partial
from importlib.metadata import version
from typing import Final

from moderation_audit.adapters.appending import PostgresAppendStore
from moderation_audit.adapters.guards import check_guards
from moderation_audit.adapters.reading import PostgresReadStore
from moderation_audit.adapters.scanning import PostgresScanStore
from moderation_audit.adapters.tables import SCHEMA
from moderation_audit.api.routes import create_router
from moderation_audit.consumers import DeadLetterConsumer, consume_events
from moderation_audit.settings import Settings
from moderation_audit.usecases.append import Recorder
from moderation_audit.usecases.read import RecordQueries
from moderation_common.clock import utc_now
from moderation_common.eventlog import open_event_log
from moderation_common.lifecycle import Lifecycle
from moderation_common.logs import configure_logging
from moderation_common.postgres import Database, OutboxRelay, migrate
from moderation_common.vault import Vault
from moderation_common.web import TokenSigner, create_application, serve

_NAME: Final = "audit"


async def migrate_schema() -> None:
    """Bring audit's schema up to date."""
    await _migrate(Settings.load())


async def _migrate(settings: Settings) -> None:
    await migrate(settings.database_url, package="moderation_audit", schema=SCHEMA)


async def main() -> None:
    """Run audit until it is told to stop."""
    settings = Settings.load()
    configure_logging(service=_NAME, level=settings.log_level)
    if settings.migrate_on_start:
        await _migrate(settings)
    vault = Vault.from_text(settings.vault_key.get_secret_value())
    database = Database(settings.database_url, schema=SCHEMA)
    event_log = await open_event_log(settings.eventlog_url, client_id=_NAME)
    recorder = Recorder(PostgresAppendStore(database, vault=vault), clock=utc_now)
    queries = RecordQueries(PostgresReadStore(database, vault=vault), clock=utc_now)

    lifecycle = Lifecycle(shutdown_timeout_s=settings.shutdown_timeout_s)
    lifecycle.add_closer(database.close)
    lifecycle.add_closer(event_log.close)
    lifecycle.add_check("database", database.check)
    lifecycle.add_check("append-only triggers", partial(check_guards, database))
    lifecycle.add_check("event log", event_log.check)
    lifecycle.add_task("outbox relay", OutboxRelay(database, event_log))
    lifecycle.add_task("events consumer", consume_events(event_log, recorder.record_event))
    lifecycle.add_task("dead letters consumer", DeadLetterConsumer(event_log, recorder))

    app = create_application(
        title=_NAME,
        version=version("moderation-audit"),
        lifecycle=lifecycle,
        tokens=TokenSigner(settings.token_secret.get_secret_value()),
    )
    app.include_router(create_router(queries, PostgresScanStore(database, vault=vault)))
    await serve(
        app,
        host=settings.host,
        port=settings.port,
        shutdown_timeout_s=settings.shutdown_timeout_s,
    )

"""Composition root: settings, adapters, use cases, consumers and the web application."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.adapters.store import ClassifierStore
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.api.routes import build_router
from moderation_classifier.consumers import CommentsConsumer
from moderation_classifier.settings import Settings
from moderation_classifier.usecases import JudgeComments
from moderation_common.clock import utc_now
from moderation_common.eventlog import Consumer, open_event_log
from moderation_common.events import Topic
from moderation_common.lifecycle import Lifecycle, Periodic
from moderation_common.logs import configure_logging
from moderation_common.policy.refreshing import RefreshPacks
from moderation_common.policy.watcher import PackRegistry
from moderation_common.postgres import Database, OutboxRelay, migrate
from moderation_common.web import TokenSigner, create_application, serve

_NAME: Final = "classifier"


async def migrate_schema() -> None:
    """Bring the classifier's schema up to date."""
    settings = Settings.load()
    await migrate(settings.database_url, package="moderation_classifier", schema=SCHEMA)


async def main() -> None:
    """Run the classifier until it is told to stop."""
    settings = Settings.load()
    configure_logging(service=_NAME, level=settings.log_level)
    await migrate_schema()
    registry = PackRegistry.open(settings.policies_dir, now=utc_now())
    engine = open_engine()
    database = Database(settings.database_url, schema=SCHEMA)
    event_log = await open_event_log(settings.eventlog_url, client_id=_NAME)
    relay = OutboxRelay(database, event_log)
    judge = JudgeComments(
        units=ClassifierStore(database),
        judge=engine,
        packs=lambda: registry.running,
        clock=utc_now,
    )
    consumer = Consumer(
        event_log,
        group=_NAME,
        topics=[Topic.COMMENTS],
        handler=CommentsConsumer(judge).handle,
    )
    refresh = RefreshPacks(registry, clock=utc_now)

    lifecycle = Lifecycle(shutdown_timeout_s=settings.shutdown_timeout_s)
    lifecycle.add_closer(event_log.close)
    lifecycle.add_closer(database.close)
    lifecycle.add_check("database", database.check)
    lifecycle.add_check("event log", event_log.check)
    lifecycle.add_task("outbox relay", relay)
    lifecycle.add_task("comments consumer", consumer)
    lifecycle.add_task(
        "policy refresh", Periodic("policy", refresh, interval_s=settings.policy_refresh_s)
    )

    app = create_application(
        title=_NAME,
        version=version("moderation-classifier"),
        lifecycle=lifecycle,
        tokens=TokenSigner(settings.token_secret.get_secret_value()),
    )
    app.include_router(build_router(registry=registry, refresh=refresh, judge=engine))
    await serve(
        app,
        host=settings.host,
        port=settings.port,
        shutdown_timeout_s=settings.shutdown_timeout_s,
    )

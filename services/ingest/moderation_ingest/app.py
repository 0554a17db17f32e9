"""The composition root: settings become adapters, use cases, routes, consumers and jobs.

Any number of replicas may run: each takes webhooks, they share the consumer group's partitions,
and they share the queue by its locked rows; nothing that matters is kept in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

from fastapi import FastAPI

from moderation_common.clock import Clock, utc_now
from moderation_common.eventlog import Consumer, EventLog, open_event_log
from moderation_common.lifecycle import Lifecycle
from moderation_common.logs import configure_logging
from moderation_common.policy import PackRegistry
from moderation_common.policy.approval import TakenUp
from moderation_common.policy.refreshing import RefreshPacks
from moderation_common.postgres import (
    Database,
    ForgetHandled,
    KeepPolicyVersions,
    OutboxRelay,
    SubjectVault,
    migrate,
    read_taken_up,
)
from moderation_common.vault import Vault
from moderation_common.vocabulary import Platform
from moderation_common.web import TokenSigner, create_application, serve
from moderation_ingest import jobs
from moderation_ingest.adapters.activity import BufferedActivityBook
from moderation_ingest.adapters.calling import PlatformClient
from moderation_ingest.adapters.credentials import Credentials, CredentialsFile
from moderation_ingest.adapters.facebook import FacebookActions, FacebookWebhook
from moderation_ingest.adapters.own_texts import PostgresOwnTexts
from moderation_ingest.adapters.packs import PackAccounts
from moderation_ingest.adapters.queue import PostgresActionQueue
from moderation_ingest.adapters.queue_overview import PostgresQueueOverview
from moderation_ingest.adapters.tables import SCHEMA
from moderation_ingest.adapters.x import XActions, XWebhook
from moderation_ingest.api.overview import overview_router
from moderation_ingest.api.webhooks import PUBLIC_PREFIX, webhook_router
from moderation_ingest.consumers import GROUP, TOPICS, action_handler
from moderation_ingest.domain.queue import Patience
from moderation_ingest.ports import PlatformActions, PlatformWebhook
from moderation_ingest.settings import IngestSettings
from moderation_ingest.usecases.carry_out_actions import CarryOutActions
from moderation_ingest.usecases.oversee_accounts import OverseeAccounts
from moderation_ingest.usecases.queue_action import QueueAction
from moderation_ingest.usecases.receive_delivery import ReceiveDelivery

_PACKAGE = "moderation_ingest"


@dataclass(frozen=True)
class Connection:
    """One platform, both ways."""

    webhook: PlatformWebhook
    actions: PlatformActions


async def serve_main() -> None:
    """Migrate, then serve until told to stop."""
    settings = IngestSettings.load()
    configure_logging(service="ingest", level=settings.log_level)
    await migrate(settings.database_url, package=_PACKAGE, schema=SCHEMA)
    event_log = await open_event_log(settings.eventlog_url, client_id="ingest")
    taken_up = await read_taken_up(settings.database_url, schema=SCHEMA)
    app = build_application(settings, event_log=event_log, taken_up=taken_up)
    await serve(
        app,
        host=settings.host,
        port=settings.port,
        shutdown_timeout_s=settings.shutdown_timeout_s,
    )


async def migrate_main() -> None:
    """Bring the schema up to date and end."""
    settings = IngestSettings.load()
    configure_logging(service="ingest", level=settings.log_level)
    await migrate(settings.database_url, package=_PACKAGE, schema=SCHEMA)


def build_application(
    settings: IngestSettings,
    *,
    event_log: EventLog,
    clock: Clock = utc_now,
    taken_up: Sequence[TakenUp] = (),
) -> FastAPI:
    """Wire everything together; the event log is closed with the application.

    `taken_up` are the policy versions that were in force before.
    Raises `ConfigurationError` when the packs or the credentials cannot be read.
    """
    lifecycle = Lifecycle(settings.shutdown_timeout_s)
    registry = PackRegistry.open(settings.policies_dir, now=clock(), taken_up=taken_up)
    database = Database(settings.database_url, schema=SCHEMA)
    accounts = PackAccounts(registry)
    refresh = RefreshPacks(registry, clock=clock, keep=KeepPolicyVersions(database))
    vault = SubjectVault(Vault.from_text(settings.vault_key.get_secret_value()), schema=SCHEMA)
    queue = PostgresActionQueue(database, vault)
    overview = PostgresQueueOverview(database)
    activity = BufferedActivityBook(database)
    own_texts = PostgresOwnTexts(database, vault)
    lifecycle.add_closer(database.close)
    lifecycle.add_closer(event_log.close)
    platforms = connect_platforms(settings, lifecycle=lifecycle, clock=clock)
    served = frozenset(platforms)

    receive_delivery = ReceiveDelivery(
        event_log=event_log,
        accounts=accounts,
        consequences=queue,
        own_texts=own_texts,
        activity=activity,
        clock=clock,
        timeout_s=settings.publish_timeout_s,
    )
    carry_out = CarryOutActions(
        queue=queue,
        platforms={platform: connection.actions for platform, connection in platforms.items()},
        clock=clock,
        # An attempt makes at most two calls; whoever sends one is surely done after this.
        sending_lease=timedelta(seconds=3 * settings.call_timeout_s),
        patience=Patience(give_up_after=timedelta(hours=settings.give_up_after_h)),
    )
    queue_job = jobs.QueueJob(carry_out)
    consumer = Consumer(
        event_log,
        group=GROUP,
        topics=TOPICS,
        handler=action_handler(
            QueueAction(queue=queue, served=served, clock=clock), wake=queue_job.wake
        ),
    )
    lifecycle.add_task("relay", OutboxRelay(database, event_log))
    lifecycle.add_task("queue", queue_job)
    lifecycle.add_task("consumer", consumer)
    lifecycle.add_task("activity", jobs.activity_job(activity.write_down))
    lifecycle.add_task("context", jobs.context_job(own_texts, clock=clock))
    lifecycle.add_task("inbox", jobs.inbox_job(ForgetHandled(database, clock=clock)))
    lifecycle.add_task("measure", jobs.measuring_job(overview, clock=clock))
    lifecycle.add_task("packs", jobs.packs_job(refresh, interval_s=settings.policy_refresh_s))
    lifecycle.add_check("database", database.check)
    lifecycle.add_check("eventlog", event_log.check)

    app = create_application(
        title="ingest",
        version=version("moderation-ingest"),
        lifecycle=lifecycle,
        tokens=TokenSigner(settings.token_secret.get_secret_value()),
        public_prefixes=(PUBLIC_PREFIX,),
        clock=clock,
    )
    webhooks = {platform: connection.webhook for platform, connection in platforms.items()}
    app.include_router(webhook_router(receive_delivery, webhooks))
    app.include_router(
        overview_router(
            OverseeAccounts(accounts=accounts, queue=queue, overview=overview), served=served
        )
    )
    return app


def connect_platforms(
    settings: IngestSettings, *, lifecycle: Lifecycle, clock: Clock
) -> Mapping[Platform, Connection]:
    """Return the platforms for which the credentials hold a section: the registry of adapters."""
    file = CredentialsFile(settings.credentials_file)
    credentials: Credentials = file.current()
    connections: dict[Platform, Connection] = {}
    if credentials.facebook is not None:
        client = PlatformClient(settings.facebook_api_url, timeout_s=settings.call_timeout_s)
        lifecycle.add_closer(client.close)
        actions = FacebookActions(client, credentials=file, clock=clock)
        connections[Platform.FACEBOOK] = Connection(FacebookWebhook(file), actions)
    if credentials.x is not None:
        client = PlatformClient(settings.x_api_url, timeout_s=settings.call_timeout_s)
        lifecycle.add_closer(client.close)
        connections[Platform.X] = Connection(
            XWebhook(file), XActions(client, credentials=file, clock=clock)
        )
    return connections

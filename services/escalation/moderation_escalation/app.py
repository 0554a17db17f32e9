"""Composition root: settings, adapters, use cases, consumers, jobs and the web application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

import httpx
import structlog
from fastapi import FastAPI

from moderation_common.clock import Clock, utc_now
from moderation_common.eventlog import Consumer, EventLog, open_event_log
from moderation_common.events import Topic
from moderation_common.lifecycle import Lifecycle, Periodic
from moderation_common.logs import configure_logging
from moderation_common.policy import Channel, PackRegistry, PolicyPacks
from moderation_common.policy.approval import TakenUp
from moderation_common.policy.refreshing import RefreshPacks
from moderation_common.postgres import (
    Database,
    KeepPolicyVersions,
    OutboxRelay,
    migrate,
    read_taken_up,
)
from moderation_common.vault import Vault
from moderation_common.web import TokenSigner, create_application, serve
from moderation_escalation.adapters.channels import ConfiguredChannels, Sender
from moderation_escalation.adapters.links import SignedLinks
from moderation_escalation.adapters.smtp import MailServer, SmtpSender
from moderation_escalation.adapters.tables import SCHEMA
from moderation_escalation.adapters.transactions import EscalationStore
from moderation_escalation.adapters.webhook import WebhookSender
from moderation_escalation.api.cases import build_cases_router
from moderation_escalation.api.errors import map_errors
from moderation_escalation.api.group_pages import GroupPages, build_group_pages_router
from moderation_escalation.api.measures import build_measures_router
from moderation_escalation.api.pages import build_pages_router
from moderation_escalation.api.reviews import build_reviews_router
from moderation_escalation.api.rota import build_rota_router
from moderation_escalation.consumers import EventsConsumer
from moderation_escalation.domain.case import Case
from moderation_escalation.jobs import periodic_jobs
from moderation_escalation.settings import Settings
from moderation_escalation.usecases.answer_groups import AnswerGroups
from moderation_escalation.usecases.climb_ladders import ClimbLadders
from moderation_escalation.usecases.decide_measures import DecideMeasures
from moderation_escalation.usecases.decide_reviews import DecideReviews
from moderation_escalation.usecases.heed_modes import HeedModes
from moderation_escalation.usecases.keep_comments import KeepComments
from moderation_escalation.usecases.keep_rota import KeepRota
from moderation_escalation.usecases.open_cases import OpenCases
from moderation_escalation.usecases.open_reviews import ReviewFailedActions, ReviewOnRequest
from moderation_escalation.usecases.read_files import ReadFiles
from moderation_escalation.usecases.run_timers import RunTimers
from moderation_escalation.usecases.send_alerts import SendAlerts
from moderation_escalation.usecases.take_cases import TakeCases
from moderation_escalation.usecases.tell_people import TellPeople
from moderation_escalation.usecases.watch_backlog import WatchBacklog

_NAME: Final = "escalation"
_BACKLOG_INTERVAL_S: Final = 15.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """The service put together, not yet running; tests drive its parts by hand."""

    application: FastAPI
    lifecycle: Lifecycle
    events: EventsConsumer
    timers: RunTimers
    alerts: SendAlerts
    backlog: WatchBacklog
    relay: OutboxRelay


async def migrate_schema() -> None:
    """Bring escalation's schema up to date."""
    settings = Settings.load()
    await migrate(settings.database_url, package="moderation_escalation", schema=SCHEMA)


async def main() -> None:
    """Run escalation until it is told to stop."""
    settings = Settings.load()
    configure_logging(service=_NAME, level=settings.log_level)
    settings.check_channels()
    await migrate_schema()
    event_log = await open_event_log(settings.eventlog_url, client_id=_NAME)
    taken_up = await read_taken_up(settings.database_url, schema=SCHEMA)
    escalation = assemble(settings, event_log=event_log, taken_up=taken_up)
    await serve(
        escalation.application,
        host=settings.host,
        port=settings.port,
        shutdown_timeout_s=settings.shutdown_timeout_s,
    )


def assemble(
    settings: Settings,
    *,
    event_log: EventLog,
    clock: Clock = utc_now,
    taken_up: Sequence[TakenUp] = (),
) -> Escalation:
    """Put the service together; its application starts and stops everything else.

    `taken_up` are the policy versions that were in force before.
    Raises `PolicyError` when a policy pack is broken and `ConfigurationError` when a setting is.
    """
    registry = PackRegistry.open(settings.policies_dir, now=clock(), taken_up=taken_up)
    database = Database(settings.database_url, schema=SCHEMA)
    tokens = TokenSigner(settings.token_secret.get_secret_value())
    channels = _channels(settings)
    units = EscalationStore(database, Vault.from_text(settings.vault_key.get_secret_value()))
    relay = OutboxRelay(database, event_log)

    def packs() -> PolicyPacks:
        return registry.running

    tell = TellPeople(channels)
    ladders = ClimbLadders(tell, alarm=raise_alarm)
    timers = RunTimers(units=units, packs=packs, ladders=ladders, clock=clock, alarm=raise_alarm)
    alerts = SendAlerts(
        units=units,
        packs=packs,
        channels=channels,
        links=SignedLinks(tokens, public_url=settings.public_url),
        tell=tell,
        ladders=ladders,
        clock=clock,
        alarm=raise_alarm,
    )
    files = ReadFiles(units)
    take = TakeCases(units=units, clock=clock)
    measures = DecideMeasures(units=units, clock=clock)
    rota = KeepRota(units=units, packs=packs)
    backlog = WatchBacklog(units=units, rota=rota, clock=clock)
    timers_job, alerts_job, backlog_job = periodic_jobs(
        timers=timers,
        alerts=alerts,
        backlog=backlog,
        interval_s=settings.timer_interval_s,
        backlog_interval_s=_BACKLOG_INTERVAL_S,
    )
    events = EventsConsumer(
        comments=KeepComments(units),
        cases=OpenCases(units=units, packs=packs, ladders=ladders, clock=clock, alarm=raise_alarm),
        failures=ReviewFailedActions(units=units, clock=clock),
        measures=measures,
        modes=HeedModes(units=units),
        wake=timers_job.wake,
    )
    consumer = Consumer(
        event_log,
        group=_NAME,
        topics=[Topic.COMMENTS, Topic.DECISIONS, Topic.ACTIONS],
        handler=events.handle,
    )
    refresh = Periodic(
        "policy",
        RefreshPacks(registry, clock=clock, keep=KeepPolicyVersions(database)),
        interval_s=settings.policy_refresh_s,
    )

    lifecycle = Lifecycle(shutdown_timeout_s=settings.shutdown_timeout_s)
    lifecycle.add_closer(event_log.close)
    lifecycle.add_closer(database.close)
    lifecycle.add_closer(channels.close)
    lifecycle.add_check("database", database.check)
    lifecycle.add_check("event log", event_log.check)
    lifecycle.add_task("outbox relay", relay)
    lifecycle.add_task("alerts", alerts_job)
    lifecycle.add_task("timers", timers_job)
    lifecycle.add_task("backlog", backlog_job)
    lifecycle.add_task("events consumer", consumer)
    lifecycle.add_task("policy refresh", refresh)

    application = create_application(
        title=_NAME,
        version=version("moderation-escalation"),
        lifecycle=lifecycle,
        tokens=tokens,
        public_prefixes=("/a",),
        clock=clock,
    )
    map_errors(application)
    application.include_router(build_cases_router(files=files, take=take, clock=clock))
    application.include_router(
        build_reviews_router(
            files=files,
            request=ReviewOnRequest(units=units, clock=clock),
            decide=DecideReviews(units=units, clock=clock),
            clock=clock,
        )
    )
    application.include_router(build_measures_router(measures))
    application.include_router(build_rota_router(rota=rota, clock=clock))
    pages = GroupPages(
        files=files,
        take=take,
        groups=AnswerGroups(units=units, take=take, clock=clock),
        packs=packs,
        tokens=tokens,
        clock=clock,
    )
    application.include_router(build_pages_router(pages))
    application.include_router(build_group_pages_router(pages))
    return Escalation(
        application=application,
        lifecycle=lifecycle,
        events=events,
        timers=timers,
        alerts=alerts,
        backlog=backlog,
        relay=relay,
    )


def raise_alarm(what: str, case: Case) -> None:
    """Tell whoever runs the service that somebody could not be told; never a word of the comment.

    The alert rules in `deploy/observability` watch the counters beside it.
    """
    log.error(
        what,
        organisation=case.organisation,
        case=case.case_id,
        route=case.route,
        team=case.team,
        urgency=case.urgency.value,
        step=case.standing.step,
    )


def _channels(settings: Settings) -> ConfiguredChannels:
    senders: dict[Channel, Sender] = {}
    client = httpx.AsyncClient(follow_redirects=False)
    if settings.smtp_host is not None:
        password = settings.smtp_password
        senders[Channel.EMAIL] = SmtpSender(
            MailServer(
                host=settings.smtp_host,
                port=settings.smtp_port,
                sender=settings.smtp_from,
                starttls=settings.smtp_starttls,
                username=settings.smtp_username,
                password=password.get_secret_value() if password is not None else None,
            )
        )
    if settings.webhook_secret is not None:
        senders[Channel.WEBHOOK] = WebhookSender(
            client,
            secret=settings.webhook_secret.get_secret_value(),
            urls=settings.webhook_urls,
            base_url=settings.webhook_base_url,
        )
    return ConfiguredChannels(senders, close=client.aclose)

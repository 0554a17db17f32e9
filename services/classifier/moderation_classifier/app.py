"""Composition root: settings, adapters, use cases, consumers and the web application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Final

from moderation_classifier.adapters.collecting import settle
from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.adapters.example_store import ExampleStore
from moderation_classifier.adapters.past_comments import LoggedComments
from moderation_classifier.adapters.second_opinion import ChatEndpoint
from moderation_classifier.adapters.store import ClassifierStore
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.adapters.theme_files import load_packaged_topics, load_vocabulary
from moderation_classifier.adapters.theme_store import ThemeStore
from moderation_classifier.api.authors import build_authors_router
from moderation_classifier.api.modes import build_modes_router
from moderation_classifier.api.policy_trials import build_policy_trials_router
from moderation_classifier.api.quality import build_quality_router
from moderation_classifier.api.routes import build_router
from moderation_classifier.api.switches import build_switches_router
from moderation_classifier.api.themes import build_themes_router
from moderation_classifier.consumers import CommentsConsumer, RecordsConsumer, VerdictsConsumer
from moderation_classifier.domain.behaviour.author import AUTHOR_KEY_PURPOSE, AuthorHasher
from moderation_classifier.domain.behaviour.similarity import FINGERPRINT_KEY_PURPOSE, Fingerprinter
from moderation_classifier.domain.quality.sampling import Sampling
from moderation_classifier.domain.restraint import Budget
from moderation_classifier.domain.themes.topics import TopicList
from moderation_classifier.domain.themes.wording import PHRASE_KEY_PURPOSE, PhraseHasher
from moderation_classifier.settings import Settings
from moderation_classifier.usecases import JudgeComments
from moderation_classifier.usecases.checking_switches import CheckSwitches
from moderation_classifier.usecases.deciding import Engine
from moderation_classifier.usecases.declaring_modes import ModeBoard
from moderation_classifier.usecases.exporting_examples import ExportExamples
from moderation_classifier.usecases.keeping_examples import KeepExamples
from moderation_classifier.usecases.keeping_records import KeepRecords
from moderation_classifier.usecases.measuring import MeasureQuality
from moderation_classifier.usecases.noting_themes import NoteThemes
from moderation_classifier.usecases.proposing import ProposeThresholds
from moderation_classifier.usecases.recording_policy import RecordPolicies
from moderation_classifier.usecases.second_opinion import (
    SeekSecondOpinion,
    tell_of_missing_packs,
)
from moderation_classifier.usecases.showing_quality import ShowQuality
from moderation_classifier.usecases.showing_standing import ShowStanding, TidyBehaviour
from moderation_classifier.usecases.showing_themes import ShowThemes
from moderation_classifier.usecases.switching import SwitchBoard
from moderation_classifier.usecases.trying_policy import TryPolicy
from moderation_classifier.usecases.watching_behaviour import WatchBehaviour
from moderation_classifier.usecases.watching_shadow import ShowShadow, WatchShadow
from moderation_classifier.usecases.watching_visibility import WatchVisibility
from moderation_common.clock import utc_now
from moderation_common.eventlog import Consumer, open_event_log
from moderation_common.events import Topic
from moderation_common.lifecycle import Lifecycle, Periodic
from moderation_common.logs import configure_logging
from moderation_common.policy import PolicyPacks
from moderation_common.policy.refreshing import RefreshPacks
from moderation_common.policy.shadows import ShadowPacks
from moderation_common.policy.watcher import PackRegistry
from moderation_common.postgres import Database, OutboxRelay, migrate, read_taken_up
from moderation_common.vault import Vault
from moderation_common.web import TokenSigner, create_application, serve

_NAME: Final = "classifier"
_LEARNING: Final = "classifier-learning"
"""A consumer group of its own: learning may fall behind, judging may not."""
_RECORDS: Final = "classifier-records"
"""Another: what is wrong with the one does not hold up the other."""


async def migrate_schema() -> None:
    """Bring the classifier's schema up to date."""
    settings = Settings.load()
    await migrate(settings.database_url, package="moderation_classifier", schema=SCHEMA)


async def main() -> None:
    """Run the classifier until it is told to stop."""
    settings = Settings.load()
    configure_logging(service=_NAME, level=settings.log_level)
    await migrate_schema()
    taken_up = await read_taken_up(settings.database_url, schema=SCHEMA)
    registry = PackRegistry.open(settings.policies_dir, now=utc_now(), taken_up=taken_up)
    database = Database(settings.database_url, schema=SCHEMA)
    event_log = await open_event_log(settings.eventlog_url, client_id=_NAME)
    vault = Vault.from_text(settings.vault_key.get_secret_value())
    units = ClassifierStore(database, vault)
    board = SwitchBoard(units=units, clock=utc_now)
    # Before the first comment: what is off must not count for a moment after a restart.
    await board()
    modes = ModeBoard(units=units, clock=utc_now)
    await modes()
    engine, topics = _load(board)
    vocabulary = load_vocabulary(topics)
    shadows = ShadowPacks(settings.policies_dir)
    authors = AuthorHasher(vault.derive_key(AUTHOR_KEY_PURPOSE))
    examples = ExampleStore(database, vault)
    measure = MeasureQuality(examples=examples, model=engine.model_id, clock=utc_now)
    adviser = _open_adviser(settings)
    judge = JudgeComments(
        units=units,
        judge=engine,
        packs=lambda: registry.running,
        clock=utc_now,
        sampling=Sampling(left=settings.sample_left_share, removed=settings.sample_removed_share),
        shadow=WatchShadow(judge=engine, shadows=lambda: shadows.running),
        behaviour=WatchBehaviour(
            authors=authors,
            fingerprinter=Fingerprinter(vault.derive_key(FINGERPRINT_KEY_PURPOSE)),
        ),
        second_opinion=_seek_for(settings, adviser, engine=engine, packs=registry.running),
        switches=board.of,
        modes=modes.of,
        themes=NoteThemes(
            topics=topics,
            vocabulary=vocabulary,
            hasher=PhraseHasher(vault.derive_key(PHRASE_KEY_PURPOSE)),
            authors=authors,
        ),
    )
    visibility = WatchVisibility(units=units, packs=lambda: registry.running, clock=utc_now)
    consumer = Consumer(
        event_log,
        group=_NAME,
        topics=[Topic.COMMENTS],
        handler=CommentsConsumer(judge, visibility).handle,
    )
    learning = Consumer(
        event_log,
        group=_LEARNING,
        topics=[Topic.CASES],
        handler=VerdictsConsumer(KeepExamples(units=units)).handle,
    )
    keep = KeepRecords(units=units, packs=lambda: registry.running, clock=utc_now)
    records = Consumer(
        event_log,
        group=_RECORDS,
        topics=[Topic.CASES],
        handler=RecordsConsumer(keep, visibility).handle,
    )
    standing = ShowStanding(
        units=units, authors=authors, packs=lambda: registry.running, clock=utc_now
    )
    show = ShowQuality(
        measure=measure, examples=examples, packs=lambda: registry.running, clock=utc_now
    )
    record = RecordPolicies(units=units, clock=utc_now)
    refresh = RefreshPacks(registry, clock=utc_now, keep=record)

    lifecycle = Lifecycle(shutdown_timeout_s=settings.shutdown_timeout_s)
    lifecycle.add_closer(event_log.close)
    lifecycle.add_closer(database.close)
    if adviser is not None:
        lifecycle.add_closer(adviser.close)
    lifecycle.add_check("database", database.check)
    lifecycle.add_check("event log", event_log.check)
    lifecycle.add_task("outbox relay", OutboxRelay(database, event_log))
    lifecycle.add_task("comments consumer", consumer)
    lifecycle.add_task("verdicts consumer", learning)
    lifecycle.add_task("records consumer", records)
    timers: dict[str, tuple[Callable[[], Awaitable[None]], float]] = {
        "behaviour": (
            TidyBehaviour(keep=keep, upkeep=units, show=standing, clock=utc_now),
            settings.behaviour_interval_s,
        ),
        "quality figures": (show, settings.quality_interval_s),
        "switches": (board, settings.switch_refresh_s),
        "modes": (modes, settings.switch_refresh_s),
        "switch check": (
            CheckSwitches(packs=lambda: registry.running, unknown=engine.unknown_rules),
            settings.policy_refresh_s,
        ),
        "shadow refresh": (shadows, settings.policy_refresh_s),
        "policy refresh": (refresh, settings.policy_refresh_s),
    }
    for name, (job, interval_s) in timers.items():
        lifecycle.add_task(name, Periodic(name, job, interval_s=interval_s))

    app = create_application(
        title=_NAME,
        version=version("moderation-classifier"),
        lifecycle=lifecycle,
        tokens=TokenSigner(settings.token_secret.get_secret_value()),
    )
    for router in (
        build_router(
            registry=registry,
            refresh=refresh,
            judge=engine,
            unknown_switches=engine.unknown_rules,
            model=engine.model_id,
            modes=modes.of,
        ),
        build_switches_router(board, knows_rule=engine.knows_rule),
        build_modes_router(modes, packs=lambda: registry.running),
        build_policy_trials_router(
            packs=lambda: registry.running,
            trials=TryPolicy(
                units=units,
                examples=examples,
                past=LoggedComments(event_log),
                judge=engine,
                switches=board.of,
                model=engine.model_id,
                clock=utc_now,
            ),
            shadow=ShowShadow(
                units=units, examples=examples, shadows=lambda: shadows.running, clock=utc_now
            ),
            shadow_problems=lambda: shadows.problems,
        ),
        build_themes_router(
            show=ShowThemes(counts=ThemeStore(database), topics=topics, vocabulary=vocabulary),
            packs=lambda: registry.running,
            clock=utc_now,
        ),
        build_authors_router(show=standing, clock=utc_now),
        build_quality_router(
            packs=lambda: registry.running,
            measure=measure,
            propose=ProposeThresholds(examples=examples, model=engine.model_id, clock=utc_now),
            export=ExportExamples(units=units, examples=examples, clock=utc_now),
        ),
    ):
        app.include_router(router)
    await serve(
        app,
        host=settings.host,
        port=settings.port,
        shutdown_timeout_s=settings.shutdown_timeout_s,
    )


def _load(board: SwitchBoard) -> tuple[Engine, TopicList]:
    loaded = open_engine(board.of), load_packaged_topics()
    settle()
    return loaded


def _open_adviser(settings: Settings) -> ChatEndpoint | None:
    """Return the model outside that bodies run; `None` unless its address is set."""
    if settings.second_opinion_url is None or settings.second_opinion_model is None:
        return None
    key = settings.second_opinion_api_key
    return ChatEndpoint(
        url=settings.second_opinion_url,
        model=settings.second_opinion_model,
        api_key=key.get_secret_value() if key else None,
        timeout_s=settings.second_opinion_timeout_s,
        budget=Budget(
            per_hour=settings.second_opinion_per_hour, per_day=settings.second_opinion_per_day
        ),
        clock=utc_now,
    )


def _seek_for(
    settings: Settings, adviser: ChatEndpoint | None, *, engine: Engine, packs: PolicyPacks
) -> SeekSecondOpinion | None:
    """Return what asks for the bodies that are named; `None` without anybody to ask."""
    if adviser is None:
        return None
    organisations = settings.second_opinion_organisations or frozenset()
    tell_of_missing_packs(organisations, packs)
    return SeekSecondOpinion(judge=engine, adviser=adviser, organisations=organisations)

"""Composition root: settings, adapters, use cases, consumers and the web application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from fastapi import APIRouter

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
from moderation_classifier.domain.themes.wording import (
    PHRASE_KEY_PURPOSE,
    PhraseHasher,
    Vocabulary,
)
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
from moderation_common.eventlog import Consumer, EventLog, open_event_log
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What more than one of consumers, timers and pages stands on."""

    settings: Settings
    registry: PackRegistry
    database: Database
    event_log: EventLog
    vault: Vault
    units: ClassifierStore
    board: SwitchBoard
    modes: ModeBoard
    engine: Engine
    topics: TopicList
    vocabulary: Vocabulary
    shadows: ShadowPacks
    authors: AuthorHasher
    examples: ExampleStore
    adviser: ChatEndpoint | None
    keep: KeepRecords
    standing: ShowStanding
    measure: MeasureQuality
    refresh: RefreshPacks

    def packs(self) -> PolicyPacks:
        """Return the policy packs that are in force."""
        return self.registry.running


async def main() -> None:
    """Run the classifier until it is told to stop."""
    settings = Settings.load()
    configure_logging(service=_NAME, level=settings.log_level)
    await migrate_schema()
    parts = await _assemble(settings)

    lifecycle = Lifecycle(shutdown_timeout_s=settings.shutdown_timeout_s)
    lifecycle.add_closer(parts.event_log.close)
    lifecycle.add_closer(parts.database.close)
    if parts.adviser is not None:
        lifecycle.add_closer(parts.adviser.close)
    lifecycle.add_check("database", parts.database.check)
    lifecycle.add_check("event log", parts.event_log.check)
    lifecycle.add_task("outbox relay", OutboxRelay(parts.database, parts.event_log))
    for name, consumer in _consumers(parts):
        lifecycle.add_task(name, consumer)
    for name, job, interval_s in _timers(parts):
        lifecycle.add_task(name, Periodic(name, job, interval_s=interval_s))

    app = create_application(
        title=_NAME,
        version=version("moderation-classifier"),
        lifecycle=lifecycle,
        tokens=TokenSigner(settings.token_secret.get_secret_value()),
    )
    for router in _routers(parts):
        app.include_router(router)
    await serve(
        app,
        host=settings.host,
        port=settings.port,
        shutdown_timeout_s=settings.shutdown_timeout_s,
    )


async def _assemble(settings: Settings) -> _Parts:
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
    authors = AuthorHasher(vault.derive_key(AUTHOR_KEY_PURPOSE))
    examples = ExampleStore(database, vault)

    def packs() -> PolicyPacks:
        return registry.running

    return _Parts(
        settings=settings,
        registry=registry,
        database=database,
        event_log=event_log,
        vault=vault,
        units=units,
        board=board,
        modes=modes,
        engine=engine,
        topics=topics,
        vocabulary=load_vocabulary(topics),
        shadows=ShadowPacks(settings.policies_dir),
        authors=authors,
        examples=examples,
        adviser=_open_adviser(settings),
        keep=KeepRecords(units=units, packs=packs, clock=utc_now),
        standing=ShowStanding(units=units, authors=authors, packs=packs, clock=utc_now),
        measure=MeasureQuality(examples=examples, model=engine.model_id, clock=utc_now),
        refresh=RefreshPacks(
            registry, clock=utc_now, keep=RecordPolicies(units=units, clock=utc_now)
        ),
    )


def _judge(parts: _Parts) -> JudgeComments:
    settings = parts.settings
    return JudgeComments(
        units=parts.units,
        judge=parts.engine,
        packs=parts.packs,
        clock=utc_now,
        sampling=Sampling(left=settings.sample_left_share, removed=settings.sample_removed_share),
        shadow=WatchShadow(judge=parts.engine, shadows=lambda: parts.shadows.running),
        behaviour=WatchBehaviour(
            authors=parts.authors,
            fingerprinter=Fingerprinter(parts.vault.derive_key(FINGERPRINT_KEY_PURPOSE)),
        ),
        second_opinion=_seek_for(settings, parts.adviser, engine=parts.engine, packs=parts.packs()),
        switches=parts.board.of,
        modes=parts.modes.of,
        themes=NoteThemes(
            topics=parts.topics,
            vocabulary=parts.vocabulary,
            hasher=PhraseHasher(parts.vault.derive_key(PHRASE_KEY_PURPOSE)),
            authors=parts.authors,
        ),
    )


def _consumers(parts: _Parts) -> Iterator[tuple[str, Consumer]]:
    visibility = WatchVisibility(units=parts.units, packs=parts.packs, clock=utc_now)
    comments = CommentsConsumer(_judge(parts), visibility)
    verdicts = VerdictsConsumer(KeepExamples(units=parts.units))
    records = RecordsConsumer(parts.keep, visibility)
    log = parts.event_log
    yield (
        "comments consumer",
        Consumer(log, group=_NAME, topics=[Topic.COMMENTS], handler=comments.handle),
    )
    yield (
        "verdicts consumer",
        Consumer(log, group=_LEARNING, topics=[Topic.CASES], handler=verdicts.handle),
    )
    yield (
        "records consumer",
        Consumer(log, group=_RECORDS, topics=[Topic.CASES], handler=records.handle),
    )


def _timers(parts: _Parts) -> Sequence[tuple[str, Callable[[], Awaitable[None]], float]]:
    settings = parts.settings
    tidy = TidyBehaviour(keep=parts.keep, upkeep=parts.units, show=parts.standing, clock=utc_now)
    show = ShowQuality(
        measure=parts.measure, examples=parts.examples, packs=parts.packs, clock=utc_now
    )
    check = CheckSwitches(packs=parts.packs, unknown=parts.engine.unknown_rules)
    return (
        ("behaviour", tidy, settings.behaviour_interval_s),
        ("quality figures", show, settings.quality_interval_s),
        ("switches", parts.board, settings.switch_refresh_s),
        ("modes", parts.modes, settings.switch_refresh_s),
        ("switch check", check, settings.policy_refresh_s),
        ("shadow refresh", parts.shadows, settings.policy_refresh_s),
        ("policy refresh", parts.refresh, settings.policy_refresh_s),
    )


def _routers(parts: _Parts) -> Iterator[APIRouter]:
    units, examples, engine = parts.units, parts.examples, parts.engine
    yield build_router(
        registry=parts.registry,
        refresh=parts.refresh,
        judge=engine,
        unknown_switches=engine.unknown_rules,
        model=engine.model_id,
        modes=parts.modes.of,
    )
    yield build_switches_router(parts.board, knows_rule=engine.knows_rule)
    yield build_modes_router(parts.modes, packs=parts.packs)
    yield build_policy_trials_router(
        packs=parts.packs,
        trials=TryPolicy(
            units=units,
            examples=examples,
            past=LoggedComments(parts.event_log),
            judge=engine,
            switches=parts.board.of,
            model=engine.model_id,
            clock=utc_now,
        ),
        shadow=ShowShadow(
            units=units, examples=examples, shadows=lambda: parts.shadows.running, clock=utc_now
        ),
        shadow_problems=lambda: parts.shadows.problems,
    )
    yield build_themes_router(
        show=ShowThemes(
            counts=ThemeStore(parts.database), topics=parts.topics, vocabulary=parts.vocabulary
        ),
        packs=parts.packs,
        clock=utc_now,
    )
    yield build_authors_router(show=parts.standing, clock=utc_now)
    yield build_quality_router(
        packs=parts.packs,
        measure=parts.measure,
        propose=ProposeThresholds(examples=examples, model=engine.model_id, clock=utc_now),
        export=ExportExamples(units=units, examples=examples, clock=utc_now),
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

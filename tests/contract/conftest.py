"""The engines on which the event log's contract suite runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

import pytest

from moderation_common.eventlog import EventLog
from tests.support.embedded_postgres import EmbeddedPostgres
from tests.support.eventlog_engines import Engine, KafkaEngine, MemoryEngine, PostgresEngine
from tests.support.kafka_broker import KafkaBroker

_ENGINES: Final = [
    pytest.param("memory"),
    pytest.param("postgres", marks=pytest.mark.postgres),
    pytest.param("kafka", marks=pytest.mark.kafka),
]


@pytest.fixture(params=_ENGINES)
def bare_engine(request: pytest.FixtureRequest) -> Engine:
    """Give each engine in turn, empty of what other tests did."""
    return _engine(request, stoppable=False)


@pytest.fixture
async def engine(bare_engine: Engine) -> AsyncIterator[Engine]:
    """Give each engine in turn, and close the logs that the test opened."""
    yield bare_engine
    await bare_engine.close_all()


@pytest.fixture(params=_ENGINES)
def bare_stoppable_engine(request: pytest.FixtureRequest) -> Engine:
    """Give each engine in turn, to be taken away and brought back."""
    return _engine(request, stoppable=True)


@pytest.fixture
async def stoppable_engine(bare_stoppable_engine: Engine) -> AsyncIterator[Engine]:
    """Give each engine in turn, to be taken away and brought back by the test."""
    yield bare_stoppable_engine
    await bare_stoppable_engine.start()
    await bare_stoppable_engine.close_all()


def _engine(request: pytest.FixtureRequest, *, stoppable: bool) -> Engine:
    if request.param == "memory":
        return MemoryEngine()
    if request.param == "kafka":
        broker: KafkaBroker | None = None
        if stoppable:
            broker = request.getfixturevalue("kafka_broker")
        return KafkaEngine(request.getfixturevalue("kafka_bootstrap"), broker)
    server: EmbeddedPostgres | None = None
    if stoppable:
        server = request.getfixturevalue("stoppable_postgres")
    return PostgresEngine(request.getfixturevalue("fresh_database"), server)


@pytest.fixture
async def event_log(engine: Engine) -> EventLog:
    """Open one event log on the engine."""
    return await engine.open()

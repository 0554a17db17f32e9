"""The engines on which the event log's contract suite runs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Final

import pytest

from moderation_common.eventlog import EventLog
from tests.support.embedded_postgres import EmbeddedPostgres
from tests.support.eventlog_engines import Engine, MemoryEngine, PostgresEngine

_ENGINES: Final = [
    pytest.param("memory"),
    pytest.param("postgres", marks=pytest.mark.postgres),
]


@pytest.fixture(params=_ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Give each engine in turn, empty of what other tests did."""
    yield _engine(request, stoppable=False)


@pytest.fixture(params=_ENGINES)
def stoppable_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Give each engine in turn, to be taken away and brought back by the test."""
    yield _engine(request, stoppable=True)


def _engine(request: pytest.FixtureRequest, *, stoppable: bool) -> Engine:
    if request.param == "memory":
        return MemoryEngine()
    server: EmbeddedPostgres | None = None
    if stoppable:
        server = request.getfixturevalue("stoppable_postgres")
    return PostgresEngine(request.getfixturevalue("fresh_database"), server)


@pytest.fixture
async def event_log(engine: Engine) -> AsyncIterator[EventLog]:
    """Open one event log on the engine."""
    opened = await engine.open()
    yield opened
    await opened.close()

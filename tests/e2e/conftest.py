"""The whole system, once for each engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.kafka_broker import empty_topics
from tests.support.whole_system import WholeSystem


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("postgres", marks=pytest.mark.postgres),
        pytest.param("kafka", marks=pytest.mark.kafka),
    ],
)
def system(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WholeSystem]:
    """Run the whole system on each engine."""
    eventlog_url = None
    if request.param == "kafka":
        bootstrap = request.getfixturevalue("kafka_bootstrap")
        empty_topics(bootstrap)
        eventlog_url = f"kafka://{bootstrap}?partitions=4"
    system = WholeSystem(tmp_path_factory.mktemp("system"), eventlog_url=eventlog_url)
    system.start()
    try:
        yield system
    finally:
        system.stop()

"""Fixtures for every test, the rule that CI skips nothing, and the guard of the pure tests."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings

from tests.support.infrastructure import infrastructure_required
from tests.support.sockets import network_forbidden

pytest_plugins = ["tests.support.embedded_postgres", "tests.support.kafka_broker"]

# Machines are shared, so no test asserts a time; a hang is caught by pytest's own limit.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")

_TESTS: Final = Path(__file__).parent

_PURE_FOLDERS: Final = (_TESTS / "unit", _TESTS / "property")

_MARKS_BY_FIXTURE: Final = {
    "embedded_postgres": "postgres",
    "postgres_server": "postgres",
    "kafka_bootstrap": "kafka",
    "local_kafka_broker": "kafka",
}

_MARKS_BY_FOLDER: Final = {"faults": "faults", "e2e": "e2e"}


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to share one given broker between workers, each of which empties its topics."""
    if os.environ.get("MODERATION_TEST_KAFKA") and config.getoption("numprocesses", None):
        raise pytest.UsageError(
            "MODERATION_TEST_KAFKA names one broker, which several workers would empty for each "
            "other: run the tests one after another, with `make test WORKERS=0`."
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what it uses and where it stands, so that `-m` is never out of date."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if mark := _MARKS_BY_FIXTURE.get(fixture):
                item.add_marker(mark)
        if item.path.is_relative_to(_TESTS):
            folder = item.path.relative_to(_TESTS).parts[0]
            if mark := _MARKS_BY_FOLDER.get(folder):
                item.add_marker(mark)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where the infrastructure is required, as it is in CI."""
    report = yield
    expected = hasattr(report, "wasxfail")
    if report.skipped and not expected and infrastructure_required():
        report.outcome = "failed"
        report.longrepr = f"Skipped although REQUIRE_INFRA=1: {report.longrepr}"
    return report


@pytest.fixture(scope="module", autouse=True)
def leftovers_are_found_where_they_were_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Have what a file forgot to close told of with that file, not with some later test's."""
    yield
    if not _is_pure(request.path):
        gc.collect()


@pytest.fixture(autouse=True)
def pure_tests_stay_off_the_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test under `unit` or `property` that opens an internet socket."""
    if not _is_pure(request.path):
        yield
        return
    with network_forbidden():
        yield


def _is_pure(path: Path) -> bool:
    return any(path.is_relative_to(folder) for folder in _PURE_FOLDERS)

"""Policy versions that came into force: told once on a real PostgreSQL, known after a restart."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest
from structlog.testing import capture_logs

from moderation_classifier.adapters.store import ClassifierStore
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.usecases.recording_policy import RecordPolicies
from moderation_common.events import Event, PolicyTakenUp
from moderation_common.identity import derive_id
from moderation_common.policy import PackRegistry, PolicyError
from moderation_common.policy.approval import TakenUp
from moderation_common.policy.loader import read_pack
from moderation_common.policy.refreshing import RefreshPacks
from moderation_common.postgres import (
    Database,
    KeepPolicyVersions,
    OutboxRelay,
    migrate,
    read_taken_up,
)
from moderation_common.postgres.messaging import Inbox
from moderation_common.testing import MemoryEventLog
from tests.support.infrastructure import REPOSITORY

NOW: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
FIRST: Final = "bsw@2026-11-01.3"
SECOND: Final = "bsw@2026-11-20.1"
BY: Final = "Jo Example, Head of Communications"


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """Give a folder with one body's first version."""
    shutil.copy(REPOSITORY / "policies" / "bsw.yaml", tmp_path)
    return tmp_path


@pytest.fixture
async def database(fresh_database: str) -> AsyncIterator[Database]:
    """Give a migrated schema."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    yield database
    await database.close()


async def start(database: Database, url: str, policies: Path) -> RefreshPacks:
    """Start a replica as the service's composition root does."""
    taken_up = await read_taken_up(url, schema=SCHEMA)
    registry = PackRegistry.open(policies, now=NOW, taken_up=taken_up)
    record = RecordPolicies(units=ClassifierStore(database), clock=lambda: NOW)
    return RefreshPacks(registry, clock=lambda: NOW, keep=record)


async def published(database: Database, log: MemoryEventLog) -> list[Event]:
    """Return everything that was published so far."""
    await OutboxRelay(database, log).move_batch()
    subscription = await log.subscribe("test", ["moderation.decisions.v1"])
    batches = await subscription.fetch(max_records=100, timeout_s=0.01)
    return [
        Event.read(record.message.headers, record.message.body)
        for records in batches.values()
        for record in records
    ]


def approve_second(policies: Path, *, approved: bool = True) -> Path:
    """Write the second version in place of the first."""
    pack = policies / "bsw.yaml"
    text = pack.read_text("utf-8").replace(FIRST.partition("@")[2], SECOND.partition("@")[2])
    block = f"approved: {{by: '{BY}', on: 2026-11-20}}\n" if approved else ""
    pack.write_text(text.replace("\norganisation:\n", f"\n{block}organisation:\n", 1), "utf-8")
    return pack


async def test_each_version_is_told_once_by_all_replicas_and_restarts(
    database: Database, fresh_database: str, policies: Path
) -> None:
    """The first replaces none and names nobody, the next says what it replaces and who approved."""
    first_pack = read_pack(policies / "bsw.yaml").text
    one = await start(database, fresh_database, policies)
    other = await start(database, fresh_database, policies)
    for refresh in (one, other, one):
        await refresh()
    pack = approve_second(policies)
    for refresh in (one, other, one):
        await refresh()
    restarted = await start(database, fresh_database, policies)
    await restarted()

    first, second = await published(database, MemoryEventLog())

    assert first.data == PolicyTakenUp(
        pack=FIRST, sha256=first_pack.sha256, content_sha256=first_pack.content_sha256
    )
    assert second.data == PolicyTakenUp(
        pack=SECOND,
        sha256=read_pack(pack).text.sha256,
        replaces=FIRST,
        approved_by=BY,
        approved_on=date(2026, 11, 20),
        content_sha256=read_pack(pack).text.content_sha256,
    )
    assert first.data.content_sha256 != second.data.content_sha256
    assert (second.organisation, second.subject, second.time) == ("bsw", "policy/bsw", NOW)
    assert first.id != second.id


async def test_what_is_replaced_over_a_restart_is_known(
    database: Database, fresh_database: str, policies: Path
) -> None:
    """The version before is read from the database when no process remembers it."""
    await (await start(database, fresh_database, policies))()
    approve_second(policies)
    await (await start(database, fresh_database, policies))()

    _, second = await published(database, MemoryEventLog())

    assert isinstance(second.data, PolicyTakenUp)
    assert second.data.replaces == FIRST


async def test_a_restart_on_a_version_without_approval_is_refused(
    database: Database, fresh_database: str, policies: Path
) -> None:
    """What came into force before is remembered, so that nothing else passes for the first."""
    await (await start(database, fresh_database, policies))()
    approve_second(policies, approved=False)

    with pytest.raises(PolicyError, match="names nobody who approved it"):
        await start(database, fresh_database, policies)


async def test_another_content_of_the_same_version_is_recorded_with_a_warning(
    database: Database, fresh_database: str, policies: Path
) -> None:
    """A file changed while the services were stopped shows by its hash."""
    await (await start(database, fresh_database, policies))()
    with (policies / "bsw.yaml").open("a", encoding="utf-8") as file:
        file.write("# A remark.\n")
    with capture_logs() as logged:
        await (await start(database, fresh_database, policies))()
        await (await start(database, fresh_database, policies))()

    first, second = await published(database, MemoryEventLog())

    assert isinstance(first.data, PolicyTakenUp)
    assert isinstance(second.data, PolicyTakenUp)
    assert (second.data.pack, second.data.replaces) == (FIRST, FIRST)
    assert second.data.sha256 != first.data.sha256
    assert second.data.content_sha256 == first.data.content_sha256
    (warning,) = [line for line in logged if line["event"] == "policy_file_differs"]
    assert (warning["log_level"], warning["pack"]) == ("warning", FIRST)


async def test_another_policy_under_an_old_name_is_refused_over_a_restart(
    database: Database, fresh_database: str, policies: Path
) -> None:
    """What was in force once comes back with the same content only, which is kept by its hash."""
    pack = policies / "bsw.yaml"
    first = pack.read_text("utf-8")
    await (await start(database, fresh_database, policies))()
    approve_second(policies)
    refresh = await start(database, fresh_database, policies)
    await refresh()
    pack.write_text(first.replace("default: {act: 0.75", "default: {act: 0.55"), "utf-8")

    await refresh()

    (problem,) = refresh.problems
    assert problem.message == f"the pack changed but is still called {FIRST}"
    assert refresh.registry.running["bsw"].reference == SECOND
    with pytest.raises(PolicyError, match=f"is still called {FIRST}"):
        await start(database, fresh_database, policies)
    assert len(await published(database, MemoryEventLog())) == 2

    pack.write_text(first + "# A remark.\n", "utf-8")
    await (await start(database, fresh_database, policies))()


async def test_what_a_release_before_took_up_is_not_told_again(
    database: Database, fresh_database: str, policies: Path
) -> None:
    """Its rows have no hash of the content; the upgrade keeps one, and the record hears nothing."""
    old = TakenUp.of(read_pack(policies / "bsw.yaml")).model_dump_json(exclude={"content_sha256"})
    async with database.unit_of_work() as unit:
        inbox = Inbox(SCHEMA)
        await inbox.claim(unit.connection, derive_id("policy", "versions taken up"), consumer=old)
    with capture_logs() as logged:
        await (await start(database, fresh_database, policies))()

    assert await published(database, MemoryEventLog()) == []
    assert not [line for line in logged if line["event"] == "policy_file_differs"]
    before, now = await read_taken_up(fresh_database, schema=SCHEMA)
    assert (before.content_sha256, now.reference) == (None, FIRST)
    assert now.content_sha256 == read_pack(policies / "bsw.yaml").text.content_sha256


async def test_a_service_that_tells_nobody_remembers_too(
    database: Database, fresh_database: str, policies: Path
) -> None:
    """Ingest and escalation refuse the same versions after a restart, and publish nothing."""
    registry = PackRegistry.open(policies, now=NOW)
    keep = KeepPolicyVersions(database)
    for _ in range(2):
        await keep(registry.in_force)

    (kept,) = await read_taken_up(fresh_database, schema=SCHEMA)

    assert kept.reference == FIRST
    assert kept.sha256 == registry.in_force[0].text.sha256
    assert await published(database, MemoryEventLog()) == []

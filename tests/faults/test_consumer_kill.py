"""A consumer killed between its effect and its commit loses nothing, on both engines."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from moderation_common.events import Event
from tests.support.consuming import event, publish
from tests.support.eventlog_engines import Engine, KafkaEngine, PostgresEngine, new_name
from tests.support.infrastructure import REPOSITORY
from tests.support.waiting import eventually

_ENGINES: Final = [
    pytest.param("postgres", marks=pytest.mark.postgres),
    pytest.param("kafka", marks=pytest.mark.kafka),
]


@pytest.fixture(params=_ENGINES)
def bare_engine(request: pytest.FixtureRequest) -> PostgresEngine | KafkaEngine:
    """Give each engine that several processes can share."""
    if request.param == "kafka":
        return KafkaEngine(request.getfixturevalue("kafka_bootstrap"), None)
    return PostgresEngine(request.getfixturevalue("fresh_database"), None)


@pytest.fixture
async def engine(
    bare_engine: PostgresEngine | KafkaEngine,
) -> AsyncIterator[PostgresEngine | KafkaEngine]:
    """Give each engine, and close the logs that the test opened."""
    yield bare_engine
    await bare_engine.close_all()


class Members:
    """Consumers of one group, each a process, and the journal of what they handled."""

    def __init__(self, url: str, folder: Path) -> None:
        self.group, self.topic = new_name("group"), new_name("topic")
        self._url = url
        self._journal = folder / "journal"
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, *, hang_at: str | None = None) -> subprocess.Popen[bytes]:
        """Start one more consumer."""
        command = [sys.executable, "-m", "tests.support.eventlog_member"]
        command += [self._url, self.group, self.topic, str(self._journal)]
        process = subprocess.Popen(
            command + ([hang_at] if hang_at else []),
            cwd=REPOSITORY,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        )
        self.processes.append(process)
        return process

    def handled(self) -> list[tuple[int, str]]:
        """Return who handled what, in the order in which it happened."""
        if not self._journal.exists():
            return []
        lines = self._journal.read_text().splitlines()
        return [(int(pid), id_) for pid, id_ in (line.split() for line in lines)]

    def ids(self) -> list[str]:
        """Return the ids of what was handled, in the order in which it was."""
        return [id_ for _pid, id_ in self.handled()]

    def have_handled_any(self, events: Sequence[Event]) -> bool:
        """Say whether one of the events was handled."""
        return not {e.id for e in events}.isdisjoint(self.ids())

    def kill_all(self) -> None:
        """End every process."""
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def members(engine: PostgresEngine | KafkaEngine, tmp_path: Path) -> Iterator[Members]:
    """Give a group whose members are killed at the end of the test at the latest."""
    members = Members(engine.url, tmp_path)
    yield members
    members.kill_all()


async def test_a_consumer_killed_before_its_commit_loses_nothing(
    engine: Engine, members: Members
) -> None:
    """What it had not committed is handled again by the next; what it had is not."""
    event_log = await engine.open()
    events = [event(f"c{n % 6}", n) for n in range(60)]
    first, second = events[:30], events[30:]
    victim = members.start(hang_at=second[12].id)
    await publish(event_log, members.topic, first)
    await eventually(
        lambda: len(members.ids()) == 30, deadline_s=30, what="the first events handled"
    )
    await publish(event_log, members.topic, second)
    await eventually(lambda: second[12].id in members.ids(), deadline_s=30, what="the effect")
    victim.kill()
    victim.wait()
    before = members.ids()
    members.start()
    await eventually(
        lambda: set(members.ids()) == {e.id for e in events} and _unfinished(before, members),
        deadline_s=30,
        what="every event handled",
    )

    counts = Counter(members.ids())
    assert all(counts[e.id] == 1 for e in first), "committed events were handled again"
    assert counts[second[12].id] == 2, "the event without a commit was not handled again"
    _assert_order_per_key(members, events)


def _unfinished(before: Sequence[str], members: Members) -> bool:
    """Say whether the heir has handled something itself."""
    return len(members.ids()) > len(before)


async def test_nothing_is_lost_while_consumers_are_killed_one_after_another(
    engine: Engine, members: Members
) -> None:
    """Through a storm of kills and starts every event is handled, each comment's in order."""
    event_log = await engine.open()
    events = [event(f"c{n % 20}", n) for n in range(400)]
    for _ in range(3):
        members.start()

    for number in range(5):
        batch = events[number * 80 : number * 80 + 80]
        await publish(event_log, members.topic, batch)
        await eventually(
            partial(members.have_handled_any, batch),
            deadline_s=30,
            what="progress",
        )
        members.processes[number].kill()
        members.start()
    await eventually(
        lambda: set(members.ids()) == {e.id for e in events}, deadline_s=60, what="every event"
    )

    _assert_order_per_key(members, events)


def _assert_order_per_key(members: Members, events: Sequence[Event]) -> None:
    """Fail unless each comment's events were first handled in the order published."""
    first_time = list(dict.fromkeys(members.ids()))
    for key in {e.key for e in events}:
        expected = [e.id for e in events if e.key == key]
        assert [i for i in first_time if i in set(expected)] == expected

"""The event log in memory against a model that a reader can check by eye."""

from __future__ import annotations

import asyncio

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
)
from typing_extensions import override

from moderation_common.errors import TransientError
from moderation_common.eventlog import Partition, PartitionLostError, Record
from moderation_common.testing import MemoryEventLog
from moderation_common.testing.eventlog import MemorySubscription
from tests.support.eventlog_engines import message

_TOPIC = "topic"
_GROUPS = ("one", "two")


class MemoryLogMachine(RuleBasedStateMachine):
    """Publishes, joins, fetches, commits, rewinds, kills; the model is lists and numbers."""

    members = Bundle("members")

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.log = MemoryEventLog(partitions=3)
        self.published = 0
        self.sent: dict[str, list[int]] = {}
        self.committed: dict[tuple[str, Partition], int] = {}
        self.position: dict[tuple[MemorySubscription, Partition], int] = {}
        self.paused: set[tuple[MemorySubscription, Partition]] = set()
        self.group_of: dict[MemorySubscription, str] = {}
        self.delivered: dict[tuple[str, Partition], set[int]] = {}

    @override
    def teardown(self) -> None:
        self.loop.close()

    @rule(keys=st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5))
    def publish(self, keys: list[str]) -> None:
        """Append a batch."""
        batch = []
        for key in keys:
            batch.append(message(key, self.published))
            self.sent.setdefault(key, []).append(self.published)
            self.published += 1
        self.loop.run_until_complete(self.log.publish(_TOPIC, batch))

    @rule(target=members, group=st.sampled_from(_GROUPS))
    def join(self, group: str) -> MemorySubscription:
        """Add a member to a group."""
        member = self.loop.run_until_complete(self.log.subscribe(group, [_TOPIC]))
        self.group_of[member] = group
        return member

    @rule(member=members, max_records=st.integers(1, 7))
    def fetch(self, member: MemorySubscription, max_records: int) -> None:
        """Whatever comes starts at the position and goes on without a gap."""
        owned_before = member.assignment()
        batches = self.loop.run_until_complete(member.fetch(max_records=max_records, timeout_s=0))
        group = self.group_of[member]
        owned = member.assignment()
        for partition in owned_before - owned:
            self.position.pop((member, partition), None)
            self.paused.discard((member, partition))
        for partition in owned - owned_before:
            self.position[member, partition] = self.committed.get((group, partition), 0)
        assert sum(map(len, batches.values())) <= max_records
        for partition, records in batches.items():
            assert partition in owned
            assert (member, partition) not in self.paused
            self._check_records(member, partition, list(records))

    def _check_records(
        self, member: MemorySubscription, partition: Partition, records: list[Record]
    ) -> None:
        start = self.position[member, partition]
        assert [r.offset for r in records] == list(range(start, start + len(records)))
        self.position[member, partition] = start + len(records)
        seen = self.delivered.setdefault((self.group_of[member], partition), set())
        seen.update(r.offset for r in records)

    @rule(member=members, data=st.data())
    def commit(self, member: MemorySubscription, data: st.DataObject) -> None:
        """A commit by the owner counts; by anybody else it is refused."""
        partition = Partition(_TOPIC, data.draw(st.integers(0, 2)))
        offset = self.position.get((member, partition), 0)
        if partition in member.assignment():
            self.loop.run_until_complete(member.commit(partition, offset))
            self.committed[self.group_of[member], partition] = offset
            return
        try:
            self.loop.run_until_complete(member.commit(partition, offset))
        except PartitionLostError:
            return
        raise AssertionError("a commit by somebody else was accepted")

    @rule(member=members, data=st.data())
    def rewind(self, member: MemorySubscription, data: st.DataObject) -> None:
        """Go back in an owned partition."""
        owned = sorted(member.assignment())
        if owned:
            partition = data.draw(st.sampled_from(owned))
            offset = data.draw(st.integers(0, self.position[member, partition]))
            member.rewind(partition, offset)
            self.position[member, partition] = offset

    @rule(member=members, number=st.integers(0, 2), pause=st.booleans())
    def pause_or_resume(self, member: MemorySubscription, number: int, pause: bool) -> None:  # noqa: FBT001
        """Pause or resume a partition, owned or not."""
        partition = Partition(_TOPIC, number)
        if not pause:
            member.resume(partition)
            self.paused.discard((member, partition))
        else:
            member.pause(partition)
            if partition in member.assignment():
                self.paused.add((member, partition))

    @rule(member=consumes(members), killed=st.booleans())
    def leave(self, member: MemorySubscription, killed: bool) -> None:  # noqa: FBT001
        """A member goes, politely or not."""
        if killed:
            member.vanish()
        else:
            self.loop.run_until_complete(member.close())
        self.position = {k: v for k, v in self.position.items() if k[0] is not member}
        self.paused = {p for p in self.paused if p[0] is not member}
        del self.group_of[member]

    @rule(member=members)
    def outage(self, member: MemorySubscription) -> None:
        """While the log is away a fetch fails, and the member then starts at the commits."""
        self.log.go_away()
        try:
            self.loop.run_until_complete(member.fetch(max_records=1, timeout_s=0))
        except TransientError:
            pass
        else:
            raise AssertionError("a fetch succeeded during an outage")
        self.log.come_back()
        self.position = {k: v for k, v in self.position.items() if k[0] is not member}
        self.paused = {p for p in self.paused if p[0] is not member}

    @invariant()
    def each_partition_has_one_owner(self) -> None:
        """Within a group no partition is owned twice."""
        for group in _GROUPS:
            owned = [p for m, g in self.group_of.items() if g == group for p in m.assignment()]
            assert len(owned) == len(set(owned))

    @invariant()
    def keys_are_in_order(self) -> None:
        """The log holds every message once, each key in the order published."""
        numbers: dict[str, list[int]] = {}
        for each in self.log.messages(_TOPIC):
            numbers.setdefault(each.key, []).append(int(each.headers["number"]))
        assert numbers == self.sent

    @invariant()
    def nothing_committed_was_skipped(self) -> None:
        """Everything before a commit was delivered to the group at some time."""
        for place, offset in self.committed.items():
            assert set(range(offset)) <= self.delivered.get(place, set())


MemoryLogMachine.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None
)
TestMemoryLog = MemoryLogMachine.TestCase

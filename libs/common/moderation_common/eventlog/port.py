"""The event log: what publishers and consumers may rely on, whichever engine runs.

Offsets. Every record of a partition has an offset, rising in the order in which the records became
readable. Three offsets matter to a consumer group:

- the *position* is the offset that the next `fetch` starts at;
- the *committed* offset is the offset of the first record that the group has not finished with
  (the *next* offset, as in Kafka); a new owner of the partition starts there;
- records between the two are in flight: after a crash they are delivered again.

So delivery is at least once, and in order for each key, because a key always falls in the same
partition and one partition has one owner in a group.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

from moderation_common.errors import TransientError

READ_AT_ONCE: Final = 500
"""Records that a reader of a whole topic holds in memory at once, unless it says otherwise."""


class Partition(NamedTuple):
    """One ordered part of a topic."""

    topic: str
    number: int


@dataclass(frozen=True)
class Message:
    """What is published: a key that keeps order, headers, and the body."""

    key: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Record:
    """What is delivered: a message and where it stands."""

    partition: Partition
    offset: int
    message: Message


class PartitionLostError(TransientError):
    """The partition belongs to another member of the group now; its records will go there."""


RevokedCallback = Callable[[Collection[Partition]], Awaitable[None]]


class Subscription(Protocol):
    """One member of a consumer group.

    Not safe for use by several tasks at once, save `commit`, which may be called for several
    partitions together, and from within `on_revoked`.
    """

    async def fetch(
        self, *, max_records: int, timeout_s: float
    ) -> Mapping[Partition, Sequence[Record]]:
        """Return the next records of the owned, unpaused partitions, each in order.

        Advances the positions. Returns an empty mapping when nothing came within `timeout_s`.
        Raises `TransientError` when the engine is away; positions then fall back to the
        committed offsets when it returns.
        """
        ...

    async def commit(self, partition: Partition, next_offset: int) -> None:
        """Record that everything before `next_offset` is finished, durably when this returns.

        Raises `PartitionLostError` when the partition is no longer owned, `TransientError` when
        the engine is away.
        """
        ...

    def rewind(self, partition: Partition, offset: int) -> None:
        """Make the next fetch of an owned partition start at `offset`."""
        ...

    def pause(self, partition: Partition) -> None:
        """Fetch nothing from the partition until `resume`; ownership is kept."""
        ...

    def resume(self, partition: Partition) -> None:
        """Fetch from the partition again; does nothing when it is not paused or not owned."""
        ...

    def assignment(self) -> frozenset[Partition]:
        """Return the partitions owned at this moment."""
        ...

    async def lag(self) -> Mapping[Partition, int]:
        """Return, for each owned partition, how many records are not yet committed."""
        ...

    async def close(self) -> None:
        """Leave the group, so that the others take over at once."""
        ...


class EventLog(Protocol):
    """Publishes batches and delivers them per consumer group, ordered by key, at least once."""

    async def publish(self, topic: str, messages: Sequence[Message]) -> None:
        """Append the messages; they are durable and readable when this returns.

        Messages of one call keep their order within a key. Raises `TransientError` when the
        engine is away: some of the messages may then have been appended, so publish them again.
        Raises `PermanentError` when the engine will never take one of them, as when it is too
        large; of the others, too, some may have been appended.
        """
        ...

    async def subscribe(
        self, group: str, topics: Sequence[str], *, on_revoked: RevokedCallback | None = None
    ) -> Subscription:
        """Join the group, from the earliest record where the group has committed nothing.

        `on_revoked` is awaited before partitions are given away, so that in-flight work can
        finish and be committed.
        """
        ...

    def read(
        self, topic: str, *, max_records: int = READ_AT_ONCE
    ) -> AsyncGenerator[Sequence[Record], None]:
        """Yield all that the topic holds when reading begins, at most `max_records` at once.

        Each partition in its order, and no batch is empty. The reader is of no group: nobody's
        place moves, and nothing is kept for it, so what is trimmed meanwhile is left out. Close
        it when leaving before its end. Raises `TransientError` when the engine is away.
        """
        ...

    async def check(self) -> None:
        """Raise `TransientError` when the engine cannot be reached."""
        ...

    async def close(self) -> None:
        """Let go of every connection; waits for publishes under way."""
        ...

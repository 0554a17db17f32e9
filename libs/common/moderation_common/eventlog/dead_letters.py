"""Settling dead letters: a person lists them, has them delivered again, or lets them rest.

The letters of a topic stay where they are until their retention ends. What a person has settled is
kept as the committed offsets of one consumer group.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from moderation_common.errors import ModerationError
from moderation_common.eventlog.consumer import BODY_LEFT_OUT
from moderation_common.eventlog.port import EventLog, Message, Partition, Record, Subscription
from moderation_common.events import dead_letter_topic

GROUP: Final = "operators"
"""Its offsets say which letters are settled."""

_HEADER_PREFIX: Final = "dlq_"
_FETCH_TIMEOUT_S: Final = 1.0
_MAX_RECORDS: Final = 500
# Joining a group on Kafka takes some seconds when another member has just left it.
_QUIET_S: Final = 6.0


class NotReplayableError(ModerationError):
    """Some letters never were events, or were too large to be put aside whole."""


@dataclass(frozen=True)
class Letter:
    """A record that was put aside."""

    record: Record

    @property
    def reason(self) -> str:
        """Why it was put aside."""
        return self._header("dlq_reason")

    @property
    def event_type(self) -> str | None:
        """What kind of event it is; none when it never became one."""
        return self.record.message.headers.get("ce_type")

    @property
    def event_id(self) -> str:
        """The event's id; empty when it never became one."""
        return self._header("ce_id")

    @property
    def replayable(self) -> bool:
        """Whether it is an event, and all of it."""
        return self.event_type is not None and not self._header(BODY_LEFT_OUT)

    @property
    def source(self) -> str:
        """Where it stood, or who put it aside before it was an event."""
        place = [self._header(name) for name in ("dlq_topic", "dlq_partition", "dlq_offset")]
        return "/".join(filter(None, place))

    def as_published(self) -> Message:
        """Return it as it was before it was put aside."""
        message = self.record.message
        headers = {k: v for k, v in message.headers.items() if not k.startswith(_HEADER_PREFIX)}
        return Message(key=message.key, headers=headers, body=message.body)

    def _header(self, name: str) -> str:
        return self.record.message.headers.get(name, "")


class DeadLetters:
    """The dead letters of one topic that nobody has settled yet."""

    def __init__(self, event_log: EventLog, topic: str) -> None:
        """`topic` is the one that the records were put aside from."""
        self._event_log = event_log
        self._topic = topic

    async def list(self) -> Sequence[Letter]:
        """Return the letters, in order within each partition; settles nothing."""
        async with self._joined() as subscription:
            return _letters(await _fetch_all(subscription))

    async def replay(self, *, pass_over: bool = False) -> int:
        """Publish the events among the letters again and settle all; returns how many.

        Raises `NotReplayableError`, having done nothing, when some are no whole events, unless they
        are to be passed over. Raises `TransientError` when the log is away: call it again, since
        consumers recognise what they have handled.
        """
        async with self._joined() as subscription:
            batches = await _fetch_all(subscription)
            letters = _letters(batches)
            events = [letter for letter in letters if letter.replayable]
            if len(events) < len(letters) and not pass_over:
                msg = (
                    f"{len(letters) - len(events)} of {len(letters)} letters never became events,"
                    " or are without their body, and cannot be replayed; look at them with `list`,"
                    " then add --pass-over."
                )
                raise NotReplayableError(msg)
            await self._event_log.publish(self._topic, [letter.as_published() for letter in events])
            await _commit_all(subscription, batches)
        return len(events)

    async def discard(self) -> int:
        """Settle all letters without doing anything more with them; returns how many."""
        async with self._joined() as subscription:
            batches = await _fetch_all(subscription)
            await _commit_all(subscription, batches)
        return len(_letters(batches))

    @asynccontextmanager
    async def _joined(self) -> AsyncIterator[Subscription]:
        topic = dead_letter_topic(self._topic)
        subscription = await self._event_log.subscribe(GROUP, [topic])
        try:
            yield subscription
        finally:
            await subscription.close()


async def _fetch_all(subscription: Subscription) -> Mapping[Partition, Sequence[Record]]:
    """Return every record from the committed offsets on; ends when no more come."""
    found: dict[Partition, list[Record]] = {}
    quiet_at = time.monotonic() + _QUIET_S
    while time.monotonic() < quiet_at:
        batches = await subscription.fetch(max_records=_MAX_RECORDS, timeout_s=_FETCH_TIMEOUT_S)
        for partition, records in batches.items():
            found.setdefault(partition, []).extend(records)
        if batches:
            quiet_at = time.monotonic() + _QUIET_S
        elif subscription.assignment() and await _is_complete(subscription, found):
            break
    return found


async def _is_complete(
    subscription: Subscription, found: Mapping[Partition, Sequence[Record]]
) -> bool:
    """Say whether all that the group has not settled was fetched."""
    lags = await subscription.lag()
    return all(len(found.get(partition, ())) >= lag for partition, lag in lags.items())


async def _commit_all(
    subscription: Subscription, batches: Mapping[Partition, Sequence[Record]]
) -> None:
    for partition, records in batches.items():
        await subscription.commit(partition, records[-1].offset + 1)


def _letters(batches: Mapping[Partition, Sequence[Record]]) -> list[Letter]:
    return [Letter(record) for partition in sorted(batches) for record in batches[partition]]

"""Which failures of Kafka are outages, which are lost partitions, and how long to wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from aiokafka.errors import (
    CommitFailedError,
    IllegalGenerationError,
    IllegalStateError,
    KafkaError,
    MessageSizeTooLargeError,
    RebalanceInProgressError,
    UnknownMemberIdError,
)

from moderation_common.errors import PermanentError, TransientError
from moderation_common.eventlog.port import PartitionLostError

_LOST_PARTITION = (
    CommitFailedError,
    IllegalGenerationError,
    IllegalStateError,
    RebalanceInProgressError,
    UnknownMemberIdError,
)


@asynccontextmanager
async def within(timeout_s: float, *, doing: str) -> AsyncIterator[None]:
    """Bound an exchange with the broker, and name its failures as the port does.

    The driver waits for an absent broker for ever, so every call that could stands in such a
    block. Raises as `failures_named` does.
    """
    with failures_named(doing=doing):
        async with asyncio.timeout(timeout_s):
            yield


@contextmanager
def failures_named(*, doing: str) -> Iterator[None]:
    """Name the driver's failures as the port does.

    Raises `PermanentError` for a message larger than the broker takes, `PartitionLostError` when
    the group has moved on, and `TransientError` for everything else.
    """
    try:
        yield
    except MessageSizeTooLargeError as error:
        msg = "A message is larger than Kafka takes (max.message.bytes); it cannot be published."
        raise PermanentError(msg) from error
    except _LOST_PARTITION as error:
        msg = (
            f"The consumer group has moved on while {doing} ({type(error).__name__}); the"
            " partition's new owner delivers the records again."
        )
        raise PartitionLostError(msg) from error
    except (KafkaError, OSError, TimeoutError) as error:
        # The error's own text can quote what was sent.
        msg = (
            f"Kafka is away or busy while {doing} ({type(error).__name__}); it is tried again"
            " until it answers."
        )
        raise TransientError(msg) from error

"""Which failures of the engines are outages, and that nothing leaks into the sentence."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest
from aiokafka import errors as kafka_errors

from moderation_common.errors import PermanentError, TransientError
from moderation_common.eventlog import PartitionLostError
from moderation_common.eventlog.kafka.outages import failures_named, within
from moderation_common.eventlog.postgres.outages import outages_as_transient


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError("p4ssword"),
        ConnectionResetError(),
        FileNotFoundError("the server's socket"),
        TimeoutError(),
        asyncpg.AdminShutdownError("p4ssword"),
        asyncpg.CrashShutdownError(""),
        asyncpg.CannotConnectNowError(""),
        asyncpg.TooManyConnectionsError(""),
        asyncpg.DiskFullError(""),
        asyncpg.DeadlockDetectedError(""),
        asyncpg.ConnectionDoesNotExistError(""),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.ReadOnlySQLTransactionError(""),
        asyncpg.InvalidPasswordError("p4ssword"),
        asyncpg.QueryCanceledError(""),
    ],
)
def test_outages_of_postgres_are_transient(error: Exception) -> None:
    """The sentence names the kind of failure and quotes nothing of its text."""
    with pytest.raises(TransientError) as caught, outages_as_transient("publishing"):
        raise error

    assert type(error).__name__ in str(caught.value)
    assert "p4ssword" not in str(caught.value)


@pytest.mark.parametrize("error", [asyncpg.UndefinedTableError(""), ValueError(), KeyError("x")])
def test_bugs_are_no_outages_of_postgres(error: Exception) -> None:
    """What waiting cannot mend goes through as it is."""
    with pytest.raises(type(error)), outages_as_transient("publishing"):
        raise error


@pytest.mark.parametrize(
    "error",
    [
        kafka_errors.KafkaConnectionError("p4ssword"),
        kafka_errors.NodeNotReadyError(),
        kafka_errors.KafkaTimeoutError(),
        kafka_errors.RequestTimedOutError(),
        kafka_errors.NotEnoughReplicasError(),
        kafka_errors.OutOfOrderSequenceNumber(),
        kafka_errors.ProducerClosed(),
        ConnectionRefusedError(),
        TimeoutError(),
    ],
)
def test_outages_of_kafka_are_transient(error: Exception) -> None:
    """The sentence names the kind of failure and quotes nothing of its text."""
    with pytest.raises(TransientError) as caught, failures_named(doing="publishing"):
        raise error

    assert not isinstance(caught.value, PartitionLostError)
    assert type(error).__name__ in str(caught.value)
    assert "p4ssword" not in str(caught.value)


@pytest.mark.parametrize(
    "error",
    [
        kafka_errors.CommitFailedError(),
        kafka_errors.IllegalGenerationError(),
        kafka_errors.UnknownMemberIdError(),
        kafka_errors.RebalanceInProgressError(),
        kafka_errors.IllegalStateError(),
    ],
)
def test_a_group_that_moved_on_means_a_lost_partition(error: Exception) -> None:
    """The consumer need not pause for it: the new owner delivers the records again."""
    with pytest.raises(PartitionLostError), failures_named(doing="committing"):
        raise error


def test_a_message_that_is_too_large_can_never_be_published() -> None:
    """Trying again would stop everything behind it for ever."""
    with pytest.raises(PermanentError), failures_named(doing="publishing"):
        raise kafka_errors.MessageSizeTooLargeError


async def test_an_exchange_that_takes_too_long_is_an_outage() -> None:
    """The driver would wait for an absent broker for ever."""
    with pytest.raises(TransientError, match="while publishing"):
        async with within(0.01, doing="publishing"):
            await asyncio.Event().wait()

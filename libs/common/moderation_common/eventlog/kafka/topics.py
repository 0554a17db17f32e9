"""Creating topics where they are missing, so that a new cluster needs no preparation."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Final

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import NoError, TopicAlreadyExistsError, for_code

from moderation_common.errors import TransientError
from moderation_common.eventlog.kafka.address import KafkaAddress
from moderation_common.eventlog.kafka.outages import within
from moderation_common.eventlog.kafka.publisher import MAX_REQUEST_BYTES
from moderation_common.eventlog.retention import retention_days
from moderation_common.events.topics import DEAD_LETTER_SUFFIX

_MS_PER_DAY: Final = 86_400_000
_LEADER_POLL_S: Final = 0.05
# With three copies or more, an acknowledged record is on two machines at least.
_REPLICATION_FOR_TWO_ACKS: Final = 3


class Topics:
    """Remembers which topics are known to be there; asks the cluster about the others."""

    def __init__(self, address: KafkaAddress) -> None:
        self._address = address
        self._known: set[str] = set()
        self._turn = asyncio.Lock()

    async def ensure(self, topics: Iterable[str]) -> None:
        """Create what is missing, and wait until each topic has leaders.

        A topic that exists stays as it is: its partitions belong to whoever runs the cluster.
        Raises `TransientError`.
        """
        if self._known.issuperset(topics):
            return
        async with self._turn:
            unknown = sorted(set(topics) - self._known)
            timeout_s = self._address.request_timeout_ms / 1000
            async with within(timeout_s, doing="creating topics"):
                admin = AIOKafkaAdminClient(
                    **self._address.connection,
                    request_timeout_ms=self._address.request_timeout_ms,
                )
                try:
                    await admin.start()
                    await self._create(admin, unknown)
                finally:
                    await admin.close()
            self._known.update(unknown)

    async def _create(self, admin: Any, topics: list[str]) -> None:  # noqa: ANN401 - aiokafka publishes no types
        present = set(await admin.list_topics())
        missing = [topic for topic in topics if topic not in present]
        if not missing:
            return
        response = await admin.create_topics([self._describe(topic) for topic in missing])
        for topic, code, *_rest in response.topic_errors:
            error = for_code(code)
            if error not in (NoError, TopicAlreadyExistsError):
                msg = (
                    f"Kafka does not create the topic {topic} ({error.__name__}); create it, or"
                    " set partitions and replication in the event log's URL to what the cluster"
                    " can give."
                )
                raise TransientError(msg)
        while not _have_leaders(await admin.describe_topics(missing)):  # noqa: ASYNC110 - another machine's doing
            await asyncio.sleep(_LEADER_POLL_S)

    def _describe(self, topic: str) -> NewTopic:
        replication = self._address.replication
        configuration = {
            "min.insync.replicas": "2" if replication >= _REPLICATION_FOR_TWO_ACKS else "1"
        }
        days = retention_days(topic)
        if days is not None:
            configuration["retention.ms"] = str(days * _MS_PER_DAY)
        if topic.endswith(DEAD_LETTER_SUFFIX):
            # A dead letter is its record, which may fill its own topic's limit, and the reason.
            configuration["max.message.bytes"] = str(MAX_REQUEST_BYTES)
        return NewTopic(topic, self._address.partitions, replication, topic_configs=configuration)


def _have_leaders(topics: list[dict[str, Any]]) -> bool:
    return all(
        topic["error_code"] == 0
        and topic["partitions"]
        and all(partition["leader"] >= 0 for partition in topic["partitions"])
        for topic in topics
    )

"""Which partition a key falls in, and who may own how many."""

from __future__ import annotations

import pytest

from moderation_common.eventlog.partitioning import partition_for, quota
from moderation_common.eventlog.retention import DEAD_LETTER_RETENTION_DAYS, retention_days
from moderation_common.events import TOPICS, Topic, dead_letter_topic


@pytest.mark.parametrize(
    "key,partitions,expected",
    [
        ("", 4, 0),
        ("facebook/1/2", 4, 1),
        ("facebook/1/2", 6, 1),
        ("ünï/cödé 🏥", 16, 5),
    ],
)
def test_a_keys_partition_never_changes(key: str, partitions: int, expected: int) -> None:
    """Another hash would put a comment's new events beside, not behind, its old ones."""
    assert partition_for(key, partitions) == expected


@pytest.mark.parametrize("partitions", [1, 2, 3, 4, 7, 16])
@pytest.mark.parametrize("members", [1, 2, 3, 5, 20])
def test_quotas_share_everything_evenly(partitions: int, members: int) -> None:
    """The members' quotas add up to all partitions and differ by one at most."""
    quotas = [quota(partitions, members=members, rank=rank) for rank in range(members)]

    assert sum(quotas) == partitions
    assert max(quotas) - min(quotas) <= 1


def test_every_declared_topic_is_kept_as_declared() -> None:
    """Topics follow their declaration, dead letters a rule of their own, others are left alone."""
    for topic in Topic:
        assert retention_days(topic) == TOPICS[topic].retention_days
        assert retention_days(dead_letter_topic(topic)) == DEAD_LETTER_RETENTION_DAYS
    assert retention_days("somebody.elses") is None

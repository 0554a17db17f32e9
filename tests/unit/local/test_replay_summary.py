"""What `moderation replay` says of comments that the system has not got to yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation_local.commands.replay import Summary, say_what_waits
from moderation_local.deployment import DataFolder


@pytest.mark.parametrize(
    "sent, settled, beginning, comfort",
    [
        (5, 3, "2 of 5 comments were not settled in time", "they are not lost: each is judged"),
        (1, 0, "1 of 1 comment was not settled in time", "it is not lost: it is judged"),
    ],
)
def test_what_waits_is_told_apart_from_what_is_lost(
    sent: int, settled: int, beginning: str, comfort: str
) -> None:
    """A busy system answers late: how many it is, that each is still judged, and where to look."""
    summary = Summary(sent=sent, skipped=0, skipped_for={}, settled=settled)
    folder = DataFolder(Path("elsewhere"))
    said = say_what_waits(summary, folder)
    assert said.startswith(beginning)
    assert comfort in said
    assert f"`moderation status{folder.option}`" in said

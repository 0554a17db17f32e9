"""When a comment counts as settled: everything that follows from it is in the record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from typing_extensions import override

from moderation_common.events import CommentReceived, DecisionMade, ReviewOpened
from moderation_local.trail import Entry, Follower, RecordReader

BODY: Final = "some-body"
WRITTEN: Final = datetime(2026, 11, 21, 9, tzinfo=UTC).isoformat()


class _Record(RecordReader):
    """Entries that are written by the test, in place of audit's interface."""

    def __init__(self) -> None:
        self.written: list[Entry] = []

    @override
    async def entries(self, organisation: str, *, after: int | None = None) -> Sequence[Entry]:
        """Return what was written since."""
        return self.written[0 if after is None else after + 1 :]

    def write(self, event_type: str, subject: str, data: dict[str, Any]) -> None:
        """Add an entry about a comment."""
        index = len(self.written)
        event = {"event": {"data": data}}
        self.written.append(
            {
                "index": index,
                "id": f"{event_type}/{subject}",
                "type": event_type,
                "subject": subject,
                "entry": event,
            }
        )

    def receive(self, subject: str) -> None:
        """A comment came in."""
        comment = {"created_at": WRITTEN, "edited_at": None}
        self.write(CommentReceived.event_type, subject, {"comment": comment})

    def decide(self, subject: str, *, group: str | None = None, review: bool = True) -> None:
        """It was judged."""
        data = {
            "comment_event_id": f"{CommentReceived.event_type}/{subject}",
            "decision_id": f"decision of {subject}",
            "routes": [],
            "review": review,
            "group_id": group,
        }
        self.write(DecisionMade.event_type, subject, data)

    def ask(self, subject: str) -> None:
        """A person is asked about it."""
        self.write(ReviewOpened.event_type, subject, {"decision_id": f"decision of {subject}"})


@pytest.fixture
def record() -> _Record:
    """Give an empty record."""
    return _Record()


async def test_settled_with_a_decision_that_asks_nobody(record: _Record) -> None:
    """Unknown and undecided comments are not settled; one that is simply left is."""
    follower = Follower(record, [BODY])
    record.receive("a")
    await follower.read_on()
    assert not follower.is_settled("a")
    assert not follower.is_settled("b")
    record.decide("a", review=False)
    await follower.read_on()
    assert follower.is_settled("a")


async def test_near_copy_is_settled_by_the_review_of_its_group(record: _Record) -> None:
    """A copy joins the open review and gets none of its own; one of no group waits for its own."""
    follower = Follower(record, [BODY])
    for subject, group in (("first", "g"), ("copy", "g"), ("other", "h"), ("alone", None)):
        record.receive(subject)
        record.decide(subject, group=group)
    await follower.read_on()
    assert not follower.is_settled("copy")
    record.ask("first")
    await follower.read_on()
    settled = [each for each in ("first", "copy", "other", "alone") if follower.is_settled(each)]
    assert settled == ["first", "copy"]


async def test_review_recorded_before_its_decision_counts(record: _Record) -> None:
    """The two are of different topics, so that either may come first."""
    follower = Follower(record, [BODY])
    record.ask("first")
    for subject in ("first", "copy"):
        record.receive(subject)
        record.decide(subject, group="g")
    await follower.read_on()
    assert follower.is_settled("copy")


async def test_review_from_before_the_beginning_counts(record: _Record) -> None:
    """What was passed over is no comment to follow, but its group has its review."""
    record.receive("first")
    record.decide("first", group="g")
    record.ask("first")
    follower = Follower(record, [BODY])
    await follower.begin_here()
    assert not follower.trails
    record.receive("copy")
    record.decide("copy", group="g")
    await follower.read_on()
    assert follower.is_settled("copy")

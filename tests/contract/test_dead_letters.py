"""Settling dead letters, on every engine of the event log."""

from __future__ import annotations

import asyncio
from typing import Final

import pytest

from moderation_common.eventlog import EventLog, Message, Partition, Record, open_event_log
from moderation_common.eventlog.__main__ import main
from moderation_common.eventlog.consumer import dead_letter
from moderation_common.eventlog.dead_letters import DeadLetters, NotReplayableError
from moderation_common.eventlog.publishing import to_message
from moderation_common.events import Event, Topic, dead_letter_topic
from tests.support.consuming import event, read_all
from tests.support.eventlog_engines import new_name, plain_url

_RAW: Final = Message(
    key="facebook/1", headers={"dlq_reason": "No pack holds the account."}, body=b"{}"
)


async def _put_aside(event_log: EventLog, topic: str, events: list[Event]) -> None:
    """Put events aside as the consume loop does."""
    for offset, each in enumerate(events):
        record = Record(Partition(topic, 0), offset, to_message(each))
        letter = dead_letter(record, f"reason {offset}")
        await event_log.publish(dead_letter_topic(topic), [letter])


@pytest.fixture
async def topic(event_log: EventLog, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name a topic of the test's own; brokers that other tests used keep their groups apart."""
    monkeypatch.setattr("moderation_common.eventlog.dead_letters.GROUP", new_name("operators"))
    return new_name("topic")


async def test_listing_says_what_and_why_and_settles_nothing(
    event_log: EventLog, topic: str
) -> None:
    """A person may look as often as they like."""
    events = [event("a", 1), event("b", 2)]
    await _put_aside(event_log, topic, events)
    letters = DeadLetters(event_log, topic)

    for _ in range(2):
        found = await letters.list()
        assert {(letter.event_id, letter.reason) for letter in found} == {
            (events[0].id, "reason 0"),
            (events[1].id, "reason 1"),
        }
        assert {letter.source for letter in found} == {f"{topic}/0/0", f"{topic}/0/1"}


async def test_a_replayed_letter_is_the_event_it_was(event_log: EventLog, topic: str) -> None:
    """The events stand on their topic again, unchanged, and nothing is left to settle."""
    events = [event("a", 1), event("a", 2), event("b", 3)]
    await _put_aside(event_log, topic, events)
    letters = DeadLetters(event_log, topic)

    assert await letters.replay() == 3

    records = await read_all(event_log, topic, 3)
    again = [Event.read(r.message.headers, r.message.body) for r in records]
    assert sorted(again, key=lambda e: e.id) == sorted(events, key=lambda e: e.id)
    assert [e.id for e in again if e.subject == events[0].subject] == [e.id for e in events[:2]]
    assert await letters.list() == []
    assert await letters.replay() == 0


async def test_what_never_was_an_event_is_not_replayed_unseen(
    event_log: EventLog, topic: str
) -> None:
    """Replaying stops before doing anything, until told to leave such letters behind."""
    await _put_aside(event_log, topic, [event("a", 1)])
    await event_log.publish(dead_letter_topic(topic), [_RAW])
    letters = DeadLetters(event_log, topic)

    with pytest.raises(NotReplayableError, match="1 of 2"):
        await letters.replay()
    assert len(await letters.list()) == 2

    assert await letters.replay(pass_over=True) == 1
    assert await letters.list() == []


async def test_discarding_settles_and_publishes_nothing(event_log: EventLog, topic: str) -> None:
    """The letters are settled, and a letter that comes later is listed alone."""
    await _put_aside(event_log, topic, [event("a", 1)])
    letters = DeadLetters(event_log, topic)

    assert await letters.discard() == 1
    await event_log.publish(dead_letter_topic(topic), [_RAW])

    assert [letter.reason for letter in await letters.list()] == ["No pack holds the account."]


@pytest.mark.postgres
def test_the_command_lists_without_text_and_replays(
    fresh_database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An operator reads id and reason, no personal text, and sees how many went back."""
    url = plain_url(fresh_database)
    letter = event("a", 1)

    async def prepare() -> None:
        event_log = await open_event_log(url, client_id="test")
        await _put_aside(event_log, Topic.COMMENTS, [letter])
        await event_log.close()

    asyncio.run(prepare())

    assert main(["dead-letters", "list", Topic.COMMENTS, "--url", url]) == 0
    listed = capsys.readouterr().out
    assert letter.id in listed
    assert "reason 0" in listed
    assert "removed_at" not in listed
    assert main(["dead-letters", "replay", Topic.COMMENTS, "--url", url]) == 0
    assert capsys.readouterr().out.startswith("1 events were published")


def test_the_command_wants_to_know_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a URL it says in one sentence how to give one."""
    monkeypatch.delenv("MODERATION_EVENTLOG_URL", raising=False)

    assert main(["dead-letters", "list", Topic.COMMENTS]) == 1
    assert "MODERATION_EVENTLOG_URL" in capsys.readouterr().err

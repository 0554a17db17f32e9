"""Past comments are read on every engine, without moving anybody's place in the log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from moderation_classifier.adapters.past_comments import LoggedComments
from moderation_common.eventlog import EventLog, publish_events
from moderation_common.eventlog.postgres import PostgresEventLog
from moderation_common.events import (
    Author,
    Comment,
    CommentEdited,
    CommentReceived,
    CommentRemoved,
    Event,
    Payload,
)
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Kind, Platform
from tests.support.eventlog_engines import new_name, plain_url

T0: Final = datetime(2026, 11, 2, 12, tzinfo=UTC)


def _event(data: Payload, ref: CommentRef, *, organisation: str, minutes: int) -> Event:
    return Event.build(
        data,
        cause=f"{organisation} {ref} {minutes}",
        source="/ingest",
        subject=str(ref),
        organisation=organisation,
        correlation_id=ref.correlation_id,
        time=T0 + timedelta(minutes=minutes),
    )


def _said(number: int, text: str, *, organisation: str, minutes: int) -> Event:
    ref = CommentRef(platform=Platform.X, account_id="1", comment_id=str(number))
    comment = Comment(
        ref=ref,
        kind=Kind.COMMENT,
        text=text,
        author=Author(author_id="7"),
        created_at=T0,
        edited_at=T0 + timedelta(minutes=minutes) if minutes else None,
    )
    data = CommentEdited(comment=comment) if minutes else CommentReceived(comment=comment)
    return _event(data, ref, organisation=organisation, minutes=minutes)


async def test_the_newest_version_of_each_comment_is_read(event_log: EventLog) -> None:
    """Other bodies, other events and what was said before are left out; twice gives the same."""
    body = new_name("body")
    gone = CommentRef(platform=Platform.X, account_id="1", comment_id="3")
    await publish_events(
        event_log,
        [
            _said(1, "first", organisation=body, minutes=0),
            _said(2, "early", organisation=body, minutes=0),
            _said(1, "changed", organisation=body, minutes=5),
            _said(4, "late", organisation=body, minutes=9),
            _said(5, "elsewhere", organisation=new_name("body"), minutes=9),
            _event(CommentRemoved(ref=gone, removed_at=T0), gone, organisation=body, minutes=6),
        ],
    )
    past = LoggedComments(event_log)
    for _again in range(2):
        read = await past.read(body, since=T0 + timedelta(minutes=1), limit=10)
        assert {one.comment.text for one in read.comments} == {"changed", "late"}
    everything = await past.read(body, since=T0, limit=10)
    assert [one.comment.text for one in everything.comments] == ["early", "changed", "late"]
    assert [one.heard_at for one in everything.comments] == [
        T0 + timedelta(minutes=minutes) for minutes in (0, 5, 9)
    ]


async def test_the_newest_are_kept_whatever_their_partition(event_log: EventLog) -> None:
    """Partitions are read one after another, and the limit takes from all of them."""
    body = new_name("body")
    # Few, since whole systems that are tested on the same broker afterwards put them aside.
    said = [_said(n, f"word {n}", organisation=body, minutes=n) for n in range(1, 9)]
    await publish_events(event_log, said)
    for limit in (1, 5):
        read = await LoggedComments(event_log).read(body, since=T0, limit=limit)
        assert [one.comment.text for one in read.comments] == [
            f"word {n}" for n in range(9 - limit, 9)
        ]


async def test_what_was_taken_down_is_told(event_log: EventLog) -> None:
    """A comment that is gone is read, for it was judged, and marked, for it is not to be shown."""
    body = new_name("body")
    gone = CommentRef(platform=Platform.X, account_id="1", comment_id="1")
    await publish_events(
        event_log,
        [
            _said(1, "taken down", organisation=body, minutes=0),
            _said(2, "still there", organisation=body, minutes=1),
            _event(CommentRemoved(ref=gone, removed_at=T0), gone, organisation=body, minutes=6),
        ],
    )
    read = await LoggedComments(event_log).read(body, since=T0, limit=10)
    assert [(one.comment.text, one.removed) for one in read.comments] == [
        ("taken down", True),
        ("still there", False),
    ]


async def test_the_beginning_of_the_log_is_that_of_any_body(event_log: EventLog) -> None:
    """A log that holds another body's earlier comment reaches back to it, in whatever partition."""
    # Others write to the same topic on a shared broker; nobody wrote in these years.
    early = -60 * 24 * 365 * 40
    await publish_events(
        event_log,
        [_said(n, "early", organisation=new_name("body"), minutes=early - n) for n in range(6)],
    )
    body = new_name("body")
    await publish_events(event_log, [_said(1, "late", organisation=body, minutes=1)])
    past = await LoggedComments(event_log).read(body, since=T0, limit=10)
    assert [one.comment.text for one in past.comments] == ["late"]
    assert past.begins == T0 + timedelta(minutes=early - 5)
    assert (await LoggedComments(event_log).read(new_name("body"), since=T0, limit=10)).begins


async def test_trimming_does_not_wait_for_whoever_reads_the_past(fresh_database: str) -> None:
    """After a trial the topic is let go of when its time comes, as if nobody had read it."""
    event_log = await PostgresEventLog.open(plain_url(fresh_database), client_id="past")
    body = new_name("body")
    try:
        await publish_events(
            event_log, [_said(n, "words", organisation=body, minutes=0) for n in range(20)]
        )
        past = LoggedComments(event_log)
        assert len((await past.read(body, since=T0, limit=100)).comments) == 20
        assert await event_log.trim(datetime.now(UTC) + timedelta(days=31)) == 20
        trimmed = await past.read(body, since=T0, limit=100)
        assert (trimmed.comments, trimmed.begins) == ([], None)
    finally:
        await event_log.close()

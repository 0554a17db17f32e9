"""What becomes of an event on its way into the record."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime, timedelta

import pytest

from moderation_audit.domain.entry import (
    DeadLetter,
    Draft,
    UnrecordableError,
    draft_conflict,
    draft_dead_letter,
    draft_event,
    place_entry,
    same_event,
)
from moderation_audit.domain.facets import shorten_subject
from moderation_audit.domain.head import grow
from moderation_audit.domain.kind import EntryKind
from moderation_common.events import CommentReceived, Event, RecordRead
from moderation_common.events.payloads import Actor, ActorKind
from moderation_common.identity import CorrelationId, EventId
from tests.support.audit_events import T0, comment_received, decision_made, reply_requested


def test_nothing_personal_stands_in_the_entry() -> None:
    """Text, name, handle and the author's id are not in the bytes that are kept for ever."""
    received = comment_received(text="Call 01632 960001")
    for event, words in [
        (received, ["Call 01632", "Pat Example", "@pat", "author-1"]),
        (reply_requested(received), ["Dear Pat", "author-1"]),
    ]:
        entry = place_entry(
            draft_event(event, new_nonce=secrets.token_bytes), index=0, recorded_at=T0
        )
        assert not [word for word in words if word.encode() in entry.canonical]
        assert {o.value for o in entry.draft.openings.values()} >= set(words[1:])


def test_an_entry_says_what_happened_when_and_at_which_place() -> None:
    """The hashed bytes bind the event's attributes, the index and the time of recording."""
    event = decision_made(comment_received(), score=1.0)
    entry = place_entry(draft_event(event, new_nonce=secrets.token_bytes), index=7, recorded_at=T0)
    document = json.loads(entry.canonical)
    assert document["index"] == 7
    assert document["recorded_at"] == "2026-01-05T09:00:00.000000+00:00"
    assert document["kind"] == "event"
    assert document["event"] == event.to_json()
    assert b'"score":1,' in entry.canonical


def test_facets_of_a_decision() -> None:
    """An entry can be found by category, labels, actions and its source."""
    event = decision_made(comment_received())
    facets = place_entry(
        draft_event(event, new_nonce=secrets.token_bytes), index=0, recorded_at=T0
    ).facets
    assert facets.category == "misinformation_or_spam"
    assert facets.labels == ("spam", "promotion")
    assert facets.actions == ("hide",)
    assert facets.actor == "/classifier"
    assert facets.time == event.time


def test_facets_name_the_person_who_acted() -> None:
    """The actor is the person in the event, not the service that passed it on."""
    event = reply_requested(comment_received())
    facets = place_entry(
        draft_event(event, new_nonce=secrets.token_bytes), index=0, recorded_at=T0
    ).facets
    assert (facets.actor, facets.actions) == ("sam", ("private_reply",))


def test_personal_text_is_sealed_for_its_author_else_for_the_comment() -> None:
    """Erasing an author has one key to destroy for what they wrote on a platform."""
    draft = draft_event(comment_received(), new_nonce=secrets.token_bytes)
    assert draft.key_subject == "author/nottingham/facebook/author-1"
    unknown = draft_event(comment_received(author_id=""), new_nonce=secrets.token_bytes)
    assert unknown.key_subject == "comment/facebook/page-1/c1"
    reply = draft_event(reply_requested(comment_received()), new_nonce=secrets.token_bytes)
    assert reply.key_subject == "author/nottingham/facebook/author-1"
    decision = draft_event(decision_made(comment_received()), new_nonce=secrets.token_bytes)
    assert decision.key_subject == "comment/facebook/page-1/c1"


def test_a_repeat_is_the_same_event_even_at_a_later_time() -> None:
    """A step repeated after a crash gives the same id and content at another time."""
    event = comment_received()
    recorded = draft_event(event, new_nonce=secrets.token_bytes)
    later = event.model_copy(update={"time": event.time + timedelta(minutes=1)})
    again = draft_event(later, new_nonce=secrets.token_bytes)
    assert same_event(recorded.content, recorded.openings, again)
    assert same_event(recorded.content, {}, again)


def test_other_words_under_the_same_id_are_not_the_same_event() -> None:
    """Changed text is noticed as long as the recorded text is kept."""
    recorded = draft_event(comment_received(text="a"), new_nonce=secrets.token_bytes)
    other = draft_event(comment_received(text="b"), new_nonce=secrets.token_bytes)
    assert other.id == recorded.id
    assert not same_event(recorded.content, recorded.openings, other)
    assert same_event(recorded.content, {}, other)


def test_a_comment_sent_again_may_come_with_other_words_above_it() -> None:
    """What stands around a comment is known, forgotten or edited between two deliveries of it."""

    def draft(**above: str | None) -> Draft:
        event = comment_received()
        assert isinstance(event.data, CommentReceived)
        comment = event.data.comment.model_copy(update=above)
        told = event.model_copy(update={"data": CommentReceived(comment=comment)})
        return draft_event(told, new_nonce=secrets.token_bytes)

    recorded = draft(post_text="Book now", parent_text="Is it safe?")

    assert same_event(recorded.content, recorded.openings, draft())
    assert same_event(recorded.content, recorded.openings, draft(post_text="Book it now"))
    without = draft()
    assert same_event(without.content, without.openings, recorded)


def test_a_conflict_has_an_id_of_its_own_and_names_the_other() -> None:
    """Both events stand in the record, and the second points to the first."""
    draft = draft_event(comment_received(), new_nonce=secrets.token_bytes)
    conflict = draft_conflict(draft, ordinal=1)
    assert conflict.id not in {draft.id, draft_conflict(draft, ordinal=2).id}
    assert conflict.kind is EntryKind.CONFLICT
    assert conflict.content["conflicts_with"] == draft.id


def test_a_dead_letter_is_recorded_by_its_place_reason_and_hash() -> None:
    """The body itself is not kept, and its hash cannot be guessed at without the salt."""
    event = comment_received(text="secret words")
    headers = event.headers() | {
        "dlq_reason": "No such platform.",
        "dlq_topic": "moderation.comments.v1",
        "dlq_partition": "3",
        "dlq_offset": "17",
    }
    letter = DeadLetter("moderation.comments.v1.dlq", 0, 5, headers, event.body())
    draft = draft_dead_letter(letter, new_nonce=secrets.token_bytes)
    entry = place_entry(draft, index=0, recorded_at=T0)
    said = json.loads(entry.canonical)["dead_letter"]
    assert said["reason"] == "No such platform."
    assert (said["source_topic"], said["source_partition"], said["source_offset"]) == (
        "moderation.comments.v1",
        "3",
        "17",
    )
    assert len(bytes.fromhex(said["body_hash"])) == 32
    assert set(said["salt"]) == {"hmac-sha256"}
    assert b"secret words" not in entry.canonical
    assert entry.facets.organisation == "nottingham"
    assert entry.facets.time == T0
    again = draft_dead_letter(letter, new_nonce=secrets.token_bytes)
    assert again.id == draft.id
    assert same_event(draft.content, draft.openings, again)


def test_a_dead_letter_without_any_header_is_recorded_too() -> None:
    """Junk on a dead-letter topic is a fact like any other."""
    for headers in ({}, {"dlq_reason": "\ud800", "ce_subject": "\x00"}):
        letter = DeadLetter("x.dlq", 0, 0, headers, b"\xff")
        draft = draft_dead_letter(letter, new_nonce=secrets.token_bytes)
        assert place_entry(draft, index=0, recorded_at=T0).facets.organisation == ""


@pytest.mark.parametrize("event_id", ["", "x" * 201, "a\x00b"])
def test_an_id_that_no_row_can_have_is_refused(event_id: str) -> None:
    """Such an event goes to the dead letters, with the reason."""
    event = comment_received().model_copy(update={"id": EventId(event_id)})
    with pytest.raises(UnrecordableError):
        draft_event(event, new_nonce=secrets.token_bytes)


def test_nonsense_from_a_platform_still_becomes_an_entry() -> None:
    """A year at the end of time, U+0000 and a subject without end fit the columns."""
    event = Event.build(
        RecordRead(read_by=Actor(kind=ActorKind.MACHINE, name="a\x00b"), query="\x00", entries=0),
        cause="x",
        source="/audit",
        subject="s\x00" * 1000,
        organisation="nottingham",
        correlation_id=CorrelationId("c"),
        time=datetime.max.replace(tzinfo=UTC),
    )
    late = event.model_copy(
        update={"time": datetime.fromisoformat("9999-12-31T23:59:59.999999-05:00")}
    )
    facets = place_entry(
        draft_event(late, new_nonce=secrets.token_bytes), index=0, recorded_at=T0
    ).facets
    assert facets.subject == shorten_subject(event.subject)
    assert "\x00" not in facets.subject + facets.actor
    assert facets.time.year == 9999


def test_time_in_the_record_never_runs_backwards() -> None:
    """A clock that was set back does not make entries look inserted."""
    draft = draft_event(comment_received(), new_nonce=secrets.token_bytes)
    _, head = grow(None, [draft], now=T0)
    (entry,), later = grow(head, [draft], now=T0 - timedelta(hours=1))
    assert entry.recorded_at == later.at == T0
    assert later.tree_size == 2

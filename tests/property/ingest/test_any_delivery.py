"""Whatever a platform signs: each item is found, passed over with a reason, or set aside."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from moderation_common.eventlog import Message
from moderation_common.events import Event, Topic, dead_letter_topic
from moderation_common.testing import FixedClock, MemoryEventLog
from moderation_common.vocabulary import Platform
from moderation_ingest.domain.delivery import (
    Found,
    Ignored,
    Item,
    OwnText,
    Revoked,
    Unreadable,
)
from moderation_ingest.domain.facebook import delivery as facebook
from moderation_ingest.domain.handshake import HandshakeAnswer
from moderation_ingest.domain.payload import clean_text
from moderation_ingest.domain.x import delivery as x
from moderation_ingest.ports import PlatformWebhook
from moderation_ingest.usecases.receive_delivery import ReceiveDelivery
from tests.support.ingest import (
    NOW,
    PAGE,
    USER,
    ConsequencesBook,
    KnownAccounts,
    NotedActivity,
    RememberedTexts,
)

VOCABULARY = """
    object page instagram entry id time changes messaging changed_fields field value feed
    mention item comment post verb add edited remove hide unhide from name message post_id
    comment_id parent_id created_time edited_time sender recipient timestamp mid text is_echo
    message_edit
    num_edit attachments payload url photo video data event_uuid event_type filter user_id
    post.reply.create post.mention.create post.quote.create post.delete dm.received dm.sent
    oauth.revoke chat.received author_id conversation_id in_reply_to_tweet_id in_reply_to_user_id
    referenced_tweets type replied_to edit_history_tweet_ids created_at for_user_id
    tweet_create_events tweet_delete_events direct_message_events message_create message_data
    sender_id target recipient_id status id_str user screen_name includes users media
    replay_job_status user_event revoke source"""
WORDS = st.sampled_from(VOCABULARY.split())
# json.dumps writes lone surrogates as escapes, which is how they arrive.
TEXT = (
    st.text(st.characters(exclude_categories=()), max_size=20)
    | WORDS
    | st.sampled_from([PAGE, USER])
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXT
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=30,
)


def shaken(**fixed: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    """Return objects in which each key may be right, wrong or missing, with others beside."""
    optional = {key: value | JSON for key, value in fixed.items()}
    known = st.fixed_dictionaries({}, optional=optional)
    return st.builds(
        lambda extra, held: extra | held, st.dictionaries(TEXT, JSON, max_size=2), known
    )


IDS = st.sampled_from([PAGE, USER, "333_444", "222", "2080"]) | st.integers(0, 10**20)
TIMES = st.integers(-(10**14), 10**14) | st.datetimes().map(datetime.isoformat)
PEOPLE = shaken(id=IDS, name=TEXT)
COMMENTS = shaken(
    item=st.just("comment"),
    verb=st.sampled_from(["add", "edited", "remove", "hide", "unhide"]),
    post_id=IDS,
    comment_id=IDS,
    parent_id=IDS,
    message=TEXT,
    created_time=TIMES,
    edited_time=TIMES,
    **{"from": PEOPLE},
)
CHANGES = shaken(field=st.sampled_from(["feed", "mention"]), value=COMMENTS)
MESSAGES = shaken(
    sender=PEOPLE,
    recipient=PEOPLE,
    timestamp=TIMES,
    message=shaken(mid=IDS, text=TEXT, is_echo=st.booleans()),
)
ENTRIES = shaken(
    id=st.just(PAGE),
    time=TIMES,
    changes=st.lists(CHANGES, max_size=3),
    messaging=st.lists(MESSAGES, max_size=3),
)
FACEBOOK = shaken(object=st.just("page"), entry=st.lists(ENTRIES, max_size=3))
POSTS = shaken(
    id=IDS.map(str),
    text=TEXT,
    author_id=IDS,
    conversation_id=IDS,
    in_reply_to_tweet_id=IDS,
    in_reply_to_user_id=IDS,
    edit_history_tweet_ids=st.lists(IDS.map(str), max_size=3),
    created_at=TIMES,
)
DIRECT = shaken(
    type=st.just("message_create"),
    id=IDS,
    created_timestamp=TIMES.map(str),
    message_create=shaken(sender_id=IDS, message_data=shaken(text=TEXT)),
)
LISTS = shaken(
    for_user_id=st.just(USER),
    tweet_create_events=st.lists(POSTS, max_size=2),
    tweet_delete_events=st.lists(shaken(status=POSTS), max_size=2),
    direct_message_events=st.lists(DIRECT, max_size=2),
)
ACTIVITIES = shaken(
    data=shaken(
        event_type=st.sampled_from(
            [
                "post.reply.create",
                "post.mention.create",
                "dm.received",
                "post.delete",
                "oauth.revoke",
            ]
        ),
        filter=shaken(user_id=st.just(USER)),
        payload=POSTS | LISTS,
    )
)
BODIES = (JSON | FACEBOOK | LISTS | ACTIVITIES).map(lambda body: json.dumps(body).encode())
READERS = {Platform.FACEBOOK: facebook.read_delivery, Platform.X: x.read_delivery}


class Signed(PlatformWebhook):
    """A platform whose every word is signed."""

    def __init__(self, platform: Platform) -> None:
        self._read = READERS[platform]
        self.items: list[Item] = []

    @override
    def answer_handshake(self, query: object) -> HandshakeAnswer:
        raise NotImplementedError

    @override
    def is_signed(self, headers: object, body: bytes) -> bool:
        return True

    @override
    def read(self, body: bytes, *, received_at: datetime) -> list[Item]:
        self.items = self._read(body, received_at=received_at)
        return self.items


async def deliver(platform: Platform, body: bytes) -> tuple[list[Item], list[Event], list[Message]]:
    """Deliver a body and return its items, the events and the dead letters."""
    event_log = MemoryEventLog(partitions=1)
    webhook = Signed(platform)
    receive_delivery = ReceiveDelivery(
        event_log=event_log,
        accounts=KnownAccounts(),
        consequences=ConsequencesBook(),
        own_texts=RememberedTexts(),
        activity=NotedActivity(),
        clock=FixedClock(NOW),
        timeout_s=5,
    )
    await receive_delivery.receive(platform, webhook, headers={}, body=body)
    letters = event_log.messages(dead_letter_topic(Topic.COMMENTS))
    return webhook.items, event_log.events(Topic.COMMENTS), letters


@pytest.mark.parametrize("platform", [Platform.FACEBOOK, Platform.X])
@settings(max_examples=150, deadline=None)
@given(body=BODIES | st.binary(max_size=200))
async def test_nothing_that_is_signed_is_lost_or_breaks_anything(
    platform: Platform, body: bytes
) -> None:
    """Every item becomes an event, a dead letter or a counted reason, and none raises."""
    items, events, letters = await deliver(platform, body)

    found = [item for item in items if isinstance(item, Found)]
    unreadable = [item for item in items if isinstance(item, Unreadable)]
    passed_over = [item for item in items if isinstance(item, Ignored | OwnText | Revoked)]
    assert len(found) + len(unreadable) + len(passed_over) == len(items)
    assert len(events) + len(letters) == len(found) + len(unreadable)
    for letter in letters:
        assert letter.headers["dlq_reason"]
    for event in events:
        assert Event.read(event.headers(), event.body()) == event


@pytest.mark.parametrize("platform", [Platform.FACEBOOK, Platform.X])
@settings(max_examples=75, deadline=None)
@given(body=BODIES)
async def test_a_delivery_sent_again_gives_the_same_events(platform: Platform, body: bytes) -> None:
    """Ids follow from what was sent, so that a repeat is recognised everywhere."""
    _, first, _ = await deliver(platform, body)
    _, again, _ = await deliver(platform, body)

    assert [event.id for event in first] == [event.id for event in again]


@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_cleaned_text_can_be_stored_and_stays_clean(text: str) -> None:
    """Cleaning once is enough, and leaves sound text as it was."""
    cleaned = clean_text(text)

    assert "\x00" not in cleaned
    assert cleaned.encode().decode() == cleaned
    assert clean_text(cleaned) == cleaned
    if "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert cleaned == text

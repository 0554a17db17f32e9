"""What X's deliveries say, in both of its forms."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from moderation_common.events import CommentEdited, CommentReceived, CommentRemoved
from moderation_common.vocabulary import Kind
from moderation_ingest.domain.delivery import (
    Found,
    Ignored,
    IgnoredReason,
    Item,
    Revoked,
    Unreadable,
    UnreadableReason,
)
from moderation_ingest.domain.x.delivery import read_delivery
from tests.support.ingest import NOW, USER, activity, direct_message, encode, only_found, post


def read(body: object) -> list[Item]:
    """Read a delivery."""
    return read_delivery(encode(body), received_at=NOW)


def test_a_reply_to_the_account() -> None:
    """Everything that X tells of a reply is in its event."""
    includes = {"users": [{"id": "222", "name": "A Person", "username": "aperson"}]}

    found = only_found(read(activity("post.reply.create", post(), includes=includes)))

    assert isinstance(found.payload, CommentReceived)
    comment = found.payload.comment
    assert str(comment.ref) == f"x/{USER}/2090"
    assert (comment.kind, comment.text) == (Kind.COMMENT, "@ExampleTrust hello")
    assert (comment.author.name, comment.author.handle) == ("A Person", "aperson")
    assert comment.created_at == datetime(2026, 8, 12, 18, 0, tzinfo=UTC)
    assert (comment.post_id, comment.parent_id) == ("2080", None)
    assert comment.permalink == "https://x.com/aperson/status/2090"


def test_what_is_answered_is_read_where_it_comes_along() -> None:
    """The post and the reply that a comment answers are its context."""
    includes = {
        "tweets": [
            {"id": "2080", "text": "Book your flu jab"},
            {"id": "2085", "text": "short", "note_tweet": {"text": "Is it safe? " * 30}},
        ]
    }
    answer = post(in_reply_to_tweet_id="2085")

    found = only_found(read(activity("post.reply.create", answer, includes=includes)))

    assert isinstance(found.payload, CommentReceived)
    comment = found.payload.comment
    assert comment.post_text == "Book your flu jab"
    assert comment.parent_text == "Is it safe? " * 30


def test_without_them_nothing_is_made_up() -> None:
    """A delivery that brings no other post gives no context."""
    found = only_found(read(activity("post.reply.create", post())))

    assert isinstance(found.payload, CommentReceived)
    assert found.payload.comment.post_text is None
    assert found.payload.comment.parent_text is None


def test_one_post_fired_as_reply_mention_and_quote_is_one_event() -> None:
    """The key and the payload follow from the post, not from what fired."""
    found = [
        only_found(read(activity(event_type, post(), event_uuid=str(number))))
        for number, event_type in enumerate(
            ("post.reply.create", "post.mention.create", "post.quote.create")
        )
    ]

    assert len({item.cause for item in found}) == 1
    assert found[0].payload == found[1].payload == found[2].payload


@pytest.mark.parametrize(
    "fields, kind, parent_id",
    [
        ({}, Kind.COMMENT, None),
        ({"in_reply_to_tweet_id": "2085"}, Kind.REPLY, "2085"),
        ({"in_reply_to_user_id": "333"}, Kind.MENTION, None),
        (
            {
                "in_reply_to_tweet_id": None,
                "in_reply_to_user_id": None,
                "referenced_tweets": [{"type": "quoted", "id": "2080"}],
                "conversation_id": "2090",
            },
            Kind.MENTION,
            None,
        ),
    ],
)
def test_the_kind_follows_from_whom_it_answers(
    fields: dict[str, object], kind: Kind, parent_id: str | None
) -> None:
    """Under our post, deeper in our thread, in somebody else's, or a quote."""
    found = only_found(read(activity("post.mention.create", post(**fields))))

    assert isinstance(found.payload, CommentReceived)
    assert (found.payload.comment.kind, found.payload.comment.parent_id) == (kind, parent_id)


def test_an_edit_stands_under_the_first_id_and_remembers_the_newest() -> None:
    """An edit is a new post on X; for us it is a new version of the comment first posted."""
    edited = post(id="2095", edit_history_tweet_ids=["2090", "2093", "2095"], text="kinder")

    found = only_found(read(activity("post.reply.create", edited)))

    assert isinstance(found.payload, CommentEdited)
    assert found.ref.comment_id == "2090"
    assert found.payload.comment.edited_at == found.payload.comment.created_at
    assert found.newest is not None
    assert (found.newest.target_id, found.newest.edits) == ("2095", 2)


def test_a_long_post_is_read_whole() -> None:
    """Where the text is cut, the long form is taken."""
    newer = only_found(
        read(activity("post.mention.create", post(note_tweet={"text": "long " * 200})))
    )
    older = only_found(
        read(
            {
                "for_user_id": USER,
                "tweet_create_events": [
                    legacy_post(text="cut…", extended_tweet={"full_text": "long " * 200})
                ],
            }
        )
    )

    for found in (newer, older):
        assert isinstance(found.payload, CommentReceived)
        assert found.payload.comment.text == "long " * 200


def test_media_that_came_along_are_attachments() -> None:
    """Pictures are found by their keys."""
    includes = {"media": [{"media_key": "3_1", "url": "https://pbs/1.jpg"}]}
    payload = post(attachments={"media_keys": ["3_1", "3_2", 5]})

    found = only_found(read(activity("post.reply.create", payload, includes=includes)))

    assert isinstance(found.payload, CommentReceived)
    assert found.payload.comment.attachments == ("https://pbs/1.jpg",)


def test_a_direct_message() -> None:
    """A message is timed in milliseconds and belongs to the conversation of the two."""
    payload = {"direct_message_events": [direct_message()]}

    found = only_found(read(activity("dm.received", payload)))

    assert isinstance(found.payload, CommentReceived)
    comment = found.payload.comment
    assert (comment.kind, comment.text) == (Kind.DIRECT_MESSAGE, "hello")
    assert comment.author.author_id == "222"
    assert comment.post_id == f"222-{USER}"
    assert comment.created_at == datetime.fromtimestamp(1784928224.372, UTC)


def test_a_picture_in_a_direct_message() -> None:
    """Its address goes along for a person to look at."""
    message = direct_message()
    message["message_create"]["message_data"]["attachment"] = {
        "type": "media",
        "media": {"media_url_https": "https://ton/3.jpg"},
    }

    found = only_found(read(activity("dm.received", {"direct_message_events": [message]})))

    assert isinstance(found.payload, CommentReceived)
    assert found.payload.comment.attachments == ("https://ton/3.jpg",)


def test_two_subscribed_users_in_one_message_get_a_copy_each() -> None:
    """The account is in the key, so that neither copy is taken for a repeat of the other."""
    payload = {"direct_message_events": [direct_message()]}

    causes = {
        only_found(read(activity("dm.received", payload, user=user))).cause for user in ("1", "2")
    }

    assert len(causes) == 2


@pytest.mark.parametrize(
    "body, reason",
    [
        (activity("post.reply.create", post(author_id=USER)), IgnoredReason.OWN),
        (activity("post.create", post(author_id=USER)), IgnoredReason.OWN),
        (activity("post.delete", {"id": "1"}), IgnoredReason.OWN),
        (activity("dm.sent", {"direct_message_events": [direct_message()]}), IgnoredReason.OWN),
        (
            activity("dm.received", {"direct_message_events": [direct_message(sender=USER)]}),
            IgnoredReason.OWN,
        ),
        (
            activity("dm.received", {"direct_message_events": [{"type": "typing"}]}),
            IgnoredReason.UNKNOWN_TYPE,
        ),
        (activity("chat.received", {"ciphertext": "…"}), IgnoredReason.ENCRYPTED),
        (activity("profile.update.bio", {}), IgnoredReason.UNKNOWN_TYPE),
        (
            activity(
                "post.mention.create", post(referenced_tweets=[{"type": "retweeted", "id": "1"}])
            ),
            IgnoredReason.NOT_A_COMMENT,
        ),
        (
            {"replay_job_status": {"webhook_id": "1", "job_state": "Complete"}},
            IgnoredReason.REPLAY_STATUS,
        ),
        (
            {"for_user_id": USER, "favorite_events": [{"id": "1"}]},
            IgnoredReason.UNKNOWN_TYPE,
        ),
        ({"user_event": {"grant": {}}}, IgnoredReason.UNKNOWN_TYPE),
    ],
)
def test_what_is_passed_over_has_its_reason(body: dict[str, object], reason: IgnoredReason) -> None:
    """Our own doings, what cannot be read by anybody, and what a later release may know."""
    assert read(body) == [Ignored(reason)]


@pytest.mark.parametrize(
    "body",
    [
        activity("oauth.revoke", {"user_id": USER}),
        {
            "user_event": {
                "revoke": {
                    "date_time": "2018-05-24T09:48:12+00:00",
                    "target": {"app_id": "13090192"},
                    "source": {"user_id": USER},
                }
            }
        },
    ],
)
def test_a_withdrawn_permission(body: dict[str, object]) -> None:
    """Both forms name the account for which we may no longer act."""
    assert read(body) == [Revoked(USER)]


def legacy_post(**fields: object) -> dict[str, object]:
    """Return a post as the deprecated API sends it, with its rounded number under `id`."""
    return {
        "id": 2.09e18,
        "id_str": "2090000000000000001",
        "text": "hello",
        "created_at": "Wed Aug 12 18:00:00 +0000 2026",
        "user": {"id": 222, "id_str": "222", "name": "A Person", "screen_name": "aperson"},
        "in_reply_to_status_id_str": "2080",
        "in_reply_to_user_id_str": USER,
        "entities": {"media": [{"media_url_https": "https://pbs/2.jpg"}]},
    } | fields


def test_the_deprecated_form_of_a_post() -> None:
    """Ids are taken in text form, names from the post itself."""
    found = only_found(read({"for_user_id": USER, "tweet_create_events": [legacy_post()]}))

    assert isinstance(found.payload, CommentReceived)
    comment = found.payload.comment
    assert comment.ref.comment_id == "2090000000000000001"
    assert (comment.kind, comment.author.handle) == (Kind.COMMENT, "aperson")
    assert comment.created_at == datetime(2026, 8, 12, 18, 0, tzinfo=UTC)
    assert comment.attachments == ("https://pbs/2.jpg",)


def test_the_deprecated_form_holds_several_lists() -> None:
    """Posts, messages and deletions may come in one body, with people keyed by id."""
    items = read(
        {
            "for_user_id": USER,
            "tweet_create_events": [legacy_post(), legacy_post(id_str=None), 5],
            "direct_message_events": [direct_message()],
            "users": {"222": {"id": "222", "name": "A Person", "screen_name": "aperson"}},
            "tweet_delete_events": [
                {"status": {"id": "7", "user_id": "222"}, "timestamp_ms": "1432228155593"},
                {"status": {"id": "8", "user_id": USER}, "timestamp_ms": "1432228155593"},
            ],
        }
    )

    kinds = [type(item) for item in items]
    assert kinds == [Found, Unreadable, Unreadable, Found, Found, Ignored]
    message, removal = items[3], items[4]
    assert isinstance(message, Found)
    assert isinstance(message.payload, CommentReceived)
    assert message.payload.comment.author.handle == "aperson"
    assert isinstance(removal, Found)
    assert isinstance(removal.payload, CommentRemoved)
    assert removal.payload.removed_at.year == 2015


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": []},
        {"data": {}},
        {"data": {"event_type": "post.reply.create"}},
        activity("post.reply.create", post(id=None)),
        activity("post.reply.create", post(id=2090)),
        activity("post.reply.create", "?"),
        activity("dm.received", {}),
        activity("dm.received", {"direct_message_events": [5]}),
        activity("dm.received", {"direct_message_events": [{"type": "message_create"}]}),
        {"for_user_id": USER},
        {"for_user_id": USER, "direct_message_events": [5]},
        {"for_user_id": USER, "tweet_delete_events": [{"status": {"user_id": "222"}}]},
        {"for_user_id": USER, "tweet_create_events": [legacy_post(id_str=None)]},
    ],
)
def test_a_signed_item_of_another_shape_is_kept_for_a_person(body: dict[str, object]) -> None:
    """What X signed and we do not understand is never dropped, and can be read again as it was."""
    (item,) = read(body)

    assert isinstance(item, Unreadable)
    assert item.reason is UnreadableReason.WRONG_SHAPE
    assert read(json.loads(item.raw)) == [item]

"""What Facebook's deliveries say."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from moderation_common.events import (
    CommentEdited,
    CommentReceived,
    CommentRemoved,
    CommentVisibilityChanged,
)
from moderation_common.vocabulary import Kind
from moderation_ingest.domain.delivery import (
    Found,
    Ignored,
    IgnoredReason,
    Item,
    OwnText,
    Unreadable,
    UnreadableReason,
)
from moderation_ingest.domain.facebook.delivery import read_delivery
from tests.support.ingest import (
    NOW,
    PAGE,
    comment_change,
    encode,
    message_delivery,
    message_event,
    only_found,
    own_post,
    page_delivery,
)

WRITTEN = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def read(body: object) -> list[Item]:
    """Read a delivery."""
    return read_delivery(encode(body), received_at=NOW)


def test_a_new_comment() -> None:
    """Everything that the platform tells of a comment is in its event."""
    found = only_found(read(page_delivery(comment_change())))

    assert isinstance(found.payload, CommentReceived)
    comment = found.payload.comment
    assert str(comment.ref) == f"facebook/{PAGE}/333_444"
    assert (comment.kind, comment.text) == (Kind.COMMENT, "hello")
    assert (comment.author.author_id, comment.author.name) == ("222", "A Person")
    assert (comment.created_at, comment.edited_at) == (WRITTEN, None)
    assert (comment.post_id, comment.parent_id) == (f"{PAGE}_333", None)
    assert comment.permalink == f"https://www.facebook.com/{PAGE}_333?comment_id=444"


@pytest.mark.parametrize(
    "parent_id, kind, kept",
    [
        (f"{PAGE}_333", Kind.COMMENT, None),
        ("333", Kind.COMMENT, None),
        (None, Kind.COMMENT, None),
        ("333_400", Kind.REPLY, "333_400"),
    ],
)
def test_a_reply_is_told_by_its_parent(parent_id: str | None, kind: Kind, kept: str | None) -> None:
    """A comment whose parent is the post stands at the top; any other parent makes it a reply."""
    found = only_found(read(page_delivery(comment_change(parent_id=parent_id))))

    assert isinstance(found.payload, CommentReceived)
    assert (found.payload.comment.kind, found.payload.comment.parent_id) == (kind, kept)


@pytest.mark.parametrize("verb", ["edited", "edit"])
def test_an_edit_carries_the_whole_new_version(verb: str) -> None:
    """Both spellings of the verb mean an edit, which needs no earlier event to be complete."""
    change = comment_change(verb, message="new text", edited_time=1_700_000_004)

    found = only_found(read(page_delivery(change)))

    assert isinstance(found.payload, CommentEdited)
    comment = found.payload.comment
    assert comment.text == "new text"
    assert comment.version_at == WRITTEN + timedelta(seconds=4)


@pytest.mark.parametrize("verb", ["remove", "delete"])
def test_a_removal(verb: str) -> None:
    """Both spellings of the verb mean that the comment is gone."""
    found = only_found(read(page_delivery(comment_change(verb, message=None))))

    assert isinstance(found.payload, CommentRemoved)
    assert found.payload.removed_at == WRITTEN + timedelta(seconds=5)


@pytest.mark.parametrize("verb, hidden", [("hide", True), ("unhide", False)])
def test_a_change_of_visibility(verb: str, *, hidden: bool) -> None:
    """Hiding and showing are told whoever did it, the page included."""
    change = comment_change(verb, **{"from": {"id": PAGE}})

    found = only_found(read(page_delivery(change)))

    assert isinstance(found.payload, CommentVisibilityChanged)
    assert found.payload.hidden is hidden


def test_hiding_again_is_another_event_and_a_retry_is_not() -> None:
    """The platform's key repeats, so that the time of sending tells two hidings apart."""
    first = only_found(read(page_delivery(comment_change("hide"), time=1_700_000_005)))
    retry = only_found(read(page_delivery(comment_change("hide"), time=1_700_000_005)))
    again = only_found(read(page_delivery(comment_change("hide"), time=1_700_000_900)))

    assert first.cause == retry.cause
    assert first.cause != again.cause


def test_a_delivery_sent_again_later_gives_the_same_keys() -> None:
    """A retry carries another time of sending and is recognised all the same."""
    for verb in ("add", "edited", "remove"):
        first = only_found(read(page_delivery(comment_change(verb), time=1_700_000_005)))
        retry = only_found(read(page_delivery(comment_change(verb), time=1_700_003_600)))

        assert first.cause == retry.cause, verb


def test_two_edits_within_a_second_are_two_events() -> None:
    """Times have a second's grain, so that the words tell two edits apart."""
    causes = {
        only_found(
            read(page_delivery(comment_change("edited", message=text, edited_time=1_700_000_004)))
        ).cause
        for text in ("one", "two")
    }

    assert len(causes) == 2


def test_keys_of_two_pages_never_meet() -> None:
    """The page stands in every key."""
    causes = {
        only_found(read(page_delivery(comment_change(), page=page))).cause for page in ("1", "2")
    }

    assert len(causes) == 2


@pytest.mark.parametrize(
    "fields, author_id, name",
    [
        ({"from": None}, "", None),
        ({"from": None, "sender_id": "5", "sender_name": "B Person"}, "5", "B Person"),
        ({"from": None, "sender_id": 7_200_000_000_000_000_001}, "7200000000000000001", None),
        ({"from": {"name": "C Person"}}, "", "C Person"),
    ],
)
def test_the_author_as_far_as_it_is_told(
    fields: dict[str, object], author_id: str, name: str | None
) -> None:
    """The author may be missing or stand under other keys; the comment is kept all the same."""
    found = only_found(read(page_delivery(comment_change(**fields))))

    assert isinstance(found.payload, CommentReceived)
    author = found.payload.comment.author
    assert (author.author_id, author.name) == (author_id, name)


def test_a_comment_of_nothing_but_a_photo() -> None:
    """A comment without words is a comment; its pictures go along for a person to look at."""
    change = comment_change(message=None, photo="https://cdn/p.jpg", video="https://cdn/v.mp4")

    found = only_found(read(page_delivery(change)))

    assert isinstance(found.payload, CommentReceived)
    assert found.payload.comment.text == ""
    assert found.payload.comment.attachments == ("https://cdn/p.jpg", "https://cdn/v.mp4")


@pytest.mark.parametrize(
    "fields, permalink",
    [
        ({"permalink_url": "https://www.facebook.com/p/1"}, "https://www.facebook.com/p/1"),
        (
            {"post": {"permalink_url": "https://www.facebook.com/p/2"}},
            "https://www.facebook.com/p/2",
        ),
        ({"permalink_url": "javascript:x"}, f"https://www.facebook.com/{PAGE}_333?comment_id=444"),
    ],
)
def test_only_an_address_of_the_platforms_own_becomes_a_link(
    fields: dict[str, object], permalink: str
) -> None:
    """People click on it, so that nothing else may stand there."""
    found = only_found(read(page_delivery(comment_change(**fields))))

    assert isinstance(found.payload, CommentReceived)
    assert found.payload.comment.permalink == permalink


def test_a_mention_on_somebody_elses_page() -> None:
    """A mention in a stranger's post is a mention, named by the post."""
    change = comment_change("add", "mention", item="post", comment_id=None, post_id="99_1")

    found = only_found(read(page_delivery(change)))

    assert isinstance(found.payload, CommentReceived)
    assert found.payload.comment.kind is Kind.MENTION
    assert found.ref.comment_id == "99_1"
    assert found.payload.comment.permalink == "https://www.facebook.com/99_1"


def test_a_mention_under_our_own_post_is_the_comment_that_it_is() -> None:
    """The feed tells of the same comment, and both must give one event."""
    mention = only_found(read(page_delivery(comment_change("add", "mention"))))
    comment = only_found(read(page_delivery(comment_change())))

    assert mention.cause == comment.cause
    assert mention.payload == comment.payload


@pytest.mark.parametrize(
    "change, reason",
    [
        (comment_change(message=None, **{"from": {"id": PAGE}}), IgnoredReason.OWN),
        (comment_change(item="reaction"), IgnoredReason.NOT_A_COMMENT),
        (comment_change(item="status"), IgnoredReason.NOT_A_COMMENT),
        (own_post(message=None), IgnoredReason.NOT_A_COMMENT),
        (own_post("hide"), IgnoredReason.NOT_A_COMMENT),
        (own_post(item="reaction"), IgnoredReason.NOT_A_COMMENT),
        (own_post(item=["status"]), IgnoredReason.NOT_A_COMMENT),
        (own_post(post_id=None), IgnoredReason.NOT_A_COMMENT),
        (comment_change(item=None), IgnoredReason.NOT_A_COMMENT),
        (comment_change("follow"), IgnoredReason.UNKNOWN_TYPE),
        (comment_change("add", "ratings"), IgnoredReason.UNKNOWN_TYPE),
    ],
)
def test_what_is_passed_over_has_its_reason(
    change: dict[str, object], reason: IgnoredReason
) -> None:
    """Likes, others' posts, own ones without words, and values that a later release may know."""
    assert read(page_delivery(change)) == [Ignored(reason)]


@pytest.mark.parametrize("item", ["status", "post", "photo", "video", "link", "share", "album"])
def test_the_pages_own_post_is_context(item: str) -> None:
    """What the page posts is nothing to judge, but is known by the id that its comments name."""
    assert read(page_delivery(own_post(item=item))) == [
        OwnText(PAGE, f"{PAGE}_333", WRITTEN, "Book your flu jab")
    ]


def test_an_own_post_that_is_changed_or_removed() -> None:
    """The newest words count, each version by its own time; of what is gone no word is kept."""
    later = 1_700_000_003
    edited = own_post("edited", message="Book it now", edited_time=later)

    assert read(page_delivery(edited)) == [
        OwnText(PAGE, f"{PAGE}_333", WRITTEN + timedelta(seconds=3), "Book it now")
    ]
    assert read(page_delivery(own_post("remove"))) == [
        OwnText(PAGE, f"{PAGE}_333", WRITTEN + timedelta(seconds=5), None)
    ]


@pytest.mark.parametrize("verb", ["add", "edited"])
def test_the_pages_own_comment_is_context(verb: str) -> None:
    """What the page answers is known by its comment's id, for whoever answers that."""
    change = comment_change(verb, edited_time=1_700_000_000, **{"from": {"id": PAGE}})

    assert read(page_delivery(change)) == [OwnText(PAGE, "333_444", WRITTEN, "hello")]


def test_an_own_comment_that_is_removed() -> None:
    """Its words are forgotten, and the removal is told as any comment's is."""
    change = comment_change("remove", message=None, **{"from": {"id": PAGE}})

    said, removed = read(page_delivery(change))

    assert said == OwnText(PAGE, "333_444", WRITTEN + timedelta(seconds=5), None)
    assert isinstance(removed, Found)
    assert isinstance(removed.payload, CommentRemoved)


def test_an_own_text_stays_out_of_logs() -> None:
    """Whoever prints the item learns which it is, and none of its words."""
    (said,) = read(page_delivery(own_post()))

    assert "flu jab" not in repr(said)


def test_unknown_keys_are_passed_over() -> None:
    """A new key anywhere changes nothing."""
    body = page_delivery(comment_change(novelty={"deep": [1]}))
    body["novelty"] = body["entry"][0]["novelty"] = 1

    found = only_found(read(body))

    assert found.payload == only_found(read(page_delivery(comment_change()))).payload


def test_a_batch_of_several_pages_keeps_its_order_and_loses_nothing_to_one_bad_item() -> None:
    """Each item stands alone: what cannot be read is set aside, everything around it is found."""
    first = page_delivery(comment_change(), {"field": "feed", "value": "?"}, page="1")
    second = page_delivery(comment_change(comment_id=None), comment_change(), page="2")
    batch = {"object": "page", "entry": [*first["entry"], 5, *second["entry"]]}

    items = read(batch)

    assert [type(item) for item in items] == [Found, Unreadable, Unreadable, Unreadable, Found]
    assert {item.reason for item in items if isinstance(item, Unreadable)} == {
        UnreadableReason.WRONG_SHAPE
    }
    assert [item.account_id for item in items if not isinstance(item, Ignored)] == [
        "1",
        "1",
        None,
        "2",
        "2",
    ]


def test_what_is_set_aside_can_be_sent_again() -> None:
    """A dead letter's body is a delivery of that one item, so that it gives the same item again."""
    broken = comment_change(comment_id=None)
    (item,) = read(page_delivery(comment_change(item="like"), broken))[1:]
    assert isinstance(item, Unreadable)

    assert read(json.loads(item.raw)) == [item]


@pytest.mark.parametrize(
    "body",
    [
        {"object": "instagram", "entry": [{"id": "1", "time": 1, "changes": []}]},
        {"object": "page"},
        {"object": "page", "entry": []},
        {"object": "page", "entry": {}},
        {"object": "page", "entry": [{"id": "1", "changed_fields": ["feed"]}]},
        {"object": "page", "entry": [{"time": 1, "changes": []}]},
        {"object": "page", "entry": [{"id": "1", "changes": [{"field": "feed"}]}]},
        {"object": "page", "entry": [{"id": "1", "changes": [{"value": {}}]}]},
        page_delivery(comment_change(comment_id="x" * 501)),
        page_delivery(comment_change(), page="x" * 201),
        message_delivery(message_event(message={"text": "no mid"})),
        {},
    ],
)
def test_a_signed_item_of_another_shape_is_kept_for_a_person(body: dict[str, object]) -> None:
    """What Facebook signed and we do not understand is never dropped."""
    (item,) = read(body)

    assert isinstance(item, Unreadable)
    assert item.reason is UnreadableReason.WRONG_SHAPE
    assert item.explanation.endswith(".")


def test_broken_json_is_kept_as_it_came() -> None:
    """A signed body that is no JSON can never be read, so that its bytes are set aside."""
    body = b'{"object":"page","entry":[{"id"'

    (item,) = read_delivery(body, received_at=NOW)

    assert isinstance(item, Unreadable)
    assert (item.reason, item.raw) == (UnreadableReason.NOT_JSON, body)


def test_a_private_message() -> None:
    """A message is keyed by its id, timed in milliseconds, and belongs to the person's thread."""
    event = message_event(
        message={
            "mid": "m_abc",
            "text": "hello",
            "attachments": [{"type": "image", "payload": {"url": "https://cdn/i.jpg"}}, 3],
        }
    )

    found = only_found(read(message_delivery(event)))

    assert isinstance(found.payload, CommentReceived)
    comment = found.payload.comment
    assert (comment.kind, comment.text, comment.post_id) == (
        Kind.DIRECT_MESSAGE,
        "hello",
        "900",
    )
    assert comment.created_at == WRITTEN + timedelta(milliseconds=123)
    assert comment.attachments == ("https://cdn/i.jpg",)
    assert comment.author.author_id == "900"


def test_an_edited_private_message() -> None:
    """Each edit of a message is an event of its own, known by its number."""
    found = [
        only_found(
            read(
                message_delivery(
                    message_event(message_edit={"mid": "m_abc", "text": "new", "num_edit": n})
                )
            )
        )
        for n in (1, 2)
    ]

    assert all(isinstance(item.payload, CommentEdited) for item in found)
    assert len({item.cause for item in found}) == 2
    assert {item.ref.comment_id for item in found} == {"m_abc"}


@pytest.mark.parametrize(
    "event, reason",
    [
        (
            message_event(message={"mid": "m", "text": "our answer", "is_echo": True}),
            IgnoredReason.OWN,
        ),
        (message_event(sender={"id": PAGE}, message={"mid": "m"}), IgnoredReason.OWN),
        (message_event(read={"watermark": 1}), IgnoredReason.NOT_A_COMMENT),
        (message_event(reaction={"mid": "m", "action": "react"}), IgnoredReason.NOT_A_COMMENT),
    ],
)
def test_echoes_and_receipts_are_passed_over(
    event: dict[str, object], reason: IgnoredReason
) -> None:
    """Our own messages come back as echoes; read receipts and reactions say nothing."""
    assert read(message_delivery(event)) == [Ignored(reason)]


def test_text_with_what_cannot_be_stored_survives() -> None:
    """NUL and a lone surrogate in a comment become the replacement character."""
    body = encode(page_delivery(comment_change(message="a\x00b\ud800c")))

    found = only_found(read_delivery(body, received_at=NOW))

    assert isinstance(found.payload, CommentReceived)
    assert found.payload.comment.text == "a\ufffdb\ufffdc"
    assert found.payload.model_dump_json().encode()


def test_a_comment_without_a_usable_time_is_kept() -> None:
    """The time of sending, and at last that of receiving, stand in."""
    sent = only_found(read(page_delivery(comment_change(created_time="soon"))))
    received = only_found(read(page_delivery(comment_change(created_time=None), time=None)))

    assert isinstance(sent.payload, CommentReceived)
    assert sent.payload.comment.created_at == WRITTEN + timedelta(seconds=5)
    assert isinstance(received.payload, CommentReceived)
    assert received.payload.comment.created_at == NOW

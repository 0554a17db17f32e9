"""Keeping a delivery: what is published, what is set aside, when the platform must send again."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from moderation_common.errors import TransientError
from moderation_common.eventlog import Message
from moderation_common.events import CommentEdited, CommentReceived, Topic, dead_letter_topic
from moderation_common.testing import FixedClock, MemoryEventLog
from moderation_common.vocabulary import Platform
from moderation_ingest.adapters.credentials import CredentialsFile
from moderation_ingest.adapters.facebook import FacebookWebhook
from moderation_ingest.adapters.x import XWebhook
from moderation_ingest.domain.context import TextKey
from moderation_ingest.domain.delivery import OwnText
from moderation_ingest.domain.queue import AccountKey, PauseReason
from moderation_ingest.ports import OwnTexts
from moderation_ingest.usecases.receive_delivery import ReceiveDelivery, SignatureRefusedError
from tests.support.ingest import (
    APP_SECRET,
    CONSUMER_SECRET,
    NOW,
    ORGANISATION,
    PAGE,
    USER,
    ConsequencesBook,
    KnownAccounts,
    NotedActivity,
    RememberedTexts,
    activity,
    comment_change,
    encode,
    facebook_headers,
    own_post,
    page_delivery,
    post,
    x_headers,
)

DEAD_LETTERS = dead_letter_topic(Topic.COMMENTS)


class Desk:
    """The use case with everything around it in memory."""

    def __init__(
        self,
        folder: Path,
        event_log: MemoryEventLog | None = None,
        own_texts: OwnTexts | None = None,
    ) -> None:
        self.event_log = event_log or MemoryEventLog(partitions=1)
        self.consequences = ConsequencesBook()
        self.own_texts = own_texts or RememberedTexts()
        self.activity = NotedActivity()
        file = folder / "credentials.json"
        file.write_bytes(
            encode(
                {
                    "facebook": {"app_secrets": [APP_SECRET], "verify_token": "ours"},
                    "x": {"consumer_secrets": [CONSUMER_SECRET]},
                }
            )
        )
        credentials = CredentialsFile(file)
        self._facebook, self._x = FacebookWebhook(credentials), XWebhook(credentials)
        self._receive = ReceiveDelivery(
            event_log=self.event_log,
            accounts=KnownAccounts(),
            consequences=self.consequences,
            own_texts=self.own_texts,
            activity=self.activity,
            clock=FixedClock(NOW),
            timeout_s=0.2,
        )

    async def from_facebook(self, body: bytes, headers: dict[str, str] | None = None) -> None:
        """Deliver a body as Facebook."""
        signed = facebook_headers(body) if headers is None else headers
        await self._receive.receive(Platform.FACEBOOK, self._facebook, headers=signed, body=body)

    async def from_x(self, body: object) -> None:
        """Deliver a body as X."""
        raw = encode(body)
        await self._receive.receive(Platform.X, self._x, headers=x_headers(raw), body=raw)

    def letters(self) -> list[Message]:
        """Return the dead letters."""
        return self.event_log.messages(DEAD_LETTERS)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Give a desk with nothing on it."""
    return Desk(tmp_path)


async def test_a_comment_is_published_under_its_body(desk: Desk) -> None:
    """The event names the organisation by the pack, the comment, and when it came."""
    await desk.from_facebook(encode(page_delivery(comment_change())))

    (event,) = desk.event_log.events(Topic.COMMENTS)
    assert isinstance(event.data, CommentReceived)
    assert event.organisation == ORGANISATION
    assert event.subject == f"facebook/{PAGE}/333_444"
    assert event.correlation_id == event.data.comment.ref.correlation_id
    assert (event.source, event.time) == ("/ingest", NOW)
    assert desk.activity.latest == {AccountKey(Platform.FACEBOOK, PAGE): NOW}


async def test_a_repeated_delivery_gives_the_same_event(desk: Desk) -> None:
    """The platform may send twice; the id tells everybody that it is a repeat."""
    for _ in range(2):
        await desk.from_facebook(encode(page_delivery(comment_change())))

    events = desk.event_log.events(Topic.COMMENTS)
    assert len(events) == 2
    assert len({event.id for event in events}) == 1


async def test_an_edit_before_its_comment_is_published_whole(desk: Desk) -> None:
    """Order is not promised; each event stands alone, and both are about one comment."""
    await desk.from_facebook(encode(page_delivery(comment_change("edited", message="new"))))
    await desk.from_facebook(encode(page_delivery(comment_change())))

    edited, received = desk.event_log.events(Topic.COMMENTS)
    assert isinstance(edited.data, CommentEdited)
    assert edited.data.comment.text == "new"
    assert edited.key == received.key


@pytest.mark.parametrize("headers", [{}, {"x-hub-signature-256": "sha256=" + "0" * 64}])
async def test_an_unsigned_delivery_leaves_nothing_behind(
    desk: Desk, headers: dict[str, str]
) -> None:
    """Neither a comment nor a dead letter comes of what a stranger sends."""
    with pytest.raises(SignatureRefusedError):
        await desk.from_facebook(encode(page_delivery(comment_change())), headers)

    assert desk.event_log.events(Topic.COMMENTS) == []
    assert desk.letters() == []


async def test_a_comment_for_an_account_in_no_pack_is_set_aside(desk: Desk) -> None:
    """It is kept with its reason as a delivery of its own, and the rest of the batch goes on."""
    batch = page_delivery(comment_change(), page="999")
    batch["entry"] += page_delivery(comment_change())["entry"]

    await desk.from_facebook(encode(batch))

    (letter,) = desk.letters()
    assert letter.headers["dlq_kind"] == "unknown_account"
    assert letter.headers["dlq_account"] == "999"
    assert letter.headers["dlq_reason"].startswith("No policy pack holds the account")
    assert letter.body == encode_compactly(page_delivery(comment_change(), page="999"))
    assert len(desk.event_log.events(Topic.COMMENTS)) == 1


async def test_signed_broken_json_is_set_aside(desk: Desk) -> None:
    """It can never succeed, so that sending it again would help nobody."""
    await desk.from_facebook(b'{"object":')

    (letter,) = desk.letters()
    assert (letter.headers["dlq_kind"], letter.body) == ("not_json", b'{"object":')
    assert letter.headers["dlq_platform"] == "facebook"


async def test_what_no_broker_would_take_is_set_aside_cut(desk: Desk) -> None:
    """A monstrous item costs neither the rest of its batch nor the log."""
    huge = comment_change(message="x" * 1_000_000)

    await desk.from_facebook(encode(page_delivery(huge, comment_change(comment_id="333_445"))))

    (letter,) = desk.letters()
    assert letter.headers["dlq_kind"] == "too_large"
    assert int(letter.headers["dlq_truncated_from_bytes"]) > len(letter.body)
    (event,) = desk.event_log.events(Topic.COMMENTS)
    assert event.subject.endswith("333_445")


async def test_while_the_log_is_away_the_platform_must_send_again(desk: Desk) -> None:
    """Success is never answered for what the log does not have."""
    desk.event_log.go_away()
    with pytest.raises(TransientError):
        await desk.from_facebook(encode(page_delivery(comment_change())))

    desk.event_log.come_back()
    await desk.from_facebook(encode(page_delivery(comment_change())))
    assert len(desk.event_log.events(Topic.COMMENTS)) == 1


class HangingEventLog(MemoryEventLog):
    """A log that takes what it is given and never says so."""

    @override
    async def publish(self, topic: str, messages: Sequence[Message]) -> None:
        await asyncio.Event().wait()


async def test_a_log_that_hangs_is_an_outage(tmp_path: Path) -> None:
    """The platform wants its answer within two seconds, and gets one."""
    desk = Desk(tmp_path, HangingEventLog())

    with pytest.raises(TransientError, match=r"took over 0\.2 s"):
        await desk.from_facebook(encode(page_delivery(comment_change())))


async def test_a_withdrawn_permission_stops_the_accounts_queue(desk: Desk) -> None:
    """Nothing more is tried for the account until a person connects it again."""
    await desk.from_x(activity("oauth.revoke", {"user_id": USER}))

    pause = desk.consequences.pauses[AccountKey(Platform.X, USER)]
    assert pause.reason is PauseReason.UNAUTHORISED
    assert pause.until > NOW + timedelta(hours=1)


async def test_a_strangers_withdrawn_permission_changes_nothing(desk: Desk) -> None:
    """An account of no pack has no queue to stop."""
    await desk.from_x(activity("oauth.revoke", {"user_id": "5"}, user="5"))

    assert desk.consequences.pauses == {}


async def test_the_newest_version_of_an_edited_post_is_remembered(desk: Desk) -> None:
    """Actions have to name the id that stands for the comment now."""
    edited = post(id="2095", edit_history_tweet_ids=["2090", "2095"])

    await desk.from_x(activity("post.reply.create", edited))

    (newest,) = desk.consequences.versions
    assert (newest.ref.comment_id, newest.target_id) == ("2090", "2095")


def encode_compactly(body: object) -> bytes:
    """Return a body as dead letters hold it."""
    return encode(body).replace(b": ", b":").replace(b", ", b",")


def _told(desk: Desk) -> list[tuple[str | None, str | None]]:
    """Return the post's and the answered comment's text of each comment published."""
    told = []
    for event in desk.event_log.events(Topic.COMMENTS):
        assert isinstance(event.data, CommentReceived | CommentEdited)
        told.append((event.data.comment.post_text, event.data.comment.parent_text))
    return told


async def test_a_comment_brings_the_pages_words_above_it_along(desk: Desk) -> None:
    """The post and the page's answer came before as events of their own, and were not published."""
    answer = comment_change(comment_id="333_500", message="Ring us", **{"from": {"id": PAGE}})
    await desk.from_facebook(encode(page_delivery(own_post(), answer)))
    assert desk.event_log.events(Topic.COMMENTS) == []

    await desk.from_facebook(
        encode(
            page_delivery(
                comment_change(comment_id="333_1"),
                comment_change(comment_id="333_2", parent_id="333_500"),
                comment_change("edited", comment_id="333_2", parent_id="333_500"),
                comment_change(comment_id="777_3", post_id=f"{PAGE}_777", parent_id=None),
            )
        )
    )

    assert _told(desk) == [
        ("Book your flu jab", None),
        ("Book your flu jab", "Ring us"),
        ("Book your flu jab", "Ring us"),
        (None, None),
    ]
    assert desk.letters() == []


async def test_a_post_told_after_its_comment_in_one_delivery_is_known(desk: Desk) -> None:
    """Platforms promise no order, so that a delivery is read whole first."""
    await desk.from_facebook(encode(page_delivery(comment_change(), own_post())))

    assert _told(desk) == [("Book your flu jab", None)]


async def test_a_post_that_is_gone_is_no_context(desk: Desk) -> None:
    """What the page took back is not sent along."""
    await desk.from_facebook(encode(page_delivery(own_post(), own_post("remove"))))
    await desk.from_facebook(encode(page_delivery(comment_change())))

    assert _told(desk) == [(None, None)]


async def test_of_a_page_in_no_pack_no_word_is_kept(desk: Desk) -> None:
    """Whoever is not served leaves nothing behind but the dead letters of its comments."""
    change = own_post(**{"from": {"id": "999"}})

    await desk.from_facebook(encode(page_delivery(change, page="999")))

    assert isinstance(desk.own_texts, RememberedTexts)
    assert desk.own_texts.kept == {}


async def test_what_the_platform_sends_along_is_not_replaced(desk: Desk) -> None:
    """X includes the post above; what is remembered fills gaps alone."""
    key = TextKey(AccountKey(Platform.X, USER), "2080")
    assert isinstance(desk.own_texts, RememberedTexts)
    desk.own_texts.kept[key] = OwnText(USER, "2080", NOW, "remembered")
    includes = {"tweets": [{"id": "2080", "text": "sent along"}]}

    await desk.from_x(activity("post.reply.create", post(), includes=includes))

    assert _told(desk) == [("sent along", None)]


class AbsentTexts(RememberedTexts):
    """The texts while the database is away."""

    @override
    async def exchange(
        self, told: Sequence[tuple[TextKey, OwnText]], wanted: Collection[TextKey], *, now: datetime
    ) -> Mapping[TextKey, str]:
        raise TransientError("The database cannot be reached.")


class HangingTexts(RememberedTexts):
    """The texts while the database does not answer."""

    @override
    async def exchange(
        self, told: Sequence[tuple[TextKey, OwnText]], wanted: Collection[TextKey], *, now: datetime
    ) -> Mapping[TextKey, str]:
        await asyncio.Event().wait()
        raise AssertionError


@pytest.mark.parametrize("texts", [AbsentTexts(), HangingTexts()])
async def test_no_comment_waits_for_its_context(tmp_path: Path, texts: OwnTexts) -> None:
    """Without the database a comment is published as it came, and within the platform's time."""
    desk = Desk(tmp_path, own_texts=texts)

    await desk.from_facebook(encode(page_delivery(own_post(), comment_change())))

    assert _told(desk) == [(None, None)]

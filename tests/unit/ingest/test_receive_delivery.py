"""Keeping a delivery: what is published, what is set aside, when the platform must send again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
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
from moderation_ingest.domain.queue import AccountKey, PauseReason
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
    activity,
    comment_change,
    encode,
    facebook_headers,
    page_delivery,
    post,
    x_headers,
)

DEAD_LETTERS = dead_letter_topic(Topic.COMMENTS)


class Desk:
    """The use case with everything around it in memory."""

    def __init__(self, folder: Path, event_log: MemoryEventLog | None = None) -> None:
        self.event_log = event_log or MemoryEventLog(partitions=1)
        self.consequences = ConsequencesBook()
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

"""Small rules of the simulated platforms that need no server."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

import pytest

from moderation_common.vocabulary import Kind, Platform
from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.comments import StoredComment
from moderation_local.simulator.deliveries import Delivery, RetrySchedule
from moderation_local.simulator.exchange import RefusalError
from moderation_local.simulator.facebook.errors import graph_error
from moderation_local.simulator.facebook.events import comment_event, envelope, message_event
from moderation_local.simulator.facebook.objects import show_comment
from moderation_local.simulator.faults import Fault, FaultPlace
from moderation_local.simulator.ids import person_id
from moderation_local.simulator.parameters import read_truth
from moderation_local.simulator.x.deeds import conversation_with
from moderation_local.simulator.x.errors import ordered

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC).timestamp()


def comment(**changes: object) -> StoredComment:
    """Return a comment on a page's post."""
    fields: dict[str, object] = {
        "platform": Platform.FACEBOOK,
        "id": "333_444",
        "account_id": "111",
        "kind": Kind.COMMENT,
        "post_id": "111_333",
        "parent_id": "111_333",
        "author_id": "222",
        "author_name": "A Person",
        "by_account": False,
        "text": "hello",
        "created_at": NOW,
    }
    return StoredComment(**(fields | changes))  # type: ignore[arg-type]  # the keys are the fields'


def delivery(number: int, event: dict[str, object], *, account_id: str = "111") -> Delivery:
    """Return a waiting delivery."""
    return Delivery(
        id=number,
        platform=Platform.FACEBOOK,
        account_id=account_id,
        event=event,
        created_at=NOW,
        attempts=0,
    )


@pytest.mark.parametrize("attempts, delay_s", [(1, 0), (2, 5), (3, 60), (4, 60), (99, 60)])
def test_retries_come_ever_less_often(attempts: int, delay_s: float) -> None:
    """The first repetition comes at once, the last delay repeats."""
    assert RetrySchedule((0, 5, 60), drop_after_s=1).delay_s(attempts) == delay_s


@pytest.mark.parametrize(
    "value, truth",
    [
        (True, True),
        ("true", True),
        ("1", True),
        ("False", False),
        ("0", False),
        ("x", None),
        (1, None),
    ],
)
def test_truth_is_read_however_spelt(value: object, truth: bool | None) -> None:  # noqa: FBT001
    """JSON and form spellings mean the same, and what is neither means nothing."""
    assert read_truth(value) is truth


def test_batch_gathers_by_page_and_kind() -> None:
    """Changes of one page share an entry in seconds; its messages have one in milliseconds."""
    message = comment(id="m_1", kind=Kind.DIRECT_MESSAGE, post_id="t_222", parent_id=None)
    body = envelope(
        [
            delivery(1, dict(comment_event(comment(), "add", at=NOW))),
            delivery(2, dict(message_event(message, recipient_id="111"))),
            delivery(3, dict(comment_event(comment(id="333_555"), "add", at=NOW))),
            delivery(4, dict(comment_event(comment(), "add", at=NOW)), account_id="999"),
        ],
        at=NOW,
    )
    assert body["object"] == "page"
    assert [
        (entry["id"], len(entry.get("changes", [])), len(entry.get("messaging", [])))
        for entry in body["entry"]
    ] == [("111", 2, 0), ("111", 0, 1), ("999", 1, 0)]
    assert [entry["time"] for entry in body["entry"]] == [NOW, NOW * 1000, NOW]


def test_hide_event_says_nothing_of_the_text() -> None:
    """Hiding and removing are told without the message, adding and editing with it."""
    told = {
        verb: "message" in comment_event(comment(), verb, at=NOW)["changes"]["value"]
        for verb in ("add", "edited", "hide", "unhide", "remove")
    }
    assert told == {"add": True, "edited": True, "hide": False, "unhide": False, "remove": False}


def test_fields_may_be_nested() -> None:
    """A selection with inner fields and modifiers shows the outer ones."""
    shown = show_comment(comment(), "message,from{id,name},comment_count.limit(1)", replies=2)
    assert shown == {
        "message": "hello",
        "from": {"id": "222", "name": "A Person"},
        "comment_count": 2,
        "id": "333_444",
    }


def test_unknown_field_is_refused() -> None:
    """A field that a comment does not have is an invalid parameter."""
    with pytest.raises(RefusalError, match="100"):
        show_comment(comment(), "message,colour", replies=0)


@pytest.mark.parametrize(
    "code, status", [(1, 500), (4, 400), (10, 403), (190, 401), (200, 403), (4711, 400)]
)
def test_graph_errors_have_their_status(code: int, status: int) -> None:
    """Each documented code has a status, and an unlisted one is an invalid request."""
    assert graph_error(code).status == status


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
def test_ordered_problems_keep_their_status(status: int) -> None:
    """What the control side orders for X is answered with that very status."""
    refusal = ordered(Fault(FaultPlace.X, status))
    assert refusal.status == HTTPStatus(status)


def test_people_have_steady_ids() -> None:
    """A name is one person on one platform, and ids are digits only."""
    assert person_id(Platform.X, "Jean") == person_id(Platform.X, "Jean")
    assert person_id(Platform.X, "Jean") != person_id(Platform.FACEBOOK, "Jean")
    assert person_id(Platform.X, "Jean").isdecimal()


def test_conversation_is_named_from_both_ends_alike() -> None:
    """A private conversation's id has the smaller number first."""
    account = SimulatedAccount(Platform.X, "9000", name="Body", handle="body")
    assert conversation_with(account, "77") == "77-9000"
    assert conversation_with(account, "90000") == "9000-90000"

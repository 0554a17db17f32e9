"""Ingest and the simulated platforms understand each other, both ways, over real connections."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from moderation_common.clock import utc_now
from moderation_common.eventlog import publish_events
from moderation_common.events import (
    ActionCompleted,
    ActionFailed,
    ActionRequested,
    Actor,
    ActorKind,
    Comment,
    CommentEdited,
    CommentReceived,
    CommentRemoved,
    CommentVisibilityChanged,
    Event,
    Topic,
    dead_letter_topic,
)
from moderation_common.identity import ActionId
from moderation_common.postgres import migrate
from moderation_common.testing import MemoryEventLog
from moderation_common.vocabulary import Action, Kind
from moderation_ingest.app import build_application
from moderation_local.simulator.app import build
from tests.support.ingest_workplace import ingest_settings
from tests.support.simulated_platforms import (
    FACEBOOK,
    PAGE,
    PAGE_TOKEN,
    USER,
    X,
    free_port,
    serving,
    simulator_settings,
)
from tests.support.waiting import eventually


class Scene:
    """Both sides running; the log in memory."""

    def __init__(self, client: httpx.AsyncClient, event_log: MemoryEventLog) -> None:
        self._client = client
        self.event_log = event_log

    async def order(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """Tell the simulator what the public does."""
        answer = await self._client.request(method, f"/control{path}", json=body)
        assert answer.is_success, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    async def write(self, platform: str, kind: Kind, text: str = "hello") -> Event:
        """Write as the public and return the event that comes of it."""
        account_id = PAGE if platform == "facebook" else USER
        order = {"platform": platform, "account_id": account_id, "kind": kind, "text": text}
        written = await self.order("POST", "/comments", order)
        subject = f"{platform}/{account_id}/{written['comment_id']}"
        return await self.event_about(subject, CommentReceived)

    async def event_about(self, subject: str, payload: type[object]) -> Event:
        """Return the first event of a kind about a comment, waiting for it."""

        def find() -> list[Event]:
            events = [
                *self.event_log.events(Topic.COMMENTS),
                *self.event_log.events(Topic.ACTIONS),
            ]
            return [e for e in events if e.subject == subject and isinstance(e.data, payload)]

        found = await eventually(find, what=f"{payload.__name__} about {subject}")
        return found[0]

    async def ask(self, received: Event, action: Action, text: str | None = None) -> None:
        """Ask for an action on what was received."""
        comment = comment_of(received)
        request = ActionRequested(
            action_id=ActionId(f"{received.id}-{action}"),
            ref=comment.ref,
            kind=comment.kind,
            action=action,
            requested_by=Actor(kind=ActorKind.MACHINE, name="test"),
            text=text,
            author_id=comment.author.author_id,
        )
        event = received.caused(request, source="/test", time=utc_now(), step=action)
        await publish_events(self.event_log, [event])

    async def act_as_page(self, path: str, message: str) -> str:
        """Write as the page through the platform's API and return the new id, once it was told."""
        answer = await self._client.post(
            f"{FACEBOOK}{path}",
            json={"message": message},
            headers={"authorization": f"Bearer {PAGE_TOKEN}"},
        )
        assert answer.is_success, answer.text

        async def told() -> bool:
            lines = await self.order("GET", "/deliveries")
            return all(line["waiting"] == 0 for line in lines.values())

        await eventually(told, what=f"The news of {path}")
        return str(answer.json()["id"])

    async def state(self, received: Event) -> dict[str, Any]:
        """Return what the platform holds of a comment."""
        ref = comment_of(received).ref
        return await self.order("GET", f"/comments/{ref.platform}/{ref.comment_id}")

    def dead_letters(self) -> list[str]:
        """Return why items were set aside."""
        letters = self.event_log.messages(dead_letter_topic(Topic.COMMENTS))
        return [letter.headers["dlq_reason"] for letter in letters]


def comment_of(received: Event) -> Comment:
    """Return the comment that an event carries."""
    assert isinstance(received.data, CommentReceived)
    return received.data.comment


@pytest.fixture
async def scene(fresh_database: str, tmp_path: Path) -> AsyncIterator[Scene]:
    """Run ingest and the simulator, each with the other's address."""
    await migrate(fresh_database, package="moderation_ingest", schema="ingest")
    event_log = MemoryEventLog()
    ingest_port = free_port()
    simulated = simulator_settings(
        tmp_path,
        ingest_url=f"http://127.0.0.1:{ingest_port}",
        simulator_rate_limit_factor=100,
    )
    async with serving(build(simulated)) as url:
        settings = ingest_settings(
            fresh_database, simulated.credentials_file, url + FACEBOOK, x_url=url + X
        )
        ingest = build_application(settings, event_log=event_log)
        async with (
            serving(ingest, port=ingest_port),
            httpx.AsyncClient(base_url=url, trust_env=False) as client,
        ):
            yield Scene(client, event_log)


@pytest.mark.parametrize("platform", ["facebook", "x"])
async def test_every_kind_of_comment_arrives(scene: Scene, platform: str) -> None:
    """What the simulator tells in its own words comes out with the right kind and words."""
    for kind in Kind:
        received = await scene.write(platform, kind, f"a {kind}")

        comment = comment_of(received)
        assert comment.kind is kind
        assert comment.text.endswith(f"a {kind}")
        assert comment.author.author_id
    assert scene.dead_letters() == []


async def test_a_facebook_comments_whole_life(scene: Scene) -> None:
    """Written, edited, hidden, shown, answered twice, deleted: each side knows of it."""
    received = await scene.write("facebook", Kind.COMMENT)
    subject = received.subject
    path = f"/comments/facebook/{comment_of(received).ref.comment_id}"

    await scene.order("POST", f"{path}/edit", {"text": "changed"})
    edited = (await scene.event_about(subject, CommentEdited)).data
    assert isinstance(edited, CommentEdited)
    assert edited.comment.text == "changed"

    await scene.ask(received, Action.HIDE)
    await scene.event_about(subject, CommentVisibilityChanged)
    assert (await scene.state(received))["hidden"] is True
    await scene.ask(received, Action.UNHIDE)
    await scene.ask(received, Action.REPLY, "Thank you")
    await scene.ask(received, Action.PRIVATE_REPLY, "Please write to us")
    await scene.ask(received, Action.DELETE)
    await scene.event_about(subject, CommentRemoved)

    state = await scene.state(received)
    assert state["exists"] is False
    assert state["private_reply_id"] is not None
    assert scene.dead_letters() == []


async def test_a_reply_on_x_is_hidden_and_its_author_written_to(scene: Scene) -> None:
    """Deleting is refused before X is asked; everything else is done there."""
    received = await scene.write("x", Kind.COMMENT)

    await scene.ask(received, Action.HIDE)
    await scene.event_about(received.subject, ActionCompleted)
    assert (await scene.state(received))["hidden"] is True

    await scene.ask(received, Action.DELETE)
    failed = (await scene.event_about(received.subject, ActionFailed)).data
    assert isinstance(failed, ActionFailed)
    assert failed.action is Action.DELETE


async def test_a_repeated_delivery_keeps_its_id(scene: Scene) -> None:
    """Duplicates of the platform's are recognised by everybody after us."""
    received = await scene.write("facebook", Kind.COMMENT)
    path = f"/comments/facebook/{comment_of(received).ref.comment_id}"

    await scene.order("POST", f"{path}/redeliver", {"times": 3})

    def ids() -> list[str]:
        events = scene.event_log.events(Topic.COMMENTS)
        return [event.id for event in events]

    await eventually(lambda: len(ids()) == 4, what="Three more deliveries")
    assert len(set(ids())) == 1


async def test_a_comment_comes_with_the_pages_words_above_it(scene: Scene) -> None:
    """The page posts and answers on the platform; whoever answers that is read together with it."""
    posted = await scene.act_as_page(f"/{PAGE}/feed", "Book your flu jab")
    order = {"platform": "facebook", "account_id": PAGE, "post": "Book your flu jab"}
    comment = await scene.order("POST", "/comments", order | {"text": "Is it safe?"})
    assert comment["post_id"] == posted
    received = await scene.event_about(f"facebook/{PAGE}/{comment['comment_id']}", CommentReceived)
    answered = await scene.act_as_page(f"/{comment['comment_id']}/comments", "Yes, ring us")
    reply = await scene.order(
        "POST", "/comments", order | {"kind": "reply", "parent_id": answered, "text": "No."}
    )
    replied = await scene.event_about(f"facebook/{PAGE}/{reply['comment_id']}", CommentReceived)

    assert comment_of(received).post_text == "Book your flu jab"
    assert comment_of(received).parent_text is None
    assert comment_of(replied).post_text == "Book your flu jab"
    assert comment_of(replied).parent_text == "Yes, ring us"
    assert {e.subject for e in scene.event_log.events(Topic.COMMENTS)} == {
        received.subject,
        replied.subject,
    }
    assert scene.dead_letters() == []

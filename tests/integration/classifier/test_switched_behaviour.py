"""Groups and repetition on a real PostgreSQL where something is switched off or unread."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import quote

import httpx
import pytest

from moderation_classifier.adapters.store import ClassifierStore
from moderation_classifier.adapters.tables import SCHEMA
from moderation_classifier.api.switches import build_switches_router
from moderation_classifier.consumers import CommentsConsumer
from moderation_classifier.domain.behaviour.author import AUTHOR_KEY_PURPOSE, AuthorHasher
from moderation_classifier.domain.behaviour.similarity import FINGERPRINT_KEY_PURPOSE, Fingerprinter
from moderation_classifier.usecases import JudgeComments
from moderation_classifier.usecases.deciding import Engine
from moderation_classifier.usecases.switching import SwitchBoard
from moderation_classifier.usecases.watching_behaviour import WatchBehaviour
from moderation_classifier.usecases.watching_visibility import WatchVisibility
from moderation_common.events import Author, Comment, CommentReceived, DecisionMade, Event
from moderation_common.lifecycle import Lifecycle
from moderation_common.policy.loader import load_packs
from moderation_common.postgres import Database, OutboxRelay, migrate
from moderation_common.testing import FixedClock, MemoryEventLog
from moderation_common.vault import Vault
from moderation_common.vocabulary import Kind, Label, Role
from moderation_common.web import Principal, TokenSigner, create_application
from tests.support.behaviour import NOON, ref_of
from tests.support.echo import echoing_labeller
from tests.support.infrastructure import REPOSITORY

BODY: Final = "mid-and-south-essex"
SIGNER: Final = TokenSigner("s" * 40)
CRITICISM: Final = (
    "The board should resign over the closure of the Marlow minor injuries unit, it is a disgrace"
)
CRY: Final = "I am going to kill myself tonight, nobody in this town would ever miss me"


@dataclass
class Desk:
    """A classifier that watches behaviour, with its switches."""

    comments: CommentsConsumer
    relay: OutboxRelay
    log: MemoryEventLog
    client: httpx.AsyncClient
    heard: int = 0

    async def hear(self, text: str, *, author: str = "77") -> DecisionMade:
        """Judge a comment; return the decision."""
        self.heard += 1
        comment = Comment(
            ref=ref_of(self.heard),
            kind=Kind.COMMENT,
            text=text,
            author=Author(author_id=author),
            created_at=NOON,
            post_id="9",
        )
        await self.comments.handle(
            Event.build(
                CommentReceived(comment=comment),
                cause=f"test {self.heard}",
                source="/test",
                subject=str(comment.ref),
                organisation=BODY,
                correlation_id=comment.ref.correlation_id,
                time=NOON,
            )
        )
        await self.relay.move_batch()
        subscription = await self.log.subscribe("test", ["moderation.decisions.v1"])
        batches = await subscription.fetch(max_records=1000, timeout_s=0.01)
        made: list[DecisionMade] = []
        for partition, records in batches.items():
            await subscription.commit(partition, records[-1].offset + 1)
            events = (Event.read(one.message.headers, one.message.body) for one in records)
            made += [event.data for event in events if isinstance(event.data, DecisionMade)]
        await subscription.close()
        (decision,) = made
        return decision

    async def turn_off(self, kind: str, target: str) -> None:
        """Have an administrator switch something off."""
        asked = {"kind": kind, "target": target, "reason": "It misfires."}
        answer = await self.client.post("/v1/switches", headers=bearer(), json=asked)
        assert answer.status_code == 201, answer.text

    async def turn_on(self, kind: str, target: str) -> None:
        """Have an administrator switch it on again."""
        path = f"/v1/switches/{kind}/{quote(target, safe='')}"
        answer = await self.client.delete(path, headers=bearer(), params={"reason": "Mended."})
        assert answer.status_code == 204, answer.text


def bearer() -> dict[str, str]:
    """Return headers with an administrator's token."""
    principal = Principal(subject="sam", role=Role.ADMINISTRATOR, organisation=BODY)
    token = SIGNER.issue(principal, now=NOON, lifetime=timedelta(hours=1))
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def desk(fresh_database: str) -> AsyncIterator[Desk]:
    """Give a classifier on an empty, migrated schema, wired as the service is."""
    await migrate(fresh_database, package="moderation_classifier", schema=SCHEMA)
    database = Database(fresh_database, schema=SCHEMA)
    log, clock = MemoryEventLog(), FixedClock(NOON)
    vault = Vault.from_text(Vault.generate_key())
    units = ClassifierStore(database, vault)
    packs = load_packs(REPOSITORY / "policies")
    board = SwitchBoard(units=units, clock=clock)
    # With a model that agrees, so that no test rests on what one makes of a sentence.
    engine = Engine(echoing_labeller(), board.of)
    judge = JudgeComments(
        units=units,
        judge=engine,
        packs=lambda: packs,
        clock=clock,
        behaviour=WatchBehaviour(
            authors=AuthorHasher(vault.derive_key(AUTHOR_KEY_PURPOSE)),
            fingerprinter=Fingerprinter(vault.derive_key(FINGERPRINT_KEY_PURPOSE)),
        ),
        switches=board.of,
    )
    app = create_application(
        title="classifier", version="1", lifecycle=Lifecycle(), tokens=SIGNER, clock=clock
    )
    app.include_router(build_switches_router(board, knows_rule=engine.knows_rule))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        yield Desk(
            comments=CommentsConsumer(
                judge, WatchVisibility(units=units, packs=lambda: packs, clock=clock)
            ),
            relay=OutboxRelay(database, log),
            log=log,
            client=client,
        )
    await database.close()


@pytest.mark.parametrize("kind,target", [("rule", "repetition"), ("label", "spam")])
async def test_repetition_can_be_switched_off_and_on(desk: Desk, kind: str, target: str) -> None:
    """Named as its reason names it, it puts nothing in doubt until it is on again."""
    for _ in range(4):
        assert not (await desk.hear(CRITICISM)).review
    fifth = await desk.hear(CRITICISM)
    assert [reason.source for reason in fifth.reasons if reason.label is Label.SPAM] == [
        "repetition"
    ]
    await desk.turn_off(kind, target)
    sixth = await desk.hear(CRITICISM)
    assert not sixth.review
    assert Label.SPAM not in sixth.doubtful_labels
    await desk.turn_on(kind, target)
    assert Label.SPAM in (await desk.hear(CRITICISM)).doubtful_labels


async def test_a_second_opinion_of_any_name_can_be_switched_off_and_on(desk: Desk) -> None:
    """A model's name may hold slashes and colons."""
    await desk.turn_off("rule", "second-opinion:org/llama-3.1:8b@fp_1")
    await desk.turn_on("rule", "second-opinion:org/llama-3.1:8b@fp_1")


async def test_somebody_in_danger_is_in_no_group_though_the_label_is_off(desk: Desk) -> None:
    """Each copy of the cry goes before a person by itself."""
    await desk.turn_off("label", "self_harm")
    for number in range(6):
        decision = await desk.hear(CRY, author=str(number))
        assert decision.group_id is None
        assert decision.review
        assert Label.SELF_HARM not in (*decision.labels, *decision.doubtful_labels)


async def test_a_long_comment_is_grouped_by_all_of_its_words(desk: Desk) -> None:
    """An equal beginning does not put another end under the same verdict."""
    begin = " ".join(f"The unit in ward {number} was shut." for number in range(80))
    first = await desk.hear(f"{begin} Thank you all for trying.", author="1")
    equal = await desk.hear(f"{begin} Thank you ALL for trying!", author="2")
    other = await desk.hear(f"{begin} The whole board should be ashamed.", author="3")
    assert first.group_id is not None
    assert first.group_id == equal.group_id != other.group_id


async def test_a_comment_too_long_to_be_read_whole_is_in_no_group(desk: Desk) -> None:
    """What stands at its end is for a person to read, each time."""
    begin = "The unit in Marlow was shut again. " * 250
    for end in ("Thank you.", "Thank you.", "Shame on you."):
        decision = await desk.hear(begin + end, author=end)
        assert decision.group_id is None
        assert decision.review

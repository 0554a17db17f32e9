"""The escalation service put together for tests, on a clock that they move, and its events."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

import httpx
from pydantic import SecretStr

from moderation_common.events import (
    ActionCompleted,
    ActionFailed,
    Author,
    Comment,
    CommentEdited,
    CommentReceived,
    CommentRemoved,
    CommentVisibilityChanged,
    DecisionMade,
    Event,
    Payload,
    Reason,
)
from moderation_common.events.topics import Topic
from moderation_common.identity import (
    ActionId,
    CommentRef,
    DecisionId,
    EventId,
    GroupId,
    WordingId,
    derive_id,
)
from moderation_common.policy import PolicyPack, load_pack
from moderation_common.postgres import migrate
from moderation_common.testing import FixedClock, MemoryEventLog
from moderation_common.vault import Vault
from moderation_common.vocabulary import (
    Action,
    Category,
    Kind,
    Label,
    Platform,
    Role,
    Urgency,
)
from moderation_common.web import Principal, TokenSigner
from moderation_escalation.adapters.tables import SCHEMA
from moderation_escalation.app import Escalation, assemble
from moderation_escalation.settings import Settings
from tests.support.infrastructure import REPOSITORY

ORGANISATION: Final = "lincolnshire"
POLICIES: Final = REPOSITORY / "policies"
SECRET: Final = "a secret for tests that is long enough"
WEBHOOK_SECRET: Final = "another secret for tests, also long"
TEXT: Final = "They left my nan on the floor for hours, <b>please</b> help"
AUTHOR: Final = "Pat Example"

_VAULT_KEY: Final = Vault.generate_key()
_serial = itertools.count(1)


def read_pack(organisation: str = ORGANISATION) -> PolicyPack:
    """Return a body's pack as it stands in the repository."""
    return load_pack(POLICIES / f"{organisation}.yaml")


def make_ref(comment_id: str = "1_2") -> CommentRef:
    """Return a reference to a comment on the body's page."""
    return CommentRef(platform=Platform.FACEBOOK, account_id="1", comment_id=comment_id)


def make_event(
    payload: Payload, ref: CommentRef, *, now: datetime, organisation: str = ORGANISATION
) -> Event:
    """Return an event that is not a repeat of any other."""
    return Event.build(
        payload,
        cause=f"test {next(_serial)}",
        source="/test",
        subject=str(ref),
        organisation=organisation,
        correlation_id=ref.correlation_id,
        time=now,
    )


def make_comment(ref: CommentRef, *, now: datetime, text: str = TEXT) -> Comment:
    """Return a comment written at `now`."""
    return Comment(
        ref=ref,
        kind=Kind.COMMENT,
        text=text,
        author=Author(author_id="77", name=AUTHOR),
        created_at=now,
        post_id="1_1",
        permalink="https://facebook.example/1_2",
    )


def comment_received(ref: CommentRef, *, now: datetime, text: str = TEXT) -> Event:
    """Return the arrival of a comment."""
    return make_event(CommentReceived(comment=make_comment(ref, now=now, text=text)), ref, now=now)


def comment_edited(ref: CommentRef, *, now: datetime, text: str) -> Event:
    """Return an edit; the comment is an hour old."""
    comment = make_comment(ref, now=now - timedelta(hours=1), text=text)
    return make_event(
        CommentEdited(comment=comment.model_copy(update={"edited_at": now})), ref, now=now
    )


def comment_removed(ref: CommentRef, *, now: datetime) -> Event:
    """Return a removal."""
    return make_event(CommentRemoved(ref=ref, removed_at=now), ref, now=now)


def decision_made(
    ref: CommentRef,
    *,
    now: datetime,
    labels: Sequence[Label] = (Label.PATIENT_SAFETY,),
    routes: Sequence[str] = ("patient-safety",),
    urgency: Urgency = Urgency.URGENT,
    actions: Sequence[Action] = (Action.LEAVE,),
    doubts: Sequence[str] = (),
    doubtful: Sequence[Label] = (),
    superseded: bool = False,
    about: Event | None = None,
    organisation: str = ORGANISATION,
    group: str | None = None,
    wording: str | None = None,
    kind: Kind = Kind.COMMENT,
    modes: Sequence[str] = (),
) -> Event:
    """Return a decision; `about` is the event of the version judged, where that matters."""
    number = next(_serial)
    return make_event(
        DecisionMade(
            decision_id=DecisionId(derive_id(f"decision {number}", "test")),
            ref=ref,
            comment_event_id=EventId(derive_id(f"comment {number}", "test"))
            if about is None
            else about.id,
            kind=kind,
            category=Category.ANYTHING_ELSE,
            labels=tuple(labels),
            doubtful_labels=tuple(doubtful),
            superseded=superseded,
            actions=tuple(actions),
            urgency=urgency,
            routes=tuple(routes),
            review=bool(doubts),
            reasons=tuple(
                Reason(label=label, clause="Section 9", words="be kind", score=0.9)
                for label in labels
            ),
            doubts=tuple(doubts),
            pack=f"{organisation}@2026-11-01.3",
            group_id=GroupId(group) if group is not None else None,
            group_size=1 if group is not None else None,
            wording_id=WordingId(wording) if wording is not None else None,
            modes=tuple(modes),
        ),
        ref,
        now=now,
        organisation=organisation,
    )


def action_completed(ref: CommentRef, action: Action, *, now: datetime) -> Event:
    """Return the platform's word that something was done."""
    done = ActionCompleted(action_id=ActionId(f"done-{action}"), ref=ref, action=action, attempts=1)
    return make_event(done, ref, now=now)


def visibility_changed(ref: CommentRef, *, hidden: bool, now: datetime) -> Event:
    """Return the platform's word that a comment is hidden or shown now, whoever did it."""
    return make_event(
        CommentVisibilityChanged(ref=ref, hidden=hidden, changed_at=now), ref, now=now
    )


def action_failed(ref: CommentRef, *, now: datetime) -> Event:
    """Return the failure of a hide."""
    return make_event(
        ActionFailed(
            action_id=ActionId("hide-1"),
            ref=ref,
            action=Action.HIDE,
            reason="The page's access has ended; connect it again.",
            attempts=3,
        ),
        ref,
        now=now,
    )


@dataclass
class Desk:
    """The service, driven by hand: events in, time on, people acting."""

    service: Escalation
    clock: FixedClock
    event_log: MemoryEventLog
    database_url: str

    @property
    def now(self) -> datetime:
        """What the clock shows."""
        return self.clock.now

    async def take(self, *events: Event) -> None:
        """Deliver events, and let the service do at once what follows."""
        for event in events:
            await self.service.events.handle(event)
        await self.settle()

    async def settle(self) -> None:
        """Let the service do everything that is due by now."""
        while await self.service.timers.run_due() + await self.service.alerts.send_due():
            pass
        while await self.service.relay.move_batch():
            pass

    async def advance(self, by: timedelta) -> None:
        """Move the clock on to each moment on the way at which something could be due.

        Steps of five seconds find the pauses between attempts, which are no shorter.
        """
        end = self.clock.now + by
        while self.clock.now < end:
            left = end - self.clock.now
            self.clock.advance(min(left, timedelta(seconds=5)))
            await self.settle()

    async def jump(self, moment: datetime) -> None:
        """Set the clock to a moment and do what is due by then."""
        self.clock.now = moment
        await self.settle()

    def ids(self, kind: type[Payload]) -> set[str]:
        """Return the ids of the events of one type that were published."""
        events = self.event_log.events(kind.topic.value)
        return {event.id for event in events if isinstance(event.data, kind)}

    def published(self, kind: type[Payload]) -> list[Any]:
        """Return the payloads of one type that were published."""
        return [
            event.data
            for event in self.event_log.events(kind.topic.value)
            if isinstance(event.data, kind)
        ]

    def events_of(self, topic: Topic) -> list[Event]:
        """Return the events published to a topic."""
        return self.event_log.events(topic.value)

    def client(
        self, role: Role = Role.MODERATOR, organisation: str = ORGANISATION
    ) -> httpx.AsyncClient:
        """Return a client with a token."""
        token = TokenSigner(SECRET).issue(
            Principal(subject="sam", role=role, organisation=organisation),
            now=self.clock.now,
            lifetime=timedelta(days=30),
        )
        return self.anonymous(headers={"authorization": f"Bearer {token}"})

    def anonymous(self, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
        """Return a client without a token."""
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.service.application),
            base_url="https://moderation.example",
            headers=headers,
        )


async def open_desk(
    database_url: str,
    *,
    now: datetime,
    smtp_port: int | None,
    webhook_base_url: str | None,
) -> Desk:
    """Migrate an empty database and put the service together on it."""
    await migrate(database_url, package="moderation_escalation", schema=SCHEMA)
    return join_desk(
        database_url,
        clock=FixedClock(now),
        event_log=MemoryEventLog(),
        smtp_port=smtp_port,
        webhook_base_url=webhook_base_url,
    )


def join_desk(
    database_url: str,
    *,
    clock: FixedClock,
    event_log: MemoryEventLog,
    smtp_port: int | None,
    webhook_base_url: str | None,
    policies: Path = POLICIES,
) -> Desk:
    """Put one more replica of the service together on a migrated database."""
    settings = Settings(
        database_url=database_url,
        eventlog_url="postgresql://not-used",
        policies_dir=policies,
        token_secret=SecretStr(SECRET),
        vault_key=SecretStr(_VAULT_KEY),
        public_url="https://moderation.example",
        smtp_host=None if smtp_port is None else "127.0.0.1",
        smtp_port=smtp_port or 587,
        smtp_starttls=False,
        smtp_from="moderation@moderation.example",
        webhook_base_url=webhook_base_url,
        webhook_secret=SecretStr(WEBHOOK_SECRET),
    )
    service = assemble(settings, event_log=event_log, clock=clock)
    return Desk(service, clock, event_log, database_url)


def page_of(mail: EmailMessage) -> str:
    """Return the path of the page that a mail leads to."""
    found = re.search(r"https://moderation\.example(/a/\S+)", mail.get_content())
    assert found is not None
    return found[1]


def utc(*parts: int) -> datetime:
    """Return a moment in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]

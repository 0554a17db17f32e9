"""The classifier's transactions in PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.heard_rows import (
    HeardRows,
    forget_heard,
    forget_texts_heard,
)
from moderation_classifier.adapters.judgement_rows import (
    FORGOTTEN_AT_ONCE,
    JudgementKeeper,
    forget_judgements,
    forget_said,
    forget_said_of,
    forget_verdicts,
)
from moderation_classifier.adapters.message_rows import MessageRows, forget_messages
from moderation_classifier.adapters.mode_rows import ModeRows
from moderation_classifier.adapters.shadow_rows import ShadowRows, forget_shadows
from moderation_classifier.adapters.strike_rows import StrikeRows, forget_measures, forget_strikes
from moderation_classifier.adapters.switch_rows import SwitchRows
from moderation_classifier.adapters.tables import SCHEMA, comment_versions
from moderation_classifier.adapters.theme_rows import ThemeRows, forget_phrases, forget_themes
from moderation_classifier.adapters.verdict_rows import VerdictKeeper
from moderation_classifier.adapters.visibility_rows import VisibilityRows
from moderation_classifier.domain.behaviour.similarity import Said
from moderation_classifier.domain.quality.case_answers import CaseVerdict
from moderation_classifier.domain.quality.example import Verdict
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.retention import JUDGEMENTS_KEPT
from moderation_classifier.ports import Standing
from moderation_common.errors import TransientError
from moderation_common.events import Comment, Event
from moderation_common.identity import CommentRef, EventId
from moderation_common.policy.strikes import GROUP_WINDOW
from moderation_common.postgres import Database, Inbox, PolicyVersionRows, SubjectVault
from moderation_common.postgres import UnitOfWork as PostgresUnit
from moderation_common.vault import Vault
from moderation_common.vocabulary import Action, Label

if TYPE_CHECKING:
    from moderation_classifier.ports import UnitOfWork


SHADOWS_KEPT: Final = timedelta(days=90)
"""Long enough to look back over a quarter in which a version was tried."""
STRIKES_SHOWN: Final = timedelta(days=30)
"""For so long after it expired a strike is still shown to whoever asks."""

_TURN: Final = text("SELECT pg_try_advisory_xact_lock(hashtextextended('classifier/forget', 0))")


class ClassifierUnit:
    """One transaction."""

    def __init__(
        self,
        unit: PostgresUnit,
        keeper: JudgementKeeper,
        verdict_keeper: VerdictKeeper,
        *,
        texts: SubjectVault | None,
    ) -> None:
        self._unit = unit
        self._keeper = keeper
        self._verdict_keeper = verdict_keeper
        self.visibility = VisibilityRows(unit.connection)
        self.messages = MessageRows(unit.connection)
        self.heard = HeardRows(unit.connection, texts)
        self.records = StrikeRows(unit.connection)
        self.themes = ThemeRows(unit.connection)
        self.shadows = ShadowRows(unit.connection)
        self.switches = SwitchRows(unit.connection)
        self.policies = PolicyVersionRows(unit.connection, schema=SCHEMA)
        self.modes = ModeRows(unit.connection)

    async def claim(self, event: Event, *, consumer: str) -> bool:
        """Mark the event as handled; False when it already was."""
        return await self._unit.claim(event, consumer=consumer)

    async def publish(self, events: Sequence[Event]) -> None:
        """Publish the events when the transaction commits."""
        await self._unit.publish(events)

    async def take_version(
        self, ref: CommentRef, *, version_at: datetime, event_id: EventId, edited: bool
    ) -> Standing:
        """Make this the version in force unless a later one is.

        An edit with the time of the version before is the later of the two: platforms give whole
        seconds. The version in force itself is not taken twice, however late it comes again.
        """
        connection = self._unit.connection
        key = str(ref)
        await connection.execute(
            insert(comment_versions).values(ref=key, actions=[]).on_conflict_do_nothing()
        )
        row = (
            await connection.execute(
                select(comment_versions).where(comment_versions.c.ref == key).with_for_update()
            )
        ).one()
        later = row.version_at is not None and (
            row.version_at > version_at
            or (row.version_at == version_at and not edited)
            or row.event_id == event_id
        )
        if not later:
            await connection.execute(
                update(comment_versions)
                .where(comment_versions.c.ref == key)
                .values(version_at=version_at, event_id=event_id, touched_at=func.now())
            )
        return Standing(
            superseded=later,
            removed=row.removed_at is not None,
            hidden=row.hidden,
        )

    async def note_actions(self, ref: CommentRef, actions: frozenset[Action]) -> None:
        """Remember what was asked for the version in force."""
        await self._unit.connection.execute(
            update(comment_versions)
            .where(comment_versions.c.ref == str(ref))
            .values(actions=sorted(actions))
        )

    async def note_removal(self, ref: CommentRef, *, removed_at: datetime) -> None:
        """Remember that the comment is gone, also when it has not arrived yet."""
        statement = insert(comment_versions).values(ref=str(ref), actions=[], removed_at=removed_at)
        changed = {"removed_at": removed_at, "touched_at": func.now()}
        await self._unit.connection.execute(
            statement.on_conflict_do_update(index_elements=["ref"], set_=changed)
        )
        await forget_said_of(self._unit.connection, ref)

    async def keep_judgement(self, judgement: Judgement, comment: Comment) -> None:
        """Keep what was decided; of the text, sealed, only what `keeps_text` says."""
        await self._keeper.keep(self._unit.connection, judgement, comment)
        await self._verdict_keeper.link(self._unit.connection, judgement)

    async def keep_verdict(self, verdict: Verdict) -> bool:
        """Keep what a person decided, beside what the machine had; the newest is the current."""
        return await self._verdict_keeper.keep(self._unit.connection, verdict)

    async def is_left(
        self,
        organisation: str,
        ref: CommentRef,
        *,
        version: EventId,
        said: Said | None = None,
        labels: Collection[Label] = (),
    ) -> bool:
        """Say whether a person let a comment stand of which a version is being judged."""
        return await self._verdict_keeper.is_left(
            self._unit.connection, organisation, ref, version=version, said=said, labels=labels
        )

    async def keep_case_verdict(self, verdict: CaseVerdict) -> bool:
        """Keep what a person said of a case's labels; False when it was answered for before."""
        return await self._verdict_keeper.keep_of_case(self._unit.connection, verdict)


class ClassifierStore:
    """Opens the classifier's transactions; without a vault no text and no author is kept."""

    def __init__(self, database: Database, vault: Vault | None = None) -> None:
        self._database = database
        self._keeper = JudgementKeeper(vault, schema=SCHEMA)
        self._verdict_keeper = VerdictKeeper(vault)
        self._texts = SubjectVault(vault, schema=SCHEMA) if vault else None

    async def forget(self, *, now: datetime) -> None:
        """Destroy what was kept long enough, each kind in transactions of its own.

        What cannot be destroyed now keeps nothing else alive: it is raised at the end, as
        `TransientError`.
        """
        judged = now - JUDGEMENTS_KEPT
        failures: list[TransientError] = []
        for forget in (
            partial(forget_texts_heard, now=now),
            partial(forget_said, now=now),
            partial(forget_heard, now=now),
            partial(forget_messages, before=now - GROUP_WINDOW),
            partial(forget_shadows, before=now - SHADOWS_KEPT),
            partial(forget_strikes, before=now - STRIKES_SHOWN),
            partial(forget_phrases, now=now),
            partial(forget_themes, before=judged),
            partial(forget_judgements, before=judged),
            partial(forget_verdicts, before=judged),
            partial(_forget_comments, before=judged),
            partial(forget_measures, before=judged),
            partial(Inbox(SCHEMA).forget, now=now, limit=FORGOTTEN_AT_ONCE),
        ):
            try:
                await self._forget_all(forget)
            except TransientError as error:
                failures.append(error)
        if failures:
            raise failures[0]

    async def _forget_all(self, forget: Callable[[AsyncConnection], Awaitable[int | None]]) -> None:
        """Call until nothing is left; where another replica is at it, leave it to that one."""
        left: int | None = FORGOTTEN_AT_ONCE
        while left == FORGOTTEN_AT_ONCE:
            async with self._database.unit_of_work() as unit:
                free = await unit.connection.scalar(_TURN)
                left = await forget(unit.connection) if free else None

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[UnitOfWork]:
        """Open one; commits when the block ends well. Raises `TransientError` on an outage."""
        async with self._database.unit_of_work() as unit:
            yield ClassifierUnit(unit, self._keeper, self._verdict_keeper, texts=self._texts)


async def _forget_comments(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete which version is in force of comments untouched since a moment; return how many."""
    oldest = (
        select(comment_versions.c.ref)
        .where(comment_versions.c.touched_at < before)
        .order_by(comment_versions.c.touched_at)
        .limit(FORGOTTEN_AT_ONCE)
        # One that somebody judges or decides about just now is touched by that.
        .with_for_update(skip_locked=True)
    )
    refs = list(await connection.scalars(oldest))
    await connection.execute(delete(comment_versions).where(comment_versions.c.ref.in_(refs)))
    return len(refs)

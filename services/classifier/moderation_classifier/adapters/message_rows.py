"""Which comments say nearly the same, in PostgreSQL, in the caller's transaction.

A message is known by its first comment's fingerprint, so that no chain of small changes leads from
one text to another. Comments that say the same wait for each other, so that they find one message.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, bindparam, delete, func, or_, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.behaviour_tables import (
    comments_seen,
    decision_groups,
    messages,
    wordings,
)
from moderation_classifier.adapters.tables import comment_versions
from moderation_classifier.domain.behaviour.author import AuthorKey
from moderation_classifier.domain.behaviour.breaches import CommentVersion, Leaving
from moderation_classifier.domain.behaviour.grouping import Group, Message
from moderation_classifier.domain.behaviour.similarity import (
    LIKENESS,
    Fingerprint,
    WordHashes,
    likeness,
)
from moderation_classifier.ports import GroupVerdict, SeenComment
from moderation_common.identity import (
    CommentRef,
    EventId,
    GroupId,
    WordingId,
    derive_id,
)
from moderation_common.policy.strikes import GROUP_WINDOW
from moderation_common.vocabulary import Action, Label

_LOCK: Final = sql("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")

_MAX_CANDIDATES: Final = 64
"""Texts with a band in common; more than a few differ from each other only where they are alike."""

_MAX_REMOVED: Final = 1_000
"""Newest comments of a group of which the removed are counted: more would take too long."""

_NOTE_LEAVING: Final = (
    update(comments_seen)
    .where(
        comments_seen.c.organisation == bindparam("of_body"),
        comments_seen.c.ref == bindparam("of_ref"),
        or_(comments_seen.c.left_at.is_(None), comments_seen.c.left_at <= bindparam("at")),
    )
    .values(left_at=bindparam("at"), left_event_id=bindparam("event"))
)


class MessageRows:
    """See the port `Messages`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def join(
        self,
        organisation: str,
        ref: CommentRef,
        fingerprint: Fingerprint,
        *,
        author: AuthorKey | None,
        now: datetime,
    ) -> Message:
        """Put the comment with those of nearly the same words, or begin a message with it."""
        name = f"classifier/{organisation}/{fingerprint.place}"
        await self._connection.execute(_LOCK, {"name": name})
        message_id = await self._find(organisation, fingerprint, now=now)
        begun = message_id is None
        if message_id is None:
            message_id = GroupId(derive_id(f"{ref}/{now.isoformat()}", "message"))
            await self._connection.execute(
                insert(messages).values(
                    message_id=message_id,
                    organisation=organisation,
                    exact=fingerprint.exact,
                    minima=fingerprint.pack(),
                    bands=list(fingerprint.bands),
                    size=0,
                    authors=0,
                    first_at=now,
                    last_at=now,
                )
            )
        before, lately = 0, 0
        if not begun:
            copies = comments_seen.c.message_id == message_id
            before = await self._copies(copies, author)
            # A message lives on while anybody sends it; only the last days count as repeating.
            recent = comments_seen.c.seen_at > now - GROUP_WINDOW
            lately = await self._copies(and_(copies, recent), author) if before else 0
        row = (
            await self._connection.execute(
                update(messages)
                .where(messages.c.message_id == message_id)
                .values(
                    size=messages.c.size + 1,
                    authors=messages.c.authors + _newcomer(author, before),
                    last_at=func.greatest(messages.c.last_at, now),
                )
                .returning(messages.c.size, messages.c.authors)
            )
        ).one()
        return Message(
            message_id=message_id,
            size=row.size,
            authors=row.authors,
            by_author=0 if author is None else lately + 1,
            begun=begun,
        )

    async def join_group(
        self,
        organisation: str,
        group_id: GroupId,
        *,
        message: Message,
        author: AuthorKey | None,
        now: datetime,
    ) -> Group:
        """Put the comment with those that one decision settles."""
        before = 0
        if not message.begun:
            before = await self._copies(comments_seen.c.group_id == group_id, author)
        newcomer = _newcomer(author, before)
        added = insert(decision_groups).values(
            group_id=group_id,
            organisation=organisation,
            message_id=message.message_id,
            size=1,
            authors=newcomer,
            last_at=now,
        )
        row = (
            await self._connection.execute(
                added.on_conflict_do_update(
                    index_elements=["group_id"],
                    set_={
                        "size": decision_groups.c.size + 1,
                        "authors": decision_groups.c.authors + newcomer,
                        "last_at": now,
                    },
                ).returning(
                    decision_groups.c.size,
                    decision_groups.c.authors,
                    decision_groups.c.asked_at,
                    decision_groups.c.verdict_at,
                )
            )
        ).one()
        answered = row.verdict_at is not None and (
            row.asked_at is None or row.verdict_at >= row.asked_at
        )
        return Group(
            group_id=group_id,
            size=row.size,
            authors=row.authors,
            waits=row.asked_at is not None and not answered,
        )

    async def note_asked(self, group_id: GroupId, *, at: datetime) -> None:
        """Remember since when people are asked about what the machine removes of a group."""
        await self._connection.execute(
            update(decision_groups)
            .where(decision_groups.c.group_id == group_id)
            .values(asked_at=at)
        )

    async def recent_authors(
        self,
        group: Group,
        message: Message,
        *,
        author: AuthorKey | None,
        now: datetime,
        limit: int,
    ) -> int:
        """Return how many authors a wave has had within the window, counted up to a limit.

        Whoever joins the message waits for the others' end, so that each is counted by the next.
        """
        others = select(comments_seen.c.author).where(
            _in_wave(group, message),
            comments_seen.c.author.is_not(None),
            comments_seen.c.seen_at > now - GROUP_WINDOW,
        )
        if author is not None:
            others = others.where(comments_seen.c.author != author)
        # Counting no further keeps the work on a wave of thousands the same for each of them.
        bounded = others.distinct().limit(limit).subquery()
        counted = await self._connection.execute(select(func.count()).select_from(bounded))
        return min(limit, int(counted.scalar_one()) + (author is not None))

    async def removed(self, group: Group, *, now: datetime) -> tuple[int, int]:
        """Return how many of a group's comments are removed, and how many authors they have."""
        # Bounded before it is looked up which are removed: others of the message wait meanwhile.
        newest = (
            select(comments_seen.c.ref, comments_seen.c.author)
            .where(
                comments_seen.c.group_id == group.group_id,
                comments_seen.c.seen_at > now - GROUP_WINDOW,
            )
            .order_by(comments_seen.c.seen_at.desc())
            .limit(_MAX_REMOVED)
            .subquery()
        )
        of_each = newest.join(comment_versions, comment_versions.c.ref == newest.c.ref)
        row = (
            await self._connection.execute(
                select(func.count(), func.count(func.distinct(newest.c.author)))
                .select_from(of_each)
                .where(comment_versions.c.hiding_event_id.is_not(None))
            )
        ).one()
        return int(row[0]), int(row[1])

    async def leave(self, organisation: str, ref: CommentRef) -> None:
        """Take a comment that is judged again out of the groups of its version before."""
        seen = await self.find(organisation, ref)
        if seen is None:
            return
        await self._connection.execute(
            update(comments_seen)
            .where(_is(organisation, ref))
            .values(message_id=None, group_id=None, wording_id=None)
        )
        if seen.message_id is not None:
            left = await self._copies(comments_seen.c.message_id == seen.message_id, seen.author)
            await self._connection.execute(
                update(messages)
                .where(messages.c.message_id == seen.message_id)
                .values(
                    size=messages.c.size - 1,
                    authors=messages.c.authors - _newcomer(seen.author, left),
                )
            )
        if seen.group_id is not None:
            left = await self._copies(comments_seen.c.group_id == seen.group_id, seen.author)
            await self._connection.execute(
                update(decision_groups)
                .where(decision_groups.c.group_id == seen.group_id)
                .values(
                    size=decision_groups.c.size - 1,
                    authors=decision_groups.c.authors - _newcomer(seen.author, left),
                )
            )

    async def find(self, organisation: str, ref: CommentRef) -> SeenComment | None:
        """Return what is known of a comment."""
        return (await self.find_each(organisation, [ref])).get(ref)

    async def find_each(
        self, organisation: str, refs: Collection[CommentRef]
    ) -> Mapping[CommentRef, SeenComment]:
        """Return what is known of each of some comments, at most a few hundred."""
        versions = comments_seen.outerjoin(
            comment_versions, comment_versions.c.ref == comments_seen.c.ref
        )
        rows = await self._connection.execute(
            select(comments_seen, comment_versions.c.event_id)
            .select_from(versions)
            .where(
                comments_seen.c.organisation == organisation,
                comments_seen.c.ref.in_([str(ref) for ref in refs]),
            )
        )
        found = (
            SeenComment(
                ref=CommentRef.parse(row.ref),
                author=AuthorKey(bytes(row.author)) if row.author is not None else None,
                message_id=row.message_id,
                group_id=row.group_id,
                wording_id=row.wording_id,
                labels=tuple(Label(label) for label in row.labels),
                event_id=row.event_id,
                written_at=row.written_at,
                left=_leaving(row),
            )
            for row in rows
        )
        return {seen.ref: seen for seen in found}

    async def keep_verdict(
        self,
        group_id: GroupId,
        verdict: GroupVerdict,
        *,
        at: datetime,
        wording_id: WordingId | None = None,
    ) -> None:
        """Remember what a person decided about a comment of a group, for those to come.

        What was decided later stays, whichever is heard first.
        """
        if not verdict.breach:
            left_at = func.greatest(decision_groups.c.left_at, at)
            await self._connection.execute(
                update(decision_groups)
                .where(decision_groups.c.group_id == group_id)
                .values(left_at=left_at)
            )
        elif wording_id is not None:
            earlier = wordings.c.breach_at
            await self._connection.execute(
                update(wordings)
                .where(
                    wordings.c.wording_id == wording_id,
                    wordings.c.group_id == group_id,
                    or_(earlier.is_(None), earlier <= at),
                )
                .values(
                    breach_at=at,
                    labels=sorted(verdict.labels),
                    actions=sorted(verdict.actions),
                )
            )
        known = decision_groups.c.verdict_at
        await self._connection.execute(
            update(decision_groups)
            .where(decision_groups.c.group_id == group_id, or_(known.is_(None), known <= at))
            .values(
                verdict="breach" if verdict.breach else "left",
                verdict_at=at,
                labels=sorted(verdict.labels),
                actions=sorted(verdict.actions),
            )
        )

    async def note_leaving(
        self, organisation: str, versions: Collection[CommentVersion], *, at: datetime
    ) -> None:
        """Remember that a person let versions of comments stand, at most a few hundred."""
        if not versions:
            return
        await self._connection.execute(
            _NOTE_LEAVING,
            [
                {
                    "of_body": organisation,
                    "of_ref": str(version.ref),
                    "at": at,
                    "event": version.event_id,
                }
                for version in versions
            ],
        )

    async def verdict(self, group_id: GroupId, *, now: datetime) -> GroupVerdict | None:
        """Return what a person decided last about the group within the window."""
        row = (
            await self._connection.execute(
                select(decision_groups).where(
                    decision_groups.c.group_id == group_id,
                    decision_groups.c.verdict_at > now - GROUP_WINDOW,
                )
            )
        ).one_or_none()
        if row is None:
            return None
        return GroupVerdict(
            breach=row.verdict == "breach",
            labels=frozenset(Label(label) for label in row.labels),
            actions=frozenset(Action(action) for action in row.actions or ()),
        )

    async def word(self, group_id: GroupId, words: WordHashes, *, now: datetime) -> WordingId:
        """Return the wording of a group that differs in hardly a word, or begin one."""
        newest = func.greatest(wordings.c.last_at, wordings.c.breach_at)
        rows = await self._connection.execute(
            select(wordings.c.wording_id, wordings.c.words)
            .where(wordings.c.group_id == group_id, newest > now - GROUP_WINDOW)
            .order_by(
                wordings.c.breach_at.is_(None), wordings.c.last_at.desc(), wordings.c.wording_id
            )
            .limit(_MAX_CANDIDATES)
        )
        for row in rows:
            if WordHashes.unpack(bytes(row.words)).same_wording(words):
                await self._connection.execute(
                    update(wordings)
                    .where(wordings.c.wording_id == row.wording_id)
                    .values(last_at=func.greatest(wordings.c.last_at, now))
                )
                return WordingId(row.wording_id)
        packed = words.pack()
        begun = WordingId(derive_id(f"{group_id}/{packed.hex()}/{now.isoformat()}", "wording"))
        await self._connection.execute(
            insert(wordings)
            .values(wording_id=begun, group_id=group_id, words=packed, last_at=now)
            .on_conflict_do_nothing()
        )
        return begun

    async def breach_in(self, wording_id: WordingId, *, now: datetime) -> GroupVerdict | None:
        """Return for what a person removed or reported a wording within the window."""
        left_at = decision_groups.c.left_at
        of_group = wordings.join(decision_groups, decision_groups.c.group_id == wordings.c.group_id)
        row = (
            await self._connection.execute(
                select(wordings.c.labels, wordings.c.actions)
                .select_from(of_group)
                .where(
                    wordings.c.wording_id == wording_id,
                    wordings.c.breach_at > now - GROUP_WINDOW,
                    or_(left_at.is_(None), left_at < wordings.c.breach_at),
                )
            )
        ).one_or_none()
        if row is None:
            return None
        return GroupVerdict(
            breach=True,
            labels=frozenset(Label(label) for label in row.labels),
            actions=frozenset(Action(action) for action in row.actions),
        )

    async def _find(
        self, organisation: str, fingerprint: Fingerprint, *, now: datetime
    ) -> GroupId | None:
        rows = await self._connection.execute(
            select(messages.c.message_id, messages.c.exact, messages.c.minima)
            .where(
                messages.c.organisation == organisation,
                messages.c.last_at > now - GROUP_WINDOW,
                messages.c.bands.overlap(list(fingerprint.bands)),
            )
            .order_by(
                (messages.c.exact == fingerprint.exact).desc(),
                messages.c.last_at.desc(),
                messages.c.message_id,
            )
            .limit(_MAX_CANDIDATES)
        )
        scored = [
            (likeness(Fingerprint.unpack(bytes(row.exact), bytes(row.minima)), fingerprint), row)
            for row in rows
        ]
        best = max(scored, key=lambda pair: pair[0], default=None)
        if best is None or best[0] < LIKENESS:
            return None
        return GroupId(best[1].message_id)

    async def _copies(self, among: ColumnElement[bool], author: AuthorKey | None) -> int:
        if author is None:
            return 0
        counted = await self._connection.execute(
            select(func.count())
            .select_from(comments_seen)
            .where(among, comments_seen.c.author == author)
        )
        return int(counted.scalar_one())


async def forget_messages(connection: AsyncConnection, *, before: datetime) -> None:
    """Delete messages and groups that nobody wrote or decided about since a moment."""
    await connection.execute(delete(messages).where(messages.c.last_at < before))
    await connection.execute(
        delete(decision_groups).where(
            decision_groups.c.last_at < before,
            or_(decision_groups.c.verdict_at.is_(None), decision_groups.c.verdict_at < before),
        )
    )
    await connection.execute(
        delete(wordings).where(
            wordings.c.last_at < before,
            or_(wordings.c.breach_at.is_(None), wordings.c.breach_at < before),
        )
    )


def _in_wave(group: Group, message: Message) -> ColumnElement[bool]:
    """Return the condition for what belongs to one wave, judged alike or not.

    What is said in private, which stands under no post, belongs to it only in its own group.
    """
    return and_(
        comments_seen.c.message_id == message.message_id,
        or_(comments_seen.c.group_id == group.group_id, comments_seen.c.post_id.is_not(None)),
    )


def _leaving(row: Row[Any]) -> Leaving | None:
    if row.left_at is None:
        return None
    event_id = EventId(row.left_event_id) if row.left_event_id else None
    return Leaving(CommentVersion(CommentRef.parse(row.ref), event_id), row.left_at)


def _newcomer(author: AuthorKey | None, copies: int) -> int:
    """Return 1 when an author has no other copy there; an unknown author counts as nobody."""
    return 1 if author is not None and copies == 0 else 0


def _is(organisation: str, ref: CommentRef) -> Any:  # noqa: ANN401 - SQLAlchemy's own expression
    return (comments_seen.c.organisation == organisation) & (comments_seen.c.ref == str(ref))

"""Authors' strikes and the measures proposed about them, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import bindparam, delete, exists, func, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.behaviour_tables import (
    comments_seen,
    measures,
    strike_comments,
    strikes,
)
from moderation_classifier.domain.behaviour.author import AuthorKey
from moderation_classifier.domain.behaviour.breaches import Basis, CommentVersion
from moderation_classifier.domain.behaviour.measures import Outcome, Proposal
from moderation_classifier.domain.behaviour.strikes import History, Strike, Struck
from moderation_classifier.ports import Activity, Prolific
from moderation_common.identity import CommentRef, EventId, GroupId, MeasureId
from moderation_common.vocabulary import Label, Measure

_LOCK: Final = sql("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_FORGET_COMMENT: Final = delete(strike_comments).where(
    strike_comments.c.strike_id == bindparam("of_strike"),
    strike_comments.c.ref == bindparam("of_ref"),
    strike_comments.c.event_id == bindparam("of_event"),
)


class StrikeRows:
    """See the port `Records`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self, organisation: str, author: AuthorKey) -> None:
        """Wait until nobody else changes an author's record; holds until the end."""
        name = f"classifier/author/{organisation}/{author.hex()}"
        await self._connection.execute(_LOCK, {"name": name})

    async def history(self, organisation: str, author: AuthorKey) -> History:
        """Return an author's strikes, oldest first."""
        rows = (
            await self._connection.execute(
                select(strikes)
                .where(strikes.c.organisation == organisation, strikes.c.author == author)
                .order_by(strikes.c.struck_at, strikes.c.strike_id)
            )
        ).all()
        of_comments: dict[str, dict[CommentVersion, Struck]] = {row.strike_id: {} for row in rows}
        struck_at = {row.strike_id: row.struck_at for row in rows}
        for row in await self._connection.execute(
            select(strike_comments).where(strike_comments.c.strike_id.in_(list(of_comments)))
        ):
            version = CommentVersion(
                CommentRef.parse(row.ref), EventId(row.event_id) if row.event_id else None
            )
            of_comments[row.strike_id][version] = Struck(
                basis=Basis(row.basis),
                labels=frozenset(Label(label) for label in row.labels),
                clauses=tuple(row.clauses),
                points=row.points,
                written_at=row.written_at or struck_at[row.strike_id],
            )
        return History(
            tuple(
                Strike(
                    strike_id=row.strike_id,
                    message_id=GroupId(row.message_id) if row.message_id else None,
                    comments=MappingProxyType(of_comments[row.strike_id]),
                    labels=frozenset(Label(label) for label in row.labels),
                    clauses=tuple(row.clauses),
                    points=row.points,
                    struck_at=row.struck_at,
                    expires_at=row.expires_at,
                )
                for row in rows
            )
        )

    async def points(
        self, organisation: str, author: AuthorKey, *, beside: CommentRef, now: datetime
    ) -> int:
        """Return what an author's strikes for other comments than one amount to at a moment."""
        # A strike that was taken back has no comments left.
        elsewhere = exists().where(
            strike_comments.c.strike_id == strikes.c.strike_id, strike_comments.c.ref != str(beside)
        )
        total = await self._connection.scalar(
            select(func.coalesce(func.sum(strikes.c.points), 0)).where(
                strikes.c.organisation == organisation,
                strikes.c.author == author,
                strikes.c.expires_at > now,
                elsewhere,
            )
        )
        return int(total or 0)

    async def with_strikes(
        self, organisation: str, authors: Collection[AuthorKey]
    ) -> frozenset[AuthorKey]:
        """Return which of some authors, at most a few hundred, have any strike."""
        rows = await self._connection.execute(
            select(strikes.c.author)
            .distinct()
            .where(strikes.c.organisation == organisation, strikes.c.author.in_(list(authors)))
        )
        return frozenset(AuthorKey(bytes(row.author)) for row in rows)

    async def save(
        self, organisation: str, author: AuthorKey, history: History, *, known: History
    ) -> None:
        """Keep what became of an author's strikes, of which `known` is what was kept before."""
        before = {strike.strike_id: strike for strike in known.strikes}
        for strike in history.strikes:
            old = before.get(strike.strike_id)
            if strike == old:
                continue
            values = {
                "labels": sorted(strike.labels),
                "clauses": list(strike.clauses),
                "points": strike.points,
                "struck_at": strike.struck_at,
                "expires_at": strike.expires_at,
            }
            await self._connection.execute(
                insert(strikes)
                .values(
                    strike_id=strike.strike_id,
                    organisation=organisation,
                    author=author,
                    message_id=strike.message_id,
                    **values,
                )
                .on_conflict_do_update(index_elements=["strike_id"], set_=values)
            )
            await self._save_comments(strike, {} if old is None else old.comments)

    async def _save_comments(self, strike: Strike, known: Mapping[CommentVersion, Struck]) -> None:
        """Write only what has changed: a strike may have thousands of comments."""
        gone = [version for version in known if version not in strike.comments]
        if gone:
            await self._connection.execute(
                _FORGET_COMMENT,
                [
                    {"of_strike": strike.strike_id, "of_ref": str(each.ref), "of_event": _id(each)}
                    for each in gone
                ],
            )
        changed = [
            {
                "strike_id": strike.strike_id,
                "ref": str(version.ref),
                "event_id": _id(version),
                "basis": struck.basis.value,
                "labels": sorted(struck.labels),
                "clauses": list(struck.clauses),
                "points": struck.points,
                "written_at": struck.written_at,
            }
            for version, struck in strike.comments.items()
            if known.get(version) != struck
        ]
        if changed:
            adding = insert(strike_comments)
            named = ("basis", "labels", "clauses", "points", "written_at")
            new = {name: adding.excluded[name] for name in named}
            keys = ["strike_id", "ref", "event_id"]
            await self._connection.execute(
                adding.on_conflict_do_update(index_elements=keys, set_=new), changed
            )

    async def proposals(self, organisation: str, author: AuthorKey) -> Sequence[Proposal]:
        """Return what was proposed about an author, oldest first."""
        rows = await self._connection.execute(
            select(measures)
            .where(measures.c.organisation == organisation, measures.c.author == author)
            .order_by(measures.c.proposed_at, measures.c.measure_id)
        )
        return [
            Proposal(
                measure_id=MeasureId(row.measure_id),
                measure=Measure(row.measure),
                ref=CommentRef.parse(row.ref),
                strikes=frozenset(row.strikes),
                proposed_at=row.proposed_at,
                outcome=Outcome(row.outcome) if row.outcome else None,
                settled_at=row.settled_at,
                because=row.because or "",
            )
            for row in rows
        ]

    async def propose(self, organisation: str, author: AuthorKey, proposal: Proposal) -> None:
        """Keep a new proposal."""
        await self._connection.execute(
            insert(measures)
            .values(
                measure_id=proposal.measure_id,
                organisation=organisation,
                author=author,
                ref=str(proposal.ref),
                measure=proposal.measure.value,
                strikes=sorted(proposal.strikes),
                proposed_at=proposal.proposed_at,
            )
            .on_conflict_do_nothing()
        )

    async def settle(
        self,
        organisation: str,
        measure_id: MeasureId,
        outcome: Outcome,
        *,
        at: datetime,
        because: str = "",
    ) -> bool:
        """Note what came of a proposal; False when nothing changed.

        A person's word comes before a withdrawal, whichever arrives first.
        """
        noting = update(measures).where(
            measures.c.organisation == organisation, measures.c.measure_id == measure_id
        )
        if outcome is Outcome.WITHDRAWN:
            noting = noting.where(measures.c.outcome.is_(None))
        result = await self._connection.execute(
            noting.values(outcome=outcome.value, settled_at=at, because=because or None)
        )
        return result.rowcount == 1

    async def author_of(self, organisation: str, measure_id: MeasureId) -> AuthorKey | None:
        """Return about whom a measure is; None when no such measure is known."""
        author = await self._connection.scalar(
            select(measures.c.author).where(
                measures.c.organisation == organisation, measures.c.measure_id == measure_id
            )
        )
        return AuthorKey(bytes(author)) if author is not None else None

    async def waiting(self, organisation: str) -> Sequence[AuthorKey]:
        """Return about whom something is proposed that nobody has decided yet."""
        rows = await self._connection.execute(
            select(measures.c.author)
            .distinct()
            .where(measures.c.organisation == organisation, measures.c.outcome.is_(None))
            .order_by(measures.c.author)
        )
        return [AuthorKey(bytes(row.author)) for row in rows]

    async def activity(self, organisation: str, author: AuthorKey, *, since: datetime) -> Activity:
        """Return how much an author has written since a moment."""
        row = (
            await self._connection.execute(
                select(
                    func.count().label("comments"),
                    func.count(func.distinct(comments_seen.c.message_id)).label("messages"),
                ).where(
                    comments_seen.c.organisation == organisation,
                    comments_seen.c.author == author,
                    comments_seen.c.seen_at >= since,
                )
            )
        ).one()
        return Activity(comments=row.comments, messages=row.messages)

    async def prolific(
        self, organisation: str, *, since: datetime, at_least: int, limit: int
    ) -> Sequence[Prolific]:
        """Return who has written most since a moment, with their newest comment."""
        counted = func.count().label("comments")
        newest_first = aggregate_order_by(
            comments_seen.c.ref, comments_seen.c.seen_at.desc(), comments_seen.c.ref
        )
        newest = func.array_agg(newest_first).label("refs")
        rows = await self._connection.execute(
            select(comments_seen.c.author, counted, newest)
            .where(
                comments_seen.c.organisation == organisation,
                comments_seen.c.author.is_not(None),
                comments_seen.c.seen_at >= since,
            )
            .group_by(comments_seen.c.author)
            .having(func.count() >= at_least)
            .order_by(counted.desc(), comments_seen.c.author)
            .limit(limit)
        )
        return [
            Prolific(
                author=AuthorKey(bytes(row.author)),
                comments=row.comments,
                newest=CommentRef.parse(row.refs[0]),
            )
            for row in rows
        ]


async def forget_strikes(connection: AsyncConnection, *, before: datetime) -> None:
    """Delete strikes that had expired by a moment; what was proposed of them stays."""
    await connection.execute(delete(strikes).where(strikes.c.expires_at < before))


async def forget_measures(connection: AsyncConnection, *, before: datetime) -> None:
    """Delete measures that were settled before a moment; what waits for a person stays."""
    await connection.execute(delete(measures).where(measures.c.settled_at < before))


def _id(version: CommentVersion) -> str:
    return version.event_id or ""

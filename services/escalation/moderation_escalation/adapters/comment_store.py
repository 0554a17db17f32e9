"""Comments and decisions in PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.events import Comment, Reason
from moderation_common.identity import CommentRef, DecisionId, EventId, GroupId, WordingId
from moderation_common.vocabulary import Action, Category, Kind, Label, Urgency
from moderation_escalation.adapters.sealing import Sealer, author_subject
from moderation_escalation.adapters.tables import comment_versions, comments, decisions
from moderation_escalation.domain.case import CommentVersion, Decision, StoredComment


class CommentStore:
    """See the port `Comments`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    async def store(
        self,
        comment: Comment,
        *,
        organisation: str,
        event_id: EventId,
        received_at: datetime,
        edited: bool,
    ) -> bool:
        """Keep this version's words, and show it unless a later one is; says whether it is shown.

        An edit with the time of the version before is the later of the two: platforms give whole
        seconds.
        """
        subject = author_subject(organisation, comment.ref, comment.author.author_id)
        sealed = await self._sealer.seal(subject, json.dumps(_personal(comment)))
        key = {"organisation": organisation, "ref": str(comment.ref)}
        await self._connection.execute(
            insert(comment_versions)
            .values(
                **key,
                version=event_id,
                subject=subject,
                sealed=sealed,
                written_at=comment.version_at,
            )
            .on_conflict_do_nothing()
        )
        await self._connection.execute(insert(comments).values(**key).on_conflict_do_nothing())
        mine = (comments.c.organisation == organisation) & (comments.c.ref == str(comment.ref))
        known = (
            await self._connection.execute(select(comments).where(mine).with_for_update())
        ).one()
        # The clocks of deadlines run from the first version to arrive.
        first = min(received_at, known.received_at or received_at)
        if known.version_at is not None and (
            known.version_at > comment.version_at
            or (known.version_at == comment.version_at and not edited)
        ):
            await self._connection.execute(update(comments).where(mine).values(received_at=first))
            return False
        await self._connection.execute(
            update(comments)
            .where(mine)
            .values(
                subject=subject,
                sealed=sealed,
                version=event_id,
                version_at=comment.version_at,
                kind=comment.kind.value,
                post_id=comment.post_id,
                created_at=comment.created_at,
                edited_at=comment.edited_at,
                received_at=first,
            )
        )
        return True

    async def note_removal(
        self, ref: CommentRef, *, organisation: str, removed_at: datetime
    ) -> None:
        """Remember that the comment is gone, also when it has not arrived yet."""
        await self._connection.execute(
            insert(comments)
            .values(organisation=organisation, ref=str(ref), removed_at=removed_at)
            .on_conflict_do_update(
                index_elements=["organisation", "ref"], set_={"removed_at": removed_at}
            )
        )

    async def note_visibility(
        self, ref: CommentRef, *, organisation: str, hidden: bool, at: datetime
    ) -> None:
        """Remember whether we have hidden the comment, unless something later is known."""
        values = {"hidden": hidden, "visibility_at": at}
        await self._connection.execute(
            insert(comments)
            .values(organisation=organisation, ref=str(ref), **values)
            .on_conflict_do_update(
                index_elements=["organisation", "ref"],
                set_=values,
                where=comments.c.visibility_at.is_(None) | (comments.c.visibility_at <= at),
            )
        )

    async def find(self, organisation: str, ref: CommentRef) -> StoredComment | None:
        """Return what is kept of a comment."""
        return (await self.find_each(organisation, [ref])).get(ref)

    async def find_each(
        self, organisation: str, refs: Collection[CommentRef]
    ) -> Mapping[CommentRef, StoredComment]:
        """Return what is kept of each of some comments, at most a few hundred."""
        query = select(comments).where(
            comments.c.organisation == organisation,
            comments.c.ref.in_([str(ref) for ref in refs]),
        )
        rows = (await self._connection.execute(query)).all()
        contents = await self._sealer.open_each([(row.subject, row.sealed) for row in rows])
        found = (_read_comment(row, content) for row, content in zip(rows, contents, strict=True))
        return {comment.ref: comment for comment in found}

    async def versions(
        self, organisation: str, ref: CommentRef, wanted: Collection[EventId]
    ) -> Sequence[CommentVersion]:
        """Return those of the versions that have arrived, oldest first."""
        rows = await self._connection.execute(
            select(comment_versions)
            .where(
                comment_versions.c.organisation == organisation,
                comment_versions.c.ref == str(ref),
                comment_versions.c.version.in_(wanted),
            )
            .order_by(comment_versions.c.written_at, comment_versions.c.version)
        )
        versions = []
        for row in rows.all():
            content = await self._sealer.open(row.subject, row.sealed)
            personal: dict[str, Any] = json.loads(content) if content is not None else {}
            versions.append(
                CommentVersion(
                    version=EventId(row.version),
                    text=personal.get("text"),
                    attachments=tuple(personal.get("attachments", ())),
                    written_at=row.written_at,
                )
            )
        return versions


def _read_comment(row: Row[Any], content: str | None) -> StoredComment:
    personal: dict[str, Any] = json.loads(content) if content is not None else {}
    return StoredComment(
        ref=CommentRef.parse(row.ref),
        organisation=row.organisation,
        version=EventId(row.version) if row.version is not None else None,
        kind=Kind(row.kind) if row.kind is not None else None,
        text=personal.get("text"),
        author_id=personal.get("author_id"),
        author_name=personal.get("author_name"),
        attachments=tuple(personal.get("attachments", ())),
        post_id=row.post_id,
        permalink=personal.get("permalink"),
        created_at=row.created_at,
        edited_at=row.edited_at,
        received_at=row.received_at,
        removed_at=row.removed_at,
        hidden=row.hidden,
        erased=row.version is not None and content is None,
    )


def _personal(comment: Comment) -> dict[str, Any]:
    """Return what of a comment is its author's, and is sealed."""
    return {
        "text": comment.text,
        "author_id": comment.author.author_id,
        "author_name": comment.author.name or comment.author.handle,
        "attachments": list(comment.attachments),
        # An address on the platform often spells its author's handle.
        "permalink": comment.permalink,
    }


class DecisionStore:
    """See the port `Decisions`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def store(self, decision: Decision) -> None:
        """Keep a decision."""
        await self._connection.execute(
            insert(decisions)
            .values(
                decision_id=decision.decision_id,
                organisation=decision.organisation,
                ref=str(decision.ref),
                comment_event_id=decision.comment_event_id,
                kind=decision.kind.value,
                category=decision.category.value,
                labels=[label.value for label in decision.labels],
                actions=[action.value for action in decision.actions],
                urgency=decision.urgency.value,
                routes=list(decision.routes),
                review=decision.review,
                reasons=[reason.model_dump(mode="json") for reason in decision.reasons],
                doubts=list(decision.doubts),
                pack=decision.pack,
                made_at=decision.made_at,
                doubtful_labels=[label.value for label in decision.doubtful_labels],
                superseded=decision.superseded,
                group_id=decision.group_id,
                wording_id=decision.wording_id,
            )
            .on_conflict_do_nothing()
        )

    async def find(self, organisation: str, decision_id: DecisionId) -> Decision | None:
        """Return a decision."""
        query = select(decisions).where(
            decisions.c.organisation == organisation, decisions.c.decision_id == decision_id
        )
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else _read_decision(row)

    async def newest_about(self, organisation: str, ref: CommentRef) -> Decision | None:
        """Return the newest decision about a comment that was not overtaken."""
        return (await self.newest_about_each(organisation, [ref])).get(ref)

    async def newest_about_each(
        self, organisation: str, refs: Collection[CommentRef]
    ) -> Mapping[CommentRef, Decision]:
        """Return the same of each of some comments, at most a few hundred."""
        query = (
            select(decisions)
            .ext(distinct_on(decisions.c.ref))
            .where(
                decisions.c.organisation == organisation,
                decisions.c.ref.in_([str(ref) for ref in refs]),
                decisions.c.superseded.is_(False),
            )
            .order_by(decisions.c.ref, decisions.c.made_at.desc(), decisions.c.decision_id)
        )
        found = (_read_decision(row) for row in await self._connection.execute(query))
        return {decision.ref: decision for decision in found}


def _read_decision(row: Row[Any]) -> Decision:
    return Decision(
        decision_id=DecisionId(row.decision_id),
        organisation=row.organisation,
        ref=CommentRef.parse(row.ref),
        comment_event_id=EventId(row.comment_event_id),
        kind=Kind(row.kind),
        category=Category(row.category),
        labels=tuple(Label(label) for label in row.labels),
        actions=tuple(Action(action) for action in row.actions),
        urgency=Urgency(row.urgency),
        routes=tuple(row.routes),
        review=row.review,
        reasons=tuple(Reason.model_validate(reason) for reason in row.reasons),
        doubts=tuple(row.doubts),
        pack=row.pack,
        made_at=row.made_at,
        doubtful_labels=tuple(Label(label) for label in row.doubtful_labels),
        superseded=row.superseded,
        group_id=GroupId(row.group_id) if row.group_id is not None else None,
        wording_id=WordingId(row.wording_id) if row.wording_id is not None else None,
    )

"""What was heard in the last days: texts, sealed, as context for what is said next.

Sealed under their author's key, destroyed after `TEXT_KEPT`, and never written anywhere else.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, exists, func, literal, select, tuple_, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.behaviour_tables import comments_seen, strike_comments
from moderation_classifier.adapters.judgement_rows import text_subject
from moderation_classifier.domain.behaviour.author import AuthorKey
from moderation_classifier.domain.context import (
    MAX_EACH_SIDE,
    SAID_TOGETHER,
    TEXT_KEPT,
    Thread,
    written_order,
)
from moderation_classifier.ports import SeenComment
from moderation_common.events import Comment
from moderation_common.identity import CommentRef
from moderation_common.postgres import SubjectVault

_LOCK: Final = sql("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")

_WRITTEN: Final[tuple[ColumnElement[Any], ...]] = (
    comments_seen.c.written_at,
    func.length(comments_seen.c.ref),
    comments_seen.c.ref.collate("C"),
)
"""As `written_order` has it."""

_SEEN_KEPT: Final = timedelta(days=400)
"""So long it is known who wrote a comment: a person may decide late."""


class HeardRows:
    """See the port `Heard`; without a vault no text is kept."""

    def __init__(self, connection: AsyncConnection, vault: SubjectVault | None) -> None:
        self._connection = connection
        self._vault = vault

    async def thread(
        self, organisation: str, comment: Comment, *, author: AuthorKey | None
    ) -> Thread:
        """Return what was said around a comment, as far as it was heard and is still kept.

        Comments of one author may be judged at once, by several processes. They wait for each
        other here, so that whichever comes second sees the other. Everybody locks the comment
        before its author's thread, and messages and records after it, so that no two wait for
        each other.
        """
        ref = comment.ref
        earlier: tuple[str, ...] = ()
        later: tuple[str, ...] = ()
        if author is not None and comment.post_id is not None:
            name = f"classifier/thread/{organisation}/{author.hex()}/{comment.post_id}"
            await self._connection.execute(_LOCK, {"name": name})
            earlier = await self._beside(organisation, comment, author, later=False)
            later = await self._beside(organisation, comment, author, later=True)
        parent = comment.parent_text
        if parent is None and comment.parent_id is not None:
            parent = await self._text_of(organisation, ref, comment.parent_id)
        post = comment.post_text
        if post is None and comment.post_id is not None and comment.post_id != ref.comment_id:
            post = await self._text_of(organisation, ref, comment.post_id)
        return Thread(
            post_text=post,
            parent_text=parent,
            earlier=earlier,
            later=later,
            answers_other=await self._answers_other(organisation, comment, author),
        )

    async def keep(
        self, organisation: str, comment: Comment, seen: SeenComment, *, now: datetime
    ) -> None:
        """Keep who wrote a comment and to what it belongs, and for a while, sealed, its text."""
        subject = text_subject(organisation, comment.ref, comment.author.author_id)
        sealed = None
        if self._vault is not None and comment.text:
            sealed = await self._vault.seal(self._connection, subject, comment.text)
        values = {
            "author": seen.author,
            "message_id": seen.message_id,
            "group_id": seen.group_id,
            "wording_id": seen.wording_id,
            "labels": [label.value for label in seen.labels],
            "post_id": comment.post_id,
            "written_at": comment.version_at,
            "subject": subject if sealed is not None else None,
            "sealed": sealed,
        }
        statement = insert(comments_seen).values(
            organisation=organisation, ref=str(comment.ref), seen_at=now, **values
        )
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["organisation", "ref"], set_=values)
        )

    async def _beside(
        self, organisation: str, comment: Comment, author: AuthorKey, *, later: bool
    ) -> tuple[str, ...]:
        """Return what its author said nearest to a comment on one side of it, oldest first."""
        written, at = comments_seen.c.written_at, comment.version_at
        place, own = tuple_(*_WRITTEN), tuple_(*(literal(each) for each in written_order(comment)))
        rows = (
            await self._connection.execute(
                select(comments_seen.c.subject, comments_seen.c.sealed)
                .where(
                    comments_seen.c.organisation == organisation,
                    comments_seen.c.author == author,
                    comments_seen.c.post_id == comment.post_id,
                    comments_seen.c.ref != str(comment.ref),
                    written < at + SAID_TOGETHER if later else written > at - SAID_TOGETHER,
                    place > own if later else place < own,
                    comments_seen.c.sealed.is_not(None),
                )
                .order_by(*(each if later else each.desc() for each in _WRITTEN))
                .limit(MAX_EACH_SIDE)
            )
        ).all()
        in_order = rows if later else reversed(rows)
        texts = [await self._open(row.subject, row.sealed) for row in in_order]
        return tuple(text for text in texts if text)

    async def _answers_other(
        self, organisation: str, comment: Comment, author: AuthorKey | None
    ) -> bool:
        # The body's own comments are not heard. Who answers under a comment of their own mostly
        # answers the body there, for threads are flat.
        if author is None or comment.parent_id is None:
            return False
        answered = comment.ref.model_copy(update={"comment_id": comment.parent_id})
        writer = await self._connection.scalar(
            select(comments_seen.c.author).where(
                comments_seen.c.organisation == organisation,
                comments_seen.c.ref == str(answered),
            )
        )
        return writer is not None and AuthorKey(bytes(writer)) != author

    async def _text_of(self, organisation: str, near: CommentRef, comment_id: str) -> str | None:
        other = near.model_copy(update={"comment_id": comment_id})
        row = (
            await self._connection.execute(
                select(comments_seen.c.subject, comments_seen.c.sealed).where(
                    comments_seen.c.organisation == organisation, comments_seen.c.ref == str(other)
                )
            )
        ).one_or_none()
        return None if row is None else await self._open(row.subject, row.sealed)

    async def _open(self, subject: str | None, sealed: bytes | None) -> str | None:
        if self._vault is None or subject is None or sealed is None:
            return None
        return await self._vault.open(self._connection, subject, bytes(sealed))


async def forget_texts_heard(connection: AsyncConnection, *, now: datetime) -> None:
    """Destroy texts whose time is over."""
    await connection.execute(
        update(comments_seen)
        .where(comments_seen.c.sealed.is_not(None), comments_seen.c.seen_at < now - TEXT_KEPT)
        .values(subject=None, sealed=None)
    )


async def forget_heard(connection: AsyncConnection, *, now: datetime) -> None:
    """Destroy, long after the texts, who wrote which comment, unless it stands in a strike.

    Strikes last as long as a pack says, and without it a person could not take one back.
    """
    stands = exists().where(strike_comments.c.ref == comments_seen.c.ref)
    await connection.execute(
        delete(comments_seen).where(comments_seen.c.seen_at < now - _SEEN_KEPT, ~stands)
    )

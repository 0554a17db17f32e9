"""What was heard in the last days: texts, sealed, as context for what is said next.

Sealed under their author's key, destroyed after `TEXT_KEPT`, and never written anywhere else.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.behaviour_tables import comments_seen
from moderation_classifier.adapters.judgement_rows import text_subject
from moderation_classifier.domain.author import AuthorKey
from moderation_classifier.domain.context import EARLIER_KEPT, MAX_EARLIER, TEXT_KEPT, Thread
from moderation_classifier.ports import SeenComment
from moderation_common.events import Comment
from moderation_common.identity import CommentRef
from moderation_common.postgres import SubjectVault

_SEEN_KEPT: Final = timedelta(days=400)
"""So long it is known who wrote a comment: a person may decide late, and strikes last."""


class HeardRows:
    """See the port `Heard`; without a vault no text is kept."""

    def __init__(self, connection: AsyncConnection, vault: SubjectVault | None) -> None:
        self._connection = connection
        self._vault = vault

    async def thread(
        self, organisation: str, comment: Comment, *, author: AuthorKey | None
    ) -> Thread:
        """Return what was said around a comment, as far as it was heard and is still kept."""
        ref = comment.ref
        parent = comment.parent_text
        if parent is None and comment.parent_id is not None:
            parent = await self._text_of(organisation, ref, comment.parent_id)
        post = comment.post_text
        if post is None and comment.post_id is not None and comment.post_id != ref.comment_id:
            post = await self._text_of(organisation, ref, comment.post_id)
        earlier = await self._earlier(organisation, comment, author)
        return Thread(
            post_text=post,
            parent_text=parent,
            earlier=earlier,
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

    async def _earlier(
        self, organisation: str, comment: Comment, author: AuthorKey | None
    ) -> tuple[str, ...]:
        if author is None or comment.post_id is None:
            return ()
        rows = (
            await self._connection.execute(
                select(comments_seen.c.subject, comments_seen.c.sealed)
                .where(
                    comments_seen.c.organisation == organisation,
                    comments_seen.c.author == author,
                    comments_seen.c.post_id == comment.post_id,
                    comments_seen.c.ref != str(comment.ref),
                    comments_seen.c.written_at > comment.version_at - EARLIER_KEPT,
                    comments_seen.c.written_at <= comment.version_at,
                    comments_seen.c.sealed.is_not(None),
                )
                .order_by(comments_seen.c.written_at.desc(), comments_seen.c.seen_at.desc())
                .limit(MAX_EARLIER)
            )
        ).all()
        texts = [await self._open(row.subject, row.sealed) for row in reversed(rows)]
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
    """Destroy, long after the texts, who wrote which comment."""
    await connection.execute(
        delete(comments_seen).where(comments_seen.c.seen_at < now - _SEEN_KEPT)
    )

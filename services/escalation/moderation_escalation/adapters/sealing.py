"""Sealing what people wrote: under the key of the comment's author, so that one erasure takes all.

What staff write about a comment may quote it or name its author, and is sealed alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.identity import CommentRef
from moderation_common.postgres import SubjectVault
from moderation_escalation.adapters.tables import comments


def author_subject(organisation: str, ref: CommentRef, author_id: str) -> str:
    """Return under whose key a comment is sealed: its author's with the body, on the platform.

    Where the platform withholds the author, the comment has a key of its own.
    """
    if author_id:
        return f"{organisation}/{ref.platform}/{author_id}"
    return f"{organisation}/comment/{ref}"


class Sealer:
    """Seals and opens within one transaction."""

    def __init__(self, connection: AsyncConnection, vault: SubjectVault) -> None:
        self._connection = connection
        self._vault = vault

    async def subject_of(self, organisation: str, ref: CommentRef) -> str:
        """Return under whose key to seal what is written about a comment."""
        query = select(comments.c.subject).where(
            comments.c.organisation == organisation, comments.c.ref == str(ref)
        )
        subject = (await self._connection.execute(query)).scalar_one_or_none()
        return subject or author_subject(organisation, ref, "")

    async def seal(self, subject: str, content: str) -> bytes | None:
        """Return the sealed content; None when the subject was erased."""
        return await self._vault.seal(self._connection, subject, content)

    async def open(self, subject: str | None, sealed: bytes | None) -> str | None:
        """Return the content; None when there is none or the subject was erased."""
        if subject is None or sealed is None:
            return None
        return await self._vault.open(self._connection, subject, bytes(sealed))

    async def open_each(
        self, sealed: Sequence[tuple[str | None, bytes | None]]
    ) -> Sequence[str | None]:
        """Return each content as `open` does, with one query for all."""
        kept = [
            (subject, bytes(content))
            for subject, content in sealed
            if subject is not None and content is not None
        ]
        opened = iter(await self._vault.open_each(self._connection, kept) if kept else ())
        return [
            None if subject is None or content is None else next(opened)
            for subject, content in sealed
        ]

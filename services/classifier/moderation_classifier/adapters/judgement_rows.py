"""Writes what was decided, and seals the texts that are kept, in the caller's transaction."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.learning_tables import judgements, kept_texts
from moderation_classifier.domain.author import AUTHOR_KEY_PURPOSE, AuthorHasher
from moderation_classifier.domain.judgement import Judgement
from moderation_common.events import Comment
from moderation_common.identity import CommentRef
from moderation_common.postgres import SubjectVault
from moderation_common.vault import Vault


def text_subject(organisation: str, ref: CommentRef, author_id: str) -> str:
    """Return under whose key a text is sealed: its author's, else the comment's own.

    The names are those of the audit record, so that one list of keys erases somebody in both.
    """
    if author_id:
        return f"author/{organisation}/{ref.platform}/{author_id}"
    return f"comment/{ref}"


class JudgementKeeper:
    """Keeps judgements; without a vault neither texts nor authors."""

    def __init__(self, vault: Vault | None, *, schema: str) -> None:
        self._texts = SubjectVault(vault, schema=schema) if vault else None
        self._authors = AuthorHasher(vault.derive_key(AUTHOR_KEY_PURPOSE)) if vault else None

    async def keep(
        self, connection: AsyncConnection, judgement: Judgement, comment: Comment
    ) -> None:
        """Keep one judgement, and its text where it says so; one that is kept stays as it is."""
        author_id = comment.author.author_id
        author = (
            self._authors.key_of(judgement.organisation, judgement.platform, author_id)
            if self._authors
            else None
        )
        await connection.execute(
            insert(judgements).values(_row(judgement, author)).on_conflict_do_nothing()
        )
        if self._texts is None or not judgement.keeps_text:
            return
        subject = text_subject(judgement.organisation, judgement.ref, author_id)
        sealed = await self._texts.seal(connection, subject, comment.text)
        await connection.execute(
            insert(kept_texts)
            .values(
                decision_id=judgement.decision_id,
                organisation=judgement.organisation,
                subject=subject,
                sealed=sealed,
                kept_at=judgement.judged_at,
            )
            .on_conflict_do_nothing()
        )


def _row(judgement: Judgement, author: bytes | None) -> dict[str, object]:
    return {
        "decision_id": judgement.decision_id,
        "comment_event_id": judgement.comment_event_id,
        "ref": str(judgement.ref),
        "organisation": judgement.organisation,
        "platform": judgement.platform.value,
        "kind": judgement.kind.value,
        "language": judgement.language,
        "judged_at": judgement.judged_at,
        "pack": judgement.pack,
        "row": judgement.row,
        "category": judgement.category.value,
        "labels": list(judgement.labels),
        "doubtful": list(judgement.doubtful),
        "actions": list(judgement.actions),
        "proposed": list(judgement.proposed),
        "review": judgement.review,
        "superseded": judgement.superseded,
        "scores": dict(judgement.scores),
        "sources": dict(judgement.sources),
        "author_hash": author,
        "stratum": judgement.draw.stratum.value,
        "share": judgement.draw.share,
        "asked": judgement.draw.asked,
    }

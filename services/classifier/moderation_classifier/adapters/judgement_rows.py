"""Writes what was decided, and seals the texts that are kept, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.learning_tables import (
    case_verdicts,
    judgements,
    kept_texts,
    verdicts,
    verdicts_in_force,
)
from moderation_classifier.domain.behaviour.visibility import lets_stand
from moderation_classifier.domain.context import TEXT_KEPT
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_common.events import Comment
from moderation_common.identity import CommentRef
from moderation_common.policy.strikes import GROUP_WINDOW
from moderation_common.postgres import SubjectVault
from moderation_common.vault import Vault
from moderation_common.vocabulary import Action

FORGOTTEN_AT_ONCE: Final = 1_000
"""Judgements that go in one transaction: a second's work, with all that hangs on them."""


def text_subject(organisation: str, ref: CommentRef, author_id: str) -> str:
    """Return under whose key a text is sealed: its author's, else the comment's own.

    The names are those of the audit record, so that one list of keys erases somebody in both.
    """
    if author_id:
        return f"author/{organisation}/{ref.platform}/{author_id}"
    return f"comment/{ref}"


class JudgementKeeper:
    """Keeps judgements; without a vault no texts."""

    def __init__(self, vault: Vault | None, *, schema: str) -> None:
        self._texts = SubjectVault(vault, schema=schema) if vault else None

    async def keep(
        self, connection: AsyncConnection, judgement: Judgement, comment: Comment
    ) -> None:
        """Keep one judgement, and its text where it says so; one that is kept stays as it is."""
        await connection.execute(
            insert(judgements).values(_row(judgement)).on_conflict_do_nothing()
        )
        if self._texts is None or not judgement.keeps_text:
            return
        subject = text_subject(judgement.organisation, judgement.ref, comment.author.author_id)
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


async def forget_said(connection: AsyncConnection, *, now: datetime) -> int:
    """Destroy, with the texts, by what the oldest versions are told to say the same.

    What a person has let stand by then keeps it as long as its judgement. Returns how many were
    looked at: with `FORGOTTEN_AT_ONCE` there may be more.
    """
    due = (
        select(judgements.c.decision_id)
        .where(judgements.c.said_until < now)
        .order_by(judgements.c.said_until)
        .limit(FORGOTTEN_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    ids = list(await connection.scalars(due))
    if not ids:
        return 0
    # As values: joined to the view they would have it work out every verdict there is.
    held = await connection.execute(
        select(verdicts_in_force.c.decision_id, verdicts_in_force.c.actions).where(
            verdicts_in_force.c.decision_id.in_(ids)
        )
    )
    left = {row.decision_id for row in held if lets_stand([Action(each) for each in row.actions])}
    await connection.execute(
        update(judgements).where(judgements.c.decision_id.in_(ids)).values(said_until=None)
    )
    gone = [decision_id for decision_id in ids if decision_id not in left]
    await connection.execute(
        update(judgements).where(judgements.c.decision_id.in_(gone)).values(said=None)
    )
    return len(ids)


async def forget_said_of(connection: AsyncConnection, ref: CommentRef) -> None:
    """Destroy at once by what any version of a comment is told to say the same."""
    await connection.execute(
        update(judgements)
        .where(judgements.c.ref == str(ref), judgements.c.said.is_not(None))
        .values(said=None, said_until=None)
    )


async def forget_judgements(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete the oldest judgements made before a moment, with their texts and verdicts.

    What was decided about a group holds for copies that came later, so `forget_verdicts` lets go
    of it. Returns how many went: with `FORGOTTEN_AT_ONCE` there may be more.
    """
    oldest = (
        select(judgements.c.decision_id)
        .where(judgements.c.judged_at < before)
        .order_by(judgements.c.judged_at)
        .limit(FORGOTTEN_AT_ONCE)
        # A verdict that is being kept holds its judgement, which then goes the next time.
        .with_for_update(skip_locked=True)
    )
    ids = list(await connection.scalars(oldest))
    await connection.execute(
        update(verdicts)
        .where(verdicts.c.decision_id.in_(ids), verdicts.c.group_id.is_not(None))
        .values(decision_id=None)
    )
    for table in (kept_texts, verdicts, case_verdicts, judgements):
        await connection.execute(delete(table).where(table.c.decision_id.in_(ids)))
    return len(ids)


async def forget_verdicts(connection: AsyncConnection, *, before: datetime) -> None:
    """Delete verdicts of before a moment about comments of which no judgement is known.

    One about a group goes when no judgement that it settles can be left.
    """
    settles_nothing = or_(
        verdicts.c.group_id.is_(None), verdicts.c.decided_at < before - GROUP_WINDOW
    )
    await connection.execute(
        delete(verdicts).where(
            verdicts.c.decision_id.is_(None), verdicts.c.decided_at < before, settles_nothing
        )
    )
    await connection.execute(
        delete(case_verdicts).where(
            case_verdicts.c.decision_id.is_(None), case_verdicts.c.decided_at < before
        )
    )


def _row(judgement: Judgement) -> dict[str, object]:
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
        "stratum": judgement.draw.stratum.value,
        "share": judgement.draw.share,
        "asked": judgement.draw.asked,
        "model": judgement.model,
        "group_id": judgement.group_id,
        "wording_id": judgement.wording_id,
        "modes": sorted(judgement.circumstances.modes),
        "points": judgement.circumstances.points,
        "to_another": judgement.to_another,
        "attached": judgement.attached,
        "read_whole": judgement.read_whole,
        "said": judgement.said.pack() if judgement.said is not None else None,
        "said_until": judgement.judged_at + TEXT_KEPT if judgement.said is not None else None,
    }

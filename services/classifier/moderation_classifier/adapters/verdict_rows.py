"""Writes what people decided beside what the machine had decided, in the caller's transaction."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_unless_there
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.learning_tables import (
    case_verdicts,
    judgements,
    verdicts,
    verdicts_in_force,
)
from moderation_classifier.domain.case_answers import CaseVerdict
from moderation_classifier.domain.example import Verdict
from moderation_classifier.domain.outcome import decision_id_of
from moderation_classifier.domain.visibility import lets_stand
from moderation_common.identity import CommentRef
from moderation_common.vault import Vault
from moderation_common.vocabulary import Action

_PURPOSE: Final = "classifier: moderators"


class VerdictKeeper:
    """Keeps verdicts; who decided only as a keyed hash, and without a vault not at all."""

    def __init__(self, vault: Vault | None) -> None:
        self._key = vault.derive_key(_PURPOSE) if vault else None

    async def keep(self, connection: AsyncConnection, verdict: Verdict) -> bool:
        """Keep one verdict; of several about one version the last decided is the current one.

        One from the platform is kept only where nobody here has decided about the version, and
        goes when somebody does: it says no more than that the comment was shown.
        """
        decision_id = await self._decision_of(connection, verdict)
        current = True
        if verdict.on_platform and decision_id is None:
            return False
        if decision_id is not None:
            # The judgement's lock makes verdicts about one version wait for each other.
            await connection.execute(
                select(judgements.c.decision_id)
                .where(judgements.c.decision_id == decision_id)
                .with_for_update()
            )
            if verdict.on_platform and await _is_decided(connection, decision_id):
                return False
            await connection.execute(
                delete(verdicts).where(
                    verdicts.c.decision_id == decision_id, verdicts.c.on_platform
                )
            )
            newer = await connection.execute(
                select(verdicts.c.event_id).where(
                    verdicts.c.decision_id == decision_id,
                    verdicts.c.current,
                    verdicts.c.decided_at > verdict.decided_at,
                )
            )
            current = newer.first() is None
            if current:
                await connection.execute(
                    update(verdicts)
                    .where(verdicts.c.decision_id == decision_id, verdicts.c.current)
                    .values(current=False)
                )
        if verdict.group_id is not None:
            await connection.execute(
                delete(verdicts).where(
                    verdicts.c.on_platform, verdicts.c.decision_id.in_(_members(verdict))
                )
            )
        await connection.execute(
            insert(verdicts).values(
                event_id=verdict.event_id,
                review_id=verdict.review_id,
                decision_id=decision_id,
                group_id=verdict.group_id,
                ref=str(verdict.ref),
                organisation=verdict.organisation,
                decided_at=verdict.decided_at,
                decided_by=self._hash(verdict.organisation, verdict.decided_by),
                role=verdict.role.value if verdict.role else None,
                category=verdict.category.value,
                labels=list(verdict.labels),
                actions=list(verdict.actions),
                current=current,
                on_platform=verdict.on_platform,
            )
        )
        return True

    async def is_left(
        self, connection: AsyncConnection, organisation: str, ref: CommentRef
    ) -> bool:
        """Say whether the last that a person decided about any version was to let it stand."""
        found = await connection.scalars(
            select(judgements.c.decision_id).where(
                judgements.c.ref == str(ref), judgements.c.organisation == organisation
            )
        )
        versions = found.all()
        if not versions:
            return False
        # As values: joined to the view they would have it work out every verdict there is.
        held = await connection.scalar(
            select(verdicts_in_force.c.actions)
            .where(verdicts_in_force.c.decision_id.in_(versions))
            .order_by(verdicts_in_force.c.decided_at.desc())
            .limit(1)
        )
        return held is not None and lets_stand([Action(action) for action in held])

    async def keep_of_case(self, connection: AsyncConnection, verdict: CaseVerdict) -> bool:
        """Keep what was said of a case; False when something was before, which stays."""
        decision_id: str | None = None
        if verdict.decision_id is not None:
            # Locked, so that it is not forgotten in the moment between.
            decision_id = await connection.scalar(
                select(judgements.c.decision_id)
                .where(
                    judgements.c.decision_id == verdict.decision_id,
                    judgements.c.organisation == verdict.organisation,
                    judgements.c.ref == str(verdict.ref),
                )
                .with_for_update(read=True)
            )
        kept = await connection.execute(
            insert_unless_there(case_verdicts)
            .values(
                case_id=verdict.case_id,
                event_id=verdict.event_id,
                decision_id=decision_id,
                ref=str(verdict.ref),
                organisation=verdict.organisation,
                decided_at=verdict.decided_at,
                decided_by=self._hash(verdict.organisation, verdict.decided_by),
                role=verdict.role.value if verdict.role else None,
                confirmed=[label.value for label in verdict.confirmed],
                refused=[label.value for label in verdict.refused],
            )
            .on_conflict_do_nothing()
        )
        return kept.rowcount > 0

    async def _decision_of(self, connection: AsyncConnection, verdict: Verdict) -> str | None:
        """Return the decision about the version that the person read; none when it is not kept.

        Where the event names neither version nor decision, it is the newest before the verdict.
        """
        about = select(judgements.c.decision_id).where(
            judgements.c.organisation == verdict.organisation, judgements.c.ref == str(verdict.ref)
        )
        if verdict.comment_event_id is not None:
            about = about.where(
                judgements.c.decision_id == decision_id_of(verdict.comment_event_id)
            )
        elif verdict.decision_id is not None:
            about = about.where(judgements.c.decision_id == verdict.decision_id)
        else:
            about = about.where(judgements.c.judged_at <= verdict.decided_at)
        newest = about.order_by(judgements.c.judged_at.desc()).limit(1)
        decision_id: str | None = (await connection.execute(newest)).scalar_one_or_none()
        return decision_id

    def _hash(self, organisation: str, subject: str) -> bytes:
        if self._key is None:
            return b""
        message = f"{len(organisation)}:{organisation}{subject}".encode()
        return hmac.digest(self._key, message, hashlib.sha256)


async def _is_decided(connection: AsyncConnection, decision_id: str) -> bool:
    """Say whether somebody has decided about a version, by itself or with its group."""
    held = select(verdicts_in_force.c.event_id).where(
        verdicts_in_force.c.decision_id == decision_id
    )
    return (await connection.execute(held.limit(1))).first() is not None


def _members(verdict: Verdict) -> Select[tuple[str]]:
    return select(judgements.c.decision_id).where(
        judgements.c.group_id == verdict.group_id,
        judgements.c.organisation == verdict.organisation,
    )

"""Writes what people decided beside what the machine had decided, in the caller's transaction."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.learning_tables import judgements, verdicts
from moderation_classifier.domain.example import Verdict
from moderation_classifier.domain.outcome import decision_id_of
from moderation_common.vault import Vault

_PURPOSE: Final = "classifier: moderators"


class VerdictKeeper:
    """Keeps verdicts; who decided only as a keyed hash, and without a vault not at all."""

    def __init__(self, vault: Vault | None) -> None:
        self._key = vault.derive_key(_PURPOSE) if vault else None

    async def keep(self, connection: AsyncConnection, verdict: Verdict) -> None:
        """Keep one verdict; of several about one version the last decided is the current one."""
        decision_id = await self._decision_of(connection, verdict)
        current = True
        if decision_id is not None:
            # The judgement's lock makes verdicts about one version wait for each other.
            await connection.execute(
                select(judgements.c.decision_id)
                .where(judgements.c.decision_id == decision_id)
                .with_for_update()
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
            )
        )

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

"""Writes what people decided beside what the machine had decided, in the caller's transaction."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Sequence
from enum import Enum, auto
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    insert,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_unless_there
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_classifier.adapters.behaviour_tables import comments_seen
from moderation_classifier.adapters.learning_tables import (
    case_verdicts,
    judgements,
    verdicts,
    verdicts_in_force,
)
from moderation_classifier.adapters.visibility_rows import VisibilityRows
from moderation_classifier.domain.behaviour.similarity import Said
from moderation_classifier.domain.behaviour.visibility import lets_stand
from moderation_classifier.domain.outcome import decision_id_of
from moderation_classifier.domain.quality.case_answers import CaseVerdict
from moderation_classifier.domain.quality.example import Verdict
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_common.identity import CommentRef, EventId
from moderation_common.vault import Vault
from moderation_common.vocabulary import Action, Label

_PURPOSE: Final = "classifier: moderators"


class _Likeness(Enum):
    """How like an earlier version of a comment is to the one being judged."""

    SAME = auto()
    CORRECTED = auto()
    OTHER = auto()


class VerdictKeeper:
    """Keeps verdicts; who decided only as a keyed hash, and without a vault not at all."""

    def __init__(self, vault: Vault | None) -> None:
        self._key = vault.derive_key(_PURPOSE) if vault else None

    async def keep(self, connection: AsyncConnection, verdict: Verdict) -> bool:
        """Keep one verdict; of several about one version the last decided is the current one.

        One from the platform is kept only where nobody here has decided about the version, and
        goes when somebody does: it says no more than that the comment was shown. One about a
        version that the machine has not read yet waits for `link`.
        """
        # Whoever judges a version holds the comment: it is judged by now, or finds this verdict.
        await VisibilityRows(connection).lock([verdict.ref])
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
                wording_id=verdict.wording_id,
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
                comment_event_id=verdict.comment_event_id,
            )
        )
        return True

    async def link(self, connection: AsyncConnection, judgement: Judgement) -> None:
        """Put what people decided about a version before it was judged beside its judgement.

        The caller holds the comment. Of several the last decided is the current one.
        """
        early = _unlinked(judgement.organisation, judgement.ref, judgement.comment_event_id)
        last = (
            select(verdicts.c.event_id)
            .where(early)
            .order_by(verdicts.c.decided_at.desc(), verdicts.c.event_id)
            .limit(1)
            .scalar_subquery()
        )
        await connection.execute(
            update(verdicts)
            .where(early)
            .values(decision_id=judgement.decision_id, current=verdicts.c.event_id == last)
        )

    async def is_left(
        self,
        connection: AsyncConnection,
        organisation: str,
        ref: CommentRef,
        *,
        version: EventId,
        said: Said | None = None,
        labels: Collection[Label] = (),
    ) -> bool:
        """Say whether a person let a comment stand of which a version is being judged.

        What was decided last about this very version says so, where somebody was faster than the
        machine; else what was decided last about any other. With `said`, which is what this version
        says, and the `labels` that it bears, only those count that said the same.
        """
        newest = (
            await connection.execute(
                select(verdicts.c.actions, verdicts.c.decided_at)
                .where(_unlinked(organisation, ref, version))
                .order_by(verdicts.c.decided_at.desc(), verdicts.c.event_id)
                .limit(1)
            )
        ).first()
        # Noted by another consumer than verdicts are, so either may be the first to know.
        left_at = await connection.scalar(
            select(comments_seen.c.left_at).where(
                comments_seen.c.organisation == organisation,
                comments_seen.c.ref == str(ref),
                comments_seen.c.left_event_id == version,
            )
        )
        if left_at is not None and (newest is None or newest.decided_at <= left_at):
            return True
        if newest is not None:
            return _lets_stand(newest.actions)
        found = await connection.execute(
            select(
                judgements.c.decision_id,
                judgements.c.said,
                judgements.c.labels,
                judgements.c.doubtful,
            ).where(judgements.c.ref == str(ref), judgements.c.organisation == organisation)
        )
        versions = found.all()
        if said is not None:
            # A word about the very same words comes before one about those they were corrected to.
            for likeness in (_Likeness.SAME, _Likeness.CORRECTED):
                like = [row.decision_id for row in versions if _like(row, said, labels) is likeness]
                held = _verdicts_on(like).order_by(verdicts_in_force.c.decided_at.desc()).limit(1)
                last = (await connection.execute(held)).first() if like else None
                if last is not None:
                    return _lets_stand(last.actions)
            return False
        # As values: joined to the view they would have it work out every verdict there is.
        held = _verdicts_on([row.decision_id for row in versions])
        unlinked = select(verdicts.c.actions, verdicts.c.decided_at).where(
            _unlinked(organisation, ref)
        )
        each = union_all(held, unlinked).subquery()
        actions = await connection.scalar(
            select(each.c.actions).order_by(each.c.decided_at.desc()).limit(1)
        )
        return actions is not None and _lets_stand(actions)

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


def _unlinked(
    organisation: str, ref: CommentRef, version: EventId | None = None
) -> ColumnElement[bool]:
    """Return the condition for verdicts on a comment that wait for the judgement of a version."""
    waiting = and_(
        verdicts.c.organisation == organisation,
        verdicts.c.ref == str(ref),
        verdicts.c.decision_id.is_(None),
    )
    return waiting if version is None else and_(waiting, verdicts.c.comment_event_id == version)


def _verdicts_on(decisions: Sequence[str]) -> Select[tuple[Any, Any]]:
    return select(verdicts_in_force.c.actions, verdicts_in_force.c.decided_at).where(
        verdicts_in_force.c.decision_id.in_(decisions)
    )


def _like(row: Any, said: Said, labels: Collection[Label]) -> _Likeness:  # noqa: ANN401 - a row
    """Say how like a judged version is to one that says `said` and bears some labels.

    The very same words are the same whatever the machine makes of them now. Few words may be worse
    than all before them, so a correction may bear no label of which the person was not told.
    """
    before = Said.unpack(bytes(row.said)) if row.said is not None else None
    if before is not None and before.exact == said.exact:
        return _Likeness.SAME
    # Of what a release before kept, the labels alone are known.
    corrects = before is None or said.corrects(before)
    told = {*row.labels, *row.doubtful}
    return _Likeness.CORRECTED if corrects and told.issuperset(labels) else _Likeness.OTHER


def _lets_stand(actions: Sequence[str]) -> bool:
    return lets_stand([Action(action) for action in actions])


async def _is_decided(connection: AsyncConnection, decision_id: str) -> bool:
    """Say whether somebody has decided about a version, by itself or with its group."""
    held = select(verdicts_in_force.c.event_id).where(
        verdicts_in_force.c.decision_id == decision_id
    )
    return (await connection.execute(held.limit(1))).first() is not None


def _members(verdict: Verdict) -> Select[tuple[str]]:
    members = select(judgements.c.decision_id).where(
        judgements.c.group_id == verdict.group_id,
        judgements.c.organisation == verdict.organisation,
    )
    if verdict.wording_id is None:
        return members
    return members.where(
        or_(judgements.c.wording_id.is_(None), judgements.c.wording_id == verdict.wording_id)
    )

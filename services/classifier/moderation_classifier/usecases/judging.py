"""Judging comments: one event in, one transaction, a decision and its automatic actions out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from moderation_classifier import metrics
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.labelling import Utterance
from moderation_classifier.domain.outcome import decision_events
from moderation_classifier.ports import Judge, Standing, UnitsOfWork
from moderation_common.clock import Clock
from moderation_common.errors import PermanentError
from moderation_common.events import Comment, CommentEdited, Event
from moderation_common.identity import CommentRef
from moderation_common.policy import PolicyPack, PolicyPacks
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Action

_CONSUMER: Final = "classifier"
_RECONSIDER: Final = (
    "It was hidden or deleted and its author has changed it; decide whether to show it again."
)


class JudgeComments:
    """Judges each version of each comment once, under the pack then in force."""

    def __init__(
        self,
        *,
        units: UnitsOfWork,
        judge: Judge,
        packs: Callable[[], PolicyPacks],
        clock: Clock,
    ) -> None:
        self._units = units
        self._judge = judge
        self._packs = packs
        self._clock = clock

    async def judge(self, event: Event, comment: Comment) -> None:
        """Decide about one version of a comment and publish what follows.

        A version that a later one has overtaken, and a comment that is gone, are judged all the
        same, because somebody may be in danger, but nothing is asked of the platform for them.
        Raises `PermanentError` when the organisation has no policy pack.
        """
        pack = self._packs().get(event.organisation)
        if pack is None:
            msg = f"There is no policy pack for {event.organisation!r}; add it and send again."
            raise PermanentError(msg)
        edited = isinstance(event.data, CommentEdited)
        async with self._units() as unit:
            if not await unit.claim(event, consumer=_CONSUMER):
                return
            standing = await unit.take_version(
                comment.ref, version_at=comment.version_at, event_id=event.id, edited=edited
            )
            decision = self._decide(comment, pack, standing)
            if standing.superseded:
                metrics.SUPERSEDED.inc()
            else:
                await unit.note_actions(comment.ref, frozenset(decision.actions))
            await unit.publish(
                decision_events(
                    event,
                    comment,
                    decision,
                    pack=pack,
                    now=self._clock(),
                    superseded=standing.superseded,
                )
            )
        metrics.DECISIONS.labels(
            event.organisation, decision.category.value, str(decision.review).lower()
        ).inc()

    def _decide(self, comment: Comment, pack: PolicyPack, standing: Standing) -> Decision:
        utterance = Utterance(
            text=comment.text,
            kind=comment.kind,
            platform=comment.ref.platform,
            author=comment.author.name,
            internal=_is_internal(pack, comment.ref),
        )
        decision = self._judge.decide(utterance, pack)
        if standing.removed or standing.superseded:
            return replace(decision, actions=(Action.LEAVE,))
        was_removed = not REMOVALS.isdisjoint(standing.earlier_actions)
        if was_removed and REMOVALS.isdisjoint(decision.actions):
            return replace(decision, review=True, doubts=(*decision.doubts, _RECONSIDER))
        return decision

    async def remove(self, event: Event, ref: CommentRef, removed_at: datetime) -> None:
        """Remember that a comment is gone."""
        async with self._units() as unit:
            if await unit.claim(event, consumer=_CONSUMER):
                await unit.note_removal(ref, removed_at=removed_at)


def _is_internal(pack: PolicyPack, ref: CommentRef) -> bool:
    account = pack.account(ref.platform, ref.account_id)
    return account is not None and account.internal

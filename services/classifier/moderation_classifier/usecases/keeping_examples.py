"""Keeping what people decide as labelled examples: one event in, one transaction."""

from __future__ import annotations

from typing import Final

from moderation_classifier import metrics
from moderation_classifier.domain.behaviour.breaches import takes_back
from moderation_classifier.domain.quality.case_answers import CaseVerdict
from moderation_classifier.domain.quality.example import Verdict
from moderation_classifier.ports import UnitsOfWork
from moderation_common.events import ActorKind, CaseClosed, Event, ReviewDecided

_CONSUMER: Final = "learning"


class KeepExamples:
    """Keeps each decision of a person once."""

    def __init__(self, *, units: UnitsOfWork) -> None:
        self._units = units

    async def keep(self, event: Event, decided: ReviewDecided) -> None:
        """Keep a decision once; a machine's is no example of what people think."""
        if decided.decided_by.kind is not ActorKind.PERSON or decided.part:
            return
        left = takes_back(decided.actions)
        verdict = Verdict(
            event_id=event.id,
            review_id=decided.review_id,
            ref=decided.ref,
            organisation=event.organisation,
            decided_at=event.time,
            decided_by=decided.decided_by.name,
            role=decided.decided_by.role,
            category=decided.category,
            labels=decided.labels,
            actions=decided.actions,
            decision_id=decided.decision_id,
            comment_event_id=decided.comment_event_id,
            # What is left is left in every wording; what is removed was read in one.
            group_id=decided.group_id if left or decided.wording_id else None,
            wording_id=None if left else decided.wording_id,
        )
        async with self._units() as unit:
            if not await unit.claim(event, consumer=_CONSUMER):
                return
            await unit.keep_verdict(verdict)
        metrics.EXAMPLES.labels(event.organisation).inc()

    async def keep_case(self, event: Event, closed: CaseClosed) -> None:
        """Keep what a person said of a case's labels; who said nothing gave no example."""
        said = closed.labels_confirmed or closed.labels_refused
        if closed.closed_by.kind is not ActorKind.PERSON or not said:
            return
        verdict = CaseVerdict(
            event_id=event.id,
            case_id=closed.case_id,
            ref=closed.ref,
            organisation=event.organisation,
            decided_at=event.time,
            decided_by=closed.closed_by.name,
            role=closed.closed_by.role,
            decision_id=closed.decision_id,
            confirmed=closed.labels_confirmed,
            refused=closed.labels_refused,
        )
        async with self._units() as unit:
            if not await unit.claim(event, consumer=_CONSUMER):
                return
            if not await unit.keep_case_verdict(verdict):
                return
        metrics.EXAMPLES.labels(event.organisation).inc()

"""Judging live comments under a version that is tried beside the one in force.

Nothing is done, asked or published for it: the difference is counted and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from moderation_classifier import metrics
from moderation_classifier.domain.behaviour.sketch import Sketch
from moderation_classifier.domain.decision import ask_about_attachments
from moderation_classifier.domain.labelling import Utterance
from moderation_classifier.domain.trials.trying import TrialReport, Tried, report_on
from moderation_classifier.ports import BatchJudge, Examples, Period, UnitOfWork, UnitsOfWork
from moderation_classifier.usecases.occasion import Occasion
from moderation_common.clock import Clock
from moderation_common.events import Comment
from moderation_common.policy import PolicyPack
from moderation_common.policy.shadows import ShadowPack

MAX_DIFFERENCES: Final = 20_000
"""Differences grouped in one answer; where there are more, the newest."""


class WatchShadow:
    """Judges each comment of a body that tries a version, within the judging's transaction."""

    def __init__(
        self, *, judge: BatchJudge, shadows: Callable[[], Mapping[str, ShadowPack]]
    ) -> None:
        self._judge = judge
        self._shadows = shadows

    def asks_points(self, organisation: str) -> bool:
        """Say whether the version that a body tries asks for the author's record."""
        shadow = self._shadows().get(organisation)
        return shadow is not None and shadow.pack.asks_points

    async def watch(
        self, unit: UnitOfWork, occasion: Occasion, *, comment: Comment, utterance: Utterance
    ) -> None:
        """Keep how both versions decide about one text, each for itself."""
        shadow = self._shadows().get(occasion.organisation)
        if shadow is None:
            return
        account = shadow.pack.account(comment.ref.platform, comment.ref.account_id)
        internal = account is not None and account.internal
        before, after = self._judge.decide_many(
            [
                (utterance, occasion.pack),
                (replace(utterance, internal=internal), shadow.pack),
            ]
        )
        tried = Tried(
            ref=comment.ref,
            before=Sketch.of(ask_about_attachments(before, comment)),
            after=Sketch.of(ask_about_attachments(after, comment)),
        )
        await unit.shadows.keep(
            occasion.event, shadow, tried, pack=occasion.pack.reference, now=occasion.now
        )
        metrics.SHADOW_JUDGED.labels(occasion.organisation).inc()
        if tried.changes:
            metrics.SHADOW_CHANGED.labels(
                occasion.organisation, tried.before.outcome.value, tried.after.outcome.value
            ).inc()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowTrial:
    """How a version does in the shadow."""

    candidate: str
    in_force: str
    """The version that it is held against; what it was held against before does not count."""
    period: Period | None
    """From the first comment that both judged up to now; None before the first."""
    cut_off: bool
    """There were more differences; only the newest are grouped."""
    report: TrialReport


class ShowShadow:
    """Reports on the version that a body tries."""

    def __init__(
        self,
        *,
        units: UnitsOfWork,
        examples: Examples,
        shadows: Callable[[], Mapping[str, ShadowPack]],
        clock: Clock,
    ) -> None:
        self._units = units
        self._examples = examples
        self._shadows = shadows
        self._clock = clock

    async def show(self, in_force: PolicyPack, *, examples: int) -> ShadowTrial | None:
        """Return how a version does beside the one in force; None when none is tried.

        Raises `TransientError`.
        """
        organisation = in_force.organisation.key
        shadow = self._shadows().get(organisation)
        if shadow is None:
            return None
        async with self._units() as unit:
            figures = await unit.shadows.figures(
                organisation, shadow, pack=in_force.reference, limit=MAX_DIFFERENCES
            )
        period = Period(figures.since, self._clock()) if figures.since else None
        said = (
            {
                one.judgement.comment_event_id: one
                for one in await self._examples.examples(organisation, period)
            }
            if period
            else {}
        )
        tried = [replace(one, said=said.get(event_id)) for event_id, one in figures.differing]
        report = replace(
            report_on(tried, examples=examples),
            judged=figures.judged,
            reviews_before=figures.reviews,
            reviews_after=figures.candidate_reviews,
        )
        return ShadowTrial(
            candidate=shadow.pack.reference,
            in_force=in_force.reference,
            period=period,
            cut_off=len(tried) >= MAX_DIFFERENCES,
            report=report,
        )

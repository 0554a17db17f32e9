"""Proposing thresholds for one body from what people have decided; nothing takes effect by it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final

from moderation_classifier.domain.quality.demands import Demands
from moderation_classifier.domain.quality.proposal import Proposal, build_proposal
from moderation_classifier.domain.quality.weighing import weigh
from moderation_classifier.ports import Examples, Period
from moderation_common.clock import Clock
from moderation_common.policy import PolicyPack

PROPOSED_OVER: Final = timedelta(days=180)
"""Rare labels need long to gather examples."""
_MAX_JUDGEMENTS: Final = 20_000
"""Judgements held in memory at once; where there were more, the newest are counted on."""


class ProposeThresholds:
    """Fits thresholds anew."""

    def __init__(self, *, examples: Examples, model: str, clock: Clock) -> None:
        """`model` is the id of the model that judges now; only what it scored counts."""
        self._examples = examples
        self._model = model
        self._clock = clock

    async def propose(
        self, pack: PolicyPack, demands: Demands, *, over: timedelta = PROPOSED_OVER
    ) -> Proposal:
        """Return what the examples of comments judged in the time up to now speak for.

        Where there were more judgements than can be held, it speaks of the time of the newest
        alone, and says so. Raises `TransientError` when the database is away.
        """
        now = self._clock()
        organisation = pack.organisation.key
        period = Period(now - over, now)
        # One more tells whether there were more.
        judgements = await self._examples.judgements(
            organisation, period, model=self._model, limit=_MAX_JUDGEMENTS + 1
        )
        cut_off = len(judgements) > _MAX_JUDGEMENTS
        if cut_off:
            del judgements[_MAX_JUDGEMENTS:]
            # Scores, examples and counts must speak of the same comments.
            period = Period(judgements[-1].judged_at, now)
        examples = [
            one
            for one in await self._examples.examples(organisation, period)
            if one.judgement.model == self._model
        ]
        population = await self._examples.population(organisation, period, model=self._model)
        other_models = await self._examples.count_of_other_models(
            organisation, period, model=self._model
        )
        # It takes seconds of computing, which must not hold up the comments.
        return await asyncio.to_thread(
            build_proposal,
            weigh(examples, population),
            judgements,
            pack=pack,
            demands=demands,
            since=period.since,
            cut_off=cut_off,
            other_models=other_models,
        )

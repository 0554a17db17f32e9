"""Measuring: the machine held against people's word, for one body or for the metrics of all."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from moderation_classifier.domain.quality.agreement_figures import Figures, measure
from moderation_classifier.domain.quality.case_answers import CaseFigures, measure_cases
from moderation_classifier.domain.quality.drift import LabelDrift, ScoreCounts, compare
from moderation_classifier.domain.quality.weighing import weigh
from moderation_classifier.ports import Examples, Period
from moderation_common.clock import Clock

FIGURES_OVER: Final = timedelta(days=90)
"""Long enough for rare labels to gather examples, short enough to tell of the machine of today."""
NEWER: Final = timedelta(days=7)
OLDER: Final = timedelta(days=28)
"""The weeks before the newest one that it is held against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How the machine does for one body."""

    period: Period
    figures: Figures
    cases: tuple[CaseFigures, ...]
    """A stratum of its own: nothing of it enters the figures."""
    drift: tuple[LabelDrift, ...]


class MeasureQuality:
    """Measures one body from what is kept; `model` is the id of the one that runs."""

    def __init__(self, *, examples: Examples, model: str, clock: Clock) -> None:
        self._examples = examples
        self._model = model
        self._clock = clock

    async def measure(self, organisation: str, *, over: timedelta = FIGURES_OVER) -> Quality:
        """Return the figures of comments judged in the time up to now, and the last week's drift.

        Drift is what has moved under the running model: another one gives other scores anyway.
        Raises `TransientError` when the database is away.
        """
        now = self._clock()
        period = Period(now - over, now)
        # Counted after the examples are read, so that no example stands for fewer than itself.
        examples = await self._examples.examples(organisation, period)
        population = await self._examples.population(organisation, period)
        given = await self._examples.given(organisation, period)
        # A few thousand examples take a second of computing, which must not hold up the comments.
        figures = await asyncio.to_thread(measure, weigh(examples, population), given)
        cases = measure_cases(
            await self._examples.case_answers(organisation, period),
            {label: sum(comments.values()) for label, comments in given.items()},
        )
        week = now - NEWER
        return Quality(
            period=period,
            figures=figures,
            cases=cases,
            drift=compare(
                await self._score_counts(organisation, Period(week, now)),
                await self._score_counts(organisation, Period(week - OLDER, week)),
            ),
        )

    async def _score_counts(self, organisation: str, period: Period) -> ScoreCounts:
        return await self._examples.score_counts(organisation, period, model=self._model)

"""The job that shows every body's figures as metrics, and lets go of texts kept long enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from moderation_classifier import metrics
from moderation_classifier.domain.quality.agreement_figures import LabelFigures, SafetyFigures
from moderation_classifier.domain.quality.drift import Movement
from moderation_classifier.domain.retention import TEXTS_KEPT_WITHOUT_PACK, begin_of
from moderation_classifier.ports import Examples
from moderation_classifier.usecases.measuring import MeasureQuality, Quality
from moderation_common.clock import Clock
from moderation_common.errors import TransientError
from moderation_common.policy import PolicyPacks

MIN_EXAMPLES: Final = 20
"""With fewer, a label's figure jumps with every answer, and alarms would mean nothing."""


class ShowQuality:
    """Brings the metrics up to date."""

    def __init__(
        self,
        *,
        measure: MeasureQuality,
        examples: Examples,
        packs: Callable[[], PolicyPacks],
        clock: Clock,
    ) -> None:
        self._measure = measure
        self._examples = examples
        self._packs = packs
        self._clock = clock
        self._shown: set[metrics.Series] = set()

    async def __call__(self) -> None:
        """Refresh once.

        What fails for one body is done for the others all the same: it is raised at the end, as
        `TransientError`.
        """
        # All bodies' texts first: what is hard to measure must not keep them.
        failures = [*await self._forget_texts(), *await self._show()]
        if failures:
            raise failures[0]

    async def _show(self) -> list[TransientError]:
        failures: list[TransientError] = []
        shown: set[metrics.Series] = set()
        for organisation in self._packs().organisations:
            try:
                quality = await self._measure.measure(organisation)
            except TransientError as error:
                failures.append(error)
                # Its last figures stand until it can be measured again.
                shown.update(series for series in self._shown if series[1][0] == organisation)
                continue
            for (gauge, labels), value in _values(organisation, quality):
                gauge.labels(*labels).set(value)
                shown.add((gauge, labels))
        for gauge, labels in self._shown - shown:
            # A figure that is no longer known must not stand as if it were.
            gauge.remove(*labels)
        self._shown = shown
        return failures

    async def _forget_texts(self) -> list[TransientError]:
        failures: list[TransientError] = []
        terms = {pack.organisation.key: pack.retention.personal_text for pack in self._packs()}
        try:
            # Whoever has left has no pack, and its texts must go all the same.
            terms = (
                dict.fromkeys(await self._examples.bodies_with_texts(), TEXTS_KEPT_WITHOUT_PACK)
                | terms
            )
        except TransientError as error:
            failures.append(error)
        for organisation, term in terms.items():
            try:
                forgotten = await self._examples.forget_texts(
                    organisation, kept_before=begin_of(term, self._clock())
                )
            except TransientError as error:
                failures.append(error)
            else:
                metrics.TEXTS_FORGOTTEN.inc(forgotten)
        return failures


def _values(organisation: str, quality: Quality) -> Iterator[tuple[metrics.Series, float]]:
    yield from _safety_values(organisation, quality.figures.safety)
    for figures in quality.figures.labels:
        yield from _label_values((organisation, figures.label.value), figures)
    for cases in quality.cases:
        if cases.precision.examples >= MIN_EXAMPLES:
            place = (organisation, cases.label.value)
            yield (metrics.LABEL_CASE_PRECISION, place), cases.precision.value
    for drift in quality.drift:
        if drift.index is not None:
            # What chance explains must not look like the beginning of something.
            moved = 0.0 if drift.movement is Movement.STEADY else drift.index
            yield (metrics.LABEL_DRIFT, (organisation, drift.label.value)), moved


def _safety_values(
    organisation: str, safety: SafetyFigures
) -> Iterator[tuple[metrics.Series, float]]:
    body = (organisation,)
    if safety.overturned is not None:
        yield (metrics.REMOVALS_OVERTURNED, body), safety.overturned.value
    if safety.must_leave_removed is not None:
        yield (metrics.MUST_LEAVE_REMOVED, body), safety.must_leave_removed.value
        yield (metrics.MUST_LEAVE_REMOVED_UPPER, body), safety.must_leave_removed.high


def _label_values(
    place: tuple[str, str], figures: LabelFigures
) -> Iterator[tuple[metrics.Series, float]]:
    yield (metrics.LABEL_EXAMPLES, place), figures.examples
    for gauge, estimate in (
        (metrics.LABEL_PRECISION, figures.precision),
        (metrics.LABEL_RECALL, figures.recall),
        (metrics.LABEL_REACHED, figures.reached),
    ):
        if estimate is not None and estimate.examples >= MIN_EXAMPLES:
            yield (gauge, place), estimate.value
    if figures.examples < MIN_EXAMPLES:
        return
    for gauge, value in (
        (metrics.LABEL_KAPPA, figures.kappa),
        (metrics.LABEL_CALIBRATION_ERROR, figures.calibration_error),
    ):
        if value is not None:
            yield (gauge, place), value

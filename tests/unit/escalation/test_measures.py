"""When a warning or block waits for a person: undecided, or carried out and now groundless."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from moderation_common.identity import MeasureId
from moderation_common.vocabulary import Measure, Role
from moderation_escalation.domain.case import Signature
from moderation_escalation.domain.measure import MeasureStatus, ProposedMeasure
from tests.support.escalation import make_ref

NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)


def _measure(measure: Measure = Measure.BLOCK) -> ProposedMeasure:
    return ProposedMeasure(
        measure_id=MeasureId("1"),
        organisation="lincolnshire",
        measure=measure,
        ref=make_ref(),
        author_key="ab" * 16,
        points=4,
        limit=4,
        strikes=(),
        clause=None,
        words=None,
        pack="lincolnshire@1",
        proposed_at=NOON,
    )


def _decided(measure: ProposedMeasure, *, approved: bool) -> ProposedMeasure:
    signature = Signature("sam", Role.MODERATOR, NOON)
    return replace(measure, approved=approved, decided=signature)


@pytest.mark.parametrize(
    "measure,words", [(Measure.BLOCK, "Undo it on the platform"), (Measure.WARNING, "Tell its")]
)
def test_an_approved_measure_without_ground_waits_again(measure: Measure, words: str) -> None:
    """Only a person can undo on the platform what a person did there."""
    approved = _decided(_measure(measure), approved=True)
    assert (approved.waits, approved.to_do) == (False, None)
    without = approved.loses_ground(taken_back=True, at=NOON + timedelta(days=1))
    assert (without.status, without.waits) == (MeasureStatus.UNFOUNDED, True)
    assert words in (without.to_do or "")
    assert without.decided == approved.decided


def test_an_approved_measure_stays_when_its_strikes_expire() -> None:
    """What was rightly done was not wrong because time has passed."""
    approved = _decided(_measure(), approved=True)
    assert approved.loses_ground(taken_back=False, at=NOON) is approved


@pytest.mark.parametrize("taken_back", [True, False])
def test_an_open_proposal_without_ground_is_withdrawn(*, taken_back: bool) -> None:
    """Nobody is asked to block somebody for what was excused or has lapsed."""
    without = _measure().loses_ground(taken_back=taken_back, at=NOON)
    assert (without.status, without.waits) == (MeasureStatus.WITHDRAWN, False)
    assert without.loses_ground(taken_back=True, at=NOON + timedelta(days=1)) is without


def test_a_refused_measure_stays_refused() -> None:
    """Nothing was done that could be undone."""
    refused = _decided(_measure(), approved=False)
    assert refused.loses_ground(taken_back=True, at=NOON) is refused

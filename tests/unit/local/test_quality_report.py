"""What a person reads about how the machine does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from moderation_classifier.api.quality_models import QualityOut
from moderation_classifier.domain.quality.agreement_figures import measure
from moderation_classifier.domain.quality.case_answers import CaseFigures
from moderation_classifier.domain.quality.drift import ScoreCounts, compare
from moderation_classifier.domain.quality.estimate import Estimate
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_classifier.domain.quality.weighing import weigh
from moderation_classifier.ports import Period
from moderation_classifier.usecases.measuring import Quality
from moderation_common.vocabulary import Label
from moderation_local.commands.quality import report
from tests.support.learning import T0, breach, example, judgement

_FEW = ScoreCounts(comments=3, scores={Label.HATE: (0,) * 11}, labelled={})
_BEFORE = ScoreCounts(comments=1_000, scores={}, labelled={Label.HATE: 10})
_AFTER = ScoreCounts(comments=1_000, scores={}, labelled={Label.HATE: 90})


def answer(*, newer: ScoreCounts = _FEW, left: int = 0) -> dict[str, Any]:
    """Return what the classifier answers where people confirm 9 of 10 reviews as hate."""
    asked = [
        judgement(n, labels=(Label.HATE,), scores={Label.HATE: 0.9}, stratum=Stratum.REVIEW)
        for n in range(10)
    ]
    decided = [*(breach(one, Label.HATE) for one in asked[:9]), example(asked[9])]
    evidence = weigh(decided, {Stratum.REVIEW: 10, Stratum.LEFT: left})
    quality = Quality(
        period=Period(T0 - timedelta(days=90), T0),
        figures=measure(evidence, {Label.HATE: {Stratum.REVIEW: 10}}),
        cases=(
            CaseFigures(
                label=Label.FOI, given=7, precision=Estimate(value=0.8, low=0.4, high=1, examples=5)
            ),
        ),
        drift=compare(newer, _FEW if newer is _FEW else _BEFORE),
    )
    return QualityOut.build("bsw", quality).model_dump(mode="json")


def test_the_report_says_how_the_machine_does() -> None:
    """Who was asked, what was removed wrongly, each label, and the cases that people closed."""
    said = "\n".join(report(answer()))
    assert said.startswith("bsw, ")
    assert "judged 10 comments. People decided about 10; what follows rests on the 10" in said
    assert "hate (people 9, machine 10, of 10 decisions)" in said
    assert "rightly given: 90.0% (" in said
    assert "foi: right 80.0% (40.0% to 100.0%, 5 decisions), given to 7" in said


def test_what_nobody_has_answered_for_is_not_known() -> None:
    """No share is told that would need it."""
    said = "\n".join(report(answer(left=500)))
    assert "Nobody has answered yet for comments that the machine leaves" in said
    assert "the machine removed: not known yet." in said
    assert "found for certain" not in said


def test_a_new_body_is_told_that_nothing_is_known() -> None:
    """And no row of figures that are not known."""
    nothing = {**answer(), "comments": 1, "examples": 0, "weighed": 0, "labels": [], "cases": []}
    said = list(report(nothing))
    assert said[1] == (
        "The machine judged 1 comment. People have decided about none yet, so that nothing is"
        " known of them."
    )
    assert len(said) == 4


def test_what_moved_is_told_in_words() -> None:
    """Or that too few comments came to tell."""
    assert "Whether anything has moved since the weeks before is not known: 200" in "\n".join(
        report(answer())
    )
    moved = "\n".join(report(answer(newer=_AFTER)))
    assert "hate was given to 9.0% of the newer comments and 1.0% of the older ones" in moved
    steady = "\n".join(report(answer(newer=_BEFORE)))
    assert steady.endswith("Nothing has moved since the weeks before.")

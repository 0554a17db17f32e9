"""What everyday feedback is taken for that reaches a person, one answer and three at once.

Here a false alarm costs a person's time and nothing else, but it is what most alarms would be: in
real feedback danger is rare. True is what the readers of an answer say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from moderation_classifier.domain.decision import Decision
from moderation_common.vocabulary import AT_RISK_LABELS, Label
from training.annotations import Labels
from training.figures import mean
from training.gate import RECALL_FIRST
from training.gold import Source
from training.judged import is_seen
from training.measured import Measured, at_review
from training.tables import percent

_SOURCES: Final = (Source.FEEDBACK, Source.FEEDBACK_TOGETHER, Source.TOGETHER)
_SHOWN: Final = (*RECALL_FIRST, Label.COMPLAINT, Label.STAFF_CONDUCT, Label.CRITICISM)


def everyday_table(measured: Measured) -> Iterator[str]:
    """Yield by label how many texts carry it, and how many it was said of, rightly or not."""
    yield f"| at review: true, said, rightly | {' | '.join(_SOURCES)} |"
    yield f"| --- |{' ---: |' * len(_SOURCES)}"
    alarms = frozenset(RECALL_FIRST)
    asked: list[tuple[str, Labels]] = [(f"`{label}`", frozenset({label})) for label in _SHOWN]
    for name, labels in (("danger or a threat", alarms), *asked):
        cells = (_cell(measured, labels, source) for source in _SOURCES)
        yield f"| {name} | {' | '.join(cells)} |"
    seen = (
        percent(mean(is_seen(decision) for _, decision in measured.of(source)))
        for source in _SOURCES
    )
    yield f"| goes to a person, for whatever reason | {' | '.join(seen)} |"
    told = (
        percent(mean(_is_told(decision) for _, decision in measured.of(source)))
        for source in _SOURCES
    )
    yield f"| a team is told at once of danger, sure or in doubt | {' | '.join(told)} |"


def _is_told(decision: Decision) -> bool:
    return not AT_RISK_LABELS.isdisjoint((*decision.labels, *decision.doubtful))


def _cell(measured: Measured, labels: Labels, source: Source) -> str:
    found = measured.labels(tuple(labels), at_review, sources=(source,))
    said = found.right + found.wrong
    return f"{found.there:.0f}, {said:.0f}, {found.right:.0f}"

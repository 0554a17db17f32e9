"""How far author and annotators of the test lines agree with each other, and the machine with them.

What readers cannot agree on, no machine can be right about: Cohen's kappa of each two says how much
they agree beyond chance. The annotators are language models, see `annotations/README.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from sklearn.metrics import cohen_kappa_score

from moderation_common.vocabulary import Label
from training.annotations import Labels
from training.figures import count, mean
from training.gold import LABELLED, GoldText, Source
from training.measured import Measured, Said, at_act, at_review
from training.tables import share

_VOTERS: Final = 3
_TESTS: Final = (*LABELLED, Source.CONTRASTS)


def agreement_table(measured: Measured) -> Iterator[str]:
    """Yield by label how the three agree, and the machine's F1 by the author alone and by most."""
    yield (
        "| label | lines: author, first, second, most | kappa: author and annotators "
        "| kappa: both annotators | machine's F1 at act: author, most "
        "| machine's F1 at review: author, most |"
    )
    yield "| --- | --- | ---: | ---: | --- | --- |"
    lines = _voted(measured)
    voted = [gold.votes for gold in lines]
    for label in Label:
        numbers = [sum(label in votes[voter] for votes in voted) for voter in range(_VOTERS)]
        kappas = {pair: _kappa(voted, label, pair) for pair in combinations(range(_VOTERS), 2)}
        with_author = [value for (one, _), value in kappas.items() if one == 0]
        told = [
            f"{share(_by_author(measured, label, said))}, {share(measured.label(label, said).f1)}"
            for said in (at_act, at_review)
        ]
        most = sum(label in gold.labels for gold in lines)
        yield (
            f"| `{label}` | {', '.join(map(str, [*numbers, most]))} | {share(mean(with_author))} "
            f"| {share(kappas[1, 2])} | {' | '.join(told)} |"
        )


def _voted(measured: Measured) -> list[GoldText]:
    """Return the lines on which all three have spoken, copies of a line once."""
    lines = {
        (gold.source, gold.id): gold
        for gold, _ in measured.of(*_TESTS)
        if len(gold.votes) == _VOTERS
    }
    return list(lines.values())


def _kappa(voted: Sequence[tuple[Labels, ...]], label: Label, pair: tuple[int, int]) -> float:
    one, other = ([label in votes[voter] for votes in voted] for voter in pair)
    if one == other:
        # All the same: where none carries the label, kappa has no value.
        return 1.0
    return float(cohen_kappa_score(one, other))


def _by_author(measured: Measured, label: Label, said: Said) -> float | None:
    return count(
        (label in said(decision), label in gold.votes[0], gold.weight)
        for gold, decision in measured.of(*LABELLED)
        if gold.votes
    ).f1

"""How far author and annotators of the test lines agree with each other, and the machine with them.

What readers cannot agree on, no machine can be right about: Cohen's kappa of each two says how much
they agree beyond chance, and F1 of one by another what is asked of a machine that were one of them.
The annotators are language models, see `annotations/README.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, TypeAlias

from sklearn.metrics import cohen_kappa_score

from moderation_classifier.domain.decision import Decision
from moderation_common.vocabulary import Label
from training.annotations import Labels
from training.figures import count, mean
from training.gold import LABELLED, GoldText, Source
from training.measured import Measured, Said, at_act, at_review
from training.tables import share

_Row: TypeAlias = tuple[GoldText, Decision]

_VOTERS: Final = 3
_PAIRS: Final = tuple(combinations(range(_VOTERS), 2))
_TESTS: Final = (*LABELLED, Source.CONTRASTS)


def agreement_table(measured: Measured) -> Iterator[str]:
    """Yield by label how far the three agree."""
    yield (
        "| label | lines: author, first, second, most | kappa: author and annotators "
        "| kappa: both annotators |"
    )
    yield "| --- | --- | ---: | ---: |"
    lines = _voted(measured)
    voted = [gold.votes for gold in lines]
    for label in Label:
        numbers = [sum(label in votes[voter] for votes in voted) for voter in range(_VOTERS)]
        kappas = {pair: _kappa(voted, label, pair) for pair in _PAIRS}
        with_author = [value for (one, _), value in kappas.items() if one == 0]
        most = sum(label in gold.labels for gold in lines)
        yield (
            f"| `{label}` | {', '.join(map(str, [*numbers, most]))} | {share(mean(with_author))} "
            f"| {share(kappas[1, 2])} |"
        )


def reader_table(measured: Measured) -> Iterator[str]:
    """Yield by label the machine's F1 beside that of one reader by another."""
    yield (
        "| label | one reader by another | machine at act by one reader "
        "| machine at act: author, most, all agree | machine at review: author, most, all agree |"
    )
    yield "| --- | ---: | ---: | --- | --- |"
    for label in Label:
        voted = [row for row in measured.of(*LABELLED) if row[0].votes]
        rows = [row for row in voted if len(row[0].votes) == _VOTERS]
        by_each = [_by_one(rows, label, at_act, voter=voter) for voter in range(_VOTERS)]
        told = [
            ", ".join(
                share(f1)
                for f1 in (
                    _by_one(voted, label, said, voter=0),
                    measured.label(label, said).f1,
                    _where_all_agree(rows, label, said),
                )
            )
            for said in (at_act, at_review)
        ]
        yield (
            f"| `{label}` | {share(mean(_of_pairs(rows, label)))} | {share(_mean(by_each))} "
            f"| {' | '.join(told)} |"
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


def _of_pairs(rows: Sequence[_Row], label: Label) -> Iterator[float]:
    """Yield the F1 of each two readers; it does not matter which of them is taken to be right."""
    for one, other in _PAIRS:
        counts = count(
            (label in gold.votes[one], label in gold.votes[other], gold.weight) for gold, _ in rows
        )
        # Two who never give the label agree, and one who alone gives it does not.
        yield float(not counts.wrong) if counts.f1 is None else counts.f1


def _by_one(rows: Sequence[_Row], label: Label, said: Said, *, voter: int) -> float | None:
    """Return the machine's F1 if what one reader says were true."""
    return count(
        (label in said(decision), label in gold.votes[voter], gold.weight)
        for gold, decision in rows
    ).f1


def _where_all_agree(rows: Sequence[_Row], label: Label, said: Said) -> float | None:
    """Return the machine's F1 on the lines about whose label no reader differs from another."""
    return count(
        (label in said(decision), label in gold.labels, gold.weight)
        for gold, decision in rows
        if len({label in votes for votes in gold.votes}) == 1
    ).f1


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return mean(known) if known else None

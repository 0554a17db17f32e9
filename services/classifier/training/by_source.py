"""What is found, missed and wrongly given, label by label and source by source.

The lines are named by their places and never quoted, so that those for testing stay unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from moderation_common.vocabulary import Label
from training.gold import LABELLED, Source
from training.measured import Measured, at_review
from training.tables import share

_TESTS: Final = (*LABELLED, Source.CONTRASTS)
_MOST: Final = 60
"""Lines named of one label and source; the rest are counted."""


def source_table(measured: Measured) -> Iterator[str]:
    """Yield by label and source how many lines carry it, and precision and recall at review."""
    yield f"| label, at review: P / R (lines) | {' | '.join(_TESTS)} |"
    yield f"| --- |{' ---: |' * len(_TESTS)}"
    for label in Label:
        counts = [measured.label(label, at_review, sources=(source,)) for source in _TESTS]
        cells = (
            f"{share(each.precision)} / {share(each.recall)} ({each.there:.0f})" for each in counts
        )
        yield f"| `{label}` | {' | '.join(cells)} |"


def error_table(measured: Measured) -> Iterator[str]:
    """Yield by label and source how many lines are missed or wrongly given at review."""
    yield f"| label: missed / wrongly given | {' | '.join(_TESTS)} |"
    yield f"| --- |{' ---: |' * len(_TESTS)}"
    for label in Label:
        counts = [measured.label(label, at_review, sources=(source,)) for source in _TESTS]
        cells = (f"{each.missed:.0f} / {each.wrong:.0f}" for each in counts)
        yield f"| `{label}` | {' | '.join(cells)} |"


def error_lists(measured: Measured) -> Iterator[str]:
    """Yield for each label, folded away, where the lines stand that it is wrong about."""
    for label in Label:
        missed, wrong, named = 0, 0, list[str]()
        for source in (*_TESTS, Source.TUNING):
            misses, errors = _errors(measured, label, source)
            missed, wrong = missed + len(misses), wrong + len(errors)
            for what, ids in (("missed", misses), ("wrongly given", errors)):
                if ids:
                    named.append(f"- {source}, {what}: {_places(ids)}")
        if named:
            title = f"<code>{label}</code>: {missed} missed, {wrong} wrongly given"
            yield f"<details><summary>{title}</summary>\n"
            yield from named
            yield "\n</details>"


def _errors(measured: Measured, label: Label, source: Source) -> tuple[list[str], list[str]]:
    """Return the ids of the lines that lack the label, and of those that have it wrongly."""
    # The copies of a line with slots bear one id.
    missed, wrong = dict[str, None](), dict[str, None]()
    for gold, decision in measured.of(source):
        said, true = label in at_review(decision), label in gold.labels
        if said != true:
            (wrong if said else missed)[gold.id] = None
    return list(missed), list(wrong)


def _places(ids: Sequence[str]) -> str:
    """Return ids as a list, each file named once before its lines' numbers."""
    by_file: dict[str, list[str]] = {}
    for one in ids[:_MOST]:
        file, _, number = one.rpartition(":")
        by_file.setdefault(file, []).append(number)
    told = "; ".join(
        f"`{file}` {', '.join(numbers)}" if file else ", ".join(numbers)
        for file, numbers in by_file.items()
    )
    more = len(ids) - _MOST
    return f"{told} and {more} more" if more > 0 else told

"""Counts public functional tests of hate: `python -m training.public_suites FILE.csv ...`.

Made for HateCheck (Röttger et al. 2021, repository `paul-rottger/hatecheck-data`, file
`test_suite_cases.csv`) and HatemojiCheck (Kirk et al. 2022, `HannahKirk/Hatemoji`,
`HatemojiCheck.csv`), both CC BY 4.0. Nothing is trained or tuned on them, nor is their text shown.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moderation_classifier.domain.decision import Decision
from moderation_classifier.usecases.deciding import Engine
from moderation_common.vocabulary import Label
from training.bodies import open_packs
from training.figures import contrast, mean
from training.filters import Filter, open_filters
from training.gold import public_comment
from training.judged import WHOLE, decide_all, is_removed, open_ways
from training.measured import at_act, at_review
from training.tables import share

_TEXT: Final = ("test_case", "text")
"""What the suites call the column of the text."""
_HATEFUL: Final = {"hateful": True, "1": True, "non-hateful": False, "0": False}


@dataclass(frozen=True, slots=True)
class Case:
    """One text of a suite."""

    functionality: str
    """What it tests, in the suite's own word."""
    text: str
    hateful: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables of each suite; return the process's status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", type=Path, nargs="+", metavar="FILE.csv")
    options = parser.parse_args(arguments)
    suites = {file.name: read_suite(file) for file in options.suites}
    ways, filters = open_ways(), open_filters()
    for name, cases in suites.items():
        sys.stdout.write(f"{name}, {len(cases)} cases\n")
        sys.stdout.writelines(f"{line}\n" for line in count_suite(cases, ways, filters))
    return 0


def read_suite(file: Path) -> list[Case]:
    """Return the cases of a suite as it is published; ends with a sentence where it is another."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        columns = rows.fieldnames or ()
        text = next((name for name in _TEXT if name in columns), None)
        if text is None or not {"functionality", "label_gold"} <= set(columns):
            raise SystemExit(
                f"{file} is no suite known here: the first line must name the columns "
                f"functionality, label_gold and {' or '.join(_TEXT)}."
            )
        return [
            Case(row["functionality"], row[text], _is_hateful(row["label_gold"], file))
            for row in rows
        ]


def _is_hateful(label: str, file: Path) -> bool:
    hateful = _HATEFUL.get(label.strip().lower())
    if hateful is None:
        raise SystemExit(f"{file} has a label_gold {label!r}; known are {', '.join(_HATEFUL)}.")
    return hateful


def count_suite(
    cases: Sequence[Case], ways: Mapping[str, Engine], filters: Mapping[str, Filter]
) -> Iterator[str]:
    """Yield the lines of two tables: each way beside the filters, and each functionality."""
    pack = open_packs()[0]
    texts = [public_comment(case.text) for case in cases]
    yield "| way | asked | hateful right | not hateful right | macro F1 |"
    yield "| --- | --- | ---: | ---: | ---: |"
    whole: Sequence[Decision] = ()
    for way, engine in ways.items():
        decisions = decide_all(engine, texts, pack)
        for name, said in (("hate, at act", at_act), ("hate, at review", at_review)):
            given = [Label.HATE in said(decision) for decision in decisions]
            yield _halves(f"{way} | {name}", given, cases)
        whole = decisions if way == WHOLE else whole
    for name, stops in filters.items():
        yield _halves(f"{name} | stopped", stops([case.text for case in cases]), cases)
    yield ""
    yield "| functionality | hateful | cases | hate at act | at review | hidden or deleted |"
    yield "| --- | --- | ---: | ---: | ---: | ---: |"
    for functionality, hateful in dict.fromkeys(
        (each.functionality, each.hateful) for each in cases
    ):
        its = [
            decision
            for case, decision in zip(cases, whole, strict=True)
            if (case.functionality, case.hateful) == (functionality, hateful)
        ]
        yield (
            f"| {functionality} | {'yes' if hateful else 'no'} | {len(its)} "
            f"| {share(_share_of_hate(its, at_act))} | {share(_share_of_hate(its, at_review))} "
            f"| {share(mean(map(is_removed, its)))} |"
        )


def _share_of_hate(
    decisions: Iterable[Decision], said: Callable[[Decision], frozenset[Label]]
) -> float:
    return mean(Label.HATE in said(decision) for decision in decisions)


def _halves(name: str, given: Sequence[bool], cases: Sequence[Case]) -> str:
    halves = contrast((said, case.hateful) for said, case in zip(given, cases, strict=True))
    return (
        f"| {name} | {share(halves.hateful.recall)} | {share(halves.peaceful.recall)} "
        f"| {halves.macro_f1:.2f} |"
    )


if __name__ == "__main__":
    sys.exit(main())

"""Measures the classifier and writes `docs/model-card.md`: `python -m training.evaluate DATASETS`.

Only text that nothing was trained on is measured, and none of it is quoted. The best of each figure
is kept in `figures.json`: where one is lower by more than its tolerance, nothing is written there
and the status is 1, unless `--accept-falls` says that it is meant; then this run's figure takes the
place of the best that fell. `--speeds` names what `make bench-classifier` wrote.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from training.agreement import agreement_table, reader_table
from training.bodies import open_packs
from training.by_source import error_lists, error_table, source_table
from training.everyday import everyday_table
from training.gate import measure, measure_feedback
from training.gold import LABELLED, Source
from training.judged import open_whole, possible_labels
from training.kept import Kept, keep
from training.measured import Measured, measure_all
from training.removals import removal_table
from training.rounding import rounding_table
from training.tables import (
    calibration_table,
    contrast_table,
    danger_table,
    danger_way_table,
    filter_table,
    group_table,
    label_table,
    leave_table,
    other_table,
    way_table,
)
from training.targets import speed_beside_filters, target_table

_ROOT: Final = Path(__file__).parents[3]
_CARD: Final = _ROOT / "docs" / "model-card.md"
WORDS: Final = Path(__file__).with_name("card.md")
"""The card's own words, with a comment where each table comes."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write card and figures, and return the process's status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("datasets", type=Path)
    parser.add_argument("--card", type=Path, default=_CARD)
    parser.add_argument("--speeds", type=Path, help="what make bench-classifier wrote")
    parser.add_argument(
        "--errors", action="store_true", help="print the tuning lines that it gets wrong"
    )
    parser.add_argument(
        "--accept-falls", action="store_true", help="keep this run's figure of what fell"
    )
    options = parser.parse_args(arguments)
    packs = open_packs()
    measured = measure_all(options.datasets, packs)
    card = WORDS.read_text("utf-8")
    engine, model = open_whole()
    speeds = json.loads(options.speeds.read_text("utf-8")) if options.speeds else {}
    for name, lines in card_tables(measured, options.datasets, speeds).items():
        table = "\n".join(lines)
        card = card.replace(f"<!-- {name} -->", table)
        sys.stdout.write(f"{table}\n\n")
    options.card.write_text(card.replace("<!-- model -->", f"`{model}`"), "utf-8")
    if options.errors:
        sys.stdout.writelines(_errors(measured))
    now = Kept(
        model=model,
        pack=packs[0].reference,
        figures=measure(engine, packs),
        of_data_sets=measure_feedback(measured.left(Source.FEEDBACK)),
    )
    falls = keep(now, accept_falls=options.accept_falls)
    for fall in falls:
        sys.stdout.write(f"WORSE than kept: {fall.name}, {fall.was:.3f} -> {fall.now:.3f}\n")
    if falls and not options.accept_falls:
        sys.stdout.write(
            "The figures kept stay as they were; --accept-falls replaces those that fell.\n"
        )
        return 1
    return 0


def card_tables(
    measured: Measured, datasets: Path, speeds: Mapping[str, float]
) -> dict[str, Iterator[str]]:
    """Return the lines of each table by the name that holds its place in the card's words."""
    return {
        "targets": target_table(measured, speeds),
        "filters-speed": speed_beside_filters(speeds),
        "labels": label_table(measured, LABELLED),
        "sources": source_table(measured),
        "ways": way_table(measured),
        "rounding": rounding_table(),
        "calibration": calibration_table(measured),
        "danger": danger_table(measured),
        "danger-ways": danger_way_table(measured),
        "everyday": everyday_table(measured),
        "leave": leave_table(measured),
        "removals": removal_table(measured),
        "contrasts": contrast_table(measured),
        "filters": filter_table(measured),
        "groups": group_table(measured),
        "others": other_table(measured, datasets),
        "errors": error_table(measured),
        "error-lists": error_lists(measured),
        "agreement": agreement_table(measured),
        "readers": reader_table(measured),
        "tuning": label_table(measured, (Source.TUNING,)),
    }


def _errors(measured: Measured) -> Iterator[str]:
    for gold, decision in measured.of(Source.TUNING):
        found = possible_labels(decision)
        if found != gold.labels:
            missed = ",".join(sorted(gold.labels - found))
            extra = ",".join(sorted(found - gold.labels))
            yield f"{gold.text}\n    missed: {missed}   wrong: {extra}\n"


if __name__ == "__main__":
    sys.exit(main())

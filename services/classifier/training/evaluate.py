"""Measures the classifier and writes `docs/model-card.md`: `python -m training.evaluate DATASETS`.

Only text that nothing was trained on is measured, and none of it is quoted. The figures that may
not fall are kept in `figures.json`: where one is lower than before, the old ones stay and the
status is 1, unless `--accept-falls` says that it is meant. `--speeds` names what
`make bench-classifier` wrote.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from training.bodies import open_packs
from training.gate import compare, measure, read_figures, write_figures
from training.gold import LABELLED, Source
from training.judged import open_whole, possible_labels
from training.measured import Measured, measure_all
from training.rounding import rounding_table
from training.tables import (
    calibration_table,
    contrast_table,
    danger_table,
    error_table,
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
_WORDS: Final = Path(__file__).with_name("card.md")


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
        "--accept-falls", action="store_true", help="keep the figures though some are lower"
    )
    options = parser.parse_args(arguments)
    packs = open_packs()
    measured = measure_all(options.datasets, packs)
    card = _WORDS.read_text("utf-8")
    engine, model = open_whole()
    speeds = json.loads(options.speeds.read_text("utf-8")) if options.speeds else {}
    for name, lines in _tables(measured, options.datasets, speeds).items():
        table = "\n".join(lines)
        card = card.replace(f"<!-- {name} -->", table)
        sys.stdout.write(f"{table}\n\n")
    options.card.write_text(card.replace("<!-- model -->", f"`{model}`"), "utf-8")
    if options.errors:
        sys.stdout.writelines(_errors(measured))
    figures = measure(engine, packs)
    fell = _tell_falls(figures)
    if fell and not options.accept_falls:
        sys.stdout.write("The figures kept stay as they were; --accept-falls replaces them.\n")
        return 1
    write_figures(figures, model=model, pack=packs[0].reference)
    return 0


def _tables(
    measured: Measured, datasets: Path, speeds: Mapping[str, float]
) -> dict[str, Iterator[str]]:
    return {
        "targets": target_table(measured, speeds),
        "filters-speed": speed_beside_filters(speeds),
        "labels": label_table(measured, LABELLED),
        "ways": way_table(measured),
        "rounding": rounding_table(),
        "calibration": calibration_table(measured),
        "danger": danger_table(measured),
        "leave": leave_table(measured),
        "contrasts": contrast_table(measured),
        "filters": filter_table(measured),
        "groups": group_table(measured),
        "others": other_table(measured, datasets),
        "errors": error_table(measured),
        "tuning": label_table(measured, (Source.TUNING,)),
    }


def _tell_falls(figures: Mapping[str, float]) -> bool:
    try:
        falls = compare(read_figures(), figures)
    except FileNotFoundError:
        falls = []
    for fall in falls:
        sys.stdout.write(f"WORSE than kept: {fall.name}, {fall.was:.3f} -> {fall.now:.3f}\n")
    return bool(falls)


def _errors(measured: Measured) -> Iterator[str]:
    for gold, decision in measured.of(Source.TUNING):
        found = possible_labels(decision)
        if found != gold.labels:
            missed = ",".join(sorted(gold.labels - found))
            extra = ",".join(sorted(found - gold.labels))
            yield f"{gold.text}\n    missed: {missed}   wrong: {extra}\n"


if __name__ == "__main__":
    sys.exit(main())

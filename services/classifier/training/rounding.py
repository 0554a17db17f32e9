"""What weights of one byte cost: exact and rounded encoder are asked about the tuning lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from moderation_classifier.adapters.encoder import EncoderModel, open_encoder
from moderation_classifier.domain.calibration import Calibration
from moderation_classifier.domain.model import Passage
from moderation_classifier.domain.text import normalise
from moderation_common.vocabulary import AT_RISK_LABELS
from training.encoder_rows import ENCODED
from training.gold import read_tuning

KEPT: Final = Path(__file__).with_name("rounding.json")
_ONES: Final = np.ones(len(ENCODED), dtype=np.float32)
UNTOUCHED: Final = Calibration(
    ENCODED, _ONES, 0 * _ONES, (((0.0, 0.0), (1.0, 1.0)),) * len(ENCODED)
)
"""Scores are bare outputs."""
_DANGER: Final = [place for place, label in enumerate(ENCODED) if label in AT_RISK_LABELS]


def compare(exact: Path, rounded: Path, kept: Path) -> None:
    """Write into a file how well the encoders in two folders tell the labels apart."""
    golds = list(read_tuning())
    passages = [
        Passage(normalise(gold.text), normalise(gold.context) if gold.context else None)
        for gold in golds
    ]
    truth = np.array([[label in gold.labels for label in ENCODED] for gold in golds])
    before, after = (untouched(folder).logits(passages) for folder in (exact, rounded))
    figures: dict[str, float] = {"lines": len(golds)}
    for name, logits in (("exact", before), ("rounded", after)):
        best = [best_f1(logits[:, place], truth[:, place]) for place in range(len(ENCODED))]
        figures[f"{name}_f1"] = float(np.mean(best))
        figures[f"{name}_danger_f1"] = float(np.mean([best[place] for place in _DANGER]))
    rounded_figures = {name: round(value, 4) for name, value in figures.items()}
    kept.write_text(json.dumps(rounded_figures, indent=1) + "\n", "utf-8")


def rounding_table() -> Iterator[str]:
    """Yield the comparison that the last export kept."""
    kept = json.loads(KEPT.read_text("utf-8"))
    yield "| weights | mean best F1 of the labels | of danger |"
    yield "| --- | ---: | ---: |"
    for name, words in (("exact", "four bytes"), ("rounded", "one byte, as shipped")):
        yield f"| {words} | {kept[f'{name}_f1']:.3f} | {kept[f'{name}_danger_f1']:.3f} |"


def untouched(folder: Path) -> EncoderModel:
    """Return the encoder in a folder without calibration: its scores are bare outputs."""
    return open_encoder(folder, id="", calibration=UNTOUCHED)


def best_f1(logits: npt.NDArray[np.float32], truth: npt.NDArray[np.bool_]) -> float:
    """Return F1 at the threshold at which it is highest; 0 where nothing is true."""
    hits = np.cumsum(truth[np.argsort(-logits, kind="stable")])
    given = np.arange(1, len(hits) + 1)
    return float((2 * hits / (given + max(int(hits[-1]), 1))).max())

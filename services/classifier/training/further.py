"""Trains the encoder that ships further, on new authors' lines and some of what it knows already.

Its own outputs stand in for the teacher's, so that what it does well stays: rows that were put
together are asked about as they stand, for it has learnt from a teacher who was asked about their
parts. It ends between where it began and where the new lines led, which on texts of others is
better than either.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor

from training.encoder_rows import CONTRASTS, EncoderRow
from training.fitting import LabelEncoder, Schedule, fit, open_cutter, predict
from training.shipped import take_up
from training.slimming import slim

_SCHEDULE: Final = Schedule(epochs=2, batch=32, rate=6e-5)
_SHARE_OF_KNOWN: Final = 0.33
_TIMES_NEW: Final = 3
_OF_NEW: Final = 0.35
"""How far it goes from where it began to where the new lines led. The tuning lines do not tell
0.35, 0.5 and 0.65 apart (mean best F1 0.9237, 0.9243 and 0.9240, 0.9231 before), so that the
shortest step is taken."""
_SEED: Final = 20261123


def train_further(
    rows: Sequence[EncoderRow],
    newest: Collection[str],
    *,
    base: Path,
    shipped: Path,
    kept: Path,
) -> dict[str, Tensor]:
    """Return the weights; `newest` names the files of lines that the shipped ones never saw."""
    chosen = _choose(rows, newest)
    sys.stdout.write(f"{len(chosen)} rows of {len(rows)}\n")
    student = take_up(shipped, slim(LabelEncoder(base)))
    began = {name: value.clone() for name, value in student.state_dict().items()}
    logits = predict(student, open_cutter(base), chosen)
    taught = (1 / (1 + np.exp(-logits))).astype(np.float32)
    fit(base, chosen, schedule=_SCHEDULE, teacher=taught, model=student, kept=kept)
    ended = student.state_dict()
    return between(began, ended, _OF_NEW)


def between(first: dict[str, Tensor], last: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """Return the weights that lie so far from the first to the last."""
    return {
        name: torch.lerp(value, last[name], share) if value.is_floating_point() else last[name]
        for name, value in first.items()
    }


def _choose(rows: Sequence[EncoderRow], newest: Collection[str]) -> list[EncoderRow]:
    """Return the new lines several times, the public contrasts, and a share of the others."""
    choose = random.Random(_SEED)  # noqa: S311 - repeatable, not secret
    chosen: list[EncoderRow] = []
    for row in rows:
        if row.source in newest:
            chosen += [row] * _TIMES_NEW
        elif row.source in CONTRASTS or choose.random() < _SHARE_OF_KNOWN:
            chosen.append(row)
    return chosen

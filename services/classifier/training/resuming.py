"""Keeps a fit that takes hours, so that after an interruption it goes on where it was.

A fit is known by what it is made from: the same rows, schedule, teacher and beginning find what was
kept of them, anything else begins anew. One that ended is kept too, and is not done twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from training.encoder_rows import EncoderRow


@dataclass(frozen=True, slots=True)
class Unfinished:
    """How far a fit is; of one that ended only the model matters."""

    done: int
    """Steps."""
    model: Mapping[str, Tensor]
    optimizer: Mapping[str, Any]
    pace: Mapping[str, Any]
    chance: Tensor
    """The state of the generator that dropout draws from."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Where one fit is kept."""

    file: Path

    def read(self) -> Unfinished | None:
        """Return what was kept, or none."""
        return Unfinished(**torch.load(self.file)) if self.file.exists() else None

    def keep(self, state: Unfinished) -> None:
        """Put this in place of what was kept; an interruption leaves one of the two whole."""
        written = self.file.with_suffix(".new")
        torch.save({field.name: getattr(state, field.name) for field in fields(state)}, written)
        written.replace(self.file)


def keeper(
    folder: Path,
    *,
    made_from: str,
    rows: Sequence[EncoderRow],
    teacher: npt.NDArray[np.float32] | None,
    begins: Mapping[str, Tensor],
) -> Keeper:
    """Return where the fit that is made from all this is kept.

    Args:
        folder: of all fits that are kept.
        made_from: everything else that the fit depends on.
        rows: what is learnt.
        teacher: one row of probabilities for each of `rows`.
        begins: the weights that it begins with.

    """
    digest = hashlib.sha256(made_from.encode())
    for row in rows:
        digest.update(f"{row.reading}\n{row.context}\n{row.weight}\n".encode())
        digest.update(row.targets.tobytes())
    if teacher is not None:
        digest.update(teacher.tobytes())
    for name, value in begins.items():
        digest.update(name.encode() + value.contiguous().numpy().tobytes())
    folder.mkdir(parents=True, exist_ok=True)
    return Keeper(folder / f"fit-{digest.hexdigest()[:16]}.pt")

"""Fine-tunes a sentence encoder with one output a label; needs torch, which the service does not.

The loss is binary cross-entropy over the labels that are known for a row. With a teacher's scores
the student also learns from them, for every label, known or not.
"""

from __future__ import annotations

import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from moderation_classifier.adapters.windows import Cutter, Window
from training.encoder_rows import ENCODED, UNKNOWN, EncoderRow

MAX_TOKENS: Final = 128
_POOL: Final = 64
"""Batches whose rows are sorted by length together, to waste little on padding."""
_CLIP: Final = 1.0
_WARM_UP: Final = 0.06
_POSITIVE_WEIGHT: Final = 2.0
_SEED: Final = 20261121


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast to train."""

    epochs: int
    batch: int
    rate: float
    head_rate: float = 1e-3
    teacher_share: float = 0.5
    """How much of the loss is the teacher's."""
    words_fixed: bool = False
    """Leave the vectors of the words as they are: half the parameters, and half the time."""


class LabelEncoder(nn.Module):  # type: ignore[misc]  # torch is not here when types are checked
    """An encoder with one linear head on the mean and the maximum over tokens; returns logits."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base, attn_implementation="eager")
        size = int(self.encoder.config.hidden_size)
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(2 * size, len(ENCODED))

    def forward(self, ids: Tensor, mask: Tensor, own: Tensor) -> Tensor:
        """Return logits of shape (rows, labels) for tensors of shape (rows, tokens).

        `own` is 1 for the comment's tokens: what it answers is attended to, but not pooled, so
        that a long post cannot drown a short comment.
        """
        _, mean, highest = self.pool(ids, mask, own)
        logits: Tensor = self.head(self.dropout(torch.cat([mean, highest], dim=1)))
        return logits

    def pool(self, ids: Tensor, mask: Tensor, own: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the features of each token, their mean, and the highest of each feature."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = own.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        # One clause may decide, so the strongest sign of each feature counts beside the mean.
        highest = (hidden + (weights - 1) * 1e4).max(1).values
        return hidden, mean, highest


def open_cutter(base: Path) -> Cutter:
    """Return what cuts readings into tokens for the model of a folder."""
    return Cutter(Tokenizer.from_file(str(base / "tokenizer.json")))


def tokenise(cutter: Cutter, rows: Sequence[EncoderRow]) -> list[Window]:
    """Return the tokens of each row; the context follows the comment."""
    return [cutter.first(row.reading, row.context, limit=MAX_TOKENS) for row in rows]


def fit(
    base: Path,
    rows: Sequence[EncoderRow],
    *,
    schedule: Schedule,
    teacher: npt.NDArray[np.float32] | None = None,
    model: LabelEncoder | None = None,
) -> LabelEncoder:
    """Return the model fitted to the rows; `teacher` has one row of probabilities for each.

    Goes on from `model` where one is given, else begins with the base model.
    """
    torch.manual_seed(_SEED)
    model = model or LabelEncoder(base)
    windows = tokenise(open_cutter(base), rows)
    targets = torch.tensor(np.stack([row.targets for row in rows]))
    weights = torch.tensor([row.weight for row in rows])
    taught = None if teacher is None else torch.tensor(teacher)
    order = random.Random(_SEED)  # noqa: S311 - repeatable, not secret
    steps = schedule.epochs * math.ceil(len(rows) / schedule.batch)
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(not schedule.words_fixed)
    optimizer = torch.optim.AdamW(
        [
            {"params": _learning(model.encoder), "lr": schedule.rate},
            {"params": _learning(model.head), "lr": schedule.head_rate},
        ],
        weight_decay=0.01,
        fused=True,
    )
    pace = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, steps))
    started, done, total = time.monotonic(), 0, 0.0
    for epoch in range(schedule.epochs):
        model.train()
        for places in _batches(windows, schedule.batch, order):
            inputs = _padded([windows[i] for i in places])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(*inputs)
            loss = _loss(
                logits.float(),
                targets[places],
                weights[places],
                taught=None if taught is None else taught[places],
                share=schedule.teacher_share,
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(_learning(model), _CLIP)
            optimizer.step()
            pace.step()
            done, total = done + 1, total + float(loss.detach())
            if done % 100 == 0:
                spent = time.monotonic() - started
                sys.stdout.write(f"step {done}/{steps} loss {total / 100:.4f} {spent:.0f} s\n")
                sys.stdout.flush()
                total = 0.0
        sys.stdout.write(f"epoch {epoch + 1} done\n")
    model.eval()
    return model


def predict(
    model: LabelEncoder, cutter: Cutter, rows: Sequence[EncoderRow], *, batch: int = 64
) -> npt.NDArray[np.float32]:
    """Return logits of shape (rows, labels)."""
    model.eval()
    windows = tokenise(cutter, rows)
    order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
    logits = np.zeros((len(windows), len(ENCODED)), dtype=np.float32)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(order), batch):
            places = order[start : start + batch]
            inputs = _padded([windows[i] for i in places])
            logits[places] = model(*inputs).float().numpy()
    return logits


def _loss(
    logits: Tensor, targets: Tensor, weights: Tensor, *, taught: Tensor | None, share: float
) -> Tensor:
    known = (targets != UNKNOWN).float()
    lift = torch.full_like(targets, 1.0) + (_POSITIVE_WEIGHT - 1) * (targets == 1).float()
    hard = nn.functional.binary_cross_entropy_with_logits(
        logits, targets.clamp(min=0), reduction="none"
    )
    hard = (hard * known * lift * weights.unsqueeze(1)).sum() / (known * weights.unsqueeze(1)).sum()
    if taught is None:
        return hard
    soft = nn.functional.binary_cross_entropy_with_logits(logits, taught, reduction="none")
    return (1 - share) * hard + share * (soft * weights.unsqueeze(1)).mean() / weights.mean()


def _learning(module: nn.Module) -> list[nn.Parameter]:
    return [parameter for parameter in module.parameters() if parameter.requires_grad]


def _pace(step: int, steps: int) -> float:
    warm = max(1, int(_WARM_UP * steps))
    return min(1.0, (step + 1) / warm) * max(0.02, 1 - step / steps)


def _batches(windows: list[Window], size: int, order: random.Random) -> Iterator[list[int]]:
    places = list(range(len(windows)))
    order.shuffle(places)
    batches: list[list[int]] = []
    for start in range(0, len(places), size * _POOL):
        pool = sorted(places[start : start + size * _POOL], key=lambda i: len(windows[i].ids))
        batches.extend(pool[at : at + size] for at in range(0, len(pool), size))
    order.shuffle(batches)
    yield from batches


def _padded(windows: list[Window]) -> tuple[Tensor, Tensor, Tensor]:
    """Return token ids, where they are, and which are the comment's own."""
    width = max(len(window.ids) for window in windows)
    ids = torch.zeros((len(windows), width), dtype=torch.int64)
    mask, own = torch.zeros_like(ids), torch.zeros_like(ids)
    for place, window in enumerate(windows):
        ids[place, : len(window.ids)] = torch.tensor(window.ids)
        mask[place, : len(window.ids)] = 1
        own[place, : window.own] = 1
    return ids, mask, own

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
from training.resuming import Unfinished, keeper

MAX_TOKENS: Final = 128
_POOL: Final = 64
"""Batches whose rows are sorted by length together, to waste little on padding."""
_CLIP: Final = 1.0
_WARM_UP: Final = 0.06
_POSITIVE_WEIGHT: Final = 2.0
_DROPPED: Final = 0.1
_TOLD_EVERY: Final = 100
_KEPT_EVERY: Final = 500
"""Steps."""
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


class LabelEncoder(nn.Module):  # type: ignore[misc]  # torch is not here when types are checked
    """An encoder with one linear head on the mean and the maximum over tokens; returns logits."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            base, attn_implementation="eager", attention_probs_dropout_prob=0.0
        )
        _drop_features(self.encoder)
        size = int(self.encoder.config.hidden_size)
        self.dropout = nn.Dropout(_DROPPED)
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


class FeatureDropout(nn.Module):  # type: ignore[misc]  # as above
    """Drops features of a whole row, from all of its tokens alike.

    To draw for each token on its own takes a processor as long as all the rest of a step.
    """

    def forward(self, hidden: Tensor) -> Tensor:
        """Return the tensor of shape (rows, tokens, features), changed while training only."""
        if not self.training:
            return hidden
        stays = torch.rand(len(hidden), 1, hidden.shape[-1]) >= _DROPPED
        return hidden * (stays.to(hidden.dtype) / (1 - _DROPPED))


def _drop_features(encoder: nn.Module) -> None:
    """Put it in the place of each layer's own dropout."""
    for module in encoder.modules():
        for name, child in module.named_children():
            if isinstance(child, nn.Dropout) and child.p > 0:
                setattr(module, name, FeatureDropout())


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
    model: LabelEncoder,
    kept: Path,
) -> LabelEncoder:
    """Return the model, which is changed, fitted to the rows.

    Args:
        base: the folder of the base model.
        rows: what is learnt.
        schedule: how long and how fast.
        teacher: one row of probabilities for each of `rows`.
        model: what the fit begins with.
        kept: a folder in which it is kept from time to time; a fit that was interrupted goes on.

    """
    torch.manual_seed(_SEED)
    place = keeper(
        kept, made_from=repr(schedule), rows=rows, teacher=teacher, begins=model.state_dict()
    )
    lesson = _Lesson(
        tokenise(open_cutter(base), rows),
        targets=torch.tensor(np.stack([row.targets for row in rows])),
        weights=torch.tensor([row.weight for row in rows]),
        taught=None if teacher is None else torch.tensor(teacher),
    )
    steps = schedule.epochs * math.ceil(len(rows) / schedule.batch)
    learner = _Learner(model, schedule, steps)
    before = learner.go_on(place.read())
    started, total = time.monotonic(), 0.0
    model.train()
    for done, places in enumerate(_all_batches(lesson.windows, schedule), start=1):
        if done <= before:
            continue
        total += learner.step(lesson, places)
        if done % _TOLD_EVERY == 0:
            loss, spent = total / _TOLD_EVERY, time.monotonic() - started
            sys.stdout.write(f"step {done}/{steps} loss {loss:.4f} {spent:.0f} s\n")
            sys.stdout.flush()
            total = 0.0
        if done % _KEPT_EVERY == 0 or done == steps:
            place.keep(learner.state(done))
    model.eval()
    return model


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What is learnt: rows as tokens, with what is known of them."""

    windows: list[Window]
    targets: Tensor
    """Of shape (rows, labels)."""
    weights: Tensor
    """Of shape (rows,)."""
    taught: Tensor | None
    """The teacher's probabilities, of shape (rows, labels)."""


class _Learner:
    """A model, and how it is changed from step to step."""

    def __init__(self, model: LabelEncoder, schedule: Schedule, steps: int) -> None:
        self._model = model
        self._share = schedule.teacher_share
        self._optimizer = torch.optim.AdamW(
            [
                {"params": list(model.encoder.parameters()), "lr": schedule.rate},
                {"params": list(model.head.parameters()), "lr": schedule.head_rate},
            ],
            weight_decay=0.01,
            fused=True,
        )
        self._pace = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda step: _pace(step, steps)
        )

    def go_on(self, state: Unfinished | None) -> int:
        """Take up what was kept; return how many steps were done."""
        if state is None:
            return 0
        self._model.load_state_dict(state.model)
        self._optimizer.load_state_dict(dict(state.optimizer))
        self._pace.load_state_dict(dict(state.pace))
        torch.set_rng_state(state.chance)
        sys.stdout.write(f"goes on after step {state.done}\n")
        return state.done

    def state(self, done: int) -> Unfinished:
        """Return what to keep after so many steps."""
        return Unfinished(
            done,
            self._model.state_dict(),
            self._optimizer.state_dict(),
            self._pace.state_dict(),
            torch.get_rng_state(),
        )

    def step(self, lesson: _Lesson, places: list[int]) -> float:
        """Learn the rows at these places; return the loss before."""
        inputs = _padded([lesson.windows[place] for place in places])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = self._model(*inputs)
        loss = _loss(
            logits.float(),
            lesson.targets[places],
            lesson.weights[places],
            taught=None if lesson.taught is None else lesson.taught[places],
            share=self._share,
        )
        self._optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._model.parameters(), _CLIP)
        self._optimizer.step()
        self._pace.step()
        return float(loss.detach())


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


def _pace(step: int, steps: int) -> float:
    warm = max(1, int(_WARM_UP * steps))
    return min(1.0, (step + 1) / warm) * max(0.02, 1 - step / steps)


def _all_batches(windows: list[Window], schedule: Schedule) -> Iterator[list[int]]:
    """Yield the places of the rows of each step, epoch after epoch."""
    order = random.Random(_SEED)  # noqa: S311 - repeatable, not secret
    for _ in range(schedule.epochs):
        yield from _batches(windows, schedule.batch, order)


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

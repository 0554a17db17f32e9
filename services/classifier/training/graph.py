"""The student as it is written to ONNX: the same numbers by fewer and faster operations.

A softmax over a few tokens costs more in calls than in work. Here the attention's weights are the
bare exponentials of its scores, and the sum that they are divided by comes from one product of
matrices. Padding is left out by setting its values to 0. The wide half is added to the deep one.
"""

from __future__ import annotations

import copy
import math
from typing import Any, Final

import torch
from torch import Tensor, nn

from training.encoder_rows import ENCODED
from training.fitting import LabelEncoder
from training.wide import HASHES, REACH, places

_HIGHEST: Final = 80.0
"""Above it sums of exponentials could leave the range of their type.

Scores reach 54 on the tuning lines and 70 on tokens drawn at random; the highest that a token gives
is -5 or more, so that no sum is 0.
"""


class Exported(nn.Module):  # type: ignore[misc]  # torch is not here when types are checked
    """A fitted encoder that also says what each token adds to each logit.

    The head is linear and so are both pools once it is known which token holds a maximum: the
    logits are the sum of the tokens' shares and the head's bias.
    """

    def __init__(self, model: LabelEncoder, table: Tensor) -> None:
        """`table` is the wide half's, of shape (places, labels)."""
        super().__init__()
        self.wide = _Wide(table)
        model = copy.deepcopy(model).eval()
        self.embeddings = model.encoder.embeddings
        self.layers = nn.ModuleList([_Layer(layer) for layer in model.encoder.encoder.layer])
        self.head = model.head
        kernel = model.head.weight.detach()
        size = kernel.shape[1] // 2
        self.by_mean = nn.Linear(size, len(ENCODED), bias=False)
        self.by_highest = nn.Linear(size, len(ENCODED), bias=False)
        self.by_mean.weight.data = kernel[:, :size].clone()
        self.by_highest.weight.data = kernel[:, size:].clone()

    def forward(self, ids: Tensor, mask: Tensor, own: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits (rows, labels) and shares (rows, tokens, labels) of tensors (rows, tokens).

        What they take is explained at `LabelEncoder.forward`.
        """
        hidden = self.embeddings(input_ids=ids)
        kept = mask.unsqueeze(-1).to(hidden.dtype)
        for layer in self.layers:
            hidden = layer(hidden, kept)
        weights = own.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        highest = (hidden + (weights - 1) * 1e4).max(1).values
        holds = (hidden >= highest.unsqueeze(1)).to(hidden.dtype) * weights
        shares = self.by_mean(hidden * weights / weights.sum(1, keepdim=True))
        shares = shares + self.by_highest(hidden * holds)
        by_token = self.wide(ids, own)
        logits = self.head(torch.cat([mean, highest], dim=1)) + by_token.sum(1)
        return logits, shares + by_token


class _Wide(nn.Module):  # type: ignore[misc]  # as above
    """The wide half: what each token adds, with the one after it and the one after that."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        self.table = nn.Embedding.from_pretrained(table)

    def forward(self, ids: Tensor, own: Tensor) -> Tensor:
        """Return what each token adds to each logit, of shape (rows, tokens, labels)."""
        tokens = ids.shape[1]
        further = nn.functional.pad(ids, (0, REACH))
        there = nn.functional.pad(own, (0, REACH))
        found, counted = [], []
        for how, (apart, *_) in enumerate(HASHES):
            found.append(places(ids, further[:, apart : apart + tokens], how))
            counted.append(there[:, apart : apart + tokens])
        kept = torch.stack(counted, dim=2).to(self.table.weight.dtype)
        weights = self.table(torch.stack(found, dim=2)) * kept.unsqueeze(-1)
        return weights.sum(2) / torch.sqrt(kept.sum((1, 2))).view(-1, 1, 1)


class _Layer(nn.Module):  # type: ignore[misc]  # as above
    """One layer of a fitted encoder."""

    def __init__(self, fitted: Any) -> None:  # noqa: ANN401 - transformers is not here either
        super().__init__()
        attention = fitted.attention.self
        self.heads = int(attention.num_attention_heads)
        self.query, self.key, self.value = attention.query, attention.key, attention.value
        # Scores are divided by the root of a head's size: once here, not in every call.
        for parameter in self.query.parameters():
            parameter.data /= math.sqrt(attention.attention_head_size)
        self.attended = fitted.attention.output
        self.widen, self.narrow = fitted.intermediate.dense, fitted.output

    def forward(self, hidden: Tensor, kept: Tensor) -> Tensor:
        """Return the next hidden values; `kept`, of shape (rows, tokens, 1), is 0 for padding."""
        query, key = self._split(self.query(hidden)), self._split(self.key(hidden))
        value = self._split(self.value(hidden) * kept)
        weights = torch.exp(torch.clamp(query @ key.transpose(2, 3), max=_HIGHEST))
        mixed = (weights @ value) / (weights @ kept.unsqueeze(1))
        mixed = mixed.transpose(1, 2).reshape(hidden.shape)
        hidden = self.attended.LayerNorm(self.attended.dense(mixed) + hidden)
        wide = nn.functional.relu(self.widen(hidden))
        normed: Tensor = self.narrow.LayerNorm(self.narrow.dense(wide) + hidden)
        return normed

    def _split(self, values: Tensor) -> Tensor:
        """Return values of shape (rows, heads, tokens, size of a head)."""
        rows, tokens, _ = values.shape
        return values.view(rows, tokens, self.heads, -1).transpose(1, 2)
